//! The questions, each with its answers over all live initiatives, and whom to ask where no file tells.

use maud::{Markup, html};

use super::prose::{Said, full, sentence, word};
use crate::charts::frame::Safe;
use crate::charts::scale::place;
use onethread_core::review::{Answer, CRITERIA, Criterion, Review, Unknown};
use onethread_core::words::thousands;

/// In the order in which the page lists answers.
const ANSWERS: [Answer; 3] = [Answer::Holds, Answer::Fails, Answer::NotShown];

/// The section; absent when nothing is live.
pub(super) fn questions(review: &Review) -> Option<Markup> {
    if review.initiatives.is_empty() {
        return None;
    }
    Some(html! {
        p {
            "Every initiative is asked the same " (CRITERIA.len()) " questions. Each is answered " (Said(Answer::Holds)) ", " (Said(Answer::Fails)) " or "
            (Said(Answer::NotShown)) "; the last says that " (word("not-shown", "the evidence does not tell")) ", which is common and no defect \
            of the initiative. There is no score."
        }
        ul.points.questions { @for criterion in CRITERIA { (question(criterion, review)) } }
    })
}

fn question(criterion: &Criterion, review: &Review) -> Markup {
    let counts = ANSWERS.map(|answer| {
        let gives = |one: &&onethread_core::review::InitiativeReview| one.answer(criterion.key) == Some(answer);
        (answer, review.initiatives.iter().filter(gives).count())
    });
    let unknown = review.unknowns.iter().find(|unknown| unknown.criterion == criterion.key);
    html! {
        li.row id=(format!("word-{}", criterion.key)) {
            div {
                p.short { (criterion.short) }
                div {
                    p.says { (criterion.question) }
                    @if let Some(unknown) = unknown { p.more { (asking(unknown)) } }
                }
            }
            div.margin {
                (bar(&counts, review.initiatives.len()))
                @for (answer, count) in counts { @if count > 0 { span.tally { (thousands(count as u128)) " " (Said(answer)) } } }
            }
        }
    }
}

/// Whom to ask, and which source would tell instead.
fn asking(unknown: &Unknown) -> Markup {
    html! {
        @if let Some(ask) = &unknown.ask { "Ask " (Safe(&ask.whom)) ": \u{201c}" (sentence(&ask.text)) "\u{201d} " }
        @if !unknown.needs.is_empty() {
            (if unknown.ask.is_some() { "Or name a source for " } else { "A source would tell: " })
            @for (index, kind) in unknown.needs.iter().enumerate() { @if index > 0 { " or " } code { (kind.schema().name) } } "."
        }
    }
}

/// The answers as parts of one bar; the numbers beside it say the same.
fn bar(counts: &[(Answer, usize)], whole: usize) -> Markup {
    let mut left = 0;
    let piece = |(answer, count): &(Answer, usize)| {
        let at = left;
        left += count;
        // What fails is thick, so that it is seen without color.
        let (class, y, height) = match answer {
            Answer::Holds => ("part-holds", "3", "3"),
            Answer::Fails => ("part-fails", "1", "7"),
            Answer::NotShown => ("part-open", "1", "7"),
        };
        html! { rect.(class) x=(place(at as f64, whole as f64)) width=(place(*count as f64, whole as f64)) y=(y) height=(height) {} }
    };
    let pieces: Vec<Markup> = counts.iter().filter(|(_, count)| *count > 0).map(piece).collect();
    html! { svg.tally-bar aria-hidden="true" width="100%" height="9" { @for piece in &pieces { (piece) } } }
}

/// The first few questions that nobody can answer from files.
pub(super) fn first_unknowns(review: &Review, most: usize) -> Markup {
    let live = thousands(review.initiatives.len() as u128);
    let question = |key: &str| CRITERIA.iter().find(|criterion| criterion.key == key).map_or("", |c| c.question);
    html! {
        ul.points {
            @for unknown in review.unknowns.iter().take(most) {
                li.row {
                    div {
                        @if let Some(ask) = &unknown.ask {
                            p.says { "Ask " (Safe(&ask.whom)) ": \u{201c}" (sentence(&ask.text)) "\u{201d}" }
                        }
                        p.more { "It would tell: " (full(question(unknown.criterion))) }
                    }
                    div.margin.cost { "open for " (thousands(unknown.initiatives as u128)) " of " (live) }
                }
            }
        }
    }
}
