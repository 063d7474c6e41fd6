//! Whether something came more often recently: the later half of the window against the earlier one.

use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

/// A course is reported when chance would give a difference as large in fewer than one of a hundred cases; many are
/// looked at.
const CHANCE_MAX: f64 = 0.01;

/// Where a count went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    /// More often than before.
    Rising,
    /// Less often than before.
    Falling,
    /// The counts do not show either.
    NotShown,
}

impl Course {
    /// In a word or two.
    pub fn words(self) -> &'static str {
        match self {
            Course::Rising => "rising",
            Course::Falling => "falling",
            Course::NotShown => "no trend shown",
        }
    }
}

/// The later half of the window against the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Trend {
    /// In the later half.
    pub now: usize,
    /// In the earlier half.
    pub before: usize,
    /// Where it went.
    pub course: Course,
}

impl Trend {
    /// The trend of events within the window; absent when evidence begins after the window does.
    pub(super) fn of(days: &[Day], today: Day, window_days: i64, since: Option<Day>) -> Option<Trend> {
        // Both halves have the same number of days.
        let half = window_days / 2;
        since.filter(|since| today.days_since(*since) >= 2 * half - 1)?;
        let age = |day: &Day| today.days_since(*day);
        let now = days.iter().filter(|day| (0..half).contains(&age(day))).count();
        let before = days.iter().filter(|day| (half..2 * half).contains(&age(day))).count();
        let course = match chance(now, before) {
            chance if chance >= CHANCE_MAX => Course::NotShown,
            _ if now > before => Course::Rising,
            _ => Course::Falling,
        };
        Some(Trend { now, before, course })
    }
}

/// How often two counts of the same rate lie at least as far apart: the exact binomial test at one half.
fn chance(a: usize, b: usize) -> f64 {
    let (n, least) = (a + b, a.min(b));
    let mut ln_term = -(n as f64) * std::f64::consts::LN_2;
    let mut sum = 0.0;
    for k in 0..=least {
        sum += ln_term.exp();
        ln_term += ((n - k) as f64 / (k + 1) as f64).ln();
    }
    (2.0 * sum).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two-sided exact binomial tests as every table has them: 1 of 10 gives 22/1024, 0 of 8 gives 2/256.
    #[test]
    fn chances_are_those_of_the_binomial() {
        assert!((chance(1, 9) - 22.0 / 1024.0).abs() < 1e-12);
        assert!((chance(8, 0) - 2.0 / 256.0).abs() < 1e-12);
        assert_eq!((chance(0, 0), chance(5, 5)), (1.0, 1.0));
        let many = chance(20_000, 20_500);
        // The normal approximation: 500 / sqrt(40500) = 2.4845 deviations, 0.0130.
        assert!((many - 0.0130).abs() < 2e-4, "{many}");
    }

    #[test]
    fn a_course_needs_evidence_of_both_halves() {
        let today = Day::from_epoch_days(1000);
        let days: Vec<Day> = (0..10).map(|n| today.plus_days(-n)).collect();
        let trend = |since: i32| Trend::of(&days, today, 100, Some(today.plus_days(-since)));
        assert_eq!(trend(98), None);
        assert_eq!(trend(99), Some(Trend { now: 10, before: 0, course: Course::Rising }));
        assert_eq!(Trend::of(&days, today, 100, None), None);
        let evenly: Vec<Day> = (0..100).map(|n| today.plus_days(-n)).collect();
        let trend = Trend::of(&evenly, today, 100, Some(today.plus_days(-99)));
        assert_eq!(trend, Some(Trend { now: 50, before: 50, course: Course::NotShown }));
    }
}
