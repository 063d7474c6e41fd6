//! Stated shares that contradict each other, or add up to more than a person's contract.

use std::collections::BTreeMap;

use super::MOST_RELATED;
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::org::{Allocation, Org};
use crate::record::short;
use crate::share::Thousandths;

/// Reports two shares of one person for one initiative on one day, days on which a person's stated shares add up to more
/// than the contract, and contracts of no time.
pub(super) fn check(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    for person in org.people.values() {
        if let Some(fte) = person.fte.as_ref().filter(|fte| Thousandths::of(fte.value).0 == 0) {
            let what = format!("`{}` has a contract of no time", short(&person.id.value));
            let help =
                "state the contracted share of a full week, or `until` for one who left; until then it is read as 1";
            diagnostics.push(Diagnostic::warning("no-contract", what, fte.span).help(help));
        }
    }
    let mut by_person: BTreeMap<&str, Vec<&Allocation>> = BTreeMap::new();
    for allocation in org.allocations.iter() {
        by_person.entry(&allocation.person.value).or_default().push(allocation);
    }
    for (person, allocations) in by_person {
        let contradictory = contradictory(&allocations);
        if contradictory.is_empty() {
            over_contract(person, distinct(allocations), org.contract(person), diagnostics);
        }
        for [one, other] in contradictory {
            let (person, initiative) = (short(person), short(&one.initiative.value));
            let what = format!("`{person}` has two shares for `{initiative}` on the same day");
            diagnostics.push(
                Diagnostic::error("contradictory-shares", what, other.share.span)
                    .label("contradicts the first one")
                    .related(one.share.span, "first said here")
                    .help("keep the one that is true, or end the earlier one with `until`; until then neither counts"),
            );
        }
    }
}

/// Whether two statements hold on a common day.
fn overlap(one: &Allocation, other: &Allocation) -> bool {
    let begins_by = |one: &Allocation, other: &Allocation| match (&one.from, &other.until) {
        (Some(from), Some(until)) => from.value < until.value,
        _ => true,
    };
    begins_by(one, other) && begins_by(other, one) && begins_by(one, one) && begins_by(other, other)
}

/// Pairs of statements about one initiative that hold on a common day and differ.
fn contradictory<'a>(allocations: &[&'a Allocation]) -> Vec<[&'a Allocation; 2]> {
    let differ = |one: &Allocation, other: &Allocation| {
        one.initiative.value == other.initiative.value
            && Thousandths::of(one.share.value) != Thousandths::of(other.share.value)
            && overlap(one, other)
    };
    let pairs = allocations.iter().enumerate().filter_map(|(at, other)| {
        let one = allocations[..at].iter().find(|one| differ(one, other))?;
        Some([*one, *other])
    });
    pairs.collect()
}

/// The statements without those that say again what another one says on all of their days.
fn distinct(allocations: Vec<&Allocation>) -> Vec<&Allocation> {
    let mut kept: Vec<&Allocation> = Vec::new();
    for one in allocations {
        let covers = |known: &&Allocation| {
            let day = |at: &Option<crate::source::At<Day>>| at.as_ref().map(|at| at.value);
            let is_later_end = match (day(&known.until), day(&one.until)) {
                (None, _) => true,
                (Some(known), Some(until)) => until <= known,
                (Some(_), None) => false,
            };
            known.initiative.value == one.initiative.value && day(&known.from) <= day(&one.from) && is_later_end
        };
        if !kept.iter().any(covers) {
            kept.push(one);
        }
    }
    kept
}

fn over_contract(person: &str, allocations: Vec<&Allocation>, all: Thousandths, diagnostics: &mut Vec<Diagnostic>) {
    let Some(start) = first_day_over(&allocations, all) else { return };
    let day = start.unwrap_or(Day::from_epoch_days(i32::MIN));
    let mut held: Vec<&Allocation> = allocations.into_iter().filter(|a| a.holds_on(day)).collect();
    // Files may come in any order; the share that came last in time is the one to look at.
    held.sort_by_key(|a| (a.from.as_ref().map(|at| at.value), a.share.span));
    let Some((last, others)) = held.split_last() else { return };
    let sum: Thousandths = held.iter().map(|a| Thousandths::of(a.share.value)).sum();
    let sum = match sum.share() {
        sum if sum < 1.005 && all == Thousandths::WHOLE => "slightly more than 1".to_owned(),
        sum => format!("{sum:.2}"),
    };
    let of = if all == Thousandths::WHOLE { String::new() } else { format!(" of a contract of {}", all.share()) };
    let when = start.map_or(String::new(), |day| format!(" on {day}"));
    let what = format!("the shares of `{}` add up to {sum}{of}{when}", short(person));
    let mut diagnostic = Diagnostic::error("shares-over-one", what, last.share.span)
        .label("more than all of the time")
        .help("lower one of them, or end the earlier one with `until`; until then all of them count");
    for other in others.iter().take(MOST_RELATED) {
        diagnostic = diagnostic.related(other.share.span, "together with this one");
    }
    diagnostics.push(diagnostic);
}

/// The first day on which shares add up to more than all of the time, `None` inside for "always"; outside when there is
/// none.
fn first_day_over(allocations: &[&Allocation], all: Thousandths) -> Option<Option<Day>> {
    let mut steps: Vec<(Option<Day>, i64)> = Vec::new();
    for allocation in allocations {
        let (from, until) = (allocation.from.as_ref().map(|at| at.value), allocation.until.as_ref().map(|at| at.value));
        if until.is_some_and(|until| from.is_some_and(|from| until <= from)) {
            continue;
        }
        let share = Thousandths::of(allocation.share.value).0;
        steps.push((from, share));
        if until.is_some() {
            steps.push((until, -share));
        }
    }
    // On a day, what ends comes before what begins: `until` is the first day on which it no longer holds.
    steps.sort_unstable();
    let mut sum = 0;
    steps.into_iter().find_map(|(day, step)| {
        sum += step;
        (sum > all.0).then_some(day)
    })
}
