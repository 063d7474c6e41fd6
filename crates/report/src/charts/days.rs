//! Axes of days: where years begin between the ends, and quarters on short ones.

use maud::{Markup, html};
use onethread_model::Day;

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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(from: &str, until: &str) -> Vec<String> {
        let day = |text| Day::parse(text).expect("a day");
        day_ticks(day(from), day(until)).into_iter().map(|(day, name)| format!("{name} {day}")).collect()
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
