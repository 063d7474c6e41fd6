//! The six milestones of the first days after an appointment, each answered from what is known on a day. All count from
//! the appointment on: what was there before is no news.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::org::{Decision, Gate};
use onethread_model::source::Place;

use super::first_days::{DayAnswer, FirstDaysCell};
use super::verdict::Evidence;
use crate::measure::majority::is_majority;
use crate::measure::measures::deciding_alone::DECISIONS_MIN;
use crate::measure::{Initiative, World};
use crate::words::plural;

/// A milestone.
pub(super) struct Milestone {
    pub(super) key: &'static str,
    pub(super) question: &'static str,
    /// Whether the agreement about people leaves it on.
    pub(super) is_agreed: fn(&World<'_>) -> bool,
    answer: fn(&Initiative, Day, &World<'_>) -> FirstDaysCell,
}

/// What is said where no metric could have values: an absence, which has no day.
pub(super) const NO_INPUT: &str = "no input metric is declared";

/// All of them, in the order of the model.
pub(super) const MILESTONES: [Milestone; 6] = [
    Milestone { key: "declared", question: "Own code and needs declared?", is_agreed: |_| true, answer: declared },
    Milestone {
        key: "rights-in-use",
        question: "Decision rights in use?",
        is_agreed: |world| world.computes("deciding-alone"),
        answer: rights_in_use,
    },
    Milestone { key: "gate-gone", question: "First approval gate gone?", is_agreed: |_| true, answer: gate_gone },
    Milestone {
        key: "input-metric",
        question: "First input metric with values?",
        is_agreed: |_| true,
        answer: input_metric,
    },
    Milestone {
        key: "decisions-inside",
        question: "Most reversible decisions inside?",
        is_agreed: |world| world.computes("deciding-alone"),
        answer: decisions_inside,
    },
    Milestone {
        key: "first-result",
        question: "First result beside its expectation?",
        is_agreed: |world| world.inputs.agreement.allows("criterion", "feedback"),
        answer: first_result,
    },
];

/// The answer about a milestone on the day of the world, for a leader appointed on `on`.
pub(super) fn answer(key: &str, initiative: &Initiative, on: Day, world: &World<'_>) -> FirstDaysCell {
    match MILESTONES.iter().find(|milestone| milestone.key == key) {
        Some(milestone) => (milestone.answer)(initiative, on, world),
        None => FirstDaysCell::new(DayAnswer::NotShown, Vec::new()),
    }
}

fn says(answer: DayAnswer, says: String, place: Option<Place>) -> FirstDaysCell {
    FirstDaysCell::new(answer, vec![Evidence { says, place }])
}

fn declared(initiative: &Initiative, _: Day, _: &World<'_>) -> FirstDaysCell {
    let (scope, needs) = (initiative.scope.len(), initiative.dependencies.len());
    let place = initiative.scope.first().map(|at| &at.place);
    let place = place.or(initiative.dependencies.first().map(|one| &one.place)).unwrap_or(&initiative.place);
    let scope_words =
        if scope == 0 { "no scope".to_owned() } else { plural(scope, "entry of scope", "entries of scope") };
    let need_words = if needs == 0 { "no need".to_owned() } else { plural(needs, "need", "needs") };
    let answer = if scope > 0 && needs > 0 { DayAnswer::Yes } else { DayAnswer::NotYet };
    says(answer, format!("{scope_words}, {need_words} declared"), Some(place.clone()))
}

/// Decisions of an initiative that were made from the appointment on, reversible or not, by whether they went above the
/// leader, each with where it is written.
fn made(initiative: &Initiative, on: Day, world: &World<'_>) -> Vec<(bool, Option<bool>, Place)> {
    let since = world.decisions_of(&initiative.id).filter(|one| one.decided.is_some_and(|day| day >= on));
    since.map(|one| (one.reversible == Some(true), one.went_above(world), one.place.clone())).collect()
}

fn rights_in_use(initiative: &Initiative, on: Day, world: &World<'_>) -> FirstDaysCell {
    let made = made(initiative, on, world);
    let stayed = made.iter().filter(|(_, above, _)| *above == Some(false)).count();
    let first = made.iter().find(|(_, above, _)| *above == Some(false)).map(|(_, _, place)| place.clone());
    let stated = made.iter().filter(|(_, above, _)| above.is_some()).count();
    let mut cell = match (stayed, stated) {
        (0, 0) => says(DayAnswer::NotShown, "no decision since says who had to agree".to_owned(), None),
        (0, of) => says(DayAnswer::NotYet, format!("none of {} since stayed with the leader", decisions(of)), None),
        (some, of) => says(DayAnswer::Yes, format!("{some} of {} since stayed with the leader", decisions(of)), first),
    };
    let rights = world.inputs.org.initiatives.get(&initiative.id).map_or(&[][..], |one| &one.decision_rights);
    let place = rights.first().map(|right| world.inputs.sources.place(right.span));
    let written = match rights.len() {
        0 => "no decision right is written down".to_owned(),
        some => plural(some, "decision right is written down", "decision rights are written down"),
    };
    cell.because.push(Evidence { says: written, place });
    cell
}

fn decisions(count: usize) -> String {
    plural(count, "decision", "decisions")
}

fn gate_gone(initiative: &Initiative, on: Day, world: &World<'_>) -> FirstDaysCell {
    let gates = |day: Day| -> BTreeMap<&str, &Gate> {
        world.inputs.org.gates_before(&initiative.id, day).map(|gate| (gate.id.value.as_str(), gate)).collect()
    };
    let (then, now) = (gates(on.plus_days(-1)), gates(world.day));
    let gone: Vec<&Gate> = then.iter().filter(|(id, _)| !now.contains_key(*id)).map(|(_, gate)| *gate).collect();
    let title = |gate: &Gate| gate.title.as_ref().map_or(&gate.id, |title| title).value.clone();
    let place = |gate: &Gate| world.inputs.sources.place(gate.id.span);
    match (gone.as_slice(), then.len()) {
        ([], 0) => {
            says(DayAnswer::NotShown, "no approval gate is known of the day before the appointment".to_owned(), None)
        }
        ([], _) => {
            let first = then.values().next().map(|gate| place(gate));
            let still = plural(now.len(), "approval gate", "approval gates");
            says(DayAnswer::NotYet, format!("none of {} is gone; {still} in force", then.len()), first)
        }
        ([first, ..], of) => {
            let titles: Vec<String> = gone.iter().map(|gate| title(gate)).collect();
            let new = now.keys().filter(|id| !then.contains_key(*id)).count();
            let new = if new == 0 { String::new() } else { format!("; {new} new") };
            says(DayAnswer::Yes, format!("{} of {of} gone: {}{new}", gone.len(), titles.join(", ")), Some(place(first)))
        }
    }
}

fn input_metric(initiative: &Initiative, _: Day, world: &World<'_>) -> FirstDaysCell {
    let written = world.inputs.org.initiatives.get(&initiative.id);
    let is_input =
        |metric: &&onethread_model::org::Metric| metric.kind.as_ref().is_some_and(|kind| kind.value == "input");
    let inputs: Vec<_> = written.into_iter().flat_map(|one| &one.metrics).filter(is_input).collect();
    for metric in &inputs {
        let points: Vec<_> = world.points_of(&initiative.id, &metric.name.value).collect();
        if let Some(first) = points.first() {
            let count = plural(points.len(), "value", "values");
            let text = format!("`{}` has {count}, from {} on", metric.name.value, first.day);
            return says(DayAnswer::Yes, text, Some(world.facts.place(first.at)));
        }
    }
    match inputs.first() {
        Some(metric) => {
            let place = world.inputs.sources.place(metric.name.span);
            says(DayAnswer::NotYet, format!("`{}` has no value", metric.name.value), Some(place))
        }
        None => says(DayAnswer::NotYet, NO_INPUT.to_owned(), Some(initiative.place.clone())),
    }
}

fn decisions_inside(initiative: &Initiative, on: Day, world: &World<'_>) -> FirstDaysCell {
    let made = made(initiative, on, world);
    let stated: Vec<_> = made.iter().filter(|(is_reversible, above, _)| *is_reversible && above.is_some()).collect();
    let inside = stated.iter().filter(|(_, above, _)| *above == Some(false)).count();
    let of = stated.len();
    let text = format!("{inside} of {} since stayed inside", plural(of, "reversible decision", "reversible decisions"));
    let place = stated.first().map(|(_, _, place)| place.clone());
    match of {
        few if few < DECISIONS_MIN => {
            says(DayAnswer::NotShown, format!("{text}; at least {DECISIONS_MIN} required"), place)
        }
        _ if is_majority(inside, of) => says(DayAnswer::Yes, text, place),
        _ => says(DayAnswer::NotYet, text, place),
    }
}

fn first_result(initiative: &Initiative, on: Day, world: &World<'_>) -> FirstDaysCell {
    let is_since = |one: &Decision| one.expected.is_some() && one.decided.as_ref().is_some_and(|at| at.value >= on);
    let expecting: Vec<_> = world.written_decisions_of(&initiative.id).filter(|one| is_since(one)).collect();
    let with_result = expecting.iter().filter(|one| one.actual.is_some()).count();
    // Which of them has a result would be a record of a single person's.
    let place = expecting.first().map(|one| world.inputs.sources.place(one.id.span));
    let of = decisions(expecting.len());
    match with_result {
        0 if expecting.is_empty() => {
            says(DayAnswer::NotYet, "no decision since states what is expected".to_owned(), None)
        }
        0 => says(DayAnswer::NotYet, format!("{of} since with an expected result, none with what came of it"), place),
        some => says(DayAnswer::Yes, format!("{of} since with an expected result, {some} with what came of it"), place),
    }
}
