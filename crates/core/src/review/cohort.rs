//! What initiatives that were changed on a day did before it and since, beside those left alone.
//!
//! Counts of what was, and no test: two groups that people chose differ for many reasons.

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
    /// Reversible decisions made above the leader, of those that state how high they went.
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

/// The cohort of each declared reorganization that changed a live initiative, in alphabetical order of id.
pub(super) fn reorganized(snapshot: &Snapshot, world: &World<'_>) -> Vec<Cohort> {
    let declared = world.inputs.org.reorganizations.values();
    let cohort = |declared: &onethread_model::org::Reorganization| {
        let on = declared.on.value;
        of(&declared.id.value, on, |id| is_named(declared, id, world), snapshot, world)
    };
    declared.filter_map(cohort).collect()
}

/// The cohort of initiatives to which something happened on a day; `None` where it happened to none that was live then
/// and is today, or where the day is to come.
pub(super) fn of(
    id: &str,
    on: Day,
    is_changed: impl Fn(&str) -> bool,
    snapshot: &Snapshot,
    world: &World<'_>,
) -> Option<Cohort> {
    let days_since = world.day.days_since(on) + 1;
    if days_since < 1 {
        return None;
    }
    let earlier = World::on(snapshot, on.plus_days(-1));
    let was_live = |one: &&Initiative| earlier.initiative(&one.id).is_some_and(|then| then.live);
    let (changed, left_alone): (Vec<&Initiative>, Vec<&Initiative>) =
        world.live().filter(was_live).partition(|one| is_changed(&one.id));
    if changed.is_empty() {
        return None;
    }
    let decision_days = days_since.min(DECISION_DAYS_MAX);
    let compare = |count: &dyn Fn(&Initiative, bool) -> CountOf| {
        let side = |group: &[&Initiative], since: bool| group.iter().map(|one| count(one, since)).sum();
        let group = |group: &[&Initiative]| BeforeSince { before: side(group, false), since: side(group, true) };
        Comparison { changed: group(&changed), left_alone: group(&left_alone) }
    };
    let at = |since: bool| if since { world } else { &earlier };
    let from = |since: bool| if since { on } else { on.plus_days(-(decision_days as i32)) };
    Some(Cohort {
        id: id.to_owned(),
        on,
        changed: changed.len(),
        left_alone: left_alone.len(),
        decision_days,
        reversible_above: compare(&|one, since| above(&one.id, from(since), decision_days, world)),
        one_thread: compare(&|one, since| {
            let then = at(since).initiative(&one.id);
            let is_one = |leadership: &Leadership| matches!(leadership, Leadership::One { also_leads, .. } if also_leads.is_empty());
            CountOf { count: usize::from(then.is_some_and(|then| is_one(&then.leadership))), of: 1 }
        }),
        gates: compare(&|one, since| {
            let world = at(since);
            CountOf { count: world.inputs.org.gates_before(&one.id, world.day).count(), of: 1 }
        }),
        needs: compare(&|one, since| {
            let entries = at(since).needs().of_initiative(one);
            CountOf { count: entries.filter(|entry| entry.declared || entry.is_observed()).count(), of: 1 }
        }),
        finished_inside: finished_inside(&changed, &left_alone, (on, decision_days), world),
    })
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

/// Reversible decisions of an initiative that were asked for in so many days from one on and state how high they went,
/// and those that went above the leader.
fn above(initiative: &str, from: Day, days: i64, world: &World<'_>) -> CountOf {
    let is_within = |day: Day| (0..days).contains(&day.days_since(from));
    let decisions = world.decisions_of(initiative).filter(|one| one.reversible == Some(true));
    let levels = decisions.filter(|one| one.opened.is_some_and(is_within)).filter_map(|one| one.levels);
    levels
        .fold(CountOf::default(), |sum, levels| CountOf { count: sum.count + usize::from(levels > 0), of: sum.of + 1 })
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
            reorganized(&snapshot, &world).first().map(|cohort| cohort.decision_days)
        };
        assert_eq!(["2025-07-03", "2025-07-02", "2025-07-01"].map(days), [Some(363), Some(364), Some(364)]);
        assert_eq!(DECISION_DAYS_MAX, 364);
    }
}
