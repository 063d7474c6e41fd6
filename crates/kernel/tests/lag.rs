//! Waits for common days against the curve of single waits, known means, and intervals of made-up releases.

use onethread_kernel::lag::{BLOCKS_MIN, Block, mean_wait, quantile};
use onethread_kernel::survival::{Curve, Spell};
use proptest::prelude::*;

proptest! {
    /// Without drawing, it is the Kaplan-Meier quantile of all waits; that counts days from 1, since on day 0 nothing
    /// could be seen to happen.
    #[test]
    fn it_is_the_quantile_of_the_curve(blocks in proptest::collection::vec((proptest::collection::vec(0_u32..30, 0..6), any::<bool>()), 0..12)) {
        let blocks: Vec<Block> = blocks.into_iter().map(|(days, open)| Block { days, open }).collect();
        let spell = |block: &Block, days: &u32| Spell { entry_days: 0, end_days: i64::from(*days) + 1, happened: !block.open };
        let spells: Vec<Spell> = blocks.iter().flat_map(|block| block.days.iter().map(|days| spell(block, days))).collect();
        let curve = Curve::kaplan_meier(&spells);
        for p in [0.25, 0.5, 0.9, 1.0] {
            let found = quantile(&blocks, p, 3);
            prop_assert_eq!(found.days.map(i64::from), curve.quantile(p).days.map(|days| days - 1));
            prop_assert!(found.low <= found.days || found.low.is_none());
            prop_assert!(found.high.is_none_or(|high| Some(high) >= found.days));
            prop_assert_eq!(found, quantile(&blocks, p, 3));
        }
    }
}

/// Every 14 days: 7 on average, whenever it comes. Regular is the shortest; one long gap weighs more than its days.
#[test]
fn section_1_8_half_the_cadence_is_the_least() {
    assert_eq!(mean_wait(&[14; 9]), Some(7.0));
    assert_eq!(mean_wait(&[7, 21]), Some((49.0 + 441.0) / 56.0));
    assert_eq!(mean_wait(&[]), None);
    assert_eq!(mean_wait(&[0, 0]), None);
}

#[test]
fn few_releases_have_no_interval() {
    let blocks: Vec<Block> =
        (0..BLOCKS_MIN as u32).map(|days| Block { days: vec![days, days + 3], open: false }).collect();
    let interval = |blocks: &[Block]| quantile(blocks, 0.5, 1).low.zip(quantile(blocks, 0.5, 1).high);
    assert!(interval(&blocks).is_some());
    assert_eq!(interval(&blocks[1..]), None);
}

/// A number in [0, 1) by place (SplitMix64).
fn unit(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut bits = *state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Releases after 5 to 60 days, changes at any time in bursts: the interval of the median covers what a hundred
/// thousand releases give, while one that took changes as independent would not.
#[test]
fn intervals_cover() {
    let world = |releases: usize, state: &mut u64| -> Vec<Block> {
        let one = |state: &mut u64| {
            let gap = 5.0 + 55.0 * unit(state);
            let changes = (2.0 + 2.0 * gap * unit(state)) as usize;
            Block { days: (0..changes).map(|_| (gap * unit(state)) as u32).collect(), open: false }
        };
        (0..releases).map(|_| one(state)).collect()
    };
    let truth = quantile(&world(20_000, &mut 1), 0.5, 1).days.expect("reached");
    for releases in [8, 12, 26] {
        let mut covered = 0;
        for seed in 0..400 {
            let found = quantile(&world(releases, &mut (seed * 7_919 + 5)), 0.5, seed);
            covered += usize::from(found.low <= Some(truth) && Some(truth) <= found.high);
        }
        println!("{releases} releases: {covered} of 400 intervals cover {truth} days");
        assert!(covered >= 372, "{releases}: {covered} of 400");
    }
}
