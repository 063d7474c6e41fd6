//! `complete-team`: are all roles that the work needs on the team?

use onethread_model::facts::FactKind;
use onethread_model::source::Place;

use super::{Criterion, Touches};
use crate::measure::{Initiative, World};
use crate::moves;
use crate::moves::change_form::same_function;
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

/// Sums of decimal shares are not exact; nobody misses a thousandth of a person.
const SLACK: f64 = 1e-3;

/// Someone on the team: the discipline, and the least and largest time that may go to the initiative, in people.
struct Builder {
    function: Option<String>,
    low: f64,
    high: f64,
    place: Place,
}

/// A role that the work needs.
struct Role {
    name: String,
    needed: f64,
    /// Time that is stated for it, in people.
    low: f64,
    /// Time that may be there, when unstated shares are as large as they can be.
    high: f64,
    holders: usize,
    place: Place,
}

impl Role {
    /// What is missing even when unstated shares are as large as they can be.
    fn short(&self) -> f64 {
        (self.needed - self.high).max(0.0)
    }
}

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    if let Some(place) = initiative.functional_by_design() {
        return Judgement::new(Answer::NotShown)
            .because("declared functional, with a reason: no team of its own is asked for", place);
    }
    let (builders, roles) = (builders(initiative, world), roles(initiative, world));
    if roles.is_empty() {
        return Judgement::new(Answer::NotShown)
            .remark("the roles that the work needs are not stated")
            .ask("the leader", "Which roles does this need, and how many people of each?");
    }
    let Some(builders) = builders else {
        return Judgement::new(Answer::NotShown)
            .remark("no source says who works on it")
            .needs(FactKind::Allocation)
            .change(moves::stand_up::change(&initiative.id))
            .ask("the leader", "Who works on this, in which role, and with what share of their week?");
    };
    let roles = filled(roles, &builders);
    // Someone whose discipline is not stated may fill any one role, and no more than one person's time.
    let wild: f64 = builders.iter().filter(|one| one.function.is_none()).map(|one| one.high).sum();
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
        open(&roles, &builders, initiative)
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
    let roles = roles(initiative, world);
    if roles.is_empty() {
        return None;
    }
    let builders = builders(initiative, world)?;
    let wild: f64 = builders.iter().filter(|one| one.function.is_none()).map(|one| one.high).sum();
    let short = filled(roles, &builders).into_iter().filter(|role| role.short() > wild + SLACK);
    let unfilled =
        short.map(|role| Unfilled { needed: role.needed, there: role.high, place: role.place, name: role.name });
    Some((unfilled.collect(), builders.len()))
}

fn short(roles: &[Role], wild: f64, missing: f64, initiative: &Initiative) -> Judgement {
    let mut judgement = Judgement::new(Answer::Fails);
    for role in roles.iter().filter(|role| role.short() > SLACK) {
        let says = format!("{}: {} FTE needed, {} there", role.name, people(role.needed), people(role.high));
        judgement = judgement.because(says, &role.place).change(moves::join::change(
            &initiative.id,
            &role.name,
            (role.short() - SLACK).ceil().max(1.0) as usize,
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

fn open(roles: &[Role], builders: &[Builder], initiative: &Initiative) -> Judgement {
    let mut judgement = Judgement::new(Answer::NotShown);
    for role in roles.iter().filter(|role| role.low + SLACK < role.needed) {
        let says = format!("{}: {} of {} shown", role.name, people(role.low), people(role.needed));
        judgement = judgement.because(says, &role.place);
    }
    let all = plural(builders.len(), "member", "members");
    let craftless: Vec<&Builder> = builders.iter().filter(|one| one.function.is_none()).collect();
    if let Some(first) = craftless.first() {
        let says = format!("{} of {all} without a stated function", craftless.len());
        judgement = judgement.because(says, &first.place);
    }
    let shareless: Vec<&Builder> = builders.iter().filter(|one| one.low < one.high).collect();
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

/// Everybody on the team, the leader included; absent when nothing says who works on it.
fn builders(initiative: &Initiative, world: &World<'_>) -> Option<Vec<Builder>> {
    let mut people = world.people.members(initiative)?;
    if let Some(leader) = initiative.leadership.leader() {
        people.push(leader.clone());
    }
    let builder = |person: crate::measure::Cited<String>| {
        let (low, high) = world.time_range(&person.value, &initiative.id);
        let function = world.inputs.org.people.get(&person.value).and_then(|entry| entry.function.as_ref());
        Builder {
            function: function.map(|at| at.value.clone()),
            low: low.share(),
            high: high.share(),
            place: person.place,
        }
    };
    let builders: Vec<Builder> = people.into_iter().map(builder).collect();
    (!builders.is_empty()).then_some(builders)
}

fn roles(initiative: &Initiative, world: &World<'_>) -> Vec<Role> {
    let entry = world.inputs.org.initiatives.get(&initiative.id);
    let needs = entry.map_or(&[][..], |entry| &entry.needs).iter().filter(|(_, needed)| *needed > 0.0);
    needs
        .map(|(role, needed)| Role {
            name: role.value.clone(),
            needed: *needed,
            low: 0.0,
            high: 0.0,
            holders: 0,
            place: world.inputs.sources.place(role.span),
        })
        .collect()
}

fn filled(mut roles: Vec<Role>, builders: &[Builder]) -> Vec<Role> {
    for role in &mut roles {
        let of = |one: &&Builder| one.function.as_deref().is_some_and(|function| same_function(function, &role.name));
        for one in builders.iter().filter(of) {
            role.low += one.low;
            role.high += one.high;
            role.holders += usize::from(one.high > 0.0);
        }
    }
    roles
}

/// People, or their time, to a tenth and without a needless decimal.
pub(crate) fn people(count: f64) -> String {
    let tenths = (count * 10.0).round() / 10.0;
    if count > 0.0 && tenths == 0.0 { "under 0.1".to_owned() } else { tenths.to_string() }
}
