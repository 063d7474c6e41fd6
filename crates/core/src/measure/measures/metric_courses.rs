//! `metric-courses`: where each metric of a live initiative went, against the period before.

use std::cmp::Ordering;

use onethread_model::Day;
use onethread_model::facts::MetricPoint;
use onethread_model::org::Metric;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::{Initiative, World};
use crate::words::{percent_to_tenths, signed_thousands, with_minus};

/// Values in a row on one side of the median before that chance seldom gives: once in 256 for values that do not move.
pub const RUN_MIN: usize = 8;

pub(super) const MEASURE: Measure = Measure {
    key: "metric-courses",
    title: "Metric trends of live initiatives",
    page: include_str!("metric_courses.md"),
    value: |world| json(&metric_courses(world)),
};

/// Where a metric went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    /// The last values all lie nearer to the target than the median of the period before.
    Better,
    /// The last values all lie further from the target than the median of the period before.
    Worse,
    /// Neither.
    Unmoved,
    /// Too few values in one of the periods, or no direction.
    NotShown,
}

/// The course of one metric.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MetricCourse {
    /// The initiative.
    pub initiative: String,
    /// The metric.
    pub metric: String,
    /// What it guards, `quality` or `value`, while something else is watched; absent for most.
    pub guards: Option<String>,
    /// Where it went.
    pub course: Course,
    /// Its value before anything was done, as written.
    pub baseline: Option<f64>,
    /// The value to reach, as written.
    pub target: Option<f64>,
    /// The latest value.
    pub latest: Option<f64>,
    /// Values in the period up to the day.
    pub n: usize,
    /// Median of the period up to the day.
    pub median: Option<f64>,
    /// Values in the period before.
    pub before_n: usize,
    /// Median of the period before.
    pub before_median: Option<f64>,
    /// The latest values in a row that lie on one side of the median of the period before.
    pub run: usize,
    /// The record of the latest value, else the line of the metric.
    #[serde(skip)]
    pub place: Place,
    /// All values up to the day, in order of day.
    #[serde(skip)]
    pub values: Vec<(Day, f64)>,
}

/// Computes the measure: the metrics of live initiatives, in alphabetical order of initiative, then as written.
pub fn metric_courses(world: &World<'_>) -> Vec<MetricCourse> {
    world.live().flat_map(|initiative| courses_of(initiative, world)).collect()
}

/// The courses of the metrics of one initiative, as written.
pub fn courses_of(initiative: &Initiative, world: &World<'_>) -> Vec<MetricCourse> {
    let written = world.inputs.org.initiatives.get(&initiative.id);
    let metrics = written.map_or(&[][..], |written| &written.metrics);
    metrics.iter().map(|metric| course(metric, initiative, world)).collect()
}

fn course(metric: &Metric, initiative: &Initiative, world: &World<'_>) -> MetricCourse {
    let mut points: Vec<&MetricPoint> = world.points_of(&initiative.id, &metric.name.value).collect();
    points.sort_by_key(|point| (point.day, point.at));
    let values: Vec<(Day, f64)> = points.iter().map(|point| (point.day, point.value.0)).collect();
    let period = i32::try_from(world.inputs.config.thresholds.period_days).unwrap_or(i32::MAX);
    let (from, earlier) = (world.day.plus_days(-period), world.day.plus_days(-period).plus_days(-period));
    let between = |from: Day, to: Day| -> Vec<f64> {
        values.iter().filter(|(day, _)| *day > from && *day <= to).map(|(_, value)| *value).collect()
    };
    let (now, before) = (between(from, world.day), between(earlier, from));
    let (baseline, target) = (metric.baseline.as_ref().map(|at| at.value), metric.target.as_ref().map(|at| at.value));
    let before_median = median(&before);
    let (run, above) = before_median.map_or((0, false), |center| run(&now, center));
    let up = baseline.zip(target).filter(|(baseline, target)| baseline != target).map(|(b, t)| t > b);
    let course = match up {
        Some(_) if now.len() < RUN_MIN || before.len() < RUN_MIN => Course::NotShown,
        None => Course::NotShown,
        Some(_) if run < RUN_MIN => Course::Unmoved,
        Some(up) if up == above => Course::Better,
        Some(_) => Course::Worse,
    };
    MetricCourse {
        initiative: initiative.id.clone(),
        metric: metric.name.value.clone(),
        guards: metric.guards.as_ref().map(|at| at.value.clone()),
        course,
        baseline,
        target,
        latest: values.last().map(|(_, value)| *value),
        n: now.len(),
        median: median(&now),
        before_n: before.len(),
        before_median,
        run,
        place: points
            .last()
            .map_or_else(|| world.inputs.sources.place(metric.name.span), |point| world.facts.place(point.at)),
        values,
    }
}

/// How many of the last values lie strictly on one side of a line, and whether that is above it.
fn run(values: &[f64], center: f64) -> (usize, bool) {
    let above = values.last().is_some_and(|last| *last > center);
    let beyond = |value: &&f64| if above { **value > center } else { **value < center };
    (values.iter().rev().take_while(beyond).count(), above)
}

/// The middle value; of an even number of values, the mean of the two in the middle.
fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        n if n % 2 == 1 => Some(sorted[middle]),
        _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

impl MetricCourse {
    /// What became of it, as a sentence without a full stop; absent when that is not shown.
    pub fn words(&self, period_days: u32) -> Option<String> {
        let (median, before) = self.median.zip(self.before_median)?;
        let run = self.run;
        let guards = self.guards.as_ref().map_or_else(String::new, |what| format!(" (guardrail metric for {what})"));
        let metric = format!("`{}`{guards}", self.metric);
        let (now, then) = (self.reading(median), self.reading(before));
        let basis = format!("(median, last {period_days} days against the {period_days} before)");
        if self.course == Course::Unmoved {
            return Some(format!("{metric} shows no clear trend: {now} against {then} {basis}"));
        }
        let judged = match self.course {
            Course::Better => "improved",
            Course::Worse => "got worse",
            Course::Unmoved | Course::NotShown => return None,
        };
        // The last readings decide; the medians may still be the same.
        let side = if self.latest > Some(before) { "above" } else { "below" };
        let moved = match median.total_cmp(&before) {
            Ordering::Less => format!("it fell from {then} to {now} {basis}"),
            Ordering::Greater => format!("it rose from {then} to {now} {basis}"),
            Ordering::Equal => format!("it remains at {now} {basis}"),
        };
        Some(format!("{metric} {judged}: {moved}; the last {run} readings are {side} the old median; cause unknown"))
    }

    /// A value of the metric as people say it: in percent where all that is known of the metric lies between 0 and 1.
    pub fn reading(&self, value: f64) -> String {
        let is_share = |value: f64| (0.0..=1.0).contains(&value);
        let stated = self.baseline.zip(self.target).is_some_and(|(from, to)| is_share(from) && is_share(to));
        if stated && self.values.iter().all(|(_, value)| is_share(*value)) {
            return percent_to_tenths(value);
        }
        number(value)
    }
}

/// A value with at most four significant digits and no exponent that people would not write.
pub fn number(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let digits = value.abs().log10().floor() as i32;
    if digits >= 4 {
        return signed_thousands(value.round() as i128);
    }
    let decimals = usize::try_from((3 - digits).clamp(0, 12)).unwrap_or(0);
    let text = with_minus(&format!("{value:.decimals$}"));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::{RUN_MIN, median, number, run};

    /// A small generator, so that the share of false alarms below is of fixed bytes.
    struct Noise(u64);

    impl Noise {
        fn next(&mut self) -> f64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    /// Half a year of weekly values that do not move, against half a year before: a run of eight below is an alarm.
    #[test]
    fn values_that_do_not_move_seldom_look_worse() {
        let mut noise = Noise(1);
        let alarms = (0..20_000)
            .filter(|_| {
                let mut half_year = || -> Vec<f64> { (0..26).map(|_| noise.next()).collect() };
                let (before, now) = (half_year(), half_year());
                let (run, above) = run(&now, median(&before).expect("values"));
                run >= RUN_MIN && !above
            })
            .count();
        // One in 256 if the true median were known; that of 26 values is a little off, mostly by chance.
        assert!((40..=400).contains(&alarms), "{alarms} of 20,000");
    }

    #[test]
    fn a_fall_of_two_deviations_is_seen() {
        let mut noise = Noise(2);
        let seen = (0..2_000)
            .filter(|_| {
                // The standard deviation of an even spread over 0 to 1 is 0.289.
                let before: Vec<f64> = (0..26).map(|_| noise.next()).collect();
                let now: Vec<f64> = (0..26).map(|_| noise.next() - 0.578).collect();
                run(&now, median(&before).expect("values")).0 >= RUN_MIN
            })
            .count();
        assert!(seen > 1_500, "{seen} of 2,000");
    }

    #[test]
    fn numbers_are_short() {
        let shown = [0.0, 0.9, 0.8951, 0.000_123_46, 12.0, 12.345, 1999.6, 12_345.6, -3.5, -12_345.6].map(number);
        assert_eq!(
            shown,
            ["0", "0.9", "0.8951", "0.0001235", "12", "12.35", "2000", "12,346", "\u{2212}3.5", "\u{2212}12,346"]
                .map(str::to_owned)
        );
    }
}
