//! `show releases`: how long changes wait for their release.

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use onethread_core::measure::World;
use onethread_core::measure::change_log::WINDOW_DAYS;
use onethread_core::measure::measures::release_lag::{ReleaseLag, Stream, release_lag};
use onethread_core::words::{plural, thousands};

pub(super) const SUBJECT: Subject =
    Subject::plain("releases", "how long changes wait for their release", "release-lag", sheet);

const COLUMNS: &[Column] = &[
    Column::new("stream", "releases of", Type::Text, "An initiative, or everything at once (releases)."),
    Column::new("change_sets", "change-sets", Type::Count, "Change-sets that went out with them, or wait to."),
    Column::new("open", "waiting", Type::Count, "Of these, those that wait still."),
    Column::new("releases", "releases", Type::Count, "Releases that carried any."),
    Column::new(
        "median_days",
        "half within, days",
        Type::DaysEstimate,
        "Days within which half were released, with the 95 % interval.",
    ),
    Column::new("p90_days", "nine of ten", Type::Days, "Days within which nine of ten were released."),
    Column::new("cadence_days", "cadence, days", Type::Days, "Mean days from one release to the next."),
    Column::new(
        "any_time_days",
        "the calendar alone",
        Type::Days,
        "Days that something waits on average that lands at any time.",
    ),
    Column::new(
        "signal_days",
        "field answered",
        Type::Days,
        "Days from a release to the next value of any metric, for half of the releases.",
    ),
    Column::new("asked_field", "with metrics", Type::Count, "Releases of initiatives with metrics in evidence."),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let days = asked.over_days.unwrap_or(WINDOW_DAYS);
    let found = release_lag(world, days);
    let wanted = |stream: &&Stream| match &asked.initiative {
        Some(id) => stream.stream.strip_prefix("initiative:") == Some(id),
        None => true,
    };
    let all = (found.streams.len() > 1 && asked.initiative.is_none()).then_some(&found.all);
    let rows = all.into_iter().chain(found.streams.iter().filter(wanted)).map(|stream| row(stream, world));
    Sheet {
        finding: finding(&found),
        window: Some((world.day.plus_days(1 - i32::try_from(days).unwrap_or(i32::MAX)), world.day)),
        columns: COLUMNS.to_vec(),
        rows: rows.collect(),
        notes: notes(&found),
        empty: Some(match (found.change_sets, found.without) {
            (0, _) => "no source says what changes touch".to_owned(),
            (_, 0) => "no change-set waits for a release of it".to_owned(),
            _ => "no source says with which releases changes go out".to_owned(),
        }),
        ..Sheet::default()
    }
}

fn row(stream: &Stream, world: &World<'_>) -> Row {
    let days = |days: Option<f64>, why: &str| Cell::or_missing(days.map(Cell::Number), why);
    let number = |value: Option<u32>| value.map(f64::from);
    let short = if stream.refused.is_some() { "too few" } else { "not so many yet" };
    let median = number(stream.median_days)
        .map(|median| Cell::Estimate(median, number(stream.low_days), number(stream.high_days)));
    let cells = vec![
        Cell::text(&stream.stream),
        Cell::count(stream.change_sets),
        Cell::count(stream.open),
        Cell::count(stream.releases),
        Cell::or_missing(median, short),
        days(number(stream.p90_days), short),
        days(stream.cadence_days, "fewer than two"),
        days(stream.any_time_days, "fewer than two"),
        days(number(stream.signal_days), if stream.asked_field == 0 { "no metrics" } else { "too few" }),
        Cell::count(stream.asked_field),
    ];
    let behind = stream.carried.iter().map(|(day, carried)| Behind {
        day: Some(*day),
        what: format!("a release with {}", plural(*carried, "change-set", "change-sets")),
        place: stream.at.get(day).map(|at| world.facts.place(*at)),
    });
    Row::new(vec![stream.stream.clone()], cells).behind(behind.collect())
}

fn finding(found: &ReleaseLag) -> String {
    match (found.all.median_days, found.all.any_time_days) {
        (Some(median), Some(calendar)) => format!(
            "Half of {} were released within {median} days; the calendar of releases alone makes {calendar:.0} days on \
             average.",
            plural(found.all.change_sets, "change-set", "change-sets"),
        ),
        _ => found.all.refused.as_ref().map_or_else(String::new, |why| format!("Nothing is shown of all: {why}.")),
    }
}

fn notes(found: &ReleaseLag) -> Vec<String> {
    let mut notes = vec![
        "A change-set waits for the next release that has the name of its initiative, else for the next of everything. \
         Those that wait still count for as long as they have waited; intervals draw whole releases."
            .to_owned(),
    ];
    if found.without > 0 {
        notes.push(format!(
            "Of {} no source says with which releases they go out.",
            match found.without {
                1 => "1 change-set".to_owned(),
                many => format!("{} change-sets", thousands(many as u128)),
            }
        ));
    }
    notes
}
