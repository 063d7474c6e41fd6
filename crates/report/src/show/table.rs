//! A sheet as text: as many columns as there is room for, and what they rest on below.

use unicode_width::UnicodeWidthStr;

use super::sheet::{Behind, Sheet};
use super::words::words;
use super::{Asked, Subject};
use crate::Style;
use crate::inert::inert;
use crate::text::paint::{Look, Page, cut, pad, right};
use onethread_core::words::{plural, thousands};

/// Words longer than this give way before whole columns do: more for those that say what a row is about.
const NAME_MIN: usize = 28;
const TEXT_MIN: usize = 14;
/// Columns that say what a row is about, where they hold words.
const NAMES: usize = 2;
/// The widest that words are ever shown in a table.
const TEXT_MAX: usize = 48;
const GAP: usize = 2;

/// The sheet as text.
pub(super) fn table(sheet: &Sheet, subject: &Subject, asked: &Asked, title: &str, style: Style) -> String {
    let mut page = Page::new(style);
    page.title(title);
    if !sheet.finding.is_empty() {
        page.wrapped("", "", &sheet.finding, "");
    }
    page.blank();
    let shown = sheet.rows.len().min(asked.top);
    if let Some(why) = sheet.empty.as_deref().filter(|_| sheet.rows.is_empty()) {
        page.wrapped("", "", &format!("Nothing to show: {why}"), "");
    } else if !sheet.rows.is_empty() {
        rows(&mut page, sheet, shown);
    }
    if shown < sheet.rows.len() {
        let all = thousands(sheet.rows.len() as u128);
        page.line(&[(Look::Dim, &format!("{shown} of {all} rows; --top {} shows all", sheet.rows.len()))]);
    }
    if asked.is_narrowed() {
        behind(&mut page, sheet, shown);
    }
    notes(&mut page, sheet, subject, asked);
    page.finish()
}

fn rows(page: &mut Page, sheet: &Sheet, shown: usize) {
    let cells: Vec<Vec<String>> = sheet.rows[..shown]
        .iter()
        .map(|row| row.cells.iter().zip(&sheet.columns).map(|(cell, column)| one_line(&words(cell, column))).collect())
        .collect();
    let wanted = |index: usize| {
        let widest = cells.iter().filter_map(|row| row.get(index)).map(|cell| cell.width()).max().unwrap_or(0);
        widest.max(sheet.columns[index].heading.width()).min(TEXT_MAX)
    };
    let mut widths: Vec<usize> = (0..sheet.columns.len()).map(wanted).collect();
    let hidden = fit(&mut widths, sheet, page.width());
    let line = |look: Look, text: &dyn Fn(usize) -> String, page: &mut Page| {
        let mut pieces = Vec::new();
        for (index, width) in widths.iter().enumerate() {
            let text = text(index);
            let number = sheet.columns[index].ty.is_number();
            let text =
                if number { right(&cut(&text, *width), *width) } else { pad(&shortened(&text, *width, index), *width) };
            pieces.push(if index == 0 { text } else { " ".repeat(GAP) + &text });
        }
        page.line(&[(look, &pieces.concat())]);
    };
    line(Look::Dim, &|index| sheet.columns[index].heading.to_owned(), page);
    for row in &cells {
        line(Look::Plain, &|index| row.get(index).cloned().unwrap_or_default(), page);
    }
    if !hidden.is_empty() {
        page.wrapped(
            "",
            "",
            "",
            &format!("columns hidden (terminal too narrow): {} (--format csv and json have all)", hidden.join(", ")),
        );
    }
}

/// Makes the columns fit: first long words are cut, then the last columns go. Names those that went.
fn fit(widths: &mut Vec<usize>, sheet: &Sheet, room: usize) -> Vec<&'static str> {
    let total = |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let narrowest = |index: usize, width: usize| {
        let least = if index < NAMES { NAME_MIN } else { TEXT_MIN };
        if sheet.columns[index].ty.is_number() { width } else { width.min(least) }
    };
    let mut hidden = Vec::new();
    loop {
        let least: Vec<usize> = widths.iter().enumerate().map(|(index, width)| narrowest(index, *width)).collect();
        if total(&least) <= room || widths.len() <= 2 {
            break;
        }
        widths.pop();
        hidden.insert(0, sheet.columns[widths.len()].heading);
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

/// What the rows were counted from.
fn behind(page: &mut Page, sheet: &Sheet, shown: usize) {
    for row in sheet.rows[..shown].iter().filter(|row| !row.behind.is_empty()) {
        page.heading(&format!("Behind {}", row.about.join(" and ")));
        for one in &row.behind {
            let place = one.place.as_ref().map(ToString::to_string).unwrap_or_default();
            page.with_place(" ", "   ", &behind_words(one), &place);
        }
        if row.behind_all > row.behind.len() {
            page.line(&[(Look::Dim, &format!(" and {} more", row.behind_all - row.behind.len()))]);
        }
    }
}

/// A change or record in words.
pub(super) fn behind_words(behind: &Behind) -> String {
    match behind.day {
        Some(day) => format!("{day}  {}", behind.what),
        None => behind.what.clone(),
    }
}

fn notes(page: &mut Page, sheet: &Sheet, subject: &Subject, asked: &Asked) {
    page.blank();
    for note in &sheet.notes {
        page.wrapped(" - ", "   ", note, "");
    }
    let example = sheet.rows.iter().find(|row| !row.behind.is_empty() && !row.about.is_empty());
    if let Some(row) = example.filter(|_| !asked.is_narrowed()) {
        let what = plural(row.behind_all, "record lies", "records lie");
        let ask = format!(
            "onethread show {} --for {}",
            subject.key,
            row.about.iter().take(2).cloned().collect::<Vec<_>>().join(",")
        );
        page.wrapped(" - ", "   ", &format!("{what} behind the first row that has any: {ask}"), "");
    }
    page.wrapped(" - ", "   ", "", &format!("how it is computed: onethread explain {}", subject.measure));
}

fn one_line(text: &str) -> String {
    inert(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text in so many columns. A name loses its middle, anything else its end.
fn shortened(text: &str, width: usize, index: usize) -> String {
    if index < NAMES { middle_cut(text, width) } else { cut(text, width) }
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
