//! `IN101`: a metric lacks what makes it one.

use onethread_model::diagnostic::Spot;
use onethread_model::edit::Edit;
use onethread_model::org::Metric;
use onethread_model::record::Value;

use super::described;
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::Initiative;
use crate::measure::cadence::{cadence_days, plain_cadence};

pub(super) const RULE: Rule = Rule {
    code: "IN101",
    name: "metric-incomplete",
    title: "A metric lacks an owner, a source, a baseline or a target",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("metric_incomplete.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live],
    options: &[],
    check,
};

/// How many things a metric says about itself.
const FIELDS: usize = 6;

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for (initiative, written) in described(context) {
        for metric in &written.metrics {
            found.evaluated += 1;
            let missing = missing(metric);
            if !missing.is_empty() {
                found.push(finding(context, initiative, metric, &missing));
            }
        }
    }
    found
}

/// What a metric lacks: each key with what nobody can tell without it.
fn missing(metric: &Metric) -> Vec<(&'static str, &'static str)> {
    let cadence = metric.cadence.as_ref().and_then(|cadence| cadence_days(&cadence.value));
    let stated = [
        (metric.owner.is_some(), "owner", "who answers for it"),
        (metric.source.is_some(), "source", "where its values come from"),
        (metric.kind.is_some(), "kind", "whether the team moves it directly"),
        (cadence.is_some(), "cadence", "when a value is overdue"),
        (metric.baseline.is_some(), "baseline", "what it was before"),
        (metric.target.is_some(), "target", "when it is good enough"),
    ];
    stated.into_iter().filter(|(is_stated, ..)| !is_stated).map(|(_, key, why)| (key, why)).collect()
}

fn finding(
    context: &Context<'_>,
    initiative: &Initiative,
    metric: &Metric,
    missing: &[(&'static str, &'static str)],
) -> Finding {
    let name = &metric.name.value;
    let keys: Vec<String> = missing.iter().map(|(key, _)| format!("`{key}`")).collect();
    let whys: Vec<&str> = missing.iter().map(|(_, why)| *why).collect();
    let mut finding = context
        .finding(
            subject("initiative", &initiative.id),
            format!("the metric `{name}` of {} does not say {}", initiative.id, all(&whys)),
            Spot::Span(metric.name.span),
        )
        .about(name.clone())
        .label(format!("without {}", all(&missing.iter().map(|(key, _)| *key).collect::<Vec<_>>())))
        .number(Number::as_of_day(
            "fields_missing",
            missing.len() as f64,
            FIELDS,
            format!("{} of {FIELDS} required fields are missing", missing.len()),
        ));
    if let Some(cadence) = &metric.cadence
        && cadence_days(&cadence.value).is_none()
    {
        finding = finding.related(Spot::Span(cadence.span), "is not like `1d`, `1w`, `1m` or `1q`");
    }
    finding = finding.help(format!("add {} to it", keys.join(", ")));
    match metric.cadence.as_ref().and_then(|cadence| Some((cadence, plain_cadence(&cadence.value)?))) {
        Some((cadence, plain)) => {
            let which = [("name", Some(Value::text(name.as_str())))];
            let file = context.file(cadence.span);
            let set = Edit::set(file, "initiative", &initiative.id, "cadence", Value::text(&plain));
            let edit = set.inside("metric", which);
            finding.safe_fix(format!("write `cadence = \"{plain}\"`"), vec![edit])
        }
        None => finding,
    }
}

/// All of them, because each has to be written.
fn all(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => words.concat(),
    }
}
