//! Folders that initiatives claim.

use onethread_model::org::Org;
use onethread_model::record::Reference;

/// Kinds of scope that bound something. Anything else, such as a feature flag, marks without bounding.
const BOUNDING: &[&str] = &["component", "path", "service", "api", "data"];

/// Whether a piece of scope bounds something.
pub(crate) fn is_bounding(piece: &Reference) -> bool {
    BOUNDING.contains(&piece.kind.as_str())
}

/// Paths that a piece of scope stands for.
pub(crate) fn paths<'a>(piece: &'a Reference, org: &'a Org) -> Vec<&'a str> {
    match piece.kind.as_str() {
        "path" => vec![&piece.id],
        "component" => {
            let component = org.components.get(&piece.id);
            component.map_or_else(Vec::new, |c| c.paths.iter().map(|path| path.value.as_str()).collect())
        }
        _ => Vec::new(),
    }
}

/// Whole folders up to the first wildcard.
pub(crate) fn folders(path: &str) -> Vec<String> {
    let parts = path.trim_matches('/').split('/').map(str::to_owned);
    parts.take_while(|part| !part.contains(['*', '?', '[', '{'])).collect()
}

/// Whether two pieces of scope claim the same: the same name, or paths of which one lies within the other.
pub(crate) fn meet(a: &Reference, b: &Reference, org: &Org) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (paths(a, org), paths(b, org));
    a.iter().any(|a| b.iter().any(|b| within(a, b) || within(b, a)))
}

/// Whether every file under `inner` could also be under `outer`: compared by whole folders up to the first wildcard.
pub(crate) fn within(inner: &str, outer: &str) -> bool {
    let (inner, outer) = (folders(inner), folders(outer));
    !outer.is_empty() && inner.starts_with(&outer)
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn folders_lie_within_folders() {
        assert!(within("services/returns/api/**", "services/returns/**"));
        assert!(within("services/returns/**", "services/returns"));
        assert!(!within("services/returns-old/**", "services/returns/**"));
        assert!(!within("services/returns/**", "services/search/**"));
        assert!(!within("services/**", "services/returns/**"));
    }
}
