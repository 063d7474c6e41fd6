//! The pointwise band around a curve: on the log-log scale where events are many, by beta products where they are few.

use super::{BAND_LEVEL, BAND_Z, LEVEL_TOLERANCE};
use crate::distributions::{beta_cdf, beta_quantile};

/// How the band around a curve is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Band {
    /// Greenwood's variance on the log(-log) scale. Right in the limit of many events; with few it covers less than it
    /// promises, and where the curve is 1 or 0 it promises nothing.
    #[default]
    LogLog,
    /// The beta product procedure of Fay, Brittain and Proschan. Without censoring it is the exact interval of Clopper
    /// and Pearson, and its medians are those of the sign test; with censoring it covers at least as often as promised
    /// in every case that was tried. It is wider.
    BetaProduct,
    /// The beta product until [`LOG_LOG_EVENTS_MIN`] events have come and once fewer than [`LOG_LOG_SPARED_MIN`] are
    /// spared, the log-log scale between: where many events lie behind and some subjects still wait, both agree.
    Fitting,
}

/// With fewer events behind a day than this the log-log band covers less than it promises; see `tests/coverage.rs`.
///
/// Tested by `the_plain_band_needs_many_events_and_some_left`.
pub const LOG_LOG_EVENTS_MIN: usize = 30;

/// With fewer subjects left than this the log-log band covers less than it promises.
///
/// Tested by `the_plain_band_needs_many_events_and_some_left`.
pub const LOG_LOG_SPARED_MIN: usize = 10;

impl Band {
    /// Whether the beta product is used after so many events, with so many at risk that the event has spared.
    pub(super) fn is_exact(self, events_so_far: usize, survivors: usize) -> bool {
        match self {
            Band::LogLog => false,
            Band::BetaProduct => true,
            Band::Fitting => events_so_far < LOG_LOG_EVENTS_MIN || survivors < LOG_LOG_SPARED_MIN,
        }
    }
}

/// The first two moments of the product of beta variables that stands for the curve after a step.
///
/// With r at risk, the share that outlasts the next event is distributed as Beta(r, 1); of d tied events the last one
/// leaves Beta(r - d + 1, d).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moments {
    mean: f64,
    square: f64,
}

impl Moments {
    /// Before the first event.
    pub(super) const ONE: Moments = Moments { mean: 1.0, square: 1.0 };

    /// The product with the share that outlasts `events` among so many at risk.
    pub(super) fn at_risk_after(self, at_risk: usize, events: usize) -> Moments {
        let (r, left) = (at_risk as f64, at_risk.saturating_sub(events) as f64 + 1.0);
        let mean = left / (r + 1.0);
        Moments { mean: self.mean * mean, square: self.square * mean * (left + 1.0) / (r + 2.0) }
    }

    /// The beta distribution with these moments; absent where all of it lies at one point.
    fn beta(self) -> Option<(f64, f64)> {
        let variance = self.square - self.mean * self.mean;
        if variance <= 0.0 || self.mean <= 0.0 {
            return None;
        }
        let scale = (self.mean - self.square) / variance;
        Some((self.mean * scale, (1.0 - self.mean) * scale))
    }

    /// The value below which the share `p` lies; the mean where all lies there.
    fn quantile(self, p: f64) -> f64 {
        self.beta().map_or(self.mean, |(a, b)| beta_quantile(p, a, b))
    }

    /// The share at or below `x`.
    fn cdf(self, x: f64) -> f64 {
        self.beta().map_or(f64::from(u8::from(self.mean <= x)), |(a, b)| beta_cdf(x, a, b))
    }

    /// The lower limit where the next event could come at once, with so many at risk.
    pub(super) fn low(self, at_risk_next: usize) -> f64 {
        if at_risk_next == 0 { 0.0 } else { self.at_risk_after(at_risk_next, 1).quantile((1.0 - BAND_LEVEL) / 2.0) }
    }

    /// Whether that lower limit is at most `level`: without the search that the limit itself needs.
    pub(super) fn low_reaches(self, at_risk_next: usize, level: f64) -> bool {
        at_risk_next == 0 || self.at_risk_after(at_risk_next, 1).cdf(level) >= (1.0 - BAND_LEVEL) / 2.0
    }

    /// The upper limit.
    pub(super) fn high(self) -> f64 {
        self.quantile(f64::midpoint(1.0, BAND_LEVEL))
    }

    /// Whether the upper limit is at most `level`.
    pub(super) fn high_reaches(self, level: f64) -> bool {
        self.cdf(level) >= f64::midpoint(1.0, BAND_LEVEL)
    }
}

/// Whether a limit on the log-log scale has reached a level.
pub(super) fn reached(limit: f64, level: f64) -> bool {
    limit <= level + LEVEL_TOLERANCE
}

/// The limits of the log-log band around `survival`, given the variance of its logarithm.
///
/// On the scale ln(-ln S) the standard error is sqrt(variance) / |ln S|; going back, the limits are S^w and S^(1/w)
/// with w = exp(z * standard error). The C-library functions in `libm` are used so that every platform gives the same
/// bits.
pub(super) fn log_log(survival: f64, log_variance: f64) -> (f64, f64) {
    if survival <= 0.0 || survival >= 1.0 {
        return (survival, survival);
    }
    let log_survival = libm::log(survival);
    let spread = BAND_Z * libm::sqrt(log_variance) / -log_survival;
    let low = libm::exp(log_survival * libm::exp(spread));
    let high = libm::exp(log_survival * libm::exp(-spread));
    // Keeps the promised order whatever the rounding.
    (low.min(survival), high.max(survival))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_band_needs_many_events_and_some_left() {
        let is_exact = |events: usize, left: usize| Band::Fitting.is_exact(events, left);
        let (events, left) = (LOG_LOG_EVENTS_MIN, LOG_LOG_SPARED_MIN);
        assert_eq!(
            [is_exact(events, left), is_exact(events - 1, left), is_exact(events, left - 1)],
            [false, true, true]
        );
        assert_eq!((events, left), (30, 10));
    }
}
