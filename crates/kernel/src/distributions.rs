//! The beta distribution, and what follows from it: exact limits of a share, Student's quantile.
//!
//! # Sources
//!
//! - W. J. Lentz, "Generating Bessel functions in Mie scattering calculations using continued fractions", Applied
//!   Optics 15 (1976), for the continued fraction of the incomplete beta function.
//! - E. L. Korn and B. I. Graubard, "Confidence intervals for proportions with small expected number of positive counts
//!   estimated from survey data", Survey Methodology 24 (1998).
//! - C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits", Biometrika 26 (1934).

/// Steps of a search; it takes about eight, and where it has to halve more than a float can tell apart.
const STEPS_MAX: u32 = 200;

/// The most terms of the continued fraction; it needs about the square root of the larger parameter.
const TERMS_MAX: u32 = 20_000;

/// The share of a beta distribution that lies at or below `x`.
///
/// `a` and `b` are its parameters, both positive; with one of them 0 (and the other positive) all of it lies at 0 or at
/// 1. The result lies in [0, 1], and is 0 for any other parameters or a NaN.
#[must_use]
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if !(a >= 0.0 && b >= 0.0 && a + b > 0.0 && (a + b).is_finite()) || x.is_nan() {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x < 0.0 {
        return 0.0;
    }
    if a == 0.0 {
        return 1.0;
    }
    if b == 0.0 || x == 0.0 {
        return 0.0;
    }
    inner_cdf(x, a, b, log_normal(a, b))
}

/// The logarithm of what makes the density of a beta distribution add up to 1.
fn log_normal(a: f64, b: f64) -> f64 {
    libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
}

/// The same for `x` between 0 and 1 and positive parameters.
fn inner_cdf(x: f64, a: f64, b: f64, log_normal: f64) -> f64 {
    // The fraction converges fast below the mean; above it the mirrored one does.
    let lower = x <= (a + 1.0) / (a + b + 2.0);
    let (x, a, b) = if lower { (x, a, b) } else { (1.0 - x, b, a) };
    let log_front = a * libm::log(x) + b * libm::log1p(-x) + log_normal;
    let part = (libm::exp(log_front) * fraction(x, a, b) / a).clamp(0.0, 1.0);
    if lower { part } else { 1.0 - part }
}

/// The continued fraction of the incomplete beta function.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let nonzero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d) = (1.0, 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0)));
    let mut result = d;
    for term in 1..=TERMS_MAX {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        let step = d * c;
        result *= step;
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    result
}

/// The value below which the share `p` of a beta distribution lies: between 0 and 1.
///
/// `p` is cut to [0, 1]. Parameters are those of [`beta_cdf`].
#[must_use]
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if p <= 0.0 || a == 0.0 {
        return 0.0;
    }
    if p >= 1.0 || b == 0.0 {
        return 1.0;
    }
    if !(a > 0.0 && b > 0.0 && (a + b).is_finite()) || p.is_nan() {
        return 1.0;
    }
    let log_normal = log_normal(a, b);
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    // Newton's step is taken whenever it stays between the bounds; halving them never fails.
    let mut x = a / (a + b);
    for _ in 0..STEPS_MAX {
        let off = inner_cdf(x, a, b, log_normal) - p;
        if off < 0.0 {
            low = x
        } else {
            high = x
        }
        let density = libm::exp((a - 1.0) * libm::log(x) + (b - 1.0) * libm::log1p(-x) + log_normal);
        let newton = x - off / density;
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        if (next - x).abs() <= 0.5 * f64::EPSILON * x || next <= low || next >= high {
            return next;
        }
        x = next;
    }
    x
}

/// The exact interval of a share of independent trials at a confidence `level`, such as 0.95: `(low, high)` in [0, 1].
///
/// It covers at least as often as it promises for any number of trials. Without trials nothing is known: (0, 1).
#[must_use]
pub fn exact_share(hits: u64, trials: u64, level: f64) -> (f64, f64) {
    let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
    let (hits, trials) = (hits.min(trials) as f64, trials as f64);
    if trials == 0.0 {
        return (0.0, 1.0);
    }
    (beta_quantile(tail, hits, trials - hits + 1.0), beta_quantile(1.0 - tail, hits + 1.0, trials - hits))
}

/// The same for trials that come in clusters, with `times` as much variance as independent ones and known from so many
/// clusters: exact limits of as many fewer trials as that, by the quantile of Student in place of the normal one (Korn
/// and Graubard). `times` below 1 counts as 1; with fewer than two clusters nothing is known: (0, 1).
#[must_use]
pub fn clustered_share(hits: u64, trials: u64, times: f64, clusters: usize, level: f64) -> (f64, f64) {
    if trials == 0 || clusters < 2 {
        return (0.0, 1.0);
    }
    let few = student(level, clusters as f64 - 1.0) / student(level, 1e6);
    let effective = trials as f64 / (times.max(1.0) * few * few);
    let hits = hits.min(trials) as f64 / trials as f64 * effective;
    let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
    let low = beta_quantile(tail, hits, effective - hits + 1.0);
    (low, beta_quantile(1.0 - tail, hits + 1.0, (effective - hits).max(0.0)))
}

/// Student's two-sided quantile: the number of standard errors on each side that a `level` such as 0.95 needs with so
/// many degrees of freedom. Infinite with none.
#[must_use]
pub fn student(level: f64, freedom: f64) -> f64 {
    if freedom.is_nan() || freedom <= 0.0 {
        return f64::INFINITY;
    }
    let x = beta_quantile(1.0 - level.clamp(0.0, 1.0), freedom / 2.0, 0.5);
    if x <= 0.0 { f64::INFINITY } else { libm::sqrt(freedom * (1.0 - x) / x) }
}

/// Wilson's interval of a share of independent trials, 0 to 1, at so many standard errors. `trials` may be effective ones,
/// and so no whole number; above 0.
#[must_use]
pub fn wilson(share: f64, trials: f64, critical: f64) -> (f64, f64) {
    let spread = critical * critical / trials;
    let center = share + spread / 2.0;
    let half = critical * libm::sqrt(share * (1.0 - share) / trials + spread / (4.0 * trials));
    (((center - half) / (1.0 + spread)).max(0.0), ((center + half) / (1.0 + spread)).min(1.0))
}

/// How often Student's variable with so many degrees of freedom lies at least `t` from 0, in either direction. 1 for a
/// `t` of 0, a NaN, or no degrees of freedom.
#[must_use]
pub fn student_beyond(t: f64, freedom: f64) -> f64 {
    if freedom.is_nan() || freedom <= 0.0 || t.is_nan() || t == 0.0 {
        return 1.0;
    }
    // Of an infinite `t` the share below is 0.
    beta_cdf(freedom / (freedom + t * t), freedom / 2.0, 0.5)
}

#[cfg(test)]
mod tests {
    use super::{beta_cdf, beta_quantile, clustered_share, exact_share, student, student_beyond, wilson};

    /// Vollset, Statistics in Medicine 12 (1993), and Newcombe, ibid. 17 (1998): 81 of 263 and 0 of 20.
    #[test]
    fn wilson_is_as_published() {
        let near = |ours: (f64, f64), theirs: (f64, f64)| {
            assert!((ours.0 - theirs.0).abs() < 5e-5 && (ours.1 - theirs.1).abs() < 5e-5, "{ours:?} {theirs:?}");
        };
        for critical in [1.96, 1.959_963_984_540_054] {
            near(wilson(81.0 / 263.0, 263.0, critical), (0.2553, 0.3662));
            near(wilson(0.0, 20.0, critical), (0.0, 0.1611));
        }
    }

    /// For whole parameters the distribution is a sum of binomial terms.
    #[test]
    fn whole_parameters_are_binomial_sums() {
        for (a, b) in [(1_u32, 1_u32), (2, 5), (7, 3), (20, 11), (1, 30)] {
            let n = a + b - 1;
            for step in 1..20_u32 {
                let x = f64::from(step) / 20.0;
                let mut term = (1.0 - x).powi(n as i32);
                let mut sum = 0.0;
                for k in 0..=n {
                    if k >= a {
                        sum += term;
                    }
                    term *= f64::from(n - k) / f64::from(k + 1) * x / (1.0 - x);
                }
                assert!((beta_cdf(x, a.into(), b.into()) - sum).abs() < 1e-12, "{a} {b} {x}");
            }
        }
    }

    #[test]
    fn quantiles_turn_the_distribution_around() {
        for (a, b) in [(0.5, 0.5), (3.3, 0.7), (40.0, 2.5), (900.0, 1100.0)] {
            for p in [1e-6, 0.025, 0.5, 0.975, 1.0 - 1e-6] {
                assert!((beta_cdf(beta_quantile(p, a, b), a, b) - p).abs() < 1e-10, "{a} {b} {p}");
            }
        }
    }

    /// Newcombe, Statistics in Medicine 17 (1998): 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    #[test]
    fn exact_shares_are_as_published() {
        let cases =
            [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)];
        for (hits, trials, low, high) in cases {
            let found = exact_share(hits, trials, 0.95);
            assert!((found.0 - low).abs() < 5e-5 && (found.1 - high).abs() < 5e-5, "{hits} of {trials}: {found:?}");
        }
    }

    /// With as much variance as independent trials, from very many clusters, limits are the exact ones; with more, or
    /// from fewer, they are wider.
    #[test]
    fn clusters_widen_exact_limits() {
        let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 1e-5 && (a.1 - b.1).abs() < 1e-5;
        assert!(near(clustered_share(15, 148, 1.0, 1_000_000, 0.95), exact_share(15, 148, 0.95)));
        assert!(near(clustered_share(30, 296, 2.0, 1_000_000, 0.95), exact_share(15, 148, 0.95)));
        let few = clustered_share(15, 148, 1.0, 5, 0.95);
        assert!(few.0 < 0.0578 && few.1 > 0.1617, "{few:?}");
        assert_eq!(clustered_share(1, 2, 1.0, 1, 0.95), (0.0, 1.0));
        assert_eq!(clustered_share(0, 9, 1.0, 9, 0.95).0, 0.0);
    }

    /// Printed tables of Student's t, two-sided 95 %.
    #[test]
    fn student_is_as_printed() {
        for (freedom, printed) in [(1.0, 12.706), (2.0, 4.303), (4.0, 2.776), (9.0, 2.262), (30.0, 2.042)] {
            assert!((student(0.95, freedom) - printed).abs() < 6e-4, "{freedom}: {}", student(0.95, freedom));
        }
        assert_eq!(student(0.95, 0.0), f64::INFINITY);
        for (freedom, printed, share) in [(1.0, 12.706, 0.05), (4.0, 4.604, 0.01), (30.0, -3.646, 0.001)] {
            assert!((student_beyond(printed, freedom) / share - 1.0).abs() < 2e-3, "{freedom}");
        }
        assert_eq!((student_beyond(0.0, 3.0), student_beyond(f64::INFINITY, 3.0)), (1.0, 0.0));
        assert_eq!((student_beyond(f64::NAN, 3.0), student_beyond(2.0, 0.0)), (1.0, 1.0));
    }

    #[test]
    fn no_parameter_panics() {
        for a in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-320, 1e12] {
            for b in [0.0, 2.0, f64::NAN, 1e9] {
                for x in [-1.0, 0.0, 0.3, 1.0, f64::NAN, f64::INFINITY] {
                    assert!((0.0..=1.0).contains(&beta_cdf(x, a, b)), "{x} {a} {b}");
                }
                assert!((0.0..=1.0).contains(&beta_quantile(0.3, a, b)), "{a} {b}");
            }
        }
    }
}
