//! How many have reached an event by which age: a step curve with its band, and how many were still followed.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use maud::{Markup, html};

use super::frame::{Drawing, Figure, Table, level, stretched, words};
use super::multiples::multiples;
use super::scale::{number, percentage, place, spaced};
use onethread_core::words::{percent, thousands};

/// Curves over one axis of time: one panel for each event, or all in one.
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
    /// Whether all are drawn in one panel, to be compared.
    pub is_overlaid: bool,
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
/// Height of a row of numbers.
const FOLLOWED: f64 = 18.0;
/// How the curves of one panel are distinguished: color and dashes.
const CLASSES: [&str; 3] = ["", "other", "third"];
/// Least distance between two ticks, as a part of the axis: below it their words touch on a phone.
const GAP: f64 = 0.2;

/// The figure.
pub(crate) fn survival(chart: &SurvivalChart) -> Markup {
    let end =
        chart.curves.iter().filter_map(|curve| curve.ages.last()).map(|age| age.at.days).max().unwrap_or(1).max(1);
    let figure = Figure { id: &chart.id, title: &chart.title, caption: &chart.caption, table: &table(chart) };
    if chart.is_overlaid {
        return figure.around(&drawing(&format!("{}-all", chart.id), &chart.title, &chart.curves, chart.start, end));
    }
    let panel = |(index, curve): (usize, &SurvivalCurve)| {
        let id = format!("{}-{}", chart.id, index + 1);
        (curve.name.clone(), drawing(&id, &curve.name, std::slice::from_ref(curve), chart.start, end))
    };
    let panels: Vec<(String, Markup)> = chart.curves.iter().enumerate().map(panel).collect();
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

fn drawing(id: &str, title: &str, curves: &[SurvivalCurve], start: &str, end: i64) -> Markup {
    let bottom = TOP + PLOT;
    let ages: BTreeSet<i64> = curves.iter().flat_map(|curve| &curve.ages).map(|age| age.at.days).collect();
    let last = ages.last().copied().unwrap_or(end);
    let days: Vec<f64> = ages.iter().map(|days| *days as f64).collect();
    // The start itself stands at 0.
    let ticks = spaced(&days, end as f64 * GAP).into_iter().filter(|days| *days >= end as f64 * GAP);
    let ticks: Vec<i64> = ticks.map(|days| days as i64).collect();
    let body = html! {
        @for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            @let y = bottom - share * PLOT;
            (level(y, if share == 0.0 { "axis" } else { "grid" }))
            @if share != 0.25 && share != 0.75 { (words("-8", y + 4.0, "end", "quiet", &percent(share))) }
        }
        @for (curve, class) in curves.iter().zip(CLASSES) { (line(curve, class, end)) }
        @for curve in curves { (median(curve, curves.len() == 1, end)) }
        (words("0", bottom + 18.0, "middle", "quiet", start))
        @for days in &ticks {
            @let x = place(*days as f64, end as f64);
            line.axis x1=(x) x2=(x) y1=(number(bottom)) y2=(number(bottom + 4.0)) {}
            (words(&x, bottom + 18.0, anchor(*days, end), "quiet", &tick_words(*days, last)))
        }
        @match curves {
            [curve] => {
                (words(&number(-LEFT), bottom + 36.0, "start", "quiet", "followed"))
                (followed(curve, bottom + 36.0, &ticks, end))
            }
            curves => @for ((index, curve), class) in curves.iter().enumerate().zip(CLASSES) {
                @let y = bottom + 44.0 + 2.0 * FOLLOWED * index as f64;
                line class=(format!("curve {class}").trim_end()) x1=(number(-LEFT)) x2=(number(16.0 - LEFT)) y1=(number(y - 4.0)) y2=(number(y - 4.0)) {}
                (words(&number(22.0 - LEFT), y, "start", "strong", &named(curve)))
                (words(&number(-LEFT), y + FOLLOWED, "start", "quiet", "followed"))
                (followed(curve, y + FOLLOWED, &ticks, end))
            }
        }
    };
    let height = match curves {
        [_] => bottom + 44.0,
        more => bottom + 34.0 + 2.0 * FOLLOWED * more.len() as f64,
    };
    let desc = curves.iter().map(|curve| curve.desc.as_str()).collect::<Vec<_>>().join(" ");
    Drawing { id, title, desc: &desc, height, left: LEFT, right: 10.0 }.of(&body)
}

/// A curve's name with its median.
fn named(curve: &SurvivalCurve) -> String {
    match curve.half_days {
        Some(half) => format!("{}: median {} days", curve.name, thousands(half.unsigned_abs().into())),
        None => curve.name.clone(),
    }
}

/// A curve and its band, as far as it was followed.
fn line(curve: &SurvivalCurve, class: &str, end: i64) -> Markup {
    let last = curve.ages.last().map_or(end, |age| age.at.days);
    let drawn: Vec<SurvivalStep> = curve.steps.iter().copied().filter(|step| step.days <= last).collect();
    let classes = |one: &str| format!("{one} {class}").trim_end().to_owned();
    stretched(
        TOP,
        PLOT,
        &html! {
            path class=(classes("band")) d=(band(&drawn, last, end)) {}
            path class=(classes("curve")) d=(outline(&drawn, last, end, |step| step.reached)) {}
        },
    )
}

/// Where half have reached it; of one curve alone with words.
fn median(curve: &SurvivalCurve, has_words: bool, end: i64) -> Markup {
    let middle = TOP + PLOT / 2.0;
    let last = curve.ages.last().map_or(end, |age| age.at.days);
    let Some(half) = curve.half_days.filter(|half| *half <= last) else { return Markup::default() };
    let x = place(half as f64, end as f64);
    let label = format!("median {} days", thousands(half.unsigned_abs().into()));
    html! {
        line.mark x1="0" x2=(x) y1=(number(middle)) y2=(number(middle)) {}
        line.mark x1=(x) x2=(x) y1=(number(middle)) y2=(number(TOP + PLOT)) {}
        circle.dot cx=(x) cy=(number(middle)) r="4" {}
        // A rising curve leaves room to the right below it, and to the left above it.
        @if !has_words {} @else if percentage(half as f64, end as f64) < 50.0 {
            (words(&x, middle + 24.0, "start", "strong shift halo", &label))
        } @else {
            (words(&x, middle - 12.0, "end", "strong halo", &label))
        }
    }
}

/// How many were still followed at each tick.
fn followed(curve: &SurvivalCurve, y: f64, ticks: &[i64], end: i64) -> Markup {
    html! {
        @for age in curve.ages.iter().filter(|age| ticks.contains(&age.at.days)) {
            (words(&place(age.at.days as f64, end as f64), y, anchor(age.at.days, end), "", &thousands(age.followed as u128)))
        }
    }
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
