//! A sheet as one HTML file that stands alone: no script, nothing loaded from anywhere.

use maud::{DOCTYPE, Markup, html};
use onethread_model::Day;

use super::Subject;
use super::sheet::{Row, Sheet};
use super::table::behind_words;
use super::words::words;
use crate::charts::frame::{Coded, Safe};
use crate::document::html::{head, masthead};
use onethread_core::words::{capital, plural, thousands};

const STYLE: &str = include_str!("style.css");

/// The sheet as a whole document; `name` is that of the organization.
pub(super) fn to_html(sheet: &Sheet, subject: &Subject, name: &str, day: Day) -> String {
    let main = html! {
        section #answer { (answer(sheet, subject)) }
        section { h2 { "What it rests on" } (rests(sheet, subject)) }
    };
    document(name, subject.title, &when(sheet, day), day, &main)
}

/// Several sheets as one document, each a section of its own.
pub(super) fn all_to_html(sheets: &[(&Subject, Sheet)], name: &str, day: Day) -> String {
    let main = html! {
        nav.contents aria-labelledby="contents-heading" {
            h2 #contents-heading { "Contents" }
            ol { @for (subject, _) in sheets { li { a href=(format!("#{}", subject.key)) { (capital(subject.title)) } } } }
        }
        @for (subject, sheet) in sheets {
            section id=(subject.key) aria-labelledby=(format!("{}-heading", subject.key)) {
                h2 id=(format!("{}-heading", subject.key)) { (capital(subject.title)) }
                p.quiet { (when(sheet, day)) }
                (answer(sheet, subject))
                details.data { summary { "What it rests on" } (rests(sheet, subject)) }
            }
        }
    };
    document(name, "everything measured", &format!("As of {day}"), day, &main)
}

fn document(name: &str, title: &str, when: &str, day: Day, main: &Markup) -> String {
    let body = html! {
        (DOCTYPE)
        html lang="en" {
            (head(&format!("{name}, {title} as of {day}"), STYLE))
            body {
                (masthead(name, &capital(title), when))
                main { (main) }
                footer {
                    p { strong { "Not for evaluating individuals." } " This is about teams, code and initiatives. It holds no number about a \
                        person, and must not be used to judge, compare or rank people." }
                    p.quiet { "Made by Onethread " (env!("CARGO_PKG_VERSION")) " from the organization's own files, as known on " (day) "." }
                }
            }
        }
    };
    body.into_string()
}

fn answer(sheet: &Sheet, subject: &Subject) -> Markup {
    html! {
        @if !sheet.finding.is_empty() { p.lede { (Safe(&sheet.finding)) } }
        @for picture in &sheet.pictures { (picture) }
        (rows(sheet, subject))
    }
}

fn rests(sheet: &Sheet, subject: &Subject) -> Markup {
    html! {
        ul.rests { @for note in &sheet.notes { li { (Coded(note)) } } }
        dl.columns { @for column in &sheet.columns {
            dt { (column.heading) }
            dd { (Coded(column.doc)) " In CSV and JSON: " code { (column.key) } "." }
        } }
        p.quiet { "How it is computed: " code { "onethread explain " (subject.measure) } }
    }
}

fn when(sheet: &Sheet, day: Day) -> String {
    match sheet.window {
        Some((from, until)) => format!("Counted from {from} to {until}, as known on {day}"),
        None => format!("As of {day}"),
    }
}

fn rows(sheet: &Sheet, subject: &Subject) -> Markup {
    html! {
        @if sheet.rows.is_empty() {
            @if let Some(why) = &sheet.empty { p { strong { "Nothing to show. " } (Safe(&capital(why))) } }
        } @else {
            div.scroll role="group" tabindex="0" aria-label=(subject.title) {
                table.sheet {
                    thead { tr {
                        @for column in &sheet.columns { th scope="col" class=[column.ty.is_number().then_some("number")] { (column.heading) } }
                        th scope="col" { "Behind it" }
                    } }
                    tbody { @for row in sheet.rows.iter().take(ROWS_MAX) { (one(row, sheet)) } }
                }
            }
            @if sheet.rows.len() > ROWS_MAX {
                p.more { "These are the first " (ROWS_MAX) " of " (thousands(sheet.rows.len() as u128)) " rows. All of them: " code { "onethread show " (subject.key) " --format csv" } "." }
            }
        }
    }
}

/// Rows that are shown: those that matter most come first, and a page with more is slow to open.
const ROWS_MAX: usize = 500;

/// Words that are longer may break at the end of a line.
const UNBROKEN: usize = 40;

/// A cell of numbers that is longer says in words why there is none.
const NUMBER: usize = 22;

fn class(text: &str, is_number: bool) -> Option<&'static str> {
    match is_number {
        true if text.chars().count() > NUMBER => Some("number long"),
        true => Some("number"),
        false => (text.chars().count() <= UNBROKEN).then_some("short"),
    }
}

fn one(row: &Row, sheet: &Sheet) -> Markup {
    html! {
        tr {
            @for (index, (cell, column)) in row.cells.iter().zip(&sheet.columns).enumerate() {
                @let text = words(cell, column);
                @if index == 0 { th scope="row" { (Safe(&text)) } }
                @else { td class=[class(&text, column.ty.is_number())] { (Safe(&text)) } }
            }
            td.behind {
                @if !row.behind.is_empty() {
                    details {
                        summary { (plural(row.behind_all, "record", "records")) }
                        ul {
                            @for behind in &row.behind {
                                li { (Safe(&behind_words(behind))) @if let Some(place) = &behind.place { " " code { (Safe(&place.to_string())) } } }
                            }
                            @if row.behind_all > row.behind.len() { li { "and " (thousands((row.behind_all - row.behind.len()) as u128)) " more" } }
                        }
                    }
                }
            }
        }
    }
}
