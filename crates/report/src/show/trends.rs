//! `show trends`: what changed by more than it changes by itself, and what was open before and after a reorganization.

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use crate::charts::interrupted::interrupted;
use crate::charts::process::process;
use crate::review::{shift_chart, trend_chart};
use onethread_core::measure::World;
use onethread_core::measure::measures::metric_courses::number;
use onethread_core::measure::measures::reorganizations::reorganizations;
use onethread_core::measure::measures::trends::{Trend, WINDOW_DAYS, trends};
use onethread_core::words::capital;

pub(super) const SUBJECT: Subject =
    Subject::plain("trends", "what changed by more than it changes by itself", "trends", sheet);

const COLUMNS: &[Column] = &[
    Column::new("series", "series", Type::Text, "What is counted, in periods of four weeks."),
    Column::new("periods", "periods", Type::Count, "Periods with a value."),
    Column::new("latest", "latest", Type::Number(2), "The latest value: requests per initiative, or a share, 0 to 1."),
    Column::new("expected", "expected", Type::Number(2), "What the earlier periods let expect of the latest."),
    Column::new("limit_low", "limits, from", Type::Number(2), "Its lower control limit."),
    Column::new("limit_high", "to", Type::Number(2), "Its upper control limit."),
    Column::new("beyond", "beyond", Type::Count, "Of the newest three periods, those beyond a limit."),
    Column::new("evidence", "n", Type::Count, "Requests, or days of ledgers, that the values rest on."),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let days = asked.over_days.unwrap_or(WINDOW_DAYS);
    let found: Vec<Trend> = trends(world, days).into_iter().filter(|trend| trend.n > 0).collect();
    let signals = found.iter().filter(|trend| !trend.beyond.is_empty());
    let finding = signals.map(|trend| format!("{}.", capital(&trend.words()))).collect::<Vec<_>>().join(" ");
    let changed = reorganizations(world);
    let mut notes = vec![
        "Limits are what earlier periods let expect of the newest three: level, growth, season, and how much one period \
         keeps of the last. In 5 of 100 organizations in which nothing happens a period lies outside. A signal asks for a \
         cause and names none."
            .to_owned(),
        "Shares count only requests asked 14 days ago or earlier, so that none is too young.".to_owned(),
    ];
    notes.extend(found.iter().filter(|trend| trend.refused.is_some()).map(|trend| format!("{}.", trend.words())));
    notes.extend(changed.iter().map(|one| format!("{}.", one.words())));
    let shifts = changed.iter().zip(0..).filter(|(one, _)| !one.weeks.is_empty());
    let pictures = found
        .iter()
        .map(|trend| process(&trend_chart(trend)))
        .chain(shifts.map(|(one, index)| interrupted(&shift_chart(one, index))));
    Sheet {
        finding: if finding.is_empty() && !found.is_empty() {
            "Nothing left its control limits.".to_owned()
        } else {
            finding
        },
        window: Some((world.day.plus_days(1 - i32::try_from(days).unwrap_or(i32::MAX)), world.day)),
        columns: COLUMNS.to_vec(),
        rows: found.iter().map(row).collect(),
        notes,
        empty: Some("no decision and no review says when it was asked for".to_owned()),
        pictures: pictures.filter(|picture| !picture.0.is_empty()).collect(),
    }
}

fn row(trend: &Trend) -> Row {
    let value = |value: Option<f64>| Cell::or_missing(value.map(Cell::Number), "too few");
    let cells = vec![
        Cell::text(trend.name()),
        Cell::count(trend.n),
        value(trend.values.last().map(|(_, value)| *value)),
        value(trend.limits.last().map(|one| one.center)),
        value(trend.limits.last().map(|one| one.low)),
        value(trend.limits.last().map(|one| one.high)),
        Cell::count(trend.beyond.len()),
        Cell::count(trend.evidence),
    ];
    let what = |day, value: f64| {
        let beyond = if trend.beyond.contains(&day) { ", beyond a limit" } else { "" };
        format!("four weeks to {day}: {}{beyond}", number(value))
    };
    let behind =
        trend.values.iter().map(|(day, value)| Behind { day: Some(*day), what: what(*day, *value), place: None });
    Row::new(vec![trend.series.to_owned()], cells).behind(behind.collect())
}
