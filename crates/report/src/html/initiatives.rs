//! All initiatives: as one table, and one by one.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::initiative;
use super::prose::{Said, anchor, answer_class, form_words};
use crate::charts::frame::Safe;
use onethread_core::review::{Answer, CRITERIA, InitiativeReview, Review, Verdict, attention};
use onethread_core::words::thousands;

/// Initiatives that are told one by one; a page with more would be slow to open, and nobody reads it.
const IN_DEPTH: usize = 200;

/// The table; absent when nothing is live.
pub(super) fn initiatives(review: &Review) -> Option<Markup> {
    if review.initiatives.is_empty() {
        return None;
    }
    let listed = listed(review);
    let deep = in_depth(review);
    Some(html! {
        p { "Those that fail most questions come first. The words lead to " a href="#questions" { "their questions" } "." }
        div.scroll role="group" tabindex="0" aria-label="All live initiatives" {
            table.all {
                thead { tr {
                    th scope="col" { "initiative" } th scope="col" { "team" } th scope="col" { "form" }
                    th scope="col" { (Said(Answer::Fails)) } th scope="col" { (Said(Answer::Holds)) } th scope="col" { (Said(Answer::NotShown)) }
                } }
                tbody { @for one in listed { (row(one, deep.contains(one.id.as_str()))) } }
            }
        }
    })
}

/// Those that fail most questions first.
fn listed(review: &Review) -> Vec<&InitiativeReview> {
    let fails = |one: &InitiativeReview| one.verdicts.iter().filter(|v| v.judgement.answer == Answer::Fails).count();
    let mut listed: Vec<&InitiativeReview> = review.initiatives.iter().collect();
    listed.sort_by_key(|one| (std::cmp::Reverse(fails(one)), one.id.as_str()));
    listed
}

/// Those that have a section: the ones that need attention most, then those that fail most.
fn in_depth(review: &Review) -> BTreeSet<&str> {
    if review.initiatives.len() <= IN_DEPTH {
        return review.initiatives.iter().map(|one| one.id.as_str()).collect();
    }
    let pressing = attention(review).into_iter().map(|row| row.initiative);
    let mut deep = BTreeSet::new();
    for one in pressing.chain(listed(review)) {
        if deep.len() < IN_DEPTH {
            deep.insert(one.id.as_str());
        }
    }
    deep
}

/// What leads to an initiative finds its section, or its row where it has none.
fn row(one: &InitiativeReview, has_section: bool) -> Markup {
    let known = &one.known;
    let name = Safe(known.name());
    let link = anchor(&one.id);
    let open = one.verdicts.iter().filter(|verdict| verdict.judgement.answer == Answer::NotShown).count();
    html! {
        tr id=[(!has_section).then_some(&link)] {
            th scope="row" { @if has_section { a href=(format!("#{link}")) { (name) } } @else { (name) } }
            td { @if let Some(team) = &known.team { (Safe(&team.value)) } }
            td { (form_words(one.form.form)) }
            td { (answered(one, Answer::Fails)) }
            td { (answered(one, Answer::Holds)) }
            td.quiet { (open) " of " (one.verdicts.len()) }
        }
    }
}

/// The questions that have this answer, by their short words; the column has its shape.
fn answered(one: &InitiativeReview, answer: Answer) -> Markup {
    let with = |verdict: &&Verdict| verdict.judgement.answer == answer;
    let short =
        |key: &str| CRITERIA.iter().find(|criterion| criterion.key == key).map_or("", |criterion| criterion.short);
    html! {
        @for (index, verdict) in one.verdicts.iter().filter(with).enumerate() {
            @if index > 0 { ", " }
            a class=(answer_class(answer)) href=(format!("#word-{}", verdict.criterion)) { (short(verdict.criterion)) }
        }
    }
}

/// A section for each; absent when nothing is live.
pub(super) fn each(review: &Review) -> Option<Markup> {
    if review.initiatives.is_empty() {
        return None;
    }
    let deep = in_depth(review);
    let all = review.initiatives.len();
    Some(html! {
        p { "In the alphabetical order of their ids. Open one to see what is known of it, where that is written, and what to ask. Those that are open \
            are printed." }
        @if all > deep.len() {
            p {
                "Of " (thousands(all as u128)) " these are the " (deep.len()) " that need attention most. "
                code { "onethread review --initiative ID" } " tells of any other in the same depth."
            }
        }
        @for one in review.initiatives.iter().filter(|one| deep.contains(one.id.as_str())) {
            (initiative::section(one, review))
        }
    })
}
