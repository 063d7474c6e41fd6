//! A share with an interval, when work comes in spells of weeks.
//!
//! Changes of one week go the same way, and so do weeks of one piece of work. Drawing weeks as independent makes the
//! interval too narrow: where work comes in spells of eight weeks it holds the truth 71 times in 100 and not 95. So the
//! variance of the share is a long-run one, with the weights of Bartlett over a quarter of all weeks; and since that
//! variance is itself known from few spells only, the interval is as much wider as the fixed-b law of Kiefer and
//! Vogelsang has it. What the variance is more than that of independent changes divides their number, and of so many
//! Wilson's interval is taken, which stays within 0 and 1. No draws are needed, and it is never narrower than the
//! interval for independent changes.
//!
//! Spells that last longer than a sixth of what was seen are too few to tell how unlike they are: then the interval is
//! too narrow, whatever is done. With fewer than [`WEEKS_MIN`] weeks there is none.
//!
//! # Sources
//!
//! - W. K. Newey and K. D. West, Econometrica 55 (1987), for the weights.
//! - N. M. Kiefer and T. J. Vogelsang, "A new asymptotic theory for heteroskedasticity-autocorrelation robust tests",
//!   Econometric Theory 21 (2005), table 1, for the critical values.
//! - E. B. Wilson, JASA 22 (1927), for the interval.

use crate::bootstrap::{Block, Share};
use crate::distributions::wilson;

/// Fewer weeks than this, empty ones between them not counted, tell no variance: of eight weeks it is known for spells of
/// one.
///
/// Tested by `order_and_split_of_weeks_do_not_matter`.
pub const WEEKS_MIN: usize = 8;
/// The most weeks of a window, which is a quarter of all: a quarter of a year.
const WINDOW_WEEKS: i64 = 13;
/// How much larger the variance is taken to be where spells were seen, as a share of it: of few spells it comes out too
/// small more often than too large. With these two numbers intervals of 40 to 1,000 changes keep their promise in
/// `cargo xtask worlds separability`.
const SPELLS_COST: f64 = 1.5;
/// As a share of [`SPELLS_COST`], how much for each week that spells last, until all of it.
const SPELLS_STEEP: f64 = 13.0;

/// The share of trials that hit over all weeks, with an interval at [`crate::bootstrap::INTERVAL_LEVEL`].
///
/// Weeks are numbers one after another; those without trials need not be given, several blocks of one count together,
/// and their order does not matter. `None` with trials in fewer than [`WEEKS_MIN`] weeks.
#[must_use]
pub fn share_of_weeks(weeks: &[(i32, Block)]) -> Option<Share> {
    let clamped =
        |(week, block): &(i32, Block)| (*week, Block { hits: block.hits.min(block.trials), trials: block.trials });
    let mut weeks: Vec<(i32, Block)> = weeks.iter().map(clamped).filter(|(_, block)| block.trials > 0).collect();
    weeks.sort_unstable();
    weeks.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1.hits = kept.1.hits.saturating_add(next.1.hits);
            kept.1.trials = kept.1.trials.saturating_add(next.1.trials);
        }
        is_same
    });
    let (first, last) = (weeks.first()?.0, weeks.last()?.0);
    if weeks.len() < WEEKS_MIN {
        return None;
    }
    let all = |of: fn(&Block) -> u64| weeks.iter().map(|(_, block)| of(block)).fold(0, u64::saturating_add);
    let trials = all(|block| block.trials);
    let share = all(|block| block.hits) as f64 / trials as f64;
    let span = i64::from(last) - i64::from(first) + 1;
    let window = WINDOW_WEEKS.min((span + 3) / 4);
    let independent = share * (1.0 - share) * trials as f64;
    let (spread, each_week) = (long_run(&weeks, share, window), long_run(&weeks, share, 1));
    let wider = fixed_b(window as f64 / span as f64) / fixed_b(0.0);
    let spell_weeks = if each_week > 0.0 { (spread / each_week).max(1.0) } else { 1.0 };
    let few = 1.0 + SPELLS_COST * (SPELLS_STEEP * (spell_weeks - 1.0)).min(1.0);
    let seen = if independent > 0.0 { spread / independent * wider * wider * few } else { 0.0 };
    let (low, high) = wilson(share, trials as f64 / seen.max(wider), fixed_b(0.0));
    Some(Share { share, low: low.min(share), high: high.max(share), blocks: weeks.len(), trials })
}

/// The variance of the number of hits, when differences from the mean of weeks that are near count together.
fn long_run(weeks: &[(i32, Block)], share: f64, window: i64) -> f64 {
    let off = |block: &Block| block.hits as f64 - share * block.trials as f64;
    let mut sum = 0.0;
    for (at, (week, block)) in weeks.iter().enumerate() {
        sum += off(block) * off(block);
        for (other, near) in weeks.get(at + 1..).unwrap_or_default() {
            let apart = i64::from(*other) - i64::from(*week);
            if apart >= window {
                break;
            }
            sum += 2.0 * off(block) * off(near) * (1.0 - apart as f64 / window as f64);
        }
    }
    sum
}

/// The critical value at 97.5 % when the window is this share of all weeks.
fn fixed_b(share: f64) -> f64 {
    1.96 + (2.9694 + (0.4160 - 0.5324 * share) * share) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kiefer and Vogelsang (2005) for the kernel of Bartlett: 1.96 without a window, and 4.81 with all weeks in it.
    #[test]
    fn critical_values_are_as_published() {
        assert!((fixed_b(0.0) - 1.96).abs() < 1e-9 && (fixed_b(1.0) - 4.813).abs() < 1e-3);
    }

    /// By hand: weeks 0 and 1 are two above and one below; at a distance of one of two weeks, half of it counts.
    #[test]
    fn near_weeks_count_together() {
        let block = |hits| Block { hits, trials: 4 };
        let weeks = [(0, block(4)), (1, block(1)), (5, block(2))];
        assert!((long_run(&weeks, 0.5, 2) - (4.0 + 1.0 - 2.0)).abs() < 1e-12);
        assert!((long_run(&weeks, 0.5, 1) - 5.0).abs() < 1e-12);
    }

    #[test]
    fn order_and_split_of_weeks_do_not_matter() {
        let weeks: Vec<(i32, Block)> =
            (0..20).map(|week| (week, Block { hits: u64::from(week % 3 == 0), trials: 2 })).collect();
        let split: Vec<(i32, Block)> = weeks
            .iter()
            .rev()
            .flat_map(|(week, block)| [block.hits, 0].map(|hits| (*week, Block { hits, trials: 1 })))
            .collect();
        assert_eq!(share_of_weeks(&weeks), share_of_weeks(&split));
        let mut turned = weeks.clone();
        turned.reverse();
        assert_eq!(share_of_weeks(&weeks), share_of_weeks(&turned));
        assert_eq!(share_of_weeks(&weeks[..WEEKS_MIN - 1]), None);
        assert!(share_of_weeks(&weeks[..WEEKS_MIN]).is_some());
        assert_eq!(share_of_weeks(&[]), None);
    }
}
