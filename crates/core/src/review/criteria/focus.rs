//! `focus`: is there one leader whose only job this is?

use onethread_model::facts::FactKind;

use super::Criterion;
use crate::measure::{Cited, Initiative, Leadership, World};
use crate::moves;
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
    let name_leader = || moves::appoint::change(&initiative.id);
    match &initiative.leadership {
        Leadership::FunctionalByDesign { declared, .. } => Judgement::new(Answer::NotShown)
            .because("declared functional, with a reason: no leader of its own is asked for", declared),
        Leadership::One { leader, also_leads } => one_leader(leader, also_leads, initiative, world),
        Leadership::Several(leaders) => {
            let mut judgement = Judgement::new(Answer::Fails);
            let mut says = format!("{} leaders; no single decision-maker", leaders.len());
            for leader in leaders {
                judgement = judgement.because(says, &leader.place);
                says = "another leader is named here".to_owned();
            }
            judgement.change(name_leader())
        }
        Leadership::Nobody(place) => {
            let departed = initiative.departed_leaders.first();
            let says =
                if departed.is_some() { "no leader is named: the last one has left" } else { "no leader is named" };
            let mut judgement = Judgement::new(Answer::Fails).because(says, place);
            if let Some(departed) = departed {
                judgement = judgement.because("the leader who is gone is named here", &departed.place);
            }
            match initiative.listed.first() {
                Some(first) => judgement.because(listed(initiative.listed.len()), &first.place),
                None => judgement,
            }
            .change(name_leader())
        }
        Leadership::OnlyListed { people, place } => Judgement::new(Answer::NotShown)
            .because(listed(*people), place)
            .needs(FactKind::InitiativeEvent)
            .change(name_leader())
            .ask("those who are listed", "Which one of you decides when you disagree?"),
        Leadership::Contradictory { named, vacant } => Judgement::new(Answer::NotShown)
            .because("a leader is named", named)
            .because("and the same files state that nobody leads it", vacant)
            .change(name_leader())
            .ask("the sponsor", "Who leads this, and since when?"),
        Leadership::Unknown => Judgement::new(Answer::NotShown)
            .remark("no source speaks of a leader")
            .needs(FactKind::InitiativeEvent)
            .change(name_leader())
            .ask("the sponsor", "Who leads this, and nothing else?"),
    }
}

fn listed(people: usize) -> String {
    format!("{} listed, and none is stated as the leader", plural(people, "person is", "people are"))
}

/// Stated shares count first: they can show focus, and they can show its absence. Registries can only show its absence.
fn one_leader(
    leader: &Cited<String>,
    also_leads: &[Cited<String>],
    initiative: &Initiative,
    world: &World<'_>,
) -> Judgement {
    let thresholds = world.inputs.config.thresholds;
    let time = world.leader_time(&leader.value, &initiative.id);
    let (mut fails, mut reassign) = (Judgement::new(Answer::Fails), None);
    for other in also_leads {
        fails = fails.because(format!("the leader also leads {}", other.value), &other.place);
    }
    if !also_leads.is_empty() {
        let mut led: Vec<String> = also_leads.iter().map(|other| other.value.clone()).collect();
        led.push(initiative.id.clone());
        led.sort_unstable();
        reassign = Some(moves::reassign::change(led));
    }
    let here = time.here_below(thresholds.dedicated_share);
    fails = match reassign {
        // Other work stays, and so does the answer.
        Some(reassign) if here.is_some() || !time.elsewhere.is_empty() => fails.later(reassign, world.day),
        Some(reassign) => fails.change(reassign),
        None => fails,
    };
    for commitment in &time.elsewhere {
        let says = format!("the leader is {} allocated to {}", percent(commitment.share), commitment.initiative);
        fails = fails.because(says, &commitment.place);
    }
    if let Some(here) = here {
        let says = format!(
            "the leader is {} allocated (threshold {})",
            percent(here.share),
            percent(thresholds.dedicated_share)
        );
        fails = fails.because(says, &here.place);
    }
    if !fails.because.is_empty() {
        return if also_leads.is_empty() { fails.change(moves::dedicate::change(&initiative.id, 1)) } else { fails };
    }
    if let Some(here) = time.here {
        return Judgement::new(Answer::Holds)
            .because(format!("one leader, `{}`", leader.value), &leader.place)
            .because(format!("the leader is {} allocated", percent(here.share)), &here.place)
            .remark(format!("no other stated allocation above {}", percent(thresholds.other_share)));
    }
    let mut open = Judgement::new(Answer::NotShown)
        .because("one leader, who leads no other live initiative; allocation not stated", &leader.place);
    let listed: Vec<&str> =
        world.people.listed(&leader.value).iter().filter(|id| **id != initiative.id).map(String::as_str).collect();
    if let Some(other) = listed.first().and_then(|id| world.initiative(id)) {
        let place = other.listed.iter().find(|person| person.value == leader.value).map_or(&other.place, |p| &p.place);
        open = open.because(format!("the leader is also listed on {}, though not as its leader", join(&listed)), place);
    }
    open.needs(FactKind::Allocation)
        .change(moves::allocate::change(&initiative.id, true, 0))
        .ask("the leader", "How much of your week goes to this, and what else are you responsible for?")
}
