//! Exceptions that are alive: with a reason, an owner and an end.

use crate::check::Rule;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[];
