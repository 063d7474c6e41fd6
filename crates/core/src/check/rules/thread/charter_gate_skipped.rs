//! `ST119`: an initiative began without what others have since the charter gate is in use.

use onethread_model::Day;
use onethread_model::diagnostic::Spot;

use super::threads;
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, sponsor_of, subject};
use crate::measure::{Initiative, World};
use crate::moves::charter_parts::says_dependencies_known;
use crate::review::criteria::charter;
use crate::words::{join, plural};

pub(super) const RULE: Rule = Rule {
    code: "ST119",
    name: "charter-gate-skipped",
    title: "An initiative began without passing the charter gate",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("charter_gate_skipped.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("initiative")],
    options: &[],
    check,
};

/// Things that the charter gate asks for.
const THINGS: usize = 8;

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let committed = |initiative: &Initiative| Some(initiative.committed.as_ref()?.value);
    let begun = || threads(world).filter_map(|one| Some((one, committed(one)?, missing(one, world)?)));
    let mut found = RuleOutcome::default();
    // Whoever passed the gate shows that it is in use; what began before cannot have skipped it.
    let Some(in_use) = begun().filter(|(.., missing)| missing.is_empty()).map(|(_, day, _)| day).min() else {
        return found;
    };
    let earlier = begun().filter(|(_, day, missing)| *day < in_use && !missing.is_empty()).count();
    for (initiative, day, missing) in begun().filter(|(_, day, _)| *day >= in_use) {
        found.evaluated += 1;
        if !missing.is_empty() {
            found.push(finding(context, initiative, (day, in_use), &missing, earlier));
        }
    }
    found
}

fn finding(
    context: &Context<'_>,
    initiative: &Initiative,
    (day, in_use): (Day, Day),
    missing: &[&str],
    earlier: usize,
) -> crate::check::Finding {
    let id = &initiative.id;
    let written = context.world.inputs.org.initiatives.get(id).and_then(|entry| entry.committed.as_ref());
    let spot = written.map_or_else(|| context.initiative_spot(initiative), |committed| Spot::Span(committed.span));
    let there = THINGS - missing.len();
    let finding = context
        .finding(subject("initiative", id), format!("{id} began on {day} without {}", join(missing)), spot)
        .label(format!("{} of {THINGS} things are missing", missing.len()))
        .number(Number::as_of_day(
            "charter_things",
            there as f64,
            THINGS,
            format!("{there} of {THINGS} things that the charter gate asks for are written down"),
        ))
        .who(sponsor_of(context.world, id))
        .note(format!("the charter gate is in use since {in_use}: what began then has all of it"));
    let finding = match earlier {
        0 => finding,
        earlier => {
            let began = plural(earlier, "initiative began", "initiatives began");
            finding.note(format!("{began} before that day, and nothing is asked of what began before"))
        }
    };
    finding
        .help(format!("write down what is missing: {}", missing.join(", ")))
        .help("or take it back to an idea until it is there: `stage = \"idea\"` in place of `committed`")
}

/// Which of the eight things are missing; absent where the organization's files do not describe it.
fn missing(initiative: &Initiative, world: &World<'_>) -> Option<Vec<&'static str>> {
    let entry = world.inputs.org.initiatives.get(&initiative.id)?;
    let parts = charter::parts(initiative, world)?;
    let lacks = |field: &str| parts.iter().any(|part| part.field == field && part.written.is_none());
    // Who led it and left was there when it began.
    let led = !entry.leaders.is_empty() || entry.vacant.is_some() || !initiative.departed_leaders.is_empty();
    let needs_known = !initiative.dependencies.is_empty() || says_dependencies_known(&initiative.id, world);
    let things: [(&'static str, bool); THINGS] = [
        ("a sponsor", entry.sponsor.is_some()),
        ("a purpose", !lacks("purpose")),
        ("a boundary (scope)", !lacks("scope")),
        ("a metric with a first value", entry.metrics.iter().any(|metric| metric.baseline.is_some())),
        ("decision rights", !lacks("decision-rights")),
        ("a leader", led),
        ("the roles needed", !entry.needs.is_empty()),
        ("the known dependencies", needs_known),
    ];
    Some(things.into_iter().filter(|(_, is_there)| !is_there).map(|(words, _)| words).collect())
}
