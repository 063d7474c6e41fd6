//! What is said of the whole organization: time, approvals, dependencies.

use maud::{Markup, html};

use super::prose::{full, margin, word};
use crate::charts::concentration::{ConcentrationChart, FEWEST, concentration};
use crate::charts::matrix::{MatrixChart, matrix};
use crate::charts::survival::{SurvivalAge, SurvivalChart, SurvivalCurve, SurvivalStep, survival};
use onethread_core::measure::measures::time_to_value::{Horizon, TimeToValue};
use onethread_core::review::Review;
use onethread_core::words::{capital, percent, plural, thousands};

/// How long it takes; absent when no source gives any day.
pub(super) fn time_to_value(review: &Review) -> Option<Markup> {
    let times: Vec<&TimeToValue> = review.time_to_value.iter().filter(|time| time.delayed_entry).collect();
    if times.is_empty() {
        return None;
    }
    let told: Vec<&TimeToValue> = times.iter().copied().filter(|time| !time.horizons.is_empty()).collect();
    Some(html! {
        p {
            "Counted from the day the idea was written down, over all initiatives known, " (word("live", "live")) " or not. Those that are not \
            finished count as unfinished for as long as they were followed; they are never left out, because leaving them out \
            would make everything look quicker than it is."
        }
        @if !told.is_empty() { (time_curves(&told)) }
        @for says in times.iter().filter_map(|time| time.rest_words()) { p { (full(&says)) } }
        @for time in times.iter().filter(|time| time.horizons.is_empty()) {
            p { "To " (time.event_words()) ": not told. " (full(&capital(time.refused.as_deref().unwrap_or("fewer than half have, so far")))) }
        }
    })
}

/// The figure of some clocks, one panel for each.
pub(crate) fn time_curves(times: &[&TimeToValue]) -> Markup {
    survival(&curves(times))
}

fn curves(times: &[&TimeToValue]) -> SurvivalChart {
    SurvivalChart {
        id: "time-curves".to_owned(),
        title: "Share of initiatives that have got there, by age".to_owned(),
        caption: times.iter().map(|time| time_sentence(time)).collect::<Vec<_>>().join(" ")
            + " The shaded band is the range that chance alone leaves open, at 95 %; \u{201c}followed\u{201d} is how many the curve still rests on.",
        unit: "days since the idea".to_owned(),
        start: "idea",
        curves: times.iter().map(|time| curve(time)).collect(),
    }
}

fn curve(time: &TimeToValue) -> SurvivalCurve {
    let step = |step: &onethread_core::measure::measures::time_to_value::CurveStep| SurvivalStep {
        days: step.days,
        reached: 1.0 - step.open_share,
        low: 1.0 - step.high_share,
        high: 1.0 - step.low_share,
    };
    let age = |at: &Horizon| SurvivalAge {
        at: SurvivalStep { days: at.days, reached: at.reached_share, low: at.low_share, high: at.high_share },
        followed: at.at_risk,
    };
    SurvivalCurve {
        name: event_name(time),
        desc: format!("A rising step curve from the idea on. {}", time_sentence(time)),
        steps: time.curve.iter().map(step).collect(),
        ages: time.horizons.iter().map(age).collect(),
        half_days: time.median_days,
    }
}

fn event_name(time: &TimeToValue) -> String {
    match time.event.as_str() {
        "first-ship" => "First milestone shipped".to_owned(),
        "first-value" => "First value for a customer".to_owned(),
        "first-feature" => "First feature released".to_owned(),
        last => format!("{} reached", capital(last)),
    }
}

fn time_sentence(time: &TimeToValue) -> String {
    let days = |days: i64| thousands(days.unsigned_abs().into());
    let from =
        format!("from {} initiatives, {} of which did", thousands(time.n as u128), thousands(time.events as u128));
    let Some(median) = time.median_days else {
        return format!("Fewer than half {} so far ({from}).", time.event_words());
    };
    let range = match (time.low_days, time.high_days) {
        (Some(low), Some(high)) => format!("; 95 % sure: {} to {}", days(low), days(high)),
        _ => String::new(),
    };
    format!("Half {} within {} days ({from}{range}).", time.event_words(), days(median))
}

/// How concentrated approvals are; absent when none are required and none were given.
pub(super) fn approvals(review: &Review) -> Option<Markup> {
    let approvals = &review.portfolio.approvals;
    if approvals.approvers == 0 && approvals.signoffs == 0 {
        return None;
    }
    let points: Vec<(usize, f64)> = approvals.approver_curve.iter().map(|point| (point.holders, point.share)).collect();
    Some(html! {
        p {
            "Counts only: nobody is named, and no number is about fewer than " (FEWEST) " people. The more an organization waits for the \
            same few " (word("approver", "approvers")) ", the less it helps that each initiative has a leader."
        }
        @if approvals.approvers < FEWEST && approvals.approvers > 0 {
            p { "Live initiatives require " (plural(usize::try_from(approvals.assignments).unwrap_or(usize::MAX), "approval", "approvals"))
                ". The approvers are too few to be counted without counting persons." }
        }
        @if !points.is_empty() { (concentration(&curve_of_approvers(review, points))) }
        @if approvals.signoffs > 0 {
            p {
                (plural(approvals.signoff_people, "person", "people")) " gave all " (thousands(u128::from(approvals.signoffs))) " "
                (word("sign-off", "sign-offs")) " ever recorded, on initiatives " (word("live", "live")) " or not."
            }
        }
    })
}

fn curve_of_approvers(review: &Review, points: Vec<(usize, f64)>) -> ConcentrationChart {
    let approvals = &review.portfolio.approvals;
    let top = approvals.approver_top10_share.filter(|_| approvals.approvers > 10).map(|share| {
        format!(
            "The ten busiest of {} approvers hold {} of the approvals that live initiatives require. ",
            approvals.approvers,
            percent(share)
        )
    });
    let half = approvals.approvers_for_half.map(|half| format!("{half} hold half of them. "));
    let assignments = thousands(u128::from(approvals.assignments));
    ConcentrationChart {
        id: "approval-curve".to_owned(),
        title: "Share of required approvals held by the busiest approvers".to_owned(),
        caption: format!(
            "{}{}An approval is one person's for one live initiative; there are {assignments}.",
            top.unwrap_or_default(),
            half.unwrap_or_default()
        ),
        desc: format!(
            "A curve that rises from the {FEWEST} busiest approvers to all {}, against a straight line that would hold if all had as many.",
            approvals.approvers
        ),
        holders: "approvers".to_owned(),
        held: "approvals".to_owned(),
        points,
        mark: 10,
    }
}

/// What live initiatives say they need; absent when they say nothing.
pub(super) fn dependencies(review: &Review) -> Option<Markup> {
    let dependencies = &review.portfolio.declared_dependencies;
    if dependencies.declared == 0 {
        return None;
    }
    let first = review.initiatives.iter().flat_map(|one| &one.known.dependencies).map(|d| &d.place).next();
    Some(html! {
        div.row {
            p {
                (dependencies.initiatives_with_any) " of " (review.initiatives.len()) " live initiatives "
                (if dependencies.initiatives_with_any == 1 { "names" } else { "name" }) " "
                (plural(dependencies.declared, "dependency", "dependencies")) ": something they need and cannot supply themselves. "
                @match (dependencies.with_effect, dependencies.blocking) {
                    (0, _) => { "None says whether it blocks, so none can be planned against." }
                    (with, 0) => { "It is said of " (with) " whether they block, and none does." }
                    (with, blocking) => {
                        "It is said of " (with) " whether they block. Blocking: " (blocking) "; of those, with an owner, an action and a date: "
                        (dependencies.blocking_planned) "."
                    }
                }
            }
            (margin(&first.into_iter().collect::<Vec<_>>()))
        }
        @if !dependencies.between_teams.is_empty() { (matrix(&needs(review))) }
        p {
            "The team that has a dependency owns removing it. From cheap to dear: a place on the other team's plan; an "
            (word("away-team", "away team")) ", which changes the other team's code under that team's standards; an interface to serve \
            oneself; a copy now with a day on which it goes; moving the code; the missing role on the team; the approval delegated. \
            Redrawing teams comes last."
        }
    })
}

fn needs(review: &Review) -> MatrixChart {
    let dependencies = &review.portfolio.declared_dependencies;
    let pairs = &dependencies.between_teams;
    let largest = match pairs.first() {
        Some(pair) if pair.initiatives > 1 => {
            format!("Most often, {} needs {}: {} initiatives.", pair.team, pair.needs, pair.initiatives)
        }
        _ => "No pair of teams occurs twice.".to_owned(),
    };
    let mutual = pairs
        .iter()
        .filter(|a| a.team < a.needs && pairs.iter().any(|b| b.team == a.needs && b.needs == a.team))
        .count();
    let both = match mutual {
        0 => String::new(),
        1 => " One pair of teams needs each other.".to_owned(),
        n => format!(" {n} pairs of teams need each other."),
    };
    MatrixChart {
        id: "needs".to_owned(),
        title: "How many initiatives of the team in the row need the team in the column".to_owned(),
        caption: format!(
            "{largest}{both} Teams that need each other stand together. What an initiative needs from its own team is left out."
        ),
        desc: format!(
            "A matrix of {}. {largest} The table below holds every number.",
            plural(pairs.len(), "pair of teams", "pairs of teams")
        ),
        things: "teams",
        head: ["team", "needs", "initiatives"],
        order: Vec::new(),
        marked: Default::default(),
        cells_are: "initiatives".to_owned(),
        pairs: pairs.iter().map(|pair| (pair.team.clone(), pair.needs.clone(), pair.initiatives)).collect(),
    }
}
