//! Reading every source of the settings.

use std::sync::Mutex;

use onethread_files::Root;
use onethread_model::config::{Config, SourceConfig};
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Facts, HISTORY, SourceReport};
use onethread_model::record::short;
use onethread_model::source::{At, Span};
use rayon::prelude::*;

use crate::files::{open, repository, shown};
use crate::importers::git::{Mined, Opened, observe, repository_name};
use crate::importers::{manifests, ownership, table};
use crate::people::{People, Pseudonyms};
use crate::store::{FileState, HistoryState, Input, Loaded, SourceStore, Store, StoreState, Work};

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
    facts.sort();
    (facts, diagnostics, state)
}

/// Reads files of a repository at one time into facts; gives a report for each.
type ImportTree = fn(&Gathering<'_>, &SourceConfig, &At<String>, &mut Facts, &mut Vec<Diagnostic>) -> Vec<SourceReport>;

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
        if ownership::gives_ownership(source) {
            return self.gather_tree(source, ownership::import);
        }
        if manifests::gives_packages(source) {
            return self.gather_tree(source, manifests::import);
        }
        let opened = match store {
            Some(store) => SourceStore::open(store, self.gathering, source, &mut self.diagnostics),
            None => Err("no store was asked for".to_owned()),
        };
        let (mut stored, why) = match opened {
            Ok(stored) => (Some(stored), String::new()),
            Err(why) => (None, why),
        };
        for file in source.files.iter().take(FILES_MAX) {
            let (report, state) = match source.is_git() {
                true => self.read_history(source, file, stored.as_mut()),
                false => self.read_file(source, file, stored.as_mut()),
            };
            self.facts.sources.push(report);
            self.state.files.push(state.unwrap_or_else(|| FileState::InMemory { why: why.clone() }));
        }
        if let Some(Err(why)) = stored.map(SourceStore::commit) {
            for state in &mut self.state.files {
                if matches!(state, FileState::Stored(stored) if stored.work != Work::None) {
                    *state = FileState::InMemory { why: why.clone() };
                }
            }
        }
    }

    /// Reads ownership files, or manifests. They are small, and what they mean depends on every path of their
    /// repository.
    fn gather_tree(&mut self, source: &SourceConfig, import: ImportTree) {
        for file in &source.files {
            (self.progress)(&source.name.value, 0);
            let reports = import(self.gathering, source, file, &mut self.facts, &mut self.diagnostics);
            for report in reports {
                self.facts.sources.push(report);
                let why = "what it means depends on all paths of its repository".to_owned();
                self.state.files.push(FileState::InMemory { why });
            }
        }
    }

    fn read_file(
        &mut self,
        source: &SourceConfig,
        file: &At<String>,
        stored: Option<&mut SourceStore<'_>>,
    ) -> (SourceReport, Option<FileState>) {
        let mut report = empty_report(source, file);
        let input = match open(self.gathering.root, file) {
            Ok(input) => input,
            Err(obstacle) => {
                self.diagnostics.push(obstacle.diagnostic);
                return not_read(report, file, obstacle.clause, stored);
            }
        };
        let Some(stored) = stored else {
            let mut input = Input::plain(input);
            self.import(source, file, &mut input, None, &mut report);
            self.tell_changed(file, &input);
            return (report, None);
        };
        let (mut input, part) = match stored.load(file, input, &mut self.facts, &mut report, &mut self.diagnostics) {
            Loaded::All(state) => {
                (self.progress)(&report.name, report.read);
                return (report, Some(state));
            }
            Loaded::Start(input, part) | Loaded::Nothing(input, part) => (input, part),
        };
        let told = self.diagnostics.len();
        let ending = self.import(source, file, &mut input, part.resume(), &mut report);
        let new = self.diagnostics.get(told..).unwrap_or_default();
        let state = stored.keep(file, part, ending, &input, &self.facts, &report, new);
        self.tell_changed(file, &input);
        (report, Some(state))
    }

    /// Reports that a file was written while it was read: its facts are those of what was there first.
    fn tell_changed(&mut self, file: &At<String>, input: &Input) {
        if input.has_changed() {
            let message = format!("`{}` changed or grew while it was read", short(&shown(&file.value)));
            let help = "run it again when nobody writes the file, or name a copy of it";
            self.diagnostics.push(Diagnostic::error("changing-file", message, file.span).help(help));
        }
    }

    fn import(
        &mut self,
        source: &SourceConfig,
        file: &At<String>,
        input: &mut Input,
        resume: Option<(u64, &table::Resume)>,
        report: &mut SourceReport,
    ) -> Option<table::Ending> {
        table::import(input, resume, &mut self.context(source, file), report)
    }

    /// Reads a git repository. What was imported of it before is left alone where the history only grew.
    fn read_history(
        &mut self,
        source: &SourceConfig,
        file: &At<String>,
        stored: Option<&mut SourceStore<'_>>,
    ) -> (SourceReport, Option<FileState>) {
        let rows = Facts::HISTORY.map(|kind| self.facts.rows(kind));
        let (mut report, state) = self.read_repository(source, file, stored);
        // What was read in parts must not differ from what was read at once.
        self.facts.number_changes(rows);
        if let Ok(Some(path)) = repository(self.gathering.root, source, &file.value) {
            let prefix = if source.files.len() > 1 {
                format!("{}/", repository_name(source, &file.value))
            } else {
                String::new()
            };
            observe(&path, &prefix, self.facts.sources.len() as u16, rows[1], &mut self.facts);
        }
        report.rejects.sort_by(|a, b| a.reason.cmp(&b.reason));
        (report, state)
    }

    fn read_repository(
        &mut self,
        source: &SourceConfig,
        file: &At<String>,
        stored: Option<&mut SourceStore<'_>>,
    ) -> (SourceReport, Option<FileState>) {
        let mut report = empty_report(source, file);
        let opened = match Opened::open(self.gathering.root, source, file, &mut self.diagnostics) {
            Ok(opened) => opened,
            Err(clause) => return not_read(report, file, clause, stored),
        };
        let Some(stored) = stored else {
            self.mine(source, file, &opened, &mut report);
            return (report, None);
        };
        let state = self.history(source, file, &opened, stored, &mut report);
        (report, Some(state))
    }

    /// Reads of a repository what the store does not have, and stores it.
    fn history(
        &mut self,
        source: &SourceConfig,
        file: &At<String>,
        opened: &Opened,
        stored: &mut SourceStore<'_>,
        report: &mut SourceReport,
    ) -> FileState {
        let damaged = || FileState::InMemory { why: "some of it could not be read, and may be next time".to_owned() };
        let empty = report.clone();
        let mut part = None;
        let Some(head) = opened.head.map(|head| head.to_string()) else {
            stored.pass(file);
            return FileState::InMemory { why: "it has no commit yet".to_owned() };
        };
        for history in stored.histories(file).into_iter().filter(|history| history.state.cut == opened.cut) {
            let state = history.state.clone();
            let is_same = state.head == head;
            let grown = if is_same { None } else { self.mined(source, opened, Some(&state)) };
            if !is_same && grown.is_none() {
                continue;
            }
            part = stored.load_history(history, &mut self.facts, report, &mut self.diagnostics);
            match (part.take(), grown) {
                (None, _) => continue,
                (Some(loaded), None) => {
                    (self.progress)(&report.name, report.read);
                    return stored.pass_history(file, loaded);
                }
                // A clock that went wrong can make what is old look new.
                (Some(loaded), Some(mined)) if mined.overlaps(&self.facts) => part = Some(loaded),
                (Some(loaded), Some(mined)) => {
                    let next = mined.add(state.next, &mut self.context(source, file), report);
                    if !mined.is_whole() {
                        return damaged();
                    }
                    let state = HistoryState { head, next, ..state };
                    return stored.keep_history(file, loaded, state, &self.facts, report);
                }
            }
            break;
        }
        let part = stored.unload_history(part, &mut self.facts);
        *report = empty;
        let Some((next, mailmap)) = self.mine(source, file, opened, report) else { return damaged() };
        let state = HistoryState { head, cut: opened.cut.clone(), mailmap, next };
        stored.keep_history(file, part, state, &self.facts, report)
    }

    /// Mines a repository into the facts; gives the number of the next record and the mailmap that was followed, if all
    /// of it could be read.
    fn mine(
        &mut self,
        source: &SourceConfig,
        file: &At<String>,
        opened: &Opened,
        report: &mut SourceReport,
    ) -> Option<(u32, String)> {
        let mined = self.mined(source, opened, None)?;
        let next = mined.add(1, &mut self.context(source, file), report);
        mined.is_whole().then_some((next, mined.mailmap))
    }

    fn mined(&mut self, source: &SourceConfig, opened: &Opened, after: Option<&HistoryState>) -> Option<Mined> {
        let name = &source.name.value;
        (self.progress)(name, 0);
        let until = after.map(|state| (state.head.as_str(), state.mailmap.as_str()));
        opened.mine(until, &mut |commits| (self.progress)(name, commits))
    }

    fn context<'d>(&'d mut self, source: &'d SourceConfig, file: &'d At<String>) -> table::ImportContext<'d> {
        table::ImportContext {
            gathering: self.gathering,
            source,
            file,
            index: self.facts.sources.len() as u16,
            facts: &mut self.facts,
            diagnostics: &mut self.diagnostics,
            progress: self.progress,
        }
    }
}

/// What is reported a file that could not be read; what the store has of it stays for when it is back.
fn not_read(
    mut report: SourceReport,
    file: &At<String>,
    why: &str,
    stored: Option<&mut SourceStore<'_>>,
) -> (SourceReport, Option<FileState>) {
    report.remarks.insert(format!("not read: {why}"), 1);
    let state = stored.map(|stored| {
        stored.pass(file);
        FileState::InMemory { why: why.to_owned() }
    });
    (report, state)
}

fn empty_report(source: &SourceConfig, file: &At<String>) -> SourceReport {
    SourceReport {
        name: source.name.value.clone(),
        path: shown(&file.value).into(),
        table: if source.is_git() { HISTORY } else { source.table.schema().name },
        ..SourceReport::default()
    }
}
