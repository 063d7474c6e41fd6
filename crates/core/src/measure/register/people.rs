//! People who work for two teams: how many, and never who.

use std::collections::{BTreeMap, BTreeSet};

use super::parties::reference;
use super::{Class, Finding, Gathering, Seen};

/// Teams of at least five people each, and how many people they share.
pub(super) fn gather(all: &mut Gathering<'_>) {
    let groups: Vec<(&str, &BTreeSet<String>)> = all.inputs.members.groups().collect();
    let mut teams_of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (team, members) in &groups {
        members.iter().for_each(|person| teams_of.entry(person).or_default().push(team));
    }
    let mut found: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for teams in teams_of.values().filter(|teams| teams.len() > 1) {
        for team in teams {
            teams.iter().filter(|on| *on != team).for_each(|on| *found.entry((team, on)).or_default() += 1);
        }
    }
    if groups.len() > 1 {
        all.has(Class::SharedPerson);
    }
    for ((team, on), shared) in found {
        let needs = all.inputs.parties.party(team);
        if all.inputs.parties.is_own(&needs, on) {
            continue;
        }
        let seen = Seen {
            class: Class::SharedPerson,
            n: shared,
            recorded: false,
            mutual: true,
            reliable: true,
            shows_need: false,
            shown: None,
            strength: None,
            risk: None,
            trend: None,
            first: None,
            last: Some(all.inputs.view.day),
            behind: Vec::new(),
        };
        let team = Some(team.to_owned());
        all.findings.push(Finding { needs, team, on: reference("team", on), effect: None, seen, written: None });
    }
}
