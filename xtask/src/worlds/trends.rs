//! Trends of open requests, of answers within two weeks, and of the share of days spent waiting.

use onethread_core::measure::measures::trends::{WINDOW_DAYS, trends};
use onethread_kernel::random::Stream;

use super::records::{Records, today};
use super::requests::{Requests, STEADY};
use super::{Kind, Outcome, Row, Truth};
use onethread_model::config::Config;

pub(super) const KIND: Kind = Kind {
    key: "trends",
    title: "Trends of open requests and of the waiting share",
    announced: "Announced: at least one period of at least one of the four series lies outside its limits. Refused: no \
                series has limits.",
    rows,
};

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for days in [10.0, 30.0, 60.0] {
        for size in [14, 60] {
            let requests = Requests { answer_days: days, initiatives: size, ..STEADY };
            let says = format!("stationary, answers take {days} days");
            rows.push(row(&says, Truth::Nothing, requests).in_tests(if size == 14 && days > 30.0 { 20 } else { 0 }));
        }
    }
    let many = Requests { answer_days: 30.0, initiatives: 400, ..STEADY };
    rows.push(row("stationary, answers take 30 days", Truth::Nothing, many));
    let nulls = [
        ("twice as many requests by the end", Requests { growth: 2.0, ..STEADY }),
        (
            "twice as many requests by the end, answers take 30 days",
            Requests { growth: 2.0, answer_days: 30.0, ..STEADY },
        ),
        ("a yearly season of half the mean", Requests { season: 0.5, ..STEADY }),
        ("hardly a request in two weeks of each June", Requests { pause: true, every_days: 7.0, ..STEADY }),
        ("records begin within the window", Requests { since: 500, answer_days: 30.0, ..STEADY }),
        ("shares near 0", Requests { every_days: 100.0, answer_days: 2.0, ..STEADY }),
        ("shares near 1", Requests { every_days: 7.0, answer_days: 90.0, ..STEADY }),
    ];
    let in_tests =
        |says: &str| if says.starts_with("a yearly season") || says.ends_with("by the end") { 20 } else { 0 };
    rows.extend(nulls.map(|(says, requests)| row(says, Truth::Nothing, requests).in_tests(in_tests(says))));
    for (size, times) in [(14, 2.25), (60, 1.5), (400, 1.25)] {
        let requests = Requests { initiatives: size, slower: (56, times, size), every_days: 7.0, ..STEADY };
        let says = format!("answers take {times} times as long in the last eight weeks");
        rows.push(row(&says, Truth::Planted, requests).in_tests(if size == 14 { 20 } else { 0 }));
    }
    rows
}

fn row(says: &str, truth: Truth, requests: Requests) -> Row {
    Row::new(says, truth, move |stream| world(stream, requests)).of(requests.initiatives)
}

fn world(stream: &mut Stream, requests: Requests) -> Outcome {
    let mut evidence = Records::new();
    let files = requests.draw(stream, &mut evidence);
    let snapshot = evidence.snapshot(Config::default(), &files);
    let found = trends(&snapshot.on(today()), WINDOW_DAYS);
    if found.iter().all(|one| one.refused.is_some()) {
        return Outcome::Refused;
    }
    found.iter().any(|one| !one.beyond.is_empty()).into()
}
