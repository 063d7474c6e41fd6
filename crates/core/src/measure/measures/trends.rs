//! `trends`: what changed over time by more than it changes by itself.

use onethread_kernel::process::{Limits, limits};
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::World;
use crate::measure::open_asks::{OpenAsk, decisions_of, open_by_day, reviews_of};
use crate::measure::waiting::{Clock, ledger};

/// Days of a period: four weeks, so that each holds as many of every weekday.
pub const PERIOD_DAYS: i64 = 28;
/// Days that are looked at when no window is asked for: 26 periods.
pub const WINDOW_DAYS: i64 = 26 * PERIOD_DAYS;
/// Days within which an answer is counted: one usual planning round.
const ANSWER_DAYS: i64 = 14;
/// With fewer requests in a period its share is left out.
const ASKED_MIN: usize = 5;

pub(super) const MEASURE: Measure = Measure {
    key: "trends",
    title: "Trends outside the control limits",
    page: include_str!("trends.md"),
    value: |world| json(&trends(world, WINDOW_DAYS)),
};

/// A series with its control limits.
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
    /// The mean; absent when refused.
    pub center: Option<f64>,
    /// The lower process limit.
    pub low: Option<f64>,
    /// The upper process limit.
    pub high: Option<f64>,
    /// Last days of periods beyond a limit.
    pub beyond: Vec<Day>,
    /// Last days of the eighth and further periods in a row on one side of the mean.
    pub run: Vec<Day>,
    /// Why no limits are given.
    pub refused: Option<String>,
}

/// Computes the measure over so many days up to the day of the world, in whole periods.
pub fn trends(world: &World<'_>, over_days: i64) -> Vec<Trend> {
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
        waiting_share(world, &periods),
    ]
}

/// Periods that end with a day.
struct Periods {
    last: Day,
    count: i64,
}

impl Periods {
    /// First and last day of each period, the oldest first.
    fn all(&self) -> impl Iterator<Item = (Day, Day)> + '_ {
        (0..self.count).rev().map(|back| {
            let day = |days: i64| self.last.plus_days(-i32::try_from(days).unwrap_or(i32::MAX));
            (day((back + 1) * PERIOD_DAYS - 1), day(back * PERIOD_DAYS))
        })
    }
}

/// Requests open per initiative on a day.
fn open_requests(all: &[(Option<Day>, Vec<OpenAsk>, Vec<OpenAsk>)], periods: &Periods) -> Trend {
    let asks = || all.iter().flat_map(|(_, decisions, reviews)| decisions.iter().chain(reviews));
    // Before anything was recorded, nothing open is no news.
    let first = asks().map(|ask| ask.asked).min();
    let mut values = Vec::new();
    for (from, to) in periods.all().filter(|(from, _)| first.is_some_and(|first| first <= *from)) {
        let open: usize = open_by_day(asks(), from, PERIOD_DAYS as usize).into_iter().sum();
        let created = all.iter().filter_map(|(created, ..)| *created);
        let known: i64 = created.map(|at| (to.days_since(at) + 1).clamp(0, PERIOD_DAYS)).sum();
        if known > 0 {
            values.push((to, open as f64 / known as f64));
        }
    }
    trend("open-requests", values, asks().count(), None)
}

/// The share of requests of a period that were answered within [`ANSWER_DAYS`]. The last periods whose days are not
/// over yet are left out, so that no request is too young to be counted.
fn answered_soon(series: &'static str, asks: &[OpenAsk], periods: &Periods) -> Trend {
    let (mut values, mut evidence) = (Vec::new(), 0);
    for (from, to) in periods.all().filter(|(_, to)| periods.last.days_since(*to) >= ANSWER_DAYS) {
        let asked: Vec<&OpenAsk> = asks.iter().filter(|ask| ask.asked >= from && ask.asked <= to).collect();
        let soon = |ask: &&&OpenAsk| ask.answered.is_some_and(|answered| answered.days_since(ask.asked) <= ANSWER_DAYS);
        if asked.len() >= ASKED_MIN {
            evidence += asked.len();
            values.push((to, asked.iter().filter(soon).count() as f64 / asked.len() as f64));
        }
    }
    trend(series, values, evidence, Some(1.0))
}

/// The share of ledger days of a period on which others were waited for.
fn waiting_share(world: &World<'_>, periods: &Periods) -> Trend {
    let ledgers: Vec<_> = world.initiatives.iter().filter_map(|one| ledger(one, world, Clock::Idea).ok()).collect();
    let ledgers: Vec<_> = ledgers.into_iter().filter(|ledger| ledger.n > 0).collect();
    let (mut values, mut evidence) = (Vec::new(), 0);
    for (from, to) in periods.all() {
        let end = to.plus_days(1);
        let (mut days, mut waiting) = (0, 0);
        for stretch in ledgers.iter().flat_map(|ledger| &ledger.stretches) {
            let shared = stretch.until.min(end).days_since(stretch.from.max(from)).max(0);
            days += shared;
            waiting += if stretch.state == "waiting" { shared } else { 0 };
        }
        // A period in which one initiative was on its way speaks of that one.
        if days >= PERIOD_DAYS {
            evidence += usize::try_from(days).unwrap_or(0);
            values.push((to, waiting as f64 / days as f64));
        }
    }
    trend("waiting-share", values, evidence, Some(1.0))
}

fn trend(series: &'static str, values: Vec<(Day, f64)>, evidence: usize, most: Option<f64>) -> Trend {
    let numbers: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
    let found = limits(&numbers).map(|limits| bounded(limits, most));
    let signals = found.map(|limits| limits.signals(&numbers)).unwrap_or_default();
    let days = |places: &[usize]| places.iter().filter_map(|at| values.get(*at)).map(|(day, _)| *day).collect();
    let least = onethread_kernel::process::VALUES_MIN;
    Trend {
        series,
        n: values.len(),
        evidence,
        center: found.map(|limits| limits.center),
        low: found.map(|limits| limits.low),
        high: found.map(|limits| limits.high),
        beyond: days(&signals.beyond),
        run: days(&signals.run),
        refused: found
            .is_none()
            .then(|| format!("{} periods with a value; at least {least} required for control limits", numbers.len())),
        values,
    }
}

/// Limits within what a count or a share can be.
fn bounded(limits: Limits, most: Option<f64>) -> Limits {
    let limits = limits.not_below(0.0);
    Limits { high: most.map_or(limits.high, |most| limits.high.min(most)), ..limits }
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
        let days =
            |days: &[Day]| days.last().map_or_else(String::new, |day| format!(", last in the four weeks to {day}"));
        match (self.beyond.len(), self.run.len()) {
            (0, 0) => format!("{}: within the control limits", self.name()),
            (0, _) => format!("{}: eight or more periods on one side of the mean{}", self.name(), days(&self.run)),
            (n, _) => {
                let periods = crate::words::plural(n, "period", "periods");
                format!("{}: {periods} outside the control limits{}", self.name(), days(&self.beyond))
            }
        }
    }
}
