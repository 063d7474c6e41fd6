//! `instrumentation`: how many initiatives measured an outcome before their first feature.

use onethread_model::Day;
use onethread_model::org::{Initiative, Metric};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;

/// Days after the first feature within which a value shows that someone looks.
const READ_OUT_DAYS: i64 = 90;

pub(super) const MEASURE: Measure = Measure {
    key: "instrumentation",
    title: "How many initiatives measured an outcome before their first feature",
    page: include_str!("instrumentation.md"),
    touches: Touches::Nobody,
    value: |world| json(&instrumentation(world)),
};

/// Outcome metrics of live initiatives.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Instrumentation {
    /// Live initiatives that the organization's files describe.
    pub initiatives: usize,
    /// Those with any metric.
    pub with_metric: usize,
    /// Those with an outcome metric, of kind `output`.
    pub with_outcome: usize,
    /// Those with an outcome metric that has a baseline.
    pub with_baseline: usize,
    /// Those whose first feature is out.
    pub released: usize,
    /// Of these, those with an outcome metric that has a baseline, and a value from before the first feature.
    pub measured_first: usize,
    /// Their share, 0 to 1; absent when none is released, or no source gives values.
    pub measured_first_share: Option<f64>,
    /// Of those released at least 90 days ago, those with a value of an outcome within 90 days after the feature.
    pub read_out: usize,
    /// Those released at least 90 days ago.
    pub released_long_ago: usize,
    /// Those not released whose outcome metric has a baseline and a value: measured first, so far.
    pub ready: usize,
}

/// Computes the measure.
pub fn instrumentation(world: &World<'_>) -> Instrumentation {
    let mut found = Instrumentation::default();
    let has_values = world.facts.metric_points().next().is_some();
    for initiative in world.live() {
        let Some(written) = world.inputs.org.initiatives.get(&initiative.id) else { continue };
        found.initiatives += 1;
        let is = |metric: &&Metric| metric.kind.as_ref().is_some_and(|kind| kind.value == "output");
        let outcomes: Vec<&Metric> = written.metrics.iter().filter(is).collect();
        let with_baseline: Vec<&Metric> = outcomes.iter().copied().filter(|metric| metric.baseline.is_some()).collect();
        found.with_metric += usize::from(!written.metrics.is_empty());
        found.with_outcome += usize::from(!outcomes.is_empty());
        found.with_baseline += usize::from(!with_baseline.is_empty());
        let days = |metric: &&Metric| -> Vec<Day> {
            world.points_of(&initiative.id, &metric.name.value).map(|point| point.day).collect()
        };
        match first_feature(written) {
            None => found.ready += usize::from(with_baseline.iter().any(|metric| !days(metric).is_empty())),
            Some(feature) => {
                found.released += 1;
                let is_first = |metric: &&Metric| days(metric).iter().any(|day| *day < feature);
                found.measured_first += usize::from(with_baseline.iter().any(is_first));
                if world.day.days_since(feature) >= READ_OUT_DAYS {
                    found.released_long_ago += 1;
                    let within = |day: &Day| (0..=READ_OUT_DAYS).contains(&day.days_since(feature));
                    found.read_out += usize::from(outcomes.iter().any(|metric| days(metric).iter().any(within)));
                }
            }
        }
    }
    let told = found.released > 0 && has_values;
    found.measured_first_share = told.then(|| found.measured_first as f64 / found.released as f64);
    found
}

/// The day its first feature reached anybody, else that of first value, when it has come.
fn first_feature(written: &Initiative) -> Option<Day> {
    let stated = written.first_feature.as_ref().or(written.first_value().map(|value| &value.on))?;
    Some(stated.value)
}
