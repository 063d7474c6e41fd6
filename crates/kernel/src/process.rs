//! Whether the newest values of a series are what the older ones let expect: control limits for values that depend on
//! each other, grow and have a season.
//!
//! Shewhart's limits hold for values that are independent and stay where they are. A queue is neither: what waits today
//! mostly waited yesterday, organizations grow, and summers are quiet. So the older values are fitted by least squares,
//! each by a level, a slope, a yearly wave, and the value before it (an autoregression of the first order), and the
//! newest are compared with what the fit predicts one step ahead, by Student's t. Older values are not judged by
//! themselves: what they did is part of what is known of the series.
//!
//! A season need not be a wave. A value therefore counts as unusual only where it also differs from the fit otherwise
//! than the value of the same season a year before did.
//!
//! # Sources
//!
//! - L. C. Alwan and H. V. Roberts, "Time-series modeling for statistical process control", Journal of Business &
//!   Economic Statistics 6 (1988).
//! - G. A. F. Seber and A. J. Lee, *Linear Regression Analysis* (2003), section 5.3, for limits of a new value.

use crate::distributions::{student, student_beyond};

/// The fewest values: a year and a half of periods of four weeks.
///
/// Tested by `too_little_is_refused`.
pub const VALUES_MIN: usize = 20;

/// The newest values, which are judged; all others are what they are judged by.
pub const JUDGED: usize = 3;

/// How sure it is that a value differs from the same season of the year before.
///
/// Tested by `what_the_season_may_explain_is_left_out`.
const SEASON_LEVEL: f64 = 0.95;

/// What explains a value: level, slope, two parts of a wave, and the value before.
const TERMS: usize = 5;

/// A column that holds less than this of its square beside the others explains nothing of its own.
const OWN_MIN: f64 = 1e-9;

/// A new value beside what the older ones let expect. Ranges: `low <= center <= high`, all finite; `p` in [0, 1].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expectation {
    /// The place of the value in the series.
    pub place: usize,
    /// What was expected.
    pub center: f64,
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
    /// A value so low would be found in four of five cases.
    pub visible_low: f64,
    /// A value so high would be found in four of five cases.
    pub visible_high: f64,
    /// How often chance alone brings a value at least as far from what was expected.
    pub p: f64,
    /// Whether it lies beyond a limit, and the same season of the year before does not explain it.
    pub is_unusual: bool,
}

/// The expectations of the newest [`JUDGED`] values of a series: pairs of the number of a period and its value, in rising
/// order; `per_year` periods are a year, and a `p` below `level` is unusual.
///
/// Values without one of the same season a year before are left out. `None` with fewer than [`VALUES_MIN`] values, one
/// that is not finite, or where the older values are all the same.
#[must_use]
pub fn expectations(values: &[(i64, f64)], per_year: i64, level: f64) -> Option<Vec<Expectation>> {
    if values.len() < VALUES_MIN || per_year < 1 || values.iter().any(|(_, value)| !value.is_finite()) {
        return None;
    }
    let terms = |place: usize| -> [f64; TERMS] {
        let period = values[place].0 as f64;
        let wave = std::f64::consts::TAU * period / per_year as f64;
        // Measured from the middle, so that sums stay small.
        let slope = (period - values[values.len() / 2].0 as f64) / per_year as f64;
        [1.0, slope, libm::sin(wave), libm::cos(wave), values[place - 1].1]
    };
    let judged = values.len() - JUDGED;
    let fit = Fit::of((1..judged).map(|place| (terms(place), values[place].1)))?;
    let expectation = |place: usize| {
        let row = terms(place);
        let center = fit.predict(&row);
        let error = libm::sqrt(fit.variance * (1.0 + fit.leverage(&row)));
        let off = values[place].1 - center;
        let before = (1..judged).find(|before| values[*before].0 == values[place].0 - per_year)?;
        let off_before = values[before].1 - fit.predict(&terms(before));
        let p = student_beyond(off / error, fit.freedom);
        let half = student(1.0 - level, fit.freedom) * error;
        let seen = half + student(0.6, fit.freedom) * error;
        Some(Expectation {
            place,
            center,
            low: center - half,
            high: center + half,
            visible_low: center - seen,
            visible_high: center + seen,
            p,
            is_unusual: p < level && !may_be_season(off - off_before, fit.variance + error * error, fit.freedom),
        })
    };
    Some((judged..values.len()).filter_map(expectation).collect())
}

/// Whether what every year brings may explain how far a value is from where it was a year before, with this variance.
fn may_be_season(apart: f64, variance: f64, freedom: f64) -> bool {
    apart.abs() <= student(SEASON_LEVEL, freedom) * libm::sqrt(variance)
}

/// Least squares.
struct Fit {
    coefficients: [f64; TERMS],
    /// The inverse of the sums of products of terms; rows and columns of terms that explain nothing are 0.
    inverse: [[f64; TERMS]; TERMS],
    variance: f64,
    freedom: f64,
}

impl Fit {
    fn of(rows: impl Iterator<Item = ([f64; TERMS], f64)> + Clone) -> Option<Fit> {
        let (mut products, mut targets) = ([[0.0; TERMS]; TERMS], [0.0; TERMS]);
        let mut n = 0.0;
        for (row, value) in rows.clone() {
            n += 1.0;
            for a in 0..TERMS {
                targets[a] += row[a] * value;
                (0..TERMS).for_each(|b| products[a][b] += row[a] * row[b]);
            }
        }
        let (inverse, rank) = inverse(products);
        let mut fit = Fit { coefficients: [0.0; TERMS], inverse, variance: 0.0, freedom: n - rank as f64 };
        for (coefficient, row) in fit.coefficients.iter_mut().zip(&inverse) {
            *coefficient = row.iter().zip(&targets).map(|(a, b)| a * b).sum();
        }
        let (mut squares, mut size) = (0.0, 0.0);
        for (row, value) in rows {
            let off = value - fit.predict(&row);
            squares += off * off;
            size += value * value;
        }
        fit.variance = squares / fit.freedom;
        (fit.freedom > 0.0 && squares > 1e-18 * size && fit.variance.is_finite()).then_some(fit)
    }

    fn predict(&self, row: &[f64; TERMS]) -> f64 {
        self.coefficients.iter().zip(row).map(|(a, b)| a * b).sum()
    }

    /// How much the error of the fit adds, in variances of one value.
    fn leverage(&self, row: &[f64; TERMS]) -> f64 {
        let times = |other: &[f64; TERMS]| -> f64 { other.iter().zip(row).map(|(a, b)| a * b).sum() };
        self.inverse.iter().zip(row).map(|(inner, one)| one * times(inner)).sum::<f64>().max(0.0)
    }
}

/// The inverse of a symmetric matrix by Gauss-Jordan elimination in place, and its rank; what depends on earlier columns is left out.
fn inverse(mut matrix: [[f64; TERMS]; TERMS]) -> ([[f64; TERMS]; TERMS], usize) {
    let whole: [f64; TERMS] = std::array::from_fn(|at| matrix[at][at]);
    let mut kept = [false; TERMS];
    for pivot in 0..TERMS {
        let own = matrix[pivot][pivot];
        if !(own > OWN_MIN * whole[pivot] && own > 0.0) {
            continue;
        }
        kept[pivot] = true;
        for a in (0..TERMS).filter(|a| *a != pivot) {
            for b in (0..TERMS).filter(|b| *b != pivot) {
                matrix[a][b] -= matrix[a][pivot] * matrix[pivot][b] / own;
            }
        }
        for other in (0..TERMS).filter(|other| *other != pivot) {
            matrix[pivot][other] /= own;
            matrix[other][pivot] /= -own;
        }
        matrix[pivot][pivot] = 1.0 / own;
    }
    let inverse = std::array::from_fn(|a| std::array::from_fn(|b| if kept[a] && kept[b] { matrix[a][b] } else { 0.0 }));
    (inverse, kept.iter().filter(|kept| **kept).count())
}

#[cfg(test)]
mod tests {
    use super::{SEASON_LEVEL, may_be_season};

    /// Student's t with 10 degrees of freedom: 95 % lie within 2.228 (a table of any textbook).
    #[test]
    fn what_the_season_may_explain_is_left_out() {
        let twice = |errors: f64| may_be_season(2.0 * errors, 4.0, 10.0);
        assert!(twice(2.228) && twice(-2.228) && !twice(2.229) && !twice(-2.229));
        assert_eq!(SEASON_LEVEL, 0.95);
    }
}
