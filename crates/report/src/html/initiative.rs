//! One initiative in depth.

use maud::{Markup, html};
use onethread_model::source::Place;

use super::prose::{Said, anchor, form_fill, form_words, full, margin, place, reasons, sentence, written};
use super::timelines;
use crate::charts::frame::Safe;
use crate::charts::line::{LineChart, line};
use crate::charts::spans::spans;
use crate::charts::timeline::timeline;
use crate::leader_row;
use crate::ledger::chart as ledger_chart;
use onethread_core::measure::Initiative;
use onethread_core::measure::measures::metric_courses::{MetricCourse, number};
use onethread_core::review::{Answer, CRITERIA, Criterion, InitiativeReview, Review, Verdict, moves_of};
use onethread_core::words::{capital, percent, plural};

/// The section of one live initiative.
pub(super) fn section(one: &InitiativeReview, review: &Review) -> Markup {
    let known = &one.known;
    let link = anchor(&one.id);
    let chart = timelines::chart(one, &link, review.as_of);
    html! {
        details.one {
            summary {
                h3 { (Safe(known.name())) }
                span.under {
                    (form_words(one.form.form))
                    @if let Some(team) = &known.team { " \u{b7} " (Safe(&team.value)) }
                    @if known.name() != known.id { " \u{b7} " (Safe(&known.id)) }
                }
            }
            // A link that leads inside a closed element opens it.
            div id=(link) {
                (form(one, review))
                (facts(known))
                @if let Some(chart) = &chart { (timeline(chart)) }
                (days(one, &link))
                (answers(one, review))
                (metrics(one, review))
                (disagreements(known))
            }
        }
    }
}

fn form(one: &InitiativeReview, review: &Review) -> Markup {
    // Mostly a form follows from one answer, and then the reasons stand there.
    let decided = one.verdicts.iter().position(|verdict| verdict.judgement.because == one.form.because);
    html! {
        p.form {
            span.swatch-box style=(format!("border-color:var(--{})", form_fill(one.form.form).color)) {} " "
            strong { (capital(one.form.form.words())) "." }
            @if let Some(criterion) = decided.and_then(|index| CRITERIA.get(index)) { " This follows from \u{201c}" (criterion.question) "\u{201d}" }
        }
        @if decided.is_none() { (reasons(&one.form.because)) }
        @if let Some((low, high)) = one.form.reporting_share {
            @let line = review.thresholds.reporting_share;
            p {
                a.word href="#word-share" { "Share reporting to the leader" } ": "
                @if (low - high).abs() < 1e-9 { (percent(low)) } @else { (percent(low)) " to " (percent(high)) }
                "; from " (percent(line)) " on it is STO, below it STL."
            }
        }
    }
}

fn facts(known: &Initiative) -> Markup {
    let (label, value, places) = leader_row(known);
    let first = |places: Vec<&Place>| written(&places.into_iter().take(1).collect::<Vec<_>>());
    html! {
        dl.facts {
            div.row { dt { (label) } dd { (Safe(&value)) } (first(places)) }
            @if let Some(team) = &known.team {
                div.row { dt { "team" } dd { (Safe(&team.value)) } (written(&[&team.place])) }
            }
            @if !known.dependencies.is_empty() {
                @let names: Vec<String> = known.dependencies.iter().map(|d| {
                    d.effect.as_ref().map_or_else(|| d.on.id.clone(), |effect| format!("{} ({effect})", d.on.id))
                }).collect();
                div.row { dt { "needs" } dd { (Safe(&names.join(", "))) } (first(known.dependencies.iter().map(|d| &d.place).collect())) }
            }
            @if !known.scope.is_empty() {
                @let names: Vec<String> = known.scope.iter().map(|scope| scope.value.to_string()).collect();
                div.row { dt { "scope" } dd { (Safe(&names.join(", "))) } (first(known.scope.iter().map(|s| &s.place).collect())) }
            }
            @if !known.approvers.is_empty() {
                div.row { dt { "approval" } dd { "required from " (plural(known.approvers.len(), "person", "people")) } (first(known.approvers.iter().map(|a| &a.place).collect())) }
            }
        }
    }
}

/// What its days were spent on, where anything is known of them.
fn days(one: &InitiativeReview, link: &str) -> Markup {
    let ledger = one.waiting.as_ref().filter(|ledger| ledger.n > 0);
    html! {
        @if let Some(ledger) = ledger {
            div.row {
                div { (spans(&ledger_chart(ledger, &format!("{link}-days"), one.name()))) }
                (margin(&[&ledger.place]))
            }
        }
    }
}

/// The answers that evidence gives, in full; then what it leaves open, in short.
fn answers(one: &InitiativeReview, review: &Review) -> Markup {
    let all = || one.verdicts.iter().zip(CRITERIA);
    let is_open = |verdict: &Verdict| verdict.judgement.answer == Answer::NotShown;
    html! {
        @if all().any(|(verdict, _)| !is_open(verdict)) {
            h4 { "What evidence shows" }
            @for (verdict, criterion) in all().filter(|(verdict, _)| !is_open(verdict)) { (shown(verdict, criterion)) }
            (changes(one))
        }
        @if all().any(|(verdict, _)| is_open(verdict)) {
            h4 { "What it does not show" }
            dl.left-open {
                @for (verdict, criterion) in all().filter(|(verdict, _)| is_open(verdict)) { (left_open(verdict, criterion, review)) }
            }
            p.more { "Whom to ask: " a href="#questions" { "the questions" } "." }
        }
    }
}

/// Where its metrics went, each with a line of its values.
fn metrics(one: &InitiativeReview, review: &Review) -> Markup {
    let days = review.thresholds.period_days;
    let told: Vec<_> = one.metrics.iter().filter_map(|course| Some((course.words(days)?, course))).collect();
    if told.is_empty() {
        return Markup::default();
    }
    html! {
        h4 { "Where its metrics went" }
        @for (index, (says, course)) in told.iter().enumerate() {
            div.row {
                div { (line(&metric_chart(course, format!("{}-metric-{index}", anchor(&one.id)), says))) }
                (margin(&[&course.place]))
            }
        }
    }
}

fn metric_chart(course: &MetricCourse, id: String, says: &str) -> LineChart {
    LineChart {
        id,
        title: capital(&course.metric),
        // The title names the metric already.
        caption: format!("{}.", capital(says.trim_start_matches(&format!("`{}` ", course.metric)))),
        values: course.values.clone(),
        baseline: course.baseline,
        target: course.target,
        write: number,
    }
}

fn shown(verdict: &Verdict, criterion: &Criterion) -> Markup {
    html! {
        div.answer {
            h5 { (criterion.question) " " (Said(verdict.judgement.answer)) }
            (reasons(&verdict.judgement.because))
        }
    }
}

/// One line for a question that stays open. Whom to ask is said once for all, so here only where it differs.
fn left_open(verdict: &Verdict, criterion: &Criterion, review: &Review) -> Markup {
    let judgement = &verdict.judgement;
    let common = review
        .unknowns
        .iter()
        .find(|unknown| unknown.criterion == criterion.key)
        .and_then(|unknown| unknown.ask.as_ref());
    let places: Vec<&Place> = judgement.because.iter().filter_map(|evidence| evidence.place.as_ref()).collect();
    html! {
        div.row {
            dt { a href=(format!("#word-{}", criterion.key)) { (criterion.short) } }
            dd {
                @for (index, evidence) in judgement.because.iter().enumerate() { @if index > 0 { " " } (full(&capital(&evidence.says))) }
                @if let Some(ask) = judgement.ask.as_ref().filter(|ask| Some(*ask) != common) {
                    " Ask " (Safe(&ask.whom)) ": \u{201c}" (sentence(&ask.text)) "\u{201d}"
                }
            }
            (written(&places))
        }
    }
}

/// What would alter answers that fail; what fills gaps is asked above.
fn changes(one: &InitiativeReview) -> Markup {
    let moves = moves_of(one);
    if moves.is_empty() {
        return Markup::default();
    }
    html! {
        h4 { "What would change it" }
        @for one in &moves {
            div.row { p { (full(&one.says)) } div.margin.cost { "costs: " (sentence(&one.cost)) } }
        }
    }
}

fn disagreements(known: &Initiative) -> Markup {
    if known.disagreements.is_empty() {
        return Markup::default();
    }
    html! {
        h4 { "Where sources disagree" }
        ul.plain {
            @for both in &known.disagreements {
                li { (Safe(&both.field)) ": " (Safe(&both.used.value)) " is used (" (place(&both.used.place)) "); " (place(&both.other.place)) " says " (Safe(&both.other.value)) "." }
            }
        }
    }
}
