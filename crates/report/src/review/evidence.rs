//! What the report rests on, and what of it could not be read.

use std::collections::BTreeMap;

use onethread_core::review::Review;
use onethread_core::words::{plural, thousands};
use onethread_model::diagnostic::{PlacedDiagnostic, Severity};
use onethread_model::facts::SourceReport;

use super::paragraph;
use crate::diagnostics::summary;
use crate::document::{Block, Cell, Column, Depth, Point, Points, Prose, Section, Table};

/// Rejected records and diagnostics that are shown; the rest is counted.
const REJECTS_MAX: usize = 10;
const DIAGNOSTICS_MAX: usize = 100;

/// What became of each source.
pub(super) fn sources(review: &Review) -> Option<Section<'_>> {
    let sources = &review.sources;
    if sources.is_empty() {
        return None;
    }
    let mut blocks = vec![paragraph(
        "Every record of every source is accounted for: kept, left out for a reason, or rejected. A place such as `file.csv:12` \
         is line 12 of that file.",
    )];
    let folded = folded(sources);
    blocks.push(Block::Table(table(&folded)));
    for source in &folded {
        blocks.extend(Block::points(details(source)).map(|block| block.under(&source.path)));
    }
    Section::new("evidence", "Sources", Depth::Full, blocks)
}

/// Files of one kind that one source reads, such as the manifests of a repository, as one.
fn folded(sources: &[SourceReport]) -> Vec<SourceReport> {
    let file = |source: &SourceReport| source.path.rsplit('/').next().unwrap_or_default().to_owned();
    let mut kinds: BTreeMap<(&str, String, &str), Vec<&SourceReport>> = BTreeMap::new();
    for source in sources {
        kinds.entry((source.name.as_str(), file(source), source.table)).or_default().push(source);
    }
    let mut folded: Vec<SourceReport> = kinds.into_iter().map(|((_, file, _), of)| together(&file, &of)).collect();
    // In the order of their first files.
    let first = |name: &str| sources.iter().position(|source| source.name == name);
    folded.sort_by_key(|source| first(&source.name));
    folded
}

/// What became of several files, added up.
fn together(file: &str, of: &[&SourceReport]) -> SourceReport {
    let mut sum = SourceReport::clone(of[0]);
    for one in &of[1..] {
        sum.read += one.read;
        sum.kept += one.kept;
        sum.facts += one.facts;
        sum.rejects.extend(one.rejects.iter().cloned());
        one.skipped.iter().for_each(|(reason, count)| *sum.skipped.entry(reason.clone()).or_default() += count);
        one.remarks.iter().for_each(|(remark, count)| *sum.remarks.entry(remark.clone()).or_default() += count);
        one.unknown_words.iter().for_each(|(word, count)| *sum.unknown_words.entry(word.clone()).or_default() += count);
        sum.unread_columns.extend(one.unread_columns.iter().cloned());
    }
    sum.unread_columns.sort();
    sum.unread_columns.dedup();
    if of.len() > 1 {
        sum.path = format!("{file} ({} files)", of.len()).into();
    }
    sum
}

fn table(sources: &[SourceReport]) -> Table {
    let row = |source: &SourceReport| {
        let counts = [source.read, source.kept, source.skipped.values().sum(), source.rejects.len()];
        let mut row = vec![Cell::from(&*source.path)];
        row.extend(counts.map(|count| Cell::from(thousands(count as u128))));
        row.push(Cell::from(source.table));
        row
    };
    let numbers = ["read", "kept", "left out", "rejected"].map(Column::numbers);
    Table {
        label: "Sources".to_owned(),
        columns: [Column::words("source")].into_iter().chain(numbers).chain([Column::words("table")]).collect(),
        rows: sources.iter().map(row).collect(),
        rows_max: 20,
    }
}

fn details(source: &SourceReport) -> Vec<Point> {
    let mut points = Vec::new();
    for reject in source.rejects.iter().take(REJECTS_MAX) {
        points.push(Point::new(Prose::new("Rejected: ").text(&reject.reason).text(".")).at([&reject.place]));
    }
    let more = source.rejects.len().saturating_sub(REJECTS_MAX);
    if more > 0 {
        points.push(Point::new(format!("And {more} more rejected.")));
    }
    for (reason, count) in &source.skipped {
        points.push(Point::new(format!("Left out: {}: {reason}.", plural(*count, "record", "records"))));
    }
    for ((field, word), count) in &source.unknown_words {
        let records = plural(*count, "record", "records");
        points.push(Point::new(format!("{field} \u{201c}{word}\u{201d} (in {records}): a value without a mapping.")));
    }
    for (remark, count) in &source.remarks {
        points.push(Point::new(format!("{remark} ({}).", thousands(*count as u128))));
    }
    if !source.unread_columns.is_empty() {
        points.push(Point::new(format!("Columns not read: {}.", source.unread_columns.join(", "))));
    }
    points
}

/// What is wrong with the input; absent when nothing is.
pub(super) fn problems(review: &Review) -> Option<Section<'_>> {
    let diagnostics = &review.diagnostics;
    if diagnostics.is_empty() {
        return None;
    }
    let mut shown: Vec<&PlacedDiagnostic> = diagnostics.iter().collect();
    // Where only some are shown, those that lose information come first.
    if shown.len() > DIAGNOSTICS_MAX {
        shown.sort_by_key(|diagnostic| diagnostic.severity);
        shown.truncate(DIAGNOSTICS_MAX);
    }
    let point = |one: &&PlacedDiagnostic| {
        let severity = match one.severity {
            Severity::Error => "Error: ",
            Severity::Warning => "Warning: ",
            Severity::Note => "Note: ",
        };
        let mut point = Point::new(Prose::new(severity).text(&one.message).text(".")).at(&one.place);
        for note in one.label.iter().chain(&one.notes) {
            point = point.more(Prose::sentence(note));
        }
        for help in &one.help {
            point = point.more(Prose::sentence(&format!("Fix: {help}")));
        }
        point
    };
    let counts = summary(diagnostics.iter().map(|one| one.severity));
    let mut blocks = vec![
        Block::paragraph(format!("The review knows less than was written, or perhaps not what was meant: {counts}.")),
        Block::Points(Points::plain(shown.iter().map(point).collect())),
    ];
    let more = diagnostics.len() - shown.len();
    if more > 0 {
        blocks.push(Block::fine(format!("And {more} more.")));
    }
    Section::new("problems", "What could not be read as meant", Depth::Full, blocks)
}
