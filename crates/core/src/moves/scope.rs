//! `scope`: what bounds an initiative is stated.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Refusal, Words, files, one_group, one_statement};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "scope",
    is_act: true,
    title: "State the scope of an initiative",
    phrase: None,
    page: include_str!("scope.md"),
    blanks: &[Blank::INITIATIVE, Blank::new("scope", "What bounds it", BlankType::References).required()],
    by: CarriedOutBy::Files,
    decides: "the leader",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price: one_statement,
};

/// An initiative that nothing bounds.
pub(crate) fn change(initiative: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative)
}

// Only a scope that misses most of what is changed for an initiative is an answer that fails.
fn words(changes: &[Change]) -> Option<Words> {
    let (n, initiative) = (changes.len(), changes.first()?.initiative());
    Some(Words {
        short: match n {
            1 => format!("Extend the scope of {initiative} to the code that it changes"),
            _ => format!("Extend the scopes of {n} initiatives to the code that they change"),
        },
        says: format!("Extend {} to the code that it changes; first of {initiative}", plural(n, "scope", "scopes")),
        cost: format!("agree and write {}", plural(n, "statement", "statements")),
        gain: "its changes stay inside its scope".to_owned(),
        answers: n,
        price: None,
    })
}

/// The pieces come to those that bound it already.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let at = (files::initiative(initiative, view), "initiative", initiative, "scope");
    Ok(files::added(change, "scope", at, files::reference))
}
