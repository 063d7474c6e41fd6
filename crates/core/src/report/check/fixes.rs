//! Mends as new text at places of files, for forms that editors and forges apply.

use std::collections::BTreeMap;
use std::ops::Range;

use onethread_model::diagnostic::Spot;
use onethread_model::edit::{Edit, Replacement, replacements};
use onethread_model::source::{FileId, Span};

use super::{CheckReport, Item, Region};

/// A mend of an item.
pub(crate) struct FixOf {
    /// Whether nothing that somebody meant can be lost by it.
    pub(crate) safe: bool,
    /// What it does.
    pub(crate) says: String,
    /// What it replaces, in the order of files and places; at least one piece.
    pub(crate) changes: Vec<Change>,
}

/// A piece of a file, and what comes in its place.
pub(crate) struct Change {
    pub(crate) region: Region,
    pub(crate) text: String,
}

/// The mends of items, by their place among them. Those that cannot be made in the files as they are are left out.
pub(crate) fn fixes(report: &CheckReport<'_>, items: &[Item<'_>]) -> BTreeMap<usize, FixOf> {
    let mut found: BTreeMap<usize, FixOf> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        found.extend(text_mend(report, item).map(|fix| (at, fix)));
    }
    for (at, fix, changes) in edits(report, items) {
        if !changes.is_empty() {
            found.insert(at, FixOf { safe: fix.safe, says: fix.says.clone(), changes });
        }
    }
    found
}

/// The mend of a defect of the input.
fn text_mend(report: &CheckReport<'_>, item: &Item<'_>) -> Option<FixOf> {
    let (mend, range) = report.mend(&item.diagnostic)?;
    let file = mend.span.file;
    let changes = vec![change(report, file, range, mend.text.clone())];
    Some(FixOf { safe: mend.safe, says: mend.says.clone(), changes })
}

/// The mends of findings. A file is parsed once for all of them.
fn edits<'i>(
    report: &CheckReport<'_>,
    items: &'i [Item<'_>],
) -> impl Iterator<Item = (usize, &'i crate::check::Fix, Vec<Change>)> {
    let mut by_file: BTreeMap<FileId, BTreeMap<usize, Vec<Edit>>> = BTreeMap::new();
    let fix_of = |at: usize| items.get(at)?.finding?.fix.as_ref();
    for at in 0..items.len() {
        for (file, edit) in fix_of(at).into_iter().flat_map(|fix| &fix.edits) {
            by_file.entry(*file).or_default().entry(at).or_default().push(edit.clone());
        }
    }
    let mut made: BTreeMap<usize, Option<Vec<Change>>> = BTreeMap::new();
    for (file, groups) in by_file {
        let text = report.sources.get(file).filter(|_| report.is_whole(file)).map(|file| file.text.as_str());
        let told = text.and_then(|text| replacements(text, groups.values().map(Vec::as_slice)).ok());
        let mut told = told.into_iter().flatten();
        for at in groups.into_keys() {
            // All edits of a mend, or none.
            let one: Option<Vec<Replacement>> = told.next().and_then(Result::ok);
            let changes = one.map(|one| one.into_iter().map(|new| change(report, file, new.range, new.text)));
            let all = made.entry(at).or_insert_with(|| Some(Vec::new()));
            match (all.as_mut(), changes) {
                (Some(all), Some(changes)) => all.extend(changes),
                _ => *all = None,
            }
        }
    }
    made.into_iter().filter_map(move |(at, changes)| Some((at, fix_of(at)?, changes?)))
}

fn change(report: &CheckReport<'_>, file: FileId, range: Range<usize>, text: String) -> Change {
    let region = report.region(&Spot::Span(Span { file, start: range.start, end: range.end }));
    Change { region, text }
}
