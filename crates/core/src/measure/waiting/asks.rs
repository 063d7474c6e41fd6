//! What an initiative waited for: decisions, reviews and approvals by others, dependencies stated to block.

use std::collections::BTreeSet;

use onethread_model::Day;
use onethread_model::org::Org;
use onethread_model::record::Reference;
use onethread_model::source::Place;

use super::days::{Spent, Wait};
use crate::measure::{Initiative, World};

/// A wait with where it is recorded.
pub(super) struct Ask {
    pub(super) wait: Wait,
    pub(super) still_open: bool,
    pub(super) place: Place,
}

/// Everything an initiative waited for between two days.
#[derive(Default)]
pub(super) struct Asks {
    /// Those that were open on any of the days.
    pub(super) waits: Vec<Ask>,
    /// Names of teams, functions and gates, in alphabetical order; waits give their index.
    pub(super) names: Vec<String>,
    /// Blocking dependencies that give no day.
    pub(super) undated: usize,
}

/// A wait before its name has an index.
struct Found {
    from: Day,
    until: Option<Day>,
    on: Option<String>,
    spent: Spent,
    asked: bool,
    place: Place,
}

impl Asks {
    pub(super) fn gather(initiative: &Initiative, world: &World<'_>, from: Day, until: Day) -> Asks {
        let mut found = decisions(initiative, world);
        let own = own_teams(initiative, world);
        found.extend(reviews(initiative, &own, world));
        found.extend(observed(initiative, &own, world));
        let (declared, undated) = declared(initiative, &own, world, from);
        found.extend(declared);
        // Days before the first and from the last on are nobody's; an answer on the day of asking took none.
        found.retain(|one| one.from < until && one.until.is_none_or(|end| end > one.from && end > from));
        let names: BTreeSet<String> = found.iter().filter_map(|one| one.on.clone()).collect();
        let names: Vec<String> = names.into_iter().collect();
        let waits = found.into_iter().map(|one| {
            let end = one.until.unwrap_or(until);
            Ask {
                wait: Wait {
                    from: one.from.days_since(from),
                    until: end.days_since(from),
                    on: one.on.and_then(|on| names.binary_search(&on).ok()),
                    spent: one.spent,
                    asked: one.asked,
                },
                still_open: end >= until,
                place: one.place,
            }
        });
        Asks { waits: waits.collect(), names: names.clone(), undated }
    }
}

/// Decisions of the initiative that say when they were asked for.
fn decisions(initiative: &Initiative, world: &World<'_>) -> Vec<Found> {
    let one = |decision: &crate::measure::decisions::KnownDecision| {
        let spent = match decision.went_above(world) {
            Some(false) => Spent::DecidingWithin,
            Some(true) => Spent::DecidingAbove,
            None => Spent::Deciding,
        };
        Some(Found {
            from: decision.opened?,
            until: decision.decided,
            on: None,
            spent,
            asked: true,
            place: decision.place.clone(),
        })
    };
    world.decisions_of(&initiative.id).filter_map(one).collect()
}

/// Reviews and approvals that others give. Those of its own teams are its own work.
fn reviews(initiative: &Initiative, own: &BTreeSet<&str>, world: &World<'_>) -> Vec<Found> {
    let facts = world.facts;
    let one = |review: &onethread_model::facts::ReviewAsked| {
        let team = review.team.map(|team| facts.text(team));
        let gate = review.gate.map(|gate| facts.text(gate));
        if team.is_some_and(|team| own.contains(team)) || gate.is_some_and(|gate| is_own(gate, own, world.inputs.org)) {
            return None;
        }
        let on = team.or(gate).unwrap_or("an unstated holder");
        Some(Found {
            from: review.day,
            until: facts.known(review.answered),
            on: Some(on.to_owned()),
            spent: Spent::Waiting,
            asked: true,
            place: facts.place(review.at),
        })
    };
    world.reviews_of(&initiative.id).filter_map(one).collect()
}

/// Whether a gate is held by a team of the initiative's own.
fn is_own(gate: &str, own: &BTreeSet<&str>, org: &Org) -> bool {
    let owner = org.gates.get(gate).and_then(|gate| gate.owner.as_ref());
    owner.is_some_and(|owner| owner.value.kind == "team" && own.contains(owner.value.id.as_str()))
}

/// Dependencies that a source records as blocking, with their days.
fn observed(initiative: &Initiative, own: &BTreeSet<&str>, world: &World<'_>) -> Vec<Found> {
    let facts = world.facts;
    let blocking = world.dependencies_begun_of(&initiative.id).filter(|row| {
        row.effect.is_some_and(|effect| facts.text(effect) == "blocking") && !own.contains(facts.text(row.on))
    });
    let one = |row: &onethread_model::facts::Dependency| Found {
        from: row.from,
        until: facts.known(row.until),
        on: Some(facts.text(row.on).to_owned()),
        spent: Spent::Waiting,
        asked: false,
        place: facts.place(row.at),
    };
    blocking.map(one).collect()
}

/// Dependencies that the organization's files declare as blocking, and how many of them give no day at all. One that
/// gives only its last day held from the beginning.
fn declared(initiative: &Initiative, own: &BTreeSet<&str>, world: &World<'_>, from: Day) -> (Vec<Found>, usize) {
    let org = world.inputs.org;
    let blocking = org.dependencies_of(&initiative.id).filter(|dependency| {
        dependency.effect.as_ref().is_some_and(|effect| effect.value == "blocking")
            && !(dependency.on.value.kind == "team" && own.contains(dependency.on.value.id.as_str()))
    });
    let (mut found, mut undated) = (Vec::new(), 0);
    for dependency in blocking {
        if dependency.from.is_none() && dependency.until.is_none() {
            undated += 1;
            continue;
        }
        found.push(Found {
            from: dependency.from.as_ref().map_or(from, |at| at.value),
            until: dependency.until.as_ref().map(|at| at.value).filter(|until| *until <= world.day),
            on: Some(name(&dependency.on.value)),
            spent: Spent::Waiting,
            asked: false,
            place: world.inputs.sources.place(dependency.on.span),
        });
    }
    (found, undated)
}

/// The name of what is depended on. A wait is never reported one person.
fn name(on: &Reference) -> String {
    if on.kind == "person" { "a person".to_owned() } else { on.id.clone() }
}

/// Teams that work on an initiative, as it or they say.
fn own_teams<'w>(initiative: &'w Initiative, world: &World<'w>) -> BTreeSet<&'w str> {
    let teams = world.teams_on(&initiative.id).map(|team| team.id.value.as_str());
    teams.chain(initiative.team.as_ref().map(|team| team.value.as_str())).collect()
}
