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
    /// Which files of the repository say to which entry a file belongs.
    pub entries: Option<EntrySettings>,
    /// Most paths that a change may touch, 1 to 1,000,000, when stated.
    pub touches_max: Option<u32>,
}

/// Files beside those of a registry's entries name their entry by a key that the entry has, too.
#[derive(Clone, Debug, PartialEq)]
pub struct EntrySettings {
    /// Patterns of the paths of the entries' own files.
    pub files: Vec<At<String>>,
    /// What an entry has in common with the file beside it: a column, or path of keys.
    pub key: At<String>,
    /// The id of the entry: a column, or path of keys.
    pub id: At<String>,
}

impl EntrySettings {
    fn read(table: &mut Record) -> Option<EntrySettings> {
        let (files, key, id) = (table.texts("files"), table.text("key"), table.text("id"));
        table.all_read("entries");
        Some(EntrySettings { files, key: key?, id: id? })
    }
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
            entries: record.table("entries").and_then(|mut table| EntrySettings::read(&mut table)),
            references: record.texts("references"),
            bots: record.texts("bots").into_iter().map(|at| at.value).collect(),
            touches_max: touches_max.filter(in_range).map(|at| at.value as u32),
        }
    }
}
