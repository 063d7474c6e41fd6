//! The brake: what an act would move at once that nobody may have meant. Input: the organization before and after it.
//! Output: how many people would change team, and what would lose its last holder.
//!
//! Whoever is no longer written anywhere did not leave: a list that lost its lines looks the same, and that is what
//! the brake is for.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::View;

/// From a larger share of the people on than this, an act that moves them to other teams is asked about once more. Tested
/// by `more_than_a_fifth_of_the_people_is_many`.
pub const TEAM_CHANGES_SHARE_MAX: f64 = 0.2;

/// How many people would be on other teams than before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TeamChanges {
    /// People who were on a team and would be on others, or on none. Whoever was on none gets one, and changes none.
    pub people: usize,
    /// Of how many people that are known before.
    pub of: usize,
}

impl TeamChanges {
    /// Whether so many change team that it should be asked about once more: more than a fifth of the people.
    pub fn is_many(self) -> bool {
        self.people as f64 > self.of as f64 * TEAM_CHANGES_SHARE_MAX
    }
}

/// Counts who would change team, from one organization to another: by the files, and by rosters as far as no file retracts
/// them.
pub fn team_changes(before: &View<'_>, after: &View<'_>) -> TeamChanges {
    let (was, is) = (teams_of_people(before), teams_of_people(after));
    let none = BTreeSet::new();
    let moved = was.iter().filter(|(person, teams)| !teams.is_empty() && is.get(*person).unwrap_or(&none) != *teams);
    TeamChanges { people: moved.count(), of: was.len() }
}

/// The teams of everybody who is known on the day; none for those whose team nobody states.
fn teams_of_people(view: &View<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let org = view.inputs.org;
    let here = org.people.keys().filter(|id| org.gone(id).is_none());
    let mut teams: BTreeMap<String, BTreeSet<String>> = here.map(|id| (id.clone(), BTreeSet::new())).collect();
    for team in org.teams.values() {
        for member in &team.members {
            teams.entry(member.value.clone()).or_default().insert(team.id.value.clone());
        }
    }
    for row in view.memberships() {
        let (person, team) = (view.facts.text(row.person), view.facts.text(row.team));
        teams.entry(person.to_owned()).or_default().insert(team.to_owned());
    }
    teams
}

/// What can lose its last holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HeldKind {
    /// A team, which its members hold.
    Team,
    /// A live initiative, which its leader holds.
    Initiative,
    /// A right or a duty, which someone holds: a gate, a component, a platform, a metric, or the standard of a
    /// discipline.
    Right,
}

/// Something that someone held before, and nobody would hold afterwards.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct LastHolderLost {
    /// What it is.
    pub kind: HeldKind,
    /// Which, by its id; of a metric with its initiative before it, as in `returns: returns finished`.
    pub id: String,
    /// The whole of it as a clause, without a full stop.
    pub says: String,
}

/// What would lose its last holder, from one organization to another, in order of kind and id. What ends, pauses or goes
/// back to an idea loses nobody: that is what is meant.
pub fn last_holders_lost(before: &View<'_>, after: &View<'_>) -> Vec<LastHolderLost> {
    let (was, is) = (held(before), held(after));
    let meant = |kind: HeldKind, of: &str| kind != HeldKind::Team && is_let_go(of, after);
    let lost = was.into_iter().filter(|(key, held)| !is.contains_key(key) && !meant(key.0, &held.initiative));
    lost.map(|((kind, id), held)| LastHolderLost { kind, id, says: held.says }).collect()
}

/// What is held: the initiative that it is about, and what is said when nobody does any more.
struct Held {
    initiative: String,
    says: String,
}

/// Whether nobody is to lead or measure an initiative, because the files say that it is over or not begun.
fn is_let_go(initiative: &str, view: &View<'_>) -> bool {
    view.initiative(initiative).is_some_and(|known| !known.live)
}

/// Everything that someone holds on the day, by kind and id.
fn held(view: &View<'_>) -> BTreeMap<(HeldKind, String), Held> {
    let mut held = BTreeMap::new();
    let mut add = |kind: HeldKind, id: String, initiative: &str, says: String| {
        held.insert((kind, id), Held { initiative: initiative.to_owned(), says });
    };
    let peopled: BTreeSet<String> = teams_of_people(view).into_values().flatten().collect();
    for team in peopled {
        let says = format!("team `{team}` has no known member");
        add(HeldKind::Team, team, "", says);
    }
    for known in view.live().filter(|known| !known.leadership.leaders().is_empty()) {
        let says = format!("{} has no leader", known.name());
        add(HeldKind::Initiative, known.id.clone(), &known.id, says);
    }
    let org = view.inputs.org;
    for (id, _) in org.gates.iter().filter(|(_, gate)| gate.owner.is_some()) {
        add(HeldKind::Right, format!("gate:{id}"), "", format!("gate `{id}` has nobody who holds it"));
    }
    for (id, _) in org.components.iter().filter(|(_, component)| component.owner.is_some()) {
        add(HeldKind::Right, format!("component:{id}"), "", format!("component `{id}` has no team that owns it"));
    }
    for (id, _) in org.platforms.iter().filter(|(_, platform)| platform.team.is_some()) {
        add(HeldKind::Right, format!("platform:{id}"), "", format!("platform `{id}` has no team that runs it"));
    }
    for (id, function) in org.functions.iter() {
        if function.head.is_some() {
            add(HeldKind::Right, format!("function:{id}"), "", format!("function `{id}` has no head"));
        }
        if function.standard_owner.is_some() {
            add(HeldKind::Right, format!("standard:{id}"), "", format!("nobody keeps the standard of `{id}`"));
        }
    }
    for (id, written) in org.initiatives.iter() {
        for metric in written.metrics.iter().filter(|metric| metric.owner.is_some()) {
            let name = &metric.name.value;
            let says = format!("metric `{name}` of {id} has nobody who answers for it");
            add(HeldKind::Right, format!("metric:{id}: {name}"), id, says);
        }
    }
    held
}
