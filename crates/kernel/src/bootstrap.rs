//! A share with an interval, when what is counted comes in bursts.
//!
//! Trials of one block, such as the changes of one week, belong to the same work and go the same way. Counting each as
//! independent would make the interval too narrow, so whole blocks are drawn again, with replacement, and the share is
//! taken over each draw. Blocks themselves are taken as independent; what lasts for several of them is not seen.
//!
//! Two corrections keep the interval honest where it matters:
//!
//! - Few blocks: the percentiles are widened as far as Student's t lies outside the normal distribution, because plain
//!   percentiles of 8 blocks cover far less than they promise.
//! - All hits or none: no draw could ever differ, and the draws would claim certainty. The interval is therefore never
//!   narrower than Wilson's for independent trials.
//!
//! # Sources
//!
//! - A. C. Davison and D. V. Hinkley, *Bootstrap Methods and their Application* (1997), section 3.8, for drawing
//!   blocks.
//! - T. C. Hesterberg, "What teachers should know about the bootstrap", The American Statistician 69 (2015), for the
//!   widened percentiles.
//! - E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).

use crate::distributions::wilson;
use crate::random::random;

/// The confidence level of the interval.
pub const INTERVAL_LEVEL: f64 = 0.95;

/// The standard normal quantile at `(1 + INTERVAL_LEVEL) / 2`.
const Z: f64 = 1.959_963_984_540_054;

/// Draws of all blocks. One less than a round number, so that percentiles fall on draws.
const DRAWS: u64 = 3_999;

/// The fewest blocks that can be drawn from: with 3 the interval holds the truth 88 times in 100 and not 95, with 5 it
/// keeps its promise; see `tests/coverage.rs`.
///
/// Tested by `too_few_blocks_are_refused`.
pub const BLOCKS_MIN: usize = 5;

/// Trials that belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block {
    /// Trials that hit; no more than `trials` count.
    pub hits: u64,
    /// All trials. A block without any is left out.
    pub trials: u64,
}

/// A share with its interval at [`INTERVAL_LEVEL`].
///
/// Ranges: `0 <= low <= share <= high <= 1`, all finite; `blocks >= BLOCKS_MIN`, `trials >= blocks`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Hits of all blocks / trials of all blocks.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Blocks with at least one trial.
    pub blocks: usize,
    /// Trials of all blocks.
    pub trials: u64,
}

/// The share of trials that hit, over all blocks, with an interval that draws whole blocks.
///
/// The order of blocks does not matter. Equal blocks and an equal seed give equal bits on every machine. `None` with
/// fewer than [`BLOCKS_MIN`] blocks that have trials. Time grows with the number of blocks: about 4,000 draws of each.
#[must_use]
pub fn share_of_blocks(blocks: &[Block], seed: u64) -> Option<Share> {
    let clamped = blocks.iter().map(|block| Block { hits: block.hits.min(block.trials), trials: block.trials });
    let mut blocks: Vec<Block> = clamped.filter(|block| block.trials > 0).collect();
    if blocks.len() < BLOCKS_MIN {
        return None;
    }
    blocks.sort_unstable();
    let hits = blocks.iter().map(|block| block.hits as f64).sum::<f64>();
    let trials = blocks.iter().map(|block| block.trials).fold(0, u64::saturating_add);
    let share = hits / blocks.iter().map(|block| block.trials as f64).sum::<f64>();

    // Where all hit or none does, so do all draws.
    let is_alike = hits <= 0.0 || blocks.iter().all(|block| block.hits == block.trials);
    let (low, high) = if is_alike { (share, share) } else { percentiles(&blocks, seed) };
    let (wilson_low, wilson_high) = wilson(share, trials as f64, Z);
    Some(Share {
        share,
        low: low.min(wilson_low).min(share),
        high: high.max(wilson_high).max(share),
        blocks: blocks.len(),
        trials,
    })
}

/// The 95 % interval of any statistic of blocks: of so many draws of all blocks with replacement, the percentiles,
/// widened where blocks are few. `statistic` is given how many times each block is drawn; infinity is a value like any
/// other, for what is not reached, and draws without a value are left out.
///
/// Equal input and an equal seed give equal bits on every machine. `None` with fewer than [`BLOCKS_MIN`] blocks, or
/// when half of the draws have no value.
pub fn interval_of_blocks(
    blocks: usize,
    draws: u64,
    seed: u64,
    statistic: impl Fn(&[u32]) -> Option<f64>,
) -> Option<(f64, f64)> {
    if blocks < BLOCKS_MIN {
        return None;
    }
    let n = blocks as u64;
    let mut drawn: Vec<f64> = Vec::with_capacity(draws as usize);
    let mut times = vec![0_u32; blocks];
    for draw in 0..draws {
        times.fill(0);
        for place in 0..n {
            let random = random(seed, draw.wrapping_mul(n).wrapping_add(place));
            times[((u128::from(random) * u128::from(n)) >> 64) as usize] += 1;
        }
        drawn.extend(statistic(&times).filter(|value| !value.is_nan()));
    }
    if (drawn.len() as u64) * 2 <= draws {
        return None;
    }
    drawn.sort_unstable_by(f64::total_cmp);
    let rank = (tail(blocks) * (drawn.len() + 1) as f64).max(1.0) as usize;
    Some((*drawn.get(rank - 1)?, *drawn.get(drawn.len() - rank)?))
}

/// The ends of the interval that the shares of all draws make.
fn percentiles(blocks: &[Block], seed: u64) -> (f64, f64) {
    let blocks: Vec<[f64; 2]> = blocks.iter().map(|block| [block.hits as f64, block.trials as f64]).collect();
    let mut drawn: Vec<f64> = (0..DRAWS).map(|draw| draw_share(&blocks, seed, draw)).collect();
    let rank = libm::floor(tail(blocks.len()) * (DRAWS + 1) as f64).max(1.0) as usize;
    let mut at = |index: usize| *drawn.select_nth_unstable_by(index, f64::total_cmp).1;
    (at(rank - 1), at(DRAWS as usize - rank))
}

/// The share over as many blocks of hits and trials as there are, drawn with replacement.
fn draw_share(blocks: &[[f64; 2]], seed: u64, draw: u64) -> f64 {
    let n = blocks.len() as u64;
    let mut sums = [0.0; 2];
    for place in 0..n {
        let random = random(seed, draw.wrapping_mul(n).wrapping_add(place));
        // The high half of the product is uniform below `n` up to n / 2^64.
        let index = ((u128::from(random) * u128::from(n)) >> 64) as usize;
        if let Some([hits, trials]) = blocks.get(index) {
            sums[0] += hits;
            sums[1] += trials;
        }
    }
    sums[0] / sums[1]
}

/// The share of draws to leave out at each end, for so many blocks: less than 2.5 %, and ever closer to it.
fn tail(blocks: usize) -> f64 {
    let freedom = blocks as f64 - 1.0;
    let widened = libm::sqrt(blocks as f64 / freedom) * student(freedom);
    0.5 * libm::erfc(widened / std::f64::consts::SQRT_2)
}

/// Student's quantile at `(1 + INTERVAL_LEVEL) / 2`: the expansion of Cornish and Fisher to the third order, right to 0.2 %
/// from 5 degrees of freedom on.
fn student(freedom: f64) -> f64 {
    let square = Z * Z;
    let first = Z * (square + 1.0) / 4.0;
    let second = Z * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    let third = Z * (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0;
    Z + (first + (second + third / freedom) / freedom) / freedom
}

#[cfg(test)]
mod tests {
    use super::{Block, DRAWS, draw_share, percentiles, student, tail};
    use crate::random::random;

    /// Printed tables of Student's t, two-sided 95 %.
    #[test]
    fn student_is_as_printed() {
        for (freedom, printed) in [(5.0, 2.571), (7.0, 2.365), (11.0, 2.201), (25.0, 2.060), (51.0, 2.008)] {
            assert!((student(freedom) / printed - 1.0).abs() < 0.002, "{freedom}: {}", student(freedom));
        }
        assert!((student(1e9) - super::Z).abs() < 1e-8);
    }

    /// The formula with t from a table: for 8 blocks, 2.3646 * sqrt(8 / 7) = 2.528, beyond which lie 0.574 %.
    #[test]
    fn tails_widen_for_few_blocks() {
        assert!((tail(8) - 0.005_74).abs() < 2e-5);
        assert!(tail(8) < tail(20) && tail(20) < tail(100));
        assert!((tail(1_000_000) - 0.025).abs() < 1e-6);
    }

    /// All draws in order give the same ends; and where all blocks are alike no draw differs, so that none is needed.
    #[test]
    fn ends_are_those_of_all_draws_in_order() {
        for (seed, blocks) in [(1, 5), (2, 9), (3, 30), (4, 53)] {
            let block = |n: u64| Block { hits: random(seed, n) % 4, trials: 3 + random(seed, n + 99) % 9 };
            let blocks: Vec<Block> = (0..blocks).map(block).collect();
            let plain: Vec<[f64; 2]> = blocks.iter().map(|block| [block.hits as f64, block.trials as f64]).collect();
            let mut drawn: Vec<f64> = (0..DRAWS).map(|draw| draw_share(&plain, seed, draw)).collect();
            drawn.sort_by(f64::total_cmp);
            let rank = (tail(blocks.len()) * 4_000.0) as usize;
            assert_eq!(percentiles(&blocks, seed), (drawn[rank - 1], drawn[3_999 - rank]), "{seed}");
            let with = |hits: fn(u64) -> u64| -> Vec<Block> {
                blocks.iter().map(|block| Block { hits: hits(block.trials), ..*block }).collect()
            };
            assert_eq!(percentiles(&with(|_| 0), seed), (0.0, 0.0));
            assert_eq!(percentiles(&with(|trials| trials), seed), (1.0, 1.0));
        }
    }
}
