//! The interval of a share against all possible draws, a planted truth, and laws.

use onethread_kernel::bootstrap::{BLOCKS_MIN, Block, Share, share_of_blocks};
use proptest::prelude::*;

fn block(hits: u64, trials: u64) -> Block {
    Block { hits, trials }
}

fn share(blocks: &[Block]) -> Share {
    share_of_blocks(blocks, 7).expect("enough blocks")
}

/// A generator of its own, so that the test shares nothing with what it tests (Park and Miller, 1988).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 * n / 2_147_483_647
    }
}

// Every possible draw

/// Six blocks have 6^6 draws. The share of draws left out on each side is Student's 2.5706 * sqrt(6 / 5) = 2.816 in
/// normal tails: 0.243 %.
#[test]
fn the_ends_are_those_of_all_possible_draws() {
    let blocks = [block(9, 10), block(2, 20), block(15, 15), block(1, 8), block(30, 40), block(5, 5)];
    let mut all = Vec::new();
    for number in 0..6_usize.pow(6) {
        let drawn = (0..6).map(|place| blocks[number / 6_usize.pow(place) % 6]);
        let (hits, trials) = drawn.fold((0, 0), |(hits, trials), one| (hits + one.hits, trials + one.trials));
        all.push(hits as f64 / trials as f64);
    }
    all.sort_by(f64::total_cmp);
    let left_out = (all.len() as f64 * 0.002_43) as usize;
    let (low, high) = (all[left_out], all[all.len() - 1 - left_out]);
    let found = share(&blocks);
    assert!((found.share - 62.0 / 98.0).abs() < 1e-12);
    assert!((found.low - low).abs() < 0.02, "{} against {low}", found.low);
    assert!((found.high - high).abs() < 0.02, "{} against {high}", found.high);
}

// A planted truth

/// In half of the weeks everything hits, in the other half 40 %: 70 % in the long run, in bursts.
fn weeks(count: u64, dice: &mut Dice) -> Vec<Block> {
    let week = |dice: &mut Dice| {
        let (trials, percent) = (1 + dice.below(9), if dice.below(2) == 0 { 40 } else { 100 });
        block((0..trials).filter(|_| dice.below(100) < percent).count() as u64, trials)
    };
    (0..count).map(|_| week(dice)).collect()
}

/// Share of intervals that hold the planted 70 %, and the same for an interval that takes each trial as independent.
fn coverage(count: u64, repetitions: u64) -> (f64, f64) {
    let mut dice = Dice(20_260_630);
    let (mut ours, mut naive) = (0, 0);
    for seed in 0..repetitions {
        let found = share_of_blocks(&weeks(count, &mut dice), seed).expect("enough blocks");
        ours += u64::from((found.low..=found.high).contains(&0.7));
        let half = 1.96 * (found.share * (1.0 - found.share) / found.trials as f64).sqrt();
        naive += u64::from((found.share - 0.7).abs() <= half);
    }
    (ours as f64 / repetitions as f64, naive as f64 / repetitions as f64)
}

/// 95 % are promised; four standard errors of 400 repetitions are 4.4 %.
#[test]
fn a_planted_share_is_covered_as_promised() {
    for (count, least) in [(8, 0.906), (26, 0.906)] {
        let (ours, naive) = coverage(count, 400);
        assert!((least..=0.994).contains(&ours), "{count} weeks: {ours}");
        assert!(naive < 0.90, "{count} weeks: bursts must matter, or this proves nothing: {naive}");
    }
}

// Laws

#[test]
fn all_hits_are_no_certainty() {
    let all = share(&[block(4, 4); 8]);
    assert_eq!((all.share, all.high), (1.0, 1.0));
    // Wilson for 32 of 32: 32 / (32 + 3.8415).
    assert!((all.low - 0.8928).abs() < 1e-4, "{}", all.low);
    let none = share(&[block(0, 4); 8]);
    assert_eq!((none.share, none.low), (0.0, 0.0));
    assert!((none.high - 0.1072).abs() < 1e-4, "{}", none.high);
}

#[test]
fn too_few_blocks_are_refused() {
    assert_eq!(share_of_blocks(&[], 1), None);
    assert_eq!(share_of_blocks(&[block(1, 2); BLOCKS_MIN - 1], 1), None);
    assert_eq!(share_of_blocks(&[block(1, 2), block(0, 0), block(1, 2)], 1), None);
    assert!(share_of_blocks(&[block(1, 2); BLOCKS_MIN], 1).is_some());
}

#[test]
fn bursts_widen_the_interval() {
    let even = share(&[block(5, 10); 20]);
    let bursts: Vec<Block> = (0..20).map(|week| block(if week % 2 == 0 { 10 } else { 0 }, 10)).collect();
    let bursts = share(&bursts);
    assert_eq!(even.share, bursts.share);
    assert!(bursts.high - bursts.low > 2.0 * (even.high - even.low), "{even:?} {bursts:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_interval_holds_the_share(blocks in prop::collection::vec((0..u64::MAX, 0..u64::MAX), 0..12), seed: u64) {
        let blocks: Vec<Block> = blocks.into_iter().map(|(hits, trials)| block(hits, trials)).collect();
        if let Some(found) = share_of_blocks(&blocks, seed) {
            prop_assert!(0.0 <= found.low && found.low <= found.share, "{found:?}");
            prop_assert!(found.share <= found.high && found.high <= 1.0, "{found:?}");
        }
    }

    #[test]
    fn neither_order_nor_empty_blocks_matter(blocks in prop::collection::vec((0..9_u64, 1..9_u64), 3..9), seed: u64) {
        let blocks: Vec<Block> = blocks.into_iter().map(|(hits, trials)| block(hits, trials)).collect();
        let mut other: Vec<Block> = blocks.iter().rev().copied().collect();
        other.push(block(3, 0));
        prop_assert_eq!(share_of_blocks(&blocks, seed), share_of_blocks(&other, seed));
    }
}
