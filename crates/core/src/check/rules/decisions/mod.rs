//! Who decides, how fast, and what came of it.

use crate::check::Rule;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[];
