//! `new-move`: What it does, as an order.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, CarriedOutBy, MoveKind, Price, Refusal, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "new-move",
    is_act: false,
    title: "What it does, as an order",
    // FILL IN: how it is said in words, with blanks in braces, as in `appoint {leader} to {initiative}`; or leave it
    // out.
    phrase: None,
    page: include_str!("new_move.md"),
    blanks: &[Blank::INITIATIVE],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    // FILL IN: what no evidence can show about it, as clauses; or nothing.
    not_known: &[],
    alters_form: false,
    group: one_group,
    // FILL IN: what to do in words, where a criterion that fails names it.
    words: no_words,
    edits,
    price,
};

/// FILL IN: the edits that carry it out, and when it does not apply. A criterion names it by a function `change` here.
fn edits(_change: &Change, _view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    Err(Refusal::new("nothing is edited yet: write `edits` in new_move.rs"))
}

fn price(_change: &Change, _view: &View<'_>) -> Price {
    Price::statements(1)
}
