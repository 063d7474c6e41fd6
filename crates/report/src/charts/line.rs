//! The values of one number over time, with the value before and the value to reach.

use std::collections::BTreeMap;

use maud::{Markup, html};
use onethread_model::Day;

use super::days::{DayMark, axis_of, caption_of, marks_of};
use super::frame::{Extent, Figure, Table, level, stretched, trace, words};
use super::scale::{number, spread};

/// The values of one number.
#[derive(Clone, Debug)]
pub(crate) struct LineChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// Day and value, in order of day.
    pub values: Vec<(Day, f64)>,
    /// The value before.
    pub baseline: Option<f64>,
    /// The value to reach.
    pub target: Option<f64>,
    /// Days that are marked.
    pub marks: Vec<DayMark>,
    /// Writes a value in its own unit.
    pub write: fn(f64) -> String,
}

const TOP: f64 = 10.0;
const PLOT: f64 = 96.0;
const LEFT: f64 = 52.0;
/// Room for the words beside the lines.
const RIGHT: f64 = 62.0;
/// Closer than this the words of two lines would touch.
const APART: f64 = 13.0;

/// The figure; nothing where there are fewer than two days.
pub(crate) fn line(chart: &LineChart) -> Markup {
    let (Some((first, _)), Some((last, latest))) = (chart.values.first(), chart.values.last()) else {
        return Markup::default();
    };
    if first == last {
        return Markup::default();
    }
    let desc = format!(
        "A line of {} values from {first} to {last}; the last one is {}.",
        chart.values.len(),
        (chart.write)(*latest)
    );
    let extent = Extent { height: TOP + PLOT + 26.0, left: LEFT, right: RIGHT };
    let caption = caption_of(&chart.caption, &chart.marks, *first, *last);
    Figure { id: &chart.id, title: &chart.title, caption: &caption, table: &table(chart) }.drawn(
        &desc,
        extent,
        &body(chart, *first, *last),
    )
}

fn body(chart: &LineChart, first: Day, last: Day) -> Markup {
    let lines = [chart.baseline, chart.target].into_iter().flatten();
    let all = || chart.values.iter().map(|(_, value)| *value).chain(lines.clone());
    let (low, spread) = spread(all());
    let share = |value: f64| (value - low) / spread;
    let y = |value: f64| TOP + PLOT - share(value) * PLOT;
    let whole = last.days_since(first) as f64;
    let across = |day: Day| day.days_since(first) as f64 / whole;
    let path = trace(chart.values.iter().map(|(day, value)| (across(*day), share(*value))));
    let named = [(chart.target, "target"), (chart.baseline, "before")];
    let named: Vec<(f64, &str)> = named.into_iter().filter_map(|(value, name)| Some((value?, name))).collect();
    let crowded = match named.as_slice() {
        [(a, _), (b, _)] => (y(*a) - y(*b)).abs() < APART,
        _ => false,
    };
    html! {
        (level(TOP + PLOT, "axis"))
        (words("-8", TOP + 4.0, "end", "quiet", &(chart.write)(low + spread)))
        (words("-8", TOP + PLOT + 4.0, "end", "quiet", &(chart.write)(low)))
        @for (index, (value, name)) in named.iter().enumerate() {
            line.mark x1="0" x2="100%" y1=(number(y(*value))) y2=(number(y(*value))) {}
            @if index == 0 || !crowded { g.aside { (words("100%", y(*value) + 4.0, "start", "quiet shift", name)) } }
        }
        (stretched(TOP, PLOT, &html! { path.curve d=(path) {} }))
        (marks_of(&chart.marks, (first, last), (TOP, TOP + PLOT), |day| across(day) * 100.0))
        (axis_of(first, last, TOP + PLOT, |day| across(day) * 100.0))
    }
}

/// Quarters say as much as all values, in a tenth of the rows.
fn table(chart: &LineChart) -> Table {
    let mut quarters: BTreeMap<(i16, i8), Vec<f64>> = BTreeMap::new();
    for (day, value) in &chart.values {
        quarters.entry((day.year(), day.quarter())).or_default().push(*value);
    }
    let rows = quarters.into_iter().map(|((year, quarter), mut values)| {
        values.sort_by(f64::total_cmp);
        let middle = values[values.len() / 2];
        vec![
            format!("{year} Q{quarter}"),
            values.len().to_string(),
            (chart.write)(values[0]),
            (chart.write)(middle),
            (chart.write)(values[values.len() - 1]),
        ]
    });
    let head = ["quarter", "values", "lowest", "middle", "highest"].map(str::to_owned).to_vec();
    Table { head, rows: rows.collect(), numbers: true }
}
