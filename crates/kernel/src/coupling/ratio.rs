//! How many times likelier than chance a count is, drawn towards 1 where there is little to go by.

use crate::tails::gamma_quantile;

/// What the lower bound leaves below it.
const BELOW: f64 = 0.05;

/// The risk ratio of a count against an expectation, and what it exceeds with a probability of 95 %.
///
/// With a prior of shape `a` and rate `b`, the ratio is `(count + a) / (expected + b)`. Count and expectation are first
/// divided by the dispersion.
#[must_use]
pub fn risk_ratio(count: u32, expected: f64, dispersion: f64, prior: (f64, f64)) -> (f64, f64) {
    RiskRatios::new(dispersion, prior).of(count, expected)
}

/// Risk ratios of many counts under one dispersion and prior: the quantile of each count is found once.
#[derive(Clone, Debug)]
pub struct RiskRatios {
    dispersion: f64,
    prior: (f64, f64),
    /// By count; what was not asked for yet is not a number.
    quantiles: Vec<f64>,
}

/// Counts above this are not remembered.
const REMEMBERED_MAX: usize = 10_000;

impl RiskRatios {
    /// A dispersion below 1 counts as 1; shape and rate of the prior are positive.
    #[must_use]
    pub fn new(dispersion: f64, prior: (f64, f64)) -> RiskRatios {
        RiskRatios { dispersion: dispersion.max(1.0), prior, quantiles: Vec::new() }
    }

    /// The same as [`risk_ratio`].
    pub fn of(&mut self, count: u32, expected: f64) -> (f64, f64) {
        let shape = f64::from(count) / self.dispersion + self.prior.0;
        let rate = expected.max(0.0) / self.dispersion + self.prior.1;
        (shape / rate, self.quantile(count as usize, shape) / rate)
    }

    fn quantile(&mut self, count: usize, shape: f64) -> f64 {
        let find = || gamma_quantile(shape, BELOW).unwrap_or(0.0);
        if count > REMEMBERED_MAX {
            return find();
        }
        if self.quantiles.len() <= count {
            self.quantiles.resize(count + 1, f64::NAN);
        }
        if self.quantiles[count].is_nan() {
            self.quantiles[count] = find();
        }
        self.quantiles[count]
    }
}
