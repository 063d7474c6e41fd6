//! How many have reached an event by which age: a step curve with its band, and how many were still followed.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::frame::{Drawing, Figure, Table, level, stretched, words};
use super::multiples::multiples;
use super::scale::{number, percentage, place, spaced};
use onethread_core::words::{percent, thousands};

/// Curves over one axis of time, one panel for each event.
#[derive(Clone, Debug)]
pub(crate) struct SurvivalChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// What the days are counted from, such as `days since the idea`.
    pub unit: String,
    /// What stands at 0, in a word, such as `idea`.
    pub start: &'static str,
    /// The curves.
    pub curves: Vec<SurvivalCurve>,
}

/// The curve of one event.
#[derive(Clone, Debug)]
pub(crate) struct SurvivalCurve {
    /// The event.
    pub name: String,
    /// What can be seen in the curve.
    pub desc: String,
    /// Its steps in ascending order of day.
    pub steps: Vec<SurvivalStep>,
    /// Ages at which the curve is read aloud, in ascending order; the last one ends the axis.
    pub ages: Vec<SurvivalAge>,
    /// The day by which half have reached the event.
    pub half_days: Option<i64>,
}

/// A step of a curve. Shares are those that have reached the event, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SurvivalStep {
    /// The day.
    pub days: i64,
    /// Share from this day on.
    pub reached: f64,
    /// Lower end of the band.
    pub low: f64,
    /// Upper end of the band.
    pub high: f64,
}

/// A curve read at one age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SurvivalAge {
    /// The values there.
    pub at: SurvivalStep,
    /// How many were still followed.
    pub followed: usize,
}

const TOP: f64 = 8.0;
const PLOT: f64 = 170.0;
/// `100 %` in the widest of the fonts.
const LEFT: f64 = 48.0;
/// Least distance between two ticks, as a part of the axis: below it their words touch on a phone.
const GAP: f64 = 0.2;

/// The figure.
pub(crate) fn survival(chart: &SurvivalChart) -> Markup {
    let end =
        chart.curves.iter().filter_map(|curve| curve.ages.last()).map(|age| age.at.days).max().unwrap_or(1).max(1);
    let panel = |(index, curve): (usize, &SurvivalCurve)| {
        let id = format!("{}-{}", chart.id, index + 1);
        (curve.name.clone(), drawing(&id, curve, chart.start, end))
    };
    let panels: Vec<(String, Markup)> = chart.curves.iter().enumerate().map(panel).collect();
    let figure = Figure { id: &chart.id, title: &chart.title, caption: &chart.caption, table: &table(chart) };
    figure.around(&multiples(&panels))
}

/// An age in words: months up to a year, then years.
pub(crate) fn age_words(days: i64) -> String {
    match days {
        365 => "1 year".to_owned(),
        days if days % 365 < 3 && days > 365 => format!("{} years", days / 365),
        30 => "1 month".to_owned(),
        91 | 182 => format!("{} months", days / 30),
        days => format!("{} days", thousands(days.unsigned_abs().into())),
    }
}

fn drawing(id: &str, curve: &SurvivalCurve, start: &str, end: i64) -> Markup {
    let bottom = TOP + PLOT;
    let across = |days: i64| place(days as f64, end as f64);
    let days: Vec<f64> = curve.ages.iter().map(|age| age.at.days as f64).collect();
    // The start itself stands at 0.
    let ticks: Vec<f64> =
        spaced(&days, end as f64 * GAP).into_iter().filter(|days| *days >= end as f64 * GAP).collect();
    let at_tick = |age: &&SurvivalAge| ticks.contains(&(age.at.days as f64));
    let last = curve.ages.last().map_or(end, |age| age.at.days);
    let drawn: Vec<SurvivalStep> = curve.steps.iter().copied().filter(|step| step.days <= last).collect();
    let body = html! {
        @for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            @let y = bottom - share * PLOT;
            (level(y, if share == 0.0 { "axis" } else { "grid" }))
            @if share != 0.25 && share != 0.75 { (words("-8", y + 4.0, "end", "quiet", &percent(share))) }
        }
        (stretched(TOP, PLOT, &html! {
            path.band d=(band(&drawn, last, end)) {}
            path.curve d=(outline(&drawn, last, end, |step| step.reached)) {}
        }))
        @if let Some(half) = curve.half_days.filter(|half| *half <= last) {
            line.mark x1="0" x2=(across(half)) y1=(number(bottom - PLOT / 2.0)) y2=(number(bottom - PLOT / 2.0)) {}
            line.mark x1=(across(half)) x2=(across(half)) y1=(number(bottom - PLOT / 2.0)) y2=(number(bottom)) {}
            circle.dot cx=(across(half)) cy=(number(bottom - PLOT / 2.0)) r="4" {}
            // A rising curve leaves room to the right below it, and to the left above it.
            @let label = format!("median {} days", thousands(half.unsigned_abs().into()));
            @if percentage(half as f64, end as f64) < 50.0 {
                (words(&across(half), bottom - PLOT / 2.0 + 24.0, "start", "strong shift halo", &label))
            } @else {
                (words(&across(half), bottom - PLOT / 2.0 - 12.0, "end", "strong halo", &label))
            }
        }
        (words("0", bottom + 18.0, "middle", "quiet", start))
        (words(&number(-LEFT), bottom + 36.0, "start", "quiet", "followed"))
        @for age in curve.ages.iter().filter(at_tick) {
            @let x = across(age.at.days);
            line.axis x1=(x) x2=(x) y1=(number(bottom)) y2=(number(bottom + 4.0)) {}
            (words(&x, bottom + 18.0, anchor(age.at.days, end), "quiet", &tick_words(age.at.days, last)))
            (words(&x, bottom + 36.0, anchor(age.at.days, end), "", &thousands(age.followed as u128)))
        }
    };
    let drawing = Drawing { id, title: &curve.name, desc: &curve.desc, height: bottom + 44.0, left: LEFT, right: 10.0 };
    drawing.of(&body)
}

/// The age in words; between the first year and the last one the number is enough.
fn tick_words(days: i64, last: i64) -> String {
    let words = age_words(days);
    match words.strip_suffix(" years") {
        Some(years) if days != last => years.to_owned(),
        _ => words,
    }
}

fn anchor(days: i64, end: i64) -> &'static str {
    if days == end { "end" } else { "middle" }
}

/// The curve: from 0 at the start, level until each step, up on it, level to the end.
fn outline(steps: &[SurvivalStep], last: i64, end: i64, share: impl Fn(&SurvivalStep) -> f64) -> String {
    let x = |days: i64| number(days as f64 / end as f64 * 1000.0);
    let mut path = "M0 1000".to_owned();
    for step in steps {
        // Writing to a string cannot fail.
        let _ = write!(path, "H{}V{}", x(step.days), number(1000.0 - share(step) * 1000.0));
    }
    let _ = write!(path, "H{}", x(last));
    path
}

/// The band: along its upper end, and back along its lower one.
fn band(steps: &[SurvivalStep], last: i64, end: i64) -> String {
    let x = |days: i64| number(days as f64 / end as f64 * 1000.0);
    let y = |share: f64| number(1000.0 - share * 1000.0);
    let mut path = outline(steps, last, end, |step| step.high);
    let mut back: Vec<&SurvivalStep> = steps.iter().collect();
    back.reverse();
    for step in back {
        let _ = write!(path, "V{}H{}", y(step.low), x(step.days));
    }
    path + "V1000Z"
}

fn table(chart: &SurvivalChart) -> Table {
    let mut head = vec![chart.unit.clone()];
    for curve in &chart.curves {
        head.extend([curve.name.clone(), "95 % range".to_owned(), "still followed".to_owned()]);
    }
    let mut ages: Vec<i64> = chart.curves.iter().flat_map(|curve| &curve.ages).map(|age| age.at.days).collect();
    ages.sort_unstable();
    ages.dedup();
    let rows = ages.into_iter().map(|days| {
        let mut row = vec![format!("{} ({})", thousands(days.unsigned_abs().into()), age_words(days))];
        for curve in &chart.curves {
            row.extend(match curve.ages.iter().find(|age| age.at.days == days) {
                Some(age) => [
                    percent(age.at.reached),
                    format!("{} to {}", percent(age.at.low).trim_end_matches(" %"), percent(age.at.high)),
                    thousands(age.followed as u128),
                ],
                None => ["not shown".to_owned(), String::new(), String::new()],
            });
        }
        row
    });
    Table { head, rows: rows.collect(), numbers: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(days: i64, reached: f64) -> SurvivalStep {
        SurvivalStep { days, reached, low: reached - 0.05, high: (reached + 0.05).min(1.0) }
    }

    /// The corners of a path of M, H and V, as shares of day and of reach.
    fn corners(path: &str) -> Vec<(f64, f64)> {
        let (mut x, mut y, mut corners) = (0.0, 1000.0, Vec::new());
        let mut rest = path.trim_end_matches('Z');
        while let Some(command) = rest.chars().next() {
            let end = rest[1..].find(char::is_alphabetic).map_or(rest.len(), |at| at + 1);
            let numbers: Vec<f64> = rest[1..end].split(' ').map(|n| n.parse().expect("a number")).collect();
            match command {
                'M' => (x, y) = (numbers[0], numbers[1]),
                'H' => x = numbers[0],
                'V' => y = numbers[0],
                other => panic!("{other} in {path}"),
            }
            corners.push((x / 1000.0, 1.0 - y / 1000.0));
            rest = &rest[end..];
        }
        corners
    }

    #[test]
    fn the_path_is_the_data() {
        let steps = [step(30, 0.1), step(90, 0.35), step(365, 0.8)];
        let corners = corners(&outline(&steps, 700, 730, |step| step.reached));
        let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 1e-4 && (a.1 - b.1).abs() < 1e-4;
        assert!(near(corners[0], (0.0, 0.0)));
        for (index, step) in steps.iter().enumerate() {
            let before = if index == 0 { 0.0 } else { steps[index - 1].reached };
            let x = step.days as f64 / 730.0;
            assert!(near(corners[1 + 2 * index], (x, before)), "level until day {}", step.days);
            assert!(near(corners[2 + 2 * index], (x, step.reached)), "up on day {}", step.days);
        }
        assert!(near(corners[7], (700.0 / 730.0, 0.8)), "level to the end of observation");
    }

    #[test]
    fn the_band_holds_the_curve() {
        let steps = [step(30, 0.1), step(90, 0.35)];
        let corners = corners(&band(&steps, 365, 365));
        for share in [0.15, 0.40, 0.05, 0.30] {
            assert!(corners.iter().any(|corner| (corner.1 - share).abs() < 1e-4), "{share} in {corners:?}");
        }
    }
}
