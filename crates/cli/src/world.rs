//! The outer world: files, the clock, progress. Everything else in this program is pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use onethread_core::measure::Snapshot;
use onethread_evidence::{
    Gathering, KeyOrigin, People, Pseudonyms, Store, StoreState, gather, gather_stored, pseudonym_key,
};
use onethread_model::Day;
use onethread_model::config;
pub(crate) use onethread_model::config::SETTINGS;
use onethread_model::diagnostic::{Diagnostic, NOT_UTF8, Severity, Spot, is_whole, nearest};
use onethread_model::org;
use onethread_model::source::{FileId, Span};
use rayon::prelude::*;

use crate::output::{self, Failure};

/// Folder of the organization's files, unless the settings name another one.
pub(crate) const ORGANIZATION: &str = "org";
/// The defect of a file that cannot be read at all.
const UNREADABLE: &str = "unreadable-file";
/// The defect of a link that leads to itself.
const LINK_LOOP: &str = "link-loop";
/// An organization file larger than this is not read: people write kilobytes.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A folder as read.
#[derive(Default)]
pub(crate) struct Folder {
    /// Where the settings are, or would be.
    pub(crate) root: PathBuf,
    /// Settings, the organization as written, and what evidence says.
    pub(crate) snapshot: Snapshot,
    /// Its name, where an earlier run read it.
    pub(crate) known_as: Option<String>,
    /// Where evidence came from; empty when no store could be used.
    pub(crate) store: StoreState,
    /// What is wrong with any of it.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Deref for Folder {
    type Target = Snapshot;

    fn deref(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl Folder {
    /// Reads settings, organization files and evidence.
    ///
    /// # Errors
    /// When there is no such folder, or no key for pseudonyms can be made. Anything wrong inside it is a diagnostic.
    pub(crate) fn read(path: &Path) -> Result<Folder, Failure> {
        let mut folder = Folder::texts(path)?;
        folder.load()?;
        Ok(folder)
    }

    /// Reads settings and the texts of the organization's files, and nothing yet of what these say: [`Folder::load`] does
    /// the rest.
    ///
    /// # Errors
    /// When there is no such folder.
    pub(crate) fn texts(path: &Path) -> Result<Folder, Failure> {
        let root = root(path)?;
        let mut folder = Folder { root: root.clone(), ..Folder::default() };
        folder.read_settings(&root);
        folder.read_texts(&root);
        Ok(folder)
    }

    /// Understands the texts, and reads the evidence.
    ///
    /// # Errors
    /// When no key for pseudonyms can be made.
    pub(crate) fn load(&mut self) -> Result<(), Failure> {
        self.load_organization();
        let root = self.root.clone();
        self.read_evidence(&root)
    }

    /// Whether every file of settings and organization could be read.
    pub(crate) fn is_all_read(&self) -> bool {
        !self.diagnostics.iter().any(|diagnostic| [UNREADABLE, LINK_LOOP].contains(&diagnostic.code))
    }

    /// Reads a folder with this text for its settings, and of its evidence one source alone. Unless it is to be kept,
    /// nothing is written.
    ///
    /// # Errors
    /// When no key for pseudonyms can be made.
    pub(crate) fn read_source(root: &Path, settings: &str, source: &str, keep: bool) -> Result<Folder, Failure> {
        Folder::read_some(root, settings, keep, |name| name == source)
    }

    /// Reads a folder with this text for its settings. Unless it is to be kept, nothing is written.
    ///
    /// # Errors
    /// When no key for pseudonyms can be made.
    pub(crate) fn read_with(root: &Path, settings: &str, keep: bool) -> Result<Folder, Failure> {
        Folder::read_some(root, settings, keep, |_| true)
    }

    fn read_some(root: &Path, settings: &str, keep: bool, wanted: impl Fn(&str) -> bool) -> Result<Folder, Failure> {
        let mut folder = Folder { root: root.to_owned(), ..Folder::default() };
        let file = Arc::make_mut(&mut folder.snapshot.sources).add(SETTINGS, settings);
        let mut config = config::load(&folder.snapshot.sources, file, &mut folder.diagnostics);
        config.sources.retain(|source| wanted(&source.name.value));
        folder.snapshot.config = Arc::new(config);
        folder.read_organization(root);
        if keep {
            folder.read_evidence(root)?;
        } else {
            // Nobody will see a pseudonym of this run.
            folder.gather(root, &Pseudonyms::from_key([0; 32]), false);
        }
        Ok(folder)
    }

    /// Reads settings and organization files as written, without evidence; the folder is that of [`root_as_named`].
    ///
    /// # Errors
    /// When the path is no folder.
    pub(crate) fn as_written(path: &Path) -> Result<Folder, Failure> {
        let root = root_as_named(path)?;
        let mut folder = Folder { root: root.clone(), ..Folder::default() };
        folder.read_settings(&root);
        folder.read_organization(&root);
        Ok(folder)
    }

    /// The folder of the organization's files, from the root on, with `/` between parts.
    pub(crate) fn organization(&self) -> &str {
        let wished = self.config.organization.as_ref().map(|at| at.value.trim_end_matches('/'));
        wished.unwrap_or(ORGANIZATION)
    }

    /// Name of the organization: from its own files, else from the settings.
    pub(crate) fn organization_name(&self) -> Option<&str> {
        let written = self.org.name.as_ref().map(|name| name.value.as_str());
        written.or(self.known_as.as_deref()).or(self.config.name.as_deref())
    }

    /// The day to review: the one asked for, else the last day of the evidence, else today.
    ///
    /// # Errors
    /// When the day asked for lies ahead.
    pub(crate) fn day(&mut self, asked: Option<Day>) -> Result<Day, Failure> {
        let today = today();
        let last = self.config.data_cut;
        let Some(day) = asked else { return Ok(last.map_or(today, |last| last.min(today))) };
        if day > today {
            let help = format!("name a day up to {}", last.map_or(today, |last| last.min(today)));
            return Err(Failure::new(format!("{day} lies ahead: today is {today}"), help));
        }
        if let Some(last) = last.filter(|last| day > *last) {
            let message = format!("the evidence ends on {last}, {} days before {day}", day.days_since(last));
            self.diagnostics.push(
                Diagnostic::new(Severity::Warning, "day-after-evidence", message, Spot::Path(SETTINGS.to_owned()))
                    .help(format!("review as of {last}, or bring newer evidence and move `data-cut`")),
            );
        }
        Ok(day)
    }

    /// Reads the organization anew from other texts for its files, by path. Facts stay, and so does the number of every
    /// file that was there before.
    pub(crate) fn with_texts(&mut self, texts: &BTreeMap<String, String>) {
        self.snapshot = self.snapshot.with_texts(texts);
        // What is reported about the settings, about evidence, and about bytes that were no text, holds as it did.
        let sources = &self.snapshot.sources;
        let in_org = |diagnostic: &Diagnostic| matches!(diagnostic.primary.spot, Spot::Span(span) if sources.get(span.file).is_some_and(|file| file.path != SETTINGS));
        self.diagnostics.retain(|diagnostic| diagnostic.code == NOT_UTF8 || !in_org(diagnostic));
        self.diagnostics.append(&mut self.snapshot.diagnostics());
    }

    /// Whether a file was read as it is, so that it can be written back: no byte of it was replaced.
    pub(crate) fn is_whole(&self, file: FileId) -> bool {
        is_whole(&self.diagnostics, file)
    }

    fn read_settings(&mut self, root: &Path) {
        if root.join(SETTINGS).exists()
            && let Some(file) = self.add_text(read_text(root, Path::new(SETTINGS)))
        {
            self.snapshot.config = Arc::new(config::load(&self.snapshot.sources, file, &mut self.diagnostics));
            // The settings say what is read and how: people mend them.
            self.diagnostics.iter_mut().for_each(|diagnostic| diagnostic.mend = None);
        }
    }

    fn read_organization(&mut self, root: &Path) {
        self.read_texts(root);
        self.load_organization();
    }

    fn load_organization(&mut self) {
        let of_org = self.sources.iter().filter(|(_, file)| file.path != SETTINGS);
        let ids: Vec<FileId> = of_org.map(|(id, _)| id).collect();
        self.snapshot.org = Arc::new(org::load(&self.snapshot.sources, &ids, &mut self.diagnostics));
    }

    fn read_texts(&mut self, root: &Path) {
        let wished = self.config.organization.clone();
        let name = wished.as_ref().map_or(ORGANIZATION, |at| at.value.as_str()).to_owned();
        if !root.join(&name).is_dir() {
            if let Some(at) = wished {
                self.diagnostics.push(
                    Diagnostic::error("missing-folder", format!("there is no folder `{name}`"), at.span)
                        .help("make it, or name the folder that holds the organization's TOML files"),
                );
            }
            return;
        }
        let files = self.organization_files(root, &name);
        let texts: Vec<_> = files.par_iter().map(|path| read_text(root, path)).collect();
        for text in texts {
            self.add_text(text);
        }
    }

    /// Paths of all TOML files below the organization's folder, in alphabetical order.
    fn organization_files(&mut self, root: &Path, name: &str) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(root.join(name)).follow_links(true).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "toml") => {
                    files.push(entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned());
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().map_or_else(|| name.to_owned(), |path| shown(path, root));
                    let (code, what, help) = match error.loop_ancestor() {
                        Some(_) => (LINK_LOOP, "a symbolic link leads back to a folder above it", "remove the link"),
                        None => (UNREADABLE, "it cannot be read", "check that it exists and may be read"),
                    };
                    let message = format!("{what}: {}", error.io_error().map_or_else(String::new, ToString::to_string));
                    let message = message.trim_end_matches(": ").to_owned();
                    self.diagnostics.push(Diagnostic::new(Severity::Error, code, message, Spot::Path(path)).help(help));
                }
            }
        }
        files
    }

    /// Adds a file that was read; what is wrong with it is reported.
    fn add_text(&mut self, text: Result<Text, Box<Diagnostic>>) -> Option<FileId> {
        let Text { path, text, broken_from } = text.map_err(|diagnostic| self.diagnostics.push(*diagnostic)).ok()?;
        let file = Arc::make_mut(&mut self.snapshot.sources).add(path, text);
        if let Some(at) = broken_from {
            let span = Span { file, start: at, end: at + '\u{fffd}'.len_utf8() };
            self.diagnostics.push(
                Diagnostic::error(NOT_UTF8, "the file is not UTF-8 from here on", span)
                    .help("save it as UTF-8; the rest of the file was read"),
            );
        }
        Some(file)
    }

    fn read_evidence(&mut self, root: &Path) -> Result<(), Failure> {
        if self.config.sources.is_empty() {
            return Ok(());
        }
        let (pseudonyms, lasting) = self.pseudonyms(root)?;
        self.gather(root, &pseudonyms, lasting);
        Ok(())
    }

    fn gather(&mut self, root: &Path, pseudonyms: &Pseudonyms, lasting: bool) {
        let mut people = People::new();
        let config = self.snapshot.config.clone();
        for (id, person) in self.org.people.iter() {
            people.add(id, id);
            for name in &person.known_as {
                people.add(&name.value, id);
            }
        }
        for (id, team) in self.org.teams.iter() {
            people.add_team(id, id);
            for name in &team.known_as {
                people.add_team(&name.value, id);
            }
        }
        let mut progress = Progress::new();
        let mut show = |name: &str, records| progress.show(name, records);
        let gathering = Gathering { root, config: &config, people: &people, pseudonyms };
        // Facts under a key of this run only would never be found again.
        let (facts, mut diagnostics, store) = if lasting {
            gather_stored(&gathering, &Store::new(root, today()), &mut show)
        } else {
            let (facts, diagnostics) = gather(&gathering, &mut show);
            (facts, diagnostics, StoreState::default())
        };
        progress.clear();
        (self.snapshot.facts, self.store) = (Arc::new(facts), store);
        self.diagnostics.append(&mut diagnostics);
    }

    /// The pseudonyms, and whether the next run makes the same.
    fn pseudonyms(&mut self, root: &Path) -> Result<(Pseudonyms, bool), Failure> {
        // Sources that hold pseudonyms already need no key, and then nothing is written at all.
        if self.config.sources.iter().all(|source| source.pseudonymous) {
            return Ok((Pseudonyms::from_key([0; 32]), true));
        }
        let key = pseudonym_key(root)
            .map_err(|error| Failure::new(format!("no key for pseudonyms can be made: {error}"), "try again"))?;
        if let KeyOrigin::ThisRun { why } = &key.origin {
            let message = format!("pseudonyms of people hold for this run only: {why}");
            self.diagnostics.push(
                Diagnostic::new(Severity::Note, "pseudonyms-not-kept", message, Spot::Path(".onethread".to_owned()))
                    .help("run once where the folder can be written, and the same people keep the same pseudonyms"),
            );
        }
        let lasting = !matches!(key.origin, KeyOrigin::ThisRun { .. });
        Ok((key.pseudonyms, lasting))
    }
}

/// A file as text, with a replacement for what is not UTF-8.
struct Text {
    /// As people see it.
    path: String,
    text: String,
    /// The first byte that is not UTF-8.
    broken_from: Option<usize>,
}

/// Reads a file of the folder as text.
///
/// # Errors
/// That it is too large or cannot be read.
fn read_text(root: &Path, path: &Path) -> Result<Text, Box<Diagnostic>> {
    let full = root.join(path);
    let path = shown(&full, root);
    let complain = |what: String, help: &str| {
        let spot = Spot::Path(path.clone());
        Box::new(Diagnostic::new(Severity::Error, UNREADABLE, what, spot).help(help))
    };
    let size = std::fs::metadata(&full).map_or(0, |metadata| metadata.len());
    if size > FILE_BYTES_MAX {
        let what = format!("it has {size} bytes; more than {FILE_BYTES_MAX} are not read");
        return Err(complain(what, "an organization file holds kilobytes; move data to a source"));
    }
    let bytes = std::fs::read(&full)
        .map_err(|error| complain(format!("it cannot be read: {error}"), "check that it may be read"))?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Text { path, text, broken_from: None },
        Err(error) => {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Text { path, text, broken_from: Some(error.utf8_error().valid_up_to()) }
        }
    })
}

/// The folder that is named, which may not exist yet; for `.`, as [`root`] finds it.
///
/// # Errors
/// When the path is no folder.
pub(crate) fn root_as_named(path: &Path) -> Result<PathBuf, Failure> {
    match path.exists() && (path == Path::new(".") || !path.is_dir()) {
        true => root(path),
        false => Ok(std::path::absolute(path).unwrap_or_else(|_| path.to_owned())),
    }
}

/// The folder that holds the settings: the one named, or the nearest above it within the same repository.
pub(crate) fn root(path: &Path) -> Result<PathBuf, Failure> {
    if !path.is_dir() {
        let shown = path.display();
        let what =
            if path.exists() { format!("{shown} is not a folder") } else { format!("there is no folder {shown}") };
        let siblings = path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
        let names: BTreeSet<String> = siblings
            .and_then(|parent| std::fs::read_dir(parent).ok())
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        let written = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let help = match nearest(written, names.iter().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "name a folder that holds onethread.toml or org/".to_owned(),
        };
        return Err(Failure::new(what, help));
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for folder in absolute.ancestors() {
        if folder.join(SETTINGS).is_file() || (folder == absolute && folder.join(ORGANIZATION).is_dir()) {
            return Ok(folder.to_owned());
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Ok(absolute)
}

/// A path as people see it: from the root on, with `/` between parts.
fn shown(path: &Path, root: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Today in UTC, or the day that SOURCE_DATE_EPOCH names, so that a run can be repeated.
pub(crate) fn today() -> Day {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse::<i64>().ok());
    let seconds = fixed.unwrap_or_else(|| jiff::Timestamp::now().as_second());
    Day::from_epoch_days(i32::try_from(seconds.div_euclid(86_400)).unwrap_or(i32::MAX))
}

/// One line on standard error, on a terminal only, and only when the work takes long enough to wonder.
struct Progress {
    started: Instant,
    bar: Option<ProgressBar>,
    wanted: bool,
}

impl Progress {
    fn new() -> Progress {
        Progress { started: Instant::now(), bar: None, wanted: output::progress_wanted() }
    }

    fn show(&mut self, source: &str, records: usize) {
        if !self.wanted || self.started.elapsed() < Duration::from_millis(300) {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new_spinner();
            bar.set_style(
                ProgressStyle::with_template("{spinner} {msg} ({elapsed})")
                    .unwrap_or_else(|_| ProgressStyle::default_spinner()),
            );
            bar
        });
        bar.set_message(format!("reading {source}: {records} records"));
        bar.tick();
    }

    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
