//! Whether the day on which something came under observation says anything about the day on which it ends.
//!
//! A survival curve with delayed entry ([`crate::survival`]) supposes that it does not (quasi-independence): those that
//! are seen late must end as those do that were seen early and are as old. Conditional Kendall's tau tests that. Of two
//! that were both under observation when one of them ended, the other one ended later; the pair counts +1 where that
//! other one was also seen later, -1 where it was seen earlier, and 0 where both were seen on one day.
//!
//! # Sources
//!
//! - W.-Y. Tsai, Testing the assumption of independence of truncation time and failure time, Biometrika 77 (1990): the
//!   statistic, and its variance given who is at risk at each end, exact also where several are seen on one day.
//! - P. M. Fenwick, A new data structure for cumulative frequency tables, Software: Practice and Experience 24 (1994):
//!   those at risk are kept by the rank of the day they were seen on, so that n spells take O(n log n) steps.

use crate::survival::Spell;

/// Conditional Kendall's tau of days seen and days ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dependence {
    /// Spells that were under observation at all: seen before they ended.
    pub n: usize,
    /// Of these, those whose end happened.
    pub events: usize,
    /// Pairs in the same order of seeing and ending, minus those in opposite order.
    pub score: i64,
    /// All pairs of an end that happened and one that was under observation then and ended later.
    pub pairs: i64,
    /// The score per pair, -1 to 1. It is above 0 where those that are seen later end later than others of their age.
    pub tau: f64,
    /// Variance of the score where the day seen says nothing.
    pub variance: f64,
    /// The score in standard errors.
    pub z: f64,
    /// Probability of a score as far from 0 where the day seen says nothing (normal approximation, two-sided), 0 to 1.
    pub p: f64,
}

impl Dependence {
    /// Measures spells; `None` where none can differ in when it was seen, so that there is nothing to depend on.
    ///
    /// One that ends on the day on which others have their event, without an event of its own, ends later than those.
    #[must_use]
    pub fn of(spells: &[Spell]) -> Option<Dependence> {
        let mut watched: Vec<Spell> = spells.iter().filter(|one| one.entry_days < one.end_days).copied().collect();
        let mut ranks: Vec<i64> = watched.iter().map(|one| one.entry_days).collect();
        ranks.sort_unstable();
        ranks.dedup();
        let rank = |one: &Spell| ranks.partition_point(|day| *day < one.entry_days);
        watched.sort_unstable_by_key(|one| one.end_days);
        let mut entering: Vec<&Spell> = watched.iter().collect();
        entering.sort_unstable_by_key(|one| one.entry_days);

        let mut at_risk = AtRisk::new(ranks.len());
        let (mut score, mut pairs, mut variance, mut entered) = (0_i64, 0_i64, 0.0, 0);
        for same_day in watched.chunk_by(|a, b| a.end_days == b.end_days) {
            let day = same_day[0].end_days;
            while let Some(one) = entering.get(entered).filter(|one| one.entry_days < day) {
                at_risk.enter(rank(one));
                entered += 1;
            }
            let happened = same_day.iter().filter(|one| one.happened);
            score += happened.clone().map(|one| at_risk.later_minus_earlier(rank(one))).sum::<i64>();
            let events = happened.count() as i64;
            let others = events * (at_risk.total - events);
            pairs += others;
            if others > 0 {
                variance += others as f64 * at_risk.spread();
            }
            same_day.iter().for_each(|one| at_risk.leave(rank(one)));
        }
        let events = watched.iter().filter(|one| one.happened).count();
        let z = score as f64 / variance.sqrt();
        (variance > 0.0).then(|| Dependence {
            n: watched.len(),
            events,
            score,
            pairs,
            tau: score as f64 / pairs as f64,
            variance,
            z,
            p: libm::erfc(z.abs() / std::f64::consts::SQRT_2),
        })
    }
}

/// Those under observation, counted by the rank of the day they were seen on: a Fenwick tree of counts.
struct AtRisk {
    tree: Vec<i64>,
    counts: Vec<i64>,
    total: i64,
    /// The sum of g³ - g over groups of g that were seen on one day. 128 bits hold it for any number of spells.
    ties: i128,
}

impl AtRisk {
    fn new(ranks: usize) -> AtRisk {
        AtRisk { tree: vec![0; ranks + 1], counts: vec![0; ranks], total: 0, ties: 0 }
    }

    fn enter(&mut self, rank: usize) {
        self.change(rank, 1);
    }

    fn leave(&mut self, rank: usize) {
        self.change(rank, -1);
    }

    fn change(&mut self, rank: usize, by: i64) {
        self.ties -= cubed(self.counts[rank]);
        self.counts[rank] += by;
        self.ties += cubed(self.counts[rank]);
        self.total += by;
        let mut at = rank + 1;
        while at < self.tree.len() {
            self.tree[at] += by;
            at += at & at.wrapping_neg();
        }
    }

    /// How many were seen on a day of a smaller rank.
    fn earlier(&self, rank: usize) -> i64 {
        let (mut at, mut sum) = (rank, 0);
        while at > 0 {
            sum += self.tree[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }

    fn later_minus_earlier(&self, rank: usize) -> i64 {
        let earlier = self.earlier(rank);
        (self.total - earlier - self.counts[rank]) - earlier
    }

    /// Variance of the score of one end per other one at risk: of r at risk in groups of g that were seen on one day,
    /// ((r³ - r) - sum of (g³ - g)) / (3 r (r - 1)).
    fn spread(&self) -> f64 {
        let r = self.total;
        (cubed(r) - self.ties) as f64 / (3.0 * r as f64 * (r - 1) as f64)
    }
}

fn cubed(count: i64) -> i128 {
    let count = i128::from(count);
    count * count * count - count
}
