//! `DC105`: a decision passed standing governance without a recorded exception, and was reversed.

use onethread_model::diagnostic::Spot;
use onethread_model::org::{Gate, Org};

use super::{Case, cases, window};
use crate::check::{Context, Finding, Level, Need, Rule, RuleOutcome, Touches};

pub(super) const RULE: Rule = Rule {
    code: "DC105",
    name: "governance-overridden",
    title: "A decision bypassed standing governance without a recorded exception",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("governance_overridden.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("decision"), Need::Entries("gate")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for case in cases(context) {
        found.evaluated += usize::from(case.written.is_some() && standing_gates(&case, context).next().is_some());
        let Some(gate) = gate_that_took_it_back(&case, context) else { continue };
        let recorded = case.written.and_then(|written| written.exception_to.as_ref());
        if recorded.is_none_or(|exception| exception.value != gate.id.value) {
            found.push(finding(context, &case, gate));
        }
    }
    found
}

/// Standing gates that the initiative had to pass on the day that a decision was made: what came later could not be
/// passed by.
fn standing_gates<'c>(case: &Case<'c>, context: &Context<'c>) -> impl Iterator<Item = &'c Gate> {
    let gates = case.initiative.zip(case.known.decided);
    let gates = gates.map(|(initiative, day)| context.world.inputs.org.gates_before(&initiative.id, day));
    gates.into_iter().flatten().filter(|gate| gate.standing)
}

/// The standing gate whose holder took a decision back recently, if there is one.
pub(super) fn gate_that_took_it_back<'c>(case: &Case<'c>, context: &Context<'c>) -> Option<&'c Gate> {
    let by = case.overridden_by()?;
    let when = case.known.reversed.or(case.known.decided)?;
    if when < window(context).0 {
        return None;
    }
    standing_gates(case, context).find(|gate| holds(gate, &by.value, context.world.inputs.org))
}

/// Whether a person holds a gate, alone or as the head of a function.
pub(super) fn holds(gate: &Gate, person: &str, org: &Org) -> bool {
    gate.owner.as_ref().is_some_and(|owner| match owner.value.kind.as_str() {
        "person" => owner.value.id == person,
        "function" => {
            let head = org.functions.get(&owner.value.id).and_then(|function| function.head.as_ref());
            head.is_some_and(|head| head.value == person)
        }
        _ => false,
    })
}

fn finding(context: &Context<'_>, case: &Case<'_>, gate: &Gate) -> Finding {
    let (id, gate_id) = (&case.known.id, &gate.id.value);
    let message = format!("`{id}` bypassed {gate_id}, was reversed by its holder, and has no recorded exception");
    let spot = case.overridden_by().map_or_else(|| case.spot(context), |by| Spot::Span(by.span));
    case.finding(context, message, spot)
        .label(format!("holds {gate_id}"))
        .related(Spot::Span(gate.id.span), "standing governance: applies to everyone")
        .note("a leader decides everything except this: standing governance is bypassed only by a recorded exception")
        .help(format!(
            "ask {gate_id} before the next one; or agree on an exception, and write `exception-to = \"{gate_id}\"`"
        ))
}
