//! Reading every source of the settings.

use std::path::Path;

use onethread_model::config::{Config, SourceConfig};
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Facts, SourceReport};
use onethread_model::source::At;

use crate::files::{open, shown};
use crate::importers::table;
use crate::people::{People, Pseudonyms};

/// What gathering needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Gathering<'a> {
    /// The folder of `onethread.toml`; paths of files are relative to it.
    pub root: &'a Path,
    /// The settings.
    pub config: &'a Config,
    /// Who people in evidence are in the organization's files.
    pub people: &'a People,
    /// What everybody else becomes.
    pub pseudonyms: &'a Pseudonyms,
}

/// Reads every source of the settings, in memory. It never fails: what cannot be read is reported.
///
/// `progress` is called with the name of a source and its records so far, for a file of many records several times. The
/// facts are sorted, with one [`SourceReport`] for each file, in the order of the settings. Diagnostics point at the
/// setting that has to change.
pub fn gather(gathering: &Gathering<'_>, progress: &mut dyn FnMut(&str, usize)) -> (Facts, Vec<Diagnostic>) {
    let mut facts = Facts::default();
    let mut diagnostics = Vec::new();
    for source in &gathering.config.sources {
        for file in &source.files {
            // Facts keep the index of their source in 16 bits.
            if facts.sources.len() > usize::from(u16::MAX) {
                diagnostics.push(Diagnostic::error("too-many-files", "more than 65,536 files of evidence", file.span));
                facts.sort();
                return (facts, diagnostics);
            }
            let report = read_file(gathering, source, file, &mut facts, &mut diagnostics, progress);
            facts.sources.push(report);
        }
    }
    facts.sort();
    (facts, diagnostics)
}

fn read_file(
    gathering: &Gathering<'_>,
    source: &SourceConfig,
    file: &At<String>,
    facts: &mut Facts,
    diagnostics: &mut Vec<Diagnostic>,
    progress: &mut dyn FnMut(&str, usize),
) -> SourceReport {
    let mut report = SourceReport {
        name: source.name.value.clone(),
        path: shown(&file.value),
        table: source.table.schema().name,
        ..SourceReport::default()
    };
    match open(gathering.root, file) {
        Ok(input) => {
            let index = facts.sources.len() as u16;
            let mut door = table::Door { gathering, source, file, index, facts, diagnostics, progress };
            table::import(input, &mut door, &mut report);
        }
        Err(obstacle) => {
            diagnostics.push(obstacle.diagnostic);
            report.remarks.insert(format!("not read: {}", obstacle.clause), 1);
        }
    }
    report
}
