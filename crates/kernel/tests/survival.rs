//! The survival estimate against textbooks, another program, a plain recount, and laws.

use onethread_kernel::distributions::exact_share;
use onethread_kernel::survival::{BAND_LEVEL, BAND_Z, Band, Curve, Estimate, Spell, Step};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn spell(entry_days: i64, end_days: i64, happened: bool) -> Spell {
    Spell { entry_days, end_days, happened }
}

fn close(ours: f64, theirs: f64, tolerance: f64) -> bool {
    (ours - theirs).abs() <= tolerance
}

// Textbooks

/// Weeks in remission under 6-MP: Freireich et al., Blood 21 (1963); Gehan, Biometrika 52 (1965).
fn leukemia() -> Vec<Spell> {
    let relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23];
    let censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
    let relapsed = relapsed.iter().map(|&week| spell(0, week, true));
    relapsed.chain(censored.iter().map(|&week| spell(0, week, false))).collect()
}

/// Klein and Moeschberger (2003), example 4.1, with the digits that R's `survfit` prints for it: week,
/// at risk, relapses, survival, its standard error.
const LEUKEMIA: [(i64, usize, usize, f64, f64); 7] = [
    (6, 21, 3, 0.857, 0.0764),
    (7, 17, 1, 0.807, 0.0869),
    (10, 15, 1, 0.753, 0.0963),
    (13, 12, 1, 0.690, 0.1068),
    (16, 11, 1, 0.627, 0.1141),
    (22, 7, 1, 0.538, 0.1282),
    (23, 6, 1, 0.448, 0.1346),
];

#[test]
fn leukemia_matches_the_published_table() {
    let curve = Curve::kaplan_meier(&leukemia());
    assert_eq!((curve.n, curve.events, curve.dropped), (21, 9, 0));
    assert_eq!(curve.early_collapse, None);
    assert_eq!(curve.steps.len(), LEUKEMIA.len());
    for (step, (week, at_risk, events, survival, error)) in curve.steps.iter().zip(LEUKEMIA) {
        assert_eq!((step.day, step.at_risk, step.events), (week, at_risk, events));
        assert!(close(step.survival, survival, 5e-4), "{step:?}");
        // Either limit, reversed through the log-log scale, gives the published standard error.
        let scale = step.survival * -step.survival.ln() / BAND_Z;
        let center = (-step.survival.ln()).ln();
        let from_low = ((-step.low().ln()).ln() - center) * scale;
        let from_high = (center - (-step.high().ln()).ln()) * scale;
        assert!(close(from_low, error, 6e-5), "{from_low} at week {week}");
        assert!(close(from_high, error, 6e-5), "{from_high} at week {week}");
    }
    assert_eq!(curve.median().days, Some(23));
}

/// Two outcomes, value and abandonment: (2, V), (3, A), (4, censored), (5, V), (6, censored).
#[test]
fn competing_outcomes_give_the_worked_values() {
    let curve = |happened: [bool; 5]| {
        let spells: Vec<Spell> = (2..).zip(happened).map(|(end, h)| spell(0, end, h)).collect();
        Curve::kaplan_meier(&spells)
    };
    // Either outcome ends the wait: 0.5 + 0.2 have ended.
    let either = curve([true, true, false, true, false]);
    assert!(close(either.survival_at(6).0, 0.3, 1e-12));
    // Counting abandonment as censoring overstates value: 0.6, where 0.5 is right.
    let naive = curve([true, false, false, true, false]);
    assert!(close(1.0 - naive.survival_at(6).0, 0.6, 1e-12));
}

/// Every pair of a wait 1..=100 and an entry 0..=99 with entry < wait, once: the waits are uniform and
/// independent of entry, so the estimate must give back 1 - t/100 exactly, late entry or not.
#[test]
fn delayed_entry_removes_the_bias_of_late_watching() {
    let kept = (1..=100).flat_map(|wait| (0..wait).map(move |entry| (entry, wait)));
    let spells: Vec<Spell> = kept.clone().map(|(e, w)| spell(e, w, true)).collect();
    let curve = Curve::kaplan_meier(&spells);
    for day in 0..=100 {
        let truth = 1.0 - day as f64 / 100.0;
        assert!(close(curve.survival_at(day).0, truth, 1e-12), "day {day}");
    }
    assert_eq!(curve.median().days, Some(50));
    assert_eq!(curve.quantile(0.9).days, Some(90));
    assert!(close(curve.rmst(100), 50.5, 1e-9));

    let ignored: Vec<Spell> = kept.map(|(_, w)| spell(0, w, true)).collect();
    assert_eq!(Curve::kaplan_meier(&ignored).median().days, Some(71));
}

// Another program: golden/survival.py

const SPELLS: &str = include_str!("golden/survival_spells.csv");
const STEPS: &str = include_str!("golden/survival_steps.csv");
const SUMMARIES: &str = include_str!("golden/survival_summaries.csv");

/// The rows of a golden table that belong to `case`, without the header and the case.
fn rows<'a>(table: &'a str, case: &str) -> Vec<Vec<&'a str>> {
    let fields = table.lines().skip(1).map(|line| line.split(',').collect());
    fields.filter(|row: &Vec<&str>| row[0] == case).map(|row| row[1..].to_vec()).collect()
}

fn days(field: &str) -> Option<i64> {
    (!field.is_empty()).then(|| field.parse().expect("whole days"))
}

fn number(field: &str) -> f64 {
    field.parse().expect("a number")
}

fn golden_curve(case: &str) -> Curve {
    let spells: Vec<Spell> = rows(SPELLS, case)
        .iter()
        .map(|row| {
            let day = |field: &str| days(field).expect("a day");
            spell(day(row[0]), day(row[1]), row[2] == "1")
        })
        .collect();
    Curve::kaplan_meier(&spells)
}

#[test]
fn lifelines_agrees() {
    let cases: Vec<&str> = SUMMARIES.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(cases.len(), 7);
    for case in cases {
        let curve = golden_curve(case);
        let [summary] = &rows(SUMMARIES, case)[..] else { panic!("{case} has one summary") };
        assert_eq!(curve.n.to_string(), summary[0], "{case}");
        assert_eq!(curve.early_collapse, days(summary[6]), "{case}");
        if curve.early_collapse.is_some() {
            // It refuses such data, so there is nothing more to compare.
            continue;
        }
        let steps = rows(STEPS, case);
        assert_eq!(curve.steps.len(), steps.len(), "{case}");
        for (step, row) in curve.steps.iter().zip(steps) {
            assert_eq!(Some(step.day), days(row[0]), "{case}");
            assert_eq!(step.at_risk.to_string(), row[1], "{case} {step:?}");
            assert_eq!(step.events.to_string(), row[2], "{case} {step:?}");
            assert!(close(step.survival, number(row[3]), 1e-9), "{case} {step:?}");
            assert!(close(step.low(), number(row[4]), 1e-9), "{case} {step:?}");
            assert!(close(step.high(), number(row[5]), 1e-9), "{case} {step:?}");
        }
        let median = Estimate { days: days(summary[1]), low_days: days(summary[2]), high_days: days(summary[3]) };
        assert_eq!(curve.median(), median, "{case}");
        let tau_days = days(summary[4]).expect("a horizon");
        assert!(close(curve.rmst(tau_days), number(summary[5]), 1e-9), "{case}");
    }
}

// Few events: exact values

/// Without censoring the beta product band is the exact interval of a share, day by day.
#[test]
fn beta_products_are_exact_without_censoring() {
    for n in [1_u64, 2, 5, 12, 29] {
        let spells: Vec<Spell> = (1..=n).map(|end| spell(0, end as i64, true)).collect();
        let curve = Curve::with_band(&spells, Band::BetaProduct);
        for day in 0..=n {
            let (_, low, high) = curve.survival_at(day as i64);
            let (exact_low, exact_high) = exact_share(n - day, n, BAND_LEVEL);
            assert!(close(low, exact_low, 1e-9) && close(high, exact_high, 1e-9), "day {day} of {n}");
        }
    }
}

/// The interval of a median from ranks: Conover, *Practical Nonparametric Statistics*, 3rd ed. (1999), table A3. Of
/// 5 values no interval at 95 % exists; of 6 it goes from the first to the last, of 10 from the 2nd to the 9th, of 20
/// from the 6th to the 15th.
#[test]
fn medians_of_few_are_those_of_the_sign_test() {
    for (n, low, high) in [(6, Some(1), Some(6)), (10, Some(2), Some(9)), (20, Some(6), Some(15)), (5, Some(1), None)] {
        let spells: Vec<Spell> = (1..=n).map(|end| spell(0, end, true)).collect();
        let median = Curve::with_band(&spells, Band::BetaProduct).median();
        assert_eq!((median.low_days, median.high_days), (low, high), "{n}");
    }
}

/// The product of beta variables, drawn: the limits are its quantiles up to the noise of the draws.
#[test]
fn beta_products_are_as_drawn() {
    let spells: Vec<Spell> = [(0, 2, true), (0, 3, false), (0, 4, true), (1, 4, true), (2, 6, false), (0, 7, true)]
        .into_iter()
        .chain([(3, 9, true), (0, 11, false), (4, 12, false)])
        .map(|(entry, end, happened)| spell(entry, end, happened))
        .collect();
    let curve = Curve::with_band(&spells, Band::BetaProduct);
    let mut dice = 20_260_724_u64;
    let mut uniform = || {
        dice = dice * 48_271 % 2_147_483_647;
        (dice as f64 + 0.5) / 2_147_483_648.0
    };
    for day in [4, 7, 9] {
        // A share that outlasts one event of r at risk is Beta(r, 1): a uniform number to the power of 1 / r.
        let steps: Vec<&Step> = curve.steps.iter().filter(|step| step.day <= day).collect();
        let mut one = |next: usize| {
            let mut product = 1.0;
            for step in &steps {
                for tied in 0..step.events {
                    product *= f64::powf(uniform(), 1.0 / (step.at_risk - tied) as f64);
                }
            }
            if next > 0 { product * f64::powf(uniform(), 1.0 / next as f64) } else { product }
        };
        let mut quantile = |next: usize, p: f64| {
            let mut drawn: Vec<f64> = (0..40_000).map(|_| one(next)).collect();
            drawn.sort_by(f64::total_cmp);
            drawn[(40_000.0 * p) as usize]
        };
        let (_, low, high) = curve.survival_at(day);
        let (drawn_low, drawn_high) = (quantile(curve.at_risk_at(day + 1), 0.025), quantile(0, 0.975));
        assert!(
            close(low, drawn_low, 0.01) && close(high, drawn_high, 0.01),
            "{day}: {low} {drawn_low} {high} {drawn_high}"
        );
    }
}

/// Without censoring the restricted mean is a plain mean, and Greenwood's error is the plain one.
#[test]
fn restricted_means_without_censoring_are_plain() {
    let ends = [3, 3, 8, 15, 21, 40, 41, 90];
    let spells: Vec<Spell> = ends.iter().map(|&end| spell(0, end, true)).collect();
    let found = Curve::kaplan_meier(&spells).restricted_mean(41).expect("enough");
    let cut = ends.map(|end| end.min(41) as f64);
    let mean = cut.iter().sum::<f64>() / 8.0;
    let error = (cut.iter().map(|day| (day - mean).powi(2)).sum::<f64>() / 64.0).sqrt();
    assert!(close(found.days, mean, 1e-9) && close(found.error_days, error, 1e-9), "{found:?}");
    assert_eq!((found.events, found.tau_days), (7, 41));
    // Six degrees of freedom: 2.4469; seven events lack a seventh of the variance.
    let half = 2.4469 * error * (7.0_f64 / 6.0).sqrt();
    assert!(close(found.low_days, mean - half, 1e-3), "{found:?}");
    assert!(close(found.high_days, (mean + half).min(41.0), 1e-3), "{found:?}");
}

#[test]
fn restricted_means_that_are_none() {
    let none = |spells: &[Spell], tau| Curve::kaplan_meier(spells).restricted_mean(tau).is_none();
    assert!(none(&[], 10));
    assert!(none(&[spell(0, 5, true), spell(0, 9, false)], 9), "one event");
    assert!(none(&[spell(0, 9, false); 7], 5), "all censored");
    let seen = [spell(0, 5, true), spell(0, 7, true), spell(0, 9, false)];
    assert!(none(&seen, 10) && none(&seen, 0) && none(&seen, -3) && none(&seen, i64::MAX));
    assert!(!none(&seen, 9));
}

/// With many events behind and many subjects left the two bands hardly differ, and the fitting one takes the plain one.
#[test]
fn bands_meet_where_events_are_many() {
    let curve = |band| Curve::with_band(&(1..=600).map(|end| spell(0, end, true)).collect::<Vec<_>>(), band);
    let (plain, exact, fitting) = (curve(Band::LogLog), curve(Band::BetaProduct), curve(Band::Fitting));
    for day in [40, 300, 580] {
        let ((_, low, high), (_, other_low, other_high)) = (plain.survival_at(day), exact.survival_at(day));
        assert!(close(low, other_low, 0.01) && close(high, other_high, 0.01), "{day}");
        assert_eq!(fitting.survival_at(day), plain.survival_at(day), "{day}");
    }
    for day in [3, 595, 600] {
        assert_eq!(fitting.survival_at(day), exact.survival_at(day), "{day}");
    }
    assert_eq!(fitting.median(), plain.median());
}

// Edges

#[test]
fn nothing_to_go_on() {
    for spells in [vec![], vec![spell(5, 5, true), spell(9, 3, true)]] {
        let curve = Curve::kaplan_meier(&spells);
        assert_eq!((curve.n, curve.events), (0, 0));
        assert_eq!(curve.dropped, spells.len());
        assert!(curve.steps.is_empty());
        assert_eq!(curve.early_collapse, None);
        assert_eq!(curve.last_day(), None);
        assert_eq!(curve.survival_at(7), (1.0, 1.0, 1.0));
        assert_eq!(curve.median(), Estimate::default());
        assert!(close(curve.rmst(7), 7.0, 0.0));
    }
}

/// Entering on an event day is too late to be at risk on it; leaving on it is not.
#[test]
fn risk_set_at_a_shared_day() {
    let curve = Curve::kaplan_meier(&[spell(0, 5, true), spell(0, 5, false), spell(5, 9, false), spell(4, 9, false)]);
    assert_eq!((curve.steps[0].day, curve.steps[0].at_risk), (5, 3));
    assert_eq!([4, 5, 6, 9, 10].map(|day| curve.at_risk_at(day)), [2, 3, 2, 2, 0]);
    assert_eq!(curve.last_day(), Some(9));
}

#[test]
fn collapse_is_told_apart_from_everyone_finishing() {
    let finished = [spell(0, 3, true), spell(0, 7, true)];
    let curve = Curve::kaplan_meier(&finished);
    assert_eq!(curve.survival_at(7), (0.0, 0.0, 0.0));
    assert_eq!(curve.early_collapse, None);

    let later = [spell(7, 90, true), spell(20, 95, false)];
    let curve = Curve::kaplan_meier(&[&finished[..], &later[..]].concat());
    assert_eq!(curve.early_collapse, Some(7));
    assert_eq!(curve.steps.len(), 3);
    assert_eq!(curve.survival_at(90), (0.0, 0.0, 0.0));
    assert_eq!(curve.at_risk_at(90), 2);
}

/// Where the curve is zero there is no band, so it must not bound anything from above.
#[test]
fn a_zero_gives_no_upper_day() {
    let curve = Curve::kaplan_meier(&[1, 2, 3].map(|end| spell(0, end, true)));
    let median = curve.median();
    assert_eq!((median.days, median.high_days), (Some(2), None));
    assert_eq!(curve.quantile(1.0).days, Some(3));
}

/// 3/4 * 2/3 is one half, whatever the rounding; likewise for every longer chain that ends there.
#[test]
fn a_level_is_met_in_spite_of_rounding() {
    for half in 1..200 {
        let spells: Vec<Spell> = (1..=2 * half).map(|end| spell(0, end, true)).collect();
        assert_eq!(Curve::kaplan_meier(&spells).median().days, Some(half));
    }
}

/// Comparing every subject with every event day would take minutes here, and rounding would show.
#[test]
fn many_subjects_are_no_trouble() {
    let n = 200_000_i32;
    let spells: Vec<Spell> = (1..=n).map(|end| spell(-1, end.into(), true)).collect();
    let curve = Curve::kaplan_meier(&spells);
    for (step, left) in curve.steps.iter().zip((0..n).rev()) {
        assert!(close(step.survival, f64::from(left) / f64::from(n), 1e-10));
    }
    assert_eq!(curve.median().days, Some(100_000));
}

#[test]
fn shares_that_are_none() {
    let curve = Curve::kaplan_meier(&leukemia());
    for p in [0.0, -0.5, 1.0 + 1e-9, f64::NAN, f64::INFINITY] {
        assert_eq!(curve.quantile(p), Estimate::default(), "{p}");
    }
}

/// Halving the curve 1,200 times takes it below the smallest number a float can hold.
#[test]
fn underflow_is_a_zero_not_a_nan() {
    let pairs = (0..1200).flat_map(|day| [spell(day, day + 1, true), spell(day, day + 1, false)]);
    let curve = Curve::kaplan_meier(&pairs.collect::<Vec<_>>());
    let last = curve.steps.last().expect("steps");
    assert_eq!((last.survival, last.low(), last.high()), (0.0, 0.0, 0.0));
    assert!(curve.steps.iter().all(|s| s.low() <= s.survival && s.survival <= s.high()));
}

// A plain recount, and laws

/// Survival after `day` and Greenwood's sum, by looking at every spell for every day.
fn recount(spells: &[Spell], day: i64) -> (f64, f64) {
    let used = || spells.iter().filter(|s| s.end_days > s.entry_days);
    let event_days: BTreeSet<i64> = used().filter(|s| s.happened).map(|s| s.end_days).collect();
    let (mut survival, mut variance) = (1.0, 0.0);
    for t in event_days.into_iter().filter(|&t| t <= day) {
        let r = used().filter(|s| s.entry_days < t && t <= s.end_days).count() as f64;
        let d = used().filter(|s| s.happened && s.end_days == t).count() as f64;
        survival *= 1.0 - d / r;
        variance += d / (r * (r - d));
    }
    (survival, variance)
}

/// Up to 40 spells within 30 days, so that ties, dropped spells and thin risk sets are common.
fn spells() -> impl Strategy<Value = Vec<Spell>> {
    let one = (-3_i64..30, -2_i64..12, any::<bool>());
    let one = one.prop_map(|(entry, length, happened)| spell(entry, entry + length, happened));
    prop::collection::vec(one, 0..40)
}

/// On the third day the only one watched had the event: the curve is zero from there on, and its lower limit with it,
/// though beta products alone would let it fall a day later.
#[test]
fn a_limit_follows_a_curve_that_collapses() {
    let spells = [spell(-1, 1, false), spell(1, 2, true), spell(2, 3, false), spell(2, 3, false)];
    let curve = Curve::with_band(&spells, Band::BetaProduct);
    assert_eq!(curve.early_collapse, Some(2));
    let days = curve.quantile(0.991);
    assert_eq!((days.low_days, days.days), (Some(2), Some(2)));
}

proptest! {
    #[test]
    fn a_recount_agrees(spells in spells(), p in 0.01_f64..1.0) {
        let curve = Curve::kaplan_meier(&spells);
        let used: Vec<&Spell> = spells.iter().filter(|s| s.end_days > s.entry_days).collect();
        prop_assert_eq!(curve.n, used.len());
        prop_assert_eq!(curve.events, used.iter().filter(|s| s.happened).count());
        prop_assert_eq!(curve.n + curve.dropped, spells.len());
        prop_assert_eq!(curve.last_day(), used.iter().map(|s| s.end_days).max());

        let (mut area, mut reached, mut collapse) = (0.0, None, None);
        for day in -5..50 {
            let at_risk = used.iter().filter(|s| s.entry_days < day && day <= s.end_days).count();
            prop_assert_eq!(curve.at_risk_at(day), at_risk);
            prop_assert!(close(curve.rmst(day), area, 1e-9));

            let (truth, variance) = recount(&spells, day);
            let (survival, low, high) = curve.survival_at(day);
            prop_assert!(close(survival, truth, 1e-12));
            let (want_low, want_high) = if truth > 0.0 && truth < 1.0 {
                let spread = (BAND_Z * variance.sqrt() / truth.ln().abs()).exp();
                (truth.powf(spread), truth.powf(1.0 / spread))
            } else {
                (truth, truth)
            };
            prop_assert!(close(low, want_low, 1e-9) && close(high, want_high, 1e-9));

            if day >= 0 {
                area += truth;
            }
            if truth <= 1.0 - p + 1e-9 {
                reached = reached.or(Some(day));
            }
            if truth == 0.0 && used.iter().any(|s| s.end_days > day) {
                collapse = collapse.or(Some(day));
            }
        }
        prop_assert_eq!(curve.quantile(p).days, reached);
        // Beyond the first zero the recount keeps finding zeros; only the first counts.
        prop_assert_eq!(curve.early_collapse, collapse);
    }

    #[test]
    fn the_curve_falls_within_its_band(spells in spells(), p in 0.01_f64..1.0) {
        let curve = Curve::kaplan_meier(&spells);
        let mut before = (i64::MIN, 1.0);
        for step in &curve.steps {
            prop_assert!(step.day > before.0);
            prop_assert!(step.survival <= before.1);
            prop_assert!(step.events >= 1 && step.events <= step.at_risk);
            prop_assert!(0.0 <= step.low() && step.low() <= step.survival);
            prop_assert!(step.survival <= step.high() && step.high() <= 1.0);
            before = (step.day, step.survival);
        }
        let Estimate { days, low_days, high_days } = curve.quantile(p);
        let never = i64::MAX;
        prop_assert!(low_days.unwrap_or(never) <= days.unwrap_or(never));
        prop_assert!(days.unwrap_or(never) <= high_days.unwrap_or(never));
    }

    #[test]
    fn copies_of_everyone_only_narrow_the_band(spells in spells(), copies in 2_usize..6) {
        let once = Curve::kaplan_meier(&spells);
        let many = Curve::kaplan_meier(&spells.repeat(copies));
        prop_assert_eq!(many.n, once.n * copies);
        prop_assert_eq!(many.early_collapse, once.early_collapse);
        prop_assert_eq!(many.median().days, once.median().days);
        prop_assert_eq!(many.steps.len(), once.steps.len());
        for (m, o) in many.steps.iter().zip(&once.steps) {
            prop_assert_eq!((m.day, m.at_risk), (o.day, o.at_risk * copies));
            prop_assert!(close(m.survival, o.survival, 1e-12));
            prop_assert!(m.low() >= o.low() - 1e-12 && m.high() <= o.high() + 1e-12);
        }
    }

    #[test]
    fn order_and_origin_do_not_matter(spells in spells(), shift in -1000_i64..1000) {
        let curve = Curve::kaplan_meier(&spells);
        let reversed: Vec<Spell> = spells.iter().rev().copied().collect();
        prop_assert_eq!(&Curve::kaplan_meier(&reversed), &curve);

        let moved: Vec<Spell> = spells
            .iter()
            .map(|s| spell(s.entry_days + shift, s.end_days + shift, s.happened))
            .collect();
        let moved = Curve::kaplan_meier(&moved);
        for day in -5..50 {
            prop_assert_eq!(moved.survival_at(day + shift), curve.survival_at(day));
        }
        prop_assert_eq!(moved.early_collapse, curve.early_collapse.map(|day| day + shift));
    }

    #[test]
    fn without_delayed_entry_nothing_collapses(
        ends in prop::collection::vec((1_i64..30, any::<bool>()), 0..40),
    ) {
        let spells: Vec<Spell> = ends.iter().map(|&(end, h)| spell(0, end, h)).collect();
        prop_assert_eq!(Curve::kaplan_meier(&spells).early_collapse, None);
        // With everyone's event seen, the curve is the plain share of longer waits.
        let all: Vec<Spell> = ends.iter().map(|&(end, _)| spell(0, end, true)).collect();
        let curve = Curve::kaplan_meier(&all);
        for day in 0..30 {
            if !ends.is_empty() {
                let longer = ends.iter().filter(|(end, _)| *end > day).count();
                let share = longer as f64 / ends.len() as f64;
                prop_assert!(close(curve.survival_at(day).0, share, 1e-12));
            }
        }
    }

    #[test]
    fn no_input_panics(
        raw in prop::collection::vec((any::<i64>(), any::<i64>(), any::<bool>()), 0..20),
        day in prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX)],
        p in any::<f64>(),
    ) {
        let mut spells: Vec<Spell> = raw.into_iter().map(|(a, b, h)| spell(a, b, h)).collect();
        spells.push(spell(i64::MIN, i64::MAX, true));
        let curve = Curve::kaplan_meier(&spells);
        let (survival, low, high) = curve.survival_at(day);
        prop_assert!([survival, low, high, curve.rmst(day)].iter().all(|x| x.is_finite()));
        prop_assert!(curve.at_risk_at(day) <= curve.n);
        let _ = curve.quantile(p);
        for band in [Band::BetaProduct, Band::Fitting] {
            let few = Curve::with_band(&spells, band);
            let (_, low, high) = few.survival_at(day);
            prop_assert!(0.0 <= low && low <= survival && survival <= high && high <= 1.0);
            let _ = (few.quantile(p), few.restricted_mean(day));
        }
    }

    #[test]
    fn every_band_holds_the_curve(few in spells(), copies in 1_usize..4, p in 0.01_f64..1.0, fitting: bool) {
        let band = if fitting { Band::Fitting } else { Band::BetaProduct };
        let curve = Curve::with_band(&few.repeat(copies), band);
        for day in -5..50 {
            let (survival, low, high) = curve.survival_at(day);
            prop_assert!(0.0 <= low && low <= survival && survival <= high && high <= 1.0, "{} {:?}", day, curve);
        }
        let Estimate { days, low_days, high_days } = curve.quantile(p);
        let never = i64::MAX;
        prop_assert!(low_days.unwrap_or(never) <= days.unwrap_or(never));
        prop_assert!(days.unwrap_or(never) <= high_days.unwrap_or(never));
    }
}
