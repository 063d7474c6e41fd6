//! Fixes what the loader and the rules know how to fix: comments, order and every other line stay as they were.
//!
//! 1. What could not be read as meant: other findings may rest on it.
//! 2. Findings, each by its edits, as long as fixing one brings others to light.

use std::collections::{BTreeMap, BTreeSet};

use onethread_core::check::{Checked, Finding, Settings};
use onethread_core::words::plural;
use onethread_model::Day;
use onethread_model::edit::{self, Edit, Fix, Replacement};
use onethread_report::inert::inert;
use onethread_workspace::Folder;
use onethread_workspace::files::{FailureKind, FileFailure, Writing};

use super::check_folder;
use crate::output::{self, Failure, unified};
use crate::places::EDITED_BYTES_MAX;

/// A fix may bring another finding to light; more than so many times in a row it is no fix.
const ROUNDS_MAX: usize = 8;
/// The same for what could not be read as meant: of entries of a list under a wrong name, one comes to light at a time.
const INPUT_ROUNDS_MAX: usize = 100;

/// What was fixed.
pub(super) struct Fixed {
    /// Files that change, by path: the new text.
    texts: BTreeMap<String, String>,
    /// All files as they were read.
    before: BTreeMap<String, String>,
    /// The differences, in the unified form.
    pub(super) diff: String,
    /// How many findings were fixed.
    count: usize,
    /// How many defects of the input were.
    input: usize,
    /// Fixes that could not be made, each with the reason.
    refused: Vec<String>,
    /// What is left.
    pub(super) left: Checked,
}

/// Fixes in memory, and reads the folder anew from what came of it.
pub(super) fn fix(folder: &mut Folder, day: Day, settings: &Settings, found: Checked, unsafe_too: bool) -> Fixed {
    let before: BTreeMap<String, String> =
        folder.sources.iter().map(|(_, file)| (file.path.to_string(), file.text.clone())).collect();
    let mut texts = BTreeMap::new();
    let (mut count, mut input, mut refused, mut tried) = (0, 0, Vec::new(), BTreeSet::new());
    let mut left = found;
    for _ in 0..ROUNDS_MAX {
        let before = input;
        for _ in 0..INPUT_ROUNDS_MAX {
            let fixed = fix_input(folder, unsafe_too, &mut texts);
            if fixed == 0 {
                break;
            }
            input += fixed;
            folder.with_texts(&texts);
        }
        if input > before {
            left = check_folder(folder, day, settings);
        }
        let mut changed = false;
        for finding in &left.findings {
            let (code, subject, about) = finding.identity();
            let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe || unsafe_too) else { continue };
            if !tried.insert((code, subject.to_owned(), about.to_owned())) {
                continue;
            }
            match apply(fix, &mut texts, folder) {
                Ok(()) => {
                    count += 1;
                    changed = true;
                }
                Err(why) => refused.push(refusal(finding, &why)),
            }
        }
        if !changed {
            break;
        }
        folder.with_texts(&texts);
        left = check_folder(folder, day, settings);
    }
    texts.retain(|path, text| before.get(path) != Some(text));
    let diff =
        texts.iter().map(|(path, text)| unified(path, before.get(path).map_or("", String::as_str), text)).collect();
    Fixed { texts, before, diff, count, input, refused, left }
}

/// Fixes in the texts what could not be read as meant, and gives how many defects it fixed.
fn fix_input(folder: &Folder, unsafe_too: bool, texts: &mut BTreeMap<String, String>) -> usize {
    let mut by_file: BTreeMap<&str, Vec<Vec<&Edit>>> = BTreeMap::new();
    let fixes = folder.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
    for edit in fixes.filter(|fix| fix.safe || unsafe_too).flat_map(|fix| &fix.edits) {
        by_file.entry(&edit.file).or_default().push(vec![edit]);
    }
    let mut count = 0;
    for (path, edits) in by_file {
        let Some((_, file)) = folder.sources.find(path).filter(|(id, _)| folder.is_whole(*id)) else { continue };
        let mut all: Vec<Replacement> =
            edit::replacements(&file.text, edits).into_iter().filter_map(Result::ok).flatten().collect();
        all.sort_by_key(|one| (one.range.start, one.range.end));
        let (mut text, mut broken, mut from) = (file.text.clone(), edit::broken_statements(&file.text), usize::MAX);
        // From the end of the file, so that places stay what they were.
        for one in all.into_iter().rev() {
            if one.range.end > from {
                continue;
            }
            let mut after = text.clone();
            after.replace_range(one.range.clone(), &one.text);
            // Two slips may be fixed to the same word, which would break the file.
            let more = edit::broken_statements(&after);
            if more > broken || after == text {
                continue;
            }
            (text, broken, from) = (after, more, one.range.start);
            count += 1;
        }
        if text != file.text {
            texts.insert(path.to_owned(), text);
        }
    }
    count
}

/// All edits of a fix, or none.
fn apply(fix: &Fix, texts: &mut BTreeMap<String, String>, folder: &Folder) -> Result<(), String> {
    for path in fix.files() {
        if folder.sources.find(path).is_some_and(|(id, _)| !folder.is_whole(id)) {
            return Err(format!("{path} is not UTF-8; save it as UTF-8 first, so that nothing in it is lost"));
        }
    }
    let text_of = |path: &str| texts.get(path).map(String::as_str).or_else(|| folder.text_of(path));
    let changed = edit::apply(text_of, &fix.edits).map_err(|error| error.why.to_string())?;
    texts.extend(changed);
    Ok(())
}

fn refusal(finding: &Finding, why: &str) -> String {
    let text = format!("{} {} cannot be fixed here: {why}", finding.rule.code, finding.subject);
    inert(&text).into_owned()
}

impl Fixed {
    /// Writes the files, as long as all of them are what was read.
    ///
    /// # Errors
    /// That one changed in the meantime, which is a conflict, or cannot be written; each is whole, as it was or as it is to
    /// be.
    pub(super) fn write(&self, writing: &Writing) -> Result<(), Failure> {
        let was = |path: &str| self.before.get(path).map(String::as_bytes);
        for path in self.texts.keys() {
            let now = writing.root().read(path, EDITED_BYTES_MAX)?;
            if now.as_deref() != was(path) {
                let what = format!("{path} changed since it was read; nothing was written");
                return Err(FileFailure::new(FailureKind::Conflict, what).hint("run this again").into());
            }
        }
        self.texts.iter().try_for_each(|(path, text)| Ok(writing.replace(path, was(path), text.as_bytes())?))
    }

    /// Whether any file changes.
    pub(super) fn changes(&self) -> bool {
        !self.texts.is_empty()
    }

    /// Reports what could not be fixed, and what was.
    pub(super) fn report(&self, verb: &str) {
        self.refused.iter().for_each(|why| output::speak(&format!("{why}\n")));
        let findings = plural(self.count, "finding", "findings");
        let defects = plural(self.input, "defect of the input", "defects of the input");
        let what = match (self.input, self.count) {
            (0, _) => findings,
            (_, 0) => defects,
            _ => format!("{defects} and {findings}"),
        };
        output::say(&format!("{what} {verb} fixed in {}\n\n", plural(self.texts.len(), "file", "files")));
    }
}
