//! What an initiative needs and cannot supply itself.

mod plan_overdue;
mod undeclared_dependency;

use crate::check::Rule;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[undeclared_dependency::RULE, plan_overdue::RULE];
