//! Who could move to a team without leaving a gap. Input: the organization on a day. Output: positions by role: those of whom
//! no work is stated, and those that an initiative has beyond what it says that it needs. They are counted, and never named.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::org::same_function;

use crate::measure::View;
use crate::measure::roles::{Position, Role, SLACK};

/// Where people of a role could come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Donor {
    /// The initiative, by id; absent for positions of whom no work is stated.
    pub(super) initiative: Option<String>,
    /// The role.
    pub(super) role: String,
    /// How many people.
    pub(super) people: usize,
}

/// Positions of which no work is stated, by function: on no team, list and initiative, with no office, and with nobody who
/// reports to them.
pub(super) fn free(roles: &BTreeSet<String>, view: &View<'_>) -> Vec<Donor> {
    let org = view.inputs.org;
    let mut busy: BTreeSet<&str> = view.people.leaders().collect();
    busy.extend(org.people.values().filter_map(|one| one.reports_to.as_ref()).map(|at| at.value.as_str()));
    busy.extend(org.teams.values().flat_map(|team| &team.members).map(|at| at.value.as_str()));
    busy.extend(view.memberships().map(|row| view.facts.text(row.person)));
    let offices = org.functions.values().flat_map(|one| one.head.iter().chain(&one.standard_owner));
    busy.extend(offices.map(|at| at.value.as_str()));
    let holders =
        org.gates.values().filter_map(|gate| gate.owner.as_ref()).filter(|owner| owner.value.kind == "person");
    busy.extend(holders.map(|owner| owner.value.id.as_str()));
    let named = org.initiatives.values().flat_map(|one| one.leaders.iter().chain(&one.people).chain(&one.sponsor));
    busy.extend(named.map(|at| at.value.as_str()));
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, person) in org.people.iter() {
        let is_here = org.gone(id).is_none() && !person.is_agent() && !busy.contains(id.as_str());
        if !is_here || view.people.stated(id).iter().any(|one| one.share.0 > 0) || !view.people.listed(id).is_empty() {
            continue;
        }
        let Some(function) = &person.function else { continue };
        if let Some(role) = roles.iter().find(|role| same_function(role, &function.value)) {
            *found.entry(role).or_default() += 1;
        }
    }
    found.into_iter().map(|(role, people)| Donor { initiative: None, role: role.to_owned(), people }).collect()
}

/// Whole people whom an initiative has beyond what it says that it needs, as stated: full time here, and not the leader.
pub(super) fn beyond_need(
    initiative: &str,
    needs: &[Role],
    positions: &[Position],
    roles: &BTreeSet<String>,
) -> Vec<Donor> {
    let donor = |role: &String| {
        let is_of = |one: &&Position| one.function.as_deref().is_some_and(|own| same_function(own, role));
        let of: Vec<&Position> = positions.iter().filter(is_of).collect();
        let there: f64 = of.iter().map(|one| one.low).sum();
        let needed: f64 = needs.iter().filter(|need| same_function(&need.name, role)).map(|need| need.needed).sum();
        let beyond = (there - needed + SLACK).floor().max(0.0) as usize;
        let full_time = of.iter().filter(|one| !one.leads && one.low + SLACK >= 1.0).count();
        let people = beyond.min(full_time);
        (people > 0).then(|| Donor { initiative: Some(initiative.to_owned()), role: role.clone(), people })
    };
    roles.iter().filter_map(donor).collect()
}
