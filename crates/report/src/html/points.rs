//! What stands out and what would change it, as numbered points.

use maud::{Markup, html};
use onethread_model::source::Place;

use super::brief::findings_shown;
use super::prose::{anchor, full, margin, place, sentence};
use crate::charts::frame::Safe;
use onethread_core::review::{Finding, Move, Review};
use onethread_core::words::plural;

/// Findings that the first screen does not tell; absent when it tells all.
pub(super) fn more_findings(review: &Review) -> Option<Markup> {
    let rest = review.findings.get(findings_shown(review)..).filter(|rest| !rest.is_empty())?;
    Some(findings(rest, review))
}

/// Every change that would alter an answer; absent when nothing fails.
pub(super) fn all_moves(review: &Review) -> Option<Markup> {
    (!review.moves.is_empty()).then(|| {
        html! {
            p { "The cheapest for each answer first. Whether a change is worth its cost is for you to say; leaving things as they are is an answer too." }
            (moves(&review.moves, true))
        }
    })
}

/// Findings with their places.
pub(super) fn findings(findings: &[Finding], review: &Review) -> Markup {
    html! {
        @if findings.is_empty() { p { "Nothing." } }
        ol.points { @for finding in findings { (point(finding, review)) } }
    }
}

fn point(finding: &Finding, review: &Review) -> Markup {
    let places: Vec<&Place> = finding.places.iter().collect();
    html! {
        li.row {
            div {
                p.says { (full(&finding.says)) }
                @if !finding.more.is_empty() { p.more { (full(&finding.more)) } }
                @if !finding.initiatives.is_empty() {
                    details.which {
                        summary { (plural(finding.initiatives.len(), "initiative", "initiatives")) }
                        (links(&finding.initiatives, review))
                    }
                }
            }
            (margin(&places))
        }
    }
}

/// Links to initiatives, by name.
fn links(ids: &[String], review: &Review) -> Markup {
    html! {
        ul.links {
            @for id in ids {
                li { a href=(format!("#{}", anchor(id))) { (Safe(review.name(id))) } }
            }
        }
    }
}

/// Changes with their costs: in a few words, or in full.
pub(super) fn moves<'m>(moves: impl IntoIterator<Item = &'m Move>, in_full: bool) -> Markup {
    html! {
        ol.points {
            @for one in moves {
                li.row {
                    div {
                        p.says { (full(if in_full { &one.says } else { &one.short })) }
                        p.more { "Then " (full(one.gain.trim_start_matches("then "))) @if let Some(start) = &one.place { " Start at " (place(start)) "." } }
                    }
                    div.margin.cost { "costs: " (sentence(&one.cost)) }
                }
            }
        }
    }
}
