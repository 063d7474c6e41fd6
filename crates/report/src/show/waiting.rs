//! `show waiting`: what the days of each initiative were spent on.

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use crate::charts::spans::spans;
use crate::ledger::{chart, waits_of_all};
use onethread_core::measure::measures::waiting_ledger::ledgers_of;
use onethread_core::measure::waiting::{Clock, Ledger};
use onethread_core::measure::{Initiative, World};
use onethread_core::words::plural;

pub(super) const SUBJECT: Subject = Subject {
    key: "waiting",
    title: "what the days of each initiative were spent on",
    measure: "waiting-ledger",
    definitions: &["idea", "commitment"],
    orders: &["waiting", "name"],
    has_levels: false,
    sheet,
};

/// Pictures beside the table; for one initiative there is always one.
const PICTURES_MAX: usize = 14;

const COLUMNS: &[Column] = &[
    Column::new("initiative", "initiative", Type::Text, "The initiative."),
    Column::new("elapsed_days", "days", Type::Days, "Days from the first to the last; the next five add up to them."),
    Column::new("deciding_days", "deciding", Type::Days, "Days on which it was being decided."),
    Column::new(
        "waiting_days",
        "waiting",
        Type::Days,
        "Days on which others had something to give, and no work was seen.",
    ),
    Column::new("working_days", "working", Type::Days, "Days on which work was seen."),
    Column::new("dormant_days", "dormant", Type::Days, "Days without a sign of work for longer than is usual."),
    Column::new("unknown_days", "not known", Type::Days, "Days of which nothing says what they were spent on."),
    Column::new("waited_on", "most on", Type::Text, "Whom it waited on for most days."),
    Column::new("open_days", "on it in all", Type::Days, "Days on which anything of that was open, work or not."),
    Column::new(
        "drag_low_share",
        "drag, at least",
        Type::Share,
        "Share of days spent waiting for others or for levels above.",
    ),
    Column::new("drag_high_share", "at most", Type::Share, "The same if every day that says nothing was lost as well."),
    Column::new("from", "from", Type::Day, "The first day."),
    Column::new("until", "until", Type::Day, "The day on which it ended, or that of the review."),
    Column::new("ended_by", "ended by", Type::Text, "First value, first release, given up, or open."),
    Column::new("evidence", "n", Type::Count, "Changes, decisions, reviews and dated dependencies."),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let clock = if asked.definition(&SUBJECT) == "commitment" { Clock::Commitment } else { Clock::Idea };
    let wanted = |one: &&Initiative| match &asked.initiative {
        Some(id) => one.id == *id,
        None => one.live,
    };
    let mut found = ledgers_of(world.initiatives.iter().filter(wanted), world, clock);
    if asked.order(&SUBJECT) == "waiting" {
        found.ledgers.sort_by(|a, b| (b.waiting_days, &a.initiative).cmp(&(a.waiting_days, &b.initiative)));
    }
    let mut notes = vec![
        "Calendar days; each is spent on exactly one thing, by rules that stand on the page. A day with work is working, \
         whatever was open on it."
            .to_owned(),
        "Counted whole and not sampled, so without an interval: what is not known stands as days.".to_owned(),
    ];
    if !found.refused.is_empty() {
        let first = &found.refused[0];
        notes.push(format!("{} without a ledger; {}: {}.", found.refused.len(), first.initiative, first.why));
    }
    let undated: usize = found.ledgers.iter().map(|ledger| ledger.undated).sum();
    if undated > 0 {
        let without = plural(undated, "blocking dependency has", "blocking dependencies have");
        notes.push(format!("{without} no day, so they are in no count."));
    }
    let name = |ledger: &Ledger| world.initiative(&ledger.initiative).map_or("", Initiative::name).to_owned();
    let pictures = found.ledgers.iter().take(PICTURES_MAX).enumerate();
    let pictures = pictures.map(|(at, ledger)| spans(&chart(ledger, &format!("ledger-{at}"), &name(ledger))));
    let finding = match found.ledgers.as_slice() {
        [one] => format!("{}.", one.words()),
        all => waits_of_all(all).map_or_else(|| "No wait is recorded.".to_owned(), |says| says + "."),
    };
    let window = found.ledgers.iter().map(|ledger| ledger.from).min();
    Sheet {
        finding,
        window: window.map(|from| (from, world.day)),
        columns: COLUMNS.to_vec(),
        rows: found.ledgers.iter().map(row).collect(),
        notes,
        empty: Some(found.refused.first().map_or_else(
            || "no initiative is live".to_owned(),
            |one| format!("none has a ledger; {}: {}", one.initiative, one.why),
        )),
        pictures: pictures.filter(|picture| !picture.0.is_empty()).collect(),
    }
}

fn row(ledger: &Ledger) -> Row {
    let days = |days: i64| Cell::Number(days as f64);
    let most = ledger.waits.first();
    let cells = vec![
        Cell::text(&ledger.initiative),
        days(ledger.elapsed_days),
        days(ledger.deciding_days),
        days(ledger.waiting_days),
        days(ledger.working_days),
        days(ledger.dormant_days),
        days(ledger.unknown_days),
        Cell::or_missing(most.map(|wait| Cell::text(&wait.on)), "no wait is recorded"),
        Cell::or_missing(most.map(|wait| days(wait.open_days)), ""),
        Cell::or_missing(ledger.drag.map(|drag| Cell::Number(drag.low_share)), "no day"),
        Cell::or_missing(ledger.drag.map(|drag| Cell::Number(drag.high_share)), "no day"),
        ledger.from.into(),
        ledger.until.into(),
        Cell::text(match ledger.ended_by {
            onethread_core::measure::waiting::EndedBy::Value => "first value",
            onethread_core::measure::waiting::EndedBy::Release => "first release",
            onethread_core::measure::waiting::EndedBy::GivenUp => "given up",
            onethread_core::measure::waiting::EndedBy::Open => "open",
        }),
        Cell::count(ledger.n),
    ];
    let mut about = vec![format!("initiative:{}", ledger.initiative)];
    about.extend(ledger.waits.iter().map(|wait| format!("team:{}", wait.on)));
    let behind = ledger.waits.iter().map(|wait| Behind {
        day: None,
        what: format!("{}: {} days, asked {} times, open on {} days", wait.on, wait.days, wait.asked, wait.open_days),
        place: Some(wait.place.clone()),
    });
    Row::new(about, cells).behind(behind.collect())
}
