//! Parts of one whole as one level bar, such as initiatives by form today.

use maud::{Markup, html};

use super::frame::{Drawing, Figure, Safe, Table};
use super::palette::Fill;
use super::scale::{number, percentage, place};
use super::stacked::{paint, patterns, swatch};
use onethread_core::words::{percent, thousands};

/// Parts of a whole.
#[derive(Clone, Debug)]
pub(crate) struct SharesChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// What can be seen in it.
    pub desc: String,
    /// The parts, from left to right. One with a count of 0 is named all the same.
    pub parts: Vec<Part>,
}

/// A part of the whole.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Its name.
    pub name: String,
    /// A few words that explain the name.
    pub note: String,
    /// How it is drawn.
    pub fill: Fill,
    /// How many.
    pub count: usize,
}

const HEIGHT: f64 = 22.0;

/// The figure: the bar, and under it every part with its count.
pub(crate) fn shares(chart: &SharesChart) -> Markup {
    let whole: usize = chart.parts.iter().map(|part| part.count).sum();
    let share = |count: usize| percentage(count as f64, whole as f64);
    let mut left = 0.0;
    let piece = |part: &Part| {
        let at = left;
        left += share(part.count);
        html! {
            rect.bar x=(place(at, 100.0)) width=(place(share(part.count), 100.0)) y="1" height=(number(HEIGHT))
                fill=(paint(&chart.id, part.fill)) style=(format!("stroke:var(--{})", part.fill.color)) {}
        }
    };
    let pieces: Vec<Markup> = chart.parts.iter().filter(|part| part.count > 0).map(piece).collect();
    let body = html! {
        (patterns(&chart.id, chart.parts.iter().map(|part| part.fill)))
        @for piece in &pieces { (piece) }
    };
    let drawing =
        Drawing { id: &chart.id, title: &chart.title, desc: &chart.desc, height: HEIGHT + 2.0, left: 1.0, right: 1.0 };
    let legend = html! {
        (drawing.of(&body))
        ul.parts {
            @for part in &chart.parts {
                li {
                    (swatch(&chart.id, part.fill))
                    strong { (thousands(part.count as u128)) } " " (Safe(&part.name))
                    @if !part.note.is_empty() { span.note { (Safe(&part.note)) } }
                }
            }
        }
    };
    let row = |part: &Part| {
        vec![part.name.clone(), thousands(part.count as u128), percent(part.count as f64 / whole.max(1) as f64)]
    };
    let table = Table {
        head: ["form", "initiatives", "share"].map(str::to_owned).to_vec(),
        rows: chart.parts.iter().map(row).collect(),
        numbers: true,
    };
    let id = format!("{}-figure", chart.id);
    Figure { id: &id, title: &chart.title, caption: &chart.caption, table: &table }.around(&legend)
}
