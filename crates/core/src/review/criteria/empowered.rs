//! `empowered`: may the leader decide, without anybody above?

use onethread_model::facts::FactKind;
use onethread_model::org::Attestation;

use super::{Criterion, Touches};
use crate::measure::{Cited, Initiative, Leadership, Reporting, World};
use crate::moves;
use crate::review::attested::{self, ATTESTED_DAYS, Attested, is_about_leader};
use crate::review::authority::Decisions;
use crate::review::{Answer, Judgement};
use crate::words::plural;

pub(super) const CRITERION: Criterion = Criterion {
    key: "empowered",
    short: "empowered",
    question: "May the leader decide without approval from above?",
    page: include_str!("empowered.md"),
    touches: Touches::People,
    judge,
};

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let leader = match &initiative.leadership {
        Leadership::One { leader, .. } => leader,
        Leadership::FunctionalByDesign { declared, .. } => {
            return Judgement::new(Answer::NotShown)
                .because("declared functional, with a reason: no leader of its own is asked for", declared);
        }
        _ => {
            return Judgement::new(Answer::NotShown)
                .remark("there is no one leader who could decide")
                .change(moves::appoint::change(&initiative.id))
                .ask("the sponsor", "Who may decide here without approval?");
        }
    };
    let decisions = Decisions::gather(initiative, world);
    let newest = |is_own: bool| {
        let counts = |one: &Attestation| {
            is_about_leader(one, initiative)
                && if is_own { one.by.value == leader.value } else { is_heard(one, leader) }
        };
        attested::newest(world, &initiative.id, CRITERION.key, ATTESTED_DAYS, counts).filter(|one| one.fresh)
    };
    let attested = newest(false);
    let own = newest(true).filter(|own| own.answer == Answer::Holds);
    if let Some(fails) = taken_away(&decisions, attested.as_ref(), initiative, world) {
        return fails;
    }
    let days = world.inputs.config.thresholds.period_days;
    let entry = world.inputs.org.initiatives.get(&initiative.id);
    let rights: Vec<_> = entry.into_iter().flat_map(|entry| entry.rights()).collect();
    let mut known = Judgement::new(Answer::Holds);
    if let Some(first) = rights.first() {
        let says = format!("{} stated", plural(rights.len(), "decision right is", "decision rights are"));
        known = known.because(says, &world.inputs.sources.place(first.span));
    }
    let word = attested.as_ref().filter(|one| one.answer == Answer::Holds);
    if let Some(one) = word {
        known = known.because(format!("attested on {}: the leader may decide", one.on), &one.place);
    } else if let Some(one) = &attested {
        known = known.because(format!("two attestations of {} contradict each other", one.on), &one.place);
    }
    if let Some(own) = own {
        known = known.because("the leader's own attestation does not count", &own.place);
    }
    let stayed = decisions.all_stayed();
    if let Some(stayed) = &stayed {
        let says = format!("{} reversible decisions of the last {days} days, none went above the leader", stayed.len());
        known = known.because(says, &stayed[0].place);
    }
    if let Some(undated) = decisions.overridden_undated.first() {
        known = known.because(
            format!("`{}` was reversed by someone other than the leader on an unstated day", undated.id),
            &undated.place,
        );
    }
    let shown = word.is_some() || stayed.is_some();
    if !rights.is_empty() && shown && decisions.overridden_undated.is_empty() {
        return lines(known, &leader.value, initiative, world);
    }
    known.answer = Answer::NotShown;
    if rights.is_empty() {
        known = known
            .remark("the leader's decision rights are not stated")
            .change(moves::charter::change(&initiative.id, vec!["decision-rights".to_owned()]));
    }
    if !shown {
        let n = decisions.recent.len();
        known = match decisions.recent.first() {
            Some(first) => known.because(
                format!(
                    "{} of the last {days} days: too few, or too little stated",
                    plural(n, "decision", "decisions")
                ),
                &first.place,
            ),
            None => known.remark(format!("no decision of the last {days} days is recorded")),
        };
    }
    open(lines(known, &leader.value, initiative, world), initiative)
}

/// Whose word counts: nobody attests for themself, but a leader may say that others decide.
fn is_heard(one: &Attestation, leader: &Cited<String>) -> bool {
    one.by.value != leader.value || !one.holds
}

/// What shows that the leader does not decide; absent when nothing does.
fn taken_away(
    decisions: &Decisions,
    attested: Option<&Attested>,
    initiative: &Initiative,
    world: &World<'_>,
) -> Option<Judgement> {
    let days = world.inputs.config.thresholds.period_days;
    let mut fails = Judgement::new(Answer::Fails);
    for made in decisions.overridden() {
        let says = format!("`{}` was the leader's to decide, and someone else reversed it", made.id);
        fails = fails.because(says, &made.place);
    }
    if let Some((above, n)) = decisions.most_went_above() {
        let says = format!("{} of {n} reversible decisions of the last {days} days went above the leader", above.len());
        fails = fails.because(says, &above[0].place);
    }
    if let Some(one) = attested.filter(|one| one.answer == Answer::Fails) {
        fails = fails.because(format!("attested on {}: the leader may not decide", one.on), &one.place);
    }
    let change = moves::delegate::change(&initiative.id);
    let from = decisions.past_from(world).unwrap_or(world.day);
    (!fails.because.is_empty()).then(|| fails.later(change, from))
}

/// Reporting lines help, and prove nothing: they are said, and do not decide.
fn lines(judgement: Judgement, leader: &str, initiative: &Initiative, world: &World<'_>) -> Judgement {
    let members = world.people.members(initiative).unwrap_or_default();
    let under = members.iter().filter(|m| world.people.reporting(&m.value, leader) == Reporting::Under).count();
    if under == 0 {
        return judgement;
    }
    judgement.remark(format!("{under} of {} to the leader", plural(members.len(), "member reports", "members report")))
}

fn open(judgement: Judgement, initiative: &Initiative) -> Judgement {
    judgement
        .needs(FactKind::DecisionMade)
        .change(moves::attest::change(&initiative.id, CRITERION.key))
        .ask("the leader", "Who can overrule you?")
}
