//! `focus`: is there one leader whose only job this is?

use onethread_model::facts::FactKind;
use onethread_model::source::Place;

use super::{Criterion, Touches};
use crate::measure::{Cited, Initiative, Leadership, Threads, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::{days, join, long_day, percent, plural};

pub(super) const CRITERION: Criterion = Criterion {
    key: "focus",
    short: "focus",
    question: "Is there one leader whose only job this is?",
    page: include_str!("focus.md"),
    touches: Touches::People,
    judge,
};

pub(crate) fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
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
        Leadership::Nobody { place, since } => {
            let departed = initiative.departed_leaders.first();
            let since = since.map_or_else(
                || "no leader is named".to_owned(),
                |since| match world.day.days_since(since) {
                    0 => format!("no leader is named since {}", long_day(since)),
                    past => format!("no leader is named since {} ({})", long_day(since), days(past)),
                },
            );
            let left = if departed.is_some() { ": the last one has left" } else { "" };
            let says = since + left;
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
        Leadership::Contradictory { named, against, is_vacant } => {
            let says = match is_vacant {
                true => "and the same files state that nobody leads it",
                false => "and another statement of equal rank names someone else",
            };
            Judgement::new(Answer::NotShown)
                .because("a leader is named", named)
                .because(says, against)
                .change(name_leader())
                .ask("the sponsor", "Who leads this, and since when?")
        }
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
    let threads = world.threads_of(&leader.value, &initiative.id);
    let mut fails = Judgement::new(Answer::Fails);
    for (says, place) in second_thread("the leader", &threads, world) {
        fails = fails.because(says, &place);
    }
    if !also_leads.is_empty() {
        let mut led: Vec<String> = also_leads.iter().map(|other| other.value.clone()).collect();
        led.push(initiative.id.clone());
        led.sort_unstable();
        // Other work stays, and so does the answer.
        let is_all = threads.elsewhere.is_empty()
            && threads.belongs.is_empty()
            && threads.here_below(thresholds.dedicated_share).is_none();
        let reassign = moves::reassign::change(led);
        fails = if is_all { fails.change(reassign) } else { fails.later(reassign, world.day) };
        return stale(fails, &threads);
    }
    if !fails.because.is_empty() {
        return stale(fails.change(moves::dedicate::change(&initiative.id, 1)), &threads);
    }
    if let Some(judgement) = contradictory("the leader", &threads) {
        return stale(judgement.ask("the leader", "How much of your week goes to this?"), &threads);
    }
    if let Some(here) = threads.here {
        let holds = Judgement::new(Answer::Holds)
            .because(format!("one leader, `{}`", leader.value), &leader.place)
            .because(format!("the leader is {} allocated", percent(here.share.share())), &here.place)
            .remark(format!("no other stated allocation above {}", percent(thresholds.other_share)));
        return stale(holds, &threads);
    }
    let mut open = Judgement::new(Answer::NotShown)
        .because("one leader, who leads no other live initiative; allocation not stated", &leader.place);
    let listed: Vec<&str> =
        world.people.listed(&leader.value).iter().filter(|id| **id != initiative.id).map(String::as_str).collect();
    if let Some(other) = listed.first().and_then(|id| world.initiative(id)) {
        let place = other.listed.iter().find(|person| person.value == leader.value).map_or(&other.place, |p| &p.place);
        open = open.because(format!("the leader is also listed on {}, though not as its leader", join(&listed)), place);
    }
    stale(open, &threads)
        .needs(FactKind::Allocation)
        .change(moves::allocate::change(&initiative.id, true, 0))
        .ask("the leader", "How much of your week goes to this, and what else are you responsible for?")
}

/// Why someone has more than one thread, with where each reason is written; empty where no second one is visible. Who
/// it is about, a leader or a member, alters the words and nothing else.
pub(super) fn second_thread(who: &str, threads: &Threads<'_>, world: &World<'_>) -> Vec<(String, Place)> {
    let thresholds = world.inputs.config.thresholds;
    let mut reasons = Vec::new();
    for other in &threads.leads {
        reasons.push((format!("{who} also leads {}", other.value), other.place.clone()));
    }
    for one in &threads.elsewhere {
        let says = format!("{who} is {} allocated to {}", percent(one.share.share()), one.initiative);
        reasons.push((says, one.place.clone()));
    }
    if let (Some(sum), Some((says, _))) = (threads.small_shares(), reasons.last_mut()) {
        let (sum, limit) = (percent(sum.share()), percent(thresholds.other_share));
        says.push_str(&format!(", {sum} with the others (threshold {limit})"));
    }
    if let Some(here) = threads.here_below(thresholds.dedicated_share) {
        let share = percent(here.share.share());
        let says = format!("{who} is {share} allocated (threshold {})", percent(thresholds.dedicated_share));
        reasons.push((says, here.place.clone()));
    }
    for (other, place) in &threads.belongs {
        reasons.push((format!("{who} also works on {other}"), (*place).clone()));
    }
    reasons
}

/// That two shares contradict each other, with both places; absent where none do.
pub(super) fn contradictory(who: &str, threads: &Threads<'_>) -> Option<Judgement> {
    let judgement = threads.contradictory.iter().fold(Judgement::new(Answer::NotShown), |judgement, two| {
        let [(one, here), (other, there)] = &two.shares;
        let says = format!("{who} is {} allocated to {}", percent(one.share()), two.initiative);
        let against = format!("and {} by a statement of equal rank: neither counts", percent(other.share()));
        judgement.because(says, here).because(against, there)
    });
    (!judgement.because.is_empty()).then(|| judgement.needs(FactKind::Allocation))
}

/// Adds what is stated of initiatives that are over or paused.
pub(super) fn stale(judgement: Judgement, threads: &Threads<'_>) -> Judgement {
    let over = threads.stale.iter().map(|one| (one, "is stale: it has ended"));
    let paused = threads.paused.iter().map(|one| (one, "says nothing of today: it is paused"));
    over.chain(paused).fold(judgement, |judgement, (one, why)| {
        let share = percent(one.share.share());
        judgement.because(format!("a share of {share} for {} {why}", one.initiative), &one.place)
    })
}
