//! How much common changes come in spells of weeks: variance over mean of counts of whole projects.
//!
//! A project of some weeks brings its items together as long as it lasts, and then no more. Its common changes are one
//! piece of evidence, however many they are. So what two items have in common in each week is compared with what they
//! would if it were spread as chance and activity have it, and differences of weeks that are near count together: a
//! long-run variance with the weights of Bartlett, which are those of all windows of so many weeks.
//!
//! # Source
//!
//! - W. K. Newey and K. D. West, "A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent
//!   covariance matrix", Econometrica 55 (1987).

use std::collections::BTreeMap;

use super::{Expectation, Incidence};

/// Weeks of a window: a quarter, within which most projects begin and end.
const WINDOW_BLOCKS: u32 = 13;

/// Spells are of unequal length, and the pairs that look tied are those of the longest: how much more theirs disperse
/// than all of them do.
const UNEQUAL: f64 = 2.0;

/// When things change, whatever they are.
pub(super) struct Activity {
    /// Of each epoch its blocks, each with its share of all touches of the epoch.
    epochs: Vec<Vec<(u32, f64)>>,
}

impl Activity {
    /// Reads the sets of up to so many items.
    pub(super) fn of(incidence: &Incidence, ordinary_max: u32) -> Activity {
        let mut epochs: Vec<Vec<(u32, f64)>> = vec![Vec::new(); incidence.epochs()];
        for set in (0..incidence.sets()).filter(|set| incidence.size(*set) <= ordinary_max) {
            let size = f64::from(incidence.size(set));
            let Some(blocks) = epochs.get_mut(incidence.epoch_of(set) as usize) else { continue };
            let block = incidence.block_of(set);
            match blocks.last_mut().filter(|last| last.0 == block) {
                Some(last) => last.1 += size,
                None => blocks.push((block, size)),
            }
        }
        for blocks in &mut epochs {
            let all: f64 = blocks.iter().map(|(_, touches)| touches).sum();
            blocks.iter_mut().filter(|_| all > 0.0).for_each(|(_, touches)| *touches /= all);
        }
        Activity { epochs }
    }

    /// The variance of the common sets of two items, and what it would be if they came one by one.
    pub(super) fn variances(&self, incidence: &Incidence, expectation: &Expectation, a: u32, b: u32) -> (f64, f64) {
        let mut blocks: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        let mut count = 0.0;
        for set in incidence.both(a, b) {
            blocks.entry(incidence.block_of(set)).or_default().0 += 1.0;
            count += 1.0;
        }
        let epochs: Vec<(u32, f64)> = expectation.by_epoch(a, b).collect();
        let all: f64 = epochs.iter().map(|(_, expected)| expected).sum();
        for (epoch, expected) in epochs.into_iter().filter(|_| all > 0.0) {
            for (block, share) in self.epochs.get(epoch as usize).into_iter().flatten() {
                blocks.entry(*block).or_default().1 += share * expected / all;
            }
        }
        let off = blocks.iter().map(|(block, (found, share))| (*block, found - count * share)).collect::<Vec<_>>();
        let shares = blocks.iter().map(|(block, (_, share))| (*block, *share)).collect::<Vec<_>>();
        (smoothed(&off), count * (1.0 - smoothed(&shares)).max(0.0))
    }
}

/// Variance over mean of the counts of pairs with these variances, found and one by one; at least 1. It does not depend
/// on their order.
pub(super) fn dispersion(variances: Vec<(f64, f64)>) -> f64 {
    let (mut found, mut by_chance): (Vec<f64>, Vec<f64>) = variances.into_iter().unzip();
    found.sort_unstable_by(f64::total_cmp);
    by_chance.sort_unstable_by(f64::total_cmp);
    let (found, by_chance): (f64, f64) = (found.iter().sum(), by_chance.iter().sum());
    if by_chance > 0.0 { 1.0 + UNEQUAL * (found / by_chance - 1.0).max(0.0) } else { 1.0 }
}

/// The sum of all products of values, each counting less the further apart their blocks are, down to nothing.
fn smoothed(values: &[(u32, f64)]) -> f64 {
    let mut sum = 0.0;
    for (at, (block, value)) in values.iter().enumerate() {
        sum += value * value;
        for (other, near) in values.get(at + 1..).unwrap_or_default() {
            let apart = other - block;
            if apart >= WINDOW_BLOCKS {
                break;
            }
            sum += 2.0 * value * near * (1.0 - f64::from(apart) / f64::from(WINDOW_BLOCKS));
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A year in which items 2 and 3 change in every week, and 0 and 1 together in these weeks.
    fn variances(weeks: &[u32]) -> (f64, f64) {
        let sets = (0..52_u32).flat_map(|week| {
            let both = weeks.iter().filter(move |one| **one == week).map(|_| vec![0, 1]);
            let single = [vec![0], vec![1], vec![2, 3], vec![2, 3], vec![2, 3]];
            both.chain(single).map(move |set| (week / 13, week, set))
        });
        let incidence = Incidence::new(4, sets);
        let (expectation, activity) = (Expectation::new(&incidence), Activity::of(&incidence, 100));
        activity.variances(&incidence, &expectation, 0, 1)
    }

    #[test]
    fn what_comes_one_by_one_is_no_spell() {
        let regular: Vec<u32> = (0..52).step_by(4).collect();
        let (found, by_chance) = variances(&regular);
        assert!(found < by_chance, "{found} {by_chance}");
        let spell: Vec<u32> = (20..33).collect();
        let (found, by_chance) = variances(&spell);
        assert!(found > 3.0 * by_chance, "{found} {by_chance}");
    }

    /// Bartlett's weights by hand: 1 + 4 + 2 x 1 x 2 x 10/13.
    #[test]
    fn near_weeks_count_together() {
        assert!((smoothed(&[(4, 1.0), (7, 2.0)]) - (5.0 + 40.0 / 13.0)).abs() < 1e-12);
        assert_eq!(smoothed(&[(4, 1.0), (17, 2.0)]), 5.0);
    }
}
