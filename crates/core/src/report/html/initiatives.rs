//! All initiatives: as one table, and one by one.

use maud::{Markup, html};

use super::history::histories;
use super::initiative;
use super::prose::{Said, anchor, form_words, word};
use crate::report::charts::frame::Safe;
use crate::review::{Answer, CRITERIA, InitiativeReview, Review};

/// The table; absent when nothing is live.
pub(super) fn initiatives(review: &Review<'_>) -> Option<Markup> {
    if review.initiatives.is_empty() {
        return None;
    }
    let fails = |one: &InitiativeReview| one.verdicts.iter().filter(|v| v.judgement.answer == Answer::Fails).count();
    let mut listed: Vec<&InitiativeReview> = review.initiatives.iter().collect();
    listed.sort_by_key(|one| (std::cmp::Reverse(fails(one)), one.id.as_str()));
    Some(html! {
        p {
            "Those that fail most questions come first. Each question is answered " (Said(Answer::Holds)) ", " (Said(Answer::Fails)) " or "
            (Said(Answer::NotShown)) "; the last says that " (word("not-shown", "the evidence does not tell")) ", which is common and no defect \
            of the initiative. There is no score."
        }
        dl.questions {
            @for criterion in CRITERIA {
                div { dt { a href=(format!("#word-{}", criterion.key)) { (criterion.short) } } dd { (criterion.question) } }
            }
        }
        div.scroll role="region" tabindex="0" aria-label="All live initiatives" {
            table.all {
                thead { tr {
                    th scope="col" { "initiative" } th scope="col" { "team" } th scope="col" { "form" }
                    @for criterion in CRITERIA { th scope="col" { (criterion.short) } }
                } }
                tbody { @for one in listed { (row(one, review)) } }
            }
        }
    })
}

fn row(one: &InitiativeReview, review: &Review<'_>) -> Markup {
    let known = review.world.initiative(&one.id);
    html! {
        tr {
            th scope="row" { a href=(format!("#{}", anchor(&one.id))) { (Safe(known.map_or(&one.id, |known| known.name()))) } }
            td { @if let Some(team) = known.and_then(|known| known.team.as_ref()) { (Safe(&team.value)) } }
            td { (form_words(one.form.form)) }
            @for verdict in &one.verdicts { td { (Said(verdict.judgement.answer)) } }
        }
    }
}

/// A section for each; absent when nothing is live.
pub(super) fn each(review: &Review<'_>) -> Option<Markup> {
    if review.initiatives.is_empty() {
        return None;
    }
    let histories = histories(review);
    Some(html! {
        p { "In the alphabetical order of their ids. Open one to see what is known of it, where that is written, and what to ask." }
        @for one in &review.initiatives { (initiative::section(one, histories.get(&one.id), review)) }
    })
}
