//! `show ttv`: how long until value.

use super::sheet::{Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use crate::measure::World;
use crate::measure::measures::time_to_value::{TimeToValue, time_to_value};
use crate::report::html::time_curves;

pub(super) const SUBJECT: Subject = Subject::plain("ttv", "how long until value", "time-to-value", sheet);

const COLUMNS: &[Column] = &[
    Column::new("event", "event", Type::Text, "What is waited for."),
    Column::new("n", "followed", Type::Count, "Initiatives followed."),
    Column::new("events", "reached it", Type::Count, "Those that reached the event."),
    Column::new(
        "median_days",
        "half within, days",
        Type::DaysEstimate,
        "Days within which half reach it, with the 95 % interval.",
    ),
    Column::new(
        "left_out",
        "left out",
        Type::Count,
        "Initiatives that ended on or before the day they were first seen.",
    ),
];

fn sheet(world: &World<'_>, _: &Asked) -> Sheet {
    let times: Vec<TimeToValue> = time_to_value(world).into_iter().filter(|time| time.delayed_entry).collect();
    let told: Vec<&TimeToValue> = times.iter().filter(|time| !time.horizons.is_empty()).collect();
    let pictures = if told.is_empty() { Vec::new() } else { vec![time_curves(&told)] };
    let row = |time: &TimeToValue| {
        let estimate = time.median_days.map(|days| {
            Cell::Estimate(days as f64, time.low_days.map(|days| days as f64), time.high_days.map(|days| days as f64))
        });
        let why = time.refused.clone().unwrap_or_else(|| "fewer than half have reached it".to_owned());
        let cells = vec![
            Cell::text(time.event_words()),
            Cell::count(time.n),
            Cell::count(time.events),
            Cell::or_missing(estimate, why),
            Cell::count(time.left_out),
        ];
        Row::new(vec![time.event.clone()], cells)
    };
    Sheet {
        columns: COLUMNS.to_vec(),
        rows: times.iter().map(row).collect(),
        notes: vec!["Those that are not finished count for as long as they were followed.".to_owned()],
        empty: Some("no initiative has a day on which its idea was written down".to_owned()),
        pictures,
        ..Sheet::default()
    }
}
