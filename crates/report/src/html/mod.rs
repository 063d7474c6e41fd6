//! The review as one HTML file that stands alone: no script, nothing loaded from anywhere, made to be read on a screen
//! of any width and to be printed.

mod brief;
mod evidence;
mod forms;
mod initiative;
mod initiatives;
mod method;
mod points;
mod prose;
mod questions;
mod threats;
mod timelines;
mod trends;
mod whole;
mod words;

#[cfg(test)]
pub(crate) mod tests;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::charts::frame::Safe;
use super::{charts, stands_alone};
use onethread_core::review::Review;
use onethread_core::words::plural;
use prose::long_day;
pub(super) use trends::{shift_chart, trend_chart};
pub(super) use whole::time_curves;

/// How the page looks, apart from its charts.
pub(super) const STYLE: &str = include_str!("style.css");

/// A part of the page: the end of its link, its heading, and what it says.
struct Section {
    anchor: &'static str,
    heading: &'static str,
    body: Markup,
}

/// The review as a whole document.
pub fn report(review: &Review) -> String {
    let sections = sections(review);
    let name = review.organization.as_deref().unwrap_or("This organization");
    let body = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                (stands_alone())
                meta name="generator" content=(format!("Onethread {}", env!("CARGO_PKG_VERSION")));
                title { (Safe(name)) ", leadership review as of " (review.as_of) }
                style { (PreEscaped(charts::palette::css())) (PreEscaped(STYLE)) (PreEscaped(charts::STYLE)) }
            }
            body {
                a.skip href="#answer" { "Skip to the answer" }
                header.masthead {
                    p.kicker { "Leadership review" }
                    h1 { (Safe(name)) }
                    p.when { (counts(review)) }
                }
                main {
                    section #answer aria-labelledby="answer-heading" {
                        h2 #answer-heading.brief-heading { "In short" }
                        (brief::brief(review))
                    }
                    (contents(&sections))
                    @for section in &sections {
                        section id=(section.anchor) aria-labelledby=(format!("{}-heading", section.anchor)) {
                            h2 id=(format!("{}-heading", section.anchor)) { (section.heading) }
                            (section.body)
                        }
                    }
                }
                (footer(review))
            }
        }
    };
    body.into_string()
}

fn counts(review: &Review) -> Markup {
    let live = review.initiatives.len();
    html! {
        (long_day(review.as_of)) " \u{b7} "
        (plural(live, "live initiative", "live initiatives"))
        @if live > 0 { " \u{b7} " (plural(review.portfolio.leader_threads.leaders, "leader", "leaders")) }
    }
}

fn sections(review: &Review) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut add = |anchor, heading, body: Option<Markup>| {
        if let Some(body) = body {
            sections.push(Section { anchor, heading, body });
        }
    };
    add(
        "findings",
        if review.initiatives.is_empty() { "What stands out" } else { "What else stands out" },
        points::more_findings(review),
    );
    add("changes", "What would change an answer", points::all_moves(review));
    add("forms", "Forms, quarter by quarter", forms::forms(review));
    add("time", "From idea to value", whole::time_to_value(review));
    add("trends", "What changed over time", trends::trends(review));
    add("reorganizations", "Before and after, beside those left alone", trends::before_and_after(review));
    add("approvals", "Who must approve", whole::approvals(review));
    add("dependencies", "Which team needs which", whole::dependencies(review));
    add("questions", "The questions", questions::questions(review));
    add("initiatives", "All initiatives", initiatives::initiatives(review));
    add("each", "Initiative by initiative", initiatives::each(review));
    add("evidence", "What this rests on", Some(evidence::evidence(review)));
    add("problems", "What could not be read as meant", evidence::diagnostics(review));
    add("threats", "What could be wrong with this report", threats::threats(review));
    add("words", "Words", Some(words::glossary()));
    add("method", "How computed", Some(method::method(review)));
    sections
}

fn contents(sections: &[Section]) -> Markup {
    html! {
        nav.contents aria-labelledby="contents-heading" {
            h2 #contents-heading { "Contents" }
            ol {
                @for section in sections { li { a href=(format!("#{}", section.anchor)) { (section.heading) } } }
            }
        }
    }
}

fn footer(review: &Review) -> Markup {
    html! {
        footer {
            p { strong { "Not for evaluating individuals." } " This is about how initiatives are set up. It holds no number about \
                a person, and must not be used to judge, compare or rank people." }
            p.quiet { "Made by Onethread " (env!("CARGO_PKG_VERSION")) " from the organization's own files, as known on " (long_day(review.as_of)) "." }
        }
    }
}
