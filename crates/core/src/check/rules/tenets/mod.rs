//! Few principles, in order, that break ties.

use crate::check::Rule;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[];
