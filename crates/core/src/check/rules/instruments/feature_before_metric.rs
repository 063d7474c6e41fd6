//! `IN102`: something reached customers before anything was measured.

use onethread_model::Day;
use onethread_model::diagnostic::{Spot, nearest};
use onethread_model::facts::{FactKind, MetricPoint};
use onethread_model::org;
use onethread_model::source::At;

use super::{described, first_feature};
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, subject};
use crate::measure::Initiative;
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "IN102",
    name: "feature-before-metric",
    title: "A feature reached customers before anything was measured",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("feature_before_metric.md"),
    needs: &[Need::Live],
    options: &[RuleOption {
        key: "late-days",
        default: Setting::Count(365),
        doc: "Days after its first feature within which a late start of measuring is reported.",
    }],
    check,
};

/// What was seen of the metrics of an initiative.
enum Seen<'c> {
    /// It has none.
    NoMetric,
    /// No value of any of them.
    NoValue,
    /// The first value of any of them.
    First(&'c MetricPoint, usize),
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let (mut found, world) = (RuleOutcome::default(), context.world);
    let any_values = world.facts.has(FactKind::MetricPoint);
    for (initiative, written) in described(context) {
        let Some(feature) = first_feature(written) else { continue };
        let seen = match written.metrics.is_empty() {
            true => Seen::NoMetric,
            // Without a source of values nobody knows when measuring began.
            false if !any_values => continue,
            false => seen(context, initiative, written),
        };
        found.evaluated += 1;
        let is_late = match seen {
            Seen::NoMetric | Seen::NoValue => true,
            Seen::First(point, _) => {
                let age = world.day.days_since(feature.value);
                point.day > feature.value && age <= i64::from(context.options.count("late-days"))
            }
        };
        if is_late {
            found.push(finding(context, initiative, written, feature, &seen));
        }
    }
    found
}

fn seen<'c>(context: &Context<'c>, initiative: &Initiative, written: &org::Initiative) -> Seen<'c> {
    let values = written.metrics.iter().flat_map(|metric| context.world.points_of(&initiative.id, &metric.name.value));
    let values: Vec<&MetricPoint> = values.collect();
    match values.iter().min_by_key(|point| (point.day, point.at)) {
        Some(first) => Seen::First(first, values.len()),
        None => Seen::NoValue,
    }
}

fn finding(
    context: &Context<'_>,
    initiative: &Initiative,
    written: &org::Initiative,
    feature: &At<Day>,
    seen: &Seen<'_>,
) -> Finding {
    let id = &initiative.id;
    let what = match seen {
        Seen::NoMetric => "and nothing is measured".to_owned(),
        Seen::NoValue => "and none of its metrics has a value".to_owned(),
        Seen::First(point, _) => {
            let late = point.day.days_since(feature.value).unsigned_abs() as usize;
            format!("and the first reading of its metrics is of {} later", plural(late, "day", "days"))
        }
    };
    let message = format!("the first feature of {id} is of {}, {what}", feature.value);
    let mut finding = context
        .finding(subject("initiative", id), message, Spot::Span(feature.span))
        .label("nobody can know what this changed");
    finding = match seen {
        Seen::NoMetric => {
            finding.help(format!("add a `[[initiative.{id}.metric]]` with its source, and let it run from today"))
        }
        Seen::NoValue => unmatched(finding, context, initiative, written),
        Seen::First(point, n) => finding
            .related(context.spot(&context.world.facts.place(point.at)), "the first value of any of its metrics")
            .number(Number::as_of_day(
                "late_days",
                point.day.days_since(feature.value) as f64,
                *n,
                format!("measured from {} on", point.day),
            ))
            .help("import older values, if there are any"),
    };
    finding.help("measure what the next feature is to change before it is built")
}

/// Says what the source does have about the initiative: most often a name is spelled in two ways.
fn unmatched(
    mut finding: Finding,
    context: &Context<'_>,
    initiative: &Initiative,
    written: &org::Initiative,
) -> Finding {
    let world = context.world;
    let names = || world.metric_points_of(&initiative.id).map(|point| world.facts.text(point.metric));
    for metric in &written.metrics {
        finding = finding.related(Spot::Span(metric.name.span), "without a value");
        if let Some(near) = nearest(&metric.name.value, names()) {
            finding = finding.help(format!("a source has values of `{near}`: is that `{}`?", metric.name.value));
        }
    }
    finding.help("connect the source of one of them; its name has to be the same in both")
}
