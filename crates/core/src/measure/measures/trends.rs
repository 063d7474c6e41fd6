//! `trends`: what changed over time by more than it changes by itself.

use std::borrow::Cow;

use onethread_kernel::exposure::share_change;
use onethread_kernel::process::{self, Expectation, JUDGED};
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::open_asks::{OpenAsk, decisions_of, open_by_day, reviews_of};
use crate::measure::waiting::{Clock, Ledger, ledger};
use crate::measure::{Initiative, World};
use crate::words::{percent, plural, range};

/// Days of a period: four weeks, so that each holds as many of every weekday.
pub const PERIOD_DAYS: i64 = 28;
/// Periods of a year.
const PERIODS_A_YEAR: i64 = 13;
/// Days that are looked at when no window is asked for: three years.
pub const WINDOW_DAYS: i64 = 3 * PERIODS_A_YEAR * PERIOD_DAYS;
/// Days within which an answer is counted: one usual planning round.
const ANSWER_DAYS: i64 = 14;
/// With fewer requests in a period its share is left out.
const ASKED_MIN: usize = 5;
/// How often, of as many organizations in which nothing happens, one of the four series may have a period outside its
/// limits.
const FALSE_MAX: f64 = 0.05;
const SERIES: usize = 4;
/// Of the waits until now, the share that must have had the time to end before a queue counts as filled.
const RUN_IN: f64 = 0.95;

pub(super) const MEASURE: Measure = Measure {
    key: "trends",
    title: "Trends outside the control limits",
    page: include_str!("trends.md"),
    value: |world| json(&trends(world, WINDOW_DAYS)),
};

/// A series with the control limits of its newest periods.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Trend {
    /// What is counted: `open-requests`, `decisions-within-14-days`, `reviews-within-14-days` or `waiting-share`.
    pub series: &'static str,
    /// Periods with a value.
    pub n: usize,
    /// Requests, or days of ledgers, that the values rest on.
    pub evidence: usize,
    /// The values, each with the last day of its period.
    pub values: Vec<(Day, f64)>,
    /// What the earlier periods let expect of the newest three, the oldest first; empty when refused.
    pub limits: Vec<PeriodLimits>,
    /// Last days of periods beyond a limit that the season does not explain.
    pub beyond: Vec<Day>,
    /// Why no limits are given.
    pub refused: Option<String>,
}

/// What was to be expected of a period: between `low` and `high`, in the unit of the series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PeriodLimits {
    /// The last day of the period.
    pub to: Day,
    /// What was expected.
    pub center: f64,
    /// The lower control limit.
    pub low: f64,
    /// The upper control limit.
    pub high: f64,
    /// A value so low would be found in four of five cases.
    pub visible_low: f64,
    /// A value so high would be found in four of five cases.
    pub visible_high: f64,
}

/// A period with its value.
struct Period {
    /// Counted from the newest one, which is 0, downwards.
    number: i64,
    to: Day,
    value: f64,
    /// Of a share, what it is taken from: those that count and all, each as often as they are independent.
    counts: Option<(f64, f64)>,
}

/// Computes the measure over so many days up to the day of the world, in whole periods.
pub fn trends(world: &World<'_>, over_days: i64) -> Vec<Trend> {
    trends_of(world, over_days, |one| ledger(one, world, Clock::Idea).ok().map(Cow::Owned))
}

/// The same from ledgers that someone has already.
pub(crate) fn trends_of<'l>(
    world: &World<'_>,
    over_days: i64,
    ledger: impl Fn(&Initiative) -> Option<Cow<'l, Ledger>>,
) -> Vec<Trend> {
    let periods = Periods { last: world.day, count: (over_days / PERIOD_DAYS).clamp(0, 520) };
    let all: Vec<(Option<Day>, Vec<OpenAsk>, Vec<OpenAsk>)> = world
        .initiatives
        .iter()
        .map(|one| {
            let created = one.created.as_ref().map(|at| at.value);
            (created, decisions_of(&one.id, world), reviews_of(&one.id, world))
        })
        .collect();
    let decisions: Vec<OpenAsk> = all.iter().flat_map(|(_, decisions, _)| decisions).copied().collect();
    let reviews: Vec<OpenAsk> = all.iter().flat_map(|(_, _, reviews)| reviews).copied().collect();
    vec![
        open_requests(&all, &periods),
        answered_soon("decisions-within-14-days", &decisions, &periods),
        answered_soon("reviews-within-14-days", &reviews, &periods),
        waiting_share(world.initiatives.iter().filter_map(ledger).collect(), &all, &periods),
    ]
}

/// Periods that end with a day.
struct Periods {
    last: Day,
    count: i64,
}

impl Periods {
    /// Number, first and last day of each period, the oldest first.
    fn all(&self) -> impl Iterator<Item = (i64, Day, Day)> + '_ {
        (0..self.count).rev().map(|back| {
            let day = |days: i64| self.last.plus_days(-i32::try_from(days).unwrap_or(i32::MAX));
            (-back, day((back + 1) * PERIOD_DAYS - 1), day(back * PERIOD_DAYS))
        })
    }
}

/// The day from which a queue counts as filled: after the first request, as long as nearly all waits took. Before it,
/// few were open because nothing was recorded yet.
fn filled_from<'a>(asks: impl Iterator<Item = &'a OpenAsk>, first: Option<Day>, last: Day) -> Option<Day> {
    let first = first?;
    let mut days: Vec<i64> = asks.map(|ask| ask.answered.unwrap_or(last).days_since(ask.asked)).collect();
    days.sort_unstable();
    let at = (RUN_IN * days.len() as f64) as usize;
    let run_in = days.get(at.min(days.len().saturating_sub(1))).copied().unwrap_or(0).max(0);
    Some(first.plus_days(i32::try_from(run_in).unwrap_or(i32::MAX)))
}

/// Requests open per initiative on a day.
fn open_requests(all: &[(Option<Day>, Vec<OpenAsk>, Vec<OpenAsk>)], periods: &Periods) -> Trend {
    let asks = || all.iter().flat_map(|(_, decisions, reviews)| decisions.iter().chain(reviews));
    let filled = filled_from(asks(), asks().map(|ask| ask.asked).min(), periods.last);
    let mut values = Vec::new();
    for (number, from, to) in periods.all().filter(|(_, from, _)| filled.is_some_and(|filled| filled <= *from)) {
        let open: usize = open_by_day(asks(), from, PERIOD_DAYS as usize).into_iter().sum();
        let created = all.iter().filter_map(|(created, ..)| *created);
        let known: i64 = created.map(|at| (to.days_since(at) + 1).clamp(0, PERIOD_DAYS)).sum();
        if known > 0 {
            values.push(Period { number, to, value: open as f64 / known as f64, counts: None });
        }
    }
    trend("open-requests", &values, asks().count())
}

/// The share of requests of a period that were answered within [`ANSWER_DAYS`]. The last periods whose days are not
/// over yet are left out, so that no request is too young to be counted.
fn answered_soon(series: &'static str, asks: &[OpenAsk], periods: &Periods) -> Trend {
    let (mut values, mut evidence) = (Vec::new(), 0);
    for (number, from, to) in periods.all().filter(|(.., to)| periods.last.days_since(*to) >= ANSWER_DAYS) {
        let asked: Vec<&OpenAsk> = asks.iter().filter(|ask| ask.asked >= from && ask.asked <= to).collect();
        let soon = |ask: &&&OpenAsk| ask.answered.is_some_and(|answered| answered.days_since(ask.asked) <= ANSWER_DAYS);
        if asked.len() >= ASKED_MIN {
            evidence += asked.len();
            let counts = (asked.iter().filter(soon).count() as f64, asked.len() as f64);
            values.push(Period { number, to, value: counts.0 / counts.1, counts: Some(counts) });
        }
    }
    trend(series, &values, evidence)
}

/// The share of ledger days of a period on which others were waited for.
fn waiting_share(
    ledgers: Vec<Cow<'_, Ledger>>,
    all: &[(Option<Day>, Vec<OpenAsk>, Vec<OpenAsk>)],
    periods: &Periods,
) -> Trend {
    let stretches = || ledgers.iter().filter(|ledger| ledger.n > 0).flat_map(|ledger| &ledger.stretches);
    let waits = || stretches().filter(|stretch| stretch.state == "waiting");
    let asks = || all.iter().flat_map(|(_, decisions, reviews)| decisions.iter().chain(reviews));
    let first = waits().map(|wait| wait.from).chain(asks().map(|ask| ask.asked)).min();
    let filled = filled_from(asks(), first, periods.last);
    // The days of one wait are no independent evidence.
    let length =
        waits().map(|wait| wait.until.days_since(wait.from)).sum::<i64>() as f64 / waits().count().max(1) as f64;
    let (mut values, mut evidence) = (Vec::new(), 0);
    for (number, from, to) in periods.all().filter(|(_, from, _)| filled.is_some_and(|filled| filled <= *from)) {
        let end = to.plus_days(1);
        let (mut days, mut waiting) = (0, 0);
        for stretch in stretches() {
            let shared = stretch.until.min(end).days_since(stretch.from.max(from)).max(0);
            days += shared;
            waiting += if stretch.state == "waiting" { shared } else { 0 };
        }
        // A period in which one initiative was on its way speaks of that one.
        if days >= PERIOD_DAYS {
            evidence += usize::try_from(days).unwrap_or(0);
            let counts = Some((waiting as f64 / length.max(1.0), days as f64 / length.max(1.0)));
            values.push(Period { number, to, value: waiting as f64 / days as f64, counts });
        }
    }
    trend("waiting-share", &values, evidence)
}

/// A series as it is judged: the square root of a count, or the logarithm of the odds of a share, since the spread of
/// these does not depend on the level.
fn scaled(period: &Period) -> f64 {
    match period.counts {
        None => period.value.max(0.0).sqrt(),
        Some((counted, all)) => ((counted + 0.5) / (all - counted + 0.5)).ln(),
    }
}

fn trend(series: &'static str, periods: &[Period], evidence: usize) -> Trend {
    let scaled: Vec<(i64, f64)> = periods.iter().map(|period| (period.number, scaled(period))).collect();
    let level = FALSE_MAX / (SERIES * JUDGED) as f64;
    let expected = process::expectations(&scaled, PERIODS_A_YEAR, level);
    let unusual = |one: &&Expectation| one.is_unusual && is_beyond_counting(periods, one.place, level);
    let found = expected.as_deref().unwrap_or_default();
    let is_share = periods.iter().any(|period| period.counts.is_some());
    let limits = |one: &Expectation| {
        let unscaled = |value: f64| if is_share { 1.0 / (1.0 + (-value).exp()) } else { value.max(0.0).powi(2) };
        PeriodLimits {
            to: periods[one.place].to,
            center: unscaled(one.center),
            low: unscaled(one.low),
            high: unscaled(one.high),
            visible_low: unscaled(one.visible_low),
            visible_high: unscaled(one.visible_high),
        }
    };
    let least = process::VALUES_MIN;
    let refused = match periods.len() {
        n if n < least => Some(format!("{n} periods with a value; at least {least} required for control limits")),
        _ if expected.is_none() => Some("it never moved, so nothing shows how far it moves by chance".to_owned()),
        _ if found.is_empty() => Some("no value of the same season a year before".to_owned()),
        _ => None,
    };
    Trend {
        series,
        n: periods.len(),
        evidence,
        values: periods.iter().map(|period| (period.to, period.value)).collect(),
        limits: found.iter().map(limits).collect(),
        beyond: found.iter().filter(unusual).map(|one| periods[one.place].to).collect(),
        refused,
    }
}

/// Whether a share differs from those of the periods that it is judged by also as counts do, each of them independent:
/// shares near 0 or 1 jump where one request more is answered late. A level is no share.
fn is_beyond_counting(periods: &[Period], place: usize, level: f64) -> bool {
    let Some((counted, all)) = periods[place].counts else { return true };
    let earlier = periods[..periods.len().saturating_sub(JUDGED)].iter().filter_map(|period| period.counts);
    let (counted_before, all_before) = earlier.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let whole = |value: f64| value.round().max(0.0) as u64;
    let p =
        share_change(whole(counted), whole(counted_before), whole(all - counted), whole(all_before - counted_before));
    p < level
}

impl Trend {
    /// What is counted, in words.
    pub fn name(&self) -> &'static str {
        match self.series {
            "open-requests" => "requests open per initiative",
            "decisions-within-14-days" => "decisions made within 14 days of asking",
            "reviews-within-14-days" => "reviews answered within 14 days of asking",
            _ => "share of days spent waiting",
        }
    }

    /// Whether the values are shares.
    pub fn is_share(&self) -> bool {
        self.series != "open-requests"
    }

    /// What the series did, as a sentence without a full stop.
    pub fn words(&self) -> String {
        if let Some(refused) = &self.refused {
            return format!("{}: {refused}", self.name());
        }
        let write = |value: f64| if self.is_share() { percent(value) } else { format!("{value:.1}") };
        let (name, judged) = (self.name(), plural(self.limits.len(), "period", "periods"));
        let limits = self.limits.last().map_or_else(String::new, |one| {
            let (low, high) = (write(one.visible_low), write(one.visible_high));
            format!(
                "; expected of the last one {}, {} or {} would have been found in 4 of 5 cases",
                range(&write(one.low), &write(one.high)),
                low,
                high
            )
        });
        let n = self.n;
        match self.beyond.last() {
            None => format!("{name}: the last {judged} within the control limits{limits}; n = {n} periods"),
            Some(day) => format!(
                "{name}: {} of the last {judged} outside the control limits, last in the four weeks to {day}{limits}; \
                 n = {n} periods",
                self.beyond.len()
            ),
        }
    }
}
