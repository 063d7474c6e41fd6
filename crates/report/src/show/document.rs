//! A sheet as a document.

use onethread_model::Day;
use onethread_model::agreement::Agreement;

use super::sheet::{Behind, Column, Row, Sheet};
use super::words::words;
use super::{Asked, Subject};
use crate::agreement_words;
use crate::document::data::{Data, DataRow};
use crate::document::{self, Block, Depth, Document, Fact, Fold, Point, Prose, Section, judges_nobody, made_by};
use onethread_core::words::{capital, plural};

/// The heading above what the numbers rest on.
const RESTS: &str = "What it rests on";

/// One sheet.
pub(super) fn of_one<'s>(
    sheet: &'s Sheet,
    subject: &'s Subject,
    asked: &Asked,
    (organization, agreement): (&str, &Agreement),
    day: Day,
) -> Document<'s> {
    let answer = Section::new(subject.key, "", Depth::Brief, answer(sheet, subject, asked));
    let rests = Section::new("rests", RESTS, Depth::Brief, rests(sheet, subject, asked));
    let when = with_agreement(format!("{organization}, {}", counted(sheet, day)), agreement);
    document(&capital(subject.title), organization, when, day, [answer, rests].into_iter().flatten().collect())
}

/// Several sheets, each a section of its own.
pub(super) fn of_all<'s>(
    sheets: &'s [(&'s Subject, Sheet)],
    asked: &Asked,
    (organization, agreement): (&str, &Agreement),
    day: Day,
) -> Document<'s> {
    let section = |(subject, sheet): &'s (&'s Subject, Sheet)| {
        let mut inner = vec![Block::Fine(Prose::sentence(&counted(sheet, day)))];
        inner.extend(answer(sheet, subject, asked));
        inner.push(Block::Group(RESTS.to_owned(), rests(sheet, subject, asked)));
        Section::new(subject.key, capital(subject.title), Depth::Full, inner)
    };
    let when = with_agreement(format!("{organization}, as known on {day}"), agreement);
    document("Everything measured", organization, when, day, sheets.iter().filter_map(section).collect())
}

/// The line of days with whose agreement holds, and what it loosens.
fn with_agreement(when: String, agreement: &Agreement) -> String {
    agreement_words(agreement).map_or(when.clone(), |words| format!("{when} \u{b7} {words}"))
}

fn document<'s>(name: &str, organization: &str, when: String, day: Day, sections: Vec<Section<'s>>) -> Document<'s> {
    Document {
        kicker: "Measured",
        name: name.to_owned(),
        when,
        title: format!("{organization}, {} as of {day}", name.to_lowercase()),
        is_wide: true,
        sections,
        closing: vec![judges_nobody("teams, code and initiatives"), made_by(&day.to_string())],
    }
}

/// Which days were counted.
fn counted(sheet: &Sheet, day: Day) -> String {
    match sheet.window {
        Some((from, until)) if until == day => format!("counted from {from} to {until}"),
        Some((from, until)) => format!("counted from {from} to {until}, as known on {day}"),
        None => format!("as of {day}"),
    }
}

fn answer<'s>(sheet: &'s Sheet, subject: &'s Subject, asked: &Asked) -> Vec<Block<'s>> {
    let mut blocks = Vec::new();
    if !sheet.finding.is_empty() {
        blocks.push(Block::Lede(Prose::literal(&sheet.finding)));
    }
    blocks.extend(sheet.pictures.iter().map(|picture| Block::figure(|| picture.clone(), Vec::new())));
    match (&sheet.empty, sheet.rows.as_slice()) {
        (_, [_, ..]) => blocks.push(Block::Data(data(sheet, subject, asked))),
        (Some(why), []) => {
            blocks.push(Block::Paragraph(Prose::default().strong("Nothing to show. ").then(Prose::sentence(why))))
        }
        (None, []) => {}
    }
    blocks
}

fn meaning(column: &Column) -> Fact {
    let says = Prose::new(column.doc).text(" In CSV and JSON: ").code(column.key).text(".");
    Fact::new(column.heading, says, [])
}

fn rests<'s>(sheet: &'s Sheet, subject: &'s Subject, asked: &Asked) -> Vec<Block<'s>> {
    let mut points: Vec<Point> = sheet.notes.iter().map(|note| Point::new(note.as_str())).collect();
    let example = sheet.rows.iter().find(|row| !row.behind.is_empty() && !row.about.is_empty());
    if let Some(row) = example.filter(|_| !asked.is_narrowed()) {
        let what = plural(row.behind_all, "record lies", "records lie");
        let ids = row.about.iter().take(2).cloned().collect::<Vec<_>>().join(",");
        let says = Prose::literal(&format!("{what} behind the first row that has any: "));
        points.push(Point::new(says.code(&format!("onethread show {} --for {ids}", subject.key))));
    }
    points.push(Point::new(Prose::new("How it is computed: ").code(&format!("onethread explain {}", subject.measure))));
    let columns = sheet.columns.iter().map(meaning).collect();
    let mut blocks: Vec<Block<'s>> = Block::points(points).into_iter().collect();
    blocks.push(Block::Fold(Fold {
        anchor: format!("{}-columns", subject.key),
        name: "What the columns hold".to_owned(),
        under: "also their names in CSV and JSON".to_owned(),
        blocks: vec![Block::Facts(columns)],
    }));
    blocks
}

fn data(sheet: &Sheet, subject: &Subject, asked: &Asked) -> Data {
    let column =
        |column: &Column| document::Column { heading: column.heading.into(), is_number: column.ty.is_number() };
    let row = |row: &Row| DataRow {
        cells: row.cells.iter().zip(&sheet.columns).map(|(cell, column)| words(cell, column)).collect(),
        about: row.about.join(" and "),
        behind: row.behind.iter().map(behind).collect(),
        behind_all: row.behind_all,
    };
    Data {
        label: subject.title.to_owned(),
        columns: sheet.columns.iter().map(column).collect(),
        rows: sheet.rows.iter().map(row).collect(),
        rows_max: asked.top,
        is_open: asked.is_narrowed(),
        whole: format!("onethread show {} --format csv", subject.key),
    }
}

/// A change or record in words, and its place.
fn behind(behind: &Behind) -> (String, Option<onethread_model::source::Place>) {
    let what = match behind.day {
        Some(day) => format!("{day}  {}", behind.what),
        None => behind.what.clone(),
    };
    (what, behind.place.clone())
}
