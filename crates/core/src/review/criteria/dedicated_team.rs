//! `dedicated-team`: do its members work on nothing else?

use std::collections::BTreeSet;

use onethread_model::facts::FactKind;

use super::focus::{contradictory, second_thread, stale};
use super::{Criterion, Touches};
use crate::measure::{Cited, Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::{percent, plural};

pub(super) const CRITERION: Criterion = Criterion {
    key: "dedicated-team",
    short: "team",
    question: "Do its members work on nothing else?",
    page: include_str!("dedicated_team.md"),
    touches: Touches::People,
    judge,
};

/// What a member is called, who is never named.
const MEMBER: &str = "a member";

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    finished_inside(answer(initiative, world), initiative, world)
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

/// The answer and its reasons, without what only explains it.
pub(crate) fn answer(initiative: &Initiative, world: &World<'_>) -> Judgement {
    if let Some(place) = initiative.functional_by_design() {
        let says = "declared functional, with a reason: its members may work on other things too";
        return Judgement::new(Answer::NotShown).because(says, place);
    }
    let elsewhere = world.people.team_elsewhere(&initiative.id);
    let members = world.people.members(initiative).unwrap_or_default();
    if members.is_empty() {
        return nobody(initiative, world);
    }
    let mut shared = Judgement::new(Answer::Fails);
    let mut dedicated = Judgement::new(Answer::Holds);
    let (mut people_shared, mut unstated, mut unclear) = (0, Vec::new(), None);
    for member in &members {
        let threads = world.threads_of(&member.value, &initiative.id);
        let reasons = second_thread(MEMBER, &threads, world);
        let is_shared = !reasons.is_empty();
        people_shared += usize::from(is_shared);
        for (says, place) in reasons {
            shared = shared.because(says, &place);
        }
        if is_shared {
            shared = stale(shared, &threads);
        } else if let Some(two) = contradictory(MEMBER, &threads) {
            unclear = unclear.or(Some(two));
        } else if let Some(here) = threads.here {
            let says = format!("a member is {} allocated", percent(here.share.share()));
            dedicated = stale(dedicated.because(says, &here.place), &threads);
        } else {
            unstated.push(member);
        }
    }
    if people_shared > 0 {
        let all = plural(members.len(), "member", "members");
        return shared
            .remark(format!("{people_shared} of {all} have work elsewhere"))
            .change(moves::dedicate::change(&initiative.id, people_shared));
    }
    if let Some(unclear) = unclear {
        return unclear.ask("the leader", "Which of the two shares is true?");
    }
    if let Some(places) = elsewhere {
        return another_team(Judgement::new(Answer::NotShown), places);
    }
    let Some(first) = unstated.first() else { return dedicated };
    open(initiative, first, unstated.len(), members.len())
}

fn open(initiative: &Initiative, first: &Cited<String>, unstated: usize, members: usize) -> Judgement {
    let says = format!("{unstated} of {} without a stated share of time", plural(members, "member", "members"));
    Judgement::new(Answer::NotShown)
        .because(says, &first.place)
        .needs(FactKind::Allocation)
        .change(moves::allocate::change(&initiative.id, false, unstated))
        .ask("the leader", "Who of the team also works on something else?")
}

/// Nobody works on it as far as anything says: of no team nothing is true, and nothing false.
fn nobody(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let judgement = Judgement::new(Answer::NotShown);
    let judgement = match world.people.team_elsewhere(&initiative.id) {
        Some(places) => another_team(judgement, places),
        None if world.people.members(initiative).is_some() => {
            judgement.remark("its team has no member besides the leader")
        }
        None => judgement.remark("no source says who works on it"),
    };
    judgement
        .needs(FactKind::Allocation)
        .change(moves::stand_up::change(&initiative.id))
        .ask("the leader", "Who works on this, and with what share of their week?")
}

/// The initiative names a team that says it works on something else.
fn another_team(judgement: Judgement, [named, elsewhere]: &[onethread_model::source::Place; 2]) -> Judgement {
    judgement
        .because("a team is named here", named)
        .because("and the team says that it works on something else: neither counts", elsewhere)
}
