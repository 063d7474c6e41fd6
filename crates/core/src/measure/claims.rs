//! Folders that initiatives claim.

use onethread_model::org::Org;
use onethread_model::record::Reference;

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
