//! Coordination that work requires, against the published case, plain matrices and laws.

use onethread_kernel::congruence::{Cell, Required};
use proptest::prelude::*;

fn cells(rows: &[&[u32]]) -> Vec<Cell> {
    let row = |(at, row): (usize, &&[u32])| {
        row.iter()
            .enumerate()
            .map(|(column, amount)| (at as u32, column as u32, f64::from(*amount)))
            .collect::<Vec<_>>()
    };
    rows.iter().enumerate().flat_map(row).collect()
}

/// SCIENCE of the project, 1.4, with the matrices there: persons A, B, C; only A and B talk.
#[test]
fn section_1_4_congruence() {
    let work = cells(&[&[0, 1, 0], &[0, 1, 1], &[1, 1, 0]]);
    let depends = cells(&[&[1, 1, 0], &[1, 1, 1], &[0, 1, 1]]);
    let required = Required::of(3, 3, &work, &depends);
    let matrix: Vec<f64> = (0..9).map(|at| required.between(at / 3, at % 3)).collect();
    assert_eq!(matrix, [1.0, 2.0, 2.0, 2.0, 4.0, 3.0, 2.0, 3.0, 4.0]);
    assert_eq!(required.met(|one, other| (one, other) == (0, 1)), (1, 3));
    // Off the diagonal lie 14 of 23.
    assert_eq!(required.across(), Some(14.0 / 23.0));
}

#[test]
fn nothing_to_coordinate_is_no_share() {
    assert_eq!(Required::of(0, 0, &[], &[]).across(), None);
    assert_eq!(Required::of(2, 2, &[(0, 0, 1.0)], &[]).across(), None);
    let odd = [(0, 0, f64::NAN), (0, 9, 1.0), (9, 0, 1.0), (0, 1, -1.0)];
    assert_eq!(Required::of(2, 2, &odd, &[(0, 0, 1.0), (0, 9, 1.0)]).across(), None);
    // Each alone on a task of its own that nothing depends on.
    let apart = Required::of(2, 2, &[(0, 0, 3.0), (1, 1, 5.0)], &[(0, 0, 1.0), (1, 1, 1.0)]);
    assert_eq!((apart.across(), apart.pairs().count()), (Some(0.0), 0));
}

proptest! {
    /// The three matrices multiplied as in a textbook.
    #[test]
    fn it_is_the_product(
        units in 1_u32..5,
        tasks in 1_u32..5,
        work in proptest::collection::vec(0_u32..4, 25),
        depends in proptest::collection::vec(0_u32..3, 25),
    ) {
        let t_a = |unit: u32, task: u32| f64::from(work[(unit * 5 + task) as usize]);
        let t_d = |one: u32, other: u32| f64::from(depends[(one * 5 + other) as usize]);
        let grid = |rows: u32, columns: u32| (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)));
        let a: Vec<Cell> = grid(units, tasks).map(|(row, column)| (row, column, t_a(row, column))).collect();
        let d: Vec<Cell> = grid(tasks, tasks).map(|(row, column)| (row, column, t_d(row, column))).collect();
        let required = Required::of(units, tasks, &a, &d);
        let (mut all, mut across) = (0.0, 0.0);
        for (p, q) in grid(units, units) {
            let amount: f64 = grid(tasks, tasks).map(|(i, j)| t_a(p, i) * t_d(i, j) * t_a(q, j)).sum();
            prop_assert_eq!(required.between(p, q), amount);
            all += amount;
            across += if p == q { 0.0 } else { amount };
        }
        prop_assert_eq!(required.across(), (all > 0.0).then(|| across / all));
    }

    /// When everybody works everywhere in proportion, what is across is the chance that two pieces of work are of two
    /// units.
    #[test]
    fn without_regard_to_tasks_it_is_the_chance_of_two_units(
        shares in proptest::collection::vec(1_u32..9, 1..6),
        tasks in proptest::collection::vec(1_u32..9, 1..6),
    ) {
        let mut work: Vec<Cell> = Vec::new();
        for (unit, share) in (0..).zip(&shares) {
            work.extend((0..).zip(&tasks).map(|(task, size)| (unit, task, f64::from(share * size))));
        }
        let depends: Vec<Cell> = (0..tasks.len() as u32).map(|task| (task, task, 1.0)).collect();
        let all: f64 = shares.iter().map(|share| f64::from(*share)).sum();
        let chance = 1.0 - shares.iter().map(|share| (f64::from(*share) / all).powi(2)).sum::<f64>();
        let found = Required::of(shares.len() as u32, tasks.len() as u32, &work, &depends).across().expect("work");
        prop_assert!((found - chance).abs() < 1e-12);
    }
}
