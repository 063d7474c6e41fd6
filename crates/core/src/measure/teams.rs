//! Who is on which team, for counts of at least five people and never for single ones.

use std::collections::{BTreeMap, BTreeSet};

use super::World;
use super::parts::PEOPLE_MIN;

/// The people of teams, from memberships and from the organization's files.
pub(crate) struct Teams<'w> {
    members: BTreeMap<&'w str, BTreeSet<&'w str>>,
    teams_of: BTreeMap<&'w str, BTreeSet<&'w str>>,
}

impl<'w> Teams<'w> {
    pub(crate) fn of(world: &World<'w>) -> Teams<'w> {
        let mut teams = Teams { members: BTreeMap::new(), teams_of: BTreeMap::new() };
        for row in world.facts.memberships() {
            teams.add(world.facts.text(row.team), world.facts.text(row.person));
        }
        for (id, team) in &world.inputs.org.teams {
            team.members.iter().for_each(|member| teams.add(id, &member.value));
        }
        teams
    }

    fn add(&mut self, team: &'w str, person: &'w str) {
        self.members.entry(team).or_default().insert(person);
        self.teams_of.entry(person).or_default().insert(team);
    }

    /// Whether it is known to have at least five people.
    pub(crate) fn is_group(&self, team: &str) -> bool {
        self.members.get(team).is_some_and(|members| members.len() >= PEOPLE_MIN)
    }

    /// Whether its people are known, and are fewer than five.
    pub(crate) fn is_small(&self, team: &str) -> bool {
        self.members.contains_key(team) && !self.is_group(team)
    }

    /// The people of every team of at least five.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&'w str, &BTreeSet<&'w str>)> {
        self.members.iter().filter(|(_, members)| members.len() >= PEOPLE_MIN).map(|(team, members)| (*team, members))
    }

    /// The people of a team of at least five.
    pub(crate) fn group(&self, team: &str) -> Option<&BTreeSet<&'w str>> {
        self.members.get(team).filter(|members| members.len() >= PEOPLE_MIN)
    }

    /// The team of somebody who is on one only.
    pub(crate) fn only_team_of(&self, person: &str) -> Option<&'w str> {
        let teams = self.teams_of.get(person)?;
        if teams.len() == 1 { teams.first().copied() } else { None }
    }
}
