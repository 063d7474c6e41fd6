//! Who is on which team, for counts of at least five people and never for single ones.

use std::collections::{BTreeMap, BTreeSet};

use super::View;
use super::parts::PEOPLE_MIN;
use super::people::room_for_one;

/// The people of teams, from memberships and from the organization's files.
pub(crate) struct Teams {
    members: BTreeMap<String, BTreeSet<String>>,
    /// Of each person, in alphabetical order.
    teams_of: BTreeMap<String, Vec<String>>,
}

impl Teams {
    /// Reads them.
    pub(super) fn of(view: &View<'_>) -> Teams {
        let mut teams = Teams { members: BTreeMap::new(), teams_of: BTreeMap::new() };
        for row in view.memberships() {
            teams.add(view.facts.text(row.team), view.facts.text(row.person));
        }
        for (id, team) in view.inputs.org.teams.iter() {
            team.members.iter().for_each(|member| teams.add(id, &member.value));
        }
        teams
    }

    fn add(&mut self, team: &str, person: &str) {
        self.members.entry(team.to_owned()).or_default().insert(person.to_owned());
        let teams = self.teams_of.entry(person.to_owned()).or_default();
        if let Err(at) = teams.binary_search_by(|other| other.as_str().cmp(team)) {
            room_for_one(teams);
            teams.insert(at, team.to_owned());
        }
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
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        let groups = self.members.iter().filter(|(_, members)| members.len() >= PEOPLE_MIN);
        groups.map(|(team, members)| (team.as_str(), members))
    }

    /// The people of a team of at least five.
    pub(crate) fn group(&self, team: &str) -> Option<&BTreeSet<String>> {
        self.members.get(team).filter(|members| members.len() >= PEOPLE_MIN)
    }

    /// Whether it is known of a person which team it is.
    pub(crate) fn is_known(&self, person: &str) -> bool {
        self.teams_of.contains_key(person)
    }

    /// The team of a person who is on one only.
    pub(crate) fn only_team_of(&self, person: &str) -> Option<&str> {
        let teams = self.teams_of.get(person)?;
        if teams.len() == 1 { teams.first().map(String::as_str) } else { None }
    }
}
