//! A metric "got worse": weekly readings of every initiative, most of which do nothing.

use std::fmt::Write as _;

use onethread_core::measure::measures::metric_courses::{Course, metric_courses};
use onethread_core::review::{attention, review};
use onethread_kernel::random::Stream;
use onethread_model::facts::FactKind;

use super::records::{Records, day_ago, name, today};
use super::{Kind, Outcome, Row, Truth};
use onethread_model::config::Config;

pub(super) const KIND: Kind = Kind {
    key: "metric",
    title: "A metric got worse",
    announced: "Announced: at least one metric of the organization is called worse. One metric for each initiative, read \
                weekly. The organizations of 14 are reviewed whole, and what counts is their attention list.",
    rows,
};

/// How the readings of a metric come about, in standard deviations of one reading.
#[derive(Clone, Copy)]
struct Readings {
    /// How much of a deviation the next reading keeps.
    kept: f64,
    /// Half the way from the best week of a year to the worst.
    season: f64,
    /// Readings a week, with a weekend that is two deviations lower where there are seven.
    a_week: i64,
    /// Weeks of readings.
    weeks: i64,
    /// Days before the day of the world on which the first initiative's metric moves, and by how much.
    moved: (i64, f64),
}

const STILL: Readings = Readings { kept: 0.0, season: 0.0, a_week: 1, weeks: 104, moved: (0, 0.0) };

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let kinds = [
        ("independent readings", STILL),
        ("AR(1) .5", Readings { kept: 0.5, ..STILL }),
        ("AR(1) .8", Readings { kept: 0.8, ..STILL }),
        ("yearly season", Readings { season: 1.5, ..STILL }),
        ("yearly season, AR(1) .5", Readings { season: 1.5, kept: 0.5, ..STILL }),
    ];
    for (says, readings) in kinds {
        for size in [14, 60, 400] {
            let worlds = if size == 14 && ["AR(1) .8", "yearly season"].contains(&says) { 20 } else { 0 };
            rows.push(row(says, size, Truth::Nothing, readings).in_tests(worlds));
        }
    }
    rows.push(row("weekly season, read daily", 14, Truth::Nothing, Readings { a_week: 7, ..STILL }));
    rows.push(row(
        "yearly season, one year of readings",
        14,
        Truth::Nothing,
        Readings { season: 1.5, weeks: 52, ..STILL },
    ));
    rows.push(row("better since a year ago", 14, Truth::Nothing, Readings { moved: (365, 2.0), ..STILL }));
    rows.push(row("worse since a year ago", 14, Truth::Nothing, Readings { moved: (365, -2.0), ..STILL }));
    // An oracle that knows the spread, the correlation and the day, and no season, sees 1.04, 1.16 and 1.3 deviations.
    for (size, fall) in [(14, 2.0), (60, 2.3), (400, 2.6)] {
        let fallen = Readings { moved: (170, -fall), ..STILL };
        let says = format!("one metric fell by {fall} deviations");
        rows.push(row(&says, size, Truth::Planted, fallen).in_tests(if size == 14 { 20 } else { 0 }));
    }
    rows
}

fn row(says: &str, size: usize, truth: Truth, readings: Readings) -> Row {
    Row::new(says, truth, move |stream| world(stream, size, readings)).of(size)
}

fn world(stream: &mut Stream, size: usize, readings: Readings) -> Outcome {
    let mut evidence = Records::new();
    let mut files = String::new();
    for at in 0..size {
        let id = name(at);
        let _ = writeln!(files, "[person.p{id}]\n[initiative.{id}]\nleader = \"p{id}\"\nidea = 2023-01-01");
        let _ = writeln!(files, "[[initiative.{id}.metric]]\nname = \"m\"\nbaseline = 90\ntarget = 110");
        let moved = if at == 0 { readings.moved } else { (0, 0.0) };
        draw(stream, &mut evidence, &id, Readings { moved, ..readings });
    }
    let snapshot = evidence.snapshot(Config::default(), &files);
    if size > 14 {
        let worse = metric_courses(&snapshot.on(today())).iter().any(|one| one.course == Course::Worse);
        return worse.into();
    }
    let review = review(&snapshot, today());
    let listed = attention(&review).iter().any(|one| one.criterion.is_none());
    listed.into()
}

fn draw(stream: &mut Stream, evidence: &mut Records, id: &str, readings: Readings) {
    let (days, step) = (readings.weeks * 7, 7 / readings.a_week);
    let phase = stream.unit();
    let fresh = (1.0 - readings.kept * readings.kept).sqrt();
    let mut noise = stream.normal();
    for ago in (0..days).rev().filter(|ago| ago % step == 0) {
        noise = readings.kept * noise + fresh * stream.normal();
        let year = std::f64::consts::TAU * (ago as f64 / 365.25 + phase);
        let weekend = if readings.a_week == 7 && ago % 7 < 2 { -2.0 } else { 0.0 };
        let moved = if ago < readings.moved.0 { readings.moved.1 } else { 0.0 };
        let value = 100.0 + noise + readings.season * year.sin() + weekend + moved;
        let (on, value) = (day_ago(ago).to_string(), format!("{value:.4}"));
        evidence.row(FactKind::MetricPoint, &[("day", &on), ("initiative", id), ("metric", "m"), ("value", &value)]);
    }
}
