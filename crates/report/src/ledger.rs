//! The picture of a waiting ledger, and the line that stands for all of them: shared by pages and subjects.

use super::charts::palette::{Fill, Pattern};
use maud::Markup;
use onethread_core::measure::waiting::{EndedBy, HolderTotal, Ledger, Stretch, WaitingTotals};
use onethread_core::review::InitiativeReview;
use onethread_core::words::{capital, thousands};
use onethread_model::Day;

use super::charts::levels::{LevelsChart, LevelsRow, levels};
use super::charts::spans::{SpansChart, SpansRow};
use super::charts::stacked::Series;
use super::document::{Cell, Column, Table};

/// Holders in a table of text.
const HOLDERS_MAX: usize = 10;
/// Those whose waits have a row of their own.
const ROWS_MAX: usize = 4;

/// The picture of one ledger: a row for each state, and for each of those that were waited on most.
pub(super) fn chart(ledger: &Ledger, id: &str, name: &str) -> SpansChart {
    let mut held: Vec<_> = ledger.waits.iter().filter(|wait| wait.held.days > 0).collect();
    held.sort_by_key(|wait| std::cmp::Reverse(wait.held.days));
    let own: Vec<&str> = held.into_iter().take(ROWS_MAX).map(|wait| wait.on.as_str()).collect();
    let mut rows = Vec::new();
    let mut add = |name: String, color: &'static str, found: &dyn Fn(&&Stretch) -> bool| {
        let spans: Vec<_> = ledger.stretches.iter().filter(found).map(|one| (one.from, one.until)).collect();
        let days = spans.iter().map(|(from, until)| until.days_since(*from)).sum();
        if days > 0 {
            rows.push(SpansRow { name, days, color, spans });
        }
    };
    add("working".to_owned(), "c-blue", &|one| one.state == "working");
    add("deciding".to_owned(), "c-purple", &|one| one.state == "deciding");
    for on in &own {
        add(format!("waiting on {on}"), "c-vermilion", &|one| {
            one.on.as_ref().is_some_and(|label| label.as_str() == *on)
        });
    }
    add("waiting on others".to_owned(), "c-vermilion", &|one| {
        one.state == "waiting" && one.on.as_ref().is_none_or(|on| !own.contains(&on.as_str()))
    });
    add("stalled".to_owned(), "c-gray", &|one| one.state == "dormant");
    add("paused".to_owned(), "c-gray", &|one| one.state == "paused");
    add("not known".to_owned(), "c-gray", &|one| one.state == "unknown");
    let mut caption = format!("{}.", ledger.words());
    let more = [ledger.road_words(), ledger.alone_words(), ledger.overlap_words(), ledger.drag_words()];
    for more in more.into_iter().chain([Some(ledger.basis_words())]).flatten() {
        caption += &format!(" {}.", capital(&more));
    }
    SpansChart {
        marks: Vec::new(),
        id: id.to_owned(),
        title: format!("What the days of {name} were spent on"),
        caption,
        from: ledger.from,
        until: ledger.until,
        end: match ledger.ended_by {
            EndedBy::GivenUp => "given up".to_owned(),
            EndedBy::Ended => "ended".to_owned(),
            EndedBy::Value | EndedBy::Release | EndedBy::Open => String::new(),
        },
        mark: mark(ledger),
        rows,
    }
}

/// The end of the road, within the days of the ledger.
fn mark(ledger: &Ledger) -> Option<(Day, &'static str)> {
    let what = match ledger.road.ended_by {
        EndedBy::Value => "first value",
        EndedBy::Release => "first release",
        _ => return None,
    };
    Some((ledger.road.until, what))
}

/// What all ledgers together waited for, in sentences; absent where evidence shows no wait.
pub(super) fn waiting_words(totals: &WaitingTotals) -> Option<String> {
    Some(format!("{}. {}.", totals.words()?, totals.alone_words()))
}

/// Rows of the overview; more are not read.
const OVERVIEW_MAX: usize = 20;

/// Days spent waiting for others, or for a decision above the leader.
fn lost_days(ledger: &Ledger) -> i64 {
    ledger.days.lost_days()
}

/// The days of a ledger by what they were spent on, in the order of [`kinds`].
fn by_kind(ledger: &Ledger, has_pauses: bool) -> Vec<i64> {
    let days = &ledger.days;
    let mut sums = vec![
        days.waiting_days,
        days.deciding_above_days,
        days.deciding_days - days.deciding_above_days,
        days.working_days,
        days.dormant_days,
        days.unknown_days,
    ];
    sums.extend(has_pauses.then_some(days.paused_days));
    sums
}

fn kinds(has_pauses: bool) -> Vec<Series> {
    let kind = |name: &str, color, pattern| Series { name: name.to_owned(), fill: Fill { color, pattern } };
    let mut kinds = vec![
        kind("waiting for others", "c-vermilion", Pattern::Hatch),
        kind("decision above the leader", "c-black", Pattern::Grid),
        kind("deciding", "c-purple", Pattern::Dots),
        kind("working", "c-blue", Pattern::Solid),
        kind("stalled", "c-green", Pattern::Lines),
        kind("not known", "c-gray", Pattern::Empty),
    ];
    kinds.extend(has_pauses.then(|| kind("paused", "c-gray", Pattern::Dots)));
    kinds
}

/// Ledgers with the initiative of each, those that lost most days first.
fn sorted<'r>(ledgers: &[(&'r InitiativeReview, &'r Ledger)]) -> Vec<(&'r InitiativeReview, &'r Ledger)> {
    let mut sorted = ledgers.to_vec();
    sorted.sort_by_key(|(one, ledger)| (std::cmp::Reverse(lost_days(ledger)), &one.id));
    sorted
}

/// The days of all initiatives as one level bar each, those that lost most days first.
pub(super) fn overview(ledgers: &[(&InitiativeReview, &Ledger)]) -> Markup {
    let sorted = sorted(ledgers);
    let shown = sorted.len().min(OVERVIEW_MAX);
    let rest = match sorted.len() - shown {
        0 => String::new(),
        rest => format!(" {rest} more lost fewer days."),
    };
    let has_pauses = sorted.iter().any(|(_, ledger)| ledger.days.paused_days > 0);
    let row = |(one, ledger): &(&InitiativeReview, &Ledger)| LevelsRow {
        name: one.name().to_owned(),
        note: format!("{} of {} days lost", count(lost_days(ledger)), count(ledger.days.elapsed_days)),
        sums: by_kind(ledger, has_pauses),
    };
    levels(&LevelsChart {
        id: "waiting-all".to_owned(),
        title: "What the days since the idea were spent on".to_owned(),
        caption: format!("Lost: waiting for others, or for a decision above the leader.{rest}"),
        series: kinds(has_pauses),
        rows: sorted[..shown].iter().map(row).collect(),
        unit: "days",
    })
}

/// The same as a table for a terminal.
pub(super) fn table(ledgers: &[(&InitiativeReview, &Ledger)]) -> Table {
    let row = |(one, ledger): &(&InitiativeReview, &Ledger)| {
        let lost = lost_days(ledger);
        let elapsed = ledger.days.elapsed_days;
        let share = lost as f64 / elapsed.max(1) as f64;
        let recent = &ledger.recent.days;
        vec![
            Cell::from(one.name()),
            Cell { bar: Some(share), ..Cell::from(format!("{} of {}", count(lost), count(elapsed))) },
            Cell::from(format!("{} of {}", count(recent.lost_days()), count(recent.elapsed_days))),
            Cell::from(format!("{} of {}", count(ledger.road.days.lost_days()), count(ledger.road.days.elapsed_days))),
        ]
    };
    Table {
        label: "Days lost to waiting".to_owned(),
        columns: vec![
            Column::words("initiative"),
            Column::numbers("days lost"),
            Column::numbers("lately"),
            Column::numbers("to first value"),
        ],
        rows: sorted(ledgers).iter().map(row).collect(),
        rows_max: OVERVIEW_MAX,
    }
}

/// Holders of days as a table, those who alone held up most lately first.
pub(super) fn holders(totals: &WaitingTotals) -> Option<Table> {
    let row = |one: &HolderTotal| {
        let pair =
            one.held.pairs.first().map_or_else(String::new, |pair| format!("{} with {}", count(pair.days), pair.with));
        let in_force = match one.in_force {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        vec![
            Cell::from(one.on.as_str()),
            Cell::from(count(one.held.alone_recent_days)),
            Cell::from(count(one.held.alone_days)),
            Cell::from(pair),
            Cell::from(count(one.held.days)),
            Cell::from(in_force),
        ]
    };
    (!totals.holders.is_empty()).then(|| Table {
        label: format!("Days held up, by who held them (lately: the last {} days)", totals.recent_window_days),
        columns: vec![
            Column::words("team or gate"),
            Column::numbers("alone lately"),
            Column::numbers("alone"),
            Column::words("most in a pair"),
            Column::numbers("attributed"),
            Column::words("gate in force"),
        ],
        rows: totals.holders.iter().map(row).collect(),
        rows_max: HOLDERS_MAX,
    })
}

fn count(days: i64) -> String {
    thousands(days.unsigned_abs().into())
}
