//! A table of data: more columns than a terminal is wide, and behind each row what it was counted from.
//!
//! Prose has [`Table`](super::Table), whose words wrap. Here cells are names and numbers: they stay in their line, long names lose
//! their middle, and the last columns give way.

use maud::{Markup, html};
use onethread_core::words::{plural, thousands};
use onethread_model::source::Place;
use unicode_width::UnicodeWidthStr;

use super::Column;
use crate::charts::frame::Safe;
use crate::inert::inert;
use crate::text::paint::{Look, Page, cut, pad, right};

/// A table of data.
#[derive(Clone, Debug, Default)]
pub(crate) struct Data {
    /// What it holds, for who cannot see it.
    pub(crate) label: String,
    /// The columns, those that matter most first.
    pub(crate) columns: Vec<Column>,
    /// The rows, those that matter most first.
    pub(crate) rows: Vec<DataRow>,
    /// How many rows text shows.
    pub(crate) rows_max: usize,
    /// Whether text shows what lies behind each row.
    pub(crate) is_open: bool,
    /// The command that gives all of it.
    pub(crate) whole: String,
}

/// A row with what it was counted from.
#[derive(Clone, Debug, Default)]
pub(crate) struct DataRow {
    /// Its cells in words.
    pub(crate) cells: Vec<String>,
    /// What it is about.
    pub(crate) about: String,
    /// Records behind it, each with its place; there may be more than are listed.
    pub(crate) behind: Vec<(String, Option<Place>)>,
    /// How many there are behind it in all.
    pub(crate) behind_all: usize,
}

/// Words longer than this give way before whole columns do: more for those that say what a row is about.
const NAME_MIN: usize = 28;
const TEXT_MIN: usize = 24;
/// Columns that say what a row is about, where they hold words.
const NAMES: usize = 2;
/// The widest that words are ever shown in text.
const TEXT_MAX: usize = 48;
const GAP: usize = 2;

/// The rows as text, and what lies behind them where that is wanted.
pub(super) fn text(page: &mut Page, data: &Data) {
    page.blank();
    let shown = &data.rows[..data.rows.len().min(data.rows_max)];
    let cells: Vec<Vec<String>> =
        shown.iter().map(|row| row.cells.iter().map(|cell| one_line(cell)).collect()).collect();
    let wanted = |index: usize| {
        let widest = cells.iter().filter_map(|row| row.get(index)).map(|cell| cell.width()).max().unwrap_or(0);
        widest.max(data.columns[index].heading.width()).min(TEXT_MAX)
    };
    let mut widths: Vec<usize> = (0..data.columns.len()).map(wanted).collect();
    let hidden = fit(&mut widths, &data.columns, page.width());
    let line = |look: Look, text: &dyn Fn(usize) -> String, page: &mut Page| {
        let piece = |(index, width): (usize, &usize)| {
            let text = text(index);
            if data.columns[index].is_number {
                return right(&cut(&text, *width), *width);
            }
            // A name loses its middle, anything else its end.
            pad(&if index < NAMES { middle_cut(&text, *width) } else { cut(&text, *width) }, *width)
        };
        let pieces: Vec<String> = widths.iter().enumerate().map(piece).collect();
        page.line(&[(look, &pieces.join(&" ".repeat(GAP)))]);
    };
    line(Look::Dim, &|index| data.columns[index].heading.to_string(), page);
    for row in &cells {
        line(Look::Plain, &|index| row.get(index).cloned().unwrap_or_default(), page);
    }
    if !hidden.is_empty() {
        let hidden = hidden.join("; ");
        page.wrapped(
            "",
            "",
            "",
            &format!("columns hidden (terminal too narrow): {hidden} (--format csv and json have all)"),
        );
    }
    if shown.len() < data.rows.len() {
        let all = thousands(data.rows.len() as u128);
        page.line(&[(Look::Dim, &format!("{} of {all} rows; --top {} shows all", shown.len(), data.rows.len()))]);
    }
    for row in shown.iter().filter(|row| data.is_open && !row.behind.is_empty()) {
        page.heading(&format!("Behind {}", row.about));
        for (what, place) in &row.behind {
            page.with_place(" ", "   ", what, &place.as_ref().map(ToString::to_string).unwrap_or_default());
        }
        if row.behind_all > row.behind.len() {
            page.line(&[(Look::Dim, &format!(" and {} more", row.behind_all - row.behind.len()))]);
        }
    }
}

/// Makes the columns fit: first long words are cut, then the last columns go. Names those that went.
fn fit(widths: &mut Vec<usize>, columns: &[Column], room: usize) -> Vec<String> {
    let total = |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let narrowest = |index: usize, width: usize| {
        let least = if index < NAMES { NAME_MIN } else { TEXT_MIN };
        if columns[index].is_number { width } else { width.min(least) }
    };
    let mut hidden = Vec::new();
    loop {
        let least: Vec<usize> = widths.iter().enumerate().map(|(index, width)| narrowest(index, *width)).collect();
        if total(&least) <= room || widths.len() <= 2 {
            break;
        }
        widths.pop();
        hidden.insert(0, columns[widths.len()].heading.to_string());
    }
    while total(widths) > room {
        let widest = (0..widths.len())
            .filter(|index| widths[*index] > narrowest(*index, widths[*index]))
            .max_by_key(|index| widths[*index]);
        match widest {
            Some(index) => widths[index] -= 1,
            None => break,
        }
    }
    hidden
}

fn one_line(text: &str) -> String {
    inert(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without its middle where it is too long: names of one family differ at their ends.
fn middle_cut(text: &str, width: usize) -> String {
    if text.width() <= width || width < 8 {
        return text.to_owned();
    }
    let room = width - 3;
    let (mut start, mut end) = (String::new(), Vec::new());
    for character in text.chars() {
        if (start.clone() + &character.to_string()).width() > room / 2 {
            break;
        }
        start.push(character);
    }
    let mut used = 0;
    for character in text.chars().rev() {
        let wide = character.to_string().width();
        if used + wide > room - start.width() {
            break;
        }
        used += wide;
        end.push(character);
    }
    start + "..." + &end.into_iter().rev().collect::<String>()
}

/// Rows that a page shows: those that matter most come first, and a page with more is slow to open.
const PAGE_ROWS_MAX: usize = 500;
/// Words that are longer may break at the end of a line.
const UNBROKEN_MAX: usize = 40;
/// A cell of numbers that is longer says in words why there is none.
const NUMBER_MAX: usize = 22;

/// The rows as a part of a page, each with what lies behind it.
pub(super) fn markup(data: &Data) -> Markup {
    html! {
        div.scroll role="group" tabindex="0" aria-label=(Safe(&data.label)) {
            table.sheet {
                thead { tr {
                    @for column in &data.columns { th scope="col" class=[column.is_number.then_some("number")] { (column.heading) } }
                    th scope="col" { "Behind it" }
                } }
                tbody { @for row in data.rows.iter().take(PAGE_ROWS_MAX) { (row_markup(row, &data.columns)) } }
            }
        }
        @if data.rows.len() > PAGE_ROWS_MAX {
            p.more { "These are the first " (PAGE_ROWS_MAX) " of " (thousands(data.rows.len() as u128)) " rows. All of them: " code { (data.whole) } "." }
        }
    }
}

fn class(text: &str, is_number: bool) -> Option<&'static str> {
    match is_number {
        true if text.chars().count() > NUMBER_MAX => Some("number long"),
        true => Some("number"),
        false => (text.chars().count() <= UNBROKEN_MAX).then_some("short"),
    }
}

fn row_markup(row: &DataRow, columns: &[Column]) -> Markup {
    html! {
        tr {
            @for (index, (text, column)) in row.cells.iter().zip(columns).enumerate() {
                @if index == 0 { th scope="row" { (Safe(text)) } }
                @else { td class=[class(text, column.is_number)] { (Safe(text)) } }
            }
            td.behind {
                @if !row.behind.is_empty() {
                    details {
                        summary { (plural(row.behind_all, "record", "records")) }
                        ul {
                            @for (what, place) in &row.behind {
                                li { (Safe(what)) @if let Some(place) = place { " " code { (Safe(&place.to_string())) } } }
                            }
                            @if row.behind_all > row.behind.len() { li { "and " (thousands((row.behind_all - row.behind.len()) as u128)) " more" } }
                        }
                    }
                }
            }
        }
    }
}
