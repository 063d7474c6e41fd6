//! Which values of a series lie outside its control limits: Shewhart charts for individual values.
//!
//! A series that nothing touches still moves. Its own moves from one value to the next say how far: the limits lie 2.66
//! mean moving ranges from the mean, which is three standard deviations of independent normal values. A value beyond
//! them, or eight in a row on one side of the mean, is a signal to look for a cause, and proves none.
//!
//! Values that depend on each other, such as running totals, move too little from one to the next: their limits are too
//! narrow.
//!
//! # Sources
//!
//! - W. A. Shewhart, *Economic Control of Quality of Manufactured Product* (1931).
//! - D. J. Wheeler, *Understanding Variation* (1993), for limits of individual values and for runs.

/// The fewest values that limits are made from: with fewer, the limits themselves move more than the series.
pub const VALUES_MIN: usize = 8;

/// Values in a row on one side of the mean that are a signal.
pub const RUN_MIN: usize = 8;

/// Three standard deviations in mean moving ranges: 3 / 1.128.
const RANGES: f64 = 2.66;

/// The limits of a series, in its own unit. Ranges: `low <= center <= high`, all finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The mean of the values.
    pub center: f64,
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
    /// The mean of the differences, without sign, between each value and the one before.
    pub moving_range: f64,
    /// How many values the limits were made from.
    pub n: usize,
}

/// What a series did that it does not do by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Places of values beyond a limit, ascending.
    pub beyond: Vec<usize>,
    /// Places of the eighth and further values in a row on one side of the mean, ascending.
    pub run: Vec<usize>,
}

/// The limits of a series in its order; `None` with fewer than [`VALUES_MIN`] values or one that is not finite.
#[must_use]
pub fn limits(values: &[f64]) -> Option<Limits> {
    if values.len() < VALUES_MIN || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let center = mean(values.iter().copied(), values.len());
    let ranges = values.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    let moving_range = mean(ranges, values.len() - 1);
    let half = RANGES * moving_range;
    let limits = Limits { center, low: center - half, high: center + half, moving_range, n: values.len() };
    (limits.low.is_finite() && limits.high.is_finite()).then_some(limits)
}

impl Limits {
    /// The same limits where no value can lie below this one, such as 0 for a count.
    #[must_use]
    pub fn not_below(self, floor: f64) -> Limits {
        Limits { low: self.low.max(floor).min(self.center), ..self }
    }

    /// What a series did beyond these limits. A value on the mean ends a run.
    #[must_use]
    pub fn signals(&self, values: &[f64]) -> Signals {
        let mut signals = Signals::default();
        let (mut side, mut length) = (0_i8, 0_usize);
        for (place, value) in values.iter().enumerate() {
            let now = i8::from(*value > self.center) - i8::from(*value < self.center);
            length = if now != 0 && now == side { length + 1 } else { usize::from(now != 0) };
            side = now;
            if *value < self.low || *value > self.high {
                signals.beyond.push(place);
            }
            if length >= RUN_MIN {
                signals.run.push(place);
            }
        }
        signals
    }
}

/// The mean of so many numbers, kept in range by dividing first.
fn mean(values: impl Iterator<Item = f64>, n: usize) -> f64 {
    values.map(|value| value / n as f64).sum()
}
