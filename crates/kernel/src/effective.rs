//! The effective number of holders: how many equal ones would be as spread out as these are.
//!
//! It is the exponential of Shannon's entropy, and, of order 2, the inverse of Simpson's concentration. What a sample
//! shows of the first is too low, because rare holders are missed: Chao, Wang and Jost estimate what they add. The
//! second has an unbiased estimate of its concentration.
//!
//! ```
//! use onethread_kernel::effective::effective;
//!
//! let found = effective(&[4, 3, 2, 1]).expect("ten pieces");
//! assert!(found.plug_in < found.corrected && (found.corrected - 4.39).abs() < 0.01);
//! ```
//!
//! # Sources
//!
//! - M. O. Hill, "Diversity and evenness", Ecology 54 (1973); L. Jost, "Entropy and diversity", Oikos 113 (2006).
//! - A. Chao, Y. T. Wang and L. Jost, "Entropy and the species accumulation curve", Methods in Ecology and Evolution 4
//!   (2013), equation 7.
//! - E. H. Simpson, "Measurement of diversity", Nature 163 (1949), for the unbiased concentration.

/// With fewer pieces than this, nothing is reported: the correction itself would be guesswork.
///
/// Tested by `too_few_and_degenerate_samples_are_refused_or_correct`.
pub const PIECES_MIN: u64 = 10;

/// The effective number of holders, in three forms; each is 1 or more and finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effective {
    /// The exponential of the entropy of the sample: too low by what the sample misses.
    pub plug_in: f64,
    /// The same, corrected for holders that the sample misses; at least `plug_in`.
    pub corrected: f64,
    /// The inverse of the unbiased concentration; absent when no holder has two pieces.
    pub inverse_simpson: Option<f64>,
    /// Pieces in all.
    pub pieces: u64,
}

/// The effective number of holders of pieces; zeros hold nothing. `None` with fewer than [`PIECES_MIN`] pieces.
#[must_use]
pub fn effective(counts: &[u64]) -> Option<Effective> {
    let counts: Vec<u64> = counts.iter().copied().filter(|count| *count > 0).collect();
    let pieces = counts.iter().fold(0_u64, |sum, count| sum.saturating_add(*count));
    if pieces < PIECES_MIN {
        return None;
    }
    let n = pieces as f64;
    let entropy = -counts.iter().map(|count| *count as f64 / n * libm::log(*count as f64 / n)).sum::<f64>();
    let plug_in = libm::exp(entropy.max(0.0));
    let concentration: f64 = counts.iter().map(|count| (*count as f64 / n) * ((*count as f64 - 1.0) / (n - 1.0))).sum();
    Some(Effective {
        plug_in,
        corrected: libm::exp(corrected_entropy(&counts, pieces)).max(plug_in),
        inverse_simpson: (concentration > 0.0).then(|| 1.0 / concentration),
        pieces,
    })
}

/// The estimate of Chao, Wang and Jost.
fn corrected_entropy(counts: &[u64], pieces: u64) -> f64 {
    let n = pieces as f64;
    // The sum of 1/k for k from the count to one below all pieces.
    let below = |count: u64| harmonic(pieces - 1) - harmonic(count - 1);
    let seen: f64 = counts.iter().filter(|count| **count < pieces).map(|count| *count as f64 / n * below(*count)).sum();
    let times = |wanted: u64| counts.iter().filter(|count| **count == wanted).count() as f64;
    let (once, twice) = (times(1), times(2));
    if once == 0.0 {
        return seen;
    }
    let a = match twice > 0.0 {
        true => 2.0 * twice / ((n - 1.0) * once + 2.0 * twice),
        false => 2.0 / ((n - 1.0) * (once - 1.0) + 2.0),
    };
    seen + once / n * unseen(a, pieces)
}

/// `(1-a)^(1-n) (-ln a - sum over r from 1 to n-1 of (1-a)^r / r)`, which is the sum over r from n on of
/// `(1-a)^(r-n+1) / r`.
fn unseen(a: f64, pieces: u64) -> f64 {
    let n = pieces as f64;
    if a >= 1.0 {
        return 0.0;
    }
    if n * a < 1.0 {
        let (mut power, mut sum) = (1.0, 0.0);
        for r in 1..pieces {
            power *= 1.0 - a;
            sum += power / r as f64;
        }
        return (-libm::log(a) - sum) / power;
    }
    // Terms fall by `1-a` each, so that there are no more than some forty times n of them.
    let (mut power, mut sum, mut r) = (1.0 - a, 0.0, n);
    while power / r > sum * 1e-16 && power > f64::MIN_POSITIVE {
        sum += power / r;
        power *= 1.0 - a;
        r += 1.0;
    }
    sum
}

/// The sum of 1/k for k from 1 to `n`: exact up to a thousand, then by the expansion of Euler and Maclaurin.
fn harmonic(n: u64) -> f64 {
    if n <= 1_000 {
        return (1..=n).map(|k| 1.0 / k as f64).sum();
    }
    let x = n as f64;
    const EULER: f64 = 0.577_215_664_901_532_9;
    libm::log(x) + EULER + 1.0 / (2.0 * x) - 1.0 / (12.0 * x * x)
}
