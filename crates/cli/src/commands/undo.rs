//! `onethread undo` and `onethread redo`: what a command wrote is taken back, or done again, file by file, as long as
//! nobody edited the file since.

use std::collections::BTreeSet;

use onethread_core::words::{join, plural};
use onethread_model::diagnostic::nearest;
use onethread_report::inert::{inert, inert_lines};
use onethread_workspace::files::{FailureKind, FileFailure, Root};
use onethread_workspace::{FileState, FileText, JOURNAL_BYTES_MAX, JOURNAL_ENTRIES_MAX, Journal, JournalEntry};

use crate::args::undo::{JournalArgs, RedoArgs, UndoArgs};
use crate::output::{self, Failure, unified};
use crate::places::{root, writing};

/// Whether something is taken back or done again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Undo,
    Redo,
}

impl Way {
    fn verb(self) -> &'static str {
        match self {
            Way::Undo => "undo",
            Way::Redo => "redo",
        }
    }

    fn done(self) -> &'static str {
        match self {
            Way::Undo => "Undone",
            Way::Redo => "Done again",
        }
    }

    /// The state in which a file is to be for this, and the one in which there is nothing to do.
    fn states(self) -> (FileState, FileState) {
        match self {
            Way::Undo => (FileState::After, FileState::Before),
            Way::Redo => (FileState::Before, FileState::After),
        }
    }

    /// What a file is, and what it is to be.
    fn texts(self, file: &FileText) -> (&str, &str) {
        let (before, after) = (file.before.as_deref().unwrap_or_default(), file.after.as_deref().unwrap_or_default());
        if self == Way::Undo { (after, before) } else { (before, after) }
    }
}

pub(super) fn undo(args: &UndoArgs) -> Result<u8, Failure> {
    let root = root(&args.common.folder)?;
    if args.list {
        output::print(&list(&root)?)?;
        return Ok(0);
    }
    run(&root, &args.common, args.id.as_deref(), Way::Undo)
}

pub(super) fn redo(args: &RedoArgs) -> Result<u8, Failure> {
    run(&root(&args.common.folder)?, &args.common, args.id.as_deref(), Way::Redo)
}

/// What is to be done with the files of an entry.
#[derive(Default)]
struct Work<'e> {
    ready: Vec<&'e FileText>,
    already: Vec<&'e str>,
    edited: Vec<String>,
}

fn run(root: &Root, args: &JournalArgs, id: Option<&str>, way: Way) -> Result<u8, Failure> {
    let entries = Journal::of(root).entries();
    let entry = chosen(&entries, id, way)?;
    let work = work(root, entry, &entries, way)?;
    output::print(&inert_lines(&format!("{}: {}, of {}\n", entry.id, entry.says, entry.on)))?;
    work.already.iter().try_for_each(|path| {
        let state = if way == Way::Undo { "before it" } else { "after it" };
        output::print(&format!("{} is already as it was {state}\n", inert(path)))
    })?;
    if work.ready.is_empty() && !work.edited.is_empty() {
        let what = format!(
            "nothing of it can be {}: {}",
            if way == Way::Undo { "undone" } else { "done again" },
            work.edited.join("; ")
        );
        let failure: Failure = FileFailure::new(FailureKind::Conflict, what).into();
        return Err(failure.hint("edit the file by hand, or undo first what was written later"));
    }
    if work.ready.is_empty() {
        output::print(&format!("Nothing to {}.\n", way.verb()))?;
        return Ok(0);
    }
    for file in &work.ready {
        let (from, to) = way.texts(file);
        output::print(&unified(&file.path, from, to))?;
    }
    if !args.yes && !output::confirmed("Write this?", "the difference above")? {
        output::print("\nNothing was written.\n")?;
        return Ok(0);
    }
    let paths: BTreeSet<String> = work.ready.iter().map(|file| file.path.clone()).collect();
    let writing = writing(root)?;
    let journal = Journal::under(&writing);
    match way {
        Way::Undo => journal.undo(entry, paths.clone())?,
        Way::Redo => journal.redo(entry, paths.clone())?,
    }
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let back = if way == Way::Undo { "redo" } else { "undo" };
    output::print(&inert_lines(&format!(
        "\n{}: {}.\nTake that back: onethread {back} {}\n",
        way.done(),
        join(&paths),
        entry.id
    )))?;
    for why in &work.edited {
        output::speak(&inert_lines(&format!("left: {why}\n")));
    }
    Ok(u8::from(!work.edited.is_empty()))
}

/// The entry that is named, or the last one that can be undone or redone.
fn chosen<'e>(entries: &'e [JournalEntry], id: Option<&str>, way: Way) -> Result<&'e JournalEntry, Failure> {
    if let Some(id) = id {
        return entries.iter().find(|entry| entry.id == id).ok_or_else(|| {
            let near = nearest(id, entries.iter().map(|entry| entry.id.as_str()));
            let help = near.map_or_else(
                || "onethread undo --list lists what there is".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Failure::from(FileFailure::new(FailureKind::NotFound, format!("nothing here is named `{id}`"))).hint(help)
        });
    }
    let last = match way {
        Way::Undo => entries.iter().filter(|entry| entry.undone.is_none()).max_by_key(|entry| entry.done),
        Way::Redo => entries.iter().filter(|entry| entry.undone.is_some()).max_by_key(|entry| entry.undone),
    };
    last.ok_or_else(|| {
        let what = format!("there is nothing to {}", way.verb());
        let help = "only what a command wrote with --apply can be; git has the rest: `git log` and `git diff`";
        Failure::from(FileFailure::new(FailureKind::NotFound, what)).hint(help)
    })
}

fn work<'e>(root: &Root, entry: &'e JournalEntry, entries: &[JournalEntry], way: Way) -> Result<Work<'e>, Failure> {
    let (ready, already) = way.states();
    let mut work = Work::default();
    for file in &entry.files {
        match Journal::of(root).state(file)? {
            state if state == ready => work.ready.push(file),
            state if state == already => work.already.push(&file.path),
            _ => {
                let later = entries.iter().rev().find(|other| {
                    other.id != entry.id
                        && other.done > entry.done
                        && other.undone.is_none()
                        && other.files.iter().any(|other| other.path == file.path)
                });
                let since = later
                    .map_or_else(|| "it was edited since".to_owned(), |later| format!("`{}` wrote it since", later.id));
                work.edited.push(format!("{} stays as it is: {since}", file.path));
            }
        }
    }
    Ok(work)
}

/// Everything that can be undone or redone, the newest first.
fn list(root: &Root) -> Result<String, Failure> {
    let journal = Journal::of(root);
    let mut text = String::new();
    for entry in journal.entries().iter().rev() {
        let states = entry.files.iter().map(|file| journal.state(file)).collect::<Result<Vec<FileState>, _>>()?;
        let all = |state: FileState| states.iter().all(|one| *one == state);
        let edited = states.iter().filter(|state| **state == FileState::Edited).count();
        let state = match edited {
            0 if all(FileState::After) => "done".to_owned(),
            0 if all(FileState::Before) => "undone".to_owned(),
            0 => "undone in part".to_owned(),
            _ => format!("{} of {} edited since", edited, plural(states.len(), "file", "files")),
        };
        text += &format!("{}  {}  ({state})\n", entry.id, entry.says);
    }
    if text.is_empty() {
        text = "Nothing was written by a command with --apply yet.\n".to_owned();
    }
    let kept = format!(
        "\nThe newest {JOURNAL_ENTRIES_MAX} are kept, up to {} MiB, in .onethread/journal/, which git does not see.\n",
        JOURNAL_BYTES_MAX >> 20
    );
    Ok(inert_lines(&(text + &kept)).into_owned())
}
