//! `show waiting`: what the days of each initiative were spent on.

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use crate::charts::spans::spans;
use crate::ledger::{chart, waiting_words};
use onethread_core::measure::measures::waiting_ledger::ledgers_of;
use onethread_core::measure::waiting::{Clock, EndedBy, Ledger, WaitedOn, WaitingTotals};
use onethread_core::measure::{Initiative, World};
use onethread_core::words::{capital, plural};

pub(super) const SUBJECT: Subject = Subject {
    key: "waiting",
    title: "what the days of each initiative were spent on",
    measure: "waiting-ledger",
    definitions: &["idea", "commitment"],
    orders: &["held-alone", "waiting", "name"],
    teams_min: None,
    sheet,
};

/// Pictures beside the table; for one initiative there is always one.
const PICTURES_MAX: usize = 14;

const COLUMNS: &[Column] = &[
    Column::new("initiative", "initiative", Type::Text, "The initiative."),
    Column::new(
        "elapsed_days",
        "days",
        Type::Days,
        "Days from the first to the last; those of deciding, for others, of work, stalled and not known add up to them.",
    ),
    Column::new("deciding_days", "deciding", Type::Days, "Days on which it was being decided."),
    Column::new(
        "above_days",
        "above leader",
        Type::Days,
        "Of the days of deciding, those for decisions above the leader.",
    ),
    Column::new(
        "waiting_days",
        "for others",
        Type::Days,
        "Days on which others had something to give, and no work was seen; after the first value too.",
    ),
    Column::new(
        "lost_recent_days",
        "lost lately",
        Type::Days,
        "Of the last days (period-days), those spent on waiting or on decisions above the leader.",
    ),
    Column::new(
        "held_alone_by",
        "most held up by",
        Type::Text,
        "Who alone held it up most: in the last days, else ever.",
    ),
    Column::new("alone_recent_days", "alone, lately", Type::Days, "Of the last days, those that it alone held up."),
    Column::new(
        "alone_days",
        "alone, in all",
        Type::Days,
        "Days that would not have been waiting or deciding without it.",
    ),
    Column::new("working_days", "working", Type::Days, "Days on which work was seen."),
    Column::new("dormant_days", "stalled", Type::Days, "Days without a sign of work for longer than is usual."),
    Column::new("paused_days", "paused", Type::Days, "Days on which nobody was to work on it, by decision."),
    Column::new("unknown_days", "not known", Type::Days, "Days of which nothing says what they were spent on."),
    Column::new("stated_days", "only stated", Type::Days, "Of the days of waiting, those only stated as blocking."),
    Column::new("road_days", "to first value", Type::Days, "Days to the first value, or so far."),
    Column::new(
        "road_lost_days",
        "of it lost",
        Type::Days,
        "Of these, days of waiting or of decisions above the leader.",
    ),
    Column::new(
        "drag_low_share",
        "drag, at least",
        Type::Share,
        "Share of days spent waiting for others or for levels above.",
    ),
    Column::new("drag_high_share", "at most", Type::Share, "The same if every day that says nothing was lost as well."),
    Column::new("from", "from", Type::Day, "The first day."),
    Column::new("until", "until", Type::Day, "The day on which it ended, or that of the review."),
    Column::new("ended_by", "ended by", Type::Text, "Given up, ended, or open."),
    Column::new("evidence", "n", Type::Count, "Changes, decisions, reviews and dated dependencies."),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let clock = if asked.definition(&SUBJECT) == "commitment" { Clock::Commitment } else { Clock::Idea };
    let wanted = |one: &&Initiative| match &asked.initiative {
        Some(id) => one.id == *id,
        None => one.live,
    };
    let mut found = ledgers_of(world.initiatives.iter().filter(wanted), world, clock);
    let by = |ledger: &Ledger| match asked.order(&SUBJECT) {
        "held-alone" => {
            (most_alone(ledger).map_or((0, 0), |(_, recent, alone)| (recent, alone)), ledger.days.lost_days())
        }
        "waiting" => ((0, 0), ledger.days.waiting_days),
        _ => ((0, 0), 0),
    };
    found.ledgers.sort_by(|a, b| (by(b), &a.initiative).cmp(&(by(a), &b.initiative)));
    let mut notes = vec![
        "Calendar days; each is spent on exactly one thing, by the rules of `onethread explain waiting-ledger`. A day with \
         work is working, whatever was open on it."
            .to_owned(),
        "Days are counted and no sample; of a range of shares the upper end takes days of which nothing is known for lost.".to_owned(),
        "If several things were missing, the day counts for the one that was asked for first. Only a day on which a single \
         thing was missing would not have been waiting without it.".to_owned(),
    ];
    notes.push(format!("Lately: in the last {} days.", found.totals.recent_window_days));
    notes.extend(found.totals.road_words().map(|says| says + "."));
    notes.extend(holder_notes(&found.totals));
    if !found.refused.is_empty() {
        let first = &found.refused[0];
        notes.push(format!("{} without a ledger; {}: {}.", found.refused.len(), first.initiative, first.why));
    }
    let undated: usize = found.ledgers.iter().map(|ledger| ledger.undated).sum();
    if undated > 0 {
        let without = plural(undated, "blocking dependency does", "blocking dependencies do");
        notes.push(format!("{without} not say since when, so no day of it is counted."));
    }
    let name = |ledger: &Ledger| world.initiative(&ledger.initiative).map_or("", Initiative::name).to_owned();
    let pictures = found.ledgers.iter().take(PICTURES_MAX).enumerate();
    let pictures = pictures.map(|(at, ledger)| spans(&chart(ledger, &format!("ledger-{at}"), &name(ledger))));
    let finding = match found.ledgers.as_slice() {
        [one] => {
            let alone = one.alone_words().map_or_else(String::new, |says| format!(" {}.", capital(&says)));
            format!("{}.{alone}", one.words())
        }
        _ => waiting_words(&found.totals).unwrap_or_else(|| "No wait is recorded.".to_owned()),
    };
    let window = found.ledgers.iter().map(|ledger| ledger.from).min();
    Sheet {
        finding,
        window: window.map(|from| (from, world.day)),
        columns: COLUMNS.to_vec(),
        rows: found.ledgers.iter().map(|ledger| row(ledger, found.totals.recent_window_days)).collect(),
        notes,
        empty: Some(found.refused.first().map_or_else(
            || "no initiative is live".to_owned(),
            |one| format!("none has a ledger; {}: {}", one.initiative, one.why),
        )),
        pictures: pictures.filter(|picture| !picture.0.is_empty()).collect(),
    }
}

/// Holders in words; the pictures and JSON have all.
const HOLDERS_MAX: usize = 5;

/// What each of the heaviest holders held up: alone, in pairs, attributed, and whether it is still in force.
fn holder_notes(totals: &WaitingTotals) -> Vec<String> {
    let window = totals.recent_window_days;
    let one = |holder: &onethread_core::measure::waiting::HolderTotal| format!("{}.", holder.words(window));
    totals.holders.iter().take(HOLDERS_MAX).map(one).collect()
}

/// Who alone held up most days, lately or else ever: its name, the days lately, and in all.
fn most_alone(ledger: &Ledger) -> Option<(&str, i64, i64)> {
    let waits = ledger.waits.iter().map(|wait| (wait.on.as_str(), &wait.held));
    let all = waits.chain([("decisions above the leader", &ledger.above)]);
    let days = all.map(|(on, held)| (on, held.alone_recent_days, held.alone_days)).filter(|(_, _, alone)| *alone > 0);
    days.max_by(|a, b| (a.1, a.2, b.0).cmp(&(b.1, b.2, a.0)))
}

fn row(ledger: &Ledger, window: u32) -> Row {
    let days = |days: i64| Cell::Number(days as f64);
    let alone = most_alone(ledger);
    let sums = &ledger.days;
    let cells = vec![
        Cell::text(&ledger.initiative),
        days(sums.elapsed_days),
        days(sums.deciding_days),
        days(sums.deciding_above_days),
        days(sums.waiting_days),
        days(ledger.recent.days.lost_days()),
        Cell::or_missing(alone.map(|(on, ..)| Cell::text(on)), "nobody"),
        Cell::or_missing(alone.map(|(_, recent, _)| days(recent)), ""),
        Cell::or_missing(alone.map(|(.., ever)| days(ever)), ""),
        days(sums.working_days),
        days(sums.dormant_days),
        days(sums.paused_days),
        days(sums.unknown_days),
        days(sums.stated_blocking_days),
        days(ledger.road.days.elapsed_days),
        days(ledger.road.days.lost_days()),
        Cell::or_missing(ledger.drag.map(|drag| Cell::Number(drag.low_share)), "no day"),
        Cell::or_missing(ledger.drag.map(|drag| Cell::Number(drag.high_share)), "no day"),
        ledger.from.into(),
        ledger.until.into(),
        Cell::text(match ledger.ended_by {
            EndedBy::GivenUp => "given up",
            EndedBy::Ended => "ended",
            EndedBy::Value | EndedBy::Release | EndedBy::Open => "open",
        }),
        Cell::count(ledger.n),
    ];
    let mut about = vec![format!("initiative:{}", ledger.initiative)];
    about.extend(ledger.waits.iter().filter(|wait| !wait.on.is_sum()).map(|wait| format!("team:{}", wait.on)));
    let behind = |wait: &WaitedOn| Behind {
        day: None,
        what: format!("{}; asked {} times", wait.words(window), wait.asked),
        // The first record would name one of the groups that are added up.
        place: (!wait.on.is_sum()).then(|| wait.place.clone()),
    };
    Row::new(about, cells).behind(ledger.waits.iter().map(behind).collect())
}
