//! `reviews`: does work pass fewer gates than when it began?

use std::collections::BTreeSet;

use onethread_model::Day;
use onethread_model::org::Gate;
use onethread_model::source::Place;

use super::separable::own_teams;
use super::{Criterion, Touches};
use crate::measure::initiative::Due;
use crate::measure::measures::approval_paths::path_of;
use crate::measure::{Initiative, World};
use crate::moves;
use crate::review::mandate::class_words;
use crate::review::{Answer, Judgement};
use crate::words::{join, plural};

pub(super) const CRITERION: Criterion = Criterion {
    key: "reviews",
    short: "gates",
    question: "Fewer approval gates than at the start?",
    page: include_str!("reviews.md"),
    touches: Touches::Groups,
    judge,
};

/// Who holds a gate, as seen from an initiative.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    Own,
    Other,
    Unstated,
}

/// Gates that stand before the initiative, now and when it began.
struct Gates<'w> {
    now: Vec<&'w Gate>,
    /// Absent when the day it began is not stated.
    before: Option<(Day, Vec<&'w Gate>)>,
}

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let org = world.inputs.org;
    let gates = Gates {
        now: org.gates_before(&initiative.id, world.day).collect(),
        before: start(initiative, world).map(|day| (day, org.gates_before(&initiative.id, day).collect())),
    };
    let before = gates.before.as_ref().map_or(&[][..], |(_, gates)| gates);
    if gates.now.is_empty() && before.is_empty() {
        let says = match org.gates.len() {
            0 => "no gate is described".to_owned(),
            n => format!("{} described, and none for it", plural(n, "gate is", "gates are")),
        };
        return ask(Judgement::new(Answer::NotShown).remark(says));
    }
    let own = own_teams(initiative, world);
    let holder = |gate: &Gate| holder(gate, initiative, &own);
    let removed: Vec<&Gate> = before.iter().filter(|gate| !contains(&gates.now, gate)).copied().collect();
    let added: Vec<&Gate> = match gates.before {
        // Standing governance is nothing that an initiative adds; a gate of its own is its own choice.
        Some(_) => gates
            .now
            .iter()
            .filter(|gate| !contains(before, gate) && !gate.standing && holder(gate) != Holder::Own)
            .copied()
            .collect(),
        None => Vec::new(),
    };
    let open: Vec<&Gate> =
        gates.now.iter().filter(|gate| !gate.standing && holder(gate) != Holder::Own).copied().collect();
    let unplanned: Vec<&Gate> = open
        .iter()
        .filter(|gate| holder(gate) == Holder::Other && planned(gate, initiative, world).is_none())
        .copied()
        .collect();
    let grown = added.len() > removed.len();
    // Gates of its own and standing ones need no plan; but three of them are no fewer than none.
    let settled = open.is_empty() && !before.is_empty() && gates.now.len() <= before.len();
    let place = |gate: &Gate| world.inputs.sources.place(gate.id.span);

    let answer = if grown || !unplanned.is_empty() {
        Answer::Fails
    } else if open.iter().any(|gate| holder(gate) == Holder::Unstated) {
        Answer::NotShown
    } else if removed.len() > added.len() || settled {
        Answer::Holds
    } else {
        Answer::NotShown
    };
    let mut judgement = Judgement::new(answer);
    // One gate is one reason, whatever speaks against it.
    let was_added = match removed.len() {
        0 => "was added, and none was removed".to_owned(),
        n => format!("was added: {} added, {n} removed", added.len()),
    };
    for gate in &unplanned {
        // Who holds a gate does not stand beside it: it is a rule and no person.
        let mut says = format!("`{}` is held outside its teams, and no plan states when it is removed", gate.id.value);
        if grown && contains(&added, gate) {
            says += &format!("; it {was_added}");
        }
        judgement = judgement.because(says, &place(gate));
        judgement = judgement.change(moves::gate::change(&initiative.id, &gate.id.value));
    }
    judgement = held_alone(judgement, &unplanned, initiative, world);
    for gate in added.iter().filter(|gate| grown && !contains(&unplanned, gate)) {
        judgement = judgement.because(format!("`{}` {was_added}", gate.id.value), &place(gate));
        judgement = judgement.change(moves::gate::change(&initiative.id, &gate.id.value));
    }
    for gate in &removed {
        judgement = judgement.because(format!("`{}` was removed", gate.id.value), &place(gate));
    }
    for gate in &gates.now {
        if let Some(says) = stands(gate, holder(gate), initiative, world) {
            judgement = judgement.because(says, &place(gate));
        }
    }
    judgement = depth(counts(narrowed(judgement, &gates, world), &gates, world), initiative, &gates, world);
    judgement.n = gates.now.len() + removed.len();
    if answer == Answer::NotShown { ask(judgement) } else { judgement }
}

fn ask(judgement: Judgement) -> Judgement {
    judgement.ask("the leader", "Who must approve a release, and since when?")
}

/// The day it began: when it was committed to, else when the idea was recorded.
fn start(initiative: &Initiative, world: &World<'_>) -> Option<Day> {
    let written = world.inputs.org.initiatives.get(&initiative.id).and_then(|entry| entry.committed.as_ref());
    let committed = written.map(|at| at.value);
    committed.or(initiative.created.as_ref().map(|created| created.value))
}

fn contains(gates: &[&Gate], gate: &Gate) -> bool {
    gates.iter().any(|other| other.id.value == gate.id.value)
}

fn holder(gate: &Gate, initiative: &Initiative, own: &BTreeSet<&str>) -> Holder {
    let Some(owner) = &gate.owner else { return Holder::Unstated };
    let leads = initiative.leadership.leader().is_some_and(|leader| leader.value == owner.value.id);
    match owner.value.kind.as_str() {
        "team" if own.contains(owner.value.id.as_str()) => Holder::Own,
        "person" if leads => Holder::Own,
        _ => Holder::Other,
    }
}

/// The day by which a plan removes the dependency on whoever holds the gate, or those above the leader agreed to lift it,
/// where that day is one to plan for.
fn planned(gate: &Gate, initiative: &Initiative, world: &World<'_>) -> Option<Day> {
    let owner = &gate.owner.as_ref()?.value;
    let written = world.inputs.org.initiatives.get(&initiative.id).and_then(|entry| entry.mandate.as_ref());
    let lifts = written.into_iter().flat_map(|mandate| &mandate.lifts);
    let lifted = lifts.filter(|lift| lift.gate.value == gate.id.value).map(|lift| lift.by.value);
    // A plan to get rid of shared code does not free anybody from an approval.
    let about = initiative.dependencies.iter().filter(|dependency| {
        dependency.on == *owner
            && matches!(dependency.class.as_deref(), None | Some("declared" | "approval" | "review"))
    });
    let planned = about.filter_map(|dependency| dependency.plan.as_ref()?.by);
    planned.chain(lifted).filter(|by| Due::of(*by, world) == Due::Ahead).min()
}

/// What is to be said of a gate that stands and does not make the answer fail.
fn stands(gate: &Gate, holder: Holder, initiative: &Initiative, world: &World<'_>) -> Option<String> {
    let id = &gate.id.value;
    match holder {
        _ if gate.standing => Some(format!("`{id}` remains, as standing governance")),
        Holder::Own => Some(format!("`{id}` is held by its own leader or team: delegated")),
        Holder::Unstated => Some(format!("`{id}` remains, and its holder is not stated")),
        Holder::Other => {
            planned(gate, initiative, world).map(|by| format!("`{id}` remains; a plan removes it by {by}"))
        }
    }
}

/// Adds to what gates were narrowed that still stand before it: fewer things pass them, and they are gates all the same.
fn narrowed(mut judgement: Judgement, gates: &Gates<'_>, world: &World<'_>) -> Judgement {
    for (gate, one) in gates.now.iter().flat_map(|gate| gate.narrowed.iter().map(move |one| (gate, one))) {
        let classes = one.decisions.iter().map(|class| class_words(&class.value));
        let to: Vec<String> =
            classes.chain(one.only_where.iter().map(|place| format!("where {}", place.value))).collect();
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        if !to.is_empty() {
            let says = format!("`{}` was narrowed on {} to {}", gate.id.value, one.from.value, join(&to));
            judgement = judgement.because(says, &world.inputs.sources.place(gate.id.span));
        }
    }
    judgement
}

/// Adds what gates without a plan alone held up lately: that many days would not have been lost without them, however
/// many are attributed to them.
fn held_alone(mut judgement: Judgement, gates: &[&Gate], initiative: &Initiative, world: &World<'_>) -> Judgement {
    if gates.is_empty() || !world.explains {
        return judgement;
    }
    let waits = world.read_ledger(initiative, |ledger| {
        let of = |gate: &&Gate| ledger.waits.iter().find(|wait| wait.on.as_str() == gate.id.value);
        let held = |gate| of(gate).map(|wait| (*gate, wait.held.alone_recent_days, wait.place.clone()));
        gates.iter().filter_map(held).collect::<Vec<(&Gate, i64, Place)>>()
    });
    let window = world.inputs.config.thresholds.period_days;
    for (gate, days, place) in waits.into_iter().flatten() {
        let days = if days == 0 { "no day".to_owned() } else { crate::words::days(days) };
        let says = format!("`{}` alone held up {days} of the last {window}", gate.id.value);
        judgement = judgement.because(says, &place);
    }
    judgement
}

/// Adds how many of its gates must follow each other, where more than one must: waits one after the other add up.
fn depth(judgement: Judgement, initiative: &Initiative, gates: &Gates<'_>, world: &World<'_>) -> Judgement {
    let path = path_of(initiative, world);
    match (path.depth.filter(|depth| *depth > 1), gates.now.first()) {
        (Some(depth), Some(first)) => {
            let says =
                format!("{depth} of its {} must be passed one after the other", plural(path.gates, "gate", "gates"));
            judgement.because(says, &world.inputs.sources.place(first.id.span))
        }
        _ => judgement,
    }
}

/// Adds how many gates and approvers there were and are.
fn counts(judgement: Judgement, gates: &Gates<'_>, world: &World<'_>) -> Judgement {
    let now = total(&gates.now);
    let (says, first) = match &gates.before {
        Some((day, before)) => (
            format!("on {day} it had to pass {}; today {now}", total(before)),
            gates.now.first().or_else(|| before.first()),
        ),
        None => (format!("today it has to pass {now}; the day it began is not stated"), gates.now.first()),
    };
    let place: Option<Place> = first.map(|gate| world.inputs.sources.place(gate.id.span));
    match place {
        Some(place) => judgement.because(says, &place),
        None => judgement.remark(says),
    }
}

/// `2 gates with 5 approvers`, and how many gates do not say how many.
fn total(gates: &[&Gate]) -> String {
    if gates.is_empty() {
        return "no gate".to_owned();
    }
    let stated: Vec<usize> = gates.iter().filter_map(|gate| Some(gate.approvers.as_ref()?.value as usize)).collect();
    let unstated = gates.len() - stated.len();
    let mut parts = Vec::new();
    if !stated.is_empty() {
        parts.push(plural(stated.iter().sum(), "approver", "approvers"));
    }
    if unstated > 0 {
        parts.push(format!("an unstated number at {unstated}"));
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    format!("{} with {}", plural(gates.len(), "gate", "gates"), join(&parts))
}
