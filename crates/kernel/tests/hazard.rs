//! Chances per round against another program, hand-worked rounds and laws.

use onethread_kernel::hazard::{Cell, Luck, Round, Trials, cells, cloglog, doubling};
use onethread_kernel::survival::{Curve, Spell};
use proptest::prelude::*;

/// Written by `golden/hazard.py` with statsmodels.
const ROWS: &str = include_str!("golden/hazard_rows.csv");
const FITS: &str = include_str!("golden/hazard_fits.csv");

/// Rounds of spells that all began at once.
fn rounds(spells: &[Spell], rounds_max: i64) -> Vec<Round> {
    let spells: Vec<(Spell, i64)> = spells.iter().map(|spell| (*spell, 0)).collect();
    onethread_kernel::hazard::rounds(&cells(&spells, rounds_max))
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace().map(|number| number.parse().expect("a number")).collect()
}

#[test]
fn section_1_6_cloglog_is_that_of_statsmodels() {
    for line in FITS.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let rows = ROWS.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>()).filter(|row| row[0] == cells[0]);
        let count = |text: &str| text.parse().expect("a count");
        let rows: Vec<Trials> =
            rows.map(|row| Trials { trials: count(row[1]), events: count(row[2]), x: numbers(row[3]) }).collect();
        let fit = cloglog(&rows).unwrap_or_else(|| panic!("{} is not fitted", cells[0]));
        let close = |ours: &[f64], theirs: &[f64]| {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| (a - b).abs() < 1e-8)
        };
        assert!(close(&fit.coefficients, &numbers(cells[1])), "{}: {fit:?} {}", cells[0], cells[1]);
        assert!(close(&fit.errors, &numbers(cells[2])), "{}: {fit:?} {}", cells[0], cells[2]);
        assert!((fit.log_likelihood - numbers(cells[3])[0]).abs() < 1e-8, "{}", cells[0]);
    }
}

/// Three from the start, one seen from the third round on: it is at risk in rounds 3 and 4 only.
#[test]
fn rounds_are_counted_as_by_hand() {
    let spell = |entry_days, end_days, happened| Spell { entry_days, end_days, happened };
    let spells = [spell(0, 2, true), spell(0, 4, false), spell(0, 3, true), spell(2, 4, true), spell(4, 4, true)];
    let told: Vec<(i64, u64, u64)> =
        rounds(&spells, 100).iter().map(|one| (one.round, one.at_risk, one.events)).collect();
    assert_eq!(told, [(1, 3, 0), (2, 3, 1), (3, 3, 1), (4, 2, 1)]);
    let last = rounds(&spells, 2).last().copied();
    assert_eq!(last, Some(Round { round: 2, at_risk: 3, events: 1 }));
}

/// Two begin at release 0 and one at release 1: the second round of the former and the first of the latter are one
/// release. By hand: 4 at risk and 2 events in two releases of 2 and 2, all in one of them.
#[test]
fn cells_know_their_release() {
    let spell = |end_days, happened| Spell { entry_days: 0, end_days, happened };
    let found = cells(&[(spell(2, true), 0), (spell(1, false), 0), (spell(1, true), 1)], 9);
    let told: Vec<(i64, i64, u64, u64)> =
        found.iter().map(|one| (one.round, one.cluster, one.at_risk, one.events)).collect();
    assert_eq!(told, [(1, 1, 2, 0), (1, 2, 1, 1), (2, 2, 1, 1)]);
    let luck = Luck::of(&found);
    assert_eq!((luck.clusters, luck.correlation), (2, 1.0));
    assert_eq!(luck.times(&found), 2.0);
}

/// Events that come by whole releases: the interval of the trend is wider than for independent ones, and where they
/// do not, it is about as wide.
#[test]
fn shared_luck_widens_the_trend() {
    let cell = |round: i64, cluster: i64, events| Cell { round, cluster, at_risk: 10, events };
    let width = |cells: &[Cell]| doubling(cells).map(|(ratio, low, high)| (high / low, ratio)).expect("a trend");
    let pairs = || (1..=6).flat_map(|round| (0..8).map(move |start| (round, start + round)));
    let lucky: Vec<Cell> = pairs().map(|(round, at)| cell(round, at, if at % 3 == 0 { 6 } else { 0 })).collect();
    let even: Vec<Cell> = pairs().map(|(round, at)| cell(round, at, 2)).collect();
    assert!(width(&lucky).0 > width(&even).0, "{:?} {:?}", width(&lucky), width(&even));
    assert!((width(&even).1 - 1.0).abs() < 1e-9);
    assert_eq!(doubling(&even[..2]), None);
}

/// Where every event of a row has the predictor and none without it, the estimate would run away; it is refused.
#[test]
fn what_cannot_be_told_is_refused() {
    let row = |trials, events, x: &[f64]| Trials { trials, events, x: x.to_vec() };
    assert_eq!(cloglog(&[]), None);
    assert_eq!(cloglog(&[row(5, 0, &[1.0])]), None);
    assert_eq!(cloglog(&[row(5, 5, &[1.0])]), None);
    assert_eq!(cloglog(&[row(5, 0, &[1.0, 0.0]), row(5, 5, &[1.0, 1.0])]), None);
    assert_eq!(cloglog(&[row(5, 2, &[1.0, 2.0]), row(5, 3, &[1.0, 2.0])]), None);
    assert_eq!(cloglog(&[row(5, 2, &[1.0]), row(5, 3, &[1.0, 2.0])]), None);
    assert_eq!(cloglog(&[row(5, 2, &[f64::NAN])]), None);
    assert_eq!(cloglog(&[row(0, 0, &[1.0])]), None);
}

proptest! {
    /// With a chance for each round the fit is events over those at risk, and what is left is the Kaplan-Meier curve.
    #[test]
    fn rounds_of_their_own_are_the_life_table(spells in proptest::collection::vec((0_i64..6, 1_i64..8, any::<bool>()), 1..80)) {
        let spells: Vec<Spell> = spells
            .into_iter()
            .map(|(entry_days, length, happened)| Spell { entry_days, end_days: entry_days + length, happened })
            .collect();
        let all = rounds(&spells, 1_000);
        let curve = Curve::kaplan_meier(&spells);
        let mut open = 1.0;
        for round in &all {
            open *= 1.0 - round.events as f64 / round.at_risk as f64;
            prop_assert!((curve.survival_at(round.round).0 - open).abs() < 1e-12);
        }
        let inner: Vec<&Round> = all.iter().filter(|round| round.events > 0 && round.events < round.at_risk).collect();
        let rows: Vec<Trials> = inner
            .iter()
            .enumerate()
            .map(|(at, round)| Trials {
                trials: round.at_risk,
                events: round.events,
                x: (0..inner.len()).map(|other| f64::from(u8::from(other == at))).collect(),
            })
            .collect();
        if let Some(fit) = cloglog(&rows) {
            for (round, coefficient) in inner.iter().zip(&fit.coefficients) {
                let chance = 1.0 - (-coefficient.exp()).exp();
                prop_assert!((chance - round.events as f64 / round.at_risk as f64).abs() < 1e-9);
            }
        } else {
            prop_assert!(rows.is_empty());
        }
    }
}
