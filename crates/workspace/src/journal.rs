//! Several files, all or none, and what each of them was before: the journal of what commands wrote, by which it is undone.
//!
//! 1. Under the lock, every file is compared with what was read; what each is to hold is written beside it.
//! 2. What is about to be done is written down as `unfinished.json`, with both texts of each file.
//! 3. The files are moved into place. Where one cannot be, those before it are reversed.
//! 4. `unfinished.json` gets the name of its entry: only from then on it was done.
//!
//! A run that ends early leaves `unfinished.json` behind. The next one that writes finds it, under the lock: where no
//! file was moved yet, nothing was done; else the rest is done as well. A file that someone edited since is left as it is.
//!
//! It lies in the folder of what is made for one machine, which its own `.gitignore` keeps out of the user's git. It holds
//! at most [`JOURNAL_ENTRIES_MAX`] entries and [`JOURNAL_BYTES_MAX`] bytes; the oldest go first, the newest stays.

use std::collections::BTreeSet;
use std::path::Path;

use onethread_files::{FailureKind, FileFailure, Root, Writing};
use onethread_model::Day;
use serde::{Deserialize, Serialize};

use crate::WorkspaceError;

/// Most entries that are kept.
pub const JOURNAL_ENTRIES_MAX: usize = 100;
/// Most bytes that are kept, unless the newest entry alone holds more.
pub const JOURNAL_BYTES_MAX: u64 = 16 << 20;
/// Most bytes of an entry, or of a file that it names.
const ENTRY_BYTES_MAX: u64 = 256 << 20;

const FOLDER: &str = ".onethread/journal";
const UNFINISHED: &str = "unfinished.json";
const END: &str = ".json";
/// Letters of the words of an id.
const WORDS_LEN_MAX: usize = 48;

/// A file with what it holds before and after; absent where it is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileText {
    /// Path from the folder of the settings, with `/` between parts.
    pub path: String,
    /// Its text before.
    pub before: Option<String>,
    /// Its text after.
    pub after: Option<String>,
}

/// Something that a command wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Words and a day, such as `appoint-ines-returns-2026-06-30`.
    pub id: String,
    /// What was done, as it was typed.
    pub says: String,
    /// The day on which it was written.
    #[serde(deserialize_with = "day")]
    pub on: Day,
    /// When it was done, as a count of what was written here before: a greater one is later.
    pub done: u64,
    /// When it was undone, likewise; absent where it holds.
    pub undone: Option<u64>,
    /// The files.
    pub files: Vec<FileText>,
}

fn day<'d, D: serde::Deserializer<'d>>(from: D) -> Result<Day, D::Error> {
    Day::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)
}

/// What is there of a file of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// What it held after.
    After,
    /// What it held before.
    Before,
    /// Something else: it was edited since.
    Edited,
}

/// What the end of an earlier run left, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// No file had been written yet, and none was.
    NotBegun(String),
    /// The rest of the files were written.
    Finished(String),
    /// Some files were edited since, so that all stay as they are.
    Left(String, Vec<String>),
}

/// What is about to be written.
#[derive(Serialize, Deserialize)]
struct Unfinished {
    entry: JournalEntry,
    /// Whether the files go back to what they held before.
    is_undo: bool,
    /// The files that are written, by path.
    paths: BTreeSet<String>,
}

/// Whether a run ended while it wrote files of this folder, and none has put that right since.
pub fn has_unfinished(root: &Root) -> bool {
    root.has_file(format!("{FOLDER}/{UNFINISHED}"))
}

/// The journal of a folder.
pub struct Journal<'w> {
    root: &'w Root,
    writing: Option<&'w Writing>,
}

impl<'w> Journal<'w> {
    /// To be read.
    pub fn of(root: &'w Root) -> Journal<'w> {
        Journal { root, writing: None }
    }

    /// To be written to, by whoever has the right to.
    pub fn under(writing: &'w Writing) -> Journal<'w> {
        Journal { root: writing.root(), writing: Some(writing) }
    }

    /// Its entries, in the order in which they were done; what cannot be read is left out.
    pub fn entries(&self) -> Vec<JournalEntry> {
        let names = self.root.names(FOLDER);
        let own = names.iter().filter(|name| is_entry(name));
        in_order(own.filter_map(|name| self.read(name)).collect())
    }

    /// The same for those who write: an entry that is missed would be counted, or written over, as if it were not there.
    fn all_entries(&self) -> Result<Vec<JournalEntry>, FileFailure> {
        let mut entries = Vec::new();
        for name in self.root.all_names(FOLDER)?.iter().filter(|name| is_entry(name)) {
            let text = self.root.read(format!("{FOLDER}/{name}"), ENTRY_BYTES_MAX)?;
            // What is no entry was not written by the program, and is left alone.
            entries.extend(text.and_then(|text| serde_json::from_slice::<JournalEntry>(&text).ok()));
        }
        Ok(in_order(entries))
    }

    fn read<T: for<'d> Deserialize<'d>>(&self, name: &str) -> Option<T> {
        let text = self.root.read_text(format!("{FOLDER}/{name}"), ENTRY_BYTES_MAX).ok()??;
        serde_json::from_str(&text).ok()
    }

    /// What is there of a file of an entry.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn state(&self, file: &FileText) -> Result<FileState, WorkspaceError> {
        let now = self.root.read(&file.path, ENTRY_BYTES_MAX)?;
        let is = |text: &Option<String>| now.as_deref() == text.as_deref().map(str::as_bytes);
        Ok(match (is(&file.after), is(&file.before)) {
            (true, _) => FileState::After,
            (false, true) => FileState::Before,
            (false, false) => FileState::Edited,
        })
    }

    /// Writes files, all or none, and keeps what they were under an id of words and a day. Files must be what they were
    /// before. Gives the id.
    ///
    /// # Errors
    /// That a file changed in the meantime, which is a conflict, or cannot be written.
    pub fn write(&self, says: &str, on: Day, files: Vec<FileText>) -> Result<String, WorkspaceError> {
        let entries = self.all_entries()?;
        let id = free_id(says, on, &files, &entries);
        let entry =
            JournalEntry { id: id.clone(), says: says.to_owned(), on, done: next(&entries), undone: None, files };
        let paths = entry.files.iter().map(|file| file.path.clone()).collect();
        self.carry_out(&Unfinished { entry, is_undo: false, paths }, None)?;
        Ok(id)
    }

    /// Puts these files of an entry back to what they were before it, all or none.
    ///
    /// # Errors
    /// As [`Journal::write`].
    pub fn undo(&self, entry: &JournalEntry, paths: BTreeSet<String>) -> Result<(), WorkspaceError> {
        let undone = JournalEntry { undone: Some(next(&self.all_entries()?)), ..entry.clone() };
        self.carry_out(&Unfinished { entry: undone, is_undo: true, paths }, Some(entry))
    }

    /// Puts these files of an entry to what they were after it, all or none.
    ///
    /// # Errors
    /// As [`Journal::write`].
    pub fn redo(&self, entry: &JournalEntry, paths: BTreeSet<String>) -> Result<(), WorkspaceError> {
        let redone = JournalEntry { undone: None, done: next(&self.all_entries()?), ..entry.clone() };
        self.carry_out(&Unfinished { entry: redone, is_undo: false, paths }, Some(entry))
    }

    /// Does it; `known` is the entry that the journal has of it so far.
    fn carry_out(&self, plan: &Unfinished, known: Option<&JournalEntry>) -> Result<(), WorkspaceError> {
        let writing = self.writing()?;
        for (path, from, _) in plan.moves() {
            if writing.root().read(path, ENTRY_BYTES_MAX)?.as_deref() != from.map(str::as_bytes) {
                let what = format!("{path} changed since it was read; nothing was written");
                return Err(WorkspaceError::new(FailureKind::Conflict, what, "look at it, then run this again"));
            }
        }
        let json = serde_json::to_string(plan).map_err(|error| {
            let what = format!("it cannot be written down: {error}");
            WorkspaceError::new(FailureKind::Broken, what, "")
        })?;
        let unfinished = format!("{FOLDER}/{UNFINISHED}");
        let done = writing.overwrite(&unfinished, json.as_bytes()).and_then(|()| place_all(writing, plan));
        // It is done once it has the name of its entry.
        let done = done.and_then(|()| self.finish(&plan.entry));
        if let Err(failure) = done {
            return Err(self.take_back(writing, plan, known, failure));
        }
        self.sweep(&plan.entry.id);
        Ok(())
    }

    /// Gives what was about to be done the name of its entry, with the text of one.
    fn finish(&self, entry: &JournalEntry) -> Result<(), FileFailure> {
        let nobody = || FileFailure::new(FailureKind::Refused, "nobody has the right to write here");
        let writing = self.writing.ok_or_else(nobody)?;
        writing.overwrite(format!("{FOLDER}/{}{END}", entry.id), entry_text(entry)?.as_bytes())?;
        // What is left of it would only be finished once more.
        let _ = self.root.remove(format!("{FOLDER}/{UNFINISHED}"));
        Ok(())
    }

    /// Puts files back that were moved already, and what the journal says, after something failed.
    fn take_back(
        &self,
        writing: &Writing,
        plan: &Unfinished,
        known: Option<&JournalEntry>,
        failure: FileFailure,
    ) -> WorkspaceError {
        let name = format!("{FOLDER}/{}{END}", plan.entry.id);
        let mut is_whole = match known.map(entry_text) {
            None => self.root.is_free(&name) || self.root.remove(&name).is_ok(),
            Some(Ok(text)) => writing.overwrite(&name, text.as_bytes()).is_ok(),
            Some(Err(_)) => false,
        };
        for (path, from, to) in plan.moves() {
            let now = writing.root().read(path, ENTRY_BYTES_MAX);
            if now.is_ok_and(|now| now.as_deref() == from.map(str::as_bytes)) {
                continue;
            }
            is_whole &= put(writing, path, to, from).is_ok();
        }
        let mut error = WorkspaceError::from(failure);
        if is_whole {
            // Where it stays, the next run sees that nothing was done.
            let _ = self.root.remove(format!("{FOLDER}/{UNFINISHED}"));
            if self.root.has_file(format!("{FOLDER}/{UNFINISHED}")) {
                error = error.hint("the next command that writes here clears up what was noted of it");
            }
            error.what = format!("{}; nothing was written", error.what);
        } else {
            error.what = format!("{}; a part was written, and could not be reversed", error.what);
            error = error.hint("the next command that writes here finishes it");
        }
        error
    }

    /// Finishes what a run that ended early began, or sees that it had not begun; `None` where there is none.
    ///
    /// # Errors
    /// When a file cannot be read or written. Then the next run tries again.
    pub fn recover(&self) -> Result<Option<Recovered>, WorkspaceError> {
        if !has_unfinished(self.root) {
            return Ok(None);
        }
        let writing = self.writing()?;
        let Some(plan) = self.read::<Unfinished>(UNFINISHED) else {
            // It is written whole or not at all, so that this is none of ours.
            let _ = self.root.remove(format!("{FOLDER}/{UNFINISHED}"));
            return Ok(None);
        };
        // What was written beside the files is written again.
        for folder in plan.paths.iter().filter_map(|path| Path::new(path).parent()) {
            self.root.sweep(folder);
        }
        let (mut edited, mut open, mut is_begun) = (Vec::new(), Vec::new(), false);
        for (path, from, to) in plan.moves() {
            let now = self.root.read(path, ENTRY_BYTES_MAX)?;
            let now = now.as_deref();
            if now == to.map(str::as_bytes) {
                is_begun = true;
            } else if now == from.map(str::as_bytes) {
                open.push((path, from, to));
            } else {
                edited.push(path.to_owned());
            }
        }
        let says = plan.entry.says.clone();
        if !edited.is_empty() {
            self.finish(&plan.entry)?;
            return Ok(Some(Recovered::Left(says, edited)));
        }
        if !is_begun {
            let removed = self.root.remove(format!("{FOLDER}/{UNFINISHED}"));
            removed.map_err(|error| FileFailure::new(FailureKind::Broken, error.to_string()))?;
            return Ok(Some(Recovered::NotBegun(says)));
        }
        for (path, from, to) in open {
            put(writing, path, from, to)?;
        }
        self.finish(&plan.entry)?;
        Ok(Some(Recovered::Finished(says)))
    }

    /// Removes the oldest entries where there are too many, or they hold too much; the newest stays.
    fn sweep(&self, newest: &str) {
        let mut entries = self.entries();
        let size = |entry: &JournalEntry| self.root.size(format!("{FOLDER}/{}{END}", entry.id));
        let mut bytes: u64 = entries.iter().map(size).sum();
        while entries.len() > JOURNAL_ENTRIES_MAX || bytes > JOURNAL_BYTES_MAX {
            let Some(at) = entries.iter().position(|entry| entry.id != newest) else { break };
            let oldest = entries.remove(at);
            bytes -= size(&oldest).min(bytes);
            if self.root.remove(format!("{FOLDER}/{}{END}", oldest.id)).is_err() {
                break;
            }
        }
    }

    fn writing(&self) -> Result<&'w Writing, WorkspaceError> {
        let nobody = || WorkspaceError::new(FailureKind::Refused, "nobody has the right to write here", "");
        self.writing.ok_or_else(nobody)
    }
}

impl Unfinished {
    /// Each file that is written, from what to what.
    fn moves(&self) -> impl Iterator<Item = (&str, Option<&str>, Option<&str>)> {
        let ours = self.entry.files.iter().filter(|file| self.paths.contains(&file.path));
        ours.map(|file| {
            let (before, after) = (file.before.as_deref(), file.after.as_deref());
            let (from, to) = if self.is_undo { (after, before) } else { (before, after) };
            (file.path.as_str(), from, to)
        })
    }
}

/// Writes all files beside their places, then moves each there.
fn place_all(writing: &Writing, plan: &Unfinished) -> Result<(), FileFailure> {
    let mut staged = Vec::new();
    for (path, from, to) in plan.moves() {
        staged.push((path, from, to.map(|to| writing.stage(path, to.as_bytes())).transpose()?));
    }
    for (path, from, staged) in staged {
        let from = from.map(str::as_bytes);
        match (staged, from) {
            (Some(staged), _) => staged.place(from)?,
            (None, Some(from)) => writing.remove(path, from)?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// Puts a file from what it is to what it is to be.
fn put(writing: &Writing, path: &str, from: Option<&str>, to: Option<&str>) -> Result<(), FileFailure> {
    match (to, from) {
        (Some(to), from) => writing.replace(path, from.map(str::as_bytes), to.as_bytes()),
        (None, Some(from)) => writing.remove(path, from.as_bytes()),
        (None, None) => Ok(()),
    }
}

fn entry_text(entry: &JournalEntry) -> Result<String, FileFailure> {
    let json = serde_json::to_string_pretty(entry);
    json.map(|json| json + "\n").map_err(|error| FileFailure::new(FailureKind::Broken, error.to_string()))
}

/// Whether a file of the journal is an entry, by its name.
fn is_entry(name: &str) -> bool {
    name.ends_with(END) && name != UNFINISHED
}

/// Entries in the order in which they were done.
fn in_order(mut entries: Vec<JournalEntry>) -> Vec<JournalEntry> {
    entries.sort_by(|a, b| (a.done, &a.id).cmp(&(b.done, &b.id)));
    entries
}

/// When what comes next is done.
fn next(entries: &[JournalEntry]) -> u64 {
    entries.iter().map(|entry| entry.done.max(entry.undone.unwrap_or(0))).max().map_or(1, |last| last.saturating_add(1))
}

/// Words and a day that no other entry has: where one has them, letters that follow from the files stand behind.
fn free_id(says: &str, on: Day, files: &[FileText], entries: &[JournalEntry]) -> String {
    use sha2::{Digest, Sha256};
    let id = format!("{}-{on}", slug(says));
    // The same files in the same words are the same thing: it was put back by other means, and is done again.
    let is_free = |id: &str| entries.iter().all(|entry| entry.id != id || entry.files == files);
    if is_free(&id) {
        return id;
    }
    let mut hash = Sha256::new();
    for text in files.iter().flat_map(|file| [Some(&file.path), file.before.as_ref(), file.after.as_ref()]) {
        hash.update(text.map_or(&[0xff][..], |text| text.as_bytes()));
        hash.update([0]);
    }
    let letters: String = hash.finalize().iter().take(8).map(|byte| char::from(b'a' + byte % 26)).collect();
    let longer = (2..=letters.len()).map(|len| format!("{id}-{}", &letters[..len]));
    longer.into_iter().find(|id| is_free(id)).unwrap_or_else(|| format!("{id}-{letters}"))
}

/// Words as a name of a file.
fn slug(says: &str) -> String {
    let mut slug = String::new();
    for letter in says.chars().map(|letter| letter.to_ascii_lowercase()) {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
        if slug.len() == WORDS_LEN_MAX {
            break;
        }
    }
    match slug.trim_matches('-') {
        "" => "act".to_owned(),
        slug => slug.to_owned(),
    }
}
