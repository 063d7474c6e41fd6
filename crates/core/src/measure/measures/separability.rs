//! `separability`: how much of what changes stays within a team or an initiative, beyond what its size brings.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::coupling::Incidence;
use onethread_kernel::separability::{Activity, Part, standing, standings, ties};
use schemars::JsonSchema;
use serde::Serialize;

use super::change_coupling::{CoupledPair, CouplingOf};
use super::propagation_cost::{Position, positions};
use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::change_log::{PATHS_MAX, WINDOW_DAYS};
use crate::measure::change_sets::Bounds;
use crate::measure::cochange::{CochangeMatrix, Level};
use crate::measure::containment::Containment;
use crate::measure::needs::Needs;
use crate::measure::register::{Entry, Register};

pub(super) const MEASURE: Measure = Measure {
    key: "separability",
    title: "Share of changes that stay within a team or an initiative",
    page: include_str!("separability.md"),
    touches: Touches::Groups,
    value: |world| json(&separability(world, WINDOW_DAYS)),
};

/// Separability of teams and initiatives.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Separability {
    /// Days that were looked at.
    pub window_days: i64,
    /// Change-sets that touch anything.
    pub change_sets: usize,
    /// Change-sets of more than 100 paths, and changes of so many as they landed, left out.
    pub huge: usize,
    /// Changes that bots made, left out.
    pub bots: usize,
    /// Touches, each path once for each change-set.
    pub touches: usize,
    /// Of these, touches of paths that belong to no one team; left out for teams, outside for initiatives.
    pub unowned: usize,
    /// Teams of which it is not known who or how many are on them, left out.
    pub unknown_teams: usize,
    /// Teams that are known to have fewer than five people, left out.
    pub small_teams: usize,
    /// Why nothing is reported teams.
    pub refused: Option<String>,
    /// How far all teams together are from chance, at most 1; absent when refused.
    pub modularity: Option<f64>,
    /// Teams, in alphabetical order.
    pub teams: Vec<TeamSeparability>,
    /// Live initiatives whose scope names code, or which changes name, in alphabetical order.
    pub initiatives: Vec<InitiativeSeparability>,
}

/// How much of what changes in a team's code stays there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct TeamSeparability {
    /// The team.
    pub team: String,
    /// Paths of it that changed.
    pub paths: usize,
    /// What stays inside.
    #[serde(flatten)]
    pub inside: Containment,
    /// Its part of `modularity`.
    pub modularity: f64,
    /// The share of its ties that lead out, 0 to 1 and above for a team that is most of the whole; absent when it has
    /// no ties.
    pub conductance: Option<f64>,
    /// Teams that change together with it beyond chance, the most first.
    pub coupled_with: Vec<String>,
    /// Where it stands among all teams when needs are passed on; absent when no need is on record.
    pub position: Option<Position>,
    /// What it asked of other teams in those days, with an answer or without.
    pub asked: usize,
    /// Days it waited for them so far, all together.
    pub waited_days_min: i64,
    /// Change-sets that touch it and another team.
    #[serde(skip)]
    pub crossing: Vec<u32>,
}

/// How much of what changes in an initiative's scope, or for it, stays in its scope.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct InitiativeSeparability {
    /// The initiative.
    pub initiative: String,
    /// Paths of it that changed; none where its scope names no code.
    pub paths: usize,
    /// What stays inside.
    #[serde(flatten)]
    pub inside: Containment,
    /// Of its change-sets, those that name it.
    pub named: usize,
    /// Of these, those that touch nothing of its scope.
    pub elsewhere: usize,
    /// Teams that own what its change-sets touch.
    pub teams: usize,
    /// What its scope adds to the modularity of it against all the rest; those of several initiatives do not add up,
    /// since scopes may overlap. Absent where its scope names no code that changed.
    pub modularity: Option<f64>,
    /// The share of the ties of its scope that lead out, 0 to 1 and above for a scope that is most of the whole; absent
    /// when it has no ties.
    pub conductance: Option<f64>,
    /// Initiatives that change together with it beyond chance, the most first.
    pub coupled_with: Vec<String>,
    /// Where it stands among all initiatives when needs are passed on; absent when no need is on record.
    pub position: Option<Position>,
    /// What it asked of other teams in those days.
    pub asked: usize,
    /// Days it waited for them so far, all together.
    pub waited_days_min: i64,
    /// Change-sets that touch it and anything else.
    #[serde(skip)]
    pub crossing: Vec<u32>,
}

/// Computes the measure over the last `window_days` days.
pub fn separability(world: &World<'_>, window_days: i64) -> Separability {
    separability_of(&world.paths_over(window_days), world)
}

/// The same from change-sets over paths.
pub fn separability_of(paths: &CochangeMatrix, world: &World<'_>) -> Separability {
    let all = &paths.incidence;
    let mut found = Separability {
        window_days: paths.window_days,
        change_sets: paths.sets.len(),
        huge: paths.aside.bulk_changes + (0..all.sets()).filter(|set| all.size(*set) as usize > PATHS_MAX).count(),
        bots: paths.bots,
        touches: paths.touches,
        ..Separability::default()
    };
    let register = &*world.register_over(paths.window_days);
    teams(&mut found, paths, register, world);
    initiatives(&mut found, paths, register, world);
    found
}

/// Waits of some entries: how much was asked for, and for how many days all of it was waited.
fn waits<'e>(entries: impl Iterator<Item = &'e Entry>) -> (usize, i64) {
    let waits = entries.filter_map(|entry| entry.wait.as_ref());
    waits.fold((0, 0), |(asked, days), wait| (asked + wait.n, days + wait.days_min))
}

fn teams(found: &mut Separability, paths: &CochangeMatrix, register: &Register, world: &World<'_>) {
    let owners = world.path_owners_of(paths);
    let mut names: Vec<&str> = owners.iter().flatten().map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let number: BTreeMap<&str, u32> = names.iter().copied().zip(0..).collect();
    let team_of: Vec<Option<u32>> =
        owners.iter().map(|team| team.as_deref().and_then(|team| number.get(team).copied())).collect();
    let items = 0..paths.incidence.items();
    let unowned = items.clone().filter(|item| team_of[*item as usize].is_none());
    found.unowned = unowned.map(|item| paths.incidence.degree(item) as usize).sum();
    found.refused = match names.as_slice() {
        [] if found.touches == 0 => Some("no source shows what changes touch".to_owned()),
        [] => Some("no source states which team owns the changed code".to_owned()),
        [only] => Some(format!("{only} is the only known owner of changed code")),
        _ => None,
    };
    if found.refused.is_some() {
        return;
    }
    let owned: Vec<Option<u32>> = items.clone().map(|item| team_of[item as usize].map(|_| item)).collect();
    let incidence = paths.incidence.up_to(PATHS_MAX as u32).grouped(paths.incidence.items(), &owned);
    let activity = Activity::of(&incidence, &paths.moments());
    let standings = standings(&incidence, &team_of, names.len() as u32);
    found.modularity = Some(standings.iter().map(|standing| standing.modularity).sum());
    let people = world.groups_for(&["separability"]);
    let days = paths.window_days;
    let coupling = world.team_coupling_over(days);
    let needs = Needs::of(world, Level::Team, register, names.iter().copied());
    let positions = positions(&needs);
    for (team, name) in (0..).zip(&names) {
        if people.is_small(name) {
            let count = if people.size(name).is_none() { &mut found.unknown_teams } else { &mut found.small_teams };
            *count += 1;
            continue;
        }
        let own: Vec<u32> = items.clone().filter(|item| team_of[*item as usize] == Some(team)).collect();
        let standing = standings.get(team as usize).copied().unwrap_or_default();
        let (asked, waited_days_min) =
            waits(register.entries.iter().filter(|entry| entry.team.as_deref() == Some(*name)));
        found.teams.push(TeamSeparability {
            team: (*name).to_owned(),
            paths: own.len(),
            inside: Containment::of(&incidence, &activity, own.as_slice().into()),
            modularity: standing.modularity,
            conductance: standing.conductance,
            coupled_with: coupled_with(name, &coupling).into_iter().filter(|with| people.is_group(with)).collect(),
            position: positions.get(*name).copied(),
            asked,
            waited_days_min,
            crossing: crossing(&incidence, own.as_slice().into()),
        });
    }
}

/// What changes together with one of the items compared, the most first.
fn coupled_with(name: &str, coupling: &CouplingOf) -> Vec<String> {
    let with = |pair: &CoupledPair| match (pair.one == name, pair.other == name) {
        (true, _) => Some(pair.other.clone()),
        (_, true) => Some(pair.one.clone()),
        _ => None,
    };
    coupling.pairs.iter().filter_map(with).collect()
}

fn initiatives(found: &mut Separability, paths: &CochangeMatrix, register: &Register, world: &World<'_>) {
    let incidence = paths.incidence.up_to(PATHS_MAX as u32);
    let (activity, ties) = (Activity::of(&incidence, &paths.moments()), ties(&incidence));
    let coupling = world.initiative_coupling_of(paths);
    let owners = world.path_owners_of(paths);
    let live = world.live().map(|initiative| initiative.id.as_str());
    let between = Needs::between_parties(register, world.parties(), live);
    let positions = positions(&between);
    for initiative in world.live() {
        let bounds = Bounds::of(initiative.scope.iter().map(|piece| &piece.value), world.inputs);
        let naming = paths.naming(&initiative.id, world).iter();
        let sets: Vec<u32> = naming.copied().filter(|set| incidence.size(*set) > 0).collect();
        if bounds.is_empty() && sets.is_empty() {
            continue;
        }
        let items = paths.within(&bounds, world);
        let part = Part { items: &items, sets: &sets };
        let needs = format!("initiative:{}", initiative.id);
        let (asked, waited_days_min) = waits(register.entries.iter().filter(|entry| entry.needs == needs));
        // Of a scope that names no code nothing can stay inside: its change-sets are only counted.
        let is_bounded = !bounds.is_empty();
        let inside = match is_bounded {
            true => Containment::of(&incidence, &activity, part),
            false => Containment { change_sets: sets.len(), ..Containment::default() },
        };
        let standing = (!items.is_empty()).then(|| standing(&incidence, ties, &items));
        found.initiatives.push(InitiativeSeparability {
            initiative: initiative.id.clone(),
            paths: items.len(),
            inside,
            named: sets.len(),
            elsewhere: sets.iter().filter(|set| !touches_any(&incidence, **set, &items)).count(),
            teams: owning(&incidence, part, &owners).len(),
            modularity: standing.map(|standing| standing.modularity),
            conductance: standing.and_then(|standing| standing.conductance),
            coupled_with: coupled_with(&initiative.id, &coupling),
            position: positions.get(needs.as_str()).copied(),
            asked,
            waited_days_min,
            crossing: if is_bounded { crossing(&incidence, part) } else { sets },
        });
    }
}

/// Whether a set touches any of some items, which are ascending.
fn touches_any(incidence: &Incidence, set: u32, items: &[u32]) -> bool {
    incidence.items_of(set).iter().any(|item| items.binary_search(item).is_ok())
}

/// Teams that own what the sets of a part touch.
fn owning<'t>(incidence: &Incidence, part: Part<'_>, owners: &'t [Option<String>]) -> BTreeSet<&'t str> {
    let sets: BTreeSet<u32> =
        part.items.iter().flat_map(|item| incidence.sets_of(*item)).chain(part.sets).copied().collect();
    let touched = sets.iter().flat_map(|set| incidence.items_of(*set));
    touched.filter_map(|item| owners.get(*item as usize)?.as_deref()).collect()
}

/// Sets that touch a part, or are named as its own, and touch others too, ascending.
fn crossing(incidence: &Incidence, part: Part<'_>) -> Vec<u32> {
    let mut held: BTreeMap<u32, u32> = BTreeMap::new();
    part.items.iter().flat_map(|item| incidence.sets_of(*item)).for_each(|set| *held.entry(*set).or_default() += 1);
    for set in part.sets {
        held.entry(*set).or_default();
    }
    held.into_iter().filter(|(set, held)| *held < incidence.size(*set)).map(|(set, _)| set).collect()
}
