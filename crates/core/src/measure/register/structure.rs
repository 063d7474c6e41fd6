//! What is built with what: links of manifests, and dependencies that a source records.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::record::Reference;

use super::parties::reference;
use super::{Behind, Class, Finding, Gathering, Seen};

pub(super) fn gather(all: &mut Gathering<'_>) {
    recorded(all);
    linked(all);
}

/// Rows of the table `dependency`: a source says so, of whatever class.
fn recorded(all: &mut Gathering<'_>) {
    let (view, facts) = (all.inputs.view, all.inputs.view.facts);
    for initiative in view.live() {
        for row in view.observed_dependencies_of(&initiative.id) {
            let (needs, on) = (reference("initiative", &initiative.id), reference("team", facts.text(row.on)));
            if all.inputs.parties.is_own(&needs, &on.id) {
                continue;
            }
            let Some(class) = Class::from_key(facts.text(row.class)) else {
                all.leave_out("records of an unknown class", 1);
                continue;
            };
            all.has(class);
            let what = format!("recorded as {} since {}", class.key(), row.from);
            all.findings.push(Finding {
                needs,
                team: None,
                on,
                effect: row.effect.map(|effect| facts.text(effect).to_owned()),
                seen: Seen {
                    class,
                    n: 1,
                    recorded: true,
                    mutual: false,
                    reliable: true,
                    shows_need: false,
                    strength: None,
                    risk: None,
                    trend: None,
                    // What was recorded before the initiative began is its own from then on.
                    first: Some(initiative.created.as_ref().map_or(row.from, |created| row.from.max(created.value))),
                    last: Some(view.day),
                    behind: vec![Behind { day: Some(row.from), what, place: facts.place(row.at) }],
                },
                written: None,
            });
        }
    }
}

/// Links with the days on which they were seen, and the team that has them.
type Links = (Option<String>, Vec<(Day, Behind)>);

/// Rows of the table `link` between what two teams own.
fn linked(all: &mut Gathering<'_>) {
    let (facts, owners) = (all.inputs.view.facts, all.inputs.owners);
    let mut found: BTreeMap<(Reference, String), Links> = BTreeMap::new();
    let (mut inside, mut unowned) = (0, 0);
    for row in facts.links() {
        all.has(Class::Structural);
        let (from, to) = (facts.text(row.component), facts.text(row.on));
        let (Some(team), Some(on)) = (owners.team_of(from, all.inputs.view), owners.team_of(to, all.inputs.view))
        else {
            unowned += 1;
            continue;
        };
        let needs = all.inputs.parties.party(team);
        if team == on || all.inputs.parties.is_own(&needs, on) {
            inside += 1;
            continue;
        }
        let what = format!("{from} is built with {to}");
        let (_, links) = found.entry((needs, on.to_owned())).or_insert_with(|| (Some(team.to_owned()), Vec::new()));
        links.push((row.observed, Behind { day: None, what, place: facts.place(row.at) }));
    }
    for ((needs, on), (team, links)) in found {
        let days = || links.iter().map(|(day, _)| *day);
        let seen = Seen {
            class: Class::Structural,
            n: links.len(),
            recorded: false,
            mutual: false,
            reliable: true,
            shows_need: false,
            strength: None,
            risk: None,
            // One look says nothing of how it came to be.
            trend: None,
            first: days().min(),
            last: days().max(),
            behind: links.iter().take(all.inputs.places).map(|(_, behind)| behind.clone()).collect(),
        };
        all.findings.push(Finding { needs, team, on: reference("team", &on), effect: None, seen, written: None });
    }
    all.leave_out("links inside one team's code", inside);
    all.leave_out("links between components without a known single owner", unowned);
}
