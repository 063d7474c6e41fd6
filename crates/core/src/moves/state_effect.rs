//! `state-effect`: whether a dependency blocks is stated.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, CarriedOutBy, MoveKind, Refusal, files, no_words, one_group, one_statement};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "state-effect",
    is_act: false,
    title: "State whether a dependency blocks",
    phrase: None,
    page: include_str!("state_effect.md"),
    blanks: &[Blank::INITIATIVE, Blank::DEPENDENCY, Blank::EFFECT],
    by: CarriedOutBy::Files,
    decides: "the leader",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price: one_statement,
};

/// A dependency of which nobody says whether it blocks.
pub(crate) fn change(initiative: &str, on: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("on", on)
}

/// In the entry of the dependency, or beside what a registry says as an entry of its own.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let edit = match files::written_dependency(change, view) {
        Some((file, on)) => Edit::set(file, "initiative", change.initiative(), "effect", files::text(change, "effect"))
            .inside("dependency", [("on", Some(on))]),
        None => files::new_dependency(change, view),
    };
    Ok(vec![edit])
}
