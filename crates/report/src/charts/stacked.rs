//! Counts by kind, one bar for each time: solid colors, each with a pattern, and names beside the last bar.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::frame::{Drawing, Figure, Safe, Table, words};
use super::palette::{Fill, Pattern};
use super::scale::{number, place, ticks};
use onethread_core::words::thousands;

/// Bars over time, such as initiatives by form and quarter.
#[derive(Clone, Debug)]
pub(crate) struct StackedChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// What can be seen in it.
    pub desc: String,
    /// The kinds, from the bottom up.
    pub series: Vec<Series>,
    /// The bars, from left to right.
    pub bars: Vec<Bar>,
    /// Where days are marked, in bars from the left edge.
    pub marks: Vec<f64>,
}

/// A kind that is counted.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    /// Its name.
    pub name: String,
    /// How it is drawn.
    pub fill: Fill,
}

/// A bar.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    /// What stands in the table.
    pub name: String,
    /// What stands under the bar: a mark such as `Q`, for which a phone has no room, and the rest.
    pub short: (String, String),
    /// What stands under that, where something new begins, such as a year.
    pub group: Option<String>,
    /// A count for each kind.
    pub counts: Vec<usize>,
}

const TOP: f64 = 20.0;
const PLOT: f64 = 210.0;
/// Room for the names beside the last bar.
const NAMES: f64 = 112.0;
/// Least height that a number fits in.
const NUMBER: f64 = 15.0;
/// Height of a name.
const NAME: f64 = 17.0;

/// The figure.
pub(crate) fn stacked(chart: &StackedChart) -> Markup {
    let most = chart.bars.iter().map(|bar| bar.counts.iter().sum::<usize>()).max().unwrap_or(0);
    let top = ticks(most as f64, 3).last().copied().unwrap_or(1.0);
    let bottom = TOP + PLOT;
    let wide = 100.0 / chart.bars.len().max(1) as f64;
    let body = html! {
        (patterns(&chart.id, chart.series.iter().map(|series| series.fill)))
        @for tick in ticks(most as f64, 3) {
            @let y = bottom - tick / top * PLOT;
            line.(if tick == 0.0 { "axis" } else { "grid" }) x1="0" x2="100%" y1=(number(y)) y2=(number(y)) {}
            (words("-8", y + 4.0, "end", "quiet", &thousands(tick as u128)))
        }
        @for (index, bar) in chart.bars.iter().enumerate() {
            (column(chart, bar, index as f64 * wide, wide, PLOT / top))
        }
        @for at in &chart.marks {
            @let x = place(at * wide, 100.0);
            line.mark x1=(x) x2=(x) y1=(number(TOP)) y2=(number(bottom)) {}
        }
        (names(chart, PLOT / top))
    };
    let drawing = Drawing {
        id: &chart.id,
        title: &chart.title,
        desc: &chart.desc,
        height: bottom + 40.0,
        left: 34.0,
        right: NAMES,
    };
    let id = format!("{}-figure", chart.id);
    let mut head = vec!["at the end of".to_owned()];
    head.extend(chart.series.iter().map(|series| series.name.clone()));
    let row = |bar: &Bar| {
        let counts = bar.counts.iter().map(|count| thousands(*count as u128));
        std::iter::once(bar.name.clone()).chain(counts).collect()
    };
    let table = Table { head, rows: chart.bars.iter().map(row).collect(), numbers: true };
    Figure { id: &id, title: &chart.title, caption: &chart.caption, table: &table }.around(&drawing.of(&body))
}

fn column(chart: &StackedChart, bar: &Bar, left: f64, wide: f64, unit: f64) -> Markup {
    let bottom = TOP + PLOT;
    let middle = place(left + wide / 2.0, 100.0);
    // A phone has room for the numbers of the last bar only.
    let last = left + wide > 99.9;
    let mut top = bottom;
    let piece = |(count, series): (&usize, &Series)| {
        let height = *count as f64 * unit;
        top -= height;
        html! {
            rect.bar x=(place(left + wide * 0.1, 100.0)) width=(place(wide * 0.8, 100.0)) y=(number(top)) height=(number(height))
                fill=(paint(&chart.id, series.fill)) style=(format!("stroke:var(--{})", series.fill.color)) {}
            @if height >= NUMBER {
                (words(&middle, top + height / 2.0 + 4.0, "middle", if last { "label" } else { "label wide" }, &count.to_string()))
            }
        }
    };
    let pieces: Vec<Markup> =
        bar.counts.iter().zip(&chart.series).filter(|(count, _)| **count > 0).map(piece).collect();
    html! {
        @for piece in &pieces { (piece) }
        text.quiet x=(middle) y=(number(bottom + 16.0)) text-anchor="middle" { tspan.wide { (Safe(&bar.short.0)) } (Safe(&bar.short.1)) }
        @if let Some(group) = &bar.group { (words(&middle, bottom + 34.0, "middle", "quiet", group)) }
    }
}

/// Names of the kinds that occur, beside the last bar and at its heights, pushed apart where they would touch.
fn names(chart: &StackedChart, unit: f64) -> Markup {
    let Some(last) = chart.bars.last() else { return Markup::default() };
    let mut at = TOP + PLOT;
    let mut places: Vec<(f64, &Series)> = Vec::new();
    for (index, series) in chart.series.iter().enumerate() {
        let height = last.counts.get(index).copied().unwrap_or(0) as f64 * unit;
        let middle = at - height / 2.0 + 4.0;
        at -= height;
        // A kind that is gone by now is named where it would stand.
        if chart.bars.iter().any(|bar| bar.counts.get(index).is_some_and(|count| *count > 0)) {
            places.push((places.last().map_or(middle, |(below, _)| middle.min(below - NAME)), series));
        }
    }
    html! {
        @for (y, series) in places {
            rect.bar.shift x="100%" y=(number(y - 9.0)) width="10" height="10"
                fill=(paint(&chart.id, series.fill)) style=(format!("stroke:var(--{})", series.fill.color)) {}
            (words("100%", y, "start", "shift-name", &series.name))
        }
    }
}

/// The value of `fill` for a surface of the chart with this id.
pub(super) fn paint(id: &str, fill: Fill) -> String {
    match fill.pattern {
        Pattern::Solid => format!("var(--{})", fill.color),
        // The page's own ground hides the lines behind it.
        Pattern::Empty => "var(--paper)".to_owned(),
        _ => format!("url(#{id}-{})", fill.color),
    }
}

/// A small square beside a name in a legend.
pub(super) fn swatch(id: &str, fill: Fill) -> Markup {
    html! {
        svg.swatch width="12" height="12" aria-hidden="true" {
            rect x="1" y="1" width="10" height="10" fill=(paint(id, fill)) style=(format!("stroke:var(--{})", fill.color)) {}
        }
    }
}

/// The patterns of a chart, each once, on the page's own ground so that a dark page needs no other ones.
pub(super) fn patterns(id: &str, fills: impl Iterator<Item = Fill>) -> Markup {
    let drawn = fills.filter(|fill| !matches!(fill.pattern, Pattern::Solid | Pattern::Empty));
    let drawn: BTreeMap<&str, Fill> = drawn.map(|fill| (fill.color, fill)).collect();
    html! {
        defs {
            @for fill in drawn.into_values() {
                @let color = format!("var(--{})", fill.color);
                pattern id=(format!("{id}-{}", fill.color)) width="6" height="6" patternUnits="userSpaceOnUse"
                    patternTransform=[(fill.pattern == Pattern::Hatch).then_some("rotate(45)")] {
                    rect width="6" height="6" style=(format!("fill:{color};fill-opacity:.22")) {}
                    @match fill.pattern {
                        Pattern::Dots => { circle cx="3" cy="3" r="1.1" style=(format!("fill:{color}")) {} }
                        Pattern::Grid => { path d="M0 0H6M0 0V6" style=(format!("stroke:{color};stroke-width:2;fill:none")) {} }
                        Pattern::Lines => { path d="M0 3H6" style=(format!("stroke:{color};stroke-width:2")) {} }
                        _ => { path d="M3 0V6" style=(format!("stroke:{color};stroke-width:1.6")) {} }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_high_as_their_counts() {
        let series = ["a", "b"]
            .map(|name| Series { name: name.to_owned(), fill: Fill { color: "c-blue", pattern: Pattern::Solid } });
        let bar = Bar {
            name: "2026Q1".to_owned(),
            short: ("Q".to_owned(), "1".to_owned()),
            group: None,
            counts: vec![30, 70],
        };
        let chart = StackedChart {
            marks: Vec::new(),
            id: "f".to_owned(),
            title: "t".to_owned(),
            caption: "c".to_owned(),
            desc: "d".to_owned(),
            series: series.to_vec(),
            bars: vec![bar],
        };
        let html = stacked(&chart).into_string();
        // 100 is the top of the axis.
        for height in [0.3 * PLOT, 0.7 * PLOT] {
            assert!(html.contains(&format!("height=\"{}\"", number(height))), "{height} in {html}");
        }
    }
}
