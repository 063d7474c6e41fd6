//! Competing endings against a worked case, another program, a plain recount, and laws.

use onethread_kernel::incidence::{Ending, Endings};
use onethread_kernel::survival::{Curve, Spell};
use proptest::prelude::*;

const VALUE: u8 = 1;
const GIVEN_UP: u8 = 2;

fn ending(entry_days: i64, end_days: i64, kind: u8) -> Ending {
    Ending { entry_days, end_days, kind: Some(kind).filter(|kind| *kind > 0) }
}

fn close(ours: f64, theirs: f64, tolerance: f64) -> bool {
    (ours - theirs).abs() <= tolerance
}

/// SCIENCE, section 1.6: (2, V), (3, A), (4, censored), (5, V), (6, censored).
#[test]
fn section_1_6_competing_endings() {
    let endings = [(2, VALUE), (3, GIVEN_UP), (4, 0), (5, VALUE), (6, 0)].map(|(day, kind)| ending(0, day, kind));
    let found = Endings::of(&endings, &[VALUE, GIVEN_UP]);
    let at_end = |kind: usize| found.kinds[kind].at(6).0;
    assert!(close(at_end(0), 0.5, 1e-12) && close(at_end(1), 0.2, 1e-12));
    assert!(close(found.open.survival_at(6).0, 0.3, 1e-12));
    // One minus Kaplan-Meier with the given-up one censored says 0.6: together with 0.2 and 0.3 more than there is.
    let naive = endings.map(|one| Spell { entry_days: 0, end_days: one.end_days, happened: one.kind == Some(VALUE) });
    assert!(close(1.0 - Curve::kaplan_meier(&naive).survival_at(6).0, 0.6, 1e-12));
}

// Another program: golden/incidence.py

const SPELLS: &str = include_str!("golden/incidence_spells.csv");
const STEPS: &str = include_str!("golden/incidence_steps.csv");
const OPEN: &str = include_str!("golden/incidence_open.csv");
const MEANS: &str = include_str!("golden/incidence_means.csv");

/// The rows of a golden table that belong to `case`, without the header and the case.
fn rows<'a>(table: &'a str, case: &str) -> Vec<Vec<&'a str>> {
    let fields = table.lines().skip(1).map(|line| line.split(',').collect());
    fields.filter(|row: &Vec<&str>| row[0] == case).map(|row| row[1..].to_vec()).collect()
}

fn number(field: &str) -> f64 {
    field.parse().expect("a number")
}

fn golden(case: &str) -> Vec<Ending> {
    let day = |field: &str| field.parse().expect("whole days");
    rows(SPELLS, case).iter().map(|row| ending(day(row[0]), day(row[1]), row[2].parse().expect("a kind"))).collect()
}

fn value_alone(case: &str) -> Curve {
    let spell =
        |one: Ending| Spell { entry_days: one.entry_days, end_days: one.end_days, happened: one.kind == Some(VALUE) };
    Curve::kaplan_meier(&golden(case).into_iter().map(spell).collect::<Vec<_>>())
}

#[test]
fn lifelines_agrees_on_incidence() {
    for (case, n) in [("worked", 5), ("seeded-apart", 60), ("first-apart", 374), ("stable-apart", 444)] {
        let endings = golden(case);
        assert_eq!(endings.len(), n, "{case}");
        let found = Endings::of(&endings, &[VALUE, GIVEN_UP]);
        let golden = rows(STEPS, case);
        let ours: Vec<_> = (1..).zip(&found.kinds).flat_map(|(k, one)| one.steps.iter().map(move |s| (k, s))).collect();
        assert_eq!(ours.len(), golden.len(), "{case}");
        let mut compared = 0;
        for ((kind, step), row) in ours.iter().zip(&golden) {
            assert_eq!((kind.to_string(), step.day.to_string()), (row[0].to_owned(), row[1].to_owned()), "{case}");
            assert!(close(step.share, number(row[2]), 1e-9), "{case} {step:?} {row:?}");
            if !row[3].is_empty() {
                assert!(close(step.variance, number(row[3]), 1e-9), "{case} {step:?} {row:?}");
                assert!(close(step.low, number(row[4]), 1e-9), "{case} {step:?} {row:?}");
                assert!(close(step.high, number(row[5]), 1e-9), "{case} {step:?} {row:?}");
                compared += 1;
            }
        }
        assert!(compared * 10 >= ours.len() * 9, "{case}: {compared} of {}", ours.len());
    }
}

/// Moving tied days apart in the order that a risk set means changes each share by less than the ties themselves hold.
#[test]
fn ties_cost_little() {
    for case in ["seeded", "first", "stable"] {
        let (tied, apart) = (golden(case), golden(&format!("{case}-apart")));
        let of = |endings: &[Ending]| Endings::of(endings, &[VALUE, GIVEN_UP]);
        let (tied, apart) = (of(&tied), of(&apart));
        for day in (0..3_000).step_by(50) {
            for kind in 0..2 {
                let (one, other) = (tied.kinds[kind].at(day).0, apart.kinds[kind].at(day * 10 + 9).0);
                assert!(close(one, other, 2e-3), "{case}, day {day}: {one} {other}");
            }
            assert!(close(tied.open.survival_at(day).0, apart.open.survival_at(day * 10 + 9).0, 1e-12), "{case} {day}");
        }
    }
}

/// The headline curves of the Kubernetes example, and their restricted means.
#[test]
fn lifelines_agrees_on_the_kubernetes_tables() {
    for case in ["seeded", "first", "stable"] {
        let curve = value_alone(case);
        let golden = rows(OPEN, case);
        assert_eq!(curve.steps.len(), golden.len(), "{case}");
        for (step, row) in curve.steps.iter().zip(&golden) {
            assert_eq!((step.day.to_string(), step.at_risk.to_string()), (row[0].to_owned(), row[1].to_owned()));
            assert_eq!(step.events.to_string(), row[2]);
            for (ours, theirs) in [step.survival, step.low(), step.high()].into_iter().zip(&row[3..]) {
                assert!(close(ours, number(theirs), 1e-9), "{case} {step:?} {row:?}");
            }
        }
        let means = rows(MEANS, case);
        assert!(!means.is_empty());
        for row in means {
            let found = curve.restricted_mean(row[0].parse().expect("a horizon")).expect("enough events");
            assert!(close(found.days, number(row[1]), 1e-9), "{case} {found:?} {row:?}");
            assert!(found.low_days < found.days && found.days < found.high_days, "{case} {found:?}");
        }
    }
    assert_eq!((value_alone("first").median().days, value_alone("stable").median().days), (Some(121), Some(903)));
}

// A plain recount, and laws

fn endings() -> impl Strategy<Value = Vec<Ending>> {
    let one = (-3_i64..30, -2_i64..12, 0_u8..4);
    let one = one.prop_map(|(entry, length, kind)| ending(entry, entry + length, kind));
    prop::collection::vec(one, 0..40)
}

proptest! {
    #[test]
    fn all_parts_make_the_whole(endings in endings()) {
        let found = Endings::of(&endings, &[1, 2, 3]);
        for day in -5..50 {
            let ended: f64 = found.kinds.iter().map(|kind| kind.at(day).0).sum();
            prop_assert!(close(ended + found.open.survival_at(day).0, 1.0, 1e-9), "day {}", day);
        }
    }

    #[test]
    fn a_recount_agrees(endings in endings()) {
        let found = Endings::of(&endings, &[VALUE]);
        let used: Vec<&Ending> = endings.iter().filter(|one| one.entry_days < one.end_days).collect();
        let (mut open, mut share) = (1.0, 0.0);
        for day in -5..50 {
            let r = used.iter().filter(|one| one.entry_days < day && day <= one.end_days).count() as f64;
            let ended = |kind: Option<u8>| {
                let of = |one: &&&Ending| one.end_days == day && one.kind.is_some() && (kind.is_none() || one.kind == kind);
                used.iter().filter(of).count() as f64
            };
            if ended(None) > 0.0 {
                share += open * ended(Some(VALUE)) / r;
                open *= 1.0 - ended(None) / r;
            }
            prop_assert!(close(found.kinds[0].at(day).0, share, 1e-9), "day {}", day);
        }
    }

    #[test]
    fn shares_rise_within_their_band(endings in endings()) {
        for kind in Endings::of(&endings, &[1, 2, 3]).kinds {
            let mut before = (i64::MIN, 0.0);
            for step in &kind.steps {
                prop_assert!(step.day > before.0 && step.share >= before.1 && step.events > 0);
                prop_assert!(0.0 <= step.low && step.low <= step.share, "{:?}", step);
                prop_assert!(step.share <= step.high && step.high <= 1.0, "{:?}", step);
                prop_assert!(step.variance.is_finite() && step.variance >= 0.0);
                before = (step.day, step.share);
            }
        }
    }

    /// With one kind of ending there is nothing to compete with.
    #[test]
    fn one_kind_alone_is_kaplan_meier(endings in endings()) {
        let endings: Vec<Ending> = endings.into_iter().map(|one| Ending { kind: one.kind.map(|_| 1), ..one }).collect();
        let found = Endings::of(&endings, &[1]);
        for day in -5..50 {
            prop_assert!(close(found.kinds[0].at(day).0, 1.0 - found.open.survival_at(day).0, 1e-9));
        }
    }

    #[test]
    fn no_input_panics(raw in prop::collection::vec((any::<i64>(), any::<i64>(), 0_u8..3), 0..20), day: i64) {
        let endings: Vec<Ending> = raw.into_iter().map(|(a, b, kind)| ending(a, b, kind)).collect();
        let found = Endings::of(&endings, &[1, 2, 200]);
        let all = found.kinds.iter().flat_map(|kind| <[f64; 3]>::from(kind.at(day)));
        prop_assert!(all.into_iter().all(|share| (0.0..=1.0 + 1e-12).contains(&share)));
    }
}
