//! `tenet`: the principles that decide when priorities conflict are written.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Refusal, files, no_words, one_group, one_statement};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "tenet",
    is_act: true,
    title: "Write tenets",
    phrase: None,
    page: include_str!("tenet.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("tenets", "The principles, the most important first", BlankType::Texts).required(),
    ],
    by: CarriedOutBy::Files,
    decides: "the leader",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price: one_statement,
};

/// An initiative without tenets.
pub(crate) fn change(initiative: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative)
}

/// They come behind those that it has.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let at = (files::initiative(initiative, view), "initiative", initiative, "tenets");
    Ok(files::added(change, "tenets", at, |text| Value::text(text)))
}
