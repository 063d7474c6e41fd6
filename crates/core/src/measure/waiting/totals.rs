//! The ledgers of several initiatives together.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{DaySums, Held, Ledger};
use crate::measure::groups::GroupLabel;

/// What the days of several initiatives were spent on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct WaitingTotals {
    /// Initiatives with a ledger.
    pub initiatives: usize,
    /// All their days since the idea.
    #[serde(flatten)]
    pub days: DaySums,
    /// Of these, the days on the road to the first value.
    pub road: DaySums,
    /// The last days of each.
    pub recent: DaySums,
    /// How many last days are looked at.
    pub recent_window_days: u32,
    /// What decisions held up that had to go above the leader.
    pub above: Held,
    /// Teams, functions and gates that were waited on: those who alone held up most lately first.
    pub holders: Vec<HolderTotal>,
}

/// What one team, function or gate held up over several initiatives.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct HolderTotal {
    /// The team, function or gate; groups under five are one.
    pub on: GroupLabel,
    /// Initiatives that waited on it.
    pub initiatives: usize,
    /// What it held up, summed over initiatives.
    #[serde(flatten)]
    pub held: Held,
    /// Of the days attributed to it, those on which nobody was asked, and only a statement says that it blocks.
    pub stated_blocking_days: i64,
    /// Requests and stated dependencies.
    pub asked: usize,
    /// Of these, open at the end.
    pub still_open: usize,
    /// Whether any of the initiatives must still pass it; absent where it is no gate of the organization's files.
    pub in_force: Option<bool>,
}

impl DaySums {
    /// Days spent waiting for others, or for a decision above the leader.
    pub fn lost_days(&self) -> i64 {
        self.waiting_days + self.deciding_above_days
    }

    /// Days without evidence of what they were spent on.
    pub(super) fn silent_days(&self) -> i64 {
        self.dormant_days + self.unknown_days
    }

    /// Days spent deciding, of which no record says who had to agree.
    pub(super) fn unstated_days(&self) -> i64 {
        self.deciding_days - self.deciding_above_days - self.deciding_within_days
    }

    /// Days that may have been lost too.
    pub(super) fn possible_days(&self) -> i64 {
        self.silent_days() + self.unstated_days()
    }

    fn add(&mut self, other: &DaySums) {
        self.elapsed_days += other.elapsed_days;
        self.deciding_days += other.deciding_days;
        self.deciding_above_days += other.deciding_above_days;
        self.deciding_within_days += other.deciding_within_days;
        self.waiting_days += other.waiting_days;
        self.stated_blocking_days += other.stated_blocking_days;
        self.working_days += other.working_days;
        self.dormant_days += other.dormant_days;
        self.paused_days += other.paused_days;
        self.unknown_days += other.unknown_days;
        self.working_while_open_days += other.working_while_open_days;
        self.several_open_days += other.several_open_days;
    }
}

impl HolderTotal {
    fn of(on: GroupLabel) -> HolderTotal {
        HolderTotal {
            on,
            initiatives: 0,
            held: Held::default(),
            stated_blocking_days: 0,
            asked: 0,
            still_open: 0,
            in_force: None,
        }
    }
}

impl WaitingTotals {
    /// Sums ledgers, of which the last `recent_window_days` days were counted apart.
    pub fn of<'l>(ledgers: impl Iterator<Item = &'l Ledger>, recent_window_days: u32) -> WaitingTotals {
        let mut totals = WaitingTotals { recent_window_days, ..WaitingTotals::default() };
        let mut holders: BTreeMap<&GroupLabel, HolderTotal> = BTreeMap::new();
        for ledger in ledgers {
            totals.initiatives += 1;
            totals.days.add(&ledger.days);
            totals.road.add(&ledger.road.days);
            totals.recent.add(&ledger.recent.days);
            totals.above.add(&ledger.above);
            for wait in &ledger.waits {
                let holder = holders.entry(&wait.on).or_insert_with(|| HolderTotal::of(wait.on.clone()));
                holder.initiatives += 1;
                holder.held.add(&wait.held);
                holder.stated_blocking_days += wait.stated_blocking_days;
                holder.asked += wait.asked;
                holder.still_open += wait.still_open;
                holder.in_force = match (holder.in_force, wait.in_force) {
                    (Some(one), Some(other)) => Some(one || other),
                    (known, other) => known.or(other),
                };
            }
        }
        totals.holders = holders.into_values().collect();
        totals.holders.sort_by(|a, b| (b.held.weight(), &a.on).cmp(&(a.held.weight(), &b.on)));
        totals
    }
}
