//! `required-coordination`: how much of the coordination that work requires is between teams.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::bootstrap::interval_of_blocks;
use onethread_kernel::congruence::{Cell, Required};
use schemars::JsonSchema;
use serde::Serialize;

use super::change_coupling::coupling_of;
use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::aside::Aside;
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::cochange::{Level, week};
use crate::measure::containment::{CHANGE_SETS_MIN, SEED, WEEKS_MIN};
use crate::measure::register::work::Work;
use crate::words::plural;

/// Draws of all weeks.
const DRAWS: u64 = 399;
/// Pairs of teams that are reported, those with the most first.
const PAIRS_MAX: usize = 50;
/// A pair counts from this share on of all that the work of one of the two requires: below it is next to nothing, and in
/// a large organization nearly every pair has some.
pub const PAIR_SHARE_MIN: f64 = 0.05;
/// Without boundaries it would be so many times as much at least, where boundaries are said to make a difference.
const TIMES_MIN: f64 = 1.25;

pub(super) const MEASURE: Measure = Measure {
    key: "required-coordination",
    title: "How much of the coordination that work requires is between teams",
    page: include_str!("required_coordination.md"),
    touches: Touches::Groups,
    value: |world| json(&required_coordination(world, WINDOW_DAYS)),
};

/// Coordination that the work of a window requires. Teams of fewer than five people are never distinguished.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct RequiredCoordination {
    /// Days that are looked at.
    pub window_days: i64,
    /// Change-sets in components of which it is known which teams of at least five people made them.
    pub change_sets: usize,
    /// Touches that show no work, left out.
    pub aside: Aside,
    /// Weeks with any.
    pub weeks: usize,
    /// Teams that made them.
    pub teams: usize,
    /// Components that they touch.
    pub components: usize,
    /// Pairs of components that change together beyond chance.
    pub coupled: usize,
    /// The share that is between different teams, 0 to 1; this and what follows is absent when refused.
    pub across_share: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// What it would be if all teams worked in all components alike, 0 to 1.
    pub without_boundaries: Option<f64>,
    /// Whether it would be at least 1.25 times as much without boundaries, over the whole interval.
    pub is_clearly_less: bool,
    /// Pairs of teams between whom it is at least 5 % of what the work of one of the two requires.
    pub required_pairs: usize,
    /// Of these, pairs of which either team declares that it needs the other.
    pub declared_pairs: usize,
    /// Those pairs with the most, at most 50.
    pub pairs: Vec<CoordinatingPair>,
    /// Why nothing is reported.
    pub refused: Option<String>,
}

/// Two teams whose work requires coordination.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CoordinatingPair {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// Its share of all that is required, 0 to 1.
    pub share: f64,
    /// Whether either team declares that it needs the other.
    pub declared: bool,
}

/// Change-sets by week, team and component.
type Counts = BTreeMap<i32, BTreeMap<(u32, u32), u32>>;

/// Computes the measure over the last `window_days` days.
pub fn required_coordination(world: &World<'_>, window_days: i64) -> RequiredCoordination {
    let work = &*world.work_over(window_days);
    let mut found = RequiredCoordination { window_days, aside: work.aside, ..RequiredCoordination::default() };
    if !world.computes("required-coordination") {
        found.refused = Some("not agreed".to_owned());
        return found;
    }
    let mut counts: Counts = BTreeMap::new();
    for set in work.sets.iter().filter(|set| !set.components.is_empty()) {
        let makers: Vec<u32> = work.group_makers(set).collect();
        found.change_sets += usize::from(!makers.is_empty());
        for (team, component) in makers.iter().flat_map(|team| set.components.iter().map(|one| (*team, *one))) {
            *counts.entry(week(set.day)).or_default().entry((team, component)).or_default() += 1;
        }
    }
    let cells = || counts.values().flat_map(BTreeMap::keys);
    let teams: BTreeSet<u32> = cells().map(|(team, _)| *team).collect();
    let components: BTreeSet<u32> = cells().map(|(_, component)| *component).collect();
    (found.weeks, found.teams, found.components) = (counts.len(), teams.len(), components.len());
    found.refused = refused(&found);
    if found.refused.is_some() {
        return found;
    }
    let depends = depends(&components, work, world, window_days);
    found.coupled = (depends.len() - components.len()) / 2;
    // Teams are numbered anew, so that the matrix holds those only that made anything.
    let numbers: BTreeMap<u32, u32> = teams.iter().copied().zip(0..).collect();
    let weeks: Vec<Vec<Cell>> = counts
        .values()
        .map(|week| {
            let cell = |((team, component), count): (&(u32, u32), &u32)| {
                (numbers.get(team).copied().unwrap_or_default(), *component, f64::from(*count))
            };
            week.iter().map(cell).collect()
        })
        .collect();
    let required = |times: &[u32]| {
        let drawn = weeks.iter().zip(times).filter(|(_, times)| **times > 0);
        let cells =
            drawn.flat_map(|(week, times)| week.iter().map(|cell| (cell.0, cell.1, cell.2 * f64::from(*times))));
        let mut summed: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        cells.for_each(|(team, component, count)| *summed.entry((team, component)).or_default() += count);
        let cells: Vec<Cell> = summed.into_iter().map(|((team, component), count)| (team, component, count)).collect();
        Required::of(teams.len() as u32, work.names.len() as u32, &cells, &depends)
    };
    let whole = required(&vec![1; weeks.len()]);
    found.across_share = whole.across();
    let interval = interval_of_blocks(weeks.len(), DRAWS, SEED, |times| required(times).across());
    let (low, high) = interval.map_or((None, None), |(low, high)| (Some(low), Some(high)));
    let held = |limit: Option<f64>, of: fn(f64, f64) -> f64| limit.zip(found.across_share).map(|(a, b)| of(a, b));
    (found.low, found.high) = (held(low, f64::min), held(high, f64::max));
    found.without_boundaries = without_boundaries(weeks.iter().flatten(), teams.len());
    let most = found.high.or(found.across_share);
    found.is_clearly_less = found.without_boundaries.zip(most).is_some_and(|(alike, most)| alike >= TIMES_MIN * most);
    let names: Vec<&str> = teams.iter().map(|team| work.team(*team)).collect();
    pairs(&mut found, &whole, &names, world, window_days);
    found
}

fn refused(found: &RequiredCoordination) -> Option<String> {
    if found.change_sets == 0 {
        Some("no change-set in a component is known to come from a team of at least five people".to_owned())
    } else if found.teams < 2 {
        Some("only one team of at least five people is known to have made changes".to_owned())
    } else if found.change_sets < CHANGE_SETS_MIN || found.weeks < WEEKS_MIN {
        Some(format!(
            "{} over {}; at least {CHANGE_SETS_MIN} over {WEEKS_MIN} weeks required",
            plural(found.change_sets, "change-set", "change-sets"),
            plural(found.weeks, "week", "weeks")
        ))
    } else {
        None
    }
}

/// Each component depends on itself; on another one as far as the one of the two that changes less does so together
/// with the other beyond chance.
fn depends(components: &BTreeSet<u32>, work: &Work, world: &World<'_>, window_days: i64) -> Vec<Cell> {
    let mut cells: Vec<Cell> = components.iter().map(|one| (*one, *one, 1.0)).collect();
    let coupling = coupling_of(&world.cochange(Level::Component, window_days), world, false);
    let number: BTreeMap<&str, u32> =
        components.iter().filter_map(|one| Some((work.names.get(*one as usize)?.as_str(), *one))).collect();
    for pair in &coupling.pairs {
        let Some((one, other)) = number.get(pair.one.as_str()).zip(number.get(pair.other.as_str())) else { continue };
        let weight = (pair.change_sets as f64 - pair.expected) / pair.of_one.min(pair.of_other).max(1) as f64;
        let weight = weight.clamp(0.0, 1.0);
        cells.extend([(*one, *other, weight), (*other, *one, weight)]);
    }
    cells
}

/// The chance that two pieces of work are of two teams, whatever they are on.
fn without_boundaries<'c>(cells: impl Iterator<Item = &'c Cell>, teams: usize) -> Option<f64> {
    let mut of = vec![0.0; teams];
    for (team, _, count) in cells {
        if let Some(of) = of.get_mut(*team as usize) {
            *of += count;
        }
    }
    let all: f64 = of.iter().sum();
    (all > 0.0).then(|| 1.0 - of.iter().map(|one| one * one).sum::<f64>() / (all * all))
}

fn pairs(found: &mut RequiredCoordination, whole: &Required, names: &[&str], world: &World<'_>, window_days: i64) {
    let register = &*world.register_over(window_days);
    let name = |team: u32| names.get(team as usize).copied().unwrap_or_default();
    let declared =
        |one: u32, other: u32| register.declares(name(one), name(other)) || register.declares(name(other), name(one));
    let units = names.len() as u32;
    let both = |one: u32, other: u32| whole.between(one, other) + whole.between(other, one);
    // What the work of a team requires: within it, and with every other one.
    let of_team = |one: u32| (0..units).map(|other| both(one, other)).sum::<f64>() - whole.between(one, one);
    let of_each: Vec<f64> = (0..units).map(of_team).collect();
    let is_enough = |(one, other): &(u32, u32)| {
        let least = of_each[*one as usize].min(of_each[*other as usize]);
        both(*one, *other) >= PAIR_SHARE_MIN * least
    };
    let counted: Vec<(u32, u32)> = whole.pairs().filter(is_enough).collect();
    found.required_pairs = counted.len();
    found.declared_pairs = counted.iter().filter(|(one, other)| declared(*one, *other)).count();
    let all: f64 =
        (0..units).flat_map(|one| (0..units).map(move |other| (one, other))).map(|(a, b)| whole.between(a, b)).sum();
    found.pairs = counted
        .into_iter()
        .map(|(one, other)| CoordinatingPair {
            one: name(one).to_owned(),
            other: name(other).to_owned(),
            share: both(one, other) / all,
            declared: declared(one, other),
        })
        .collect();
    found.pairs.sort_by(|a, b| b.share.total_cmp(&a.share));
    found.pairs.truncate(PAIRS_MAX);
}
