//! Edits of organization files and of the settings, that leave every other line as it was: comments, order, blank
//! lines, line ends.
//!
//! Input: texts of files by path, and [`Edit`]s. Output: the changed texts by path ([`apply`]); the pieces of a text
//! that they replace ([`replacements`]); the edits that undo them ([`inverse`]).
//!
//! 1. Parse the text, and find the entry and the key.
//! 2. Write the new value by its field table, and read it back as the loader would.
//! 3. Cut out and put in only what the edit is about.
//!
//! Entries may be written under headers, with dots or in braces; each is edited in the way it is written.

mod extract;
mod inverse;
mod layout;
mod operation;
mod pieces;
mod place;
mod run;
mod target;
mod write;

pub use extract::entry_text;
pub use inverse::inverse;
pub use operation::{Edit, EditOp, Fix, KeyPath, KeyStep, Matching};
pub use pieces::Replacement;
pub use write::{key_toml, text_toml, value_toml};

use std::collections::BTreeMap;
use std::fmt;

use self::layout::Layout;
use self::pieces::Pieces;
use self::run::run;
use crate::record::parse;
use crate::source::Sources;

/// Why a text cannot be edited. The text of each is a sentence for people, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The file is no valid TOML: an edit might lose what it was meant to say.
    Broken {
        /// The line, from 1, of the first mistake.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// There is no such kind or key.
    Unknown(String),
    /// The key does not allow this value.
    Value(String),
    /// The text is written in a way that this edit cannot follow.
    Layout(String),
    /// What it changes decides how evidence is read, so that nothing can be said of it before evidence is read again.
    FullRun(String),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditError::Broken { line, why } => {
                write!(f, "the file is not valid TOML: line {line}: {why}; fix that first, so that no edit loses it")
            }
            EditError::Unknown(what) | EditError::Value(what) | EditError::Layout(what) | EditError::FullRun(what) => {
                f.write_str(what)
            }
        }
    }
}

impl std::error::Error for EditError {}

/// Why a file of several cannot be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEditError {
    /// The file.
    pub file: String,
    /// Why.
    pub why: EditError,
}

impl fmt::Display for FileEditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.why)
    }
}

impl std::error::Error for FileEditError {}

/// Applies edits to files, those of each file in order: all of them, or none. `text_of` gives the text of a file by its
/// path; `None` is a file that is not there yet. Gives the new texts by path, of files whose text changes.
///
/// A text in which bytes were replaced because they are not UTF-8 must not be written back: the caller leaves edits of
/// such files out (see [`crate::diagnostic::is_whole`]).
///
/// # Errors
/// The first file, in the order of paths, that cannot be edited: see [`apply_to`].
pub fn apply<'t>(
    text_of: impl Fn(&str) -> Option<&'t str>,
    edits: &[Edit],
) -> Result<BTreeMap<String, String>, FileEditError> {
    let mut by_file: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(&edit.file).or_default().push(edit);
    }
    let mut changed = BTreeMap::new();
    for (file, edits) in by_file {
        let before = text_of(file).unwrap_or_default();
        let after = apply_all(before, &edits).map_err(|why| FileEditError { file: file.to_owned(), why })?;
        if after != before {
            changed.insert(file.to_owned(), after);
        }
    }
    Ok(changed)
}

/// Applies edits of one file to its text, in order: all of them, or none.
///
/// # Errors
/// When the text is not valid TOML, unless all edits rewrite it; when an edit does not fit the field tables, or the way
/// the file is written.
pub fn apply_to(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    apply_all(text, &edits.iter().collect::<Vec<_>>())
}

fn apply_all(text: &str, edits: &[&Edit]) -> Result<String, EditError> {
    let after = run(text, &Layout::of(text), edits, &mut |_| ())?;
    // These edits were made in valid TOML, and may leave nothing else.
    if edits.last().is_some_and(|edit| !matches!(edit.op, EditOp::Rewrite { .. })) {
        validate(&after)?;
    }
    Ok(after)
}

/// Whether a text is valid TOML, so that it can be edited.
///
/// # Errors
/// The first mistake, as [`EditError::Broken`].
pub fn validate(text: &str) -> Result<(), EditError> {
    Layout::of(text).map(|_| ())
}

/// How many statements of a text are not valid TOML.
pub fn broken_statements(text: &str) -> usize {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let mut found = Vec::new();
    parse(&sources, file, &mut found, |_, _| ());
    found.len()
}

/// What edits of one file replace in its text, for each group of edits by itself: only what they are about, in the
/// order of the text. The text is parsed once for all groups. What is wrong with a group stands in its place.
pub fn replacements<'e>(
    text: &str,
    groups: impl IntoIterator<Item = Vec<&'e Edit>>,
) -> Vec<Result<Vec<Replacement>, EditError>> {
    let layout = Layout::of(text);
    let one = |edits: Vec<&Edit>| {
        let mut pieces = Pieces::of(text);
        run(text, &layout, &edits, &mut |splices| pieces.splice(splices))?;
        Ok(pieces.replacements())
    };
    groups.into_iter().map(one).collect()
}

/// The lines that `after` has and `before` has not, with the number of the first one, from 1, where one block of lines
/// was put in or changed; `None` when nothing was.
pub fn changed_lines<'a>(before: &str, after: &'a str) -> Option<(usize, Vec<&'a str>)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let same_end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let block = &new[start..new.len() - same_end];
    let blank = |line: &&&str| line.trim().is_empty();
    let (lead, trail) = (block.iter().take_while(blank).count(), block.iter().rev().take_while(blank).count());
    let lines = block.get(lead..block.len() - trail).unwrap_or_default().to_vec();
    (before != after).then_some((start + lead + 1, lines))
}

/// Whether a text has entries of a kind, in whatever way they are written; `false` where it is not valid TOML.
pub fn has_entries(text: &str, kind: &str) -> bool {
    Layout::of(text).is_ok_and(|layout| layout.doc.as_table().contains_key(kind))
}
