//! Mends as new text at places of files, for forms that editors and forges apply.

use std::collections::BTreeMap;
use std::ops::Range;

use onethread_model::diagnostic::Spot;
use onethread_model::edit::Replacement;
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
    let fix_of = |item| text_mend(report, item).or_else(|| mend(report, item));
    items.iter().enumerate().filter_map(|(at, item)| Some((at, fix_of(item)?))).collect()
}

/// The mend of a finding, where it was told what it replaces.
fn mend(report: &CheckReport<'_>, item: &Item<'_>) -> Option<FixOf> {
    let fix = item.finding?.fix.as_ref()?;
    let changes = fix.changes.as_ref().filter(|changes| !changes.is_empty())?;
    let one = |(file, new): &(FileId, Replacement)| change(report, *file, new.range.clone(), new.text.clone());
    Some(FixOf { safe: fix.safe, says: fix.says.clone(), changes: changes.iter().map(one).collect() })
}

/// The mend of a defect of the input.
fn text_mend(report: &CheckReport<'_>, item: &Item<'_>) -> Option<FixOf> {
    let (mend, range) = report.mend(&item.diagnostic)?;
    let file = mend.span.file;
    let changes = vec![change(report, file, range, mend.text.clone())];
    Some(FixOf { safe: mend.safe, says: mend.says.clone(), changes })
}

fn change(report: &CheckReport<'_>, file: FileId, range: Range<usize>, text: String) -> Change {
    let region = report.region(&Spot::Span(Span { file, start: range.start, end: range.end }));
    Change { region, text }
}
