//! Coupling against worked values, brute force, and worlds in which it is known what is coupled.

mod worlds;

use std::collections::BTreeSet;

use onethread_kernel::coupling::{Counter, Expectation, Incidence, Options, chung_lu, coupling, risk_ratio};
use onethread_kernel::tails::poisson_at_least;
use proptest::prelude::*;
use worlds::{World, hypergeometric_at_least};

fn close(ours: f64, theirs: f64, tolerance: f64) -> bool {
    (ours - theirs).abs() <= tolerance
}

// Worked values

/// SCIENCE of the project, 1.3: 90 sets of 2 and 10 of 20; two items in 10 and 8 of them, 5 times together.
#[test]
fn section_1_3_the_trap() {
    let sizes = || std::iter::repeat_n(2, 90).chain(std::iter::repeat_n(20, 10));
    assert!(close(5.0 * 100.0 / (10.0 * 8.0), 6.25, 1e-12), "lift calls it coupled");
    assert!(close(hypergeometric_at_least(5, 100, 10, 8), 1.64e-4, 5e-7), "and so do equal draws");
    let expected = chung_lu(10, 8, sizes());
    assert!(close(expected, 2.205, 5e-4), "{expected}");
    assert!(close(poisson_at_least(5, expected), 0.0730, 5e-5), "but their sizes explain it");
}

/// SCIENCE of the project, 1.3: 3 where 0.5 are expected is 6 times as often, and with what is believed before, 2.
#[test]
fn section_1_3_the_risk_ratio() {
    let (ratio, low) = risk_ratio(3, 0.5, 1.0, (2.0, 2.0));
    assert!(close(ratio, 2.0, 1e-12));
    // SciPy: stats.gamma.ppf(0.05, 5, scale=1/2.5).
    assert!(close(low, 0.788_059_827_629_123_7, 1e-9), "{low}");
    let (doubted, doubted_low) = risk_ratio(3, 0.5, 2.0, (2.0, 2.0));
    assert!(doubted < ratio && doubted_low < low);
}

/// Newman's identity, SCIENCE of the project 0.1: weights of `1/(s-1)` add up to a whole number for each item.
#[test]
fn section_0_1_strengths_are_whole_numbers() {
    let world = World::null(60, 300, 3);
    let incidence = world.incidence();
    let mut sums = vec![0.0; 60];
    let mut counter = Counter::new(&incidence, u32::MAX);
    for item in 0..60 {
        for together in counter.row(item) {
            sums[item as usize] += together.weight;
            sums[together.other as usize] += together.weight;
        }
    }
    for (item, sum) in (0..).zip(sums) {
        assert!(close(sum, f64::from(incidence.strength(item)), 1e-9));
    }
}

// Known worlds

/// What textbooks count as coupled in a world in which nothing is: pairs by equal draws and false discovery control, by
/// support and confidence, and by lift.
fn textbook(world: &World) -> [usize; 3] {
    let incidence = world.incidence();
    let (items, sets) = (incidence.items(), incidence.sets());
    let mut counter = Counter::new(&incidence, u32::MAX);
    let (mut probabilities, mut confident, mut lifted) = (Vec::new(), 0, 0);
    for a in 0..items {
        for together in counter.row(a) {
            let (d, e, x) = (incidence.degree(a), incidence.degree(together.other), together.count);
            probabilities.push(hypergeometric_at_least(x, sets, d, e));
            confident += usize::from(x >= 5 && f64::from(x) >= 0.5 * f64::from(d.min(e)));
            lifted += usize::from(x >= 3 && f64::from(x) * f64::from(sets) >= 2.0 * f64::from(d) * f64::from(e));
        }
    }
    let all = u64::from(items) * u64::from(items - 1) / 2;
    let q = onethread_kernel::discovery::q_values(&probabilities, all, false);
    [q.iter().filter(|q| **q <= 0.05).count(), confident, lifted]
}

/// SCIENCE of the project, 0.2: 400 items, 3,000 sets of lognormal sizes, nothing coupled. Textbooks find hundreds and
/// thousands of pairs, and we none.
#[test]
fn section_0_2_nothing_is_found_where_nothing_is() {
    for seed in 1..=5 {
        let world = World::null(400, 3_000, seed);
        for deflate in [false, true] {
            let found = coupling(&world.incidence(), &Options { deflate, ..Options::default() });
            assert_eq!(found.pairs, [], "seed {seed}");
            assert!(found.seen > 5_000 && found.dispersion < 1.05, "{found:?}");
        }
        if seed == 1 {
            let [equal, confident, lifted] = textbook(&world);
            println!("false pairs: equal draws {equal}, support and confidence {confident}, lift {lifted}, ours 0");
            assert!(equal > 500 && confident > 0 && lifted > 2_000, "{equal} {confident} {lifted}");
        }
    }
}

/// The same with 60 planted pairs: at least 85 % are found, and nothing else.
#[test]
fn section_0_2_planted_pairs_are_found() {
    let (mut found_all, mut planted_all) = (0, 0);
    for seed in 1..=5 {
        let world = World::planted(400, 3_000, 60, seed);
        let found = coupling(&world.incidence(), &Options::default());
        let pairs: BTreeSet<(u32, u32)> = found.pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        let planted: BTreeSet<(u32, u32)> = world.planted.iter().copied().collect();
        let false_pairs: Vec<_> = pairs.difference(&planted).collect();
        assert!(false_pairs.is_empty(), "seed {seed}: {false_pairs:?}");
        let recall = pairs.len() as f64 / planted.len() as f64;
        assert!(recall >= 0.85, "seed {seed}: {recall}");
        found_all += pairs.len();
        planted_all += planted.len();
    }
    println!("found {found_all} of {planted_all} planted pairs, and no other");
}

/// Everything comes in bursts of one to eight sets from one handful of items, and nothing is coupled.
#[test]
fn bursts_are_no_coupling() {
    let (mut plain, mut deflated) = (0, 0);
    for seed in 1..=4 {
        let world = World::bursts(400, 3_000, seed);
        plain += coupling(&world.incidence(), &Options { deflate: false, ..Options::default() }).pairs.len();
        let found = coupling(&world.incidence(), &Options::default());
        assert!(found.dispersion > 1.3, "{}", found.dispersion);
        deflated += found.pairs.len();
    }
    println!("false pairs in four worlds of bursts: {plain} as counted, {deflated} with the correction");
    assert!(deflated == 0, "{plain} {deflated}");
}

/// A dozen teams, most changes of one team alone, one team in a third of all the others' changes: nothing is coupled
/// beyond how often each changes, in a world so small that a form for large ones would find pairs.
#[test]
fn few_items_are_reckoned_exactly() {
    let mut false_worlds = 0;
    for seed in 1..=60 {
        let world = World::teams(12, 800, None, seed);
        false_worlds += usize::from(!coupling(&world.incidence(), &Options::default()).pairs.is_empty());
        let found = coupling(&World::teams(12, 800, Some((3, 7)), seed).incidence(), &Options::default());
        let pairs: Vec<(u32, u32)> = found.pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        assert!(pairs.contains(&(3, 7)), "seed {seed}: {pairs:?}");
        assert_eq!(found.models.sizes_exact, 4, "{found:?}");
    }
    assert!(false_worlds <= 3, "{false_worlds} of 60");
}

/// Files that every change touches, and a change of every file, say nothing.
#[test]
fn hubs_and_sweeps_say_nothing() {
    let mut world = World::null(400, 2_000, 9);
    world.sets.iter_mut().filter(|set| set.0 != 0).for_each(|set| set.2.push(0));
    world.sets.insert(500, (world.sets[500].0, world.sets[500].1, (0..400).collect()));
    let found = coupling(&world.incidence(), &Options::default());
    assert_eq!(found.pairs, []);
    assert!(found.huge >= 1);
    assert!(found.models.maximum_entropy > 0 && found.models.capped == 0, "{:?}", found.models);
}

// Brute force

/// However touches are dealt out, the sets keep their sizes, and so all pairs together their number.
#[test]
fn pairs_add_up_to_those_of_the_sets() {
    for seed in 0..40 {
        let world = World::null(if seed % 2 == 0 { 12 } else { 70 }, 150, seed);
        let incidence = world.incidence();
        let expectation = Expectation::new(&incidence);
        let models = expectation.models();
        assert_eq!(models.capped, 0, "{models:?}");
        if models.chung_lu > 0 {
            continue;
        }
        let mut sum = 0.0;
        for a in 0..incidence.items() {
            sum += (a + 1..incidence.items()).map(|b| expectation.together(a, b)).sum::<f64>();
        }
        let size = |set: u32| f64::from(incidence.size(set));
        let pairs: f64 = (0..incidence.sets()).map(|set| size(set) * (size(set) - 1.0) / 2.0).sum();
        assert!(close(sum / pairs, 1.0, if models.maximum_entropy > 0 { 0.02 } else { 1e-6 }), "{sum} {pairs}");
    }
}

/// Many random swaps that keep all degrees and sizes, as far as possible from any formula: their mean number of common
/// changes is the expectation, up to chance.
#[test]
fn expectations_are_those_of_shuffled_worlds() {
    for (items, sets, shuffles, tolerance) in [(8, 120, 300, 0.05), (60, 260, 100, 0.12), (300, 600, 30, 0.2)] {
        let mut world = World::null(items, sets, 5);
        world.sets.iter_mut().for_each(|set| set.0 = 0);
        let expectation = Expectation::new(&world.incidence());
        let (mut ours, mut theirs) = (0.0, 0.0);
        let mut off = 0.0;
        let means = world.shuffled_means(shuffles, 8);
        for ((a, b), mean) in means {
            let expected = expectation.together(a, b);
            ours += expected;
            theirs += mean;
            off += (expected - mean).abs();
        }
        println!("{items} items: {ours:.1} expected, {theirs:.1} by shuffling, off by {off:.1}");
        assert!(close(ours / theirs, 1.0, 0.02) && off / theirs < tolerance, "{items}: {ours} {theirs} {off}");
    }
}

fn small_world() -> impl Strategy<Value = Vec<(u32, u32, Vec<u32>)>> {
    let items = proptest::collection::vec(0_u32..9, 0..9);
    let sets = proptest::collection::vec((0_u32..3, items), 0..40);
    sets.prop_map(|mut sets| {
        sets.sort_by_key(|set| set.0);
        sets.into_iter().enumerate().map(|(at, (epoch, items))| (epoch, at as u32 / 4, items)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Counts, weights and blocks are those of looking at every set for every pair.
    #[test]
    fn counts_are_those_of_looking_at_everything(sets in small_world(), ordinary_max in 1_u32..9) {
        let incidence = Incidence::new(9, sets.iter().map(|(epoch, block, items)| (*epoch, *block, items)));
        let has = |set: &[u32], a: u32, b: u32| set.contains(&a) && set.contains(&b);
        let mut counter = Counter::new(&incidence, ordinary_max);
        for a in 0..9 {
            let row: Vec<_> = counter.row(a).collect();
            for b in a + 1..9 {
                let common: Vec<u32> = (0..incidence.sets()).filter(|set| has(incidence.items_of(*set), a, b)).collect();
                let is_ordinary = |set: &&u32| incidence.size(**set) <= ordinary_max;
                let ordinary: Vec<u32> = common.iter().filter(is_ordinary).copied().collect();
                prop_assert_eq!(incidence.both(a, b).collect::<Vec<_>>(), common.clone());
                let found = row.iter().find(|together| together.other == b);
                prop_assert_eq!(found.is_some(), !ordinary.is_empty());
                let Some(found) = found else { continue };
                prop_assert_eq!(found.count as usize, common.len());
                let weight: f64 = common.iter().map(|set| 1.0 / (f64::from(incidence.size(*set)) - 1.0)).sum();
                prop_assert!(close(found.weight, weight, 1e-12));
                let same = |of: &dyn Fn(u32) -> (u32, u32)| {
                    let pairs = ordinary.iter().flat_map(|x| ordinary.iter().map(move |y| (x, y)));
                    pairs.filter(|(x, y)| x != y && of(**x) == of(**y)).count() as u64
                };
                prop_assert_eq!(found.in_epoch, same(&|set| (incidence.epoch_of(set), 0)));
                prop_assert_eq!(found.in_block, same(&|set| (incidence.epoch_of(set), incidence.block_of(set))));
            }
        }
    }

    /// Whatever the world, numbers are numbers, and what is expected is possible.
    #[test]
    fn no_world_breaks_it(sets in small_world(), strict: bool) {
        let incidence = Incidence::new(9, sets);
        let expectation = Expectation::new(&incidence);
        for a in 0..9 {
            for b in (0..9).filter(|b| *b != a) {
                let expected = expectation.together(a, b);
                let most = f64::from(incidence.degree(a).min(incidence.degree(b)));
                prop_assert!(expected >= 0.0 && expected <= most + 0.05, "{expected} of {most}");
                prop_assert!((0.0..=1.0).contains(&expectation.at_least(a, b, 3, 1.0)));
            }
        }
        let options = Options { item_sets_min: 1, together_min: 1, q_max: 1.0, strict, ..Options::default() };
        let found = coupling(&incidence, &options);
        prop_assert!(found.dispersion >= 1.0 && found.dispersion.is_finite());
        for pair in found.pairs {
            prop_assert!(pair.q >= pair.p && pair.q <= 1.0 && pair.risk_ratio_low > 1.0 && pair.excess.is_finite());
        }
    }
}

/// Six items, of which the first two join in every third set.
fn one_pair() -> Incidence {
    let sets = (0..120_u32).map(|n| {
        let set = match n % 6 {
            0 | 1 => vec![0, 1],
            k => vec![k, (k + n / 6) % 6],
        };
        (0, n / 5, set)
    });
    Incidence::new(6, sets)
}

/// The least that is worth a word is 1.25 times chance; a pair exactly at the line is reported, one step below is not.
#[test]
fn a_ratio_is_reported_at_the_line_and_not_one_step_below() {
    let incidence = one_pair();
    let least = Options::default().ratio_min;
    assert_eq!(least, 1.25);
    let [pair] = coupling(&incidence, &Options::default()).pairs[..] else { panic!("one pair") };
    assert!(pair.risk_ratio_low > least, "{pair:?}");
    let found = |ratio_min: f64| {
        let found = coupling(&incidence, &Options { ratio_min, ..Options::default() });
        (found.pairs.len(), found.not_reliable)
    };
    assert_eq!(found(pair.risk_ratio_low), (1, 0));
    assert_eq!(found(pair.risk_ratio_low.next_up()), (0, 1));
}

/// Each option at the one pair's own number, and one step beyond.
#[test]
fn options_draw_their_lines() {
    let incidence = one_pair();
    let usual = Options::default();
    let [pair] = coupling(&incidence, &usual).pairs[..] else { panic!("one pair") };
    let found = |options: Options| coupling(&incidence, &options).pairs.len();
    let with = |together_min: u32| found(Options { together_min, ..usual });
    assert_eq!((with(pair.together), with(pair.together + 1)), (1, 0));
    let with = |q_max: f64| found(Options { q_max, ..usual });
    assert_eq!((with(pair.q), with(pair.q.next_down())), (1, 0));
    let fewest = incidence.degree(pair.a).min(incidence.degree(pair.b));
    let with = |item_sets_min: u32| found(Options { item_sets_min, ..usual });
    assert_eq!((with(fewest), with(fewest + 1)), (1, 0));
    let large = Incidence::new(101, [(0, 0, (0..100).collect::<Vec<u32>>()), (0, 1, (0..101).collect())]);
    assert_eq!(coupling(&large, &usual).huge, 1, "a set of 101 items is huge, and one of 100 is not");
    let lines = (usual.item_sets_min, usual.together_min, usual.ordinary_max, usual.q_max);
    assert_eq!(lines, (5, 3, 100, 0.05));
}
