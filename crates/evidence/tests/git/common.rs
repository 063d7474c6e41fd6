//! Repositories made by the system's git, without anybody's settings.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use onethread_evidence::importers::git::{History, HistoryOptions, Repository};
use onethread_evidence::{FileState, Gathering, People, Pseudonyms, Store, StoreState, Work, gather, gather_stored};
use onethread_model::Day;
use onethread_model::config::load;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Arity, FactKind, Facts, Values};
use onethread_model::source::Sources;
use tempfile::TempDir;

/// A folder with a repository.
pub(crate) struct Repo {
    _guard: TempDir,
    pub(crate) path: PathBuf,
    /// Seconds since 1970 of the next commit.
    pub(crate) now: i64,
}

/// Whether there is a git; says so when there is none.
pub(crate) fn git_is_there() -> bool {
    let there = Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("SKIPPED: there is no git to compare with");
    }
    there
}

impl Repo {
    /// A new repository; `None` where there is no git.
    pub(crate) fn new(arguments: &[&str]) -> Option<Repo> {
        if !git_is_there() {
            return None;
        }
        let guard = tempfile::tempdir().expect("folder");
        let path = guard.path().join("till");
        fs::create_dir(&path).expect("folder");
        let repo = Repo { _guard: guard, path, now: 1_700_000_000 };
        let mut all = vec!["init", "--quiet", "--initial-branch=main"];
        all.extend(arguments);
        repo.git(&all);
        Some(repo)
    }

    /// The folder around it.
    pub(crate) fn around(&self) -> &Path {
        self.path.parent().expect("folder")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .current_dir(&self.path)
            .args(["-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.around())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Ada Example")
            .env("GIT_AUTHOR_EMAIL", "ada@example.org")
            .env("GIT_COMMITTER_NAME", "Bo Example")
            .env("GIT_COMMITTER_EMAIL", "bo@example.org")
            .env("GIT_AUTHOR_DATE", format!("@{} +0100", self.now - 86_400))
            .env("GIT_COMMITTER_DATE", format!("@{} +0000", self.now));
        command
    }

    /// Runs git; gives what it printed.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> Vec<u8> {
        self.git_with(arguments, b"")
    }

    /// Runs git with this on its standard input.
    #[track_caller]
    pub(crate) fn git_with(&self, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let mut command = self.command(arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("git starts");
        child.stdin.take().expect("input").write_all(input).expect("input is taken");
        let output = child.wait_with_output().expect("git ends");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// What git printed, as one line of text.
    #[track_caller]
    pub(crate) fn line(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.git(arguments)).expect("text").trim().to_owned()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().expect("folder")).expect("folder");
        fs::write(path, bytes).expect("file");
    }

    /// Commits everything, a day after the last time.
    #[track_caller]
    pub(crate) fn commit(&mut self, message: &str) -> String {
        self.now += 86_400;
        self.git(&["add", "--all"]);
        self.git_with(&["commit", "--quiet", "--allow-empty", "--allow-empty-message", "--file=-"], message.as_bytes());
        self.line(&["rev-parse", "HEAD"])
    }

    /// Stores an object of this kind and bytes, whatever git thinks of them; gives its id.
    #[track_caller]
    pub(crate) fn object(&self, kind: &str, bytes: &[u8]) -> String {
        let id = self.git_with(&["hash-object", "-t", kind, "--literally", "-w", "--stdin"], bytes);
        String::from_utf8(id).expect("text").trim().to_owned()
    }

    /// Stores a commit of this tree with these parents, and makes it the head.
    #[track_caller]
    pub(crate) fn commit_object(&self, tree: &str, parents: &[&str], rest: &[u8]) -> String {
        let mut bytes = format!("tree {tree}\n").into_bytes();
        parents.iter().for_each(|parent| bytes.extend(format!("parent {parent}\n").as_bytes()));
        bytes.extend(rest);
        let id = self.object("commit", &bytes);
        self.git(&["update-ref", "HEAD", &id]);
        id
    }

    /// A tree of one entry.
    #[track_caller]
    pub(crate) fn tree(&self, mode: &str, name: &[u8], id: &str) -> String {
        let mut bytes = format!("{mode} ").into_bytes();
        bytes.extend(name);
        bytes.push(0);
        bytes.extend(binary(id));
        self.object("tree", &bytes)
    }

    /// The file of a loose object.
    pub(crate) fn file_of(&self, id: &str) -> PathBuf {
        let folder = self.path.join(".git");
        let folder = if folder.is_dir() { folder } else { self.path.clone() };
        folder.join("objects").join(&id[..2]).join(&id[2..])
    }

    /// The history as mined on this many threads.
    #[track_caller]
    pub(crate) fn mine(&self, wishes: &HistoryOptions) -> History {
        mine(&self.path, wishes)
    }

    /// What git says of every touch, sorted: commit, modes, ids, status and path.
    #[track_caller]
    pub(crate) fn told_by_git(&self, more: &[&str]) -> Vec<Vec<u8>> {
        let mut all = vec!["--no-replace-objects", "log", "--root", "--raw", "--no-abbrev", "-z", "--no-renames"];
        all.extend(["--format=%H", "HEAD"]);
        all.extend(if more.is_empty() { &["--no-merges"] } else { more });
        let output = self.git(&all);
        let mut parts = output.split(|byte| *byte == 0);
        let (mut commit, mut records) = (Vec::new(), Vec::new());
        while let Some(part) = parts.next() {
            let part = part.strip_prefix(b"\n").unwrap_or(part);
            if let Some(touch) = part.strip_prefix(b":") {
                let path = parts.next().expect("a path");
                records.push([&commit, &b" "[..], touch, b" ", path].concat());
            } else if !part.is_empty() {
                commit = part.to_owned();
            }
        }
        records.sort();
        records
    }
}

/// The bytes of an id.
pub(crate) fn binary(id: &str) -> Vec<u8> {
    (0..id.len() / 2).map(|at| u8::from_str_radix(&id[at * 2..at * 2 + 2], 16).expect("digits")).collect()
}

#[track_caller]
pub(crate) fn mine(path: &Path, wishes: &HistoryOptions) -> History {
    let repository = Repository::open(path).expect("a repository");
    let head = repository.head().expect("a head").expect("a commit");
    repository.mine(head, wishes, &mut |_| {})
}

/// Every touch as git writes it, sorted.
pub(crate) fn records(history: &History) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    for change in history.changes() {
        for touch in change.touches() {
            let status = char::from(touch.status);
            let (old_mode, new_mode, old, new) = (touch.old_mode, touch.new_mode, touch.old, touch.new);
            let mut record =
                format!("{} {old_mode:06o} {new_mode:06o} {old} {new} {status} ", change.id()).into_bytes();
            record.extend(&**change.path(touch));
            records.push(record);
        }
    }
    records.sort();
    records
}

/// What came of a folder with settings.
pub(crate) struct Gathered {
    pub(crate) facts: Facts,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) state: StoreState,
}

/// Gathers from a folder, with or without its store; every record must be accounted for.
#[track_caller]
pub(crate) fn gather_in(root: &Path, settings: &str, is_stored: bool) -> Gathered {
    let mut sources = Sources::default();
    let file = sources.add("onethread.toml", settings);
    let mut faults = Vec::new();
    let config = load(&sources, file, &mut faults);
    assert!(faults.is_empty(), "{faults:#?}");
    let mut people = People::new();
    people.add("ines", "ines");
    people.add("Ines Example", "ines");
    let pseudonyms = Pseudonyms::from_key([7; 32]);
    // Where clones of public repositories are, on the machine that has any.
    let outside = onethread_files::Outside::of(std::env::var("ONETHREAD_TEST_CLONES"));
    let root = onethread_files::Root::new(root, outside);
    let gathering = Gathering { root: &root, config: &config, people: &people, pseudonyms: &pseudonyms };
    let mut silent = |_: onethread_evidence::Reading<'_>| {};
    let (facts, diagnostics, state) = if is_stored {
        gather_stored(&gathering, &Store::new(&root, Day::from_epoch_days(20_000)), &mut silent)
    } else {
        let (facts, diagnostics) = gather(&gathering, &mut silent);
        (facts, diagnostics, StoreState::default())
    };
    for report in &facts.sources {
        let skipped: usize = report.skipped.values().sum();
        assert_eq!(report.read, report.kept + skipped + report.rejects.len(), "{report:#?}");
    }
    Gathered { facts, diagnostics, state }
}

impl Gathered {
    /// Rows of a table, the cells of each as `column=value`, those without one left out.
    pub(crate) fn rows(&self, kind: FactKind) -> Vec<String> {
        let all = self.facts.columns(kind, 0..self.facts.rows(kind));
        let mut rows: Vec<String> = all.at.iter().map(|at| format!("{}:{}", at.source, at.line)).collect();
        for (column, of) in all.columns.iter().zip(kind.schema().columns) {
            let texts: Vec<String> = match &column.values {
                Values::Days(days) => days.iter().map(|day| day.to_string()).collect(),
                Values::Numbers(numbers) => numbers.iter().map(|number| number.to_string()).collect(),
                Values::Reals(reals) => reals.iter().map(|real| real.to_string()).collect(),
                Values::Symbols(all) => all.iter().map(|one| self.facts.symbols.text(*one).to_owned()).collect(),
            };
            let mut texts = texts.into_iter();
            for (index, row) in rows.iter_mut().enumerate() {
                let count = if of.arity == Arity::One { 1 } else { column.counts[index] as usize };
                let values: Vec<String> = texts.by_ref().take(count).collect();
                if !values.is_empty() {
                    *row += &format!(" {}={}", of.name, values.join("+"));
                }
            }
        }
        rows
    }

    /// How much of each repository was read; `None` where it is not stored.
    pub(crate) fn work(&self) -> Vec<Option<Work>> {
        let work = |state: &FileState| match state {
            FileState::Stored(stored) => Some(stored.work),
            FileState::InMemory { .. } => None,
        };
        self.state.files.iter().map(work).collect()
    }
}
