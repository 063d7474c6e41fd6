//! Stated shares that add up to more than all of a person's time.

use std::collections::BTreeMap;

use super::MOST_RELATED;
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::org::{Allocation, Org};
use crate::record::short;

/// Reports days on which a person's stated shares add up to more than all of their time.
pub(super) fn check(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    let mut by_person: BTreeMap<&str, Vec<&Allocation>> = BTreeMap::new();
    for allocation in org.allocations.iter() {
        by_person.entry(&allocation.person.value).or_default().push(allocation);
    }
    for (person, allocations) in by_person {
        let Some(start) = first_day_over_one(&allocations) else { continue };
        let day = start.unwrap_or(Day::from_epoch_days(i32::MIN));
        let mut held: Vec<&Allocation> = allocations.into_iter().filter(|a| a.holds_on(day)).collect();
        // Files may come in any order; the share that came last in time is the one to look at.
        held.sort_by_key(|a| (a.from.as_ref().map(|at| at.value), a.share.span));
        let Some((last, others)) = held.split_last() else { continue };
        let sum: f64 = held.iter().map(|a| a.share.value).sum();
        let sum = if sum < 1.005 { "slightly more than 1".to_owned() } else { format!("{sum:.2}") };
        let when = start.map_or(String::new(), |day| format!(" on {day}"));
        let what = format!("the shares of `{}` add up to {sum}{when}", short(person));
        let mut diagnostic = Diagnostic::error("shares-over-one", what, last.share.span)
            .label("more than all of the time")
            .help("lower one of them, or end the earlier one with `until`; until then all of them count");
        for other in others.iter().take(MOST_RELATED) {
            diagnostic = diagnostic.related(other.share.span, "together with this one");
        }
        diagnostics.push(diagnostic);
    }
}

/// The first day on which shares add up to more than 1, `None` inside for "always"; outside when there is none.
fn first_day_over_one(allocations: &[&Allocation]) -> Option<Option<Day>> {
    let mut steps: Vec<(Option<Day>, f64)> = Vec::new();
    for allocation in allocations {
        let (from, until) = (allocation.from.as_ref().map(|at| at.value), allocation.until.as_ref().map(|at| at.value));
        if until.is_some_and(|until| from.is_some_and(|from| until <= from)) {
            continue;
        }
        steps.push((from, allocation.share.value));
        if until.is_some() {
            steps.push((until, -allocation.share.value));
        }
    }
    // On a day, what ends comes before what begins: `until` is the first day on which it no longer holds.
    steps.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut sum = 0.0;
    steps.into_iter().find_map(|(day, step)| {
        sum += step;
        (sum > 1.0 + 1e-9).then_some(day)
    })
}
