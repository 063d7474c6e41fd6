//! The review as a document: what a director with two minutes must know, then everything behind it.
//!
//! Input: a [`Review`]. Output: a [`Document`], which text, HTML and Markdown lay out.

mod brief;
mod changes;
mod decided;
mod evidence;
mod first_days;
mod glossary;
mod initiative;
mod initiatives;
mod inside;
mod mandate;
mod method;
mod portfolio;
mod quarter;
mod questions;
mod repository;
mod state;
#[cfg(test)]
pub(crate) mod tests;
mod threats;
mod timelines;
mod trends;

use onethread_core::review::{FirstDays, Form, InitiativeReview, PastAnswers, QuarterReview, Review};
use onethread_core::words::{long_day, plural};
use onethread_model::Day;
use onethread_model::config::Thresholds;
use onethread_model::facts::FactKind;

use crate::charts::palette::{Fill, Pattern};
use crate::document::{Block, Depth, Document, Prose, Section, Span, html, judges_nobody, made_by, markdown, text};
use crate::text::paint::cut;
use crate::{Style, agreement_words, form_in_short};

pub(crate) use portfolio::time_curves;
pub(crate) use trends::{shift_chart, trend_chart};

/// Up to so many initiatives speak each for itself; beyond that only what many share can be read.
const FEW: usize = 20;

/// The review as text for a terminal or a file.
pub fn to_text(review: &Review, style: Style, depth: Depth) -> String {
    text::text(&document(review), style, depth)
}

/// The review as one HTML file; `depth` is what paper has of it.
pub fn to_html(review: &Review, depth: Depth) -> String {
    html::page(&document(review), depth)
}

/// The review as Markdown.
pub fn to_markdown(review: &Review, depth: Depth) -> String {
    markdown::markdown(&document(review), depth)
}

/// The first days after an appointment, as text.
pub fn first_days_to_text(found: &FirstDays, style: Style) -> String {
    text::text(&first_days::document(found), style, Depth::Whole)
}

/// The first days after an appointment, as one HTML file.
pub fn first_days_to_html(found: &FirstDays) -> String {
    html::page(&first_days::document(found), Depth::Whole)
}

/// The first days after an appointment, as Markdown.
pub fn first_days_to_markdown(found: &FirstDays) -> String {
    markdown::markdown(&first_days::document(found), Depth::Whole)
}

/// What became of appointments up to the end of a quarter, as text.
pub fn quarter_to_text(found: &QuarterReview, style: Style) -> String {
    text::text(&quarter::document(found), style, Depth::Whole)
}

/// The same as one HTML file.
pub fn quarter_to_html(found: &QuarterReview) -> String {
    html::page(&quarter::document(found), Depth::Whole)
}

/// The same as Markdown.
pub fn quarter_to_markdown(found: &QuarterReview) -> String {
    markdown::markdown(&quarter::document(found), Depth::Whole)
}

/// What changed since an earlier day, as text.
pub fn changes_to_text(review: &Review, style: Style) -> String {
    text::text(&changes::document(review), style, Depth::Whole)
}

/// What could be wrong with the review, as text.
pub fn threats_to_text(review: &Review, style: Style) -> String {
    let sections = [threats::section(review, Depth::Brief), threats::not_found(review)].into_iter().flatten().collect();
    let name = "What could be wrong with this review".to_owned();
    text::text(&Document { name, sections, ..frame(review) }, style, Depth::Whole)
}

/// One live initiative on a day, with how its answers came to be, as text.
pub fn initiative_to_text(
    one: &InitiativeReview,
    past: &[PastAnswers],
    as_of: Day,
    thresholds: &Thresholds,
    style: Style,
) -> String {
    text::text(&initiative::document(one, past, as_of, thresholds), style, Depth::Whole)
}

/// The review as a document.
pub(crate) fn document(review: &Review) -> Document<'_> {
    let mut sections: Vec<Section<'_>> = brief::sections(review);
    sections.extend(
        [
            portfolio::findings(review).filter(|_| repository::map(review).is_none()),
            portfolio::moves(review),
            decided::section(review),
            portfolio::forms(review),
            portfolio::time_to_value(review),
            portfolio::waiting(review),
            portfolio::decisions(review),
            trends::trends(review),
            trends::before_and_after(review),
            inside::section(review),
            portfolio::approvals(review),
            portfolio::dependencies(review),
            questions::section(review),
            initiatives::table(review),
            initiatives::each(review),
            evidence::sources(review),
            evidence::problems(review),
            threats::section(review, Depth::Whole),
            glossary::section(review),
            method::section(review),
        ]
        .into_iter()
        .flatten(),
    );
    Document { sections, ..frame(review) }
}

/// What every document about a review has around it.
fn frame(review: &Review) -> Document<'static> {
    let name = review.organization.clone().unwrap_or_else(|| "This organization".to_owned());
    let live = review.initiatives.len();
    let mut when = vec![long_day(review.as_of), plural(live, "live initiative", "live initiatives")];
    if live > 0 {
        let aside = review.initiatives.iter().any(|one| one.known.functional_by_design().is_some());
        let threads = review.portfolio.leader_threads.as_ref();
        let leaders = threads.map(|threads| plural(threads.leaders, "leader", "leaders"));
        when.extend(leaders.map(|leaders| if aside { format!("{leaders}, functional work aside") } else { leaders }));
    }
    when.extend(agreement_words(&review.agreement));
    Document {
        kicker: "Leadership review",
        is_wide: false,
        title: format!("{name}, leadership review as of {}", review.as_of),
        name,
        when: when.join(" \u{b7} "),
        sections: Vec::new(),
        closing: vec![judges_nobody("how initiatives are set up"), made_by(&long_day(review.as_of))],
    }
}

/// A sentence in which initiatives bear their titles. Only for sentences of our own that name initiatives by their ids.
fn titled(says: &str, review: &Review) -> Prose {
    let mut out = Prose::default();
    for span in Prose::new(says).0 {
        let Span::Text(text) = span else {
            out.0.push(span);
            continue;
        };
        let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ':' | '/');
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let length = rest.find(|letter| is_part(letter) != rest.starts_with(is_part)).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(length);
            rest = after;
            let (id, tail) = piece.split_at(piece.trim_end_matches(['.', ':']).len());
            match review.initiative(id).filter(|one| one.name() != id) {
                Some(one) => out = out.initiative(id, one.name()).text(tail),
                None => match out.0.last_mut() {
                    Some(Span::Text(before)) => before.push_str(piece),
                    _ => out.0.push(Span::Text(piece.to_owned())),
                },
            }
        }
    }
    out
}

/// Letters of a name in a list of names.
const NAME_MAX: usize = 48;

/// Names of initiatives as links, with commas; of many the first few and how many more.
fn links(ids: &[&str], review: &Review, most: usize) -> Prose {
    let mut out = Prose::default();
    // A title may hold a comma of its own.
    let between = if ids.iter().take(most).any(|id| review.name(id).contains(',')) { "; " } else { ", " };
    for (index, id) in ids.iter().take(most).enumerate() {
        out = if index > 0 { out.text(between) } else { out };
        out = out.initiative(id, &cut(review.name(id), NAME_MAX));
    }
    match ids.len().saturating_sub(most) {
        0 => out,
        more => out.text(&format!(" and {more} more")),
    }
}

/// The words for a form.
fn form_words(form: Form) -> &'static str {
    if form == Form::Functional { "functional by design" } else { form_in_short(form) }
}

/// What a form means, in a few words.
fn form_note(form: Form) -> &'static str {
    match form {
        Form::Sto => "the team reports to the leader",
        Form::Stl => "the team stays in its functions",
        Form::Split => "several or part-time leaders, or shared people",
        Form::Functional => "with a reason on file",
        Form::Missing => "vacant",
        Form::NotShown => "not enough data",
    }
}

/// How a form is drawn, in every chart.
fn form_fill(form: Form) -> Fill {
    let (color, pattern) = match form {
        Form::Sto => ("c-blue", Pattern::Solid),
        Form::Stl => ("c-green", Pattern::Lines),
        Form::Split => ("c-vermilion", Pattern::Hatch),
        Form::Functional => ("c-purple", Pattern::Dots),
        Form::Missing => ("c-black", Pattern::Grid),
        Form::NotShown => ("c-gray", Pattern::Empty),
    };
    Fill { color, pattern }
}

/// Which records would answer a question; nothing where none would.
fn source_for(needs: &[FactKind]) -> Prose {
    let tables: Vec<String> = needs.iter().map(|kind| format!("`{}`", kind.schema().name)).collect();
    match tables.is_empty() {
        true => Prose::default(),
        false => Prose::new(&format!("Or records in the table {} that show it.", tables.join(" or "))),
    }
}

/// One paragraph.
fn paragraph<'r>(says: &str) -> Block<'r> {
    Block::paragraph(says)
}
