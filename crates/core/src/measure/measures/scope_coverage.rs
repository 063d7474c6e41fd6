//! `scope-coverage`: how well what initiatives claim fits what is changed for them.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::bootstrap::{Block, Share};
use onethread_kernel::weekly::share_of_weeks;
use onethread_model::facts::Symbol;
use onethread_model::source::Place;
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::change_log::{ChangeSet, WINDOW_DAYS};
use crate::measure::change_sets::Bounds;
use crate::measure::cochange::week;
use crate::measure::{Initiative, World};

pub(super) const MEASURE: Measure = Measure {
    key: "scope-coverage",
    title: "Claimed scope against changed code",
    page: include_str!("scope_coverage.md"),
    touches: Touches::Nobody,
    value: |world| json(&scope_coverage(world)),
};

/// Scopes of live initiatives against the change-sets of the last 365 days.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ScopeCoverage {
    /// Days that are looked at.
    pub window_days: i64,
    /// Live initiatives.
    pub initiatives: usize,
    /// Those whose scope names components or paths.
    pub bounded: usize,
    /// Change-sets looked at.
    pub change_sets: usize,
    /// Those that touch the scope of one live initiative and no other.
    pub in_one: usize,
    /// Those that touch the scopes of several.
    pub in_several: usize,
    /// Those that touch none.
    pub in_none: usize,
    /// Bounded initiatives of which no change-set touches the scope.
    pub untouched: usize,
    /// Bounded initiatives, in alphabetical order.
    pub of: Vec<ScopeOf>,
}

/// The scope of one live initiative.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ScopeOf {
    /// Its id.
    pub initiative: String,
    /// Change-sets that touch its scope.
    pub touching: usize,
    /// Of these, those that name other initiatives and not this one.
    pub for_others: usize,
    /// The others, with how many, most first.
    pub others: Vec<(String, usize)>,
    /// Change-sets that name it.
    pub named: usize,
    /// Of these, those that touch nothing in its scope.
    pub gap: usize,
    /// Their share, 0 to 1.
    pub gap_share: Option<f64>,
    /// Lower end of the 95 % interval; absent with fewer than three weeks.
    pub gap_share_low: Option<f64>,
    /// Upper end of it.
    pub gap_share_high: Option<f64>,
    /// Record of the newest change-set of the gap.
    #[serde(skip)]
    pub gap_place: Option<Place>,
    /// Record of the newest change-set for others.
    #[serde(skip)]
    pub others_place: Option<Place>,
}

/// Computes the measure.
pub fn scope_coverage(world: &World<'_>) -> ScopeCoverage {
    let log = world.change_log();
    let bounded: Vec<(&Initiative, FxHashSet<Symbol>)> =
        world.live().filter_map(|initiative| Some((initiative, held(initiative, world)?))).collect();
    let mut found = ScopeCoverage {
        window_days: WINDOW_DAYS,
        initiatives: world.live().count(),
        bounded: bounded.len(),
        change_sets: log.sets.len(),
        ..ScopeCoverage::default()
    };
    for set in &log.sets {
        let touched = bounded.iter().filter(|(_, held)| touches(set, held)).count();
        match touched {
            0 => found.in_none += 1,
            1 => found.in_one += 1,
            _ => found.in_several += 1,
        }
    }
    found.of = bounded.iter().map(|(initiative, held)| of(initiative, held, world)).collect();
    found.untouched = found.of.iter().filter(|one| one.touching == 0).count();
    found
}

/// How the scope of one initiative fits; absent when it names neither components nor paths.
pub fn scope_of(initiative: &Initiative, world: &World<'_>) -> Option<ScopeOf> {
    held(initiative, world).map(|held| of(initiative, &held, world))
}

/// Components and paths on record within its scope; absent when it names neither.
fn held(initiative: &Initiative, world: &World<'_>) -> Option<FxHashSet<Symbol>> {
    let bounds = Bounds::of(initiative.scope.iter().map(|piece| &piece.value), world.inputs);
    (!bounds.is_empty()).then(|| bounds.held(world))
}

fn touches(set: &ChangeSet, held: &FxHashSet<Symbol>) -> bool {
    set.components.iter().any(|component| held.contains(component))
}

fn of(initiative: &Initiative, held: &FxHashSet<Symbol>, world: &World<'_>) -> ScopeOf {
    let id = world.facts.symbols().find(&initiative.id);
    let mut found = ScopeOf { initiative: initiative.id.clone(), ..ScopeOf::default() };
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    let mut weeks: BTreeMap<i32, Block> = BTreeMap::new();
    let log = &world.change_log().sets;
    let inside: BTreeSet<u32> = held.iter().flat_map(|component| world.sets().touching(*component)).copied().collect();
    let named = world.sets().naming(id);
    found.touching = inside.len();
    // In the order of their records: the last one is the newest.
    for at in &inside {
        let Some(set) = log.get(*at as usize).filter(|set| !set.initiatives.is_empty()) else { continue };
        if named.binary_search(at).is_err() {
            found.for_others += 1;
            found.others_place = Some(world.facts.place(set.at));
            let names: BTreeSet<&str> = set.initiatives.iter().map(|other| world.facts.text(*other)).collect();
            names.into_iter().for_each(|name| *others.entry(name).or_default() += 1);
        }
    }
    for at in named {
        let Some(set) = log.get(*at as usize).filter(|set| !set.components.is_empty()) else { continue };
        found.named += 1;
        let block = weeks.entry(week(set.day)).or_default();
        block.trials += 1;
        if !inside.contains(at) {
            block.hits += 1;
            found.gap += 1;
            found.gap_place = Some(world.facts.place(set.at));
        }
    }
    let share: Option<Share> = share_of_weeks(&weeks.into_iter().collect::<Vec<_>>());
    found.gap_share = (found.named > 0).then(|| found.gap as f64 / found.named as f64);
    found.gap_share_low = share.map(|share| share.low);
    found.gap_share_high = share.map(|share| share.high);
    found.others = others.into_iter().map(|(name, times)| (name.to_owned(), times)).collect();
    found.others.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    found
}
