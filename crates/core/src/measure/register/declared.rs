//! What initiatives declare to need.

use std::collections::BTreeMap;

use onethread_model::record::Reference;

use super::Entry;
use super::parties::{Parties, reference};
use crate::measure::World;

/// An entry for each declared dependency of a live initiative; those on its own team are understood.
pub(super) fn entries(world: &World<'_>, parties: &Parties<'_>) -> BTreeMap<(Reference, Reference), Entry> {
    let mut entries: BTreeMap<(Reference, Reference), Entry> = BTreeMap::new();
    for initiative in world.live() {
        let needs = reference("initiative", &initiative.id);
        for dependency in &initiative.dependencies {
            let on = team_behind(&dependency.on, world, parties);
            if on.kind == "team" && parties.is_own(&needs, &on.id) {
                continue;
            }
            let entry = entries.entry((needs.clone(), on.clone())).or_insert_with(|| Entry {
                needs: needs.to_string(),
                team: parties.team_of(&needs).map(str::to_owned),
                on: on.to_string(),
                declared: true,
                effect: None,
                seen: Vec::new(),
                wait: None,
                age_days: None,
                declared_at: Some(dependency.place.clone()),
            });
            // Of several effects the gravest counts.
            let grave = |effect: &Option<String>| match effect.as_deref() {
                Some("blocking") => 3,
                Some("slowing") => 2,
                Some(_) => 1,
                None => 0,
            };
            if grave(&dependency.effect) > grave(&entry.effect) {
                entry.effect = dependency.effect.clone();
            }
        }
    }
    entries
}

/// The team that supplies what is needed, where one is known; else what is needed.
fn team_behind(on: &Reference, world: &World<'_>, parties: &Parties<'_>) -> Reference {
    let team = match on.kind.as_str() {
        "component" => {
            world.inputs.org.components.get(&on.id).and_then(|c| c.owner.as_ref()).map(|owner| owner.value.as_str())
        }
        "initiative" => {
            let mut teams = parties.teams_on(&on.id);
            teams.next().filter(|_| teams.next().is_none())
        }
        _ => None,
    };
    team.map_or_else(|| on.clone(), |team| reference("team", team))
}
