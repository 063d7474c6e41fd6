//! The entry that a decision leaves in the organization's files.

use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

/// The entry that keeps a decision: `[move.ID]`, with what is expected of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EntryNote {
    /// Its id: words and the day.
    pub id: String,
    /// The file in which it is, by path.
    pub file: String,
    /// What was decided, in words.
    pub what: String,
    /// How many things are expected of it.
    pub expects: usize,
    /// The first day by which one of them shows; absent where nothing is expected.
    pub next_day: Option<Day>,
}
