//! What an act says beside what it alters: what is open, what others depend on, and what nobody said yet. Lines for
//! people; nobody is named in them but leaders, and who is named in the act itself.

use onethread_model::Change;
use schemars::JsonSchema;
use serde::Serialize;

use super::{end, hand_over, leave, merge, pause, rename, split, start};
use crate::measure::View;

/// What an act says under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    /// What it is about, in one to four words.
    pub title: &'static str,
    /// Lines without a full stop, at least one.
    pub lines: Vec<String>,
}

impl Note {
    /// A note, where there is something to say.
    pub(super) fn of(title: &'static str, lines: Vec<String>) -> Option<Note> {
        (!lines.is_empty()).then_some(Note { title, lines })
    }

    /// A note of one line.
    pub(super) fn line(title: &'static str, line: impl Into<String>) -> Note {
        Note { title, lines: vec![line.into()] }
    }
}

/// What a change says beside what it alters, in the order in which it is read; empty for kinds that say nothing.
pub fn notes(change: &Change, view: &View<'_>) -> Vec<Note> {
    match change.kind {
        "end" => end::notes(change, view),
        "hand-over" => hand_over::notes(change, view),
        "leave" => leave::notes(change, view),
        "merge" => merge::notes(change, view),
        "pause" => pause::notes(change, view),
        "rename" => rename::notes(change, view),
        "split" => split::notes(change, view),
        "start" => start::notes(change, view),
        _ => Vec::new(),
    }
}
