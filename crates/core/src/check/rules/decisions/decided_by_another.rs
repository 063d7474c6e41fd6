//! `DC104`: someone else than the leader decided, and nobody wrote down why.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::facts::Symbol;
use onethread_model::source::At;
use rustc_hash::FxHashSet;

use super::{Case, cases, window};
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome};
use crate::measure::{Cited, Initiative, Reporting, World};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DC104",
    name: "decided-by-another",
    title: "Someone other than the leader decided, and no reason is recorded",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("decided_by_another.md"),
    needs: &[Need::Live, Need::Entries("decision")],
    options: &[],
    check,
};

/// A decision that says who made it, and whether that was its leader or team.
struct Made<'c> {
    case: Case<'c>,
    by: &'c At<String>,
    is_own: bool,
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    let (once, symbols) = (leaders_once(context.world), context.world.facts.symbols());
    let mut all: BTreeMap<&str, (&Initiative, Vec<Made<'_>>)> = BTreeMap::new();
    for case in cases(context).filter(|case| !case.is_functional() && case.made_of_late(context).is_some()) {
        let (Some(written), Some(initiative)) = (case.written, case.initiative) else { continue };
        let Some(by) = &written.decided_by else { continue };
        let is_former =
            symbols.find(&initiative.id).zip(symbols.find(&by.value)).is_some_and(|led| once.contains(&led));
        let Some(is_own) = (if is_former { Some(true) } else { is_own(&by.value, initiative, context.world) }) else {
            continue;
        };
        found.evaluated += 1;
        all.entry(&initiative.id).or_insert((initiative, Vec::new())).1.push(Made { case, by, is_own });
    }
    for (initiative, made) in all.into_values() {
        let others = made.iter().filter(|made| !made.is_own).count();
        let number = Number {
            name: "decided_by_others",
            value: others as f64,
            n: made.len(),
            window: Some(window(context)),
            says: format!(
                "{others} of {} of {} were made by someone other than the leader",
                plural(made.len(), "decision", "decisions"),
                initiative.id
            ),
        };
        for made in made.iter().filter(|made| !made.is_own && lacks_reason(&made.case, context.world)) {
            found.push(finding(context, made, initiative).number(number.clone()));
        }
    }
    found
}

/// Whether a reason is asked for here, and none is written. What is reversible and went above the leader is the
/// matter of DC101.
fn lacks_reason(case: &Case<'_>, world: &World<'_>) -> bool {
    let is_above = case.known.reversible == Some(true) && case.known.went_above(world) == Some(true);
    !is_above && case.written.is_some_and(|written| written.why.is_none() && written.exception_to.is_none())
}

/// Whoever a registry ever named as the leader of an initiative: what a former leader decided was theirs to decide.
fn leaders_once(world: &World<'_>) -> FxHashSet<(Symbol, Symbol)> {
    let leader = world.facts.symbols().find("leader");
    let events = world.facts.initiative_events().filter(|event| Some(event.field) == leader);
    events.flat_map(|event| event.value.iter().map(|person| (event.initiative, *person))).collect()
}

/// Whether someone is the leader, or of the team; `None` when that is not known.
fn is_own(person: &str, initiative: &Initiative, world: &World<'_>) -> Option<bool> {
    let leaders = initiative.leadership.leaders();
    if leaders.is_empty() {
        return None;
    }
    let under = |leader: &Cited<String>| world.people.reporting(person, &leader.value) == Reporting::Under;
    if initiative.leadership.names(person) || leaders.iter().any(under) {
        return Some(true);
    }
    let above = |leader: &Cited<String>| world.people.reporting(&leader.value, person) == Reporting::Under;
    match world.people.members(initiative) {
        Some(members) => Some(members.iter().any(|member| member.value == person)),
        None => leaders.iter().any(above).then_some(false),
    }
}

fn finding(context: &Context<'_>, made: &Made<'_>, initiative: &Initiative) -> Finding {
    let (id, whose) = (&made.case.known.id, &initiative.id);
    let message = format!("`{id}` of {whose} was decided by someone other than its leader, and no reason is recorded");
    let finding = made
        .case
        .finding(context, message, Spot::Span(made.by.span))
        .label(format!("neither the leader of {whose} nor on its team"));
    let finding = match initiative.leadership.leader() {
        Some(leader) => finding.related(context.spot(&leader.place), "its leader"),
        None => finding,
    };
    finding
        .note("the person accountable for the result should decide, or learn the reason")
        .help("record `why` in one line, or let the leader make the next decision of this kind")
}
