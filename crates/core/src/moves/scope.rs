//! `scope`: what bounds an initiative is stated.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "scope",
    title: "State what bounds an initiative",
    phrase: None,
    page: include_str!("scope.md"),
    blanks: &[
        Blank { key: "initiative", doc: "Which initiative", ty: BlankType::Initiative, required: true },
        Blank { key: "scope", doc: "What bounds it", ty: BlankType::References, required: true },
    ],
    by: CarriedOutBy::Files,
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// An initiative that nothing bounds.
pub(crate) fn change(initiative: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative)
}

/// The pieces come to those that bound it already.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let at = (files::initiative(initiative, view), "initiative", initiative, "scope");
    Ok(files::added(change, "scope", at, files::reference))
}

fn price(_: &Change, _: &View<'_>) -> Price {
    Price::statements(1)
}
