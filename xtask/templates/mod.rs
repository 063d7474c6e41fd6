//! The templates, compiled as if they stood in the core, so that they cannot fall behind it.

use onethread_core::check::{Rule, Touches};
use onethread_core::measure::measures::Measure;
use onethread_core::moves::{Blank, CarriedOutBy, MoveKind, Price, Refusal, Words};
use onethread_core::review::Criterion;
use onethread_model::Change;

mod new_criterion;
#[expect(unreachable_pub, reason = "in the core, everyone may ask for a measure")]
mod new_measure;
mod new_move;
mod new_rule;

pub(crate) const CRITERION: Criterion = new_criterion::CRITERION;
pub(crate) const MEASURE: Measure = new_measure::MEASURE;
pub(crate) const MOVE: MoveKind = new_move::MOVE;
pub(crate) const RULE: Rule = new_rule::RULE;

/// What the module beside move kinds gives to them.
fn one_group(_: &Change) -> String {
    String::new()
}

/// The same.
fn no_words(_: &[Change]) -> Option<Words> {
    None
}

/// What the module beside a measure gives to it.
fn json<T: serde::Serialize>(value: &T) -> serde_json::Value {
    serde_json::to_value(value).expect("it can be written")
}
