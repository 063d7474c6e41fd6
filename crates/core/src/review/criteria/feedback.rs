//! `feedback`: is what came of decisions written down next to what was expected?

use onethread_model::org::Decision;

use super::{Criterion, Touches};
use crate::measure::{Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::plural;
use onethread_model::agreement::DECISION_OUTCOMES;

pub(super) const CRITERION: Criterion = Criterion {
    key: "feedback",
    short: "feedback",
    question: "Are outcomes of decisions recorded next to expectations?",
    page: include_str!("feedback.md"),
    touches: Touches::People,
    judge,
};

/// Without a day to look at it again, a decision is due after a quarter: by then most results can be seen.
const DUE_DAYS: i32 = 90;
/// With fewer decisions than this, a share of them says nothing.
const DUE_MIN: usize = 3;

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let expecting: Vec<&Decision> = world
        .written_decisions_of(&initiative.id)
        .filter(|decision| decision.expected.is_some())
        .filter(|decision| decision.decided.is_some())
        .collect();
    let due: Vec<&Decision> = expecting.iter().filter(|decision| is_due(decision, world)).copied().collect();
    let (closed, waiting): (Vec<&Decision>, Vec<&Decision>) =
        due.iter().partition(|decision| decision.actual.is_some());
    let n = due.len();
    // Compared in thirds of whole numbers, so that two of three is exactly two thirds.
    let answer = if n >= DUE_MIN && closed.len() * 3 >= n * 2 {
        Answer::Holds
    } else if n >= DUE_MIN && closed.len() * 3 < n {
        Answer::Fails
    } else {
        Answer::NotShown
    };
    let mut judgement = Judgement::new(answer);
    let place = |decision: &Decision| world.inputs.sources.place(decision.id.span);
    judgement = match due.first() {
        Some(first) => {
            let says = format!(
                "{} due for an outcome, {} with a recorded outcome",
                plural(n, "decision with an expected result is", "decisions with an expected result are"),
                closed.len()
            );
            judgement.because(says, &place(first))
        }
        None if expecting.is_empty() => judgement.remark("no decision states an expected result"),
        None => {
            let young = plural(expecting.len(), "decision states", "decisions state");
            judgement.remark(format!("{young} an expected result, and none is due for an outcome"))
        }
    };
    // Which of them lack one would be a record of a single person's.
    let named = if world.inputs.agreement.opens(DECISION_OUTCOMES) { 3 } else { 0 };
    for decision in waiting.iter().take(named) {
        let says = format!("`{}` states an expected result and no outcome", decision.id.value);
        judgement = judgement.because(says, &place(decision));
    }
    judgement.n = n;
    judgement = metric_owners(judgement, initiative, world);
    if !waiting.is_empty() && answer != Answer::Holds {
        let change = moves::record_outcome::change(&initiative.id, waiting.len());
        judgement = judgement.change(change);
    }
    if answer == Answer::NotShown {
        return judgement.ask("the leader", "Which decision last quarter did not turn out as expected?");
    }
    judgement
}

/// Whether the day to look at it again has come: the one it names, else a quarter after it was made.
fn is_due(decision: &Decision, world: &World<'_>) -> bool {
    let made = decision.decided.as_ref().map(|at| at.value.plus_days(DUE_DAYS));
    decision.revisit.as_ref().map(|at| at.value).or(made).is_some_and(|due| due <= world.day)
}

/// Adds whether those who answer for its metrics are on it: only then does what is measured come back to those who act.
fn metric_owners(judgement: Judgement, initiative: &Initiative, world: &World<'_>) -> Judgement {
    let written = world.inputs.org.initiatives.get(&initiative.id);
    let owners: Vec<_> =
        written.into_iter().flat_map(|written| &written.metrics).filter_map(|metric| metric.owner.as_ref()).collect();
    let Some(first) = owners.first() else { return judgement };
    let place = world.inputs.sources.place(first.span);
    let of = plural(owners.len(), "metric", "metrics");
    let members = world.people.members(initiative);
    let leads = |owner: &str| initiative.leadership.leader().is_some_and(|leader| leader.value == owner);
    let is_member = |owner: &str| members.iter().flatten().any(|member| member.value == owner);
    let inside = owners.iter().filter(|owner| leads(&owner.value) || is_member(&owner.value)).count();
    if members.is_none() && inside < owners.len() {
        let says = format!("{of} with an owner, {inside} of them the leader; who else works on it is not stated");
        return judgement.because(says, &place);
    }
    judgement.because(format!("{of} with an owner, {inside} of them on the team"), &place)
}
