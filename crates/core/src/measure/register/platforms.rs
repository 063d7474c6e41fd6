//! Platforms: whether others use them by themselves, or wait for the team that runs them.

use std::collections::BTreeSet;

use onethread_model::record::Reference;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::wait::{OpenRequest, Wait};
use super::{Class, Register};
use crate::measure::World;

/// How a platform is used.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlatformUse {
    /// Its id.
    pub platform: String,
    /// The team that runs it.
    pub team: Option<String>,
    /// How it says it is used: `self-service` or `request`; absent when it does not say.
    pub stated: Option<String>,
    /// Initiatives and teams that need the team that runs it, declared or seen.
    pub users: usize,
    /// Of these, those that declare or record that it blocks or slows them.
    pub held_up: usize,
    /// What they asked the team for, and how long it took; absent when nothing was asked for within the window.
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
    let uses: Vec<_> = register.entries.iter().filter(|entry| Some(&entry.on) == on.as_ref()).collect();
    let users: BTreeSet<&str> = uses.iter().map(|entry| entry.needs.as_str()).collect();
    let is_held_up = |effect: &Option<String>| matches!(effect.as_deref(), Some("blocking" | "slowing"));
    let held_up = uses.iter().filter(|entry| is_held_up(&entry.effect)).count();
    let asked: Vec<OpenRequest> = world
        .facts
        .reviews()
        .filter(|row| world.day.days_since(row.day) < register.window_days)
        .filter(|row| row.team.map(|row| world.facts.text(row)) == team.as_deref() && team.is_some())
        .map(|row| OpenRequest { asked: row.day, answered: world.facts.known(row.answered) })
        .collect();
    let stated = platform.self_service.as_ref().map(|at| at.value);
    let is_asked = uses.iter().any(|entry| entry.of(Class::Review).is_some() || entry.of(Class::Approval).is_some());
    let acts_as = match stated {
        _ if held_up > 0 => "blocking",
        Some(false) if is_asked || !uses.is_empty() => "blocking",
        Some(true) if !uses.is_empty() => "self-service",
        _ => "not-shown",
    };
    PlatformUse {
        platform: platform.id.value.clone(),
        team,
        stated: stated.map(|own| if own { "self-service" } else { "request" }.to_owned()),
        users: users.len(),
        held_up,
        wait: (!asked.is_empty()).then(|| Wait::of(&asked, world.day, register.window_days)),
        acts_as,
        place: world.inputs.sources.place(platform.id.span),
    }
}
