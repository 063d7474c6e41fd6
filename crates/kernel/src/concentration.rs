//! How much of a whole the few largest holders hold.
//!
//! Input is one count per holder, without names; nothing here can say who holds what. The curve is
//! the concentration curve, cumulative from the largest holder down: a Lorenz curve read from the
//! other end, with the number of holders, not their share, on the horizontal axis.
//!
//! Source: M. O. Lorenz, "Methods of measuring the concentration of wealth", Publications of the
//! American Statistical Association 9 (1905).

/// The shares of a whole held by the largest holders.
///
/// A holder is whoever holds at least one; a count of zero is not a holder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concentration {
    /// The sum of the k largest counts, for k = 1, 2, ...: strictly ascending, each at least 1.
    /// 128 bits, so that no list of counts can overflow it.
    running: Vec<u128>,
}

impl Concentration {
    /// Builds it from one count per holder, in any order, in O(n log n).
    ///
    /// Zeros are ignored. No input is an error; without positive counts there are no holders.
    #[must_use]
    pub fn from_counts(counts: &[u64]) -> Self {
        let mut held: Vec<u64> = counts.iter().copied().filter(|&count| count > 0).collect();
        held.sort_unstable_by(|a, b| b.cmp(a));
        let running = held
            .into_iter()
            .scan(0_u128, |sum, count| {
                *sum += u128::from(count);
                Some(*sum)
            })
            .collect();
        Self { running }
    }

    /// The number of holders: how many counts were positive.
    #[must_use]
    pub fn holders(&self) -> usize {
        self.running.len()
    }

    /// The sum of all counts.
    #[must_use]
    pub fn total(&self) -> u128 {
        self.running.last().copied().unwrap_or(0)
    }

    /// The share of the total, in [0, 1], that the `k` largest holders hold.
    ///
    /// It is 0 for no holders and 1 once `k` covers all of them; `None` when the total is 0, since
    /// there is nothing to share.
    #[must_use]
    pub fn top_share(&self, k: usize) -> Option<f64> {
        let total = self.running.last()?;
        let held = match k.min(self.running.len()).checked_sub(1) {
            Some(last) => self.running.get(last)?,
            None => &0,
        };
        Some(share(*held, *total))
    }

    /// The concentration curve: `(k, share of the k largest)` for k = 1 up to all holders.
    ///
    /// It rises, ever less steeply, and ends at 1. Empty when the total is 0. The point (0, 0) is
    /// not included.
    #[must_use]
    pub fn curve(&self) -> Vec<(usize, f64)> {
        let total = self.total();
        (1..).zip(&self.running).map(|(k, &held)| (k, share(held, total))).collect()
    }

    /// The smallest number of holders that together hold at least the share `p`.
    ///
    /// `p` lies in [0, 1]: no holders are needed for 0, and all are needed for 1. `None` when the
    /// total is 0 or `p` lies elsewhere, NaN included.
    #[must_use]
    pub fn holders_for_share(&self, p: f64) -> Option<usize> {
        let total = *self.running.last()?;
        if !(0.0..=1.0).contains(&p) {
            return None;
        }
        if p == 0.0 {
            return Some(0);
        }
        // The quotient of two exact counts is the nearest number to the true share, so it meets a `p`
        // written as a decimal or as the same quotient without any allowance. Only near 1, with
        // totals above 2^53, could it round up to 1 too soon.
        let short = |&held: &u128| held < total && (p == 1.0 || share(held, total) < p);
        Some(self.running.partition_point(short) + 1)
    }
}

/// `part / whole` as a number in [0, 1]. Both come from one running sum, with `whole` positive.
fn share(part: u128, whole: u128) -> f64 {
    part as f64 / whole as f64
}
