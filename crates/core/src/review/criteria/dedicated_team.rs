//! `dedicated-team`: do its members work on nothing else?

use std::collections::BTreeSet;

use onethread_model::facts::FactKind;

use super::Criterion;
use crate::measure::people::exceeds;
use crate::measure::{Cited, Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::{percent, plural};

pub(super) const CRITERION: Criterion = Criterion {
    key: "dedicated-team",
    short: "team",
    question: "Do its members work on nothing else?",
    page: include_str!("dedicated_team.md"),
    judge,
};

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    finished_inside(by_members(initiative, world), initiative, world)
}

/// Adds what its teams finished by themselves in the last year. It never decides the answer: who works on nothing else
/// may still need others.
fn finished_inside(mut judgement: Judgement, initiative: &Initiative, world: &World<'_>) -> Judgement {
    if !world.explains {
        return judgement;
    }
    let own: BTreeSet<&str> = world.teams_on(&initiative.id).map(|team| team.id.value.as_str()).collect();
    for one in world.finished_inside().teams.iter().filter(|one| own.contains(one.team.as_str())) {
        let both = [one.changes.words("change-set", "change-sets"), one.reviews.words("review", "reviews")];
        for says in both.into_iter().flatten() {
            judgement = judgement.remark(format!("{}: {says}", one.team));
        }
    }
    judgement
}

fn by_members(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let Some(members) = world.people.members(initiative) else {
        return Judgement::new(Answer::NotShown)
            .remark("no source says who works on it")
            .needs(FactKind::Allocation)
            .change(moves::stand_up::change(&initiative.id))
            .ask("the leader", "Who works on this, and with what share of their week?");
    };
    let mut shared = Judgement::new(Answer::Fails);
    let mut dedicated = Judgement::new(Answer::Holds);
    let (mut people_shared, mut unstated) = (0, Vec::new());
    for member in &members {
        match second_thread(member, initiative, world) {
            Thread::Second(reasons) => {
                people_shared += 1;
                for (says, place) in reasons {
                    shared = shared.because(says, &place);
                }
            }
            Thread::Only(share, place) => {
                dedicated = dedicated.because(format!("a member is {} allocated", percent(share)), &place);
            }
            Thread::Unstated => unstated.push(member),
        }
    }
    if people_shared > 0 {
        let all = plural(members.len(), "member", "members");
        return shared
            .remark(format!("{people_shared} of {all} have work elsewhere"))
            .change(moves::dedicate::change(&initiative.id, people_shared));
    }
    let Some(first) = unstated.first() else {
        if members.is_empty() {
            return dedicated.remark("its team has no member besides the leader");
        }
        return dedicated;
    };
    let says =
        format!("{} of {} without a stated share of time", unstated.len(), plural(members.len(), "member", "members"));
    Judgement::new(Answer::NotShown)
        .because(says, &first.place)
        .needs(FactKind::Allocation)
        .change(moves::allocate::change(&initiative.id, false, unstated.len()))
        .ask("the leader", "Who of the team also works on something else?")
}

enum Thread {
    Second(Vec<(String, onethread_model::source::Place)>),
    Only(f64, onethread_model::source::Place),
    Unstated,
}

/// What a member is committed to. A visible second thread beats an unstated share.
fn second_thread(member: &Cited<String>, initiative: &Initiative, world: &World<'_>) -> Thread {
    let thresholds = world.inputs.config.thresholds;
    let stated = world.people.stated(&member.value);
    let here = stated.iter().find(|commitment| commitment.initiative == initiative.id);
    let mut reasons = Vec::new();
    for commitment in stated {
        if commitment.initiative != initiative.id && exceeds(commitment.share, thresholds.other_share) {
            let says = format!("a member is {} allocated to {}", percent(commitment.share), commitment.initiative);
            reasons.push((says, commitment.place.clone()));
        }
    }
    if let Some(here) = here.filter(|here| exceeds(thresholds.dedicated_share, here.share)) {
        reasons.push((format!("a member is {} allocated", percent(here.share)), here.place.clone()));
    }
    for led in world.people.leads(&member.value).iter().filter(|led| led.value != initiative.id) {
        if let Some(other) = world.initiative(&led.value) {
            reasons.push((format!("a member leads {}", other.name()), other.place.clone()));
        }
    }
    if here.is_none() {
        // Two teams, or two lists, are a second thread only where no stated share says otherwise.
        for (other, place) in world.people.belongs(&member.value).filter(|(id, _)| *id != initiative.id) {
            reasons.push((format!("a member also works on {other}"), place.clone()));
        }
    }
    match here {
        _ if !reasons.is_empty() => Thread::Second(reasons),
        Some(here) => Thread::Only(here.share, here.place.clone()),
        None => Thread::Unstated,
    }
}
