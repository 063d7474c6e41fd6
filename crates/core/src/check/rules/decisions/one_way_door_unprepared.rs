//! `DC102`: a decision that is hard to reverse does not say how it was weighed.

use onethread_model::diagnostic::Spot;
use onethread_model::org::Decision;

use super::{Case, cases};
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches};

pub(super) const RULE: Rule = Rule {
    code: "DC102",
    name: "one-way-door-unprepared",
    title: "A hard-to-reverse decision does not record how it was weighed",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("one_way_door_unprepared.md"),
    touches: Touches::People,
    needs: &[Need::Entries("decision")],
    options: &[],
    check,
};

/// How many things show how a decision was weighed.
const THINGS: usize = 3;

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for case in cases(context).filter(|case| case.known.reversible == Some(false)) {
        // A source has no columns for these, so that its silence says nothing; and what is open is being weighed.
        let Some(written) = case.written.filter(|_| case.made_of_late(context).is_some()) else { continue };
        found.evaluated += 1;
        let missing = missing(written);
        if !missing.is_empty() {
            found.push(finding(context, &case, written, &missing));
        }
    }
    found
}

/// What its entry lacks: each key with what should stand there.
fn missing(written: &Decision) -> Vec<(&'static str, &'static str)> {
    let others = if written.options.is_empty() { "the options" } else { "the alternatives" };
    let stated = [
        (written.options.len() > 1, "options", others),
        (written.reversal_cost.is_some(), "reversal-cost", "the cost of reversing it"),
        (!written.consulted.is_empty(), "consulted", "who was consulted"),
    ];
    stated.into_iter().filter(|(is_stated, ..)| !is_stated).map(|(_, key, words)| (key, words)).collect()
}

fn finding(
    context: &Context<'_>,
    case: &Case<'_>,
    written: &Decision,
    missing: &[(&'static str, &'static str)],
) -> Finding {
    let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
    let keys: Vec<String> = missing.iter().map(|(key, _)| format!("`{key}`")).collect();
    let message = format!("`{}` is hard to reverse, and does not record {}", case.known.id, words.join(", nor "));
    let spot = written.reversible.as_ref().map_or_else(|| case.spot(context), |at| Spot::Span(at.span));
    let mut finding = case.finding(context, message, spot).label("hard to reverse");
    if let [only] = written.options.as_slice() {
        finding = finding.related(Spot::Span(only.span), "the only option");
    }
    finding
        .number(Number::as_of_day(
            "things_missing",
            missing.len() as f64,
            THINGS,
            format!("{} of {THINGS} things that show how it was weighed are missing", missing.len()),
        ))
        .note("an irreversible decision deserves preparation, and a later reviewer needs to see what was weighed")
        .help(format!("add {} while people still remember", keys.join(", ")))
        .help("if it is cheap to reverse after all, write `reversible = true`")
}
