//! `complete-team`: are all roles that the work needs on the team?

use onethread_model::facts::FactKind;
use onethread_model::source::Place;

use super::{Criterion, Touches};
use crate::measure::roles::{Position, Role, SLACK, positions, roles, undisclosed};
use crate::measure::{Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::{join, plural};

pub(super) const CRITERION: Criterion = Criterion {
    key: "complete-team",
    short: "roles",
    question: "Are all roles that the work needs on the team?",
    page: include_str!("complete_team.md"),
    touches: Touches::Groups,
    judge,
};

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    if let Some(place) = initiative.functional_by_design() {
        return Judgement::new(Answer::NotShown)
            .because("declared functional, with a reason: no team of its own is asked for", place);
    }
    let positions = positions(initiative, world);
    let roles = roles(initiative, positions.as_deref().unwrap_or_default(), world);
    if roles.is_empty() {
        return Judgement::new(Answer::NotShown)
            .remark("the roles that the work needs are not stated")
            .ask("the leader", "Which roles does this need, and how many people of each?");
    }
    let Some(positions) = positions else {
        return Judgement::new(Answer::NotShown)
            .remark("no source says who works on it")
            .needs(FactKind::Allocation)
            .change(moves::stand_up::change(&initiative.id))
            .ask("the leader", "Who works on this, in which role, and with what share of their week?");
    };
    let wild = undisclosed(&positions);
    let missing: f64 = roles.iter().map(Role::short).sum();
    let judgement = if missing > wild + SLACK {
        short(&roles, wild, missing, initiative)
    } else if roles.iter().all(|role| role.low + SLACK >= role.needed) {
        let met = |judgement: Judgement, role: &Role| {
            let says = format!("{}: {} of {} there", role.name, people(role.low), people(role.needed));
            judgement.because(says, &role.place)
        };
        roles.iter().fold(Judgement::new(Answer::Holds), met)
    } else {
        open(&roles, &positions, initiative)
    };
    let alone: Vec<&str> = roles.iter().filter(|role| role.holders == 1).map(|role| role.name.as_str()).collect();
    match alone[..] {
        [] => judgement,
        _ => judgement.remark(format!("held by one person only: {}", join(&alone))),
    }
}

/// A role that the work needs, and of which there is too little whatever is not stated.
pub(crate) struct Unfilled {
    /// The role.
    pub(crate) name: String,
    /// How many people the work needs.
    pub(crate) needed: f64,
    /// How many there are at most.
    pub(crate) there: f64,
    /// Where the need is written.
    pub(crate) place: Place,
}

/// Roles that are short for certain, with how many people are on the team; absent when nothing is known.
pub(crate) fn unfilled(initiative: &Initiative, world: &World<'_>) -> Option<(Vec<Unfilled>, usize)> {
    let positions = positions(initiative, world)?;
    let roles = roles(initiative, &positions, world);
    if roles.is_empty() {
        return None;
    }
    let wild = undisclosed(&positions);
    let short = roles.into_iter().filter(|role| role.short() > wild + SLACK);
    let unfilled =
        short.map(|role| Unfilled { needed: role.needed, there: role.high, place: role.place, name: role.name });
    Some((unfilled.collect(), positions.len()))
}

fn short(roles: &[Role], wild: f64, missing: f64, initiative: &Initiative) -> Judgement {
    let mut judgement = Judgement::new(Answer::Fails);
    for role in roles.iter().filter(|role| role.short() > SLACK) {
        let says = format!("{}: {} FTE needed, {} there", role.name, people(role.needed), people(role.high));
        judgement = judgement.because(says, &role.place).change(moves::join::change(
            &initiative.id,
            &role.name,
            role.people_short(),
        ));
    }
    if wild > SLACK {
        let says = format!(
            "even if all members of unstated function filled them, {} FTE would be missing",
            people(missing - wild)
        );
        judgement = judgement.remark(says);
    }
    judgement
}

fn open(roles: &[Role], positions: &[Position], initiative: &Initiative) -> Judgement {
    let mut judgement = Judgement::new(Answer::NotShown);
    for role in roles.iter().filter(|role| role.low + SLACK < role.needed) {
        let says = format!("{}: {} of {} shown", role.name, people(role.low), people(role.needed));
        judgement = judgement.because(says, &role.place);
    }
    let all = plural(positions.len(), "member", "members");
    let craftless: Vec<&Position> = positions.iter().filter(|one| one.function.is_none()).collect();
    if let Some(first) = craftless.first() {
        let says = format!("{} of {all} without a stated function", craftless.len());
        judgement = judgement.because(says, &first.place);
    }
    let shareless: Vec<&Position> = positions.iter().filter(|one| one.low < one.high).collect();
    if let Some(first) = shareless.first() {
        let says = format!("{} of {all} without a stated share of time", shareless.len());
        judgement = judgement.because(says, &first.place).needs(FactKind::Allocation).change(moves::allocate::change(
            &initiative.id,
            false,
            shareless.len(),
        ));
    }
    judgement.ask("the leader", "What is the discipline of each member, and how much of their week goes to this?")
}

/// People, or their time, to a tenth and without a needless decimal.
pub(crate) fn people(count: f64) -> String {
    let tenths = (count * 10.0).round() / 10.0;
    if count > 0.0 && tenths == 0.0 { "under 0.1".to_owned() } else { tenths.to_string() }
}
