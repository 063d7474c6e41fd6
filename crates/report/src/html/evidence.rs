//! What the report rests on, and what of it could not be read.

use maud::{Markup, html};
use onethread_model::diagnostic::{PlacedDiagnostic, Severity};
use onethread_model::facts::SourceReport;

use super::prose::{full, place, sentence};
use crate::charts::frame::Safe;
use crate::diagnostics::summary;
use onethread_core::review::Review;
use onethread_core::words::{plural, thousands};

/// Rejected records and diagnostics that are shown; the rest is counted.
const REJECTS_MAX: usize = 10;
const DIAGNOSTICS_MAX: usize = 100;

/// What became of each source.
pub(super) fn evidence(review: &Review) -> Markup {
    let sources = &review.sources;
    let described = review.described;
    let described = [
        (described.initiatives, "initiative", "initiatives"),
        (described.people, "person", "people"),
        (described.teams, "team", "teams"),
        (described.allocations, "stated share of time", "stated shares of time"),
    ];
    let described: Vec<String> =
        described.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| plural(*n, one, many)).collect();
    html! {
        p {
            "The organization's own files describe " @if described.is_empty() { "nothing yet" } @else { (described.join(", ")) } ". "
            @if sources.is_empty() { "No source of evidence is named." } @else {
                "Every record of every source is accounted for: kept, left out for a reason, or rejected. A place such as "
                code { "file.csv:12" } " is line 12 of that file."
            }
        }
        @if !sources.is_empty() { (table(sources)) }
        @for source in sources { (details(source)) }
    }
}

fn table(sources: &[SourceReport]) -> Markup {
    html! {
        div.scroll role="group" tabindex="0" aria-label="Sources" {
            table.numbers {
                thead { tr {
                    th scope="col" { "source" }
                    @for name in ["read", "kept", "left out", "rejected"] { th scope="col" { (name) } }
                    th.text scope="col" { "feeds" }
                } }
                tbody {
                    @for source in sources {
                        tr {
                            th scope="row" { code { (Safe(&source.path)) } }
                            @for count in [source.read, source.kept, source.skipped.values().sum(), source.rejects.len()] { td { (thousands(count as u128)) } }
                            td.text { code { (source.table) } }
                        }
                    }
                }
            }
        }
    }
}

fn details(source: &SourceReport) -> Markup {
    let silent = source.skipped.is_empty()
        && source.rejects.is_empty()
        && source.unknown_words.is_empty()
        && source.remarks.is_empty()
        && source.unread_columns.is_empty();
    if silent {
        return Markup::default();
    }
    html! {
        h3.small { code { (Safe(&source.path)) } }
        ul.plain {
            @for reject in source.rejects.iter().take(REJECTS_MAX) { li { "Rejected: " (full(&reject.reason)) " " (place(&reject.place)) } }
            @if source.rejects.len() > REJECTS_MAX { li { "And " (source.rejects.len() - REJECTS_MAX) " more rejected." } }
            @for (reason, count) in &source.skipped { li { "Left out: " (plural(*count, "record", "records")) ", because " (full(reason)) } }
            @for ((field, word), count) in &source.unknown_words {
                li { (Safe(field)) " \u{201c}" (Safe(word)) "\u{201d} stands in " (plural(*count, "record", "records")) ", and no setting says what it means." }
            }
            @for (remark, count) in &source.remarks { li { (sentence(remark)) " (" (thousands(*count as u128)) ")." } }
            @if !source.unread_columns.is_empty() { li { "Columns not read: " (Safe(&source.unread_columns.join(", "))) "." } }
        }
    }
}

/// What is wrong with the input; absent when nothing is.
pub(super) fn diagnostics(review: &Review) -> Option<Markup> {
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
    Some(html! {
        p { "The review knows less than was written, or perhaps not what was meant: " (summary(diagnostics.iter().map(|one| one.severity))) "." }
        ul.points {
            @for one in &shown { (item(one)) }
        }
        @if diagnostics.len() > shown.len() { p.more { "And " (diagnostics.len() - shown.len()) " more." } }
    })
}

fn item(told: &PlacedDiagnostic) -> Markup {
    let severity = match told.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    };
    html! {
        li.row {
            div {
                p.says { (severity) ": " (full(&told.message)) }
                @for note in told.label.iter().chain(&told.notes) { p.more { (full(note)) } }
                @for help in &told.help { p.more { "Mend: " (full(help)) } }
            }
            div.margin { @if let Some(place) = &told.place { code.place { (Safe(&place.to_string())) } } }
        }
    }
}
