//! Two numbers week by week around a day on which something was changed for the one and not for the other.

use maud::{Markup, html};
use onethread_model::Day;

use super::days::axis_of;
use super::frame::{Extent, Figure, Table, level, stretched, trace, words};
use super::scale::{number, place, ticks};

/// What is compared.
#[derive(Clone, Debug)]
pub(crate) struct InterruptedChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// The day on which something was changed.
    pub on: Day,
    /// First day of each week, with the value where something was changed and where nothing was, in order of day.
    pub weeks: Vec<(Day, f64, f64)>,
    /// What stands beside the line where something was changed, and beside the other.
    pub names: [String; 2],
    /// The means of both, each before and after.
    pub means: [(f64, f64); 2],
    /// Writes a value in its own unit.
    pub write: fn(f64) -> String,
}

const TOP: f64 = 22.0;
const PLOT: f64 = 150.0;
const LEFT: f64 = 36.0;
/// Room for the names of the lines, with a count of four digits.
const RIGHT: f64 = 112.0;
/// Least distance of the two names.
const APART: f64 = 14.0;
/// How each of the two is drawn.
const CURVES: [&str; 2] = ["curve", "curve other"];

/// The figure; nothing where there are fewer than two weeks.
pub(crate) fn interrupted(chart: &InterruptedChart) -> Markup {
    let [(first, ..), .., (last, ..)] = chart.weeks.as_slice() else { return Markup::default() };
    let [changed, unchanged] = chart.means.map(|(before, after)| ((chart.write)(before), (chart.write)(after)));
    let desc = format!(
        "Two lines over {} weeks from {first} to {last}, with a dashed line at {}. The mean of the one goes from {} to {}, of \
         the other from {} to {}.",
        chart.weeks.len(),
        chart.on,
        changed.0,
        changed.1,
        unchanged.0,
        unchanged.1
    );
    let extent = Extent { height: TOP + PLOT + 26.0, left: LEFT, right: RIGHT };
    Figure { id: &chart.id, title: &chart.title, caption: &chart.caption, table: &table(chart) }.drawn(
        &desc,
        extent,
        &body(chart, *first, *last),
    )
}

fn body(chart: &InterruptedChart, first: Day, last: Day) -> Markup {
    let most = chart.weeks.iter().map(|(_, changed, unchanged)| changed.max(*unchanged)).fold(0.0, f64::max);
    let ticks = ticks(most, 4);
    let top = ticks.last().copied().unwrap_or(1.0);
    let bottom = TOP + PLOT;
    let y = |value: f64| bottom - value / top * PLOT;
    let whole = last.days_since(first).max(1) as f64;
    let across = |day: Day| day.days_since(first) as f64 / whole;
    let turn = across(chart.on);
    let value = |which: usize, week: &(Day, f64, f64)| if which == 0 { week.1 } else { week.2 };
    let path = |which| trace(chart.weeks.iter().map(|week| (across(week.0), value(which, week) / top)));
    let names = apart(chart.means.map(|(_, after)| y(after)));
    html! {
        @for tick in &ticks {
            (level(y(*tick), if *tick == 0.0 { "axis" } else { "grid" }))
            (words("-8", y(*tick) + 4.0, "end", "quiet", &number(*tick)))
        }
        line.today x1=(place(turn, 1.0)) x2=(place(turn, 1.0)) y1=(number(TOP - 6.0)) y2=(number(bottom)) {}
        (words(&place(turn, 1.0), TOP - 10.0, "middle", "halo", &chart.on.to_string()))
        (stretched(TOP, PLOT, &html! {
            @for which in [1, 0] { path.(CURVES[which]).thin d=(path(which)) {} }
            @for which in [1, 0] {
                @let (before, after) = chart.means[which];
                path.(CURVES[which]) d=(trace([(0.0, before / top), (turn, before / top)].into_iter())) {}
                path.(CURVES[which]) d=(trace([(turn, after / top), (1.0, after / top)].into_iter())) {}
            }
        }))
        @for (name, y) in chart.names.iter().zip(names) { (words("100%", y + 4.0, "start", "shift", name)) }
        (axis_of(first, last, bottom, |day| across(day) * 100.0))
    }
}

/// The heights of two names, moved away from each other where they would touch.
fn apart([one, other]: [f64; 2]) -> [f64; 2] {
    let missing = (APART - (one - other).abs()).max(0.0) / 2.0;
    if one <= other { [one - missing, other + missing] } else { [one + missing, other - missing] }
}

fn table(chart: &InterruptedChart) -> Table {
    let row = |(day, changed, unchanged): &(Day, f64, f64)| {
        vec![day.to_string(), (chart.write)(*changed), (chart.write)(*unchanged)]
    };
    Table {
        head: vec!["week from".to_owned(), chart.names[0].clone(), chart.names[1].clone()],
        rows: chart.weeks.iter().map(row).collect(),
        numbers: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(weeks: &[(f64, f64)]) -> InterruptedChart {
        let day = |at: i32| Day::parse("2026-01-05").expect("a day").plus_days(7 * at);
        InterruptedChart {
            id: "r".to_owned(),
            title: "Open".to_owned(),
            caption: String::new(),
            on: day(1),
            weeks: weeks.iter().zip(0..).map(|((changed, unchanged), at)| (day(at), *changed, *unchanged)).collect(),
            names: ["changed".to_owned(), "left alone".to_owned()],
            means: [(4.0, 1.0), (2.0, 2.0)],
            write: |value| format!("{value:.1}"),
        }
    }

    #[test]
    fn both_lines_and_their_means_stand_in_proportion() {
        let html = interrupted(&chart(&[(4.0, 2.0), (1.0, 2.0), (1.0, 2.0)])).into_string();
        assert!(html.contains(r#"d="M0 0 500 750 1000 750""#), "where something was changed: {html}");
        assert!(html.contains(r#"d="M0 500 500 500 1000 500""#), "where nothing was: {html}");
        assert!(html.contains(r#"d="M0 0 500 0""#) && html.contains(r#"d="M500 750 1000 750""#), "the means: {html}");
    }

    #[test]
    fn names_never_touch() {
        for (one, other) in [(50.0, 50.0), (50.0, 55.0), (55.0, 50.0), (10.0, 90.0)] {
            let [a, b] = apart([one, other]);
            assert!((a - b).abs() >= APART.min((one - other).abs().max(APART)), "{a} {b}");
        }
    }

    #[test]
    fn nothing_open_is_still_a_picture() {
        let html = interrupted(&chart(&[(0.0, 0.0), (0.0, 0.0)])).into_string();
        assert!(html.contains("<svg") && !html.contains("NaN"), "{html}");
        assert_eq!(interrupted(&chart(&[])).into_string(), "");
    }
}
