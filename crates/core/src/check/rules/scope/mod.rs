//! What bounds an initiative, and who owns what.

use crate::check::Rule;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[];
