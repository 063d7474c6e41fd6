//! Mends what the loader and the rules know how to mend: comments, order and every other line stay as they were.
//!
//! 1. What could not be read as meant: other findings may rest on it.
//! 2. Findings, each by its edits, as long as mending one brings others to light.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use onethread_core::check::{Checked, Finding, Fix, Settings};
use onethread_core::report::inert::{inert, inert_lines};
use onethread_core::words::plural;
use onethread_model::diagnostic::Mend;
use onethread_model::source::{FileId, Sources};
use onethread_model::{Day, edit, record};
use similar::TextDiff;

use super::check_folder;
use crate::output::{self, Failure};
use crate::world::Folder;

/// A mend may bring another to light; more than so many times in a row it is no mend.
const ROUNDS_MAX: usize = 8;
/// The same for what could not be read as meant: of entries of a list under a wrong name, one comes to light at a time.
const INPUT_ROUNDS_MAX: usize = 100;
/// Lines around a change in a difference.
const CONTEXT_LINES: usize = 3;

/// What was mended.
pub(super) struct Fixed {
    /// Files that change, by path: the new text.
    texts: BTreeMap<String, String>,
    /// The differences, in the unified form.
    pub(super) diff: String,
    /// How many findings were mended.
    count: usize,
    /// How many defects of the input were.
    input: usize,
    /// Mends that could not be made, each with the reason.
    refused: Vec<String>,
    /// What is left.
    pub(super) left: Checked,
}

/// Mends in memory, and reads the folder anew from what came of it.
pub(super) fn fix(folder: &mut Folder, day: Day, settings: &Settings, found: Checked, unsafe_too: bool) -> Fixed {
    let before: BTreeMap<String, String> =
        folder.sources.iter().map(|(_, file)| (file.path.clone(), file.text.clone())).collect();
    let mut texts = BTreeMap::new();
    let (mut count, mut input, mut refused, mut tried) = (0, 0, Vec::new(), BTreeSet::new());
    let mut left = found;
    for _ in 0..ROUNDS_MAX {
        let before = input;
        for _ in 0..INPUT_ROUNDS_MAX {
            let mended = mend_input(folder, unsafe_too, &mut texts);
            if mended == 0 {
                break;
            }
            input += mended;
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
    let diff = texts.iter().map(|(path, text)| unified(path, &before[path], text)).collect();
    Fixed { texts, diff, count, input, refused, left }
}

/// Mends in the texts what could not be read as meant, and gives how many defects it mended.
fn mend_input(folder: &Folder, unsafe_too: bool, texts: &mut BTreeMap<String, String>) -> usize {
    let mut by_file: BTreeMap<FileId, Vec<&Mend>> = BTreeMap::new();
    let mends = folder.diagnostics.iter().filter_map(|diagnostic| diagnostic.mend.as_ref());
    for mend in mends.filter(|mend| (mend.safe || unsafe_too) && folder.is_whole(mend.span.file)) {
        by_file.entry(mend.span.file).or_default().push(mend);
    }
    let mut count = 0;
    for (id, mut mends) in by_file {
        let Some(file) = folder.sources.get(id) else { continue };
        mends.sort_by_key(|mend| mend.span);
        let (mut text, mut defects, mut from) = (file.text.clone(), defects(&file.text), usize::MAX);
        // From the end of the file, so that places stay what they were.
        for mend in mends.into_iter().rev() {
            let Some(range) = mend.range(&file.text).filter(|range| range.end <= from) else { continue };
            let mut after = text.clone();
            after.replace_range(range.clone(), &mend.text);
            // Two slips may be mended to the same word, which would break the file.
            let more = self::defects(&after);
            if more > defects || after == text {
                continue;
            }
            (text, defects, from) = (after, more, range.start);
            count += 1;
        }
        if text != file.text {
            texts.insert(file.path.clone(), text);
        }
    }
    count
}

/// How many statements of a text are no TOML.
fn defects(text: &str) -> usize {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let mut found = Vec::new();
    record::parse(&sources, file, &mut found, |_, _| ());
    found.len()
}

/// All edits of a mend, or none.
fn apply(fix: &Fix, texts: &mut BTreeMap<String, String>, folder: &Folder) -> Result<(), String> {
    let mut drafts = BTreeMap::new();
    for (id, edit) in &fix.edits {
        let file = folder.sources.get(*id).ok_or("its file is not at hand")?;
        if !folder.is_whole(*id) {
            return Err(format!("{} is not UTF-8; save it as UTF-8 first, so that nothing in it is lost", file.path));
        }
        let now = drafts.get(&file.path).or_else(|| texts.get(&file.path)).unwrap_or(&file.text);
        let text = edit::apply(now, std::slice::from_ref(edit)).map_err(|error| error.to_string())?;
        drafts.insert(file.path.clone(), text);
    }
    texts.extend(drafts);
    Ok(())
}

fn refusal(finding: &Finding, why: &str) -> String {
    let text = format!("{} {} cannot be mended here: {why}", finding.rule.code, finding.subject);
    inert(&text).into_owned()
}

/// The difference of two texts of a file, in the unified form.
pub(super) fn unified(path: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let path = inert(path);
    let text = diff
        .unified_diff()
        .context_radius(CONTEXT_LINES)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string();
    inert_lines(&text).into_owned()
}

impl Fixed {
    /// Writes the files.
    ///
    /// # Errors
    /// When one cannot be written; each is whole, as it was or as it is to be.
    pub(super) fn write(&self, root: &Path) -> Result<(), Failure> {
        self.texts.iter().try_for_each(|(path, text)| output::write(&root.join(path), text))
    }

    /// What was mended, in words.
    pub(super) fn summary(&self, verb: &str) -> String {
        let mut out = String::new();
        for why in &self.refused {
            out.push_str(&format!("{why}\n"));
        }
        let findings = plural(self.count, "finding", "findings");
        let defects = plural(self.input, "defect of the input", "defects of the input");
        let what = match (self.input, self.count) {
            (0, _) => findings,
            (_, 0) => defects,
            _ => format!("{defects} and {findings}"),
        };
        out + &format!("{what} {verb} mended in {}\n\n", plural(self.texts.len(), "file", "files"))
    }
}
