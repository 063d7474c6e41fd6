//! `show ttv`: how long until value.

use super::sheet::{Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use crate::review::time_curves;
use onethread_core::measure::World;
use onethread_core::measure::clocks::{Lead, leads};
use onethread_core::measure::measures::deciding_share::deciding_share;
use onethread_core::measure::measures::guards::guards;
use onethread_core::measure::measures::target_slips::target_slips;
use onethread_core::measure::measures::time_to_value::{
    Clock, EVENTS_MIN, FOLLOWED_MIN, SEEN_AT_ONCE_DAYS, Seen, TimeToValue, clocks, finished_only,
};
use onethread_core::measure::measures::value_per_release::value_per_release;
use onethread_core::words::{capital, percent, plural, thousands};

pub(super) const SUBJECT: Subject = Subject {
    key: "ttv",
    title: "how long until value",
    measure: "time-to-value",
    definitions: &["delayed-entry", "entry-ignored", "finished-only"],
    orders: &[],
    teams_min: None,
    sheet,
};

const COLUMNS: &[Column] = &[
    Column::new("event", "event", Type::Text, "What is waited for."),
    Column::new(
        "from",
        "from",
        Type::Text,
        "The day from which days count: filing, the idea, the commitment or the first change.",
    ),
    Column::new("n", "followed", Type::Count, "Initiatives followed."),
    Column::new("events", "reached it", Type::Count, "Those that reached the event."),
    Column::new(
        "median_days",
        "half within, days",
        Type::DaysEstimate,
        "Days within which half reach it, with the 95 % interval.",
    ),
    Column::new(
        "mean_days",
        "mean, days",
        Type::DaysEstimate,
        "Restricted mean: days spent waiting, on average, out of the first horizon_days, with the 95 % interval.",
    ),
    Column::new("horizon_days", "of the first", Type::Days, "The horizon of the mean."),
    Column::new(
        "brought_share",
        "there by then",
        Type::ShareEstimate,
        "Share that reached it by the horizon, when giving up rules it out.",
    ),
    Column::new(
        "entry_tau",
        "tau",
        Type::Number(3),
        "Conditional Kendall's tau of the day of entry and that of the event; delayed entry supposes 0.",
    ),
    Column::new("entry_z", "Z", Type::Number(2), "The same in standard errors; above 2 the clock from filing leads."),
    Column::new("entry_p", "p", Type::Number(4), "Probability of an association as strong where there is none."),
    Column::new("given_up", "given up", Type::Count, "Initiatives followed that were given up before."),
    Column::new("dormant", "dormant", Type::Count, "Unfinished ones without a sign of life for longer than is usual."),
    Column::new(
        "left_out",
        "left out",
        Type::Count,
        "Initiatives that ended on or before the day they were first seen.",
    ),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let definition = asked.definition(&SUBJECT);
    let seen =
        |delayed: bool| clocks(world, asked.over_days).into_iter().filter(move |time| time.delayed_entry == delayed);
    let times: Vec<TimeToValue> = match definition {
        "finished-only" => finished_only(world),
        "entry-ignored" => seen(false).collect(),
        _ => seen(true).collect(),
    };
    let leads = leads(&times);
    let leading: Vec<&TimeToValue> = match leads.as_slice() {
        [] => times.iter().filter(|time| time.clock == Clock::Idea).collect(),
        leads => leads.iter().map(|lead| lead.first).collect(),
    };
    let told: Vec<&TimeToValue> = leading.iter().copied().filter(|time| !time.horizons.is_empty()).collect();
    let pictures = if told.is_empty() { Vec::new() } else { vec![time_curves(&told)] };
    let first = leading.iter().copied().chain(&times).find(|time| time.median_days.is_some());
    let untold = |time: &TimeToValue| match &time.refused {
        Some(refused) => format!("How long it takes to {} is not known: {refused}.", time.event_words()),
        None => {
            let (events, n) = (thousands(time.events as u128), thousands(time.n as u128));
            format!("Fewer than half {} so far: {events} of {n}.", time.event_words())
        }
    };
    let finding = first.map_or_else(
        || times.first().map_or_else(String::new, untold),
        |time| {
            let days = |days: i64| thousands(days.unsigned_abs().into());
            format!(
                "Half {} within {} days of {}; {} of {} did so far.",
                time.event_words(),
                days(time.median_days.unwrap_or_default()),
                time.clock_words(),
                thousands(time.events as u128),
                thousands(time.n as u128)
            )
        },
    );
    Sheet {
        finding,
        window: asked
            .over_days
            .map(|days| (world.day.plus_days(1 - i32::try_from(days).unwrap_or(i32::MAX)), world.day)),
        columns: COLUMNS.to_vec(),
        rows: in_order(&times, &leads).into_iter().map(row).collect(),
        notes: notes(world, &times, &leads, definition, asked.over_days),
        empty: Some("no initiative has a day on which its idea was written down, and an end to wait for".to_owned()),
        pictures,
    }
}

/// The clocks as rows: what leads for each event, then what stands beside it, then the clocks from other days.
fn in_order<'t>(times: &'t [TimeToValue], leads: &[Lead<'t>]) -> Vec<&'t TimeToValue> {
    let place = |time: &TimeToValue| {
        let lead = leads.iter().position(|lead| lead.first.event == time.event);
        let is_first = lead.is_some_and(|at| std::ptr::eq(leads[at].first, time));
        match time.clock {
            Clock::Commitment | Clock::FirstChange => (1, None, false, false),
            _ => (0, lead, !is_first, !(time.clock == Clock::Idea && time.seen == Seen::AtOnce)),
        }
    };
    let mut rows: Vec<&TimeToValue> = times.iter().collect();
    rows.sort_by_key(|time| place(time));
    rows
}

/// The day from which days count, and of which initiatives.
fn from(time: &TimeToValue) -> String {
    let seen = match time.seen {
        Seen::All => "",
        Seen::AtOnce => ", filed at once",
        Seen::Later => ", filed later",
    };
    format!("{}{seen}", time.clock_words())
}

fn row(time: &TimeToValue) -> Row {
    let days = |days: Option<i64>| days.map(|days| days as f64);
    let median = time.median_days.map(|at| Cell::Estimate(at as f64, days(time.low_days), days(time.high_days)));
    let mean = time.mean.map(|mean| Cell::Estimate(mean.mean_days, Some(mean.low_days), Some(mean.high_days)));
    let dependence = time.entry_dependence;
    let last = time.horizons.last();
    let brought =
        last.map(|at| Cell::Estimate(at.brought_share, Some(at.brought_low_share), Some(at.brought_high_share)));
    let cells = vec![
        Cell::text(time.event_words()),
        Cell::text(from(time)),
        Cell::count(time.n),
        Cell::count(time.events),
        Cell::or_missing(median, why(time)),
        Cell::or_missing(mean, ""),
        Cell::or_missing(time.mean.map(|mean| Cell::Number(mean.horizon_days as f64)), ""),
        Cell::or_missing(brought, ""),
        Cell::or_missing(dependence.map(|one| Cell::Number(one.tau)), ""),
        Cell::or_missing(dependence.map(|one| Cell::Number(one.z)), ""),
        Cell::or_missing(dependence.map(|one| Cell::Number(one.p)), ""),
        Cell::count(time.given_up),
        Cell::or_missing(time.dormant.map(Cell::count), "no sign of life tells"),
        Cell::count(time.left_out),
    ];
    Row::new(vec![time.event.clone()], cells)
}

/// Why there is no median, in the few words that a cell has room for.
fn why(time: &TimeToValue) -> &'static str {
    match (&time.refused, time.events < EVENTS_MIN) {
        (None, _) => "not half yet",
        (_, true) => "too few",
        _ => "thin start",
    }
}

fn notes(
    world: &World<'_>,
    times: &[TimeToValue],
    leads: &[Lead<'_>],
    definition: &str,
    over_days: Option<i64>,
) -> Vec<String> {
    let mut notes = entry_notes(times, leads);
    notes.extend([
        "Those that are not finished count for as long as they were followed, stalled or not; those given up stop being \
         followed, and the share that is there by then counts them as never coming."
            .to_owned(),
        format!(
            "With fewer than {EVENTS_MIN} that reached it nothing is shown, and no age at which fewer than {FOLLOWED_MIN} \
             are followed. Intervals are pointwise, 95 %."
        ),
    ]);
    if let Some(mean) = times.iter().find_map(|time| time.mean) {
        let days = thousands(mean.horizon_days.unsigned_abs().into());
        notes.push(format!(
            "The mean is restricted: days spent waiting, on average, out of the first {days} or as many as are shown \
             (horizon_days). It exists where not half have reached the event."
        ));
    }
    let contrast = match definition {
        "entry-ignored" => {
            "Entry ignored: it differs because early ones that ended too soon to be filed are missing, and nothing makes \
             up for it."
        }
        "finished-only" => "Finished ones only: those that take long are missing because they are not finished yet.",
        _ => "",
    };
    if !contrast.is_empty() {
        notes.push(format!("{contrast} This is the contrast and not the answer."));
    }
    let slips = target_slips(world);
    if let Some(share) = slips.moved_later_share {
        notes.push(format!(
            "Of {}, {} ({}) moved one later than first planned.",
            plural(slips.with_target, "initiative with a target", "initiatives with a target"),
            slips.moved_later,
            percent(share)
        ));
    }
    notes.extend(value_per_release(world).iter().filter_map(|one| one.words()).map(|says| format!("{says}.")));
    notes.extend(deciding_share(world, over_days).words().map(|says| format!("{says}.")));
    notes.extend(guards(world).words().map(|says| format!("{says}.")));
    notes
}

/// What the day of entry says about the day of the event, for each clock that supposes that it says nothing.
fn entry_notes(times: &[TimeToValue], leads: &[Lead<'_>]) -> Vec<String> {
    let mut notes: Vec<String> = leads.iter().filter_map(Lead::why).map(|why| format!("{}.", capital(&why))).collect();
    let others = times.iter().filter(|time| time.delayed_entry && time.seen == Seen::All);
    let given_way = |time: &&TimeToValue| {
        time.clock == Clock::Idea && leads.iter().any(|lead| lead.idea.event == time.event && lead.is_from_filing())
    };
    let dependence = |time: &TimeToValue| {
        let found = time.entry_dependence?;
        let event = time.event_noun();
        Some(format!("to {event} from {}: {}", time.clock_words(), found.words()))
    };
    let found: Vec<String> = others.filter(|time| !given_way(time)).filter_map(dependence).collect();
    if !found.is_empty() {
        notes.push(format!(
            "The day of filing against the day of the event, where |Z| above 2 speaks against a clock: {}.",
            found.join("; ")
        ));
    }
    if times.iter().any(|time| time.seen != Seen::All) {
        notes.push(format!("Filed at once: within {SEEN_AT_ONCE_DAYS} days of the idea."));
    }
    notes
}
