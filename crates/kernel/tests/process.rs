//! Control limits and interrupted series against worked values, planted shifts, planted nulls, and laws.

use onethread_kernel::interrupted::{PERIODS_MIN, shift};
use onethread_kernel::process::{Signals, VALUES_MIN, limits};
use proptest::prelude::*;

/// A generator of its own, so that the test shares nothing with what it tests (Park and Miller, 1988).
struct Dice(u64);

impl Dice {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        (self.0 as f64 + 0.5) / 2_147_483_648.0
    }

    /// A standard normal number: twelve uniform ones less their mean.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Ten values worked by hand: mean 12, moving ranges 2 1 3 2 1 2 3 1 3, which is 2 on average.
#[test]
fn limits_are_as_worked_by_hand() {
    let values = [11.0, 13.0, 12.0, 9.0, 11.0, 12.0, 14.0, 11.0, 12.0, 15.0];
    let found = limits(&values).expect("enough values");
    let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
    assert!(near(found.center, 12.0) && near(found.moving_range, 2.0), "{found:?}");
    assert!(near(found.low, 6.68) && near(found.high, 17.32), "{found:?}");
    assert_eq!(found.signals(&values), Signals::default());
    assert_eq!(found.signals(&[18.0, 12.0, 6.0]).beyond, [0, 2]);
    assert!(near(found.not_below(7.0).low, 7.0) && near(found.not_below(99.0).low, 12.0));
}

#[test]
fn a_run_on_one_side_is_a_signal_and_the_mean_ends_it() {
    let found = limits(&[1.0, 3.0, 1.0, 3.0, 1.0, 3.0, 1.0, 3.0]).expect("enough values");
    assert!((found.center - 2.0).abs() < 1e-12);
    let mut values = vec![2.5; 9];
    assert_eq!(found.signals(&values).run, [7, 8]);
    values[4] = found.center;
    assert_eq!(found.signals(&values).run, Vec::<usize>::new());
}

#[test]
fn too_little_is_refused() {
    assert_eq!(limits(&[1.0; VALUES_MIN - 1]), None);
    assert_eq!(limits(&[1.0, f64::NAN, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]), None);
    assert_eq!(limits(&[f64::MAX, -f64::MAX, f64::MAX, 1.0, 1.0, 1.0, 1.0, 1.0]), None);
    let flat = limits(&[4.0; VALUES_MIN]).expect("enough values");
    assert_eq!((flat.low, flat.center, flat.high), (4.0, 4.0, 4.0));
    let weeks = vec![1.0; 2 * PERIODS_MIN];
    assert!(shift(&weeks, &weeks, PERIODS_MIN, 1).is_some());
    assert_eq!(shift(&weeks, &weeks, PERIODS_MIN - 1, 1), None);
    assert_eq!(shift(&weeks, &weeks[1..], PERIODS_MIN, 1), None);
    assert_eq!(shift(&weeks, &weeks, 99, 1), None);
    assert_eq!(shift(&[f64::INFINITY; 24], &weeks, PERIODS_MIN, 1), None);
}

/// Of independent normal values about 0.27 % lie beyond three deviations; limits made from 26 of them are a little off.
#[test]
fn a_series_that_nothing_touches_seldom_signals() {
    let mut dice = Dice(7);
    let (mut beyond, mut all) = (0, 0);
    for _ in 0..2_000 {
        let values: Vec<f64> = (0..26).map(|_| dice.normal()).collect();
        beyond += limits(&values).expect("enough values").signals(&values).beyond.len();
        all += values.len();
    }
    let share = beyond as f64 / all as f64;
    assert!((0.001..0.008).contains(&share), "{share}");
}

/// Weekly values that resemble their neighbors, with a level that both series share and a shift of the one.
fn pair(dice: &mut Dice, weeks: usize, planted: f64, both: f64) -> (Vec<f64>, Vec<f64>) {
    let (mut a, mut b) = (0.0, 0.0);
    (0..2 * weeks)
        .map(|week| {
            let since = f64::from(u8::from(week >= weeks));
            (a, b) = (0.3 * a + dice.normal(), 0.3 * b + dice.normal());
            (10.0 + a + (planted + both) * since, 4.0 + b + both * since)
        })
        .unzip()
}

/// 95 % are promised. Few weeks that resemble each other hold less than they seem to: at least 90 % are kept.
#[test]
fn a_planted_shift_is_covered_and_what_befalls_both_is_not_counted() {
    for (weeks, least) in [(PERIODS_MIN, 0.90), (26, 0.90), (52, 0.91)] {
        for planted in [0.0, 2.0] {
            let mut dice = Dice(41);
            let rounds = 200;
            let covered = (0..rounds).filter(|seed| {
                let (series, comparison) = pair(&mut dice, weeks, planted, 5.0);
                let found = shift(&series, &comparison, weeks, *seed).expect("enough weeks");
                (found.low..=found.high).contains(&planted)
            });
            let share = covered.count() as f64 / rounds as f64;
            assert!((least..=0.995).contains(&share), "{weeks} weeks, {planted}: {share}");
        }
    }
}

#[test]
fn a_large_shift_is_seen() {
    let mut dice = Dice(3);
    let (series, comparison) = pair(&mut dice, 26, 3.0, 5.0);
    let found = shift(&series, &comparison, 26, 1).expect("enough weeks");
    assert!(found.low > 0.0 && found.high < 6.0, "{found:?}");
    assert!((found.series.1 - found.series.0 - 8.0).abs() < 2.0, "{found:?}");
}

proptest! {
    #[test]
    fn limits_hold_the_center(values in prop::collection::vec(-1e9_f64..1e9, 0..40)) {
        if let Some(found) = limits(&values) {
            prop_assert!(found.low <= found.center && found.center <= found.high, "{:?}", found);
            prop_assert!(found.signals(&values).beyond.iter().all(|place| *place < values.len()));
        } else {
            prop_assert!(values.len() < VALUES_MIN);
        }
    }

    #[test]
    fn a_unit_is_only_a_unit(values in prop::collection::vec(-1e3_f64..1e3, 8..30), scale in 0.5_f64..8.0, add in -50.0_f64..50.0) {
        let one = limits(&values).expect("enough values");
        let other: Vec<f64> = values.iter().map(|value| value * scale + add).collect();
        let other = limits(&other).expect("enough values");
        prop_assert!((one.low * scale + add - other.low).abs() < 1e-6);
        prop_assert!((one.high * scale + add - other.high).abs() < 1e-6);
    }

    #[test]
    fn no_series_panics(
        series in prop::collection::vec(any::<f64>(), 0..60), other in prop::collection::vec(any::<f64>(), 0..60),
        split: usize, seed: u64,
    ) {
        let _ = limits(&series);
        if let Some(found) = shift(&series, &other, split, seed) {
            prop_assert!(found.low <= found.difference && found.difference <= found.high);
        }
    }
}
