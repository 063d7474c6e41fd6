//! Fixes as new text at places of files, for forms that editors and forges apply.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::edit::{Edit, Fix, Replacement, replacements};
use onethread_model::source::{FileId, Span};

use super::{CheckReport, Item, Region};

/// A fix of an item, and what it replaces.
pub(crate) struct FixOf<'i> {
    pub(crate) fix: &'i Fix,
    /// In the order of files and places; at least one piece.
    pub(crate) changes: Vec<Change>,
}

/// A piece of a file, and what comes in its place.
pub(crate) struct Change {
    pub(crate) region: Region,
    pub(crate) text: String,
}

/// The fixes of items, by their place among them. Those that cannot be made in the files as they are are left out: all
/// edits of a fix, or none. A file is parsed once for all of them; one in which bytes were replaced is left alone.
pub(crate) fn fixes<'i>(report: &CheckReport<'_>, items: &'i [Item<'_>]) -> BTreeMap<usize, FixOf<'i>> {
    let mut fixes: BTreeMap<usize, FixOf<'i>> = BTreeMap::new();
    let mut by_file: BTreeMap<FileId, BTreeMap<usize, Vec<&'i Edit>>> = BTreeMap::new();
    let ids: BTreeMap<&str, FileId> = report.sources.iter().map(|(id, file)| (&*file.path, id)).collect();
    for (at, item) in items.iter().enumerate() {
        let Some(fix) = &item.diagnostic.fix else { continue };
        let files: Option<Vec<FileId>> = fix.edits.iter().map(|edit| ids.get(edit.file.as_str()).copied()).collect();
        let Some(files) = files else { continue };
        fixes.insert(at, FixOf { fix, changes: Vec::new() });
        for (file, edit) in files.into_iter().zip(&fix.edits) {
            by_file.entry(file).or_default().entry(at).or_default().push(edit);
        }
    }
    for (file, groups) in by_file {
        if !report.is_whole(file) {
            groups.keys().for_each(|at| drop(fixes.remove(at)));
            continue;
        }
        let text = report.sources.get(file).map_or("", |file| file.text.as_str());
        let items: Vec<usize> = groups.keys().copied().collect();
        for (at, replaced) in items.into_iter().zip(replacements(text, groups.into_values())) {
            match (fixes.get_mut(&at), replaced) {
                (Some(fix), Ok(replaced)) => {
                    fix.changes.extend(replaced.into_iter().map(|one| change(report, file, one)));
                }
                _ => drop(fixes.remove(&at)),
            }
        }
    }
    fixes.retain(|_, fix| !fix.changes.is_empty());
    fixes
}

fn change(report: &CheckReport<'_>, file: FileId, Replacement { range, text }: Replacement) -> Change {
    let region = report.region(&Spot::Span(Span { file, start: range.start, end: range.end }));
    Change { region, text }
}
