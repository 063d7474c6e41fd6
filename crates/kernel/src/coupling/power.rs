//! How much would have been found: common changes that are reported in four of five cases.
//!
//! Input: what chance gives two items, how many pairs are judged at once, and how common changes come in bursts. Output:
//! how many common sets they would have to have on average. No pair is announced for less than its size allows, so that
//! silence says something only together with this number.

use super::{Options, RiskRatios};
use crate::tails::dispersed_at_least;

/// What is there is found in so many cases. Tested by `what_is_drawn_so_is_found_in_four_of_five`.
const FOUND: f64 = 0.8;
/// Halvings that leave less than the last digit anybody reads.
const HALVINGS: u32 = 60;

/// The number of common sets at which two items are reported in four of five cases, where chance gives them `expected`
/// as one of `compared` pairs of which no other one is reported; absent where numbers are too large to be looked for.
///
/// Counts are dispersed as in [`dispersed_at_least`]: the first count that passes is looked for, then the mean with which
/// a count of at least so many comes in four of five cases.
#[must_use]
pub fn visible(expected: f64, compared: u64, dispersion: f64, options: &Options) -> Option<f64> {
    let least = fewest(expected, compared, dispersion, options)?;
    let is_found = |mean: f64| dispersed_at_least(least, mean, dispersion) >= FOUND;
    let (mut low, mut high) = (expected.max(0.0), f64::from(least).max(1.0));
    while !is_found(high) {
        high *= 2.0;
        if !high.is_finite() {
            return None;
        }
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        *(if is_found(middle) { &mut high } else { &mut low }) = middle;
    }
    Some(high)
}

/// The fewest common sets that are reported.
fn fewest(expected: f64, compared: u64, dispersion: f64, options: &Options) -> Option<u32> {
    if !expected.is_finite() || !dispersion.is_finite() {
        return None;
    }
    // Of the sums that hold whatever the dependence between pairs: 1 + 1/2 + ... + 1/n, by Euler's formula.
    let pairs = compared.max(1) as f64;
    let harmonic = if options.strict { pairs.ln() + 0.577_215_664_901_532_9 + 0.5 / pairs } else { 1.0 };
    let level = options.q_max / (pairs * harmonic.max(1.0));
    let mut ratios = RiskRatios::new(dispersion, options.prior);
    let mut passes = |count: u32| {
        count >= options.together_min
            && f64::from(count) > expected
            && dispersed_at_least(count, expected, dispersion) <= level
            && ratios.of(count, expected).1 >= options.ratio_min.max(1.0)
    };
    let mut high = options.together_min.max(1);
    while !passes(high) {
        high = high.checked_mul(2)?;
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        *(if passes(middle) { &mut high } else { &mut low }) = middle;
    }
    Some(if passes(low) { low } else { high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;
    use crate::tails::poisson_at_least;

    /// By brute force: the fewest count that passes all rules, and the mean on a grid that reaches it in four of five
    /// cases by the textbook's tail.
    #[test]
    fn it_is_what_trying_every_count_finds() {
        let options = Options::default();
        for (expected, compared) in [(0.2, 3), (1.5, 10), (4.0, 91), (12.0, 1_770), (40.0, 120)] {
            let passes = |count: u32| {
                poisson_at_least(count, expected) * compared as f64 <= 0.05
                    && super::super::risk_ratio(count, expected, 1.0, (2.0, 2.0)).1 >= 1.25
            };
            let least = (3..1_000).find(|count| passes(*count)).expect("some count passes");
            let mean = (0..100_000).map(|at| f64::from(at) * 0.01).find(|mean| poisson_at_least(least, *mean) >= 0.8);
            let found = visible(expected, compared, 1.0, &options).expect("a number");
            assert!((found - mean.expect("some mean")).abs() < 0.011, "{expected} of {compared}: {found} {mean:?}");
        }
    }

    /// What is drawn with that mean passes in four of five cases.
    #[test]
    fn what_is_drawn_so_is_found_in_four_of_five() {
        let (options, expected, compared) = (Options::default(), 4.0, 91);
        let (mean, mut stream) =
            (visible(expected, compared, 1.0, &options).expect("a number"), Stream::new(7, "power", 0));
        let least = fewest(expected, compared, 1.0, &options).expect("a number");
        let draw = |stream: &mut Stream| {
            // Poisson's count: chances of 2,000 small pieces of time.
            (0..2_000).filter(|_| stream.chance(mean / 2_000.0)).count() as u32
        };
        let found = (0..2_000).filter(|_| draw(&mut stream) >= least).count();
        let share = found as f64 / 2_000.0;
        assert!((share - FOUND).abs() < 0.03, "{found} of 2,000");
    }

    #[test]
    fn more_pairs_bursts_and_strictness_hide_more() {
        let of = |compared, dispersion, strict| {
            visible(3.0, compared, dispersion, &Options { strict, ..Options::default() }).expect("a number")
        };
        assert!(of(10, 1.0, false) < of(1_000, 1.0, false));
        assert!(of(10, 1.0, false) < of(10, 2.0, false));
        assert!(of(100, 1.0, false) < of(100, 1.0, true));
        assert_eq!(visible(f64::NAN, 3, 1.0, &Options::default()), None);
        assert_eq!(visible(1e300, 3, 1.0, &Options::default()), None);
    }
}
