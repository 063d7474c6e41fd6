//! `focus`: is there one leader whose only job this is?

use onethread_model::Change;
use onethread_model::facts::FactKind;
use onethread_model::org::WishedForm;

use super::Criterion;
use crate::measure::{Cited, Initiative, Leader, World};
use crate::review::{Answer, Judgement};
use crate::words::{join, percent, plural};

pub(super) const CRITERION: Criterion = Criterion {
    key: "focus",
    short: "focus",
    question: "Is there one leader whose only job this is?",
    page: include_str!("focus.md"),
    judge,
};

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    if let Some(form) = initiative.wished.as_ref().filter(|form| form.value == WishedForm::Functional)
        && initiative.why.is_some()
    {
        return Judgement::new(Answer::NotShown)
            .because("declared functional, with a reason: no leader of its own is asked for", &form.place);
    }
    let name_leader = || Change::NameLeader { initiative: initiative.id.clone() };
    match &initiative.leader {
        Leader::One(leader) => one_leader(leader, initiative, world),
        Leader::Several(leaders) => {
            let mut judgement = Judgement::new(Answer::Fails).change(name_leader());
            let mut says = format!("{} leaders are named, so nobody alone decides", leaders.len());
            for leader in leaders {
                judgement = judgement.because(says, &leader.place);
                says = "another leader is named here".to_owned();
            }
            judgement
        }
        Leader::Nobody(place) => {
            Judgement::new(Answer::Fails).because("no leader is named", place).change(name_leader())
        }
        Leader::Unstated(people) => {
            let place = initiative.listed.first().map_or(&initiative.place, |person| &person.place);
            Judgement::new(Answer::NotShown)
                .because(
                    format!("{} listed, and none is stated as the leader", plural(*people, "person is", "people are")),
                    place,
                )
                .needs(FactKind::InitiativeEvent)
                .change(name_leader())
                .ask("those who are listed", "Which one of you decides when you disagree?")
        }
        Leader::Unknown => Judgement::new(Answer::NotShown)
            .remark("no source speaks of a leader")
            .needs(FactKind::InitiativeEvent)
            .change(name_leader())
            .ask("the sponsor", "Who leads this, and nothing else?"),
    }
}

/// Stated shares count first: they can show focus, and they can show its absence. Registries can only show its absence.
fn one_leader(leader: &Cited<String>, initiative: &Initiative, world: &World<'_>) -> Judgement {
    let thresholds = world.inputs.config.thresholds;
    let led = world.people.leads(&leader.value);
    let others: Vec<&Initiative> =
        led.iter().filter(|id| **id != initiative.id).filter_map(|id| world.initiative(id)).collect();
    let stated = world.people.stated(&leader.value);
    let here = stated.iter().find(|commitment| commitment.initiative == initiative.id);
    let elsewhere: Vec<_> = stated
        .iter()
        .filter(|commitment| commitment.initiative != initiative.id && commitment.share > thresholds.other_share)
        .collect();

    let mut fails = Judgement::new(Answer::Fails);
    for other in &others {
        fails = fails.because(format!("the leader also leads {}", other.id), leader_place(other));
    }
    if !others.is_empty() {
        fails = fails.change(Change::HandOver { initiatives: led.to_vec() });
    }
    for commitment in &elsewhere {
        let says = format!("the leader gives {} to {}", percent(commitment.share), commitment.initiative);
        fails = fails.because(says, &commitment.place);
    }
    if let Some(here) = here.filter(|here| here.share < thresholds.dedicated_share) {
        let says = format!(
            "the leader gives {} to this, less than {}",
            percent(here.share),
            percent(thresholds.dedicated_share)
        );
        fails = fails.because(says, &here.place);
    }
    if !fails.because.is_empty() {
        if others.is_empty() {
            fails = fails.change(Change::Dedicate { initiative: initiative.id.clone(), people: 1 });
        }
        return fails;
    }
    if let Some(here) = here {
        return Judgement::new(Answer::Holds)
            .because(format!("one leader, `{}`", leader.value), &leader.place)
            .because(format!("the leader gives {} to this", percent(here.share)), &here.place)
            .remark(format!("no other stated share above {}", percent(thresholds.other_share)));
    }
    let mut open = Judgement::new(Answer::NotShown)
        .because("one leader, who leads nothing else that is live; no stated share of time", &leader.place);
    let listed: Vec<&str> =
        world.people.listed(&leader.value).iter().filter(|id| **id != initiative.id).map(String::as_str).collect();
    if let Some(other) = listed.first().and_then(|id| world.initiative(id)) {
        let place = other.listed.iter().find(|person| person.value == leader.value).map_or(&other.place, |p| &p.place);
        open = open.because(format!("the leader is also listed on {}, though not as its leader", join(&listed)), place);
    }
    open.needs(FactKind::Allocation)
        .change(Change::StateAllocation { initiative: initiative.id.clone(), leader: true, members: 0 })
        .ask("the leader", "What share of your week does this get, and what else do you carry?")
}

fn leader_place(initiative: &Initiative) -> &onethread_model::source::Place {
    match &initiative.leader {
        Leader::One(leader) => &leader.place,
        _ => &initiative.place,
    }
}
