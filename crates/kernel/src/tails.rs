//! Tails of counts: how likely it is that a count is so large by chance.
//!
//! # Sources
//!
//! - W. Hoeffding, "On the distribution of the number of successes in independent trials", Annals of Mathematical
//!   Statistics 27 (1956), and T. W. Anderson and S. M. Samuels (1967): above its mean, the upper tail of a sum of
//!   unlike trials lies below that of Poisson's law with the same mean, so that Poisson's is the safe one.
//! - NIST Digital Library of Mathematical Functions, chapter 8, for series and fraction of the incomplete gamma function.

use std::collections::HashMap;
use std::sync::LazyLock;

use libm::{erfc, exp, fabs, lgamma, log, sqrt};

/// How often a ratio is below its lower bound.
const LOWER_BOUND_LEVEL: f64 = 0.05;

/// Terms after which a series or a fraction is taken as it is.
const TERMS_MAX: usize = 100_000;
/// What counts as no difference.
const TINY: f64 = 1e-300;
/// A shape from which the normal law is as near as rounding lets the others come.
const HUGE: f64 = 1e12;

/// `P(a, x)`: the regularized lower incomplete gamma function, in [0, 1].
///
/// The probability that a gamma variable of shape `a` and rate 1 is at most `x`, and that a Poisson count of mean `x`
/// is at least `a` when `a` is whole. 1 for `a` of 0 and below, 0 for `x <= 0`; NaN for NaN.
#[must_use]
pub fn gamma_lower(a: f64, x: f64) -> f64 {
    if a.is_nan() || x.is_nan() {
        return f64::NAN;
    }
    if a < TINY || x == f64::INFINITY {
        return 1.0;
    }
    if x <= 0.0 || a == f64::INFINITY {
        return 0.0;
    }
    if a > HUGE {
        // Wilson and Hilferty's cube root.
        return normal_above((1.0 - 1.0 / (9.0 * a) - libm::cbrt(x / a)) * 3.0 * sqrt(a));
    }
    if x < a + 1.0 { series(a, x) } else { 1.0 - fraction(a, x) }.clamp(0.0, 1.0)
}

fn front(a: f64, x: f64) -> f64 {
    exp(a * log(x) - x - lgamma(a))
}

fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0 / a, 1.0 / a);
    for n in 1..TERMS_MAX {
        term *= x / (a + n as f64);
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum * front(a, x)
}

/// The upper function by its continued fraction, evaluated as Lentz does.
fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for n in 1..TERMS_MAX {
        let n = n as f64;
        let numerator = -n * (n - a);
        b += 2.0;
        d = numerator * d + b;
        d = 1.0 / if fabs(d) < TINY { TINY } else { d };
        c = b + numerator / c;
        c = if fabs(c) < TINY { TINY } else { c };
        let step = d * c;
        value *= step;
        if fabs(step - 1.0) < 1e-16 {
            break;
        }
    }
    value * front(a, x)
}

/// How likely at least `common` draws in common are; see [`CommonDraws::at_least`].
#[must_use]
pub fn common_at_least(common: u32, strata: &[(u32, u32, u32)]) -> f64 {
    CommonDraws::default().at_least(common, strata)
}

/// How many times as many draws in common as by chance there are at least; see [`CommonDraws::ratio_low`].
#[must_use]
pub fn common_ratio_low(common: u32, strata: &[(u32, u32, u32)]) -> f64 {
    CommonDraws::default().ratio_low(common, strata)
}

/// Draws in common, when two draw from the same places, each stratum by itself: of each stratum its places, and how
/// many of them the one and the other draw. Exact: the sum of independent hypergeometric counts.
///
/// Draws beyond the places of a stratum are cut. Time grows with the square of the draws; the chances of strata that
/// come again, as they do among many pairs, are computed once.
#[derive(Clone, Debug, Default)]
pub struct CommonDraws {
    /// How likely each number of draws in common is within a stratum, from none on.
    within: HashMap<(u32, u32, u32), Vec<f64>>,
    /// The same over all strata, and over all but the last.
    chances: [Vec<f64>; 2],
}

impl CommonDraws {
    /// How likely at least `common` draws in common are, in [0, 1].
    pub fn at_least(&mut self, common: u32, strata: &[(u32, u32, u32)]) -> f64 {
        self.chances(strata).iter().skip(common as usize).rev().sum::<f64>().clamp(0.0, 1.0)
    }

    /// How many times as many draws in common as by chance there are at least, with a probability of 95 %: the mean
    /// under the smallest odds ratio, the same in all strata, that causes so many in one case of twenty (Fisher's
    /// noncentral law), over the mean by chance. 0 where nothing can be in common.
    pub fn ratio_low(&mut self, common: u32, strata: &[(u32, u32, u32)]) -> f64 {
        let chances = self.chances(strata);
        // The tail and the mean when each draw in common counts `exp(log_odds)` times, in units in which the largest
        // weight is 1.
        let tilted = |log_odds: f64| {
            let (mut all, mut tail, mut mean) = (0.0, 0.0, 0.0);
            let mut add = |x: usize, weight: f64| {
                all += weight;
                mean += weight * x as f64;
                tail += if x >= common as usize { weight } else { 0.0 };
            };
            let (mut times, step) = (1.0, exp(-log_odds.abs()));
            let mut next = |(x, chance): (usize, &f64)| {
                add(x, chance * times);
                times *= step;
            };
            match log_odds > 0.0 {
                true => chances.iter().enumerate().rev().for_each(&mut next),
                false => chances.iter().enumerate().for_each(&mut next),
            }
            (tail / all, mean / all)
        };
        let by_chance: f64 = chances.iter().enumerate().map(|(x, chance)| x as f64 * chance).sum();
        if by_chance <= 0.0 {
            return 0.0;
        }
        let (mut low, mut high) = (-20.0, 20.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if tilted(middle).0 < LOWER_BOUND_LEVEL { low = middle } else { high = middle }
        }
        tilted(low).1 / by_chance
    }

    /// How likely each number of draws in common is, from none on.
    fn chances(&mut self, strata: &[(u32, u32, u32)]) -> &[f64] {
        let [chances, before] = &mut self.chances;
        chances.clear();
        chances.push(1.0);
        // Where one of the two draws nothing, nothing can be in common.
        for stratum in strata.iter().filter(|(_, one, other)| *one > 0 && *other > 0) {
            let here = self.within.entry(*stratum).or_insert_with(|| within(*stratum));
            std::mem::swap(chances, before);
            chances.clear();
            chances.resize(before.len() + here.len() - 1, 0.0);
            for (x, one) in before.iter().enumerate() {
                here.iter().zip(&mut chances[x..]).for_each(|(other, next)| *next += one * other);
            }
        }
        chances
    }
}

/// How likely each number of draws in common is within a stratum.
fn within((places, a, b): (u32, u32, u32)) -> Vec<f64> {
    let (a, b) = (a.min(places), b.min(places));
    let log_choose = |n: u32, k: u32| log_factorial(n) - log_factorial(k) - log_factorial(n - k);
    let all = log_choose(places, b);
    let least = (a + b).saturating_sub(places);
    (0..=a.min(b))
        .map(|x| if x < least { 0.0 } else { exp(log_choose(a, x) + log_choose(places - a, b - x) - all) })
        .collect()
}

/// The logarithm of a factorial; those of the days of a year are asked for again and again.
fn log_factorial(n: u32) -> f64 {
    static FIRST: LazyLock<Vec<f64>> = LazyLock::new(|| (0..512).map(|n| lgamma(f64::from(n) + 1.0)).collect());
    FIRST.get(n as usize).copied().unwrap_or_else(|| lgamma(f64::from(n) + 1.0))
}

/// The `x` at which [`gamma_lower`] of shape `a` reaches `p`: the quantile of a gamma variable of rate 1.
///
/// `None` unless `a` is positive and finite and `p` lies in (0, 1).
#[must_use]
pub fn gamma_quantile(a: f64, p: f64) -> Option<f64> {
    if !(a > 0.0 && a.is_finite() && p > 0.0 && p < 1.0) {
        return None;
    }
    // `P(a, x)` is at most `x^a / Γ(a+1)`, which bounds it from below.
    let mut low = exp((log(p) + lgamma(a + 1.0)) / a);
    let mut high = (a + 4.0 * sqrt(a) + 4.0).max(low);
    while gamma_lower(a, high) < p && high.is_finite() {
        low = high;
        high *= 2.0;
    }
    // Newton's step is taken whenever it stays between the bounds; halving them never fails.
    let mut x = low;
    for _ in 0..200 {
        let off = gamma_lower(a, x) - p;
        if off > 0.0 {
            high = x
        } else {
            low = x
        }
        let newton = x - off * x / front(a, x);
        let middle = if high > 4.0 * low { sqrt(low) * sqrt(high) } else { 0.5 * (low + high) };
        let next = if newton > low && newton < high { newton } else { middle };
        if fabs(next - x) <= 1e-14 * x {
            return Some(next);
        }
        x = next;
    }
    Some(x)
}

/// The probability that a Poisson count of this mean is at least `count`.
///
/// 1 for a count of 0; 0 for a mean of 0 and a positive count.
#[must_use]
pub fn poisson_at_least(count: u32, mean: f64) -> f64 {
    gamma_lower(f64::from(count), mean)
}

/// The same for counts whose variance is `dispersion` times their mean: count and mean are divided by it, and Poisson's
/// tail is read between whole numbers. A dispersion below 1 counts as 1.
#[must_use]
pub fn dispersed_at_least(count: u32, mean: f64, dispersion: f64) -> f64 {
    let dispersion = dispersion.max(1.0);
    gamma_lower(f64::from(count) / dispersion, mean / dispersion)
}

/// The probability that at least `count` of independent trials hit: `(probability, trials)` by group. Exact up to
/// rounding; time and space grow with trials x count.
#[must_use]
pub fn trials_at_least(count: u32, groups: impl IntoIterator<Item = (f64, u32)>) -> f64 {
    if count == 0 {
        return 1.0;
    }
    // below[k]: exactly k hits so far, for k < count; what reaches `count` is gone for good.
    let mut below = vec![0.0; count as usize];
    below[0] = 1.0;
    let mut reached = 0.0;
    let mut seen = 0_usize;
    for (chance, trials) in groups {
        let chance = chance.clamp(0.0, 1.0);
        for _ in 0..trials {
            seen += 1;
            let top = below.len() - 1;
            if seen > top {
                reached += below[top] * chance;
            }
            for k in (1..=top.min(seen)).rev() {
                below[k] = below[k] * (1.0 - chance) + below[k - 1] * chance;
            }
            below[0] *= 1.0 - chance;
        }
    }
    reached.min(1.0)
}

/// The probability that a standard normal variable exceeds `z`.
#[must_use]
pub fn normal_above(z: f64) -> f64 {
    0.5 * erfc(z / std::f64::consts::SQRT_2)
}
