//! `scope`: what bounds an initiative is stated.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "scope",
    title: "State what bounds an initiative",
    phrase: None,
    page: include_str!("scope.md"),
    blanks: &[
        Blank { key: "initiative", doc: "Which initiative", ty: BlankType::Initiative, required: true },
        Blank { key: "scope", doc: "What bounds it, as `kind:id`", ty: BlankType::Texts, required: true },
    ],
    by: CarriedOutBy::Files,
    not_known: &[],
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

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let scope = match change.list("scope") {
        [] => Value::Blank,
        pieces => Value::list(pieces.iter().map(|piece| files::reference(piece))),
    };
    Ok(vec![Edit::set(files::initiative(initiative, view), "initiative", initiative, "scope", scope)])
}

fn price(_: &Change, _: &View<'_>) -> Price {
    Price::statements(1)
}
