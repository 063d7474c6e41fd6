//! What holds for every chart: it is well-formed, has its words and its table, and harms nobody.

use maud::Markup;
use onethread_model::Day;

use super::concentration::{ConcentrationChart, concentration};
use super::interrupted::{InterruptedChart, interrupted};
use super::line::{LineChart, line};
use super::matrix::{MatrixChart, matrix};
use super::palette::{Fill, Pattern};
use super::process::{ProcessChart, process};
use super::shares::{Part, SharesChart, shares};
use super::spans::{SpansChart, SpansRow, spans};
use super::stacked::{Bar, Series, StackedChart, stacked};
use super::survival::{SurvivalAge, SurvivalChart, SurvivalCurve, SurvivalStep, survival};
use super::timeline::{TimelineChart, TimelineEvent, TimelineKind, timeline};
use crate::review::tests::well_formed;

/// Text as a person might plant it in a file.
const PLANTED: &str = "<script>alert(1)</script>\u{202e}\"'&";

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// Every chart, with every text in it planted.
fn all() -> Vec<(&'static str, Markup)> {
    let text = || PLANTED.to_owned();
    let fill = Fill { color: "c-vermilion", pattern: Pattern::Hatch };
    let at = SurvivalStep { days: 365, reached: 0.5, low: 0.4, high: 0.6 };
    let curve = SurvivalCurve {
        name: text(),
        desc: text(),
        steps: vec![SurvivalStep { days: 91, ..at }],
        ages: vec![SurvivalAge { at, followed: 12 }],
        half_days: Some(91),
    };
    let event = |kind, days: &[&str]| TimelineEvent {
        label: text(),
        more: text(),
        note: text(),
        place: text(),
        kind,
        days: days.iter().map(|text| day(text)).collect(),
    };
    let id = |id: &str| id.to_owned();
    vec![
        (
            "survival",
            survival(&SurvivalChart {
                id: id("a"),
                title: text(),
                caption: text(),
                unit: text(),
                start: "start",
                is_overlaid: true,
                curves: vec![curve.clone(), curve],
            }),
        ),
        (
            "concentration",
            concentration(&ConcentrationChart {
                id: id("b"),
                title: text(),
                caption: text(),
                desc: text(),
                holders: text(),
                held: text(),
                points: (1..=30).map(|k| (k, f64::from(k as u32) / 30.0)).collect(),
                mark: 10,
            }),
        ),
        (
            "stacked",
            stacked(&StackedChart {
                marks: Vec::new(),
                id: id("c"),
                title: text(),
                caption: text(),
                desc: text(),
                series: vec![Series { name: text(), fill }],
                bars: vec![Bar { name: text(), short: (text(), text()), group: Some(text()), counts: vec![7] }],
            }),
        ),
        (
            "shares",
            shares(&SharesChart {
                id: id("d"),
                title: text(),
                caption: text(),
                desc: text(),
                parts: vec![Part { name: text(), note: text(), fill, count: 3 }],
            }),
        ),
        (
            "matrix",
            matrix(&MatrixChart {
                id: id("e"),
                title: text(),
                caption: text(),
                desc: text(),
                things: "teams",
                head: ["team", "needs", "initiatives"],
                order: Vec::new(),
                columns: Vec::new(),
                marked: [(text(), id("x"))].into(),
                cells_are: text(),
                pairs: vec![(text(), id("x"), 3)],
            }),
        ),
        (
            "timeline",
            timeline(&TimelineChart {
                marks: Vec::new(),
                id: id("f"),
                title: text(),
                of: text(),
                caption: text(),
                today: day("2026-01-01"),
                events: vec![
                    event(TimelineKind::Done, &["2025-01-01"]),
                    event(TimelineKind::Change, &["2025-03-01", "2025-06-01"]),
                    event(TimelineKind::Planned, &[]),
                ],
            }),
        ),
    ]
}

/// The same for charts that go day by day.
fn over_time() -> Vec<(&'static str, Markup)> {
    let text = || PLANTED.to_owned();
    let fill = Fill { color: "c-vermilion", pattern: Pattern::Hatch };
    let write = |value: f64| format!("{value} {PLANTED}");
    let (first, last) = (day("2026-01-01"), day("2026-02-01"));
    let values = vec![(first, 1.0), (last, 3.0)];
    vec![
        (
            "line",
            line(&LineChart {
                marks: Vec::new(),
                id: "g".to_owned(),
                title: text(),
                caption: text(),
                values: values.clone(),
                baseline: Some(1.5),
                target: Some(2.0),
                write,
            }),
        ),
        (
            "process",
            process(&ProcessChart {
                marks: Vec::new(),
                id: "h".to_owned(),
                title: text(),
                caption: text(),
                period: "four weeks to",
                values,
                limits: vec![(first, [1.0, 2.5])],
                beyond: vec![last],
                write,
            }),
        ),
        (
            "interrupted",
            interrupted(&InterruptedChart {
                id: "i".to_owned(),
                title: text(),
                caption: text(),
                on: last,
                weeks: vec![(first, 1.0, 2.0), (last, 0.0, 2.0)],
                names: [text(), text()],
                means: [(1.0, 0.0), (2.0, 2.0)],
                write,
            }),
        ),
        (
            "spans",
            spans(&SpansChart {
                marks: Vec::new(),
                id: "j".to_owned(),
                title: text(),
                caption: text(),
                from: first,
                until: last,
                end: text(),
                mark: Some((day("2026-02-01"), "first value")),
                rows: vec![SpansRow { name: text(), days: 31, color: fill.color, spans: vec![(first, last)] }],
            }),
        ),
    ]
}

fn every() -> impl Iterator<Item = (&'static str, Markup)> {
    all().into_iter().chain(over_time())
}

#[test]
fn charts_are_well_formed_and_complete() {
    for (name, chart) in every() {
        let html = chart.into_string();
        well_formed(&html).unwrap_or_else(|error| panic!("{name}: {error}\n{html}"));
        for part in [
            "<figure id=",
            "<figcaption>",
            "role=\"img\"",
            "<title id=",
            "<desc id=",
            "<details",
            "<table",
            "scope=\"col\"",
            "scope=\"row\"",
        ] {
            assert!(html.contains(part), "{name} has no {part}");
        }
        assert_eq!(
            html.matches("role=\"img\"").count(),
            html.matches("<desc ").count(),
            "{name}: each drawing is described"
        );
        assert!(!html.contains("NaN") && !html.contains("inf%"), "{name}: {html}");
    }
}

#[test]
fn planted_text_is_inert() {
    for (name, chart) in every() {
        let html = chart.into_string();
        assert!(!html.contains("<script") && !html.contains('\u{202e}'), "{name}: {html}");
        assert!(html.contains("&lt;script&gt;") && html.contains("\\u{202e}"), "{name} shows what was planted");
    }
}

#[test]
fn charts_have_the_same_bytes_every_time() {
    let once: Vec<String> = every().map(|(_, chart)| chart.into_string()).collect();
    let again: Vec<String> = every().map(|(_, chart)| chart.into_string()).collect();
    assert_eq!(once, again);
}

#[test]
fn every_color_is_a_token() {
    let known: Vec<&str> = super::palette::TOKENS.iter().map(|token| token.name).collect();
    let page: String = every().map(|(_, chart)| chart.into_string()).collect::<String>() + super::STYLE;
    for used in page.split("var(--").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(known.contains(&used) || ["l", "r", "serif", "sans"].contains(&used), "--{used} is no token");
    }
    assert!(!super::STYLE.contains('#'), "colors are named in the palette only");
}
