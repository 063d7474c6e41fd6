//! The report on one initiative, in depth.

use onethread_model::Day;
use onethread_model::config::Thresholds;

use super::paint::{Look, Page};
use crate::{Style, leader_row, together};
use onethread_core::measure::{Initiative, Shipped};
use onethread_core::review::{Answer, CRITERIA, Evidence, InitiativeReview, Recommended, moves_of};
use onethread_core::words::{percent, plural};

/// Those whose waits are told.
const WAITS_MAX: usize = 5;

/// So many reasons for a form are shown; each of them stands with its question as well.
const REASONS_MAX: usize = 5;

/// The report on one live initiative on a day.
pub fn initiative(one: &InitiativeReview, as_of: Day, thresholds: &Thresholds, style: Style) -> String {
    let mut page = Page::new(style);
    let known = &one.known;
    page.line(&[(Look::Strong, known.name()), (Look::Plain, &format!("   {}   as of {}", one.id, as_of))]);
    facts(&mut page, known);
    days(&mut page, one);
    page.heading(&format!("Form: {}", one.form.form.words()));
    let because = &one.form.because;
    let shown = if because.len() > REASONS_MAX + 1 { REASONS_MAX } else { because.len() };
    evidence(&mut page, &because[..shown]);
    if let Some(rest) = because.len().checked_sub(shown).filter(|rest| *rest > 0) {
        page.wrapped(" - ", "   ", &format!("and {rest} more, with the questions below"), "");
    }
    if let Some((low, high)) = one.form.reporting_share {
        let line = thresholds.reporting_share;
        let share =
            if (low - high).abs() < 1e-9 { percent(low) } else { format!("{} to {}", percent(low), percent(high)) };
        let says = format!("share reporting to the leader: {share}; from {} on it is STO, below it STL", percent(line));
        page.wrapped("   ", "   ", &says, "");
    }
    advice(&mut page, one);
    for (verdict, criterion) in one.verdicts.iter().zip(CRITERIA) {
        let judgement = &verdict.judgement;
        let look = match judgement.answer {
            Answer::Holds => Look::Good,
            Answer::Fails => Look::Bad,
            Answer::NotShown => Look::Open,
        };
        page.blank();
        page.line(&[
            (Look::Strong, criterion.question),
            (Look::Plain, "  "),
            (look, judgement.answer.words()),
            (Look::Dim, &format!("  ({}, n = {})", criterion.key, judgement.n)),
        ]);
        evidence(&mut page, &judgement.because);
        if let Some(ask) = &judgement.ask {
            page.wrapped("   ", "   ", &format!("Ask {}: \"{}\"", ask.whom, ask.text), "");
        }
        if !judgement.needs.is_empty() {
            let tables: Vec<&str> = judgement.needs.iter().map(|kind| kind.schema().name).collect();
            let says = format!("A source for the table `{}` in onethread.toml would tell.", tables.join("` or `"));
            page.wrapped("   ", "   ", &says, "");
        }
    }
    metrics(&mut page, one, thresholds);
    authority(&mut page, one);
    let moves = moves_of(one);
    if !moves.is_empty() {
        page.heading("What would change it");
        for one in moves {
            page.wrapped(" - ", "   ", &format!("{} (costs: {})", one.says, one.cost), "");
        }
    }
    if !known.disagreements.is_empty() {
        page.heading("Where sources disagree");
        for both in &known.disagreements {
            let says = format!("{}: {} is used ({})", both.field, both.used.value, both.used.place);
            page.wrapped(" - ", "   ", &format!("{says}; {} says {}", both.other.place, both.other.value), "");
        }
    }
    page.finish()
}

/// Whether it should be single-threaded, and what that would cost; why stands below, with the criterion `fit`.
fn advice(page: &mut Page, one: &InitiativeReview) {
    page.heading("Should it be single-threaded?");
    let advice = &one.fit;
    let leave = advice.recommended.is(one.form.form);
    let says = if leave { "Leave it: it has the form that fits" } else { advice.recommended.words() };
    page.wrapped("   ", "   ", &format!("{says}."), "");
    let price = advice.price.words();
    if !leave && !price.is_empty() {
        let of = if advice.recommended == Recommended::CannotTell { "What is wished costs" } else { "It costs" };
        page.wrapped("   ", "   ", &format!("{of}: {}.", price.join("; ")), "");
    }
}

/// What its days were spent on; where that is not known at all, nothing.
fn days(page: &mut Page, one: &InitiativeReview) {
    let Some(ledger) = one.waiting.as_ref().filter(|ledger| ledger.tells_anything()) else { return };
    page.heading("What its days were spent on");
    page.with_place("   ", "   ", &format!("{}.", ledger.words()), &ledger.place.to_string());
    for more in [ledger.overlap_words(), ledger.drag_words()].into_iter().flatten() {
        page.wrapped(" - ", "   ", &more, "");
    }
    for wait in ledger.waits.iter().take(WAITS_MAX) {
        let open = match wait.still_open {
            0 => String::new(),
            n => format!(", {n} still open"),
        };
        let says = format!(
            "{}: {} waiting, open on {} in all; {}{open}",
            wait.on,
            plural(wait.days.unsigned_abs() as usize, "day", "days"),
            plural(wait.open_days.unsigned_abs() as usize, "day", "days"),
            plural(wait.asked, "request", "requests")
        );
        page.with_place(" - ", "   ", &says, &wait.place.to_string());
    }
    page.wrapped(" - ", "   ", &format!("{} (onethread explain waiting-ledger)", ledger.basis_words()), "");
}

/// Where its metrics went, for those of which that is shown.
fn metrics(page: &mut Page, one: &InitiativeReview, thresholds: &Thresholds) {
    let days = thresholds.period_days;
    let told: Vec<_> = one.metrics.iter().filter_map(|course| Some((course.words(days)?, course))).collect();
    if !told.is_empty() {
        page.heading("Where its metrics went");
    }
    for (says, course) in told {
        page.with_place(" - ", "   ", &says, &course.place.to_string());
    }
}

/// The rules of the leader's authority; one line where none is shown.
fn authority(page: &mut Page, one: &InitiativeReview) {
    page.heading("What a leader may do");
    let (shown, open): (Vec<_>, Vec<_>) = one.authority.iter().partition(|rule| rule.answer != Answer::NotShown);
    for rule in &shown {
        page.wrapped(" - ", "   ", &format!("{}: {}", rule.says, rule.answer.words()), "");
        evidence_of(page, "     ", &rule.because);
    }
    if !open.is_empty() {
        let (count, all) = (open.len(), one.authority.len());
        let says = format!("not shown: {count} of {all} rules (`onethread explain empowered` has them)");
        page.wrapped(" - ", "   ", &says, "");
    }
}

fn facts(page: &mut Page, known: &Initiative) {
    let mut fact = |name: &str, value: String, place: String| {
        page.with_place(&format!("  {name:<14}"), "                ", &value, &place);
    };
    let (label, leader, places) = leader_row(known);
    fact(label, leader, places.first().map(|place| place.to_string()).unwrap_or_default());
    if let Some(team) = &known.team {
        fact("team", team.value.clone(), team.place.to_string());
    }
    for (name, day) in [("idea", known.idea()), ("committed", known.committed.as_ref())] {
        if let Some(day) = day {
            fact(name, day.value.to_string(), day.place.to_string());
        }
    }
    if let Some(value) = &known.value {
        fact("first value", value.value.to_string(), value.place.to_string());
    }
    for milestone in &known.milestones {
        let Some(target) = &milestone.target else { continue };
        let state = match (milestone.shipped, milestone.day) {
            (Shipped::Confirmed, Some(day)) => format!("shipped on {day}"),
            (Shipped::Claimed, Some(day)) => format!("shipped on {day}, as nothing speaks against it"),
            (Shipped::Doubtful, _) => "the target has passed; other entries speak against it".to_owned(),
            _ => "ahead, or its release is not known".to_owned(),
        };
        fact(&milestone.name, format!("target {}: {state}", target.value), target.place.to_string());
    }
    if !known.dependencies.is_empty() {
        let names: Vec<String> = known.dependencies.iter().map(|dependency| dependency.on.id.clone()).collect();
        fact("needs", names.join(", "), known.dependencies[0].place.to_string());
    }
}

fn evidence(page: &mut Page, because: &[Evidence]) {
    evidence_of(page, " - ", because);
}

fn evidence_of(page: &mut Page, first: &str, because: &[Evidence]) {
    let rest = " ".repeat(first.len());
    for (says, place) in together(because) {
        page.with_place(first, &rest, &says, &place.map(ToString::to_string).unwrap_or_default());
    }
}
