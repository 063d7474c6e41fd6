//! `metric-courses`: where each metric of a live initiative went, against the period before.

use std::cmp::Ordering;

use onethread_kernel::discovery;
use onethread_kernel::shift::{self, Shift};
use onethread_model::Day;
use onethread_model::facts::MetricPoint;
use onethread_model::org::Metric;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::{Initiative, World};
use crate::words::{percent, percent_to_tenths, plural, signed_thousands, with_minus};

/// With fewer readings in a period nothing is judged.
pub const READINGS_MIN: usize = shift::READINGS_MIN;
/// Readings in a row on one side of the old median that are worth a word.
const RUN_MIN: usize = 8;
/// The largest share of false ones among the metrics that are said to have moved.
pub const FALSE_SHARE_MAX: f64 = 0.05;
/// Of the way from the baseline to the target a metric has to move so much at least to be called better or worse: with
/// many readings next to nothing stands out from chance.
const MOVED_MIN: f64 = 0.05;
/// With fewer degrees of freedom, readings resemble their neighbors so much that they show next to nothing.
const FREEDOM_MIN: f64 = 2.0;
/// Days from a season to the same one of the next year, in whole weeks, so that weekdays stay.
const YEAR_DAYS: i32 = 364;

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
    /// It moved towards the target, by more than chance and season explain.
    Better,
    /// It moved away from the target, by more than chance and season explain.
    Worse,
    /// Chance or the season may explain how it moved.
    Unmoved,
    /// It is not judged.
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
    /// Mean of the period up to the day less that of the period before.
    pub change: Option<f64>,
    /// The same change a year before, of readings at most half a cadence from the same day of the week; absent where
    /// readings do not reach back so far.
    pub change_year_before: Option<f64>,
    /// How often chance alone, the season left out, gives a change at least as large.
    pub p: Option<f64>,
    /// The smallest share of false ones, among all metrics that are judged, at which this one has moved.
    pub q: Option<f64>,
    /// The smallest change that would be found in four of five cases.
    pub visible_change: Option<f64>,
    /// Why it is not judged.
    pub refused: Option<String>,
    /// The record of the latest value, else the line of the metric.
    #[serde(skip)]
    pub place: Place,
    /// All values up to the day, in order of day.
    #[serde(skip)]
    pub values: Vec<(Day, f64)>,
}

/// Computes the measure: the metrics of live initiatives, in alphabetical order of initiative, then as written.
///
/// They are judged together: the more there are, the more of them chance would move, so that the metrics of one
/// initiative cannot be judged by themselves.
pub fn metric_courses(world: &World<'_>) -> Vec<MetricCourse> {
    let courses = world.live().flat_map(|initiative| {
        let written = world.inputs.org.initiatives.get(&initiative.id);
        let metrics = written.map_or(&[][..], |written| &written.metrics);
        metrics.iter().map(|metric| course(metric, initiative, world))
    });
    let (mut courses, shifts): (Vec<MetricCourse>, Vec<Option<Judged>>) = courses.unzip();
    let judged: Vec<f64> = courses.iter().filter_map(|course| course.p).collect();
    let mut q_values = discovery::q_values(&judged, judged.len() as u64, false).into_iter();
    for (course, judged_by) in courses.iter_mut().zip(shifts) {
        let Some(judged_by) = judged_by else { continue };
        // What one of so many metrics needs to be found by itself.
        course.visible_change =
            Some(judged_by.visible(FALSE_SHARE_MAX / judged.len() as f64)).filter(|it| it.is_finite());
        course.q = q_values.next();
        course.visible_change = course.visible_change.map(|change| change.max(course.least_change()));
        let moved = course.q.is_some_and(|q| q < FALSE_SHARE_MAX) && !course.is_next_to_nothing();
        course.course = match (moved, judged_by.is_better) {
            (false, _) => Course::Unmoved,
            (true, true) => Course::Better,
            (true, false) => Course::Worse,
        };
    }
    courses
}

/// What a metric is judged by.
struct Judged {
    against_before: Shift,
    without_season: Shift,
    is_better: bool,
}

impl Judged {
    /// How often chance alone, whatever the season, moves both as far and the same way.
    fn p(&self) -> f64 {
        let is_same_way = self.against_before.difference * self.without_season.difference > 0.0;
        if is_same_way { self.against_before.p.max(self.without_season.p) } else { 1.0 }
    }

    fn visible(&self, level: f64) -> f64 {
        self.against_before.visible(level).max(self.without_season.visible(level))
    }
}

fn course(metric: &Metric, initiative: &Initiative, world: &World<'_>) -> (MetricCourse, Option<Judged>) {
    let mut points: Vec<&MetricPoint> = world.points_of(&initiative.id, &metric.name.value).collect();
    points.sort_by_key(|point| (point.day, point.at));
    let values: Vec<(Day, f64)> = points.iter().map(|point| (point.day, point.value.0)).collect();
    let period = i32::try_from(world.inputs.config.thresholds.period_days).unwrap_or(i32::MAX);
    let from = world.day.plus_days(-period);
    let now = Period { after: from, to: world.day };
    let before = Period { after: from.plus_days(-period), to: from };
    let (now_values, before_values) = (now.values(&values), before.values(&values));
    let (baseline, target) = (metric.baseline.as_ref().map(|at| at.value), metric.target.as_ref().map(|at| at.value));
    let (median_now, before_median) = (median(&now_values), median(&before_values));
    let up = baseline.zip(target).filter(|(baseline, target)| baseline != target).map(|(b, t)| t > b);
    let years = year_on_year(&values);
    let (years_now, years_before) = (now.values(&years), before.values(&years));
    let against_before = shift::of_series(&before_values, &now_values);
    let without_season = shift::of_series(&years_before, &years_now);
    let judged = up.zip(against_before.filter(is_free)).zip(without_season.filter(is_free)).map(
        |((up, against_before), without_season)| {
            let is_better = up == (against_before.difference > 0.0);
            Judged { against_before, without_season, is_better }
        },
    );
    let refused = match (up, against_before, &judged) {
        (_, _, Some(_)) => None,
        (None, ..) => Some("no baseline and target that differ, so neither direction is the better one".to_owned()),
        (_, None, _) => Some(format!("at least {READINGS_MIN} readings required in each period")),
        _ if without_season.is_some() => {
            Some("neighboring readings resemble each other too much to show a change".to_owned())
        }
        _ => Some(format!(
            "a season may explain it: at least {READINGS_MIN} readings required in each period and a year before it, and there are {} and {}",
            years_now.len(),
            years_before.len()
        )),
    };
    let course = MetricCourse {
        initiative: initiative.id.clone(),
        metric: metric.name.value.clone(),
        guards: metric.guards.as_ref().map(|at| at.value.clone()),
        course: Course::NotShown,
        baseline,
        target,
        latest: values.last().map(|(_, value)| *value),
        n: now_values.len(),
        median: median_now,
        before_n: before_values.len(),
        before_median,
        run: before_median.map_or(0, |center| run(&now_values, center)),
        change: against_before.map(|shift| shift.difference),
        change_year_before: judged.as_ref().map(|it| it.against_before.difference - it.without_season.difference),
        p: judged.as_ref().map(Judged::p),
        q: None,
        visible_change: None,
        refused,
        place: points
            .last()
            .map_or_else(|| world.inputs.sources.place(metric.name.span), |point| world.facts.place(point.at)),
        values,
    };
    (course, judged)
}

/// Whether readings are independent enough to be judged.
fn is_free(shift: &Shift) -> bool {
    shift.freedom >= FREEDOM_MIN
}

/// Days after one, up to another.
struct Period {
    after: Day,
    to: Day,
}

impl Period {
    fn values(&self, values: &[(Day, f64)]) -> Vec<f64> {
        let within = values.iter().filter(|(day, _)| *day > self.after && *day <= self.to);
        within.map(|(_, value)| *value).collect()
    }
}

/// Each reading less the one of the same season a year before: the nearest to 52 weeks earlier, at most half the usual
/// time between readings away; of two as near, the earlier. Values are in order of day.
fn year_on_year(values: &[(Day, f64)]) -> Vec<(Day, f64)> {
    let mut gaps: Vec<i64> = values.windows(2).map(|pair| pair[1].0.days_since(pair[0].0)).collect();
    gaps.sort_unstable();
    let tolerance = gaps.get(gaps.len() / 2).map_or(0, |gap| gap / 2);
    let year_before = |day: Day| {
        let wanted = day.plus_days(-YEAR_DAYS);
        let at = values.partition_point(|(day, _)| *day < wanted);
        let near = values[at.saturating_sub(1)..(at + 1).min(values.len())].iter();
        let away = |(day, _): &(Day, f64)| day.days_since(wanted).abs();
        near.filter(|one| away(one) <= tolerance).min_by_key(|one| away(one)).map(|(_, value)| *value)
    };
    values.iter().filter_map(|(day, value)| Some((*day, value - year_before(*day)?))).collect()
}

/// How many of the last values lie strictly on one side of a line.
fn run(values: &[f64], center: f64) -> usize {
    let above = values.last().is_some_and(|last| *last > center);
    let beyond = |value: &&f64| if above { **value > center } else { **value < center };
    values.iter().rev().take_while(beyond).count()
}

/// That the last readings are on one side of the old median, as a clause; absent where they are few.
fn run_words(run: usize, is_above: bool) -> Option<String> {
    let side = if is_above { "above" } else { "below" };
    (run >= RUN_MIN).then(|| format!("the last {run} readings are {side} the old median"))
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
    /// The smallest change that is worth a word: a part of the way from the baseline to the target.
    fn least_change(&self) -> f64 {
        self.baseline.zip(self.target).map_or(0.0, |(from, to)| MOVED_MIN * (to - from).abs())
    }

    /// Whether what changed is less than is worth a word, whatever chance says of it.
    fn is_next_to_nothing(&self) -> bool {
        // A change of exactly so much counts, whatever its last digit.
        self.change.is_some_and(|change| change.abs() < self.least_change() * (1.0 - 1e-9))
    }

    /// What became of it, as a sentence without a full stop; absent where a period has no readings.
    pub fn words(&self, period_days: u32) -> Option<String> {
        let (median, before) = self.median.zip(self.before_median)?;
        let guards = self.guards.as_ref().map_or_else(String::new, |what| format!(" (guardrail metric for {what})"));
        let metric = format!("`{}`{guards}", self.metric);
        let (now, then) = (self.reading(median), self.reading(before));
        let basis = format!(
            "(median, last {period_days} days against the {period_days} before; {} and {})",
            plural(self.n, "reading", "readings"),
            self.before_n
        );
        let mut moved = match median.total_cmp(&before) {
            Ordering::Less => format!("it fell from {then} to {now} {basis}"),
            Ordering::Greater => format!("it rose from {then} to {now} {basis}"),
            Ordering::Equal => format!("it remains at {now} {basis}"),
        };
        if let Some(run) = run_words(self.run, self.latest > Some(before)) {
            moved = format!("{moved}; {run}");
        }
        Some(match self.course {
            Course::Better => format!("{metric} improved: {moved}; {}; cause unknown", self.season()?),
            Course::Worse => format!("{metric} got worse: {moved}; {}; cause unknown", self.season()?),
            Course::Unmoved => {
                let visible = match self.visible_change {
                    Some(change) if self.is_share() && change > 1.0 => "; no change would have been found".to_owned(),
                    Some(change) => {
                        format!("; a change of {} would have been found in 4 of 5 cases", self.length(change))
                    }
                    None => String::new(),
                };
                let little = match self.q.is_some_and(|q| q < FALSE_SHARE_MAX) && self.is_next_to_nothing() {
                    true => format!(", less than {} of the way from baseline to target", percent(MOVED_MIN)),
                    false => String::new(),
                };
                format!("{metric} shows no clear trend: {now} against {then} {basis}{little}{visible}")
            }
            Course::NotShown => format!("{metric}: {moved}; not judged: {}", self.refused.as_deref()?),
        })
    }

    /// What the same season did a year before.
    fn season(&self) -> Option<String> {
        let change = self.change_year_before?;
        let moved = if change < 0.0 { "fell" } else { "rose" };
        Some(format!("a year before, the mean {moved} by {} in the same season", self.length(change.abs())))
    }

    /// A difference of values as people say it.
    fn length(&self, value: f64) -> String {
        if self.is_share() {
            return format!("{} points", with_minus(&format!("{:.1}", 100.0 * value)));
        }
        number(value)
    }

    /// Whether all that is known of the metric lies between 0 and 1.
    fn is_share(&self) -> bool {
        let is_share = |value: f64| (0.0..=1.0).contains(&value);
        let stated = self.baseline.zip(self.target).is_some_and(|(from, to)| is_share(from) && is_share(to));
        stated && self.values.iter().all(|(_, value)| is_share(*value))
    }

    /// A value of the metric as people say it: in percent where all that is known of the metric lies between 0 and 1.
    pub fn reading(&self, value: f64) -> String {
        if self.is_share() {
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
    use onethread_model::Day;

    use super::*;

    #[test]
    fn numbers_are_short() {
        let shown = [0.0, 0.9, 0.8951, 0.000_123_46, 12.0, 12.345, 1999.6, 12_345.6, -3.5, -12_345.6].map(number);
        assert_eq!(
            shown,
            ["0", "0.9", "0.8951", "0.0001235", "12", "12.35", "2000", "12,346", "\u{2212}3.5", "\u{2212}12,346"]
                .map(str::to_owned)
        );
    }

    /// Weekly readings: three days off count as the same season, four do not; daily ones must be of the same weekday.
    #[test]
    fn a_reading_is_compared_with_the_same_season_a_year_before() {
        let compared = |step: i32, off: i32| -> Vec<f64> {
            let day = |at: i32| Day::from_epoch_days(20_000 + at);
            let readings = |from: i32, value: f64| (0..9).map(move |at| (day(from + at * step), value + f64::from(at)));
            let values: Vec<(Day, f64)> = readings(0, 10.0).chain(readings(364 + off, 15.0)).collect();
            year_on_year(&values).into_iter().map(|(_, difference)| difference).collect()
        };
        assert_eq!(compared(7, 0), vec![5.0; 9]);
        assert_eq!(compared(7, 3), vec![5.0; 9]);
        // The next week is nearer; the last reading has none.
        assert_eq!(compared(7, 4), vec![4.0; 8]);
        assert_eq!(compared(1, 0), vec![5.0; 9]);
        assert_eq!(compared(1, 1), vec![4.0; 8]);
        assert_eq!(year_on_year(&[]), vec![]);
    }

    #[test]
    fn readings_that_resemble_each_other_too_much_are_not_judged() {
        let shift = |freedom: f64| Shift { difference: 1.0, error: 0.1, freedom, p: 0.01 };
        assert!(is_free(&shift(FREEDOM_MIN)));
        assert!(!is_free(&shift(FREEDOM_MIN - 0.001)));
        assert_eq!(FREEDOM_MIN, 2.0);
    }

    #[test]
    fn a_run_is_said_from_eight_readings_on() {
        assert_eq!(run_words(8, true).as_deref(), Some("the last 8 readings are above the old median"));
        assert_eq!(run_words(7, true), None);
    }
}
