//! How far a level moved, and whether chance alone moves it as far.
//!
//! Two cases, by what is independent of what:
//!
//! - [`of_series`]: readings of one thing, one after another, before and after a day. Neighbors resemble each other, so
//!   many readings say less than as many independent ones. Their correlation from one to the next says how much less:
//!   the variance of a mean is that of an autoregression of the first order. What changes gradually since the day would
//!   look like correlation and hide itself; the later readings are therefore taken around a line. Correlations from
//!   short series come out too low; what is used is the estimate corrected for that, and half a standard error more,
//!   because the smallest probabilities of many series decide what is announced.
//! - [`of_units`]: one number for each of two groups of units that do not depend on each other: Welch's test.
//!
//! # Sources
//!
//! - B. L. Welch, "The generalization of Student's problem when several different population variances are involved",
//!   Biometrika 34 (1947).
//! - G. V. Bayley and J. M. Hammersley, "The effective number of independent observations in an autocorrelated time
//!   series", Supplement to the JRSS 8 (1946).
//! - F. H. C. Marriott and J. A. Pope, "Bias in the estimation of autocorrelations", Biometrika 41 (1954); M. G. Kendall,
//!   "Note on bias in the estimation of autocorrelation", ibid.

use crate::distributions::{student, student_beyond};

/// The fewest readings on each side of the day.
///
/// Tested by `too_little_is_refused_and_no_spread_is_certain`.
pub const READINGS_MIN: usize = 8;

/// The fewest units in each group: one alone has no spread.
///
/// Tested by `too_little_is_refused_and_no_spread_is_certain`.
pub const UNITS_MIN: usize = 2;

/// Standard errors that are added to the estimated correlation.
const CORRELATION_ERRORS: f64 = 0.5;

/// Degrees of freedom where correlation leaves next to none.
const FREEDOM_LEAST: f64 = 0.1;

/// A correlation above this leaves hardly one independent reading in a hundred.
const CORRELATION_MAX: f64 = 0.98;

/// How far a level moved.
///
/// Ranges: `error >= 0`, `freedom > 0`, `p` in [0, 1], all finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The later level less the earlier one, or the one group's mean less the other's.
    pub difference: f64,
    /// Its standard error.
    pub error: f64,
    /// Degrees of freedom of Student's t for it.
    pub freedom: f64,
    /// How often chance alone moves a level at least as far, in either direction.
    pub p: f64,
}

impl Shift {
    fn new(difference: f64, error: f64, freedom: f64) -> Option<Shift> {
        let is_sound = difference.is_finite() && error.is_finite() && error >= 0.0 && freedom > 0.0;
        let p = match (error > 0.0, difference == 0.0) {
            (true, _) => student_beyond(difference / error, freedom),
            (false, true) => 1.0,
            // Readings without any spread, which moved all the same.
            (false, false) => 0.0,
        };
        is_sound.then_some(Shift { difference, error, freedom, p })
    }

    /// The ends of the interval at a confidence level such as 0.95.
    #[must_use]
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let half = student(level, self.freedom) * self.error;
        (self.difference - half, self.difference + half)
    }

    /// The smallest difference that would be found in four of five cases, where what is found has a `p` of at most
    /// `level`.
    #[must_use]
    pub fn visible(&self, level: f64) -> f64 {
        // Of Student's distribution 80 % lie below the upper end of its middle 60 %.
        (student(1.0 - level, self.freedom) + student(0.6, self.freedom)) * self.error
    }
}

/// How far a series moved between the readings `before` and those `since`, each in the order of time.
///
/// `None` with fewer than [`READINGS_MIN`] readings on a side, or one that is not finite.
#[must_use]
pub fn of_series(before: &[f64], since: &[f64]) -> Option<Shift> {
    if before.len().min(since.len()) < READINGS_MIN || before.iter().chain(since).any(|value| !value.is_finite()) {
        return None;
    }
    let (a, b) = (Part::of(before, false), Part::of(since, true));
    let correlation = correlation(&a, &b);
    let (from_a, from_b) = (mean_variance(a.n, correlation), mean_variance(b.n, correlation));
    // Residuals hold less than the whole variance, as the mean follows the readings, and a line follows them twice.
    let independent = a.n * (1.0 - from_a) + b.n * (1.0 - 2.0 * from_b).max(0.0);
    let variance = (a.squares + b.squares) / independent;
    let freedom = 1.0 / from_a + 1.0 / from_b - 3.0;
    Shift::new(b.mean - a.mean, libm::sqrt(variance * (from_a + from_b)), freedom.max(FREEDOM_LEAST))
}

/// Readings of one side.
struct Part {
    n: f64,
    mean: f64,
    /// Of residuals: the sum of squares, and of products of neighbors.
    squares: f64,
    products: f64,
}

impl Part {
    /// Readings around their mean, or around a line.
    fn of(values: &[f64], around_line: bool) -> Part {
        let n = values.len() as f64;
        let mean = mean(values);
        let middle = (n - 1.0) / 2.0;
        let places = || (0..values.len()).map(|at| at as f64 - middle);
        let slope = if around_line {
            let spread: f64 = places().map(|place| place * place).sum();
            places().zip(values).map(|(place, value)| place * (value - mean)).sum::<f64>() / spread
        } else {
            0.0
        };
        let residuals: Vec<f64> = places().zip(values).map(|(place, value)| value - mean - slope * place).collect();
        let squares = residuals.iter().map(|one| one * one).sum();
        let products = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
        Part { n, mean, squares, products }
    }
}

/// The variance of the mean of so many readings, in variances of one: Bayley and Hammersley.
fn mean_variance(n: f64, correlation: f64) -> f64 {
    let rest = 1.0 - correlation;
    let far = 2.0 * correlation * (1.0 - libm::pow(correlation, n)) / (n * rest * rest);
    (((1.0 + correlation) / rest - far) / n).clamp(1.0 / n, 1.0 - 1e-9)
}

/// The correlation of neighbors that is computed with, of readings around a mean and around a line: 0 and more, since a
/// negative one would claim more than is there.
fn correlation(a: &Part, b: &Part) -> f64 {
    let (squares, n) = (a.squares + b.squares, a.n + b.n);
    let raw = if squares > 0.0 { (a.products + b.products) / squares } else { 0.0 };
    // Around a mean it comes out too low by (1 + 4 r) / n, around a line by (2 + 4 r) / n.
    let unbiased = ((raw + 3.0 / n) / (1.0 - 8.0 / n)).clamp(-1.0, 1.0);
    let error = libm::sqrt((1.0 - unbiased * unbiased).max(0.0) / n);
    (unbiased + CORRELATION_ERRORS * error).clamp(0.0, CORRELATION_MAX)
}

/// How far the mean of the units `changed` lies above that of the units `unchanged`.
///
/// `None` with fewer than [`UNITS_MIN`] units in a group, or a number that is not finite. The order does not matter.
#[must_use]
pub fn of_units(changed: &[f64], unchanged: &[f64]) -> Option<Shift> {
    if changed.len().min(unchanged.len()) < UNITS_MIN || changed.iter().chain(unchanged).any(|one| !one.is_finite()) {
        return None;
    }
    let part = |values: &[f64]| {
        // In one order whatever the order given, so that sums round alike.
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (n, mean) = (sorted.len() as f64, mean(&sorted));
        let squares: f64 = sorted.iter().map(|value| (value - mean) * (value - mean)).sum();
        (mean, squares / (n - 1.0) / n, n - 1.0)
    };
    let ((mean_a, error_a, freedom_a), (mean_b, error_b, freedom_b)) = (part(changed), part(unchanged));
    let square = error_a + error_b;
    let freedom = square * square / (error_a * error_a / freedom_a + error_b * error_b / freedom_b);
    let freedom = if freedom.is_finite() { freedom } else { freedom_a.min(freedom_b) };
    Shift::new(mean_a - mean_b, libm::sqrt(square), freedom)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().map(|value| value / values.len() as f64).sum()
}
