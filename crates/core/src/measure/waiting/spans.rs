//! What was open on the days of a ledger, as spans: what the estimator of a plan counts, and nothing else.
//!
//! Input: what is known of the days of one initiative. Output: spans with their holders, and what each day was spent on, as
//! runs. Days count from the first of the ledger.

use super::days::{Attributed, Known, Spent};
use super::held::{Holder, holder};
use crate::measure::groups::GroupLabel;

/// Whom or what a day can wait for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpanHolder {
    /// A team, function or gate; groups under five are one.
    Other(GroupLabel),
    /// A decision that had to go above the leader.
    DecisionAbove,
    /// A decision that the leader could make.
    DecisionWithin,
    /// A decision that does not say who had to agree.
    Decision,
    /// The commitment that is still missing.
    Commitment,
}

/// Some days on which something was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenSpan {
    /// Whom it waits for, as an index into [`OpenSpans::holders`].
    pub holder: usize,
    /// The first day.
    pub from: i64,
    /// The first day that no longer belongs to it; at most the days of the ledger.
    pub until: i64,
    /// Whether someone was asked; else it is only stated to block.
    pub asked: bool,
    /// Whether only one change needs it.
    pub is_partial: bool,
}

/// A run of days that were spent on one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpentRun {
    /// The first day that no longer belongs to it.
    pub until: i64,
    /// What they were spent on.
    pub spent: Spent,
}

/// What was open on the days of one ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenSpans {
    /// Days of the ledger.
    pub elapsed: i64,
    /// Whom anything of it waits for, in ascending order.
    pub holders: Box<[SpanHolder]>,
    /// What was asked for or stated to block, in ascending order; what is recorded twice is there once.
    pub open: Box<[OpenSpan]>,
    /// The days of these on which each can hold the initiative, and those before the commitment.
    pub holds: Box<[OpenSpan]>,
    /// Days with work on it, in ascending order.
    pub worked: Box<[i64]>,
    /// What all days were spent on.
    pub spent: Box<[SpentRun]>,
}

impl OpenSpans {
    pub(super) fn of(known: &Known, days: &[Attributed], names: &[GroupLabel]) -> OpenSpans {
        let elapsed = known.elapsed.max(0);
        let named = |one: Holder| match one {
            Holder::Other(on) => names.get(on).cloned().map(SpanHolder::Other),
            Holder::DecisionAbove => Some(SpanHolder::DecisionAbove),
            Holder::DecisionWithin => Some(SpanHolder::DecisionWithin),
            Holder::Decision => Some(SpanHolder::Decision),
            Holder::Commitment => Some(SpanHolder::Commitment),
        };
        let mut holders: Vec<SpanHolder> =
            known.waits.iter().filter_map(|wait| named(holder(wait.on, wait.spent))).collect();
        holders.extend((known.committed > 0).then_some(SpanHolder::Commitment));
        holders.sort();
        holders.dedup();
        let index = |one: Holder| holders.binary_search(&named(one)?).ok();
        let span = |holder: Holder, (from, until): (i64, i64), asked: bool, is_partial: bool| {
            let (from, until) = (from.clamp(0, elapsed), until.clamp(0, elapsed));
            Some(OpenSpan { holder: index(holder)?, from, until, asked, is_partial }).filter(|one| one.from < one.until)
        };
        let (mut open, mut holds) = (Vec::new(), Vec::new());
        holds.extend(span(Holder::Commitment, (0, known.committed), false, false));
        for wait in &known.waits {
            let of = holder(wait.on, wait.spent);
            open.extend(span(of, (wait.from, wait.until), wait.asked, wait.is_partial));
            let held = known.held_alone(wait).into_iter();
            holds.extend(held.filter_map(|days| span(of, days, wait.asked, wait.is_partial)));
        }
        for all in [&mut open, &mut holds] {
            all.sort_unstable();
            all.dedup();
        }
        let mut worked: Vec<i64> = known.work.iter().copied().filter(|day| (0..elapsed).contains(day)).collect();
        worked.sort_unstable();
        worked.dedup();
        let mut spent: Vec<SpentRun> = Vec::new();
        for (at, day) in days.iter().enumerate() {
            let until = at as i64 + 1;
            match spent.last_mut() {
                Some(run) if run.spent == day.spent => run.until = until,
                _ => spent.push(SpentRun { until, spent: day.spent }),
            }
        }
        OpenSpans {
            elapsed,
            holders: holders.into(),
            open: open.into(),
            holds: holds.into(),
            worked: worked.into(),
            spent: spent.into(),
        }
    }
}
