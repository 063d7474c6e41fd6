//! How far the history supports that what a change removes held up days.
//!
//! Input: ledgers with what a change removes in each, and the two parts of the history. Output: for each part the days that
//! were held up alone, what chance gives, and how likely chance gives as many. The older two thirds choose, and the newest
//! third is counted: what is chosen and counted on the same days is always too good.

use std::ops::Range;

use onethread_kernel::overlap::{Overlap, Turned, overlap};
use schemars::JsonSchema;
use serde::Serialize;

use super::row::Support;
use super::saves::{Removed, open_days, requests, saved_days};
use crate::measure::waiting::{OpenSpans, WEEKEND_DAYS};

/// Under so many requests to what is removed, nothing is said of days. Tested by
/// `under_ten_requests_nothing_is_said_of_days`.
pub const REQUESTS_MIN: usize = 10;
/// The smallest share of days, in thousandths, that is worth a change: in both parts. Tested by
/// `lines_of_support_are_drawn_where_the_page_says`.
pub const ALONE_THOUSANDTHS_MIN: i64 = 20;
/// The largest chance that still supports a change, in each part; on the newest shared among all that were chosen. Tested by
/// `lines_of_support_are_drawn_where_the_page_says`.
pub const CHANCE_MAX: f64 = 0.05;

/// One ledger, with what a change removes of what it waits for.
#[derive(Clone, Copy, Debug)]
pub struct LedgerAt<'l> {
    /// What was open on its days.
    pub spans: &'l OpenSpans,
    /// What is removed.
    pub removed: &'l [Removed],
    /// The first day of the ledger, counted from any day that is the same for all.
    pub from: i64,
}

/// What one part of the history shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct PartEvidence {
    /// Days of the ledgers within the part.
    pub of_days: i64,
    /// Of these, days that what is removed held up alone.
    pub alone_days: i64,
    /// Days without work on which it alone was open, in initiatives with eight weeks or more from their first work on.
    pub still_days: u64,
    /// Days of that kind that chance gives, on average.
    pub by_chance_days: f64,
    /// How likely chance gives as many; 1 where no work was ever seen.
    pub p: f64,
    /// Requests open within the part.
    pub requests: usize,
}

/// What both parts of the history show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct HistoryEvidence {
    /// The older two thirds, which choose.
    pub older: PartEvidence,
    /// The newest third, which is counted.
    pub newest: PartEvidence,
}

impl HistoryEvidence {
    /// Counts both parts, given the days of each, counted as [`LedgerAt::from`] is.
    pub fn of(ledgers: &[LedgerAt<'_>], older: Range<i64>, newest: Range<i64>) -> HistoryEvidence {
        HistoryEvidence { older: PartEvidence::of(ledgers, older), newest: PartEvidence::of(ledgers, newest) }
    }

    /// Whether the older part chooses it.
    pub fn is_chosen(&self) -> bool {
        self.older.is_beyond(CHANCE_MAX)
    }

    /// What follows, where so many were chosen: all of them share the chance of a false one on the newest part.
    pub fn support(&self, chosen: usize) -> Support {
        let is_supported = self.is_chosen() && self.newest.is_beyond(CHANCE_MAX / chosen.max(1) as f64);
        if is_supported { Support::Supported } else { Support::NotSupported }
    }
}

impl PartEvidence {
    fn of(ledgers: &[LedgerAt<'_>], part: Range<i64>) -> PartEvidence {
        let mut found = PartEvidence::default();
        let mut turned = Vec::new();
        for ledger in ledgers {
            let days = part.start - ledger.from..part.end - ledger.from;
            let saved = saved_days(ledger.spans, ledger.removed, days.clone());
            found.of_days += saved.of_days;
            found.alone_days += saved.low_days;
            found.requests += requests(ledger.spans, ledger.removed, days.clone());
            turned.extend(against_work(ledger, days));
        }
        let Overlap { days, by_chance, p } = overlap(&turned);
        PartEvidence { still_days: days, by_chance_days: by_chance, p, ..found }
    }

    fn is_beyond(&self, chance_max: f64) -> bool {
        self.alone_days * 1000 >= ALONE_THOUSANDTHS_MIN * self.of_days && self.alone_days > 0 && self.p <= chance_max
    }
}

/// Days on which what is removed alone was open, against days without work, from the first day of work on; `None` where no
/// work was seen, or on too few days.
fn against_work(ledger: &LedgerAt<'_>, days: Range<i64>) -> Option<Turned> {
    let spans = ledger.spans;
    let days = days.start.max(*spans.worked.first()?)..days.end.min(spans.elapsed);
    if days.is_empty() {
        return None;
    }
    let open = open_days(spans, ledger.removed, days.clone());
    let alone: Vec<bool> = open.iter().map(|day| day.removed_open > 0 && day.any_other_open == 0).collect();
    let mut still = vec![true; alone.len()];
    let mut moved = |from: i64, until: i64| {
        let at = |day: i64| usize::try_from((day - days.start).max(0)).unwrap_or(0).min(still.len());
        let range = at(from)..at(until).max(at(from));
        still[range].fill(false);
    };
    spans.worked.iter().for_each(|day| moved(*day, *day + 1));
    let near = spans.worked.windows(2).filter(|two| two[1] - two[0] <= WEEKEND_DAYS);
    near.for_each(|two| moved(two[0], two[1]));
    Turned::of(&alone, &still)
}
