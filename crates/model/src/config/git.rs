//! The settings of a source that only git repositories have.

use crate::diagnostic::Diagnostic;
use crate::record::{Reader, Record};
use crate::source::At;

/// What to read of git repositories.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GitSettings {
    /// Whether to follow first parents only.
    pub first_parent: bool,
    /// Whether to count lines.
    pub lines: bool,
    /// Regular expressions that find references.
    pub references: Vec<At<String>>,
    /// Names of bots, beside those that are known.
    pub bots: Vec<String>,
    /// Patterns of the paths of a registry's files.
    pub files: Vec<At<String>>,
    /// Most paths that a change may touch, 1 to 1,000,000, when stated.
    pub touches_max: Option<u32>,
}

impl GitSettings {
    pub(super) fn read(record: &mut Record, reader: &mut Reader<'_>) -> GitSettings {
        let flag = |at: Option<At<bool>>| at.is_some_and(|at| at.value);
        let touches_max = record.number("touches-max");
        let in_range = |at: &At<f64>| (1.0..=1e6).contains(&at.value);
        if let Some(at) = touches_max.as_ref().filter(|at| !in_range(at)) {
            reader.report(
                Diagnostic::error("wrong-type", "`touches-max` is out of range", at.span)
                    .label("expected a whole number from 1 to 1,000,000"),
            );
        }
        GitSettings {
            first_parent: flag(record.flag("first-parent")),
            lines: flag(record.flag("lines")),
            files: record.texts("files"),
            references: record.texts("references"),
            bots: record.texts("bots").into_iter().map(|at| at.value).collect(),
            touches_max: touches_max.filter(in_range).map(|at| at.value as u32),
        }
    }
}
