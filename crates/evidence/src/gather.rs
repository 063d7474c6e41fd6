//! Reading every source of the settings.

use std::sync::Mutex;

use onethread_files::Root;
use onethread_model::config::{Config, SourceConfig};
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::Facts;
use onethread_model::source::Span;
use rayon::prelude::*;

use crate::importers::{ImportContext, Importer};
use crate::people::{People, Pseudonyms};
use crate::store::{FileState, SourceStore, Store, StoreState, Work};

/// What gathering needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Gathering<'a> {
    /// The folder of `onethread.toml`; paths of files are relative to it.
    pub root: &'a Root,
    /// The settings.
    pub config: &'a Config,
    /// Who people in evidence are in the organization's files.
    pub people: &'a People,
    /// What everybody else becomes.
    pub pseudonyms: &'a Pseudonyms,
}

/// Most files of evidence: facts keep the index of their source in 16 bits.
pub(crate) const FILES_MAX: usize = 1 << 16;

/// How far the reading of evidence is: what is known about one source, and how many are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// Name of the source.
    pub source: &'a str,
    /// Records of its file at hand so far.
    pub records: usize,
    /// Whether this source is read.
    pub is_done: bool,
    /// Sources that are read.
    pub sources_done: usize,
    /// All sources of the settings.
    pub sources: usize,
}

/// Receives how far the reading is: at the start and at the end of each source, and several times for a file of many
/// records.
pub type Progress<'p> = dyn FnMut(Reading<'_>) + Send + 'p;

/// Reads every source of the settings, in memory. It never fails: what cannot be read is reported.
///
/// The facts are sorted, with one [`SourceReport`] for each file, in the order of the settings. Diagnostics point at the
/// setting that has to change.
pub fn gather(gathering: &Gathering<'_>, progress: &mut Progress<'_>) -> (Facts, Vec<Diagnostic>) {
    let (facts, diagnostics, _) = gather_all(gathering, None, progress);
    (facts, diagnostics)
}

/// Reads every source of the settings as [`gather`] does, with the same facts and reports, but reads from the store
/// what has not changed since, and stores what has.
///
/// Diagnostics may also name files of the store that were refused. A store that cannot be written costs time and
/// nothing else; the state says why.
pub fn gather_stored(
    gathering: &Gathering<'_>,
    store: &Store,
    progress: &mut Progress<'_>,
) -> (Facts, Vec<Diagnostic>, StoreState) {
    gather_all(gathering, Some(store), progress)
}

/// Reads sources side by side, and puts what they say together in the order of the settings.
fn gather_all(
    gathering: &Gathering<'_>,
    store: Option<&Store>,
    progress: &mut Progress<'_>,
) -> (Facts, Vec<Diagnostic>, StoreState) {
    // The sources that are read, and who wants to know.
    let board = Mutex::new((0, progress));
    let sources = gathering.config.sources.len();
    let report = |source: &str, records, is_done| {
        if let Ok(mut board) = board.lock() {
            let (sources_done, progress) = &mut *board;
            *sources_done += usize::from(is_done);
            progress(Reading { source, records, is_done, sources_done: *sources_done, sources });
        }
    };
    let gathered: Vec<(Facts, Vec<Diagnostic>, StoreState)> = gathering
        .config
        .sources
        .par_iter()
        .with_max_len(1)
        .map(|source| {
            let name = source.name.value.as_str();
            report(name, 0, false);
            let mut tell = |name: &str, records| report(name, records, false);
            let mut gatherer = Gatherer::new(gathering, &mut tell);
            gatherer.gather_source(store, source);
            report(name, gatherer.facts.sources.iter().map(|file| file.read).sum(), true);
            (gatherer.facts, gatherer.diagnostics, gatherer.state)
        })
        .collect();
    let (mut facts, mut diagnostics, mut state) = (Facts::default(), Vec::new(), StoreState::default());
    for (source, (of_source, mut told, read)) in gathering.config.sources.iter().zip(gathered) {
        let room = FILES_MAX - facts.sources.len();
        let is_full = source.files.len().max(of_source.sources.len()) > room;
        // Parts of one source read one file, and find the same wrong with it.
        told.retain(|one| !diagnostics.contains(one));
        diagnostics.append(&mut told);
        state.files.extend(read.files.into_iter().take(room));
        facts.absorb(of_source);
        if is_full {
            let file = source.files.get(room).or(source.files.last());
            let span = file.map_or(Span::NOWHERE, |file| file.span);
            diagnostics.push(Diagnostic::error("too-many-files", "more than 65,536 files of evidence", span));
            break;
        }
    }
    facts.name_initiatives();
    facts.sort();
    (facts, diagnostics, state)
}

struct Gatherer<'a, 'p> {
    gathering: &'a Gathering<'a>,
    progress: &'p mut dyn FnMut(&str, usize),
    facts: Facts,
    diagnostics: Vec<Diagnostic>,
    state: StoreState,
}

impl<'a, 'p> Gatherer<'a, 'p> {
    fn new(gathering: &'a Gathering<'a>, progress: &'p mut dyn FnMut(&str, usize)) -> Self {
        Gatherer { gathering, progress, facts: Facts::default(), diagnostics: Vec::new(), state: StoreState::default() }
    }

    /// Reads the files of a source, as many as there is room for.
    fn gather_source(&mut self, store: Option<&Store>, source: &SourceConfig) {
        let importer = Importer::of(source);
        let opened = match store.filter(|_| importer.is_stored) {
            Some(store) => SourceStore::open(store, self.gathering, source, &mut self.diagnostics),
            None if importer.is_stored => Err("no store was asked for".to_owned()),
            None => Err("what it means depends on all paths of its repository".to_owned()),
        };
        let (mut stored, why) = match opened {
            Ok(stored) => (Some(stored), String::new()),
            Err(why) => (None, why),
        };
        for file in source.files.iter().take(FILES_MAX) {
            let mut context = ImportContext {
                gathering: self.gathering,
                source,
                file,
                index: self.facts.sources.len() as u16,
                facts: &mut self.facts,
                diagnostics: &mut self.diagnostics,
                progress: self.progress,
            };
            for (report, state) in (importer.import)(&mut context, stored.as_mut()) {
                // A tool seldom gives everything that a preset could read.
                if source.preset().is_some() && report.read == 0 && report.remarks.is_empty() {
                    continue;
                }
                self.facts.sources.push(report);
                self.state.files.push(state.unwrap_or_else(|| FileState::InMemory { why: why.clone() }));
            }
        }
        if let Some(Err(why)) = stored.map(SourceStore::commit) {
            for state in &mut self.state.files {
                if matches!(state, FileState::Stored(stored) if stored.work != Work::None) {
                    *state = FileState::InMemory { why: why.clone() };
                }
            }
        }
    }
}
