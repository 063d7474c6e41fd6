//! Counts of worlds as a table in Markdown: one line for each sort, with its interval and whether its goal is met.

use std::fmt::Write as _;

use onethread_kernel::distributions::exact_share;

use super::{Row, Truth};

/// The largest share of worlds that may announce something where nothing happened.
const ANNOUNCED_MAX: f64 = 0.05;
/// The largest upper 95 % limit of that share.
const ANNOUNCED_HIGH_MAX: f64 = 0.065;
/// The smallest share of worlds in which what was planted must be found.
const FOUND_MIN: f64 = 0.80;

/// What became of the worlds of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) worlds: u64,
    pub(super) announced: u64,
    pub(super) refused: u64,
}

impl Counts {
    pub(super) fn plus(self, other: Counts) -> Counts {
        Counts {
            worlds: self.worlds + other.worlds,
            announced: self.announced + other.announced,
            refused: self.refused + other.refused,
        }
    }

    /// The share announced, and its exact interval at a confidence level.
    pub(super) fn share(&self, level: f64) -> (f64, f64, f64) {
        let (low, high) = exact_share(self.announced, self.worlds, level);
        (self.announced as f64 / self.worlds.max(1) as f64, low, high)
    }
}

/// A line of a table.
pub(super) struct Line {
    world: String,
    initiatives: Option<usize>,
    truth: Truth,
    counts: Counts,
}

impl Line {
    pub(super) fn of(row: &Row, counts: Counts) -> Line {
        Line { world: row.world.clone(), initiatives: row.initiatives, truth: row.truth, counts }
    }

    /// Whether the goal is met.
    pub(super) fn met(&self) -> bool {
        let (share, _, high) = self.counts.share(0.95);
        match self.truth {
            Truth::Planted => share >= FOUND_MIN,
            Truth::Nothing | Truth::Interval => share <= ANNOUNCED_MAX && high <= ANNOUNCED_HIGH_MAX,
        }
    }
}

/// All lines, under a heading.
pub(super) fn table(lines: &[Line]) -> String {
    let mut said = String::from(
        "| world | initiatives | truth | worlds | share | 95 % CI | refused | goal |\n\
         |---|---:|---|---:|---:|---|---:|---|\n",
    );
    for line in lines {
        let (share, low, high) = line.counts.share(0.95);
        let refused = line.counts.refused as f64 / line.counts.worlds.max(1) as f64;
        let truth = match line.truth {
            Truth::Nothing => "nothing happened: announced",
            Truth::Planted => "planted: found",
            Truth::Interval => "planted: interval misses it",
        };
        let goal = match line.truth {
            Truth::Planted => "at least 80 %",
            Truth::Nothing | Truth::Interval => "at most 5 %",
        };
        let percent = |share: f64| format!("{:.1} %", 100.0 * share);
        let initiatives = line.initiatives.map_or_else(String::new, |count| count.to_string());
        let met = if line.met() { "met" } else { "missed" };
        let _ = writeln!(
            said,
            "| {} | {initiatives} | {truth} | {} | {} | {} to {} | {} | {goal}: {met} |",
            line.world,
            line.counts.worlds,
            percent(share),
            percent(low),
            percent(high),
            percent(refused)
        );
    }
    said
}
