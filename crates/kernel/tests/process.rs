//! Expectations of new values: against a worked fit, planted jumps, planted nulls, and laws.

use onethread_kernel::process::{Expectation, JUDGED, VALUES_MIN, expectations};
use onethread_kernel::random::Stream;
use proptest::prelude::*;

const YEAR: i64 = 13;

fn series(values: impl IntoIterator<Item = f64>) -> Vec<(i64, f64)> {
    (0..).zip(values).collect()
}

/// `tests/golden/process.py` made these with numpy's least squares and scipy's distributions.
#[test]
fn limits_are_those_of_least_squares_elsewhere() {
    let values = [5, 7, 6, 9, 8, 7, 9, 11, 10, 8, 9, 12, 11, 10, 13, 12, 14, 11, 12, 15, 13, 14, 13, 24];
    let found = expectations(&series(values.map(f64::from)), YEAR, 0.01).expect("enough values");
    let last = found.last().expect("the last value");
    let near = |ours: f64, theirs: f64| (ours / theirs - 1.0).abs() < 1e-8;
    let ours = [last.center, last.low, last.high, last.p];
    assert!(ours.iter().zip(LAST).all(|(ours, theirs)| near(*ours, theirs)), "{ours:?} {LAST:?}");
    assert!(last.is_unusual && found.iter().filter(|one| one.is_unusual).count() == 1, "{found:?}");
}

/// Center, lower and upper limit at 1 %, and p, of the last value.
const LAST: [f64; 4] = [15.19349905046, 10.18675218375, 20.20024591718, 0.000111306293];

/// A series within its control limits: it keeps a part of each value, grows, and has a season.
fn drawn(stream: &mut Stream, n: i64, kept: f64, slope: f64, season: f64) -> Vec<(i64, f64)> {
    let mut noise = stream.normal();
    let value = |at: i64| {
        noise = kept * noise + (1.0 - kept * kept).sqrt() * stream.normal();
        let year = std::f64::consts::TAU * at as f64 / YEAR as f64;
        (at, 50.0 + noise + slope * at as f64 + season * year.sin())
    };
    (0..n).map(value).collect()
}

fn unusual(values: &[(i64, f64)]) -> bool {
    let level = 0.05 / JUDGED as f64;
    expectations(values, YEAR, level).is_some_and(|found| found.iter().any(|one| one.is_unusual))
}

#[test]
fn growth_season_and_memory_are_seldom_unusual() {
    for (kept, slope, season) in [(0.0, 0.0, 0.0), (0.5, 0.0, 0.0), (0.8, 0.0, 0.0), (0.5, 0.2, 0.0), (0.5, 0.0, 4.0)] {
        let worlds = 1_000;
        let wrong = (0..worlds).filter(|world| {
            let mut stream = Stream::new(5, &format!("{kept} {slope} {season}"), *world);
            unusual(&drawn(&mut stream, 39, kept, slope, season))
        });
        let share = wrong.count() as f64 / worlds as f64;
        assert!(share <= 0.05, "{kept} {slope} {season}: {share}");
    }
}

/// A jump of five deviations is found, unless it comes each year.
#[test]
fn a_jump_is_found_and_a_season_is_none() {
    let found = |yearly: bool| {
        let worlds = 200;
        let is_found = |world: &u64| {
            let mut values = drawn(&mut Stream::new(6, "jump", *world), 39, 0.3, 0.0, 0.0);
            for (at, value) in &mut values {
                let jumps = if yearly { at.rem_euclid(YEAR) == 38 % YEAR } else { *at == 38 };
                *value += if jumps { 5.0 } else { 0.0 };
            }
            unusual(&values)
        };
        (0..worlds).filter(is_found).count() as f64 / worlds as f64
    };
    assert!(found(false) >= 0.8, "{}", found(false));
    assert!(found(true) <= 0.05, "{}", found(true));
}

#[test]
fn too_little_is_refused() {
    let wave = |n: i64| series((0..n).map(|at| (at % 5) as f64 + 0.1 * (at % 3) as f64));
    assert_eq!(expectations(&wave(VALUES_MIN as i64 - 1), YEAR, 0.01), None);
    assert!(expectations(&wave(VALUES_MIN as i64), YEAR, 0.01).is_some_and(|found| found.len() == JUDGED));
    assert_eq!(expectations(&series([4.0; 30]), YEAR, 0.01), None);
    let mut broken = wave(30);
    broken[3].1 = f64::NAN;
    assert_eq!(expectations(&broken, YEAR, 0.01), None);
    // No value of the same season a year before.
    let gap: Vec<(i64, f64)> = wave(30).into_iter().map(|(at, value)| (at * 100, value)).collect();
    assert_eq!(expectations(&gap, YEAR, 0.01), Some(vec![]));
}

proptest! {
    #[test]
    fn a_unit_is_only_a_unit(seed: u64, scale in 0.5_f64..8.0, add in -50.0_f64..50.0, later in -999_i64..999) {
        let values = drawn(&mut Stream::new(seed, "unit", 0), 30, 0.4, 0.1, 1.0);
        let other: Vec<(i64, f64)> =
            values.iter().map(|(at, value)| (at + YEAR * later, value * scale + add)).collect();
        let (one, other) = (expectations(&values, YEAR, 0.01), expectations(&other, YEAR, 0.01));
        let (one, other) = (one.expect("enough values"), other.expect("enough values"));
        for (one, other) in one.iter().zip(&other) {
            prop_assert!((one.center * scale + add - other.center).abs() < 1e-5);
            prop_assert!((one.p - other.p).abs() < 1e-6);
            prop_assert_eq!(one.is_unusual, other.is_unusual);
        }
    }

    #[test]
    fn no_series_panics(values in prop::collection::vec((-99_i64..99, any::<f64>()), 0..60), year in -5_i64..40, level: f64) {
        let found = expectations(&values, year, level).unwrap_or_default();
        let is_sound = |one: &Expectation| one.place < values.len() && (0.0..=1.0).contains(&one.p);
        prop_assert!(found.iter().all(is_sound), "{:?}", found);
    }
}
