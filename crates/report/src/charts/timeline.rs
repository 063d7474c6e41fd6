//! What happened to one initiative, and what is planned: one row for each kind of event, one axis of time.

use maud::{Markup, html};
use onethread_model::Day;

use super::days::{DayMark, caption_of, marks_of, ticks_of};
use super::frame::{Drawing, Figure, Safe, Table, words};
use super::scale::{number, percentage, place};

/// The events of an initiative.
#[derive(Clone, Debug)]
pub(crate) struct TimelineChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// Of which initiative.
    pub of: String,
    /// The finding in words.
    pub caption: String,
    /// The day of the review.
    pub today: Day,
    /// Other days that are marked.
    pub marks: Vec<DayMark>,
    /// The events, in the order of the rows.
    pub events: Vec<TimelineEvent>,
}

/// An event, or several of one kind.
#[derive(Clone, Debug)]
pub(crate) struct TimelineEvent {
    /// What, in a few words.
    pub label: String,
    /// What follows the label where there is room, which a phone has not; with the sign that parts them.
    pub more: String,
    /// What the table says of it.
    pub note: String,
    /// Where it is written.
    pub place: String,
    /// Whether it happened.
    pub kind: TimelineKind,
    /// The days of it, in ascending order; none when the day lies ahead and is not known.
    pub days: Vec<Day>,
}

impl TimelineEvent {
    fn whole(&self) -> String {
        format!("{}{}", self.label, self.more)
    }
}

/// How an event is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimelineKind {
    /// It happened: a full circle.
    Done,
    /// It is planned, or due and not shown to have happened: an empty circle.
    Planned,
    /// Something changed: a full diamond.
    Change,
}

const ROW: f64 = 24.0;
const TOP: f64 = 6.0;
/// Part of the width for what is planned on a day that nobody knows.
const AHEAD: f64 = 14.0;
/// Words stand to the right of a mark up to here, and to its left beyond.
const TURN: f64 = 46.0;

/// The figure.
pub(crate) fn timeline(chart: &TimelineChart) -> Markup {
    let axis = Axis::of(chart);
    let bottom = TOP + ROW * chart.events.len() as f64;
    let today = axis.at(chart.today);
    let body = html! {
        // First, so that words stand before it.
        line.today x1=(percent_of(today)) x2=(percent_of(today)) y1="0" y2=(number(bottom)) {}
        @for (index, event) in chart.events.iter().enumerate() {
            (row(event, TOP + ROW * (index as f64 + 0.5), &axis))
        }
        line.axis x1="0" x2="100%" y1=(number(bottom)) y2=(number(bottom)) {}
        (words("0", bottom + 16.0, "start", "quiet", &axis.from.to_string()))
        (marks_of(&chart.marks, (axis.from, chart.today), (0.0, bottom), |day| axis.at(day)))
        (ticks_of(axis.from, axis.to, bottom, Some(today), |day| axis.at(day)))
        @if today > 35.0 {
            (words(&percent_of(today), bottom + 16.0, "end", "quiet", &format!("as of {}", chart.today)))
        }
        @if axis.unknown_ahead { (words("100%", bottom + 16.0, "end", "quiet", "ahead")) }
    };
    let said: Vec<String> = chart.events.iter().map(TimelineEvent::whole).collect();
    let desc =
        format!("{}, from top to bottom: {}. A dashed line marks the day of the review.", chart.of, said.join("; "));
    let drawing =
        Drawing { id: &chart.id, title: &chart.title, desc: &desc, height: bottom + 22.0, left: 6.0, right: 6.0 };
    let table = Table {
        head: ["what", "when", "where it is written"].map(str::to_owned).to_vec(),
        rows: chart.events.iter().map(|event| vec![event.whole(), event.note.clone(), event.place.clone()]).collect(),
        numbers: false,
    };
    let id = format!("{}-figure", chart.id);
    let caption = caption_of(&chart.caption, &chart.marks, axis.from, chart.today);
    Figure { id: &id, title: &chart.title, caption: &caption, table: &table }.around(&drawing.of(&body))
}

struct Axis {
    from: Day,
    to: Day,
    unknown_ahead: bool,
}

impl Axis {
    fn of(chart: &TimelineChart) -> Axis {
        let days = || chart.events.iter().flat_map(|event| event.days.iter().copied());
        let from = days().min().unwrap_or(chart.today).min(chart.today);
        let unknown_ahead = chart.events.iter().any(|event| event.days.is_empty());
        Axis { from, to: days().max().unwrap_or(chart.today).max(chart.today), unknown_ahead }
    }

    /// Where a day stands, between 0 and 100.
    fn at(&self, day: Day) -> f64 {
        let room = if self.unknown_ahead { 100.0 - AHEAD } else { 100.0 };
        let whole = self.to.days_since(self.from) as f64;
        if whole > 0.0 { percentage(day.days_since(self.from) as f64, whole) * room / 100.0 } else { room }
    }
}

fn percent_of(at: f64) -> String {
    place(at, 100.0)
}

fn row(event: &TimelineEvent, y: f64, axis: &Axis) -> Markup {
    let places: Vec<f64> = match event.days[..] {
        [] => vec![100.0 - AHEAD / 2.0],
        _ => event.days.iter().map(|day| axis.at(*day)).collect(),
    };
    let (first, last) = (places.first().copied().unwrap_or(0.0), places.last().copied().unwrap_or(0.0));
    html! {
        line.grid x1="0" x2="100%" y1=(number(y)) y2=(number(y)) {}
        @for at in &places { (mark(event.kind, *at, y)) }
        @if last <= TURN {
            (label(event, last, y, "halo shift", None))
        } @else {
            (label(event, first, y, "halo shift-back", Some("end")))
        }
    }
}

fn label(event: &TimelineEvent, at: f64, y: f64, class: &str, anchor: Option<&str>) -> Markup {
    html! {
        text x=(percent_of(at)) y=(number(y + 4.0)) text-anchor=[anchor] class=(class) {
            (Safe(&event.label)) @if !event.more.is_empty() { tspan.wide { (Safe(&event.more)) } }
        }
    }
}

fn mark(kind: TimelineKind, at: f64, y: f64) -> Markup {
    match kind {
        TimelineKind::Done => html! { circle.dot cx=(percent_of(at)) cy=(number(y)) r="4.5" {} },
        TimelineKind::Planned => html! { circle.open cx=(percent_of(at)) cy=(number(y)) r="4" {} },
        // A square turned on its corner would need its place in pixels, so an inner drawing carries it there.
        TimelineKind::Change => html! {
            svg x=(percent_of(at)) y=(number(y)) overflow="visible" { path.dot d="M0-5 5 0 0 5-5 0Z" {} }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn event(days: &[&str]) -> TimelineEvent {
        TimelineEvent {
            label: "beta".to_owned(),
            more: String::new(),
            note: String::new(),
            place: String::new(),
            kind: TimelineKind::Done,
            days: days.iter().map(|text| day(text)).collect(),
        }
    }

    fn chart(events: Vec<TimelineEvent>) -> TimelineChart {
        let text = || "words".to_owned();
        TimelineChart {
            marks: Vec::new(),
            id: "t".to_owned(),
            title: text(),
            of: text(),
            caption: text(),
            today: day("2026-01-01"),
            events,
        }
    }

    #[test]
    fn days_stand_in_proportion() {
        let chart = chart(vec![event(&["2024-01-01"]), event(&["2025-01-01"])]);
        let axis = Axis::of(&chart);
        let places: Vec<f64> =
            ["2024-01-01", "2025-01-01", "2026-01-01"].iter().map(|text| axis.at(day(text))).collect();
        assert!(places[0] == 0.0 && (places[1] - 50.07).abs() < 0.01 && places[2] == 100.0, "{places:?}");
    }

    #[test]
    fn what_lies_ahead_on_no_known_day_has_room() {
        let chart = chart(vec![event(&["2024-01-01"]), event(&[])]);
        let axis = Axis::of(&chart);
        assert!(axis.unknown_ahead && axis.at(chart.today) < 100.0 - AHEAD + 0.01);
        assert!(timeline(&chart).into_string().contains("ahead"));
    }

    #[test]
    fn an_initiative_of_today_can_be_drawn() {
        let html = timeline(&chart(vec![event(&["2026-01-01"])])).into_string();
        assert!(!html.contains("NaN") && !html.contains("inf"));
    }
}
