//! Axes of days: where years begin between the ends, and quarters on short ones.

use maud::{Markup, html};
use onethread_model::Day;

use onethread_core::words::long_day;

use super::frame::words;
use super::scale::{number, place};

/// From so many days on, only years are marked.
const LONG_DAYS: i64 = 550;
/// The room at both ends that is taken by the first and the last day, in percent of the width.
const ENDS: f64 = 20.0;
/// The least room between two names, in percent of the width.
const APART: f64 = 7.0;
const TICK: f64 = 5.0;

/// The first days of years, or of quarters, that lie between two days, each with its name.
pub(super) fn day_ticks(from: Day, until: Day) -> Vec<(Day, String)> {
    let is_long = until.days_since(from) >= LONG_DAYS;
    let mut ticks = Vec::new();
    for year in from.year()..=until.year() {
        let starts = [(1, year.to_string()), (4, "Apr".to_owned()), (7, "Jul".to_owned()), (10, "Oct".to_owned())];
        for (month, name) in starts.into_iter().take(if is_long { 1 } else { 4 }) {
            let Ok(day) = Day::parse(&format!("{year:04}-{month:02}-01")) else { continue };
            if from < day && day < until {
                ticks.push((day, name));
            }
        }
    }
    ticks
}

/// The ticks under an axis at `y`, whose days are placed by `at` between 0 and 100. Names give way to those of the ends, to
/// each other, to a place that is `taken`, and on a phone.
pub(super) fn ticks_of(from: Day, until: Day, y: f64, taken: Option<f64>, at: impl Fn(Day) -> f64) -> Markup {
    let mut last = 0.0;
    let mut is_free = |at: f64| {
        let free = (ENDS..=100.0 - ENDS).contains(&at)
            && at - last >= APART
            && taken.is_none_or(|taken| !(taken - ENDS..=taken + APART).contains(&at));
        last = if free { at } else { last };
        free
    };
    html! {
        @for (day, name) in day_ticks(from, until) {
            @let across = at(day);
            line.axis x1=(place(across, 100.0)) x2=(place(across, 100.0)) y1=(number(y)) y2=(number(y + TICK)) {}
            @if is_free(across) { (words(&place(across, 100.0), y + 18.0, "middle", "quiet wide", &name)) }
        }
    }
}

/// The same with the first and the last day, for a plot as wide as they are apart.
pub(super) fn axis_of(first: Day, last: Day, y: f64, at: impl Fn(Day) -> f64) -> Markup {
    html! {
        (ticks_of(first, last, y, None, at))
        (words("0", y + 18.0, "start", "quiet", &first.to_string()))
        (words("100%", y + 18.0, "end", "quiet", &last.to_string()))
    }
}

/// A day that pictures mark, such as that of a reorganization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DayMark {
    /// The day.
    pub day: Day,
    /// What was on it.
    pub name: String,
}

/// Those of the marks that lie between two days, in order.
fn within(marks: &[DayMark], from: Day, until: Day) -> Vec<&DayMark> {
    let mut within: Vec<&DayMark> = marks.iter().filter(|mark| from <= mark.day && mark.day <= until).collect();
    within.sort_by_key(|mark| mark.day);
    within
}

/// A dashed line across the plot, from one height to another, for each mark between two days.
pub(super) fn marks_of(
    marks: &[DayMark],
    (from, until): (Day, Day),
    (top, bottom): (f64, f64),
    at: impl Fn(Day) -> f64,
) -> Markup {
    html! {
        @for mark in within(marks, from, until) {
            @let x = place(at(mark.day), 100.0);
            line.mark x1=(x) x2=(x) y1=(number(top)) y2=(number(bottom)) {}
        }
    }
}

/// The caption with what the dashed lines are, where there are any.
pub(super) fn caption_of(caption: &str, marks: &[DayMark], from: Day, until: Day) -> String {
    let named: Vec<String> =
        within(marks, from, until).into_iter().map(|mark| format!("{} ({})", mark.name, long_day(mark.day))).collect();
    match named.as_slice() {
        [] => caption.to_owned(),
        [one] => format!("{caption} Dashed line: {one}."),
        more => format!("{caption} Dashed lines, from left to right: {}.", more.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(from: &str, until: &str) -> Vec<String> {
        let day = |text| Day::parse(text).expect("a day");
        day_ticks(day(from), day(until)).into_iter().map(|(day, name)| format!("{name} {day}")).collect()
    }

    #[test]
    fn marks_between_the_ends_are_drawn_and_named_in_order() {
        let day = |text| Day::parse(text).expect("a day");
        let mark = |on, name: &str| DayMark { day: day(on), name: name.to_owned() };
        let marks = [mark("2026-03-02", "Later"), mark("2026-01-05", "First"), mark("2027-01-01", "Outside")];
        let (from, until) = (day("2026-01-05"), day("2026-06-30"));
        let caption = caption_of("Found.", &marks, from, until);
        assert_eq!(caption, "Found. Dashed lines, from left to right: First (5 January 2026); Later (2 March 2026).");
        let drawn = marks_of(&marks, (from, until), (0.0, 10.0), |_| 50.0).into_string();
        assert_eq!(drawn.matches("<line").count(), 2);
        assert_eq!(caption_of("Found.", &marks[2..], from, until), "Found.");
    }

    #[test]
    fn long_axes_have_years_and_short_ones_quarters() {
        assert_eq!(names("2024-08-12", "2026-06-30"), ["2025 2025-01-01", "2026 2026-01-01"]);
        assert_eq!(names("2025-11-03", "2026-06-30"), ["2026 2026-01-01", "Apr 2026-04-01"]);
        // One day below the line, and on it.
        assert_eq!(names("2025-01-01", "2026-07-04").len(), 6);
        assert_eq!(names("2025-01-01", "2026-07-05"), ["2026 2026-01-01"]);
        assert!(names("2026-01-01", "2026-01-01").is_empty(), "the ends have names of their own");
    }
}
