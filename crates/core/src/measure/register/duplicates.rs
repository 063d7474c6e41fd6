//! Candidates for duplication: parts that may do the same, and packages that may do what a part does.

use schemars::JsonSchema;
use serde::Serialize;

/// Two things that may do the same. A guess, for people to judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Duplicate {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
}
