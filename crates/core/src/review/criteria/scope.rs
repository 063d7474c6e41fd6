//! `scope`: what bounds it, and does another initiative claim the same?

use onethread_model::Change;
use onethread_model::facts::FactKind;
use onethread_model::record::Reference;

use super::Criterion;
use crate::measure::claims::{folders, paths};
use crate::measure::{Initiative, World};
use crate::review::{Answer, Judgement};
use crate::words::plural;

pub(super) const CRITERION: Criterion = Criterion {
    key: "scope",
    short: "scope",
    question: "What bounds it, and does another live initiative claim the same?",
    page: include_str!("scope.md"),
    judge,
};

/// Kinds of scope that bound something. Anything else, such as a feature flag, marks without bounding.
const BOUNDING: &[&str] = &["component", "path", "service", "api", "data"];

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let mut overlaps = Judgement::new(Answer::Fails);
    for other in world.rivals(initiative).filter(|other| other.id != initiative.id) {
        for piece in &initiative.scope {
            let Some(claimed) = other.scope.iter().find(|claimed| overlap(&piece.value, &claimed.value, world)) else {
                continue;
            };
            let as_what = if claimed.value == piece.value { String::new() } else { format!(", as {}", claimed.value) };
            let says = format!("{} is also claimed by {}{as_what}", piece.value, other.name());
            overlaps = overlaps.because(says, &piece.place).change(Change::DivideScope {
                initiative: initiative.id.clone(),
                with: other.id.clone(),
                scope: piece.value.to_string(),
            });
        }
    }
    if !overlaps.because.is_empty() {
        return overlaps;
    }
    let bounds: Vec<_> = initiative.scope.iter().filter(|piece| is_bounding(&piece.value)).collect();
    if let Some(first) = bounds.first() {
        let says = format!(
            "{}, and no other live initiative claims any",
            plural(bounds.len(), "bound is stated", "bounds are stated")
        );
        return Judgement::new(Answer::Holds).because(says, &first.place);
    }
    let judgement = Judgement::new(Answer::NotShown)
        .needs(FactKind::InitiativeEvent)
        .change(Change::BoundScope { initiative: initiative.id.clone() })
        .ask("the leader", "Which services, paths or data are yours alone?");
    match initiative.scope.first() {
        Some(marker) => judgement.because(format!("{} marks it, but bounds nothing", marker.value), &marker.place),
        None => judgement.remark("nothing says what it owns"),
    }
}

/// Whether a piece of scope bounds something.
pub(super) fn is_bounding(piece: &Reference) -> bool {
    BOUNDING.contains(&piece.kind.as_str())
}

/// Whether two pieces of scope claim the same: the same name, or paths of which one lies within the other.
fn overlap(a: &Reference, b: &Reference, world: &World<'_>) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (paths(a, world.inputs.org), paths(b, world.inputs.org));
    a.iter().any(|a| b.iter().any(|b| within(a, b) || within(b, a)))
}

/// Whether every file under `inner` could also be under `outer`: compared by whole folders up to the first wildcard.
fn within(inner: &str, outer: &str) -> bool {
    let (inner, outer) = (folders(inner), folders(outer));
    !outer.is_empty() && inner.len() >= outer.len() && inner[..outer.len()] == outer[..]
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
