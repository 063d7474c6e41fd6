//! Days of which evidence says nothing: at the end of a window and inside it.
//!
//! Input: events as known on a day. Output: for each table of events, its days without any record. A silence is no fact
//! about the organization: an export may have stopped, or nothing happened.

use std::collections::BTreeSet;

use onethread_model::Day;
use onethread_model::facts::{AsOf, FactKind};
use schemars::JsonSchema;
use serde::Serialize;

use super::window::is_within;
use crate::words::{days, long_day};

/// Days that are looked at. Tested by `a_window_holds_as_many_days_as_it_says`.
pub const WINDOW_DAYS: i64 = 365;
/// With records on fewer days than this, a table has no rhythm that a silence could break. Tested by
/// `a_silence_is_said_from_its_line_on`.
const DAYS_MIN: usize = 10;
/// A silence at the end is said from so many days on, when none inside was as long. Tested by
/// `a_silence_is_said_from_its_line_on`.
const END_MIN: i64 = 7;
/// A silence inside is said from so many days on. Tested by `a_silence_is_said_from_its_line_on`.
const INSIDE_MIN: i64 = 28;

/// Days of a window without any record of one table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Silence {
    /// The table.
    pub kind: FactKind,
    /// Days of the window, from the first record within it.
    pub window_days: i64,
    /// Of these, those without any record.
    pub empty_days: i64,
    /// Of these, those at the end, up to the day of the review.
    pub empty_at_end: i64,
    /// The day of the newest record.
    pub last: Day,
    /// The longest run of days without a record between two that have one.
    pub longest_inside: i64,
    /// The first day of that run; absent where there is none.
    pub longest_from: Option<Day>,
}

impl Silence {
    /// What is to be said of it: a silence at the end longer than any before it, or a long one inside.
    pub fn words(&self) -> Option<String> {
        let name = match self.kind {
            FactKind::ChangeMade => "changes",
            FactKind::DecisionMade => "decisions",
            FactKind::InitiativeEvent => "the registry",
            FactKind::MetricPoint => "values of metrics",
            _ => "reviews",
        };
        let has_stopped = self.empty_at_end >= END_MIN && self.empty_at_end > self.longest_inside;
        let at_end = has_stopped.then(|| {
            format!(
                "{name}: no record for {} up to the day of the review, the last of {}; before that never more than {}",
                days(self.empty_at_end),
                long_day(self.last),
                days(self.longest_inside)
            )
        });
        let inside = self
            .longest_from
            .filter(|_| self.longest_inside >= INSIDE_MIN)
            .map(|from| format!("{name}: no record for {} from {} on", days(self.longest_inside), long_day(from)));
        at_end.or(inside)
    }
}

/// The silences of each table of events that has records on enough days of the window.
pub fn silences(facts: AsOf<'_>, day: Day) -> Vec<Silence> {
    let tables: [(FactKind, BTreeSet<Day>); 5] = [
        (FactKind::ChangeMade, recent(facts.changes().map(|row| row.day), day)),
        (FactKind::DecisionMade, recent(facts.decisions().map(|row| row.day), day)),
        (FactKind::InitiativeEvent, recent(facts.initiative_events().map(|row| row.day), day)),
        (FactKind::MetricPoint, recent(facts.metric_points().map(|row| row.day), day)),
        (FactKind::ReviewAsked, recent(facts.reviews().map(|row| row.day), day)),
    ];
    tables.into_iter().filter_map(|(kind, on)| of(kind, &on, day)).collect()
}

fn recent(days: impl Iterator<Item = Day>, day: Day) -> BTreeSet<Day> {
    days.filter(|on| is_within(*on, WINDOW_DAYS, day)).collect()
}

fn of(kind: FactKind, on: &BTreeSet<Day>, day: Day) -> Option<Silence> {
    let (first, last) = (*on.first()?, *on.last()?);
    if on.len() < DAYS_MIN {
        return None;
    }
    let window_days = day.days_since(first) + 1;
    let gaps = on.iter().zip(on.iter().skip(1)).map(|(one, next)| (next.days_since(*one) - 1, one.plus_days(1)));
    // Of runs that are equally long the newest is said.
    let longest = gaps.max().filter(|(length, _)| *length > 0);
    Some(Silence {
        kind,
        window_days,
        empty_days: window_days - i64::try_from(on.len()).unwrap_or(i64::MAX),
        empty_at_end: day.days_since(last),
        last,
        longest_inside: longest.map_or(0, |(length, _)| length),
        longest_from: longest.map(|(_, from)| from),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(on: &[i32], today: i32) -> Option<String> {
        let start = Day::parse("2026-01-01").expect("a day");
        let on: BTreeSet<Day> = on.iter().map(|ago| start.plus_days(*ago)).collect();
        of(FactKind::ReviewAsked, &on, start.plus_days(today)).and_then(|silence| silence.words())
    }

    #[test]
    fn a_silence_is_said_from_its_line_on() {
        let daily: Vec<i32> = (0..20).collect();
        assert_eq!(said(&daily, 25), None, "six days");
        assert!(said(&daily, 26).expect("seven days").contains("no record for 7 days"));
        // Whoever writes once a week is silent for six days.
        let weekly: Vec<i32> = (0..12).map(|week| week * 7).collect();
        assert_eq!(said(&weekly, 77 + 6), None);
        assert!(said(&weekly, 77 + 7).is_some());
        let with_gap = |gap: i32| -> Vec<i32> { (0..10).chain((0..10).map(|n| 10 + gap + n)).collect() };
        assert_eq!(said(&with_gap(27), 57), None);
        assert!(said(&with_gap(28), 58).expect("28 days").contains("from 11 January 2026 on"));
        assert_eq!(said(&daily[..DAYS_MIN - 1], 300), None, "too few days for a rhythm");
        assert!(said(&daily[..DAYS_MIN], 300).is_some());
        assert_eq!((DAYS_MIN, END_MIN, INSIDE_MIN), (10, 7, 28));
    }
}
