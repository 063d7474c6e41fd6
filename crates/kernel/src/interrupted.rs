//! Two series around a day on which only one of them changed: an interrupted series with a comparison.
//!
//! The level of a series after the day, less its level before, holds whatever else changed that day. A comparison that
//! was not changed holds the same rest, so the difference of both differences leaves it out. What remains may still be
//! something else that befell only the one: an association in time, reported as that.
//!
//! Values that lie near each other in time resemble each other. The interval therefore draws whole blocks of
//! neighboring values, the same ones for both series, before and after apart.
//!
//! # Sources
//!
//! - J. Lopez Bernal, S. Cummins and A. Gasparrini, "The use of controls in interrupted time series studies of public
//!   health interventions", International Journal of Epidemiology 47 (2018).
//! - H. R. Kuensch, "The jackknife and the bootstrap for general stationary observations", Annals of Statistics 17
//!   (1989), for blocks that may overlap.

use crate::random::random;

/// The fewest periods on each side of the day: three blocks of four.
pub const PERIODS_MIN: usize = 12;

/// Neighboring values that are drawn together. Twelve periods hold three such blocks.
const BLOCK: usize = 4;

/// Draws of each side.
const DRAWS: u64 = 1_999;

/// The standard normal quantile at 97.5 %.
const Z: f64 = 1.959_963_984_540_054;

/// How the level of a series moved against its comparison, in the unit of the series.
///
/// `low <= difference <= high`, all finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The change of the series less the change of the comparison.
    pub difference: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// Mean of the series before the day, and from it on.
    pub series: (f64, f64),
    /// Mean of the comparison before the day, and from it on.
    pub comparison: (f64, f64),
    /// Periods before the day, and from it on.
    pub periods: (usize, usize),
}

/// The shift of a series at place `split`, against a comparison of the same periods.
///
/// `None` when both are not of one length, a value is not finite, or fewer than [`PERIODS_MIN`] periods lie on either
/// side of the split. Equal input and seed give equal bits on every machine.
#[must_use]
pub fn shift(series: &[f64], comparison: &[f64], split: usize, seed: u64) -> Option<Shift> {
    let after = series.len().checked_sub(split)?;
    let finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
    if series.len() != comparison.len() || split.min(after) < PERIODS_MIN || !finite(series) || !finite(comparison) {
        return None;
    }
    let apart: Vec<f64> = series.iter().zip(comparison).map(|(one, other)| one - other).collect();
    let (before, since) = apart.split_at(split);
    let difference = mean(since) - mean(before);
    let mut drawn: Vec<f64> =
        (0..DRAWS).map(|draw| drawn_mean(since, seed, 2 * draw + 1) - drawn_mean(before, seed, 2 * draw)).collect();
    drawn.sort_unstable_by(f64::total_cmp);
    // Percentiles of few blocks are too narrow; the error of the draws, widened for the blocks, is not.
    let center = mean(&drawn);
    let error = libm::sqrt(drawn.iter().map(|one| (one - center) * (one - center)).sum::<f64>() / DRAWS as f64);
    let widened = |periods: usize| {
        let blocks = periods as f64 / BLOCK as f64;
        blocks / (blocks - 1.0)
    };
    let freedom = (split / BLOCK + after / BLOCK - 2) as f64;
    let factor = libm::sqrt(widened(split).max(widened(after))) * crate::distributions::student(0.95, freedom) / Z;
    let half = Z * error * factor;
    let (one, other) = (series.split_at(split), comparison.split_at(split));
    let shift = Shift {
        difference,
        low: difference - half,
        high: difference + half,
        series: (mean(one.0), mean(one.1)),
        comparison: (mean(other.0), mean(other.1)),
        periods: (split, after),
    };
    (shift.low.is_finite() && shift.high.is_finite()).then_some(shift)
}

/// The mean of as many values as there are, drawn in blocks that go around the end.
fn drawn_mean(values: &[f64], seed: u64, draw: u64) -> f64 {
    let n = values.len();
    let (mut sum, mut taken, mut block) = (0.0, 0, 0_u64);
    while taken < n {
        let random = random(seed, draw.wrapping_mul(1 << 20).wrapping_add(block));
        let start = ((u128::from(random) * n as u128) >> 64) as usize;
        for place in (start..start + BLOCK).take(n - taken) {
            sum += values[place % n] / n as f64;
            taken += 1;
        }
        block += 1;
    }
    sum
}

fn mean(values: &[f64]) -> f64 {
    values.iter().map(|value| value / values.len() as f64).sum()
}
