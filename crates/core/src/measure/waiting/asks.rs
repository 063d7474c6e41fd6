//! What an initiative waited for: decisions, reviews and approvals by others, dependencies stated to block.

use std::collections::BTreeSet;

use onethread_model::Day;
use onethread_model::org::Org;
use onethread_model::source::Place;

use super::days::{Spent, Wait};
use crate::measure::groups::{GroupLabel, Groups};
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
    /// Labels of teams, functions and gates, in alphabetical order; waits give their index.
    pub(super) names: Vec<GroupLabel>,
    /// Blocking dependencies that give no day.
    pub(super) undated: usize,
}

/// A wait before its name has an index.
struct Found {
    from: Day,
    until: Option<Day>,
    on: Option<GroupLabel>,
    spent: Spent,
    asked: bool,
    /// Whether only one change of the initiative needs it.
    is_partial: bool,
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
        let names: BTreeSet<GroupLabel> = found.iter().filter_map(|one| one.on.clone()).collect();
        let names: Vec<GroupLabel> = names.into_iter().collect();
        let waits = found.into_iter().map(|one| {
            let end = one.until.unwrap_or(until);
            Ask {
                wait: Wait {
                    from: one.from.days_since(from),
                    until: end.days_since(from),
                    on: one.on.and_then(|on| names.binary_search(&on).ok()),
                    spent: one.spent,
                    asked: one.asked,
                    is_partial: one.is_partial,
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
            is_partial: false,
            place: decision.place.clone(),
        })
    };
    world.decisions_of(&initiative.id).filter_map(one).collect()
}

/// Reviews and approvals that others give. Those of its own teams are its own work.
fn reviews(initiative: &Initiative, own: &BTreeSet<&str>, world: &World<'_>) -> Vec<Found> {
    let (facts, groups) = (world.facts, groups(world));
    let one = |review: &onethread_model::facts::ReviewAsked| {
        let teams = world.teams_reviewing(review);
        let gate = review.gate.map(|gate| facts.text(gate));
        if teams.iter().any(|team| own.contains(team)) || gate.is_some_and(|gate| is_own(gate, own, world.inputs.org)) {
            return None;
        }
        // Of a reviewer whose team is not known, nothing says that the work is that of others.
        if review.reviewer.is_some() && teams.is_empty() && gate.is_none() {
            return None;
        }
        let team = teams.first().copied().filter(|_| teams.len() == 1);
        // A group that is too small to be named answers for its gate, where the organization writes that rule down.
        let rule = gate.filter(|gate| world.inputs.org.gates.contains_key(*gate));
        let on = match (team, gate) {
            (Some(team), _) if groups.is_group(team) || rule.is_none() => groups.team(team),
            (_, Some(gate)) => groups.gate(gate),
            (_, None) => groups.sum(),
        };
        Some(Found {
            from: review.day,
            until: facts.known(review.answered),
            on: Some(on),
            spent: Spent::Waiting,
            asked: true,
            is_partial: review.change.is_some(),
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
    let (facts, groups) = (world.facts, groups(world));
    let blocking = world.dependencies_begun_of(&initiative.id).filter(|row| {
        row.effect.is_some_and(|effect| facts.text(effect) == "blocking") && !own.contains(facts.text(row.on))
    });
    let one = |row: &onethread_model::facts::Dependency| Found {
        from: row.from,
        until: facts.known(row.until),
        on: Some(groups.team(facts.text(row.on))),
        spent: Spent::Waiting,
        asked: false,
        is_partial: false,
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
    let (mut found, mut undated, groups) = (Vec::new(), 0, groups(world));
    for dependency in blocking {
        if dependency.from.is_none() && dependency.until.is_none() {
            undated += 1;
            continue;
        }
        found.push(Found {
            from: dependency.from.as_ref().map_or(from, |at| at.value),
            until: dependency.until.as_ref().map(|at| at.value).filter(|until| *until <= world.day),
            on: Some(groups.needed(&dependency.on.value)),
            spent: Spent::Waiting,
            asked: false,
            is_partial: false,
            place: world.inputs.sources.place(dependency.on.span),
        });
    }
    (found, undated)
}

/// Beside whom a wait may be counted.
fn groups(world: &World<'_>) -> Groups {
    world.groups_for(&["waiting-ledger"])
}

/// Teams that work on an initiative, as it or they say.
fn own_teams<'w>(initiative: &'w Initiative, world: &World<'w>) -> BTreeSet<&'w str> {
    let teams = world.teams_on(&initiative.id).map(|team| team.id.value.as_str());
    teams.chain(initiative.team.as_ref().map(|team| team.value.as_str())).collect()
}
