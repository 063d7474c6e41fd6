//! How long something waits for the next of several common days, such as a change for its release.
//!
//! All that waits for the same day leaves on it, so a hundred changes of one release are one piece of evidence about
//! releases and not a hundred. The interval therefore draws whole blocks, each with all that waited for one day, and
//! what waits still is a block of its own whose waits are not over (right censoring).
//!
//! # Sources
//!
//! - E. L. Kaplan and P. Meier (1958), as in [`crate::survival`], for what waits still.
//! - A. C. Davison and D. V. Hinkley, *Bootstrap Methods and their Application* (1997), section 3.8, for drawing blocks.
//! - D. R. Cox, *Renewal Theory* (1962), section 5.4, for the mean wait of what comes at any time.

use crate::bootstrap::interval_of_blocks;

/// Draws of all blocks. One less than a round number, so that percentiles fall on draws.
const DRAWS: u64 = 999;
/// The fewest blocks that are drawn from.
///
/// Tested by `few_releases_have_no_interval`.
pub const BLOCKS_MIN: usize = 8;

/// All that waits for one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// Days waited, 0 and more.
    pub days: Vec<u32>,
    /// Whether the waits go on.
    pub open: bool,
}

/// A quantile of waits, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantile {
    /// Days within which the share was over; absent when it is not reached.
    pub days: Option<u32>,
    /// Lower end of its 95 % interval; absent with too few blocks.
    pub low: Option<u32>,
    /// Upper end of it; absent with too few blocks, or when it is not reached.
    pub high: Option<u32>,
}

/// Waits counted by their days.
struct Counted {
    over: Vec<u32>,
    open: Vec<u32>,
}

/// The days within which a share `p` of all waits was over, with an interval that draws whole blocks. Equal input and
/// an equal seed give equal bits on every machine.
#[must_use]
pub fn quantile(blocks: &[Block], p: f64, seed: u64) -> Quantile {
    let longest = blocks.iter().flat_map(|block| &block.days).max().map_or(0, |days| *days as usize + 1);
    let counted: Vec<Counted> = blocks.iter().filter(|block| !block.days.is_empty()).map(count).collect();
    let whole: Vec<u32> = vec![1; counted.len()];
    let mut found = Quantile { days: first_day(&counted, &whole, longest, p), low: None, high: None };
    if counted.len() < BLOCKS_MIN || found.days.is_none() {
        return found;
    }
    let statistic = |times: &[u32]| Some(first_day(&counted, times, longest, p).map_or(f64::INFINITY, f64::from));
    if let Some((low, high)) = interval_of_blocks(counted.len(), DRAWS, seed, statistic) {
        let day = |value: f64| value.is_finite().then_some(value as u32);
        found.low = day(low).min(found.days);
        found.high = day(high).max(found.days).filter(|_| high.is_finite());
    }
    found
}

fn count(block: &Block) -> Counted {
    let mut counts = vec![0; block.days.iter().max().map_or(0, |days| *days as usize + 1)];
    block.days.iter().for_each(|days| counts[*days as usize] += 1);
    if block.open { Counted { over: Vec::new(), open: counts } } else { Counted { over: counts, open: Vec::new() } }
}

/// The first day on which at most `1 - p` wait still (Kaplan-Meier), when each block is taken so many times. What is
/// open after so many days was waiting on that day.
fn first_day(blocks: &[Counted], times: &[u32], longest: usize, p: f64) -> Option<u32> {
    let (mut over, mut open) = (vec![0_u64; longest], vec![0_u64; longest]);
    for (block, times) in blocks.iter().zip(times).filter(|(_, times)| **times > 0) {
        let add = |all: &mut Vec<u64>, counts: &[u32]| {
            all.iter_mut().zip(counts).for_each(|(all, count)| *all += u64::from(*count) * u64::from(*times));
        };
        add(&mut over, &block.over);
        add(&mut open, &block.open);
    }
    let mut at_risk: u64 = over.iter().chain(&open).sum();
    let mut waiting = 1.0;
    for (day, (over, open)) in over.iter().zip(&open).enumerate() {
        if *over > 0 {
            waiting *= (at_risk - over) as f64 / at_risk as f64;
            // A product such as 3/4 * 2/3 can come out a hair above one half.
            if waiting <= 1.0 - p + 1e-9 {
                return u32::try_from(day).ok();
            }
        }
        at_risk -= over + open;
    }
    None
}

/// The mean wait of what comes at any time, when the days between those that are waited for are these: the sum of
/// squares over twice the sum. At least half of their mean, and more the less regular they are. `None` without any day
/// between.
#[must_use]
pub fn mean_wait(gaps_days: &[u32]) -> Option<f64> {
    let sum: f64 = gaps_days.iter().map(|days| f64::from(*days)).sum();
    let squares: f64 = gaps_days.iter().map(|days| f64::from(*days) * f64::from(*days)).sum();
    (sum > 0.0).then(|| squares / (2.0 * sum))
}
