//! The picture of a waiting ledger, and the line that stands for all of them: shared by pages and subjects.

use std::collections::BTreeMap;

use super::charts::palette::{Fill, Pattern};
use maud::Markup;
use onethread_core::measure::waiting::{EndedBy, Ledger, Stretch};
use onethread_core::review::{InitiativeReview, Review};
use onethread_core::words::{capital, percent, plural, thousands};

use super::charts::levels::{LevelsChart, LevelsRow, levels};
use super::charts::spans::{SpansChart, SpansRow};
use super::charts::stacked::Series;
use super::document::{Cell, Column, Table};

/// Those whose waits have a row of their own.
const ROWS_MAX: usize = 4;

/// The picture of one ledger: a row for each state, and for each of those that were waited on most.
pub(super) fn chart(ledger: &Ledger, id: &str, name: &str) -> SpansChart {
    let own: Vec<&str> =
        ledger.waits.iter().filter(|wait| wait.days > 0).take(ROWS_MAX).map(|w| w.on.as_str()).collect();
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
        add(format!("waiting on {on}"), "c-vermilion", &|one| one.on.as_deref() == Some(on));
    }
    add("waiting on others".to_owned(), "c-vermilion", &|one| {
        one.state == "waiting" && one.on.as_deref().is_none_or(|on| !own.contains(&on))
    });
    add("dormant".to_owned(), "c-gray", &|one| one.state == "dormant");
    add("not known".to_owned(), "c-gray", &|one| one.state == "unknown");
    let mut caption = format!("{}.", ledger.words());
    for more in [ledger.overlap_words(), ledger.drag_words(), Some(ledger.basis_words())].into_iter().flatten() {
        caption += &format!(" {}.", capital(&more));
    }
    SpansChart {
        id: id.to_owned(),
        title: format!("What the days of {name} were spent on"),
        caption,
        from: ledger.from,
        until: ledger.until,
        end: end_word(ledger.ended_by).to_owned(),
        rows,
    }
}

fn end_word(ended: EndedBy) -> &'static str {
    match ended {
        EndedBy::Value => "first value",
        EndedBy::Release => "first release",
        EndedBy::GivenUp => "given up",
        EndedBy::Open => "",
    }
}

/// The days of all ledgers together.
struct Sum<'l> {
    elapsed: i64,
    waiting: i64,
    above: i64,
    silent: i64,
    /// Whom they waited on for most days, and for how many.
    most: Option<(&'l str, i64)>,
}

fn sum<'l>(ledgers: impl Iterator<Item = &'l Ledger> + Clone) -> Sum<'l> {
    let total = |days: fn(&Ledger) -> i64| ledgers.clone().map(days).sum();
    let mut on: BTreeMap<&str, i64> = BTreeMap::new();
    for wait in ledgers.clone().flat_map(|ledger| &ledger.waits) {
        *on.entry(&wait.on).or_default() += wait.days;
    }
    Sum {
        elapsed: total(|ledger| ledger.elapsed_days),
        waiting: total(|ledger| ledger.waiting_days),
        above: total(|ledger| ledger.deciding_above_days),
        silent: total(|ledger| ledger.dormant_days + ledger.unknown_days),
        most: on.into_iter().max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0))).filter(|(_, days)| *days > 0),
    }
}

/// What all ledgers together waited on, in one sentence without a full stop; absent where evidence shows no wait.
pub(super) fn waits_of_all(ledgers: &[Ledger]) -> Option<String> {
    let sum = sum(ledgers.iter());
    let most = sum.most.map_or_else(String::new, |(on, days)| format!(", most of all {on} ({})", count(days)));
    (sum.waiting + sum.above > 0).then(|| {
        format!(
            "Of {} days of {}, {} waited for others{most} and {} for a decision above the leader; {} say \
             nothing",
            count(sum.elapsed),
            plural(ledgers.len(), "initiative", "initiatives"),
            count(sum.waiting),
            count(sum.above),
            count(sum.silent)
        )
    })
}

/// What the days of all live initiatives were lost to, for the first lines of a report; absent where evidence shows no wait.
pub(super) fn waiting_words(review: &Review) -> Option<String> {
    let sum = sum(review.ledgers());
    let lost = sum.waiting + sum.above;
    if lost <= 0 || sum.elapsed <= 0 {
        return None;
    }
    let most = sum.most.map_or_else(String::new, |(on, days)| format!(" (most: {on}, {})", count(days)));
    let above = match sum.above {
        0 => String::new(),
        above => format!("{} for decisions above the leader, ", count(above)),
    };
    Some(format!(
        "Waiting: {} of {} calendar days of {} on the way to first value ({}): {above}{} for other teams and approval gates{most}.",
        count(lost),
        count(sum.elapsed),
        plural(review.ledgers().count(), "initiative", "initiatives"),
        percent(lost as f64 / sum.elapsed as f64),
        count(sum.waiting)
    ))
}

/// Rows of the overview; more are not read.
const OVERVIEW_MAX: usize = 20;

/// Days spent waiting for others, or for a decision above the leader.
fn lost_days(ledger: &Ledger) -> i64 {
    ledger.waiting_days + ledger.deciding_above_days
}

/// The days of a ledger by what they were spent on, in the order of [`kinds`].
fn by_kind(ledger: &Ledger) -> Vec<i64> {
    let within = ledger.deciding_days - ledger.deciding_above_days;
    vec![
        ledger.waiting_days,
        ledger.deciding_above_days,
        within,
        ledger.working_days,
        ledger.dormant_days,
        ledger.unknown_days,
    ]
}

fn kinds() -> Vec<Series> {
    let kind = |name: &str, color, pattern| Series { name: name.to_owned(), fill: Fill { color, pattern } };
    vec![
        kind("waiting for others", "c-vermilion", Pattern::Hatch),
        kind("decision above the leader", "c-black", Pattern::Grid),
        kind("deciding", "c-purple", Pattern::Dots),
        kind("working", "c-blue", Pattern::Solid),
        kind("stalled", "c-green", Pattern::Lines),
        kind("not known", "c-gray", Pattern::Empty),
    ]
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
    let row = |(one, ledger): &(&InitiativeReview, &Ledger)| LevelsRow {
        name: one.name().to_owned(),
        note: format!("{} of {} days lost", count(lost_days(ledger)), count(ledger.elapsed_days)),
        sums: by_kind(ledger),
    };
    levels(&LevelsChart {
        id: "waiting-all".to_owned(),
        title: "What the days on the way to first value were spent on".to_owned(),
        caption: format!("Lost: waiting for others, or for a decision above the leader.{rest}"),
        series: kinds(),
        rows: sorted[..shown].iter().map(row).collect(),
        unit: "days",
    })
}

/// The same as a table for a terminal.
pub(super) fn table(ledgers: &[(&InitiativeReview, &Ledger)]) -> Table {
    let row = |(one, ledger): &(&InitiativeReview, &Ledger)| {
        let lost = lost_days(ledger);
        let share = lost as f64 / ledger.elapsed_days.max(1) as f64;
        let most = ledger.waits.first().filter(|wait| wait.days > 0).map_or("", |wait| wait.on.as_str());
        vec![
            Cell::from(one.name()),
            Cell { bar: Some(share), ..Cell::from(format!("{} of {}", count(lost), count(ledger.elapsed_days))) },
            Cell::from(most),
        ]
    };
    Table {
        label: "Days lost to waiting".to_owned(),
        columns: vec![Column::words("initiative"), Column::numbers("days lost"), Column::words("most for")],
        rows: sorted(ledgers).iter().map(row).collect(),
        rows_max: OVERVIEW_MAX,
    }
}

fn count(days: i64) -> String {
    thousands(days.unsigned_abs().into())
}
