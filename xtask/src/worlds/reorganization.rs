//! Before and after a reorganization: the requests of those it changed and of those it left alone.

use std::fmt::Write as _;

use onethread_core::measure::measures::reorganizations::reorganizations;
use onethread_kernel::random::Stream;

use super::records::{Records, day_ago, name, today};
use super::requests::{Requests, STEADY};
use super::{Kind, Outcome, Row, Truth};
use onethread_model::config::Config;

pub(super) const KIND: Kind = Kind {
    key: "reorganization",
    title: "Before and after a reorganization",
    announced: "Announced: the interval of the difference between initiatives that were changed and those left alone \
                excludes zero. Refused: no difference of less than half could have been seen.",
    rows,
};

/// Days since the reorganization.
const SINCE: i64 = 200;

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for days in [3.0, 10.0, 30.0, 60.0] {
        let requests = Requests { answer_days: days, every_days: 3.0, ..STEADY };
        rows.push(row(&format!("answers take {days} days"), 8, Truth::Nothing, requests).in_tests(if days > 30.0 {
            20
        } else {
            0
        }));
    }
    let requests = Requests { answer_days: 10.0, initiatives: 60, ..STEADY };
    rows.push(row("interval of a difference of 0, answers take 10 days", 30, Truth::Interval, requests));
    for (size, changed) in [(60, 30), (400, 200)] {
        let requests = Requests { answer_days: 30.0, initiatives: size, ..STEADY };
        rows.push(row("answers take 30 days", changed, Truth::Nothing, requests));
    }
    rows.push(
        row("2 changed and 3 left alone", 2, Truth::Nothing, Requests { initiatives: 5, every_days: 3.0, ..STEADY })
            .in_tests(40),
    );
    rows.push(
        row(
            "twice as many requests by the end",
            8,
            Truth::Nothing,
            Requests { growth: 2.0, every_days: 3.0, ..STEADY },
        )
        .in_tests(30),
    );
    // An oracle that knows the spread of the changes sees 1.26, 1.24 and 1.09 times as long.
    for (size, times, every_days) in [(14, 1.5, 2.0), (60, 1.4, 7.0), (400, 1.15, 7.0)] {
        let changed = size / 2;
        let requests = Requests { initiatives: size, slower: (SINCE, times, changed), every_days, ..STEADY };
        let says = format!("answers take {times} times as long where it changed something");
        rows.push(row(&says, changed, Truth::Planted, requests).in_tests(if size == 14 { 20 } else { 0 }));
    }
    rows
}

fn row(says: &str, changed: usize, truth: Truth, requests: Requests) -> Row {
    Row::new(says, truth, move |stream| world(stream, changed, requests)).of(requests.initiatives)
}

fn world(stream: &mut Stream, changed: usize, requests: Requests) -> Outcome {
    let mut evidence = Records::new();
    let mut files = requests.draw(stream, &mut evidence);
    let named: Vec<String> = (0..changed).map(|at| format!("\"{}\"", name(at))).collect();
    let _ = writeln!(files, "[reorganization.r]\non = {}\ninitiatives = [{}]", day_ago(SINCE), named.join(", "));
    let snapshot = evidence.snapshot(Config::default(), &files);
    let found = reorganizations(&snapshot.on(today()));
    match found.first() {
        Some(one) if one.refused.is_some() => Outcome::Refused,
        Some(one) => one.is_beyond_chance().into(),
        None => Outcome::Refused,
    }
}
