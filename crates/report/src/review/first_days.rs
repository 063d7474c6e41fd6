//! The first days after an appointment, as a document: a table of answers, and the reason for each. No grade and no color.

use onethread_core::review::{
    DayAnswer, FilesRead, FirstDay, FirstDays, FirstDaysCell, FirstDaysRow, RESTS_ON_UNDATED,
};
use onethread_core::words::{capital, long_day, plural};
use onethread_model::source::Place;

use crate::agreement_words;
use crate::document::{Block, Cell, Column, Depth, Document, Point, Prose, Section, Table, judges_nobody, made_by};

/// The first days as a document of their own.
pub(super) fn document(found: &FirstDays) -> Document<'static> {
    let id = if found.name == found.id { String::new() } else { format!("{} \u{b7} ", found.id) };
    let agreement = agreement_words(&found.agreement).map_or_else(String::new, |words| format!(" \u{b7} {words}"));
    let heading = if found.refused.is_some() { String::new() } else { "Why".to_owned() };
    let sections = [
        Section::new("first-days", "", Depth::Brief, table(found)),
        Section::new("reasons", heading, Depth::Brief, reasons(found)),
    ];
    Document {
        kicker: "The first days",
        is_wide: false,
        name: format!("{}: the first {}", found.name, plural(found.days as usize, "day", "days")),
        when: format!("{id}{}{agreement}", long_day(found.as_of)),
        title: format!("{}, the first {} days", found.name, found.days),
        sections: sections.into_iter().flatten().collect(),
        closing: vec![judges_nobody("how an initiative is set up"), made_by(&long_day(found.as_of))],
    }
}

/// The same on the page of its initiative.
pub(super) fn blocks(found: &FirstDays) -> Vec<Block<'static>> {
    table(found).into_iter().chain(reasons(found)).collect()
}

/// The day of the appointment, and the answers on each day.
fn table(found: &FirstDays) -> Vec<Block<'static>> {
    let Some(one) = &found.appointment else {
        let why = found.refused.as_deref().unwrap_or("nothing is known of an appointment");
        return vec![Block::Lede(Prose::sentence(&format!("There are no first days to show: {why}")))];
    };
    let says = format!("Its leader was appointed on {}, known from {}", long_day(one.on), one.basis.words());
    let mut blocks: Vec<Block<'static>> =
        Block::points(vec![Point::new(Prose::sentence(&says)).at([&one.place])]).into_iter().collect();
    blocks.push(Block::Table(Table {
        label: "Answers on each day, without a grade".to_owned(),
        columns: columns(found),
        rows: rows(found),
        rows_max: usize::MAX,
    }));
    blocks.extend(notes(found).into_iter().map(|note| Block::Fine(Prose::sentence(&note))));
    blocks
}

fn columns(found: &FirstDays) -> Vec<Column> {
    let day = |one: &FirstDay| Column { heading: format!("day {}", one.days).into(), is_number: false };
    std::iter::once(Column::words("Question")).chain(found.columns.iter().map(day)).collect()
}

fn rows(found: &FirstDays) -> Vec<Vec<Cell>> {
    let days = found.columns.iter().map(|one| Cell::from(Prose::literal(&one.on.to_string())));
    let days = std::iter::once(Cell::from("Date")).chain(days).collect();
    let row = |row: &FirstDaysRow| {
        let cells = row.cells.iter().map(|cell| Cell::from(cell.answer.words()));
        std::iter::once(Cell::from(short(row))).chain(cells).collect()
    };
    std::iter::once(days).chain(found.rows.iter().map(row)).collect()
}

/// What a row is called: a milestone by its question, a criterion by its key.
fn short(row: &FirstDaysRow) -> String {
    if row.is_milestone { row.question.to_owned() } else { capital(&row.key.replace('-', " ")) }
}

/// What the days were read with, and which of them have not come.
fn notes(found: &FirstDays) -> Vec<String> {
    let days = |wanted: &dyn Fn(&FirstDay) -> bool| -> Option<String> {
        let days: Vec<String> =
            found.columns.iter().filter(|one| wanted(one)).map(|one| one.days.to_string()).collect();
        match days.as_slice() {
            [] => None,
            [one] => Some(format!("day {one}")),
            [first @ .., last] => Some(format!("days {} and {last}", first.join(", "))),
        }
    };
    let to_come = days(&|one| !one.is_reached);
    let dated = days(&|one| one.files == FilesRead::DatedOnly);
    let commits = found.columns.iter().filter_map(|one| match &one.files {
        FilesRead::Commit(commit) => Some(format!("day {} with the files of commit {commit}", one.days)),
        _ => None,
    });
    let commits: Vec<String> = commits.collect();
    let dated = dated.map(|days| {
        format!(
            "{days}: git has no files of the organization from then; shown is what holds with and without their lines that \
             have no day"
        )
    });
    let to_come = to_come.map(|days| format!("{days}: still to come on {}", long_day(found.as_of)));
    let read = (!commits.is_empty()).then(|| format!("read: {}", commits.join("; ")));
    [read, dated, to_come].into_iter().flatten().collect()
}

/// Each question with the reason for each answer that it had, the first day of each first.
fn reasons(found: &FirstDays) -> Vec<Block<'static>> {
    let is_undated = |cell: &FirstDaysCell| {
        cell.answer == DayAnswer::NotReached || cell.because.iter().any(|one| one.says == RESTS_ON_UNDATED)
    };
    let has_reasons = |row: &&FirstDaysRow| row.cells.iter().any(|cell| !cell.because.is_empty());
    let asked = found.rows.iter().filter(has_reasons);
    let (undated, shown): (Vec<&FirstDaysRow>, Vec<&FirstDaysRow>) =
        asked.partition(|row| row.cells.iter().all(is_undated));
    let point = |row: &FirstDaysRow| {
        let mut point = Point::new(Prose::default().strong(row.question));
        for (says, places) in runs(found, row) {
            point = point.more(Prose::sentence(&says));
            let is_new = |place: &Place, point: &Point| !point.places.contains(place);
            places.into_iter().for_each(|place| {
                if is_new(&place, &point) {
                    point.places.push(place)
                }
            });
        }
        point
    };
    let mut points: Vec<Point> = shown.into_iter().map(point).collect();
    if !undated.is_empty() {
        let names: Vec<String> = undated.iter().map(|row| short(row).trim_end_matches('?').to_lowercase()).collect();
        let says = format!("{}: {RESTS_ON_UNDATED}", names.join(", "));
        points
            .push(Point::new(Prose::default().strong("Not shown on any of these days.")).more(Prose::sentence(&says)));
    }
    Block::points(points).into_iter().collect()
}

/// An answer with the days that it holds for, and its reasons as of the last of them.
fn runs(found: &FirstDays, row: &FirstDaysRow) -> Vec<(String, Vec<Place>)> {
    let days: Vec<(u32, &FirstDaysCell)> = found.columns.iter().map(|one| one.days).zip(&row.cells).collect();
    let reached = days.iter().position(|(_, cell)| cell.answer == DayAnswer::NotReached).unwrap_or(days.len());
    let said = |run: &[(u32, &FirstDaysCell)]| {
        let ((first, _), (last, cell)) = (run.first()?, run.last()?);
        let when = if first == last { format!("day {first}") } else { format!("days {first} to {last}") };
        let why: Vec<&str> = cell.because.iter().take(REASONS_MAX).map(|one| one.says.as_str()).collect();
        let more = cell.because.len().saturating_sub(REASONS_MAX);
        let more = if more > 0 { format!("; {more} more") } else { String::new() };
        let places = cell.because.iter().take(REASONS_MAX).filter_map(|one| one.place.clone()).collect();
        let why = if why.is_empty() { String::new() } else { format!(": {}{more}", why.join("; ")) };
        Some((format!("{when}, {}{why}", cell.answer.words()), places))
    };
    let same = |a: &(u32, &FirstDaysCell), b: &(u32, &FirstDaysCell)| a.1.answer == b.1.answer;
    days[..reached].chunk_by(same).filter_map(said).collect()
}

/// Reasons of an answer that are printed; the JSON has all.
const REASONS_MAX: usize = 2;
