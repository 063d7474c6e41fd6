//! Decisions that are followed up: what was expected of a move, and what came of it.

mod move_overdue;
mod move_unknown_measure;
mod move_without_reason;

use onethread_model::org::DecidedMove;

use crate::check::{Rule, subject};

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[move_overdue::RULE, move_without_reason::RULE, move_unknown_measure::RULE];

/// What a move is called.
fn name(one: &DecidedMove) -> String {
    subject("move", &one.id.value)
}

/// Who answers for a move, in words.
fn owner(one: &DecidedMove) -> String {
    if one.decided_by.is_some() { "whoever decided it" } else { "the author of the move" }.to_owned()
}
