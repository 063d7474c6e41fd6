//! `separability`: how much of what changes stays within a team or an initiative, beyond what its size brings.

use std::collections::BTreeMap;

use onethread_kernel::coupling::Incidence;
use onethread_kernel::separability::{Activity, standings};
use schemars::JsonSchema;
use serde::Serialize;

use super::change_coupling::{CoupledPair, coupling_of};
use super::{Measure, json};
use crate::measure::World;
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::change_sets::Bounds;
use crate::measure::inside::{Inside, PATHS_MAX};
use crate::measure::register::{Entry, Register};
use crate::measure::together::{Level, Together};

pub(super) const MEASURE: Measure = Measure {
    key: "separability",
    title: "How much of what changes stays within a team or an initiative",
    page: include_str!("separability.md"),
    value: |world| json(&separability(world, WINDOW_DAYS)),
};

/// Separability of teams and initiatives.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Separability {
    /// Days that were looked at.
    pub window_days: i64,
    /// Change-sets that touch anything.
    pub change_sets: usize,
    /// Of these, those of more than 100 paths, left out.
    pub huge: usize,
    /// Changes that programs made, left out.
    pub programs: usize,
    /// Touches, each path once for each change-set.
    pub touches: usize,
    /// Of these, touches of paths that belong to no one team; left out for teams, outside for initiatives.
    pub unowned: usize,
    /// Teams that are known to have fewer than five people, left out.
    pub small_teams: usize,
    /// Why nothing is told of teams.
    pub refused: Option<String>,
    /// How far all teams together are from chance, at most 1; absent when refused.
    pub modularity: Option<f64>,
    /// Teams, in alphabetical order.
    pub teams: Vec<TeamSeparability>,
    /// Live initiatives whose scope names code, in alphabetical order.
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
    pub inside: Inside,
    /// Its part of `modularity`.
    pub modularity: f64,
    /// The share of its ties that lead out, 0 to 1 and above for a team that is most of the whole; absent when it has no
    /// ties.
    pub conductance: Option<f64>,
    /// Teams that change together with it beyond chance, the most first.
    pub coupled_with: Vec<String>,
    /// What it asked of other teams in those days, with an answer or without.
    pub asked: usize,
    /// Days it waited for them so far, all together.
    pub waited_days_min: i64,
    /// Change-sets that touch it and another team.
    #[serde(skip)]
    pub crossing: Vec<u32>,
}

/// How much of what changes in an initiative's scope stays there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct InitiativeSeparability {
    /// The initiative.
    pub initiative: String,
    /// Paths of it that changed.
    pub paths: usize,
    /// What stays inside.
    #[serde(flatten)]
    pub inside: Inside,
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
    let own = (window_days != WINDOW_DAYS).then(|| Together::of(world, Level::Path, window_days));
    separability_of(own.as_ref().unwrap_or_else(|| world.paths()), world)
}

/// The same from change-sets over paths.
pub fn separability_of(paths: &Together, world: &World<'_>) -> Separability {
    let all = &paths.incidence;
    let mut found = Separability {
        window_days: paths.window_days,
        change_sets: paths.sets.len(),
        huge: (0..all.sets()).filter(|set| all.size(*set) as usize > PATHS_MAX).count(),
        programs: paths.programs,
        touches: paths.touches,
        ..Separability::default()
    };
    let known = (paths.window_days != WINDOW_DAYS).then(|| Register::of(world, paths.window_days));
    let register = known.as_ref().unwrap_or_else(|| world.register());
    teams(&mut found, paths, register, world);
    initiatives(&mut found, paths, register, world);
    found
}

/// Waits of some entries: how much was asked for, and for how many days all of it was waited.
fn waits<'e>(entries: impl Iterator<Item = &'e Entry>) -> (usize, i64) {
    let waits = entries.filter_map(|entry| entry.wait.as_ref());
    waits.fold((0, 0), |(asked, days), wait| (asked + wait.n, days + wait.days_min))
}

fn teams(found: &mut Separability, paths: &Together, register: &Register, world: &World<'_>) {
    let mut names: Vec<&str> = paths.teams.iter().flatten().map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let number: BTreeMap<&str, u32> = names.iter().copied().zip(0..).collect();
    let team_of: Vec<Option<u32>> =
        paths.teams.iter().map(|team| team.as_deref().and_then(|team| number.get(team).copied())).collect();
    let items = 0..paths.incidence.items();
    let unowned = items.clone().filter(|item| team_of[*item as usize].is_none());
    found.unowned = unowned.map(|item| paths.incidence.degree(item) as usize).sum();
    found.refused = match names.as_slice() {
        [] if found.touches == 0 => Some("no source says what changes touch".to_owned()),
        [] => Some("no source says which team owns what changed".to_owned()),
        [only] => Some(format!("{only} is the only team that is known to own what changed")),
        _ => None,
    };
    if found.refused.is_some() {
        return;
    }
    let owned: Vec<Option<u32>> = items.clone().map(|item| team_of[item as usize].map(|_| item)).collect();
    let incidence = paths.incidence.up_to(PATHS_MAX as u32).grouped(paths.incidence.items(), &owned);
    let activity = Activity::of(&incidence);
    let standings = standings(&incidence, &team_of, names.len() as u32);
    found.modularity = Some(standings.iter().map(|standing| standing.modularity).sum());
    let people = world.team_members();
    let coupling = match paths.window_days {
        WINDOW_DAYS => world.team_coupling().clone(),
        days => coupling_of(&Together::of(world, Level::Team, days), world, false),
    };
    for (team, name) in (0..).zip(&names) {
        if people.is_small(name) {
            found.small_teams += 1;
            continue;
        }
        let own: Vec<u32> = items.clone().filter(|item| team_of[*item as usize] == Some(team)).collect();
        let standing = standings.get(team as usize).copied().unwrap_or_default();
        let (asked, waited_days_min) =
            waits(register.entries.iter().filter(|entry| entry.team.as_deref() == Some(*name)));
        let with = |pair: &CoupledPair| {
            let other = if pair.one == *name { &pair.other } else { &pair.one };
            (pair.one == *name || pair.other == *name).then(|| other.clone())
        };
        found.teams.push(TeamSeparability {
            team: (*name).to_owned(),
            paths: own.len(),
            inside: Inside::of(&incidence, &activity, &own),
            modularity: standing.modularity,
            conductance: standing.conductance,
            coupled_with: coupling.pairs.iter().filter_map(with).collect(),
            asked,
            waited_days_min,
            crossing: crossing(&incidence, &own),
        });
    }
}

fn initiatives(found: &mut Separability, paths: &Together, register: &Register, world: &World<'_>) {
    let incidence = paths.incidence.up_to(PATHS_MAX as u32);
    let activity = Activity::of(&incidence);
    for initiative in world.live() {
        let bounds = Bounds::of(initiative.scope.iter().map(|piece| &piece.value), world.inputs);
        if bounds.is_empty() {
            continue;
        }
        let mut own: Vec<u32> =
            bounds.held(world).into_iter().filter_map(|path| paths.item(world.facts.text(path))).collect();
        own.sort_unstable();
        let needs = format!("initiative:{}", initiative.id);
        let (asked, waited_days_min) = waits(register.entries.iter().filter(|entry| entry.needs == needs));
        found.initiatives.push(InitiativeSeparability {
            initiative: initiative.id.clone(),
            paths: own.len(),
            inside: Inside::of(&incidence, &activity, &own),
            asked,
            waited_days_min,
            crossing: crossing(&incidence, &own),
        });
    }
}

/// Sets that touch some items and others too, ascending.
fn crossing(incidence: &Incidence, own: &[u32]) -> Vec<u32> {
    let mut held: BTreeMap<u32, u32> = BTreeMap::new();
    own.iter().flat_map(|item| incidence.sets_of(*item)).for_each(|set| *held.entry(*set).or_default() += 1);
    held.into_iter().filter(|(set, held)| *held < incidence.size(*set)).map(|(set, _)| set).collect()
}
