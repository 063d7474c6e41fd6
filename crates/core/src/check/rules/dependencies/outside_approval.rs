//! `DP107`: work must pass an approval that outsiders hold, and no plan brings it inside.

use std::collections::BTreeSet;

use onethread_model::diagnostic::Spot;
use onethread_model::facts::Symbol;
use onethread_model::org::Gate;
use rustc_hash::FxHashMap;

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::window::is_within;
use crate::measure::{Initiative, World};
use crate::words::{agreeing, join, plural};

pub(super) const RULE: Rule = Rule {
    code: "DP107",
    name: "outside-approval",
    title: "Work needs an approval from outside, and no plan removes it",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("outside_approval.md"),
    touches: Touches::Groups,
    needs: &[Need::Live, Need::Entries("gate")],
    options: &[],
    check,
};

/// Days of evidence that are counted.
const WINDOW_DAYS: i64 = 365;

/// What was asked for at a gate by one initiative within the last year.
#[derive(Clone, Copy, Default)]
struct Waited {
    times: usize,
    open: usize,
    days: i64,
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    let planned: BTreeSet<(&str, String)> = super::declared(world)
        .filter(|(_, dependency)| dependency.plan.as_ref().is_some_and(|plan| plan.action.is_some()))
        .map(|(initiative, dependency)| (initiative.id.as_str(), dependency.on.value.to_string()))
        .collect();
    let waited = waited(world);
    // What someone must sign, and is no standing governance: that is passed by a recorded exception only.
    for gate in world.inputs.org.gates.values().filter(|gate| must_agree(gate) && !gate.standing) {
        let Some(owner) = gate.owner.as_ref().filter(|owner| owner.value.kind != "person") else { continue };
        let before = passing(gate, world);
        found.evaluated += before.len();
        let outside = before.into_iter().filter(|initiative| {
            let is_own = owner.value.kind == "team" && world.own_teams(initiative).contains(owner.value.id.as_str());
            !is_own && !planned.contains(&(initiative.id.as_str(), owner.value.to_string()))
        });
        let outside: Vec<&Initiative> = outside.collect();
        if !outside.is_empty() {
            let symbols = world.facts.symbols();
            let of_gate =
                |one: &&Initiative| waited.get(&(symbols.find(&gate.id.value)?, symbols.find(&one.id)?)).copied();
            let all = outside.iter().filter_map(of_gate).fold(Waited::default(), |all, one| Waited {
                times: all.times + one.times,
                open: all.open + one.open,
                days: all.days + one.days,
            });
            found.push(finding(context, gate, &super::called(&owner.value), &outside, all));
        }
    }
    found
}

fn must_agree(gate: &Gate) -> bool {
    let kind = gate.kind.as_ref().map(|kind| kind.value.as_str());
    matches!(kind, Some("approval" | "sign-off")) || gate.approvers.as_ref().is_some_and(|count| count.value > 0.0)
}

/// Live initiatives that must pass a gate on the day.
fn passing<'w>(gate: &Gate, world: &'w World<'_>) -> Vec<&'w Initiative> {
    world.live().filter(|one| gate.stands_before(&one.id, world.day)).collect()
}

/// What was asked for within the last year, by gate and initiative.
fn waited(world: &World<'_>) -> FxHashMap<(Symbol, Symbol), Waited> {
    let facts = world.facts;
    let mut all: FxHashMap<(Symbol, Symbol), Waited> = FxHashMap::default();
    for row in facts.reviews().filter(|row| is_within(row.day, WINDOW_DAYS, world.day)) {
        let (Some(gate), Some(initiative)) = (row.gate, row.initiative) else { continue };
        let answered = facts.known(row.answered);
        let one = all.entry((gate, initiative)).or_default();
        one.times += 1;
        one.open += usize::from(answered.is_none());
        one.days += answered.unwrap_or(world.day).days_since(row.day).max(0);
    }
    all
}

fn finding(context: &Context<'_>, gate: &Gate, owner: &str, outside: &[&Initiative], waited: Waited) -> Finding {
    let (id, day) = (&gate.id.value, context.world.day);
    let names: Vec<&str> = outside.iter().map(|initiative| initiative.id.as_str()).collect();
    let needs = agreeing(names.len(), "needs", "need");
    let mut finding = context
        .finding(
            subject("gate", id),
            format!("{} {needs} approval at {id}, held by {owner}", join(&names)),
            Spot::Span(gate.id.span),
        )
        .label(format!("{} must pass it", plural(outside.len(), "initiative", "initiatives")));
    if let Some(at) = &gate.owner {
        finding = finding.related(Spot::Span(at.span), "held outside");
    }
    if let Some(count) = gate.approvers.as_ref().filter(|count| count.value > 1.0) {
        finding = finding.related(Spot::Span(count.span), "so many people must agree");
    }
    if waited.times > 0 {
        let still = if waited.open > 0 { format!(", {} still open", waited.open) } else { String::new() };
        let days = plural(waited.days.unsigned_abs() as usize, "day", "days");
        finding = finding.number(Number {
            name: "waited_days",
            value: waited.days as f64,
            n: waited.times,
            window: Some((day.plus_days(1 - WINDOW_DAYS as i32), day)),
            says: format!("{days} of waiting for {}{still}", plural(waited.times, "answer", "answers")),
        });
    }
    finding
        .who(format!("who leads {}, with {owner}", join(&names)))
        .note("each of them needs the consent of people outside its team")
        .help(format!(
            "let the leaders decide within limits that {owner} sets: declare the dependency, with a plan whose action is \
             `delegate-approval`"
        ))
        .help("where it has to stay, say so with `standing = true`")
}
