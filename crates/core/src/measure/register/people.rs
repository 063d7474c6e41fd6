//! People who work for two teams: how many, and never who.

use std::collections::BTreeSet;

use super::parties::reference;
use super::{Class, Finding, Gathering, Seen};

/// Teams of at least five people each, and how many people they share.
pub(super) fn gather(all: &mut Gathering<'_, '_>) {
    let groups: Vec<(&str, &BTreeSet<&str>)> = all.parties.teams.groups().collect();
    let mut found = Vec::new();
    for (team, members) in &groups {
        for (on, others) in groups.iter().filter(|(on, _)| on != team) {
            let shared = members.intersection(others).count();
            if shared > 0 {
                found.push((*team, *on, shared));
            }
        }
    }
    if groups.len() > 1 {
        all.has(Class::SharedPerson);
    }
    for (team, on, shared) in found {
        let needs = all.parties.party(team);
        if all.parties.is_own(&needs, on) {
            continue;
        }
        let seen = Seen {
            class: Class::SharedPerson,
            n: shared,
            recorded: false,
            mutual: true,
            reliable: true,
            strength: None,
            risk: None,
            trend: None,
            first: None,
            last: Some(all.world.day),
            behind: Vec::new(),
        };
        let team = Some(team.to_owned());
        all.findings.push(Finding { needs, team, on: reference("team", on), effect: None, seen, written: None });
    }
}
