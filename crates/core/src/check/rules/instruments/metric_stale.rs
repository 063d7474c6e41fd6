//! `IN105`: the values of a metric stopped.

use std::collections::BTreeSet;

use onethread_model::diagnostic::{Spot, nearest};
use onethread_model::edit::Edit;
use onethread_model::facts::{FactKind, MetricPoint, Symbol};
use onethread_model::org::Metric;
use onethread_model::record::Value;

use super::described;
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::measure::Initiative;
use crate::measure::cadence::{CADENCES_MAX, cadence_days};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "IN105",
    name: "metric-stale",
    title: "A metric has no recent values",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("metric_stale.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Facts(FactKind::MetricPoint)],
    options: &[RuleOption {
        key: "cadences",
        default: Setting::Count(CADENCES_MAX as u32),
        doc: "How many cadences old the latest value may be.",
    }],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (mut found, world) = (RuleOutcome::default(), context.world);
    for (initiative, written) in described(context) {
        let points = |metric: &Metric| world.points_of(&initiative.id, &metric.name.value);
        // A source that knows none of them is the matter of IN102: here it may call the initiative by another name.
        if !written.metrics.iter().any(|metric| points(metric).next().is_some()) {
            continue;
        }
        for metric in &written.metrics {
            let Some(latest) = points(metric).max_by_key(|point| (point.day, point.at)) else {
                found.evaluated += 1;
                found.push(never(context, initiative, metric));
                continue;
            };
            let Some(cadence) = metric.cadence.as_ref() else { continue };
            let Some(days) = cadence_days(&cadence.value) else { continue };
            found.evaluated += 1;
            let age = world.day.days_since(latest.day);
            if age > days.saturating_mul(i64::from(context.options.count("cadences"))) {
                found.push(stopped(context, initiative, metric, latest, points(metric).count()));
            }
        }
    }
    found
}

fn finding(context: &Context<'_>, initiative: &Initiative, metric: &Metric, says: &str, spot: Spot) -> Finding {
    let name = &metric.name.value;
    let message = format!("the metric `{name}` of {} {says}", initiative.id);
    context.finding(subject("initiative", &initiative.id), message, spot).about(name.clone())
}

fn never(context: &Context<'_>, initiative: &Initiative, metric: &Metric) -> Finding {
    let world = context.world;
    let says = "has no value, while others of it have";
    let mut finding = finding(context, initiative, metric, says, Spot::Span(metric.name.span)).label("never measured");
    if let Some(source) = &metric.source {
        finding = finding.related(Spot::Span(source.span), "should give it");
    }
    let names: BTreeSet<Symbol> = world.metric_points_of(&initiative.id).map(|point| point.metric).collect();
    let names = names.into_iter().map(|name| world.facts.text(name));
    if let Some(near) = nearest(&metric.name.value, names) {
        finding = finding.help(format!("a source has values of `{near}`: use the same name in both"));
        // Another metric may have the name already, and with it the values.
        let written = world.inputs.org.initiatives.get(&initiative.id).map_or(&[][..], |one| one.metrics.as_slice());
        if !written.iter().any(|other| other.name.value == near) {
            let which = [("name", Some(Value::text(metric.name.value.as_str())))];
            let file = context.file(metric.name.span);
            let set = Edit::set(file, "initiative", &initiative.id, "name", Value::text(near));
            let edit = set.inside("metric", which);
            let says = format!("call it `{near}`, as the source does");
            finding = finding.unsafe_fix(says, vec![edit]);
        }
    }
    finding.help("connect its source, or remove the metric if nobody uses it")
}

fn stopped(context: &Context<'_>, initiative: &Initiative, metric: &Metric, latest: &MetricPoint, n: usize) -> Finding {
    let age = context.world.day.days_since(latest.day);
    let days = plural(age.unsigned_abs() as usize, "day", "days");
    let spot = metric.cadence.as_ref().map_or(metric.name.span, |cadence| cadence.span);
    let says = format!("has had no value for {days}");
    let finding = finding(context, initiative, metric, &says, Spot::Span(spot)).label("a value is due this often");
    let finding = match &metric.owner {
        Some(owner) => finding.related(Spot::Span(owner.span), "answers for it"),
        None => finding,
    };
    finding
        .related(context.spot(&context.world.facts.place(latest.at)), "its latest value")
        .number(Number::as_of_day("age_days", age as f64, n, format!("its latest value is of {}", latest.day)))
        .note("without values nobody can see what a change did")
        .help("repair its source, or state its real cadence, or remove the metric if nobody uses it")
}
