//! Git histories: what landed, when, by whom, and what it touched.
//!
//! 1. [`Repository`] opens one without running anything in it, and mines its history.
//! 2. What was mined becomes rows of `change` and `touch`: people become pseudonyms, bodies of messages are dropped.
//! 3. The report says what became of every commit.
//!
//! `git.md` says what is read and what is not.

pub mod accounts;
mod branch;
mod changes;
mod commit;
mod export_list;
mod facts;
mod generated;
mod history;
mod import;
mod keys;
pub mod limits;
mod lines;
mod objects;
mod people;
mod persons;
mod references;
mod revision;
mod upkeep;
mod versions;
mod walk;

use std::collections::HashSet;
use std::path::{Component, Path};

use gix::ObjectId;
use onethread_files::Root;
use onethread_model::config::{Config, SourceConfig};
use onethread_model::diagnostic::{Diagnostic, Severity, Spot, nearest};
use onethread_model::facts::SourceReport;
use onethread_model::record::short;
use onethread_model::source::{At, Span};
use sha2::{Digest, Sha256};

pub use accounts::{AGENTS, AccountKind, BOTS};
pub use branch::{BranchError, BranchFile, BranchPlan, make_branch, plan_branch};
pub use changes::Touch;
pub use commit::{RawCommit, Signature, day_of, trailers};
pub(crate) use generated::observe;
pub use history::{Change, History, HistoryOptions, Rejected, Repository};
pub(super) use import::import;
pub use objects::ObjectError;
pub use people::{Bots, Identity, Mailmap, co_authors};
pub(crate) use persons::Persons;
pub use references::{Patterns, Reference, pull_request};
pub use revision::{AtRevision, NewestCommit, file_at, files_at, is_shallow, newest_commit};
pub use upkeep::is_release;
pub(super) use versions::{FileHistory, Version, VersionKind};
pub use walk::Walked;

use crate::files::{OUTSIDE, repository, shown};
use crate::gather::Gathering;
use crate::importers::ImportContext;

/// The code of a history that was cut off when it was cloned.
pub const SHALLOW: &str = "shallow-history";

/// Threads that read a history.
const THREADS_MAX: usize = 4;

/// A repository of a source, opened, and the state that it is in.
pub(crate) struct Opened {
    pub(super) repository: Repository,
    /// The commit that HEAD leads to.
    pub(crate) head: Option<ObjectId>,
    /// A hash of the name of the repository, and of the commits whose parents were cut off.
    pub(crate) cut: String,
    options: HistoryOptions,
}

/// What was mined, and what the next import has to know of it.
pub(crate) struct Mined {
    history: History,
    /// The files of the head, where the history removes any.
    files: Option<HashSet<Vec<u8>>>,
    /// The id of the mailmap that was followed; empty when there is none.
    pub(crate) mailmap: String,
}

impl Opened {
    /// Opens a repository of a source, and tells what is in the way.
    ///
    /// # Errors
    /// A clause for the import report.
    pub(crate) fn open(
        root: &Root,
        source: &SourceConfig,
        file: &At<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Opened, &'static str> {
        let name = short(&shown(&file.value));
        let path = match repository(root, source, &file.value) {
            Ok(Some(path)) => path,
            Ok(None) => {
                diagnostics.push(missing(root, file, &name));
                return Err("the repository is missing");
            }
            Err((what, hints)) => {
                let mut diagnostic = Diagnostic::error(OUTSIDE, format!("`{name}` {what}"), file.span);
                diagnostic.help = hints;
                diagnostics.push(diagnostic);
                return Err("it lies outside of the folder");
            }
        };
        let unreadable = |why: String| {
            Diagnostic::error("unreadable-repository", format!("`{name}` cannot be read: {why}"), file.span)
                .help("name the folder of a git repository, bare or not")
        };
        let patterns = Patterns::new(source.git.references.iter().map(|at| at.value.as_str()));
        let patterns = patterns.map_err(|(index, why)| {
            let span = source.git.references.get(index).map_or(file.span, |at| at.span);
            let message = format!("a pattern of `references` cannot be read: {why}");
            diagnostics.push(Diagnostic::error("wrong-pattern", message, span));
            "its settings cannot be followed"
        })?;
        let opened = || {
            let repository = Repository::open(&path)?;
            let head = repository.head()?;
            Ok((repository, head))
        };
        let (repository, head) = opened().map_err(|why| {
            diagnostics.push(unreadable(why));
            "the repository cannot be read"
        })?;
        if !repository.shallow().is_empty() {
            diagnostics.push(shallow(&name, file.span));
        }
        let mut hash = Sha256::new();
        // Rows carry the name of the repository: under another one, all of it is read again.
        hash.update(repository_name(root.path(), source, &file.value).as_bytes());
        repository.shallow().iter().for_each(|id| hash.update(id.as_bytes()));
        let cut = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
        let options = HistoryOptions {
            first_parent: source.git.first_parent,
            lines: source.git.lines,
            threads,
            touches_max: source.git.touches_max.unwrap_or(limits::TOUCHES_MAX),
            patterns,
            bots: Bots::with(source.git.bots.iter().map(String::as_str)),
            until: None,
        };
        Ok(Opened { repository, head, cut, options })
    }

    /// Mines the history; with `until`, what came after that commit alone, or `None` when the head does not descend
    /// from it under the same mailmap.
    pub(crate) fn mine(&self, until: Option<(&str, &str)>, progress: &mut dyn FnMut(usize)) -> Option<Mined> {
        let Some(head) = self.head else {
            return until.is_none().then(|| Mined { history: History::default(), files: None, mailmap: String::new() });
        };
        let mailmap = self.repository.mailmap(head).map_or_else(String::new, |(id, _)| id.to_string());
        if until.is_some_and(|(_, followed)| followed != mailmap) {
            return None;
        }
        let stop = match until {
            Some((until, _)) => Some(ObjectId::from_hex(until.as_bytes()).ok()?),
            None => None,
        };
        let options = HistoryOptions { until: stop, ..self.options.clone() };
        let history = self.repository.mine(head, &options, progress);
        let files = if history.removes() { self.repository.files(head) } else { None };
        (until.is_none() || history.walked.descends).then_some(Mined { history, files, mailmap })
    }
}

/// That a history was cut off when it was cloned: most questions to it have no answer then, and the others have a wrong
/// one.
fn shallow(name: &str, span: Span) -> Diagnostic {
    let message = format!("the history of `{name}` is shallow: what lies before it is not known");
    Diagnostic::new(Severity::Note, SHALLOW, message, Spot::Span(span))
        .note("the oldest commits that are here have no parents to compare with, and count for nothing")
        .help("bring the rest, as with `git fetch --unshallow`; in a pipeline, check out the whole history")
}

impl Mined {
    /// Whether facts speak of any of its changes already.
    pub(crate) fn overlaps(&self, facts: &onethread_model::facts::Facts) -> bool {
        self.history.changes().any(|change| facts.symbols.find(&change.id().to_string()).is_some())
    }

    /// Whether every object was there and could be read. What was not may be next time.
    pub(crate) fn is_whole(&self) -> bool {
        let is_limit = |refused: &Rejected| matches!(refused.why, ObjectError::Limit(_));
        self.history.walked.faults.is_empty() && self.history.refused().all(is_limit)
    }

    /// Its people, given those of an earlier part; `None` where these have to be read again.
    pub(crate) fn persons(
        &self,
        gathering: &Gathering<'_>,
        before: &std::collections::BTreeMap<String, (u8, String)>,
    ) -> Option<Persons> {
        Persons::of(&self.history, gathering, before)
    }

    /// Adds it to the facts and the report. Records are numbered from `first`; gives the number after the last one.
    pub(crate) fn add(
        &self,
        first: u32,
        persons: &Persons,
        context: &mut ImportContext<'_>,
        report: &mut SourceReport,
    ) -> u32 {
        let name = repository_name(context.gathering.root.path(), context.source, &context.file.value);
        let next = facts::add((&self.history, self.files.as_ref(), persons), &name, first, context, report);
        (context.progress)(&context.source.name.value, report.read);
        next
    }
}

/// What stands before the paths of a repository: its name, where a source of histories reads it beside others; else where
/// this source does.
pub(crate) fn path_prefix(gathering: &Gathering<'_>, source: &SourceConfig, path: &str) -> String {
    let root = gathering.root.path();
    let (source, path) = history_of(root, gathering.config, path).unwrap_or((source, path));
    if source.files.len() > 1 { format!("{}/", repository_name(root, source, path)) } else { String::new() }
}

/// The name of the repository of a path as changes have it: that of the history that is read of it, else its own.
pub(crate) fn name_in_changes(gathering: &Gathering<'_>, source: &SourceConfig, path: &str) -> String {
    let root = gathering.root.path();
    let (source, path) = history_of(root, gathering.config, path).unwrap_or((source, path));
    repository_name(root, source, path)
}

/// The source of histories that reads the repository that a path is, or lies in, and how that names it.
fn history_of<'c>(root: &Path, config: &'c Config, path: &str) -> Option<(&'c SourceConfig, &'c str)> {
    let own = parts(root, path);
    let histories = config.sources.iter().filter(|source| source.is_git());
    let files = histories.flat_map(|source| source.files.iter().map(move |file| (source, file.value.as_str())));
    let around = files.filter(|(_, file)| own.starts_with(&parts(root, file)));
    around.max_by_key(|(source, file)| (parts(root, file).len(), source.files.len()))
}

/// The paths of all files of a commit of a repository; `None` where they cannot be read.
pub(super) fn paths_at(repository: &Path, commit: &str) -> Option<HashSet<Vec<u8>>> {
    Repository::open(repository).ok()?.files(ObjectId::from_hex(commit.as_bytes()).ok()?)
}

/// The names of the folders that a path in a project leads through from the root of all folders, without `.git`. Where the
/// program was started makes no difference.
fn parts(root: &Path, path: &str) -> Vec<String> {
    let path = root.join(shown(path));
    let absolute = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
    // Going up from a folder that the path names does not need the folder to exist.
    let mut parts: Vec<String> = Vec::new();
    for part in absolute.components() {
        match part {
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::ParentDir => drop(parts.pop()),
            _ => {}
        }
    }
    if parts.last().is_some_and(|last| last == ".git") {
        parts.pop();
    }
    if let Some(last) = parts.last_mut()
        && let Some(plain) = last.strip_suffix(".git").filter(|plain| !plain.is_empty())
    {
        *last = plain.to_owned();
    }
    parts
}

/// The name of a repository: that of its folder, with folders above it as far as another one of the source has the
/// same.
pub fn repository_name(root: &Path, source: &SourceConfig, path: &str) -> String {
    let own = parts(root, path);
    let others: Vec<Vec<String>> =
        source.files.iter().filter(|file| file.value != path).map(|file| parts(root, &file.value)).collect();
    let is_shared = |count: usize| others.iter().any(|other| tail(other, count) == tail(&own, count));
    let count = (1..own.len()).find(|count| !is_shared(*count)).unwrap_or(own.len());
    tail(&own, count).join("/")
}

fn tail(parts: &[String], count: usize) -> &[String] {
    parts.get(parts.len().saturating_sub(count)..).unwrap_or_default()
}

fn missing(root: &Root, file: &At<String>, name: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("missing-file", format!("there is no repository `{name}`"), file.span)
        .label("not found")
        .note("paths are relative to the folder of `onethread.toml`");
    let path = Path::new(&file.value);
    let written = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let names = root.names(path.parent().unwrap_or(Path::new("")));
    match nearest(&written, names.iter().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Bytes that look like what commits hold, and any others.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let part = prop_oneof![
            4 => prop::sample::select(vec![
                "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904", "parent ", "author ", "committer ", "A <a@example.org>",
                "\n", "\n\n", ":", "Co-authored-by: ", "(#", "1)", "See merge request !", " 99999999999999999999 +0000",
                "<", ">", "#", "-", "[bot]",
            ])
            .prop_map(|text| text.as_bytes().to_vec()),
            1 => prop::collection::vec(any::<u8>(), 0..8),
        ];
        prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
    }

    proptest! {
        /// No bytes end a run, and nothing is made up: what is found stands in the bytes.
        #[test]
        fn parsers_take_any_bytes(bytes in bytes()) {
            let bots = Bots::with(["x"]);
            let within = |part: &[u8]| part.is_empty() || bytes.windows(part.len()).any(|window| window == part);
            if let Some(commit) = RawCommit::read(&bytes) {
                prop_assert!(commit.tree().is_some() && within(commit.message) && within(commit.subject()));
                commit.parents().for_each(drop);
            }
            for (key, value) in trailers(&bytes) {
                prop_assert!(within(key) && within(value));
            }
            for one in co_authors(&bytes).chain([Signature::read(&bytes)]) {
                prop_assert!(within(one.name) && within(one.address));
                let _ = (Identity::of(one.name, one.address, &bots), day_of(one.seconds));
            }
            let _ = pull_request(&bytes);
            let map = Mailmap::read(&bytes);
            map.resolve(b"A", b"a@example.org");
            if let Ok(patterns) = Patterns::new([String::from_utf8_lossy(&bytes).as_ref(), "(.*)"]) {
                patterns.find(&bytes, &bytes).iter().for_each(|found| assert!(!found.name.is_empty()));
            }
        }
    }

    #[test]
    fn repositories_of_one_source_are_told_apart() {
        let file = |path: &str| At::from(path.to_owned());
        let mut sources = onethread_model::source::Sources::default();
        let id = sources.add("onethread.toml", "[source.h]\nfile = \"x\"\nformat = \"git\"\n");
        let config = onethread_model::config::load(&sources, id, &mut Vec::new());
        let mut source = config.sources[0].clone();
        source.files = ["../a/till/.git", "../b/till.git", "shop", "/"].map(file).to_vec();
        let name = |path| repository_name(Path::new("project"), &source, path);
        let names = source.files.iter().map(|file| name(&file.value)).collect::<Vec<_>>();
        assert_eq!(names, ["a/till", "b/till", "shop", ""]);
    }
}
