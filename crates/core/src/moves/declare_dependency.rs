//! `declare-dependency`: a dependency that evidence shows is declared.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, CarriedOutBy, MoveKind, Refusal, Words, files, one_group, one_statement};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "declare-dependency",
    is_act: false,
    title: "Declare a dependency",
    phrase: None,
    page: include_str!("declare_dependency.md"),
    blanks: &[Blank::INITIATIVE, Blank::DEPENDENCY, Blank::EFFECT],
    by: CarriedOutBy::Files,
    decides: "the leader",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price: one_statement,
};

/// A dependency on something, as `kind:id`, that evidence shows and nobody declared.
pub(crate) fn change(initiative: &str, on: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("on", on)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, first) = (changes.len(), changes.first()?);
    let (initiative, on) = (first.initiative(), first.text("on").unwrap_or_default());
    Some(Words {
        short: match n {
            1 => format!("Declare {on} as a dependency of {initiative}"),
            _ => format!("Declare {n} dependencies that evidence shows"),
        },
        says: format!(
            "Declare {} that evidence shows; first {on} of {initiative}",
            plural(n, "dependency", "dependencies")
        ),
        cost: format!("write {}", plural(n, "statement", "statements")),
        gain: "all observed dependencies are declared".to_owned(),
        answers: n,
        price: None,
    })
}

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    Ok(vec![files::new_dependency(change, view)])
}
