//! Sums by kind, one level bar for each thing, the longest share first: solid colors, each with a pattern, and a legend.

use maud::{Markup, html};

use super::frame::{Drawing, Figure, Safe, Table, words};
use super::scale::{number, percentage, place};
use super::stacked::{Series, paint, patterns, swatch};
use crate::inert::inert;
use crate::text::paint::cut;
use onethread_core::words::thousands;

/// Level bars, such as the days of initiatives by what they were spent on.
#[derive(Clone, Debug)]
pub(crate) struct LevelsChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// The kinds, from left to right.
    pub series: Vec<Series>,
    /// The bars, from top to bottom.
    pub rows: Vec<LevelsRow>,
    /// What the sums are of, such as `days`.
    pub unit: &'static str,
}

/// A bar.
#[derive(Clone, Debug)]
pub(crate) struct LevelsRow {
    /// What it is of.
    pub name: String,
    /// What stands at the end of its line, where there is room.
    pub note: String,
    /// A sum for each kind.
    pub sums: Vec<i64>,
}

/// Letters of a name; more do not fit on a phone.
const NAME_MAX: usize = 28;
const ROW: f64 = 34.0;
const BAR: f64 = 14.0;
/// The room that a number needs inside a bar, in percent of the width.
const NUMBER: f64 = 6.0;

/// The figure: bars in proportion to the longest, with their numbers, and every kind with its sum under them.
pub(crate) fn levels(chart: &LevelsChart) -> Markup {
    let total = |sums: &[i64]| sums.iter().sum::<i64>();
    let longest = chart.rows.iter().map(|row| total(&row.sums)).max().unwrap_or(0).max(1) as f64;
    let count = |sum: i64| thousands(sum.unsigned_abs().into());
    let bar = |index: usize, sums: &[i64]| {
        let top = ROW * index as f64 + 16.0;
        let mut left = 0;
        let piece = |(sum, series): (&i64, &Series)| {
            let (at, wide) = (percentage(left as f64, longest), percentage(*sum as f64, longest));
            left += sum;
            html! {
                rect.bar x=(place(at, 100.0)) width=(place(wide, 100.0)) y=(number(top)) height=(number(BAR))
                    fill=(paint(&chart.id, series.fill)) style=(format!("stroke:var(--{})", series.fill.color)) {}
                @if wide >= NUMBER { (words(&place(at + wide / 2.0, 100.0), top + 11.0, "middle", "label wide", &count(*sum))) }
            }
        };
        let pieces: Vec<Markup> = sums.iter().zip(&chart.series).filter(|(sum, _)| **sum > 0).map(piece).collect();
        html! { @for piece in &pieces { (piece) } }
    };
    let body = html! {
        (patterns(&chart.id, chart.series.iter().map(|series| series.fill)))
        @for (index, row) in chart.rows.iter().enumerate() {
            (words("0", ROW * index as f64 + 11.0, "start", "halo", &cut(&inert(&row.name), NAME_MAX)))
            (words("100%", ROW * index as f64 + 11.0, "end", "quiet wide", &row.note))
            (bar(index, &row.sums))
        }
    };
    let said: Vec<String> = chart.series.iter().map(|series| series.name.clone()).collect();
    let desc = format!(
        "{} level bars, each divided into: {}. The table holds every number.",
        chart.rows.len(),
        said.join(", ")
    );
    let height = ROW * chart.rows.len() as f64 + 2.0;
    let drawing = Drawing { id: &chart.id, title: &chart.title, desc: &desc, height, left: 1.0, right: 1.0 };
    let sum_of = |kind: usize| chart.rows.iter().filter_map(|row| row.sums.get(kind)).sum::<i64>();
    let legend = html! {
        (drawing.of(&body))
        ul.parts {
            @for (index, series) in chart.series.iter().enumerate() {
                li {
                    (swatch(&chart.id, series.fill))
                    strong { (count(sum_of(index))) } " " (Safe(&series.name))
                }
            }
        }
    };
    let mut head = vec!["initiative".to_owned()];
    head.extend(chart.series.iter().map(|series| format!("{} ({})", series.name, chart.unit)));
    let row =
        |row: &LevelsRow| std::iter::once(row.name.clone()).chain(row.sums.iter().map(|sum| count(*sum))).collect();
    let table = Table { head, rows: chart.rows.iter().map(row).collect(), numbers: true };
    let id = format!("{}-figure", chart.id);
    Figure { id: &id, title: &chart.title, caption: &chart.caption, table: &table }.around(&legend)
}

#[cfg(test)]
mod tests {
    use super::super::palette::{Fill, Pattern};
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_sums() {
        let series = ["waiting", "working"]
            .map(|name| Series { name: name.to_owned(), fill: Fill { color: "c-blue", pattern: Pattern::Solid } });
        let chart = LevelsChart {
            id: "l".to_owned(),
            title: "t".to_owned(),
            caption: "c".to_owned(),
            series: series.to_vec(),
            rows: [("a", vec![30, 70]), ("b", vec![10, 40])]
                .map(|(name, sums)| LevelsRow { name: name.to_owned(), note: String::new(), sums })
                .to_vec(),
            unit: "days",
        };
        let html = levels(&chart).into_string();
        for part in
            [r#"x="0%" width="30%""#, r#"x="30%" width="70%""#, r#"x="10%" width="40%""#, "<strong>40</strong> waiting"]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
