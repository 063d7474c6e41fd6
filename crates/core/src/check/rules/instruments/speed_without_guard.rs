//! `IN106`: speed is a target, and nothing watches over quality or value.

use onethread_model::diagnostic::Spot;
use onethread_model::org::Metric;

use super::described;
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "IN106",
    name: "speed-without-guard",
    title: "A speed target has no guardrail metric for quality or value",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("speed_without_guard.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live],
    options: &[],
    check,
};

/// What has to stand beside a target of speed, as `watches` says it.
const GUARDS: [&str; 2] = ["quality", "value"];

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for (initiative, written) in described(context) {
        let watches = |what: &str| written.metrics.iter().any(|metric| is(metric, what));
        for metric in written.metrics.iter().filter(|metric| is_speed(metric)) {
            let Some(target) = &metric.target else { continue };
            found.evaluated += 1;
            let missing: Vec<&str> = GUARDS.into_iter().filter(|guard| !watches(guard)).collect();
            if missing.is_empty() {
                continue;
            }
            let (id, name) = (&initiative.id, &metric.name.value);
            let words = missing.join(" or ");
            let keys: Vec<String> = missing.iter().map(|guard| format!("`watches = \"{guard}\"`")).collect();
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            found.push(
                context
                    .finding(
                        subject("initiative", id),
                        format!("{id} has a speed target and no guardrail metric for {words}"),
                        Spot::Span(target.span),
                    )
                    .about(name.clone())
                    .label("can be reached by leaving things out")
                    .related(Spot::Span(metric.name.span), "how soon customers get something")
                    .note("a speed target alone can be met by shipping less or worse")
                    .help(format!("mark a guardrail metric beside it: {}", join(&keys))),
            );
        }
    }
    found
}

fn is(metric: &Metric, what: &str) -> bool {
    metric.watches.as_ref().is_some_and(|watches| watches.value == what)
}

/// Names that mean how soon customers get something, and nothing else: a lead time may be that of parcels.
const OF_SPEED: [&str; 5] =
    ["time to value", "time to market", "time to first value", "time to first use", "time to customer"];

/// Whether a metric is about how soon customers get something: as it says, else by its name.
fn is_speed(metric: &Metric) -> bool {
    let name = metric.name.value.to_lowercase().replace('-', " ");
    match &metric.watches {
        Some(watches) => watches.value == "time-to-value",
        None => OF_SPEED.iter().any(|known| name.contains(known)),
    }
}
