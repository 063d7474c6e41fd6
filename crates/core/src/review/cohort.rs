//! What initiatives that were changed on a day did before it and since, beside those left alone.
//!
//! Counts of what was, and no test: two groups that people chose differ for many reasons.

use std::collections::BTreeMap;

use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::measures::finished_inside::FinishedBetween;
use crate::measure::measures::reorganizations::is_named;
use crate::measure::{Initiative, Leadership, Snapshot, World};

/// Days before the day, and from it on, whose decisions are counted at most. Tested by
/// `decisions_of_a_year_at_most_are_counted`.
const DECISION_DAYS_MAX: i64 = 364;

/// What initiatives did before and since a day on which some of them were changed, by a reorganization or otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Cohort {
    /// What befell them: the id of the reorganization.
    pub id: String,
    /// The day from which it held.
    pub on: Day,
    /// Initiatives that were changed, live on the day before and today.
    pub changed: usize,
    /// The same of those left alone.
    pub left_alone: usize,
    /// Decisions asked for in so many days before the day, and from it on, are counted.
    pub decision_days: i64,
    /// Reversible decisions that went above the leader, of those that show whether they did.
    pub reversible_above: Comparison,
    /// Initiatives with one leader who leads nothing else, of all: on the day before, and today.
    pub one_thread: Comparison,
    /// Approval gates, of so many initiatives: on the day before, and today.
    pub gates: Comparison,
    /// Teams and others that are needed, of so many initiatives: in the year to the day before, and to today.
    pub needs: Comparison,
    /// Changes that teams of at least five people finished by themselves, of all of theirs, in as many days as decisions;
    /// absent where none is on record.
    pub finished_inside: Option<Comparison>,
}

/// A count of those changed beside one of those left alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Comparison {
    /// Those that were changed.
    pub changed: BeforeSince,
    /// Those left alone.
    pub left_alone: BeforeSince,
}

/// A count before the day and one since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BeforeSince {
    /// Before the day.
    pub before: CountOf,
    /// Since.
    pub since: CountOf,
}

/// How many there are, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CountOf {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

/// What is remembered of an initiative that was live on the day before others were changed.
pub(super) struct Then {
    has_one_thread: bool,
    pub(super) gates: usize,
    pub(super) needs: usize,
}

/// On which side of a comparison an initiative stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Something happened to it on the day.
    Changed,
    /// Nothing did, nor around that day.
    LeftAlone,
    /// Something happened to it on another day, so that it belongs to neither.
    Neither,
}

/// Initiatives that were live on the day before each day on which some were changed, by id. A world of its own is made
/// for each such day, and is large: this is all that is kept of it.
#[derive(Default)]
pub(super) struct DaysBefore {
    live: BTreeMap<Day, BTreeMap<String, Then>>,
}

impl DaysBefore {
    /// The days before declared reorganizations of what is live today; `today` need not be prepared.
    pub(super) fn of(snapshot: &Snapshot, today: &World<'_>) -> DaysBefore {
        let declared = today.inputs.org.reorganizations.values().filter(|declared| {
            let is_named = |one: &Initiative| is_named(declared, &one.id, today);
            declared.on.value <= today.day && today.live().any(is_named)
        });
        DaysBefore::each(snapshot, declared.map(|declared| declared.on.value))
    }

    /// The days before each of these.
    pub(super) fn each(snapshot: &Snapshot, days: impl Iterator<Item = Day>) -> DaysBefore {
        let mut before = DaysBefore::default();
        for on in days {
            let look = || live_on(&World::for_answers(&snapshot.in_passing(), on.plus_days(-1)));
            before.live.entry(on).or_insert_with(look);
        }
        before
    }

    /// What was live on the day before this one; `None` where that was not looked at.
    pub(super) fn on(&self, day: Day) -> Option<&BTreeMap<String, Then>> {
        self.live.get(&day)
    }
}

fn live_on(world: &World<'_>) -> BTreeMap<String, Then> {
    let then = |one: &Initiative| Then {
        has_one_thread: has_one_thread(one),
        gates: gates(&one.id, world),
        needs: needs(one, world),
    };
    world.live().map(|one| (one.id.clone(), then(one))).collect()
}

/// The cohort of each declared reorganization that changed a live initiative, in alphabetical order of id.
pub(super) fn reorganized(before: &DaysBefore, world: &World<'_>) -> Vec<Cohort> {
    let declared = world.inputs.org.reorganizations.values();
    let cohort = |declared: &onethread_model::org::Reorganization| {
        let on = declared.on.value;
        let side = |id: &str| if is_named(declared, id, world) { Side::Changed } else { Side::LeftAlone };
        of(&declared.id.value, on, side, before.on(on)?, world)
    };
    declared.filter_map(cohort).collect()
}

/// The cohort of initiatives to which something happened on a day, where `before` are those that were live on the day
/// before; `None` where it happened to none of these that is live today.
pub(super) fn of(
    id: &str,
    on: Day,
    side: impl Fn(&str) -> Side,
    before: &BTreeMap<String, Then>,
    world: &World<'_>,
) -> Option<Cohort> {
    let was_live = |one: &&Initiative| before.contains_key(&one.id);
    let on_side = |wanted: Side| -> Vec<&Initiative> {
        world.live().filter(was_live).filter(|one| side(&one.id) == wanted).collect()
    };
    let (changed, left_alone) = (on_side(Side::Changed), on_side(Side::LeftAlone));
    if changed.is_empty() {
        return None;
    }
    let decision_days = decision_days(on, world.day);
    let compare = |then: &dyn Fn(&Initiative) -> CountOf, now: &dyn Fn(&Initiative) -> CountOf| {
        let sum =
            |group: &[&Initiative], count: &dyn Fn(&Initiative) -> CountOf| group.iter().map(|one| count(one)).sum();
        let side = |group: &[&Initiative]| BeforeSince { before: sum(group, then), since: sum(group, now) };
        Comparison { changed: side(&changed), left_alone: side(&left_alone) }
    };
    let each = |then: fn(&Then) -> usize, now: &dyn Fn(&Initiative) -> usize| {
        let count_then = |one: &Initiative| CountOf { count: before.get(&one.id).map_or(0, then), of: 1 };
        compare(&count_then, &|one| CountOf { count: now(one), of: 1 })
    };
    let above = |from: Day| move |one: &Initiative| above(&one.id, from, decision_days, world);
    Some(Cohort {
        id: id.to_owned(),
        on,
        changed: changed.len(),
        left_alone: left_alone.len(),
        decision_days,
        reversible_above: compare(&above(on.plus_days(-(decision_days as i32))), &above(on)),
        one_thread: each(|then| usize::from(then.has_one_thread), &|one| usize::from(has_one_thread(one))),
        gates: each(|then| then.gates, &|one| gates(&one.id, world)),
        needs: each(|then| then.needs, &|one| needs(one, world)),
        finished_inside: finished_inside(&changed, &left_alone, (on, decision_days), world),
    })
}

/// How many days before a day, and from it on, are counted.
pub(super) fn decision_days(on: Day, today: Day) -> i64 {
    (today.days_since(on) + 1).min(DECISION_DAYS_MAX)
}

fn has_one_thread(one: &Initiative) -> bool {
    matches!(&one.leadership, Leadership::One { also_leads, .. } if also_leads.is_empty())
}

fn gates(initiative: &str, world: &World<'_>) -> usize {
    world.inputs.org.gates_before(initiative, world.day).count()
}

/// How many teams and others an initiative needs, in the year to the day of the world.
pub(super) fn needs(initiative: &Initiative, world: &World<'_>) -> usize {
    let entries = world.needs().of_initiative(initiative);
    entries.filter(|entry| entry.declared || entry.is_observed()).count()
}

/// Changes that teams finished by themselves in so many days before a day and from it on; `None` where none is on record
/// on both sides.
fn finished_inside(
    changed: &[&Initiative],
    left_alone: &[&Initiative],
    (on, days): (Day, i64),
    world: &World<'_>,
) -> Option<Comparison> {
    let before = FinishedBetween::days(on.plus_days(-(days as i32)), on.plus_days(-1), world);
    let since = FinishedBetween::days(on, world.day.min(on.plus_days(days as i32 - 1)), world);
    let sum = |group: &[&Initiative], span: &FinishedBetween| {
        let counts = group.iter().map(|one| span.changes_of(&one.id, world));
        counts.map(|(count, of)| CountOf { count, of }).sum::<CountOf>()
    };
    let side = |group| BeforeSince { before: sum(group, &before), since: sum(group, &since) };
    let found = Comparison { changed: side(changed), left_alone: side(left_alone) };
    (found.changed.before.of > 0 && found.changed.since.of > 0).then_some(found)
}

/// Reversible decisions of an initiative that were asked for in so many days from one on and show whether they went
/// above the leader, and those that did.
pub(super) fn above(initiative: &str, from: Day, days: i64, world: &World<'_>) -> CountOf {
    let is_within = |day: Day| (0..days).contains(&day.days_since(from));
    let decisions = world.decisions_of(initiative).filter(|one| one.reversible == Some(true));
    let stated = decisions.filter(|one| one.opened.is_some_and(is_within)).filter_map(|one| one.went_above(world));
    stated.fold(CountOf::default(), |sum, above| CountOf { count: sum.count + usize::from(above), of: sum.of + 1 })
}

impl std::iter::Sum for CountOf {
    fn sum<I: Iterator<Item = CountOf>>(counts: I) -> CountOf {
        counts.fold(CountOf::default(), |a, b| CountOf { count: a.count + b.count, of: a.of + b.of })
    }
}

impl CountOf {
    /// The count as a share or mean of what it is taken from; `None` of nothing.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }
}

#[cfg(test)]
mod tests {
    use onethread_model::config::Config;
    use onethread_model::facts::Facts;
    use onethread_model::source::Sources;

    use super::*;

    #[test]
    fn decisions_of_a_year_at_most_are_counted() {
        let days = |on: &str| {
            let text = format!(
                "[reorganization.one]\non = {on}\ninitiatives = [\"returns\"]\n[initiative.returns]\nleader = \"ines\"\n"
            );
            let mut sources = Sources::default();
            let file = sources.add("org/a.toml", text);
            let org = onethread_model::org::load(&sources, &[file], &mut Vec::new());
            let snapshot = Snapshot::new(Config::default(), org, sources, Facts::default());
            let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
            reorganized(&DaysBefore::of(&snapshot, &world), &world).first().map(|cohort| cohort.decision_days)
        };
        assert_eq!(["2025-07-03", "2025-07-02", "2025-07-01"].map(days), [Some(363), Some(364), Some(364)]);
        assert_eq!(DECISION_DAYS_MAX, 364);
    }
}
