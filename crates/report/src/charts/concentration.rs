//! How much of a whole the few largest holders have together. Never about fewer than five people.

use maud::{Markup, html};

use super::frame::{Drawing, Figure, Table, level, stretched, trace, words};
use super::scale::{number, percentage, place, ticks};
use onethread_core::words::percent;

/// A concentration curve.
#[derive(Clone, Debug)]
pub(crate) struct ConcentrationChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// What can be seen in it.
    pub desc: String,
    /// Who holds, in the plural, such as `approvers`.
    pub holders: String,
    /// What is held, such as `approvals`.
    pub held: String,
    /// For every number of holders, the largest first, the share that they hold together. What lies below
    /// [`FEWEST`] holders, or closer together, is not drawn.
    pub points: Vec<(usize, f64)>,
    /// A number of holders to mark; the nearest one that is drawn is taken.
    pub mark: usize,
}

/// The fewest people that a number may be about: it separates the first point from zero, and each point from the next,
/// because the difference between two points is a number too.
pub(crate) const FEWEST: usize = 5;

const TOP: f64 = 8.0;
const PLOT: f64 = 220.0;

/// The figure.
pub(crate) fn concentration(chart: &ConcentrationChart) -> Markup {
    let points = drawn(&chart.points);
    let all = points.last().map_or(1, |(holders, _)| *holders);
    let bottom = TOP + PLOT;
    let across = |holders: f64| place(holders, all as f64);
    let mark = points.iter().min_by_key(|(holders, _)| holders.abs_diff(chart.mark));
    let body = html! {
        @for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            @let y = bottom - share * PLOT;
            (level(y, if share == 0.0 { "axis" } else { "grid" }))
            (words("-8", y + 4.0, "end", "quiet", &percent(share)))
        }
        line.even x1="0" y1=(number(bottom)) x2="100%" y2=(number(TOP)) {}
        // Just below the line, where the curve never is.
        (words("42%", bottom - 0.28 * PLOT, "start", "quiet halo", "if all held as many"))
        (stretched(TOP, PLOT, &html! { path.curve d=(outline(&points, all)) {} }))
        @for (holders, share) in &points {
            circle.point cx=(across(*holders as f64)) cy=(number(bottom - share * PLOT)) r="2.5" {}
        }
        @if let Some((holders, share)) = mark {
            @let y = bottom - share * PLOT;
            circle.dot cx=(across(*holders as f64)) cy=(number(y)) r="4.5" {}
            @let label = format!("{holders} {} hold {}", chart.holders, percent(*share));
            @if percentage(*holders as f64, all as f64) < 50.0 {
                (words(&across(*holders as f64), y + 22.0, "start", "strong shift halo", &label))
            } @else {
                (words(&across(*holders as f64), y + 22.0, "end", "strong halo", &label))
            }
        }
        @for tick in ticks(all as f64, 5).into_iter().filter(|tick| *tick <= all as f64 * 0.93) {
            @let x = across(tick);
            // On a phone the name of the last place needs the room.
            @let class = if tick > all as f64 * 0.6 { "quiet wide" } else { "quiet" };
            line.axis x1=(x) x2=(x) y1=(number(bottom)) y2=(number(bottom + 4.0)) {}
            (words(&x, bottom + 18.0, "middle", class, &number(tick)))
        }
        (words("100%", bottom + 18.0, "end", "quiet", &format!("all {all} {}", chart.holders)))
    };
    let drawing = Drawing {
        id: &chart.id,
        title: &chart.title,
        desc: &chart.desc,
        height: bottom + 26.0,
        left: 48.0,
        right: 10.0,
    };
    // The figure has the same name as its only drawing, so it gets one of its own.
    let id = format!("{}-figure", chart.id);
    let table = table(chart, &points);
    Figure { id: &id, title: &chart.title, caption: &chart.caption, table: &table }.around(&drawing.of(&body))
}

/// Points that are about at least five people each, and whose differences are too. The last one stays.
fn drawn(points: &[(usize, f64)]) -> Vec<(usize, f64)> {
    let Some(last) = points.last() else { return Vec::new() };
    let mut kept: Vec<(usize, f64)> = Vec::new();
    for point in points {
        let before = kept.last().map_or(0, |(holders, _)| *holders);
        if point.0 >= before + FEWEST && (point.0 == last.0 || point.0 + FEWEST <= last.0) {
            kept.push(*point);
        }
    }
    kept
}

fn outline(points: &[(usize, f64)], all: usize) -> String {
    trace(points.iter().map(|(holders, share)| (*holders as f64 / all as f64, *share)))
}

fn table(chart: &ConcentrationChart, points: &[(usize, f64)]) -> Table {
    Table {
        head: vec![format!("busiest {}", chart.holders), format!("share of {}", chart.held)],
        rows: points.iter().map(|(holders, share)| vec![holders.to_string(), percent(*share)]).collect(),
        numbers: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_about_fewer_than_five() {
        for all in [4_usize, 5, 6, 9, 10, 23, 54] {
            let points: Vec<(usize, f64)> = (1..=all).map(|k| (k, k as f64 / all as f64)).collect();
            let kept = drawn(&points);
            let mut before = 0;
            for (holders, _) in &kept {
                assert!(holders - before >= FEWEST, "{all}: {kept:?}");
                before = *holders;
            }
            assert_eq!(kept.last().map(|point| point.0), (all >= FEWEST).then_some(all));
        }
    }

    #[test]
    fn the_path_is_the_data() {
        assert_eq!(outline(&[(5, 0.4), (10, 0.75), (20, 1.0)], 20), "M250 600 500 250 1000 0");
    }
}
