//! A number period by period, with the limits of the newest periods, and those that ask for a cause.

use maud::{Markup, html};
use onethread_core::words::range;
use onethread_model::Day;

use super::days::{DayMark, axis_of, caption_of, marks_of};
use super::frame::{Extent, Figure, Table, level, stretched, trace, words};
use super::scale::{number, place, spread};

/// The values of one number, period by period.
#[derive(Clone, Debug)]
pub(crate) struct ProcessChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// What a period is, such as `four weeks to`.
    pub period: &'static str,
    /// Last day of the period and its value, in order of day.
    pub values: Vec<(Day, f64)>,
    /// Last day, lower limit and upper limit of the periods that have limits.
    pub limits: Vec<(Day, [f64; 2])>,
    /// Last days of periods beyond a limit.
    pub beyond: Vec<Day>,
    /// Days that are marked.
    pub marks: Vec<DayMark>,
    /// Writes a value in its own unit.
    pub write: fn(f64) -> String,
}

const TOP: f64 = 10.0;
const PLOT: f64 = 110.0;
/// Room for values and for the names of lines.
const LEFT: f64 = 46.0;
const RIGHT: f64 = 44.0;
/// The width of the bar between the limits of a period, in hundredths.
const BAR: f64 = 1.5;

/// The figure; nothing where there are fewer than two periods.
pub(crate) fn process(chart: &ProcessChart) -> Markup {
    let [(first, _), .., (last, latest)] = chart.values.as_slice() else { return Markup::default() };
    let desc = format!(
        "A line of {} values from {first} to {last}; the last one is {}. {} beyond a limit.",
        chart.values.len(),
        (chart.write)(*latest),
        chart.beyond.len()
    );
    let extent = Extent { height: TOP + PLOT + 26.0, left: LEFT, right: RIGHT };
    let caption = caption_of(&chart.caption, &chart.marks, *first, *last);
    Figure { id: &chart.id, title: &chart.title, caption: &caption, table: &table(chart) }.drawn(
        &desc,
        extent,
        &body(chart, *first, *last),
    )
}

fn body(chart: &ProcessChart, first: Day, last: Day) -> Markup {
    let lines = chart.limits.iter().flat_map(|(_, limits)| *limits);
    let all = chart.values.iter().map(|(_, value)| *value).chain(lines);
    let (low, spread) = spread(all);
    let up = |value: f64| (value - low) / spread;
    let y = |value: f64| TOP + PLOT - up(value) * PLOT;
    let whole = last.days_since(first).max(1) as f64;
    let across = |day: Day| day.days_since(first) as f64 / whole;
    let path = trace(chart.values.iter().map(|(day, value)| (across(*day), up(*value))));
    html! {
        @for (day, [from, to]) in &chart.limits {
            @let left = (across(*day) * 100.0 - BAR / 2.0).clamp(0.0, 100.0 - BAR);
            rect.usual x=(format!("{}%", number(left))) width=(format!("{}%", number(BAR))) y=(number(y(*to)))
                height=(number((y(*from) - y(*to)).max(1.0))) {}
        }
        (level(TOP + PLOT, "axis"))
        (words("-8", TOP + 4.0, "end", "quiet", &(chart.write)(low + spread)))
        (words("-8", TOP + PLOT + 4.0, "end", "quiet", &(chart.write)(low)))
        (stretched(TOP, PLOT, &html! { path.curve d=(path) {} }))
        @for (day, value) in &chart.values {
            @let (x, y) = (place(across(*day), 1.0), number(y(*value)));
            @if chart.beyond.contains(day) { circle.signal cx=(x) cy=(y) r="5" {} }
        }
        (marks_of(&chart.marks, (first, last), (TOP, TOP + PLOT), |day| across(day) * 100.0))
        (axis_of(first, last, TOP + PLOT, |day| across(day) * 100.0))
    }
}

fn table(chart: &ProcessChart) -> Table {
    let signal = |day: &Day| if chart.beyond.contains(day) { "beyond a limit" } else { "" };
    let limits = |day: &Day| {
        let of_day = chart.limits.iter().find(|(other, _)| other == day);
        of_day.map_or_else(String::new, |(_, [low, high])| range(&(chart.write)(*low), &(chart.write)(*high)))
    };
    let row =
        |(day, value): &(Day, f64)| vec![day.to_string(), (chart.write)(*value), limits(day), signal(day).to_owned()];
    Table {
        head: vec![chart.period.to_owned(), "value".to_owned(), "limits".to_owned(), "signal".to_owned()],
        rows: chart.values.iter().map(row).collect(),
        numbers: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[f64], limits: Option<[f64; 2]>) -> ProcessChart {
        let day = |at: i32| Day::parse("2026-01-01").expect("a day").plus_days(28 * at);
        ProcessChart {
            marks: Vec::new(),
            id: "p".to_owned(),
            title: "Open".to_owned(),
            caption: String::new(),
            period: "four weeks to",
            values: values.iter().zip(0..).map(|(value, at)| (day(at), *value)).collect(),
            limits: limits.into_iter().map(|limits| (day(2), limits)).collect(),
            beyond: vec![day(2)],
            write: |value| format!("{value:.1}"),
        }
    }

    #[test]
    fn values_and_limits_stand_in_proportion() {
        let html = process(&chart(&[1.0, 2.0, 5.0], Some([0.0, 4.0]))).into_string();
        assert!(html.contains("M0 800 500 600 1000 0"), "{html}");
        // The limits of the last period take four fifths of the height, from the bottom.
        assert!(html.contains(r#"class="usual" x="98.5%" width="1.5%" y="32" height="88""#), "{html}");
        assert_eq!(html.matches("class=\"signal\"").count(), 1);
        assert!(html.contains("beyond a limit") && html.contains("0.0 to 4.0"));
    }

    #[test]
    fn no_course_is_no_picture_and_one_that_never_moved_is_a_line() {
        assert_eq!(process(&chart(&[1.0], None)).into_string(), "");
        let level = process(&chart(&[1.0, 1.0, 1.0], Some([1.0, 1.0]))).into_string();
        assert!(level.contains("M0 1000 500 1000") && !level.contains("NaN"), "{level}");
    }
}
