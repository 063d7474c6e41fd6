//! Chances in discrete time: how likely an event is in each of several rounds, such as releases, once it did not come
//! before.
//!
//! Where an event can only come at certain times, days between them mean nothing, and the right model counts rounds.
//! With the complementary log-log link, `h = 1 - exp(-exp(x'b))`, coefficients are those of proportional hazards in the
//! continuous time that the rounds group.
//!
//! Those for whom it is the same event of the calendar share its luck: a release that slips holds all of them. So
//! variances are those of whole clusters.
//!
//! # Sources
//!
//! - K.-Y. Liang and S. L. Zeger, "Longitudinal data analysis using generalized linear models", Biometrika 73 (1986),
//!   for variances of clusters.
//! - R. L. Prentice and L. A. Gloeckler, "Regression analysis of grouped survival data", Biometrics 34 (1978).
//! - P. McCullagh and J. A. Nelder, *Generalized Linear Models*, 2nd ed. (1989), sections 2.5 and 4.3, for scoring.

use crate::distributions::student;
use crate::survival::Spell;

/// Scoring ends after so many steps; it takes about six.
const STEPS_MAX: usize = 60;
/// How little the deviance must change for scoring to end, as a share of it.
const TOLERANCE: f64 = 1e-12;
/// Beyond this size of a linear predictor a chance is 0 or 1 as far as anybody can tell: the estimate runs away.
const PREDICTOR_MAX: f64 = 30.0;
/// A coefficient with a larger error than this runs away where the likelihood is flat: no factor of exp(100) was ever
/// seen.
const ERROR_MAX: f64 = 100.0;

/// How much larger the variance of whole clusters is taken to be: of few it comes out too small more often than too
/// large. With it intervals keep their promise in `cargo xtask worlds releases`.
const FEW_TIMES: f64 = 1.25;

/// One round: of those at risk, how many had the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// The round, from 1.
    pub round: i64,
    /// Subjects that were watched and had not had the event before.
    pub at_risk: u64,
    /// Of these, those that had it in this round.
    pub events: u64,
}

/// Of one round, those for whom it was the same event of the calendar, such as one release: they share its luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The round, from 1.
    pub round: i64,
    /// The event of the calendar.
    pub cluster: i64,
    /// Subjects that were watched and had not had the event before.
    pub at_risk: u64,
    /// Of these, those that had it in this round.
    pub events: u64,
}

/// The cells in which anybody was at risk, by round and cluster, ascending. Of a [`Spell`], days are rounds: watched
/// after round `entry_days`, up to and including round `end_days`. Beside it stands the cluster of its round 0; each
/// round is one further. Rounds beyond `rounds_max` are left out.
#[must_use]
pub fn cells(spells: &[(Spell, i64)], rounds_max: i64) -> Vec<Cell> {
    let mut found: std::collections::BTreeMap<(i64, i64), (u64, u64)> = std::collections::BTreeMap::new();
    for (spell, start) in spells.iter().filter(|(spell, _)| spell.entry_days < spell.end_days) {
        let cluster = |round: i64| start.saturating_add(round);
        for round in spell.entry_days.saturating_add(1)..=spell.end_days.min(rounds_max) {
            found.entry((round, cluster(round))).or_default().0 += 1;
        }
        if spell.happened && spell.end_days <= rounds_max {
            found.entry((spell.end_days, cluster(spell.end_days))).or_default().1 += 1;
        }
    }
    let cell = |((round, cluster), (at_risk, events))| Cell { round, cluster, at_risk, events };
    found.into_iter().map(cell).collect()
}

/// The rounds of some cells, ascending.
#[must_use]
pub fn rounds(cells: &[Cell]) -> Vec<Round> {
    let of_round = |cells: &[Cell]| {
        let sum = |of: fn(&Cell) -> u64| cells.iter().map(of).sum();
        Some(Round { round: cells.first()?.round, at_risk: sum(|one| one.at_risk), events: sum(|one| one.events) })
    };
    cells.chunk_by(|one, other| one.round == other.round).filter_map(of_round).collect()
}

/// How much subjects of one cluster share its luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Luck {
    /// Clusters with anybody at risk.
    pub clusters: usize,
    /// The correlation of two subjects of a cluster, 0 to 1.
    pub correlation: f64,
}

impl Luck {
    /// From the variance of the events of whole clusters, beside that of independent subjects.
    #[must_use]
    pub fn of(cells: &[Cell]) -> Luck {
        let mut clusters: std::collections::BTreeMap<i64, (f64, f64)> = std::collections::BTreeMap::new();
        for cell in cells {
            let (at_risk, events) = clusters.entry(cell.cluster).or_default();
            *at_risk += cell.at_risk as f64;
            *events += cell.events as f64;
        }
        let sum = |of: &dyn Fn(&(f64, f64)) -> f64| clusters.values().map(of).sum::<f64>();
        let (all, events) = (sum(&|one| one.0), sum(&|one| one.1));
        let (share, count) = (events / all, clusters.len() as f64);
        let independent = all * share * (1.0 - share);
        let size = sum(&|one| one.0 * one.0) / all;
        let mut luck = Luck { clusters: clusters.len(), correlation: 0.0 };
        if independent > 0.0 && size > 1.0 && count > 1.0 {
            let spread = sum(&|one| (one.1 - share * one.0) * (one.1 - share * one.0)) * count / (count - 1.0);
            luck.correlation = ((FEW_TIMES * spread / independent - 1.0) / (size - 1.0)).clamp(0.0, 1.0);
        }
        luck
    }

    /// How many times the variance of independent subjects the events of these cells have.
    #[must_use]
    pub fn times(&self, cells: &[Cell]) -> f64 {
        let mut clusters: std::collections::BTreeMap<i64, f64> = std::collections::BTreeMap::new();
        cells.iter().for_each(|cell| *clusters.entry(cell.cluster).or_default() += cell.at_risk as f64);
        let all: f64 = clusters.values().sum();
        let size = clusters.values().map(|one| one * one).sum::<f64>() / all.max(1.0);
        1.0 + self.correlation * (size - 1.0).max(0.0)
    }
}

/// A row of a model: so many trials with the same predictors.
#[derive(Clone, Debug, PartialEq)]
pub struct Trials {
    /// Trials.
    pub trials: u64,
    /// Of these, those with the event; no more than `trials` count.
    pub events: u64,
    /// The predictors, with 1 for a constant where one is wanted; as many in every row.
    pub x: Vec<f64>,
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// A coefficient for each predictor.
    pub coefficients: Vec<f64>,
    /// Their standard errors, from the expected information.
    pub errors: Vec<f64>,
    /// The logarithm of the likelihood without its constant part, for ratios of models of the same rows.
    pub log_likelihood: f64,
}

/// Fits the model to some rows by scoring.
///
/// `None` when it is not known: rows of unequal length or with numbers that are none, predictors that follow from each
/// other, or events so apart that an estimate runs away without end.
#[must_use]
pub fn cloglog(rows: &[Trials]) -> Option<Fit> {
    let width = rows.first()?.x.len();
    if width == 0 || rows.iter().any(|row| row.x.len() != width || row.x.iter().any(|x| !x.is_finite())) {
        return None;
    }
    let rows: Vec<&Trials> = rows.iter().filter(|row| row.trials > 0).collect();
    // It begins where every row's chance is its own, drawn away from 0 and 1.
    let mut predictors: Vec<f64> = rows
        .iter()
        .map(|row| {
            let share = (row.events.min(row.trials) as f64 + 0.5) / (row.trials as f64 + 1.0);
            libm::log(-libm::log1p(-share))
        })
        .collect();
    let mut last: Option<(Vec<f64>, f64)> = None;
    for _ in 0..STEPS_MAX {
        let (information, score) = normal_equations(&rows, &predictors, width);
        let factor = cholesky(information)?;
        let next = solve(&factor, score);
        predictors = rows.iter().map(|row| row.x.iter().zip(&next).map(|(x, b)| x * b).sum()).collect();
        if predictors.iter().any(|predictor: &f64| predictor.is_nan() || predictor.abs() > PREDICTOR_MAX) {
            return None;
        }
        let likelihood = log_likelihood(&rows, &predictors);
        let settled = last.as_ref().is_some_and(|(before, at)| {
            let moved = before.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            (likelihood - at).abs() <= TOLERANCE * (likelihood.abs() + 1.0) && moved < 1e-9
        });
        if settled {
            let factor = cholesky(normal_equations(&rows, &predictors, width).0)?;
            let unit = |at: usize| (0..width).map(|other| if other == at { 1.0 } else { 0.0 }).collect();
            let errors: Vec<f64> = (0..width).map(|at| libm::sqrt(solve(&factor, unit(at))[at])).collect();
            let is_told = errors.iter().all(|error| *error <= ERROR_MAX);
            return is_told.then_some(Fit { coefficients: next, errors, log_likelihood: likelihood });
        }
        last = Some((next, likelihood));
    }
    None
}

/// How the hazard changes when twice as many rounds have passed: the ratio with its 95 % interval, from a trend over
/// the logarithm of rounds. Its variance is that of whole clusters (the sandwich of Liang and Zeger), and never smaller
/// than that of independent subjects. `None` where it is not known, or with fewer than three clusters.
#[must_use]
pub fn doubling(cells: &[Cell]) -> Option<(f64, f64, f64)> {
    let row = |one: &Cell| Trials {
        trials: one.at_risk,
        events: one.events,
        x: vec![1.0, libm::log2(one.round.max(1) as f64)],
    };
    let rows: Vec<Trials> = cells.iter().map(row).collect();
    let fit = cloglog(&rows)?;
    let predictors: Vec<f64> =
        rows.iter().map(|row| row.x.iter().zip(&fit.coefficients).map(|(x, b)| x * b).sum()).collect();
    let factor = cholesky(normal_equations(&rows.iter().collect::<Vec<_>>(), &predictors, 2).0)?;
    let mut scores: std::collections::BTreeMap<i64, Vec<f64>> = std::collections::BTreeMap::new();
    for ((cell, row), predictor) in cells.iter().zip(&rows).zip(&predictors) {
        let (rate, events) = (libm::exp(*predictor), row.events.min(row.trials) as f64);
        let chance = -libm::expm1(-rate);
        let slope = rate * (events * (1.0 - chance) / chance - (row.trials as f64 - events));
        let score = scores.entry(cell.cluster).or_insert_with(|| vec![0.0; 2]);
        score.iter_mut().zip(&row.x).for_each(|(sum, x)| *sum += slope * x);
    }
    let clusters = scores.len() as f64;
    if clusters < 3.0 {
        return None;
    }
    let moved = scores.into_values().filter_map(|score| solve(&factor, score).get(1).copied());
    let variance = moved.map(|moved| moved * moved).sum::<f64>() * FEW_TIMES * clusters / (clusters - 2.0);
    let (slope, error) = (*fit.coefficients.get(1)?, libm::sqrt(variance).max(*fit.errors.get(1)?));
    let errors = student(0.95, clusters - 2.0);
    let at = |errors: f64| libm::exp(slope + errors * error);
    Some((at(0.0), at(-errors), at(errors)))
}

/// The weighted sums of squares of predictors, and of predictors with the working response.
fn normal_equations(rows: &[&Trials], predictors: &[f64], width: usize) -> (Vec<Vec<f64>>, Vec<f64>) {
    let (mut information, mut score) = (vec![vec![0.0; width]; width], vec![0.0; width]);
    for (row, predictor) in rows.iter().zip(predictors) {
        let (n, share) = (row.trials as f64, row.events.min(row.trials) as f64 / row.trials as f64);
        let rate = libm::exp(*predictor);
        let (chance, spared) = (-libm::expm1(-rate), libm::exp(-rate));
        let slope = rate * spared;
        // Weight slope² / (chance * spared), with one `spared` taken out of both.
        let weight = n * rate * rate * spared / chance;
        if weight <= 0.0 || !weight.is_finite() {
            continue;
        }
        let response = predictor + (share - chance) / slope;
        for (a, x) in row.x.iter().enumerate() {
            score[a] += weight * x * response;
            for (b, y) in row.x.iter().enumerate() {
                information[a][b] += weight * x * y;
            }
        }
    }
    (information, score)
}

fn log_likelihood(rows: &[&Trials], predictors: &[f64]) -> f64 {
    let of = |(row, predictor): (&&Trials, &f64)| {
        let (events, rate) = (row.events.min(row.trials) as f64, libm::exp(*predictor));
        let happened = if events > 0.0 { events * libm::log(-libm::expm1(-rate)) } else { 0.0 };
        happened - (row.trials as f64 - events) * rate
    };
    rows.iter().zip(predictors).map(of).sum()
}

/// The lower factor of a symmetric matrix; `None` when it has none.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    for at in 0..n {
        for row in at..n {
            let taken: f64 = (0..at).map(|k| matrix[row][k] * matrix[at][k]).sum();
            let left = matrix[row][at] - taken;
            if row == at {
                // A diagonal that all but vanishes follows from the others.
                if left.is_nan() || left <= 1e-12 * matrix[at][at].abs() {
                    return None;
                }
                matrix[at][at] = libm::sqrt(left);
            } else {
                matrix[row][at] = left / matrix[at][at];
            }
        }
    }
    Some(matrix)
}

/// Solves for the right side by a lower factor.
fn solve(factor: &[Vec<f64>], mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for row in 0..n {
        let taken: f64 = (0..row).map(|k| factor[row][k] * right[k]).sum();
        right[row] = (right[row] - taken) / factor[row][row];
    }
    for row in (0..n).rev() {
        let taken: f64 = (row + 1..n).map(|k| factor[k][row] * right[k]).sum();
        right[row] = (right[row] - taken) / factor[row][row];
    }
    right
}
