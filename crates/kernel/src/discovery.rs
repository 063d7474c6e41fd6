//! Which of many small probabilities are discoveries, when some must be small by chance.
//!
//! # Sources
//!
//! - Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995).
//! - Y. Benjamini and D. Yekutieli, Annals of Statistics 29 (2001), for any dependence.

/// The q-value of each probability, in its order: the smallest share of false discoveries at which it is one.
///
/// `tests` is how many were made, those that are not given included; it counts as at least the number given. Those that
/// are not given are taken to be larger than all given ones. Values lie in [0, 1]; a NaN counts as 1. With `strict`,
/// the bound holds whatever the dependence between tests, at the price of a factor of about `ln(tests)`.
#[must_use]
pub fn q_values(probabilities: &[f64], tests: u64, strict: bool) -> Vec<f64> {
    let once: Vec<(f64, u64)> = probabilities.iter().map(|p| (*p, 1)).collect();
    q_values_repeated(&once, tests, strict)
}

/// The same as [`q_values`] for probabilities that several tests have each: `(probability, tests)`.
#[must_use]
pub fn q_values_repeated(probabilities: &[(f64, u64)], tests: u64, strict: bool) -> Vec<f64> {
    let mut rank = probabilities.iter().fold(0_u64, |all, (_, times)| all.saturating_add(*times));
    let tests = tests.max(rank);
    let factor = if strict { harmonic(tests) } else { 1.0 };
    let value = |at: usize| match probabilities.get(at) {
        Some((p, _)) if !p.is_nan() => p.clamp(0.0, 1.0),
        _ => 1.0,
    };
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|a, b| value(*a).total_cmp(&value(*b)));
    let mut found = vec![1.0; probabilities.len()];
    let mut least = 1.0_f64;
    for at in order.into_iter().rev() {
        least = least.min(value(at) * tests as f64 * factor / rank as f64);
        found[at] = least;
        rank = rank.saturating_sub(probabilities[at].1);
    }
    found
}

/// 1 + 1/2 + ... + 1/n.
fn harmonic(n: u64) -> f64 {
    if n <= 1_000 {
        return (1..=n).map(|k| 1.0 / k as f64).sum();
    }
    let n = n as f64;
    libm::log(n) + 0.577_215_664_901_532_9 + 0.5 / n - 1.0 / (12.0 * n * n)
}
