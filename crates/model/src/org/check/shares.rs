//! Stated shares that contradict each other, or add up to more than a person's contract.

use std::collections::BTreeMap;

use super::MOST_RELATED;
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::org::{Allocation, Org};
use crate::record::short;
use crate::share::Thousandths;
use crate::source::At;

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
    let mut by_person: BTreeMap<&str, BTreeMap<&str, Vec<&Allocation>>> = BTreeMap::new();
    for allocation in org.allocations.iter() {
        let of_person = by_person.entry(&allocation.person.value).or_default();
        of_person.entry(&allocation.initiative.value).or_default().push(allocation);
    }
    for (person, by_initiative) in by_person {
        let (mut pieces, mut is_clear) = (Vec::new(), true);
        for (initiative, allocations) in by_initiative {
            match in_order(allocations) {
                Ok(of_initiative) => pieces.extend(of_initiative),
                Err(two) => {
                    is_clear = false;
                    diagnostics.push(contradictory(person, initiative, two));
                }
            }
        }
        if is_clear {
            over_contract(person, &pieces, org.contract(person), diagnostics);
        }
    }
}

fn contradictory(person: &str, initiative: &str, [one, other]: [&Allocation; 2]) -> Diagnostic {
    let what = format!("`{}` has two shares for `{}` on the same day", short(person), short(initiative));
    Diagnostic::error("contradictory-shares", what, other.share.span)
        .label("contradicts the first one")
        .related(one.share.span, "first said here")
        .help("keep the one that is true, or end the earlier one with `until`; until then neither counts")
}

/// The days on which a statement says what no earlier one said.
struct Piece<'a> {
    from: Option<Day>,
    until: Option<Day>,
    share: Thousandths,
    stated: &'a Allocation,
}

impl Piece<'_> {
    fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// The statements about one initiative as pieces of time that do not overlap; else the first two that hold on a common
/// day and differ.
fn in_order(mut allocations: Vec<&Allocation>) -> Result<Vec<Piece<'_>>, [&Allocation; 2]> {
    let day = |at: &Option<At<Day>>| at.as_ref().map(|at| at.value);
    allocations.sort_by_key(|one| (day(&one.from), one.share.span));
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for stated in allocations {
        let (mut from, until) = (day(&stated.from), day(&stated.until));
        let share = Thousandths::of(stated.share.value);
        if until.is_some_and(|until| from.is_some_and(|from| until <= from)) {
            continue;
        }
        // Pieces do not overlap, so that the last one ends last.
        if let Some(last) = pieces.last()
            && last.until.is_none_or(|end| from.is_none_or(|from| from < end))
        {
            if last.share != share {
                return Err([last.stated, stated]);
            }
            from = last.until;
            let is_covered = match (last.until, until) {
                (None, _) => true,
                (Some(end), Some(until)) => until <= end,
                (Some(_), None) => false,
            };
            if is_covered {
                continue;
            }
        }
        pieces.push(Piece { from, until, share, stated });
    }
    Ok(pieces)
}

fn over_contract(person: &str, pieces: &[Piece<'_>], all: Thousandths, diagnostics: &mut Vec<Diagnostic>) {
    let Some(start) = first_day_over(pieces, all) else { return };
    let day = start.unwrap_or(Day::from_epoch_days(i32::MIN));
    let mut held: Vec<&Piece<'_>> = pieces.iter().filter(|piece| piece.holds_on(day)).collect();
    // Files may come in any order; the share that came last in time is the one to look at.
    held.sort_by_key(|piece| (piece.from, piece.stated.share.span));
    let Some((last, others)) = held.split_last() else { return };
    let sum: Thousandths = held.iter().map(|piece| piece.share).sum();
    let sum = match sum.share() {
        sum if sum < 1.005 => "slightly more than 1".to_owned(),
        sum => format!("{sum:.2}"),
    };
    let when = start.map_or(String::new(), |day| format!(" on {day}"));
    // How much of a week someone works is never shown.
    let sum = if all == Thousandths::WHOLE { sum } else { "more than the contracted time".to_owned() };
    let what = format!("the shares of `{}` add up to {sum}{when}", short(person));
    let mut diagnostic = Diagnostic::error("shares-over-one", what, last.stated.share.span)
        .label("more than all of the time")
        .help("lower one of them, or end the earlier one with `until`; until then all of them count");
    for other in others.iter().take(MOST_RELATED) {
        diagnostic = diagnostic.related(other.stated.share.span, "together with this one");
    }
    diagnostics.push(diagnostic);
}

/// The first day on which shares add up to more than all of the time, `None` inside for "always"; outside when there is
/// none.
fn first_day_over(pieces: &[Piece<'_>], all: Thousandths) -> Option<Option<Day>> {
    let mut steps: Vec<(Option<Day>, i64)> = Vec::new();
    for piece in pieces {
        steps.push((piece.from, piece.share.0));
        if piece.until.is_some() {
            steps.push((piece.until, -piece.share.0));
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
