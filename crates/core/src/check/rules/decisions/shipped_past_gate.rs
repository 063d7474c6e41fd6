//! `DC106`: something reached customers before a gate of standing governance agreed.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::facts::{FactKind, ReviewAsked, Symbol};
use onethread_model::org::Gate;
use onethread_model::source::At;

use super::window;
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::{Initiative, World};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DC106",
    name: "shipped-past-gate",
    title: "A release reached customers before standing governance approved it",
    level: Level::Warning,
    opt_in: true,
    page: include_str!("shipped_past_gate.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("gate"), Need::Facts(FactKind::ReviewAsked)],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    let world = context.world;
    let watched = watched_since(world);
    for initiative in world.live() {
        let Some(shipped) = shipped(initiative, context) else { continue };
        // Without any review of the initiative, the source most likely calls it by another name.
        if world.reviews_of(&initiative.id).next().is_none() {
            continue;
        }
        for gate in world.inputs.org.gates_before(&initiative.id, shipped.value).filter(|gate| gate.standing) {
            let symbol = world.facts.symbols().find(&gate.id.value);
            let Some(symbol) = symbol.filter(|gate| watched.get(gate).is_some_and(|first| *first <= shipped.value))
            else {
                continue;
            };
            found.evaluated += 1;
            let rows: Vec<&ReviewAsked> =
                world.reviews_of(&initiative.id).filter(|row| row.gate == Some(symbol)).collect();
            let passed =
                |row: &&ReviewAsked| world.facts.known(row.answered).is_some_and(|answered| answered <= shipped.value);
            if !rows.iter().any(passed) && !has_exception(initiative, gate, world) {
                found.push(finding(context, initiative, gate, shipped, &rows));
            }
        }
    }
    found
}

/// The first day on which a source saw anything at each gate: before it, silence says nothing.
fn watched_since(world: &World<'_>) -> BTreeMap<Symbol, Day> {
    let mut first = BTreeMap::new();
    for row in world.facts.reviews() {
        if let Some(gate) = row.gate {
            let day: &mut Day = first.entry(gate).or_insert(row.day);
            *day = row.day.min(*day);
        }
    }
    first
}

/// The day its first feature reached anybody, or of first value, within the days that reviews look at.
fn shipped<'c>(initiative: &Initiative, context: &Context<'c>) -> Option<&'c At<Day>> {
    let written = context.world.inputs.org.initiatives.get(&initiative.id)?;
    let shipped = written.first_feature.as_ref().or(written.first_value().map(|value| &value.on))?;
    let (from, to) = window(context);
    (from..=to).contains(&shipped.value).then_some(shipped)
}

fn has_exception(initiative: &Initiative, gate: &Gate, world: &World<'_>) -> bool {
    let mut decisions = world.written_decisions_of(&initiative.id);
    decisions.any(|decision| decision.exception_to.as_ref().is_some_and(|to| to.value == gate.id.value))
}

fn finding(
    context: &Context<'_>,
    initiative: &Initiative,
    gate: &Gate,
    shipped: &At<Day>,
    rows: &[&ReviewAsked],
) -> Finding {
    let (id, gate_id) = (&initiative.id, &gate.id.value);
    let message = format!("{id} reached customers on {} before {gate_id} approved it", shipped.value);
    let mut finding = context
        .finding(subject("initiative", id), message, Spot::Span(shipped.span))
        .about(subject("gate", gate_id))
        .label("reached customers")
        .related(Spot::Span(gate.id.span), "standing governance: applies to everyone")
        .number(Number::as_of_day(
            "passed_before_shipping",
            0.0,
            rows.len(),
            format!("none of {} there was answered by then", plural(rows.len(), "request", "requests")),
        ));
    if let Some(row) = rows.first() {
        finding = finding.related(context.spot(&context.world.facts.place(row.at)), "asked for here");
    }
    finding
        .note("standing governance is bypassed only by a recorded exception that everyone can read")
        .help(format!("take it to {gate_id} now; or record a decision with `exception-to = \"{gate_id}\"`"))
}
