//! Concentration against worked values, a plain recount, and laws.

use onethread_kernel::concentration::Concentration;
use proptest::prelude::*;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12
}

/// Ten units among five, worked by hand.
#[test]
fn worked_by_hand() {
    let held = Concentration::from_counts(&[1, 4, 0, 2, 2, 1, 0]);
    assert_eq!((held.holders(), held.total()), (5, 10));
    assert_eq!(held.curve(), [(1, 0.4), (2, 0.6), (3, 0.8), (4, 0.9), (5, 1.0)]);
    let shares = [0, 1, 2, 5, usize::MAX].map(|k| held.top_share(k));
    assert_eq!(shares, [0.0, 0.4, 0.6, 1.0, 1.0].map(Some));
    let holders = [0.0, 1e-9, 0.4, 0.41, 0.8, 0.9, 1.0].map(|p| held.holders_for_share(p));
    assert_eq!(holders, [0, 1, 1, 2, 3, 4, 5].map(Some));
}

#[test]
fn nothing_held_has_no_shares() {
    for counts in [&[][..], &[0, 0, 0]] {
        let none = Concentration::from_counts(counts);
        assert_eq!((none.holders(), none.total()), (0, 0));
        assert_eq!(none.curve(), []);
        assert_eq!([none.top_share(0), none.top_share(1)], [None, None]);
        assert_eq!([0.0, 0.5].map(|p| none.holders_for_share(p)), [None, None]);
    }
}

#[test]
fn shares_that_are_none() {
    let held = Concentration::from_counts(&[3, 1]);
    for p in [-1e-9, 1.0 + 1e-9, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(held.holders_for_share(p), None, "{p}");
    }
}

/// The sum is beyond 64 bits, and the last holder is too small to show in a float.
#[test]
fn sums_do_not_overflow() {
    let held = Concentration::from_counts(&[u64::MAX, 1, u64::MAX]);
    assert_eq!(held.total(), 2 * u128::from(u64::MAX) + 1);
    assert_eq!(held.top_share(1), Some(0.5));
    assert_eq!(held.holders_for_share(1.0), Some(3));
}

proptest! {
    #[test]
    fn a_recount_agrees(counts in prop::collection::vec(0_u64..50, 0..30), p in 0.0_f64..=1.0) {
        let held = Concentration::from_counts(&counts);
        let total: u64 = counts.iter().sum();
        // The largest k by taking the maximum out k times, rather than by sorting.
        let mut rest = counts.clone();
        let (mut taken, mut needed) = (0, None);
        for k in 0..=counts.len() {
            let share = (total > 0).then(|| taken as f64 / total as f64);
            prop_assert_eq!(held.top_share(k), share);
            if share.is_some_and(|share| share >= p) {
                needed = needed.or(Some(k));
            }
            if let Some(at) = (0..rest.len()).max_by_key(|&i| rest[i]) {
                taken += rest.swap_remove(at);
            }
        }
        prop_assert_eq!(held.holders_for_share(p), needed);
        prop_assert_eq!(held.holders(), counts.iter().filter(|&&c| c > 0).count());
    }

    #[test]
    fn the_curve_is_concave_and_ends_at_one(counts in prop::collection::vec(any::<u32>(), 1..60)) {
        let counts: Vec<u64> = counts.into_iter().map(u64::from).collect();
        let held = Concentration::from_counts(&counts);
        let curve = held.curve();
        prop_assert_eq!(curve.len(), held.holders());
        if let Some(&(k, share)) = curve.last() {
            prop_assert_eq!((k, share), (held.holders(), 1.0));
        }
        let (mut before, mut slope) = (0.0, f64::INFINITY);
        for &(_, share) in &curve {
            prop_assert!(share >= before && share - before <= slope + 1e-12);
            (before, slope) = (share, share - before);
        }
        // The k largest hold at least what k alike would hold.
        let n = curve.len() as f64;
        prop_assert!(curve.iter().all(|&(k, share)| share >= k as f64 / n - 1e-12));
    }

    #[test]
    fn only_proportions_matter(
        (counts, shuffled) in prop::collection::vec(0_u64..1000, 0..40)
            .prop_flat_map(|counts| (Just(counts.clone()), Just(counts).prop_shuffle())),
        factor in 1_u64..1000,
    ) {
        let held = Concentration::from_counts(&counts);
        prop_assert_eq!(&Concentration::from_counts(&shuffled), &held);
        let scaled: Vec<u64> = counts.iter().map(|c| c * factor).collect();
        let scaled = Concentration::from_counts(&scaled);
        prop_assert_eq!(scaled.holders(), held.holders());
        for (a, b) in scaled.curve().into_iter().zip(held.curve()) {
            prop_assert!(a.0 == b.0 && close(a.1, b.1));
        }
    }
}
