//! Tails against another program, worked values, and every outcome of a few trials.

use onethread_kernel::discovery::{q_values, q_values_repeated};
use onethread_kernel::tails::{
    dispersed_at_least, gamma_lower, gamma_quantile, normal_above, poisson_at_least, trials_at_least,
};
use proptest::prelude::*;

/// Written by `golden/tails.py` with SciPy.
const GOLDEN: &str = include_str!("golden/tails.csv");

#[test]
fn tails_are_those_of_scipy() {
    let mut seen = 0;
    for line in GOLDEN.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |at: usize| cells[at].parse::<f64>().expect("a number");
        let (first, second, theirs) = (number(1), number(2), number(3));
        let ours = match cells[0] {
            "gamma-lower" => gamma_lower(first, second),
            "gamma-quantile" => gamma_quantile(first, second).expect("a quantile"),
            _ => poisson_at_least(first as u32, second),
        };
        // Beyond 1e-250 a probability is as good as none.
        let near = (ours - theirs).abs() <= 1e-10 * theirs.abs().max(1e-250);
        assert!(near, "{line}: {ours}");
        seen += 1;
    }
    assert_eq!(seen, 9 * 13 + 25);
}

#[test]
fn unlike_trials_are_counted_out() {
    let chances = [0.1, 0.9, 0.5, 0.3, 0.3];
    for count in 0..=6 {
        let mut expected = 0.0;
        for outcome in 0_u32..32 {
            let chance = |at: usize, p: &f64| if outcome >> at & 1 == 1 { *p } else { 1.0 - p };
            let p: f64 = chances.iter().enumerate().map(|(at, p)| chance(at, p)).product();
            expected += if outcome.count_ones() >= count { p } else { 0.0 };
        }
        let ours = trials_at_least(count, [(0.1, 1), (0.9, 1), (0.5, 1), (0.3, 2)]);
        assert!((ours - expected).abs() < 1e-14, "{count}: {ours} {expected}");
    }
}

/// Benjamini and Hochberg (1995), section 4.1: of 15 probabilities the first four are discoveries at 5 %, where
/// Bonferroni's bound keeps three.
#[test]
fn discoveries_are_as_published() {
    let published = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ];
    let found = |q: &[f64]| q.iter().filter(|q| **q <= 0.05).count();
    assert_eq!(found(&q_values(&published, 15, false)), 4);
    assert_eq!(found(&q_values(&published[..6], 15, false)), 4, "those not given are larger");
    // With any dependence the lines are 3.318 times lower: 0.0019 > 3 / 15 * 0.05 / 3.318 = 0.0030 no more, but 0.0095
    // is.
    assert_eq!(found(&q_values(&published, 15, true)), 3);
}

/// A probability that several tests have is the same as so many of them.
#[test]
fn repeated_tests_count_each() {
    let repeated = [(0.02, 3), (0.001, 1), (0.3, 0), (0.02, 2), (0.0004, 4), (0.9, 1)];
    let each: Vec<(usize, f64)> =
        repeated.iter().enumerate().flat_map(|(at, (p, times))| vec![(at, *p); *times as usize]).collect();
    let p: Vec<f64> = each.iter().map(|(_, p)| *p).collect();
    for (tests, strict) in [(0, false), (11, true), (400, false), (5_000, true)] {
        let (found, expected) = (q_values_repeated(&repeated, tests, strict), q_values(&p, tests, strict));
        each.iter().zip(expected).for_each(|((at, _), expected)| assert_eq!(found[*at], expected, "{at} of {tests}"));
    }
}

#[test]
fn no_input_gives_nan_or_panics() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0, 1e-320, 1e308];
    for a in odd {
        for b in odd {
            assert!(gamma_lower(a, b).is_nan() == (a.is_nan() || b.is_nan()), "{a} {b}");
            assert!(gamma_quantile(a, b).is_none_or(|x| x >= 0.0));
        }
        assert!(trials_at_least(2, [(a, 3)]) <= 1.0 || a.is_nan());
    }
    assert_eq!(q_values(&[f64::NAN, 0.0], 0, true)[0], 1.0);
    assert!(q_values(&[], 5, false).is_empty());
    assert_eq!(poisson_at_least(0, 0.0), 1.0);
    assert_eq!(poisson_at_least(1, 0.0), 0.0);
    assert!((normal_above(1.959_963_984_540_054) - 0.025).abs() < 1e-12);
}

proptest! {
    /// Above the mean, Poisson's tail is never below that of unlike trials.
    #[test]
    fn poisson_is_the_safe_side(chances in proptest::collection::vec(0.0..1.0_f64, 1..30), more in 1_u32..6) {
        let mean: f64 = chances.iter().sum();
        let count = mean.ceil() as u32 + more;
        let exact = trials_at_least(count, chances.iter().map(|p| (*p, 1)));
        prop_assert!(exact <= poisson_at_least(count, mean) + 1e-12);
    }

    /// A quantile is where its probability is reached.
    #[test]
    fn quantiles_turn_back(shape in 0.1..500.0_f64, p in 0.001..0.999_f64) {
        let x = gamma_quantile(shape, p).expect("a quantile");
        prop_assert!((gamma_lower(shape, x) - p).abs() < 1e-9);
    }

    /// More dispersion makes no count above its mean less likely, and none at all changes nothing.
    #[test]
    fn dispersion_only_doubts(count in 1_u32..60, mean in 0.01..20.0_f64, dispersion in 1.0..6.0_f64) {
        prop_assert_eq!(dispersed_at_least(count, mean, 1.0), poisson_at_least(count, mean));
        if f64::from(count) > mean + dispersion {
            let doubted = dispersed_at_least(count, mean, dispersion);
            prop_assert!(doubted >= poisson_at_least(count, mean) * (1.0 - 1e-9));
        }
    }
}

/// Every way in which two could draw from strata of a few places, counted one by one.
#[test]
fn draws_in_common_are_counted_exactly() {
    use onethread_kernel::tails::{CommonDraws, common_at_least};
    let subsets = |places: u32, draws: u32| (0_u32..1 << places).filter(move |set| set.count_ones() == draws);
    for strata in [vec![(5, 2, 3)], vec![(4, 2, 2), (3, 1, 2)], vec![(4, 4, 1), (2, 0, 2), (3, 2, 2)]] {
        let mut counts = std::collections::BTreeMap::from([(0_u32, 1_u64)]);
        for (places, a, b) in &strata {
            let mut next = std::collections::BTreeMap::new();
            for (before, ways) in &counts {
                for one in subsets(*places, *a) {
                    for other in subsets(*places, *b) {
                        *next.entry(before + (one & other).count_ones()).or_insert(0) += ways;
                    }
                }
            }
            counts = next;
        }
        let all: u64 = counts.values().sum();
        for common in 0..8 {
            let ways: u64 = counts.range(common..).map(|(_, ways)| ways).sum();
            let found = common_at_least(common, &strata);
            assert!((found - ways as f64 / all as f64).abs() < 1e-12, "{strata:?} {common}: {found}");
        }
    }
    // What is remembered of one pair is right for the next one.
    let mut draws = CommonDraws::default();
    for strata in [&[(13, 4, 5), (7, 2, 2)][..], &[(7, 2, 2)], &[(13, 5, 4), (13, 4, 5), (80, 9, 9)], &[]] {
        for common in 0..5 {
            assert_eq!(draws.at_least(common, strata), common_at_least(common, strata), "{common} {strata:?}");
        }
    }
    assert_eq!(common_at_least(0, &[]), 1.0);
    assert_eq!(common_at_least(1, &[]), 0.0);
    assert_eq!(common_at_least(2, &[(2, 9, 9)]), 1.0);
}

/// Of 26 places each draws 13. Fisher's noncentral law from SciPy 1.17 (`stats.nchypergeom_fisher(26, 13, 13, odds)`):
/// the odds at which 11 or more have a chance of 5 % are 3.5296, and the mean there is 8.5638.
#[test]
fn the_lowest_ratio_is_that_of_fishers_law() {
    use onethread_kernel::tails::common_ratio_low;
    let found = common_ratio_low(11, &[(26, 13, 13)]);
    assert!((found - 1.317_512_236).abs() < 1e-6, "{found}");
    assert!(common_ratio_low(13, &[(26, 13, 13)]) > found && common_ratio_low(4, &[(26, 13, 13)]) < 1.0);
    assert_eq!(common_ratio_low(0, &[]), 0.0);
}
