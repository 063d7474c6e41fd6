//! What each stretch of time was spent on: one row for each kind, one axis of days, and the sum beside the row.

use maud::{Markup, html};
use onethread_model::Day;

use super::days::{DayMark, caption_of, marks_of, ticks_of};
use super::frame::{Drawing, Figure, Table, stretched, words};
use super::scale::{number, percentage, place};
use onethread_core::words::{percent, plural, thousands};

/// Stretches of days by kind.
#[derive(Clone, Debug)]
pub(crate) struct SpansChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// The first day.
    pub from: Day,
    /// The day after the last.
    pub until: Day,
    /// What stands at the right end of the axis, such as `first value`.
    pub end: String,
    /// A day within, with its name, such as `first value`: a line across all rows.
    pub mark: Option<(Day, &'static str)>,
    /// Other days that are marked.
    pub marks: Vec<DayMark>,
    /// The rows, from top to bottom.
    pub rows: Vec<SpansRow>,
}

/// The stretches of one kind.
#[derive(Clone, Debug)]
pub(crate) struct SpansRow {
    /// What the days were spent on.
    pub name: String,
    /// How many days in all.
    pub days: i64,
    /// The name of its color.
    pub color: &'static str,
    /// First day, and first day that no longer belongs to it, in order.
    pub spans: Vec<(Day, Day)>,
}

const ROW: f64 = 30.0;
const BAR: f64 = 12.0;
const TOP: f64 = 4.0;
/// The room of a mark below the axis.
const MARK: f64 = 16.0;

/// The figure; nothing where there is no day.
pub(crate) fn spans(chart: &SpansChart) -> Markup {
    let whole = chart.until.days_since(chart.from);
    if whole <= 0 || chart.rows.is_empty() {
        return Markup::default();
    }
    let across = |day: Day| percentage(day.days_since(chart.from) as f64, whole as f64);
    let bottom = TOP + ROW * chart.rows.len() as f64;
    let mark = chart.mark.filter(|(day, _)| chart.from <= *day && *day <= chart.until);
    let below = if mark.is_some() { MARK } else { 0.0 };
    // Stretches as one outline, in a plot that goes from 0 to 1000 both ways. A row may have hundreds, and has its name: a
    // pattern would be drawn anew for each of them.
    let outline = |spans: &[(Day, Day)]| {
        let at = |day: Day| number(across(day) * 10.0);
        let one = |(from, until): &(Day, Day)| format!("M{} 0H{}V1000H{}Z", at(*from), at(*until), at(*from));
        spans.iter().map(one).collect::<String>()
    };
    let body = html! {
        @for (index, row) in chart.rows.iter().enumerate() {
            @let top = TOP + ROW * index as f64;
            (words("0", top + 9.0, "start", "halo", &format!("{}, {}", row.name, days(row.days))))
            (stretched(top + 14.0, BAR, &html! { path.stretches d=(outline(&row.spans)) style=(format!("fill:var(--{0});stroke:var(--{0})", row.color)) {} }))
        }
        line.axis x1="0" x2="100%" y1=(number(bottom + 2.0)) y2=(number(bottom + 2.0)) {}
        (marks_of(&chart.marks, (chart.from, chart.until), (TOP, bottom + 2.0), across))
        (ticks_of(chart.from, chart.until, bottom + 2.0, None, across))
        @if let Some((day, name)) = mark {
            @let x = across(day);
            @let side = if x < 25.0 { "start" } else if x > 75.0 { "end" } else { "middle" };
            line.mark x1=(place(x, 100.0)) x2=(place(x, 100.0)) y1=(number(TOP)) y2=(number(bottom + 22.0)) {}
            (words(&place(x, 100.0), bottom + 34.0, side, "", &format!("{name} {day}")))
        }
        (words("0", bottom + 18.0, "start", "quiet", &chart.from.to_string()))
        (words("100%", bottom + 18.0, "end", "quiet", format!("{} {}", chart.end, chart.until).trim()))
    };
    let said: Vec<String> = chart.rows.iter().map(|row| format!("{} {}", row.name, days(row.days))).collect();
    let desc =
        format!("Bars along {} days, one row for each: {}.", thousands(whole.unsigned_abs().into()), said.join("; "));
    let drawing = Drawing {
        id: &chart.id,
        title: &chart.title,
        desc: &desc,
        height: bottom + 24.0 + below,
        left: 2.0,
        right: 2.0,
    };
    let row = |row: &SpansRow| {
        vec![row.name.clone(), thousands(row.days.unsigned_abs().into()), percent(row.days as f64 / whole as f64)]
    };
    let table = Table {
        head: ["spent on", "days", "share"].map(str::to_owned).to_vec(),
        rows: chart.rows.iter().map(row).collect(),
        numbers: true,
    };
    let id = format!("{}-figure", chart.id);
    let caption = caption_of(&chart.caption, &chart.marks, chart.from, chart.until);
    Figure { id: &id, title: &chart.title, caption: &caption, table: &table }.around(&drawing.of(&body))
}

fn days(days: i64) -> String {
    plural(days.unsigned_abs() as usize, "day", "days")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn chart(until: &str) -> SpansChart {
        let spans = vec![(day("2026-01-01"), day("2026-01-26")), (day("2026-03-02"), day("2026-04-11"))];
        SpansChart {
            marks: Vec::new(),
            id: "s".to_owned(),
            title: "Days".to_owned(),
            caption: String::new(),
            from: day("2026-01-01"),
            until: day(until),
            end: "today".to_owned(),
            mark: None,
            rows: vec![SpansRow { name: "working".to_owned(), days: 65, color: "c-blue", spans }],
        }
    }

    #[test]
    fn bars_stand_in_proportion() {
        let html = spans(&chart("2026-04-11")).into_string();
        assert!(html.contains(r#"d="M0 0H250V1000H0ZM600 0H1000V1000H600Z""#), "{html}");
        assert!(html.contains("working, 65 days"));
    }

    #[test]
    fn a_mark_is_where_its_day_is() {
        let marked =
            |day: Day| spans(&SpansChart { mark: Some((day, "first value")), ..chart("2026-04-11") }).into_string();
        let html = marked(day("2026-01-26"));
        assert!(html.contains("first value 2026-01-26") && html.contains(r#"x1="25%""#), "{html}");
        assert!(!marked(day("2026-04-12")).contains("first value"));
    }

    #[test]
    fn no_day_is_no_picture() {
        assert_eq!(spans(&chart("2026-01-01")).into_string(), "");
        assert_eq!(spans(&chart("2025-01-01")).into_string(), "");
    }
}
