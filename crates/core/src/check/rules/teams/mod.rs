//! Teams that hold every role the work needs.

use crate::check::Rule;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[];
