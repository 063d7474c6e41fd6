//! Shifts of a level: against other software, planted shifts, planted nulls, coverage, and laws.

use onethread_kernel::random::Stream;
use onethread_kernel::shift::{READINGS_MIN, Shift, UNITS_MIN, of_series, of_units};
use proptest::prelude::*;

fn near(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() < 1e-9 * (1.0 + theirs.abs())
}

/// `tests/golden/process.py` made these with scipy's `ttest_ind(equal_var=False)`.
#[test]
fn units_are_compared_as_scipy_does() {
    let found = of_units(&[3.0, -1.0, 4.5, 2.0, 7.5], &[0.5, 1.0, -2.0, 0.0]).expect("enough units");
    let (low, high) = found.interval(0.95);
    let theirs = [0.07869295575246597, -0.5315052802394828, 7.181505280239483, 5.5926595597854485];
    assert!([found.p, low, high, found.freedom].iter().zip(theirs).all(|(a, b)| near(*a, b)), "{found:?}");
}

/// The same script: the variance of a mean as a plain sum over lags, the rest by numpy.
#[test]
fn readings_are_compared_as_numpy_does() {
    let before = [10.0, 12.0, 11.0, 13.0, 12.0, 10.0, 9.0, 11.0, 12.0, 11.0];
    let found = of_series(&before, &[8.0, 9.0, 7.0, 8.0, 10.0, 9.0, 8.0, 7.0]).expect("enough readings");
    let theirs = [-2.8499999999999996, 1.2549466751533827, 2.8527851429753364, 0.11238097953524522];
    let ours = [found.difference, found.error, found.freedom, found.p];
    assert!(ours.iter().zip(theirs).all(|(a, b)| near(*a, b)), "{found:?}");
}

/// Readings that keep a part of the one before, with a shift in the middle.
fn readings(stream: &mut Stream, n: usize, kept: f64, shift: f64) -> (Vec<f64>, Vec<f64>) {
    let mut noise = stream.normal();
    let mut next = |shift: f64| {
        noise = kept * noise + (1.0 - kept * kept).sqrt() * stream.normal();
        20.0 + noise + shift
    };
    let before = (0..n).map(|_| next(0.0)).collect();
    (before, (0..n).map(|_| next(shift)).collect())
}

/// The interval holds a planted shift in at least 93 of 100, whatever neighbors have in common.
#[test]
fn a_planted_shift_is_covered() {
    for (n, kept) in [(8, 0.0), (26, 0.0), (26, 0.5), (26, 0.8), (180, 0.9)] {
        let covered = (0..2_000).filter(|world| {
            let mut stream = Stream::new(11, &format!("covered {n} {kept}"), *world);
            let (before, since) = readings(&mut stream, n, kept, 1.5);
            let (low, high) = of_series(&before, &since).expect("enough readings").interval(0.95);
            (low..=high).contains(&1.5)
        });
        let share = covered.count() as f64 / 2_000.0;
        assert!(share >= 0.93, "{n} {kept}: {share}");
    }
}

/// Few units of unequal spread: Welch's interval keeps its promise.
#[test]
fn a_difference_of_few_units_is_covered() {
    for (a, b, spread) in [(2, 3, 1.0), (8, 6, 3.0), (30, 5, 0.2)] {
        let covered = (0..2_000).filter(|world| {
            let mut stream = Stream::new(12, &format!("units {a} {b}"), *world);
            let mut draw = |n: usize, mean: f64, spread: f64| -> Vec<f64> {
                (0..n).map(|_| mean + spread * stream.normal()).collect()
            };
            let (changed, unchanged) = (draw(a, 2.0, 1.0), draw(b, 0.0, spread));
            let (low, high) = of_units(&changed, &unchanged).expect("enough units").interval(0.95);
            (low..=high).contains(&2.0)
        });
        let share = covered.count() as f64 / 2_000.0;
        assert!(share >= 0.93, "{a} {b}: {share}");
    }
}

/// What is said to be visible is found in about four of five cases.
#[test]
fn what_is_visible_is_found() {
    let found = (0..2_000).filter(|world| {
        let mut stream = Stream::new(13, "visible", *world);
        let mut draw = |n: usize, mean: f64| -> Vec<f64> { (0..n).map(|_| mean + stream.normal()).collect() };
        let (a, b) = (draw(12, 0.0), draw(12, 0.0));
        let visible = of_units(&a, &b).expect("enough units").visible(0.05);
        let moved: Vec<f64> = draw(12, visible);
        of_units(&moved, &draw(12, 0.0)).is_some_and(|found| found.p < 0.05)
    });
    let share = found.count() as f64 / 2_000.0;
    assert!((0.74..0.86).contains(&share), "{share}");
}

#[test]
fn too_little_is_refused_and_no_spread_is_certain() {
    assert_eq!(of_series(&[1.0; READINGS_MIN - 1], &[1.0; READINGS_MIN]), None);
    assert_eq!(of_units(&[1.0; UNITS_MIN - 1], &[1.0; 9]), None);
    assert!(of_units(&[1.0; UNITS_MIN], &[1.0; 9]).is_some());
    assert_eq!(of_units(&[1.0, f64::NAN], &[1.0; 9]), None);
    let p = |now: f64| of_series(&[1.0; READINGS_MIN], &[now; READINGS_MIN]).map(|found: Shift| found.p);
    assert_eq!((p(1.0), p(2.0)), (Some(1.0), Some(0.0)));
}

proptest! {
    #[test]
    fn order_of_units_and_units_of_measure_change_nothing(
        mut a in prop::collection::vec(-1e3_f64..1e3, 2..12), b in prop::collection::vec(-1e3_f64..1e3, 2..12), scale in 0.5_f64..8.0,
    ) {
        let found = of_units(&a, &b);
        a.reverse();
        prop_assert_eq!(found, of_units(&a, &b));
        let times = |values: &[f64]| -> Vec<f64> { values.iter().map(|value| value * scale).collect() };
        let (one, other) = (found.expect("enough units"), of_units(&times(&a), &times(&b)).expect("enough units"));
        prop_assert!((one.p - other.p).abs() < 1e-6);
    }

    #[test]
    fn no_readings_panic(a in prop::collection::vec(any::<f64>(), 0..30), b in prop::collection::vec(any::<f64>(), 0..30)) {
        for found in [of_series(&a, &b), of_units(&a, &b)].into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&found.p) && found.error >= 0.0, "{:?}", found);
            prop_assert!(found.interval(0.95).0 <= found.difference);
        }
    }
}
