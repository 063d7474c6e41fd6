//! One leader whose only job it is, and a team that does only this.

mod second_live_initiative;

use crate::check::Rule;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[second_live_initiative::RULE];
