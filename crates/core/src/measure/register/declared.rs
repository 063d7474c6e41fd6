//! What initiatives declare to need, and the gates that the organization writes down.

use std::collections::BTreeMap;

use onethread_model::record::Reference;
use onethread_model::source::Place;

use super::Entry;
use super::parties::{Parties, reference};
use crate::measure::View;

/// An entry for each declared dependency of a live initiative and for each holder of a gate that stands before it;
/// those on its own team are understood.
pub(super) fn entries(view: &View<'_>, parties: &Parties) -> BTreeMap<(Reference, Reference), Entry> {
    let mut entries: BTreeMap<(Reference, Reference), Entry> = BTreeMap::new();
    let mut add = |initiative: &str, on: Reference, effect: Option<&str>, place: Place| {
        let needs = reference("initiative", initiative);
        if on.kind == "team" && parties.is_own(&needs, &on.id) {
            return;
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
            is_small: false,
            declared_at: Some(place),
        });
        // Of several effects the gravest counts.
        if grave(effect) > grave(entry.effect.as_deref()) {
            entry.effect = effect.map(str::to_owned);
        }
    };
    for initiative in view.live() {
        for dependency in &initiative.dependencies {
            let on = team_behind(&dependency.on, view, parties);
            add(&initiative.id, on, dependency.effect.as_deref(), dependency.place.clone());
        }
        for gate in view.inputs.org.gates_before(&initiative.id, view.day) {
            let owner = gate.owner.as_ref().filter(|owner| owner.value.kind != "person");
            if let Some(owner) = owner {
                add(&initiative.id, owner.value.clone(), None, view.inputs.sources.place(gate.id.span));
            }
        }
    }
    entries
}

fn grave(effect: Option<&str>) -> u8 {
    match effect {
        Some("blocking") => 3,
        Some("slowing") => 2,
        Some(_) => 1,
        None => 0,
    }
}

/// The team that supplies what is needed, where one is known; else what is needed.
pub(crate) fn team_behind(on: &Reference, view: &View<'_>, parties: &Parties) -> Reference {
    let team = match on.kind.as_str() {
        "component" => {
            view.inputs.org.components.get(&on.id).and_then(|c| c.owner.as_ref()).map(|owner| owner.value.as_str())
        }
        "initiative" => {
            let mut teams = parties.teams_on(&on.id);
            teams.next().filter(|_| teams.next().is_none())
        }
        _ => None,
    };
    team.map_or_else(|| on.clone(), |team| reference("team", team))
}
