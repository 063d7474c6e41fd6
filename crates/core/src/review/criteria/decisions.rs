//! `decisions`: are reversible decisions made by the leader? Where that is agreed, also: are they made fast?

use onethread_model::facts::FactKind;
use onethread_model::source::Place;
use onethread_model::{Change, Day};

use super::{Criterion, Touches};
use crate::measure::decisions::KnownDecision;
use crate::measure::majority::is_majority;
use crate::measure::measures::decision_latency::{DecisionLatency, Latency, latency_of};
use crate::measure::{Initiative, Leadership, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::plural;
use onethread_model::agreement::DECISION_TIMES;

pub(super) const CRITERION: Criterion = Criterion {
    key: "decisions",
    short: "decisions",
    question: "Are reversible decisions made by the leader?",
    page: include_str!("decisions.md"),
    touches: Touches::People,
    judge,
};

/// Days within which half of the reversible decisions should be made: one usual planning round. What takes longer has
/// waited for a meeting or for someone else.
const REVERSIBLE_DAYS_MAX: u32 = 14;
/// At most one of so many may go above the leader: what touches the whole company sometimes must.
const ABOVE_ONE_IN: usize = 10;
/// With fewer decisions than this, "more than half went up" is one decision.
const LEVELS_MIN: usize = 3;

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let own: Vec<&KnownDecision> = world.decisions_of(&initiative.id).collect();
    let Some(first) = own.first() else {
        return open(Judgement::new(Answer::NotShown).remark("no decision is written down"));
    };
    let latency = latency_of(&own, world);
    if latency.decisions == 0 {
        let says = format!("the newest decision is older than {} days", latency.period_days);
        return open(Judgement::new(Answer::NotShown).because(says, &first.place));
    }
    let place =
        |found: fn(&KnownDecision) -> bool| own.iter().find(|one| found(one)).map_or(&first.place, |d| &d.place);
    let days = latency.period_days;
    let reversible = &latency.reversible;
    let limit = i64::from(REVERSIBLE_DAYS_MAX);
    let with_times = world.inputs.agreement.opens(DECISION_TIMES);
    let slow = reversible.low_days.is_some_and(|low| low > limit);
    let high = reversible.levels_stated >= LEVELS_MIN && is_majority(reversible.went_above, reversible.levels_stated);
    let likely_fast = reversible.median_days.is_some_and(|median| median <= limit);
    let fast = likely_fast && reversible.high_days.is_some_and(|high| high <= limit);
    let known = reversible.decided > 0 && reversible.levels_stated == reversible.decided;
    let low = known && reversible.went_above * ABOVE_ONE_IN <= reversible.levels_stated;
    // Without days it rests on levels alone, of enough decisions.
    let by_levels = !with_times && reversible.decided >= LEVELS_MIN;
    let answer = match (slow || high, (fast || by_levels) && low) {
        (true, _) => Answer::Fails,
        (false, true) => Answer::Holds,
        (false, false) => Answer::NotShown,
    };

    let mut judgement = Judgement::new(answer);
    judgement = speed(
        judgement,
        (
            &format!("reversible decision of the last {days} days"),
            &format!("reversible decisions of the last {days} days"),
        ),
        (reversible, days, with_times),
        place(|one| one.reversible == Some(true)),
    );
    let above = own.iter().find(|one| one.reversible == Some(true) && one.went_above(world) == Some(true));
    judgement = levels(judgement, reversible, above.map_or(&first.place, |one| &one.place));
    judgement = speed(
        judgement,
        ("decision hard to reverse", "decisions hard to reverse"),
        (&latency.irreversible, days, with_times),
        place(|one| one.reversible == Some(false)),
    );
    judgement = rest(judgement, &latency, &place);
    // Where nobody leads there is nobody to leave decisions to, or to ask to decide sooner.
    let way = |to_leader: Change| match initiative.leadership {
        Leadership::Nobody { .. } => moves::appoint::change(&initiative.id),
        _ => to_leader,
    };
    if with_times && likely_fast && !fast && answer == Answer::NotShown {
        judgement = judgement.remark(format!(
            "the median (n = {}) is likely within {REVERSIBLE_DAYS_MAX} days; it holds when the upper end of its 95 % CI is",
            reversible.n
        ));
    }
    if slow {
        judgement = judgement
            .remark(format!(
                "the median of the {} reversible ones is above {REVERSIBLE_DAYS_MAX} days (95 % CI)",
                reversible.n
            ))
            .later(
                way(moves::decide_sooner::change(&initiative.id, REVERSIBLE_DAYS_MAX)),
                past_from(&own, days, world),
            );
    }
    if high {
        judgement = judgement.later(way(moves::delegate::change(&initiative.id)), past_from(&own, days, world));
    }
    judgement.n = latency.decisions;
    if answer == Answer::NotShown { open(judgement) } else { judgement }
}

/// The day on which the newest reversible decision made so far no longer counts: until then what was is in the answer.
fn past_from(own: &[&KnownDecision], days: u32, world: &World<'_>) -> Day {
    let made = own.iter().filter(|one| one.reversible == Some(true)).filter_map(|one| one.decided);
    made.max().unwrap_or(world.day).plus_days(i32::try_from(days).unwrap_or(i32::MAX))
}

fn open(judgement: Judgement) -> Judgement {
    judgement
        .needs(FactKind::DecisionMade)
        .ask("the leader", "What did you decide in the last month, when was it asked for, and who had to agree?")
}

fn speed(
    judgement: Judgement,
    (one, many): (&str, &str),
    (latency, days, with_times): (&Latency, u32, bool),
    place: &Place,
) -> Judgement {
    if latency.n == 0 {
        return judgement;
    }
    let made = format!("{}, {} made", plural(latency.n, one, many), latency.decided);
    let says = match with_times {
        true => {
            let before = latency.before_words(days).map(|before| format!("; {before}")).unwrap_or_default();
            format!("{made}: {}{before}", latency.words())
        }
        false => made,
    };
    let judgement = judgement.because(says, place);
    if latency.left_out == 0 || !with_times {
        return judgement;
    }
    let left_out = plural(latency.left_out, "of these does", "of these do");
    judgement.remark(format!("{left_out} not state a valid day of asking and not count in the median"))
}

fn levels(judgement: Judgement, reversible: &Latency, place: &Place) -> Judgement {
    let (stated, decided) = (reversible.levels_stated, reversible.decided);
    if stated == 0 {
        return match decided {
            0 => judgement,
            _ => judgement.remark("no reversible one states which levels had to agree, or who made it"),
        };
    }
    let silent = match decided - stated {
        0 => String::new(),
        silent => format!("; {silent} not stated"),
    };
    let says = match reversible.went_above {
        0 => format!("none of {stated} reversible ones went above the leader{silent}"),
        above => format!("{above} of {stated} reversible ones went above the leader{silent}"),
    };
    judgement.because(says, place)
}

/// What is said beside the answer: those that do not say what they are, reversals, expected against actual.
fn rest<'p>(
    mut judgement: Judgement,
    latency: &DecisionLatency,
    place: &impl Fn(fn(&KnownDecision) -> bool) -> &'p Place,
) -> Judgement {
    if latency.unstated.n > 0 {
        let one = "decision does not state whether it is reversible";
        let says = plural(latency.unstated.n, one, "decisions do not state whether they are reversible");
        judgement = judgement.because(says, place(|one| one.reversible.is_none()));
    }
    let Some(outcomes) = latency.outcomes else { return judgement };
    if outcomes.reversed > 0 {
        let says = format!("{} reversed later", plural(outcomes.reversed, "decision was", "decisions were"));
        judgement = judgement.because(says, place(|one| one.reversed.is_some()));
    }
    if outcomes.expected > 0 {
        let says = format!(
            "{} an expected result, {} of them also the outcome",
            plural(outcomes.expected, "decision states", "decisions state"),
            outcomes.expected_and_actual
        );
        judgement = judgement.because(says, place(|one| one.expected));
    }
    judgement
}
