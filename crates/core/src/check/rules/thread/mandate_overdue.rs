//! `ST121`: a gate is in force after the day by which it was to be lifted, or the mandate was not looked at again.

use onethread_model::diagnostic::Spot;
use onethread_model::org::{Lift, Mandate};

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, sponsor_of, subject};
use crate::moves;
use crate::review::mandate::still_stands;
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "ST121",
    name: "mandate-overdue",
    title: "A mandate is past its day: a gate was not lifted, or nobody looked at it again",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("mandate_overdue.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("initiative")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for initiative in world.live() {
        let entry = world.inputs.org.initiatives.get(&initiative.id);
        let Some(mandate) = entry.and_then(|entry| entry.mandate.as_ref()) else { continue };
        for lift in mandate.lifts.iter().filter(|lift| world.inputs.org.gates.contains_key(&lift.gate.value)) {
            found.evaluated += 1;
            found.findings.extend(not_lifted(context, &initiative.id, lift));
        }
        found.evaluated += usize::from(mandate.review.is_some());
        found.findings.extend(not_looked_at(context, &initiative.id, mandate));
    }
    found
}

fn not_lifted(context: &Context<'_>, id: &str, lift: &Lift) -> Option<Finding> {
    let (world, gate, by) = (context.world, lift.gate.value.as_str(), lift.by.value);
    let stands = still_stands(lift, id, world)?;
    let late_days = world.day.days_since(by);
    let mut finding = context
        .finding(subject("initiative", id), format!("{id}: {}", stands.says), Spot::Span(lift.by.span))
        .about(subject("gate", gate))
        .label("to be lifted by then")
        .number(Number::as_of_day(
            "overdue_days",
            late_days as f64,
            1,
            format!("to be lifted by {by}; as of {}", world.day),
        ))
        .who(sponsor_of(world, id))
        .note("whoever waits at the gate waits for what those above agreed to end");
    if let Some(place) = &stands.place {
        finding = finding.related(context.spot(place), "shows it");
    }
    let finding = finding
        .help(format!("agree with whoever holds `{gate}`, and lift it: `remove gate {gate}, initiative = {id}`"))
        .help("or agree on another day, and write it as `by`");
    let is_in_force = world.inputs.org.gates.get(gate).is_some_and(|gate| gate.stands_before(id, world.day));
    let edits = moves::edits(&moves::gate::change(id, gate), world).ok().filter(|_| is_in_force);
    Some(match edits {
        Some(edits) => finding.unsafe_fix(format!("lift `{gate}` for {id}"), edits),
        None => finding,
    })
}

fn not_looked_at(context: &Context<'_>, id: &str, mandate: &Mandate) -> Option<Finding> {
    let day = context.world.day;
    let review = mandate.review.as_ref().filter(|review| review.value < day)?;
    let late_days = day.days_since(review.value);
    let message = format!("the mandate of the leader of {id} was to be looked at again by {}", review.value);
    let finding = context
        .finding(subject("initiative", id), message, Spot::Span(review.span))
        .about("review")
        .label(format!("{} ago", plural(late_days.unsigned_abs() as usize, "day", "days")))
        .number(Number::as_of_day(
            "overdue_days",
            late_days as f64,
            1,
            format!("to be looked at again by {}; as of {day}", review.value),
        ))
        .who(sponsor_of(context.world, id))
        .note("what both sides agreed on may not hold any more, and nobody said so");
    Some(finding.help(format!(
        "look at it with the leader, `onethread review --initiative {id}` says what was kept, and write the next day as \
         `review`"
    )))
}
