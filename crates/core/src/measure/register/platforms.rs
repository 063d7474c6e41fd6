//! Platforms: whether others use them by themselves, or wait for the team that runs them.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::record::Reference;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::wait::{OpenRequest, Wait};
use super::{Entry, Register};
use crate::measure::World;
use crate::measure::groups::GroupStatistic;

/// How a platform is used.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlatformUse {
    /// Its id.
    pub platform: String,
    /// The team that runs it.
    pub team: Option<String>,
    /// How it says it is used: `self-service` or `request`; absent when it does not say.
    pub stated: Option<String>,
    /// Initiatives and teams that need it: what it is made of, or its team where that runs nothing else.
    pub users: usize,
    /// Initiatives and teams that need its team, which runs several platforms, and do not say which of them.
    pub unassigned: usize,
    /// Of these, those that declare or record that it blocks or slows them.
    pub held_up: usize,
    /// What the team was asked for, and how long it took; absent where it is a group under five, when nothing was asked for within the window, and where
    /// the team runs several platforms.
    pub wait: Option<Wait>,
    /// What these say: `self-service` when it is said to be and holds nobody up, `blocking` when someone is held up or
    /// asks for it, `not-shown` otherwise.
    pub acts_as: &'static str,
    /// Where it is described.
    #[serde(skip)]
    pub place: Place,
}

impl PlatformUse {
    /// How every platform of the organization's files is used, in alphabetical order of id.
    pub fn all(world: &World<'_>, register: &Register) -> Vec<PlatformUse> {
        world.inputs.org.platforms.values().map(|platform| of(platform, world, register)).collect()
    }
}

fn of(platform: &onethread_model::org::Platform, world: &World<'_>, register: &Register) -> PlatformUse {
    let team = platform.team.as_ref().map(|team| team.value.clone());
    let on = team.as_ref().map(|team| Reference { kind: "team".to_owned(), id: team.clone() }.to_string());
    let shown = |entry: &&Entry| entry.declared || entry.is_observed();
    let uses: Vec<_> =
        register.entries.iter().filter(shown).filter(|entry| on.is_some() && Some(&entry.on) == on.as_ref()).collect();
    let of_team = world
        .inputs
        .org
        .platforms
        .values()
        .filter(|other| team.is_some() && other.team.as_ref().map(|team| team.value.as_str()) == team.as_deref());
    let is_only = of_team.count() == 1;
    let direct = direct_uses(platform, world);
    // A need of the team is a need of its platform only where there is no other one that it can be of.
    let is_its = |entry: &&&Entry| is_only || direct.contains_key(entry.needs.as_str());
    let its: Vec<&&Entry> = uses.iter().filter(is_its).collect();
    let users: BTreeSet<&str> =
        its.iter().map(|entry| entry.needs.as_str()).chain(direct.keys().map(String::as_str)).collect();
    let is_held_up = |effect: Option<&str>| matches!(effect, Some("blocking" | "slowing"));
    let held_up: BTreeSet<&str> = match is_only {
        true => its.iter().filter(|one| is_held_up(one.effect.as_deref())).map(|one| one.needs.as_str()).collect(),
        false => direct.iter().filter(|(_, effect)| is_held_up(effect.as_deref())).map(|(id, _)| id.as_str()).collect(),
    };
    let held_up = held_up.len();
    let asked: Vec<OpenRequest> = world
        .facts
        .reviews()
        .filter(|row| is_only && world.day.days_since(row.day) < register.window_days)
        .filter(|row| row.team.map(|row| world.facts.text(row)) == team.as_deref() && team.is_some())
        .map(|row| OpenRequest { asked: row.day, answered: world.facts.known(row.answered) })
        .collect();
    let stated = platform.self_service.as_ref().map(|at| at.value);
    let acts_as = match stated {
        _ if held_up > 0 => "blocking",
        Some(false) if !users.is_empty() => "blocking",
        Some(true) if !users.is_empty() => "self-service",
        _ => "not-shown",
    };
    PlatformUse {
        platform: platform.id.value.clone(),
        team: team.clone(),
        stated: stated.map(|own| if own { "self-service" } else { "request" }.to_owned()),
        users: users.len(),
        unassigned: uses.iter().map(|entry| entry.needs.as_str()).filter(|needs| !users.contains(needs)).count(),
        held_up,
        wait: team
            .as_deref()
            .filter(|_| !asked.is_empty())
            .map(|team| GroupStatistic::of_team(team, Wait::of(&asked, world.day, register.window_days)))
            .and_then(|wait| world.groups_for(&["dependency-register"]).disclose(wait))
            .map(|(_, wait)| wait),
        acts_as,
        place: world.inputs.sources.place(platform.id.span),
    }
}

/// Who declares to need something that the platform is made of, or is built with it, with the effect where it is stated.
fn direct_uses(platform: &onethread_model::org::Platform, world: &World<'_>) -> BTreeMap<String, Option<String>> {
    let is_its = |component: &str| platform.components.iter().any(|own| own.value == component);
    let paths = |own: &String| world.inputs.org.components.get(own).map_or(&[][..], |one| one.paths.as_slice());
    let holds = |folder: &str| {
        let mut own = platform.components.iter().flat_map(|own| paths(&own.value));
        is_its(folder) || own.any(|path| path.value.trim_end_matches("**").trim_end_matches('/') == folder)
    };
    let mut uses: BTreeMap<String, Option<String>> = BTreeMap::new();
    for initiative in world.live() {
        for one in initiative.dependencies.iter().filter(|one| one.on.kind == "component" && is_its(&one.on.id)) {
            let needs = format!("initiative:{}", initiative.id);
            let effect = uses.entry(needs).or_default();
            *effect = effect.take().or(one.effect.clone());
        }
    }
    for row in world.facts.links().filter(|row| holds(world.facts.text(row.on))) {
        if let Some(team) = world.owners().team_of(world.facts.text(row.component), world) {
            uses.entry(world.parties().party(team).to_string()).or_default();
        }
    }
    uses
}
