//! Initiatives that are released on the same days, where all follow a calendar, and where two release as one.

use std::collections::BTreeSet;

use onethread_core::measure::World;
use onethread_core::measure::register::Class;
use onethread_kernel::random::Stream;
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::FactKind;

use super::records::{DAYS, Records, day, today};
use super::{Kind, Outcome, Row, Truth};

pub(super) const KIND: Kind = Kind {
    key: "shared-releases",
    title: "Shared release days",
    announced: "Announced is any pair of initiatives that share days of release, and where one is planted that pair.",
    rows,
};

/// How many times as likely a release is on a day as on any other, for everybody.
type Calendar = fn(usize) -> f64;

fn rows() -> Vec<Row> {
    let push: [(&str, Calendar); 8] = [
        ("days by chance", |_| 1.0),
        ("a push in the last two weeks of each quarter, three times as many", |at| end(at, 3, 14, 3.0)),
        ("half of all in the last two weeks of each quarter", |at| end(at, 3, 14, 5.5)),
        ("three of four in the last two weeks of each quarter", |at| end(at, 3, 14, 16.5)),
        ("a push in the last week of each quarter, six times as many", |at| end(at, 3, 7, 6.0)),
        ("a push in the last five days of each month, four times as many", |at| end(at, 1, 5, 4.0)),
        ("working days only, most on Tuesdays", |at| [0.0, 1.0, 4.0, 2.0, 1.0, 0.2, 0.0][at % 7]),
        ("no release in the last three weeks of the year, many before", |at| match at {
            160..184 => 0.0,
            130..160 => 3.0,
            _ => 1.0,
        }),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for (world, calendar) in push {
        for initiatives in [14, 60] {
            let draw = move |stream: &mut Stream| Outcome::from(!pairs(initiatives, calendar, 0.0, stream).is_empty());
            let row = Row::new(world, Truth::Nothing, draw).of(initiatives);
            rows.push(if initiatives == 14 { row.in_tests(30) } else { row });
        }
    }
    for (said, shared) in [("six", 0.6), ("eight", 0.8)] {
        for initiatives in [14, 60] {
            let calendar: Calendar = |at| end(at, 3, 14, 3.0);
            let draw = move |stream: &mut Stream| {
                Outcome::from(pairs(initiatives, calendar, shared, stream).contains(&(name(0), name(1))))
            };
            let world = format!("two share {said} of ten days, beside a push at the end of each quarter");
            let row = Row::new(world, Truth::Planted, draw).of(initiatives);
            rows.push(row.in_tests(if initiatives == 14 { 20 } else { 0 }));
        }
    }
    rows
}

/// So many times as many in the last days of each so many months.
fn end(at: usize, months: i8, days: i32, times: f64) -> f64 {
    let first_of_a_month =
        |day: Day| (1..=12).step_by(months as usize).any(|month| Day::from_ymd(day.year(), month, 1) == Some(day));
    if (1..=days).any(|ahead| first_of_a_month(day(at).plus_days(ahead))) { times } else { 1.0 }
}

fn name(initiative: usize) -> String {
    format!("i{initiative:02}")
}

/// The pairs announced. Each initiative is released on 8 to 30 days of the year; with `shared`, that share of the days
/// of the first is of the second as well.
fn pairs(initiatives: usize, calendar: Calendar, shared: f64, stream: &mut Stream) -> BTreeSet<(String, String)> {
    let likely: Vec<f64> = (0..DAYS).map(calendar).collect();
    let all: f64 = likely.iter().sum();
    let mut records = Records::new();
    let mut first: Vec<usize> = Vec::new();
    for one in 0..initiatives {
        let count = 8 + stream.below(23);
        let mut days: BTreeSet<usize> = BTreeSet::new();
        if one == 1 {
            days.extend(first.iter().filter(|_| stream.chance(shared)));
        }
        let mut left = 1_000;
        while days.len() < count && left > 0 {
            left -= 1;
            let mut place = stream.unit() * all;
            let day = likely.iter().position(|likely| {
                place -= likely;
                place < 0.0
            });
            days.extend(day);
        }
        if one == 0 {
            first = days.iter().copied().collect();
        }
        for at in days {
            let (on, release) = (day(at).to_string(), format!("{} {at}", name(one)));
            records.row(FactKind::Release, &[("day", &on), ("release", &release)]);
        }
    }
    let org: String = (0..initiatives).map(|one| format!("[initiative.{}]\n", name(one))).collect();
    let snapshot = records.snapshot(Config::default(), &org);
    let world = World::on(&snapshot, today());
    let id = |text: &str| text.trim_start_matches("initiative:").to_owned();
    let entries = world.register().entries.iter().filter(|entry| entry.of(Class::SharedRelease).is_some());
    entries.map(|entry| (id(&entry.needs), id(&entry.on))).collect()
}
