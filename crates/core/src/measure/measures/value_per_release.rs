//! `value-per-release`: how likely it is that an initiative brings value with the next release.

use onethread_kernel::distributions::clustered_share;
use onethread_kernel::hazard::{self, Cell, Luck};
use onethread_kernel::survival::Spell;
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::time_to_value::{Case, EVENTS_MIN, FOLLOWED_MIN, cases};
use super::{Measure, json};
use crate::measure::World;
use crate::measure::released::Released;
use crate::words::{interval, percent, plural, thousands};

/// With fewer releases there is no calendar.
const RELEASES_MIN: usize = 5;
/// Rounds beyond it are left out.
const ROUNDS_MAX: i64 = 400;

pub(super) const MEASURE: Measure = Measure {
    key: "value-per-release",
    title: "Probability of first value with the next release",
    page: include_str!("value_per_release.md"),
    value: |world| json(&value_per_release(world)),
};

/// Chances per release of one event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ValuePerRelease {
    /// The event, as in `time-to-value`.
    pub event: String,
    /// Initiatives that were watched over any release.
    pub n: usize,
    /// Of these, those that reached the event.
    pub events: usize,
    /// Initiatives left out because no release came while they were watched.
    pub left_out: usize,
    /// Releases of everything at once, up to the day.
    pub releases: usize,
    /// How much initiatives of one release share its luck: the correlation of two of them, 0 to 1; absent when refused.
    pub shared_luck: Option<f64>,
    /// The chance with any release that is reported; absent when refused.
    pub any: Option<AnyRelease>,
    /// Releases since the idea, one row for each while 5 or more are watched; empty when refused.
    pub rounds: Vec<Chance>,
    /// How the chance changes when twice as many releases have passed since the idea; absent when refused.
    pub doubling: Option<Doubling>,
    /// Why nothing is reported.
    pub refused: Option<String>,
    /// Why no change of the chance is reported.
    pub doubling_refused: Option<String>,
}

/// The chance with any release.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AnyRelease {
    /// Initiatives watched over all releases, each as often as it was.
    pub at_risk: u64,
    /// Of these, those that reached it.
    pub events: u64,
    /// `events / at_risk`, 0 to 1.
    pub chance: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
}

/// The chance with one release.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Chance {
    /// Releases since the idea, this one included.
    pub release: i64,
    /// Initiatives watched that had not reached the event before it.
    pub at_risk: u64,
    /// Of these, those that reached it with it.
    pub events: u64,
    /// `events / at_risk`, 0 to 1.
    pub chance: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
    /// Estimated share that has not reached it after this release, 0 to 1.
    pub open_share: f64,
}

/// A ratio of hazards.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Doubling {
    /// The hazard after twice as many releases, as a multiple: 1 where it does not change.
    pub ratio: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
}

/// Computes the measure for each event that any initiative could reach.
pub fn value_per_release(world: &World<'_>) -> Vec<ValuePerRelease> {
    let releases: Vec<Day> = Released::of(world).common.keys().copied().collect();
    let told = cases(world).into_iter().map(|(event, cases)| ValuePerRelease { event, ..told(&cases, &releases) });
    told.collect()
}

fn told(cases: &[Case], releases: &[Day]) -> ValuePerRelease {
    let spells: Vec<(Spell, i64)> = cases.iter().map(|case| spell(case, releases)).collect();
    let watched = || spells.iter().map(|(spell, _)| spell).filter(|spell| spell.entry_days < spell.end_days);
    let mut found = ValuePerRelease {
        n: watched().count(),
        events: watched().filter(|spell| spell.happened).count(),
        releases: releases.len(),
        ..ValuePerRelease::default()
    };
    found.left_out = spells.len() - found.n;
    found.refused = if releases.len() < RELEASES_MIN {
        let known = plural(releases.len(), "release is", "releases are");
        Some(format!("{known} on record that name no initiative; at least {RELEASES_MIN} required"))
    } else if found.events < EVENTS_MIN {
        Some(format!("{} reached it; at least {EVENTS_MIN} required", found.events))
    } else {
        None
    };
    if found.refused.is_some() {
        return found;
    }
    let mut cells = hazard::cells(&spells, ROUNDS_MAX);
    // Where few are followed the rest is not known; and what is not reported must not weigh on the trend.
    let thin = hazard::rounds(&cells).into_iter().find(|round| round.at_risk < FOLLOWED_MIN as u64);
    cells.retain(|cell| thin.is_none_or(|thin| cell.round < thin.round));
    let luck = Luck::of(&cells);
    found.shared_luck = Some(luck.correlation);
    let limits = |events, at_risk, cells: &[Cell]| {
        let (times, clusters) = (luck.times(cells), luck.clusters);
        clustered_share(events, at_risk, times, clusters, 0.95)
    };
    let mut open = 1.0;
    for of_round in cells.chunk_by(|one, other| one.round == other.round) {
        let Some(round) = hazard::rounds(of_round).first().copied() else { continue };
        let (at_risk, events) = (round.at_risk, round.events);
        let chance = events as f64 / at_risk as f64;
        let (low, high) = limits(events, at_risk, of_round);
        open *= 1.0 - chance;
        found.rounds.push(Chance { release: round.round, at_risk, events, chance, low, high, open_share: open });
    }
    let (events, at_risk) = cells.iter().fold((0, 0), |all, one| (all.0 + one.events, all.1 + one.at_risk));
    if at_risk > 0 {
        let (low, high) = limits(events, at_risk, &cells);
        found.any = Some(AnyRelease { at_risk, events, chance: events as f64 / at_risk as f64, low, high });
    }
    match doubling(&cells) {
        Ok(ratio) => found.doubling = Some(ratio),
        Err(why) => found.doubling_refused = Some(why),
    }
    found
}

impl ValuePerRelease {
    /// What it says, as a sentence without a full stop; absent when nothing is reported.
    pub fn words(&self) -> Option<String> {
        let (first, any) = (self.rounds.first()?, self.any?);
        let doubling = match (&self.doubling, &self.doubling_refused) {
            (Some(ratio), _) => format!(
                "doubling the number of past releases multiplies the hazard by {:.2} (95 % CI {:.2} to {:.2})",
                ratio.ratio, ratio.low, ratio.high
            ),
            (None, Some(why)) => format!("whether it changes is not known: {why}"),
            (None, None) => String::new(),
        };
        Some(format!(
            "Per release, {}: {} of {} watched reached it with the first one after the idea, and {} of {} times that one \
             was watched with any release ({}, {}); {doubling}",
            self.event,
            first.events,
            plural(first.at_risk as usize, "initiative", "initiatives"),
            thousands(any.events.into()),
            thousands(any.at_risk.into()),
            percent(any.chance),
            interval(&percent(any.low), &percent(any.high)),
        ))
    }
}

/// Rounds instead of days: how many releases came since the idea. An event between two releases is there with the next
/// one. Beside it stands the last release before the idea.
fn spell(case: &Case, releases: &[Day]) -> (Spell, i64) {
    let until = |day: Day| releases.partition_point(|release| *release <= day) as i64;
    let before = |day: Day| releases.partition_point(|release| *release < day) as i64;
    let start = until(case.start);
    let end_days = if case.reached() { before(case.end) + 1 } else { until(case.end) } - start;
    (Spell { entry_days: until(case.entry) - start, end_days, happened: case.reached() }, start)
}

/// The trend over the logarithm of rounds, with ten events for each of its two numbers at least.
fn doubling(cells: &[Cell]) -> Result<Doubling, String> {
    let events: u64 = cells.iter().map(|cell| cell.events).sum();
    let least = 2 * EVENTS_MIN as u64;
    if events < least {
        return Err(format!("{events} reached it while enough were followed; at least {least} required for a trend"));
    }
    let told = hazard::doubling(cells).map(|(ratio, low, high)| Doubling { ratio, low, high });
    told.ok_or_else(|| "there are too few releases for a trend".to_owned())
}
