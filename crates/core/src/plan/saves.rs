//! How many days a change could save at most, from the spans of ledgers.
//!
//! Input: what was open on the days of a ledger, some holders that a change removes, and the days that are counted. Output:
//! the days that these held up alone, as a range, and those that they held up with one other. Pure: it reads one ledger and
//! no world.
//!
//! A day counts as held up alone where it was spent on waiting or deciding, and everything that was open on it is removed:
//! that is the fewest. The most also holds days of which nothing says what they were spent on, and days between two days of
//! work, where what is removed alone was open on them and no work was seen from the asking to the answer. A decision that
//! does not say who had to agree may have gone above the leader, and so it counts in the most.

use std::collections::BTreeMap;
use std::ops::Range;

use super::row::{SavedDays, SavedPair};
use crate::measure::waiting::{OpenSpan, OpenSpans, SpanHolder, Spent};

/// What a change removes, as far as days can wait for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Removed {
    /// Decisions above the leader.
    Above,
    /// A team, a function or a gate, by its label.
    Holder(String),
}

impl Removed {
    fn is(&self, holder: &SpanHolder) -> bool {
        match (self, holder) {
            (Removed::Above, SpanHolder::DecisionAbove) => true,
            (Removed::Holder(name), SpanHolder::Other(label)) => !label.is_sum() && label.as_str() == name,
            _ => false,
        }
    }

    /// Whether it may be this one.
    fn may_be(&self, holder: &SpanHolder) -> bool {
        self.is(holder) || (*self == Removed::Above && *holder == SpanHolder::Decision)
    }
}

/// What is known of one day: which holders can hold it, and which were open at all, each with whether it is removed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenDay {
    /// Days spent on waiting or deciding.
    pub(super) is_held: bool,
    /// Whether nothing says what it was spent on, or work was seen only around it.
    pub(super) is_open_to_doubt: bool,
    /// Whether work was seen on it.
    pub(super) is_worked: bool,
    /// Removed ones that can hold it.
    pub(super) removed: u32,
    /// Other ones that can hold it.
    pub(super) others: u32,
    /// Of these, those that are surely no other way of saying the same.
    pub(super) surely_others: u32,
    /// Removed ones that were open, during which no work was seen.
    pub(super) unrefuted: u32,
    /// Other ones that were open, and are no other way of saying the same.
    pub(super) others_open: u32,
    /// Removed ones that were open, whatever was seen on the day.
    pub(super) removed_open: u32,
    /// All other ones that were open.
    pub(super) any_other_open: u32,
    /// The one other that can hold it, where there is one.
    pub(super) other: Option<usize>,
}

/// The days of a ledger within some, by what was open on each.
pub(super) fn open_days(spans: &OpenSpans, removed: &[Removed], window: Range<i64>) -> Vec<OpenDay> {
    let window = window.start.clamp(0, spans.elapsed)..window.end.clamp(0, spans.elapsed);
    let len = usize::try_from(window.end - window.start).unwrap_or(0);
    let mut days = vec![OpenDay::default(); len];
    let within = |from: i64, until: i64| {
        let at = |day: i64| usize::try_from((day - window.start).max(0)).unwrap_or(0).min(len);
        at(from)..at(until).max(at(from))
    };
    spend(spans, &mut days, &within);
    let is = |holder: usize| spans.holders.get(holder).is_some_and(|one| removed.iter().any(|gone| gone.is(one)));
    let may_be =
        |holder: usize| spans.holders.get(holder).is_some_and(|one| removed.iter().any(|gone| gone.may_be(one)));
    for (holder, from, until) in united(&spans.holds) {
        for day in &mut days[within(from, until)] {
            if is(holder) {
                day.removed += 1;
                continue;
            }
            day.other = (day.others == 0).then_some(holder);
            day.others += 1;
            day.surely_others += u32::from(!may_be(holder));
        }
    }
    for (holder, from, until) in united(&spans.open) {
        let (is_removed, may_be) = (is(holder), may_be(holder));
        for day in &mut days[within(from, until)] {
            day.others_open += u32::from(!may_be);
            day.removed_open += u32::from(is_removed);
            day.any_other_open += u32::from(!is_removed);
        }
    }
    let is_refuted = |span: &OpenSpan| {
        let at = spans.worked.partition_point(|day| *day <= span.from);
        spans.worked.get(at).is_some_and(|day| *day < span.until)
    };
    for span in spans.open.iter().filter(|span| may_be(span.holder) && !is_refuted(span)) {
        days[within(span.from, span.until)].iter_mut().for_each(|day| day.unrefuted += 1);
    }
    days
}

/// What each day was spent on.
fn spend(spans: &OpenSpans, days: &mut [OpenDay], within: &impl Fn(i64, i64) -> Range<usize>) {
    let mut from = 0;
    for run in &spans.spent {
        let (is_held, is_doubtful) = match run.spent {
            Spent::Waiting | Spent::DecidingAbove | Spent::DecidingWithin | Spent::Deciding => (true, false),
            Spent::Working | Spent::Dormant | Spent::Unknown => (false, true),
            Spent::Paused => (false, false),
        };
        for day in &mut days[within(from, run.until)] {
            (day.is_held, day.is_open_to_doubt) = (is_held, is_doubtful);
        }
        from = run.until;
    }
    for day in &spans.worked {
        for day in &mut days[within(*day, *day + 1)] {
            (day.is_worked, day.is_open_to_doubt) = (true, false);
        }
    }
}

/// Spans of one holder that touch or overlap as one: two requests to the same one hold a day once.
fn united(spans: &[OpenSpan]) -> Vec<(usize, i64, i64)> {
    let mut all: Vec<(usize, i64, i64)> = Vec::new();
    // They are in ascending order of holder and first day.
    for span in spans {
        match all.last_mut() {
            Some((holder, _, until)) if *holder == span.holder && span.from <= *until => {
                *until = span.until.max(*until)
            }
            _ => all.push((span.holder, span.from, span.until)),
        }
    }
    all
}

impl OpenDay {
    /// Whether what is removed alone held the day up.
    pub(super) fn is_alone(self) -> bool {
        self.is_held && self.removed > 0 && self.others == 0
    }

    /// Whether it may have held it up alone.
    fn may_be_alone(self) -> bool {
        let may_hold = self.is_held && self.surely_others == 0 && self.removed + self.others > 0;
        self.is_alone() || may_hold || (self.is_open_to_doubt && self.unrefuted > 0 && self.others_open == 0)
    }
}

/// The days of one ledger within some that a change could save at most, beside those it shares with one other.
pub fn saved_days(spans: &OpenSpans, removed: &[Removed], window: Range<i64>) -> SavedDays {
    let days = open_days(spans, removed, window.clone());
    let count = |found: &dyn Fn(&OpenDay) -> bool| days.iter().filter(|day| found(day)).count() as i64;
    let mut pairs: BTreeMap<String, i64> = BTreeMap::new();
    for day in days.iter().filter(|day| day.is_held && day.removed > 0 && day.others == 1) {
        let other = day.other.and_then(|at| spans.holders.get(at));
        *pairs.entry(other.map(words).unwrap_or_default()).or_default() += 1;
    }
    let mut saved = SavedDays {
        low_days: count(&|day| day.is_alone()),
        high_days: count(&|day| day.may_be_alone()),
        pairs: pairs.into_iter().map(|(with, days)| SavedPair { with, days }).collect(),
        window_days: window.end - window.start,
        of_days: days.len() as i64,
        initiatives: usize::from(!days.is_empty()),
        requests: requests(spans, removed, window),
        is_upper_bound: removed.contains(&Removed::Above),
    };
    saved.sort_pairs();
    saved
}

/// Requests to what is removed that were open on any of the days, each once however often it is recorded.
pub(super) fn requests(spans: &OpenSpans, removed: &[Removed], window: Range<i64>) -> usize {
    let is = |span: &OpenSpan| {
        spans.holders.get(span.holder).is_some_and(|one| removed.iter().any(|gone| gone.is(one)))
            && span.asked
            && span.from < window.end
            && span.until > window.start
    };
    let mut found: Vec<(usize, i64, i64)> =
        spans.open.iter().filter(|span| is(span)).map(|span| (span.holder, span.from, span.until)).collect();
    found.dedup();
    found.len()
}

/// A holder in words.
fn words(holder: &SpanHolder) -> String {
    match holder {
        SpanHolder::Other(label) => label.as_str().to_owned(),
        SpanHolder::DecisionAbove => "decisions above the leader".to_owned(),
        SpanHolder::DecisionWithin => "decisions of the leader's own".to_owned(),
        SpanHolder::Decision => "decisions of which nothing says who had to agree".to_owned(),
        SpanHolder::Commitment => "the commitment".to_owned(),
    }
}

impl SavedDays {
    /// Adds what the same change could save in another initiative.
    pub fn add(&mut self, other: &SavedDays) {
        self.low_days += other.low_days;
        self.high_days += other.high_days;
        self.of_days += other.of_days;
        self.initiatives += other.initiatives;
        self.requests += other.requests;
        self.window_days = self.window_days.max(other.window_days);
        self.is_upper_bound |= other.is_upper_bound;
        for pair in &other.pairs {
            match self.pairs.iter_mut().find(|known| known.with == pair.with) {
                Some(known) => known.days += pair.days,
                None => self.pairs.push(pair.clone()),
            }
        }
        self.sort_pairs();
    }

    fn sort_pairs(&mut self) {
        self.pairs.sort_by(|a, b| (b.days, &a.with).cmp(&(a.days, &b.with)));
    }
}
