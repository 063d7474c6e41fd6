//! What every importer reads with and writes to. No importer keeps any of it.

use onethread_model::config::SourceConfig;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Facts, SourceReport};
use onethread_model::source::At;

use crate::files::shown;
use crate::gather::Gathering;
use crate::store::{FileState, SourceStore};

/// What an import reads with and writes to.
pub(crate) struct ImportContext<'a> {
    pub(crate) gathering: &'a Gathering<'a>,
    pub(crate) source: &'a SourceConfig,
    pub(crate) file: &'a At<String>,
    /// Index of the report to be.
    pub(crate) index: u16,
    pub(crate) facts: &'a mut Facts,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
    pub(crate) progress: &'a mut dyn FnMut(&str, usize),
}

/// What became of one file: its report, and where its facts are kept; absent where there is no store.
pub(crate) type Imported = (SourceReport, Option<FileState>);

/// An import of one file or folder that a source names, with what is stored of the source.
pub(crate) type Import = fn(&mut ImportContext<'_>, Option<&mut SourceStore<'_>>) -> Vec<Imported>;

impl<'a> ImportContext<'a> {
    /// The same for a shorter time, with another file.
    pub(crate) fn of<'b>(&'b mut self, file: &'b At<String>) -> ImportContext<'b> {
        ImportContext {
            gathering: self.gathering,
            source: self.source,
            file,
            index: self.facts.sources.len() as u16,
            facts: self.facts,
            diagnostics: self.diagnostics,
            progress: self.progress,
        }
    }

    /// A report of nothing yet.
    pub(crate) fn report(&self, table: &'static str) -> SourceReport {
        SourceReport {
            name: self.source.name.value.clone(),
            path: shown(&self.file.value).into(),
            table,
            ..SourceReport::default()
        }
    }
}

/// What is reported a file that could not be read; what the store has of it stays for when it is back.
pub(crate) fn not_read(
    mut report: SourceReport,
    file: &At<String>,
    why: &str,
    stored: Option<&mut SourceStore<'_>>,
) -> Imported {
    report.remarks.insert(format!("not read: {why}"), 1);
    let state = stored.map(|stored| {
        stored.pass(file);
        FileState::InMemory { why: why.to_owned() }
    });
    (report, state)
}
