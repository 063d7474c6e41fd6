//! Small pieces of the page: sentences, places, days, answers, links.

use maud::{Markup, Render, html};
use onethread_model::Day;
use onethread_model::source::Place;

use crate::charts::frame::Safe;
use crate::charts::palette::{Fill, Pattern};
use crate::together;
use onethread_core::review::{Answer, CRITERIA, Evidence, Form};
use onethread_core::words::capital;

/// A sentence from the review. What stands in backticks is set as code, and leads to its meaning where it has one.
pub(super) fn sentence(text: &str) -> Markup {
    html! {
        @for (index, piece) in text.split('`').enumerate() {
            @if index % 2 == 0 {
                (Safe(piece))
            } @else if CRITERIA.iter().any(|criterion| criterion.key == piece) {
                a href=(format!("#word-{piece}")) { code { (piece) } }
            } @else {
                code { (Safe(piece)) }
            }
        }
    }
}

/// The same with a full stop, where it has no end of its own.
pub(super) fn full(text: &str) -> Markup {
    let ended = text.ends_with(['.', '?', '!', '"']);
    html! { (sentence(text)) @if !ended && !text.is_empty() { "." } }
}

/// A word that the glossary explains.
pub(super) fn word(key: &str, text: &str) -> Markup {
    html! { a.word href=(format!("#word-{key}")) { (text) } }
}

/// A line or record to open.
pub(super) fn place(place: &Place) -> Markup {
    html! { code.place { (Safe(&place.to_string())) } }
}

/// Where something is written, in the margin. Nothing is said where there is no place.
pub(super) fn margin(places: &[&Place]) -> Markup {
    html! {
        @if !places.is_empty() { div.margin { @for one in places { (place(one)) } } }
    }
}

/// The same for an entry of a list of words and what is said of them.
pub(super) fn written(places: &[&Place]) -> Markup {
    html! {
        @if !places.is_empty() { dd.margin { @for one in places { (place(one)) } } }
    }
}

/// Reasons, each with its place beside it.
pub(super) fn reasons(because: &[Evidence]) -> Markup {
    html! {
        @for (says, place) in together(because) {
            div.row {
                p { (full(&capital(&says))) }
                (margin(&place.into_iter().collect::<Vec<_>>()))
            }
        }
    }
}

/// `24 July 2026`.
pub(super) fn long_day(day: Day) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let text = day.to_string();
    let mut parts = text.rsplitn(3, '-');
    let (day_of_month, month, year) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|month| month.parse::<usize>().ok()).and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match (day_of_month, month, year) {
        (Some(day), Some(month), Some(year)) => format!("{} {month} {year}", day.trim_start_matches('0')),
        _ => text,
    }
}

/// An answer, as a shape and a word.
pub(super) struct Said(pub(super) Answer);

impl Render for Said {
    fn render_to(&self, buffer: &mut String) {
        html! { span class=(answer_class(self.0)) { (self.0.words()) } }.render_to(buffer);
    }
}

/// How an answer looks.
pub(super) fn answer_class(answer: Answer) -> &'static str {
    match answer {
        Answer::Holds => "said holds",
        Answer::Fails => "said fails",
        Answer::NotShown => "said open",
    }
}

/// The short words for a form.
pub(super) fn form_words(form: Form) -> &'static str {
    match form {
        Form::Sto => "STO",
        Form::Stl => "STL",
        Form::Split => "split",
        Form::Functional => "functional",
        Form::Missing => "no leader",
        Form::NotShown => "cannot tell",
    }
}

/// How a form is drawn, in every chart.
pub(super) fn form_fill(form: Form) -> Fill {
    let (color, pattern) = match form {
        Form::Sto => ("c-blue", Pattern::Solid),
        Form::Stl => ("c-green", Pattern::Lines),
        Form::Split => ("c-vermilion", Pattern::Hatch),
        Form::Functional => ("c-purple", Pattern::Dots),
        Form::Missing => ("c-black", Pattern::Grid),
        Form::NotShown => ("c-gray", Pattern::Empty),
    };
    Fill { color, pattern }
}

/// The end of the link to an initiative. Ids may hold anything, and an anchor may not hold spaces.
pub(super) fn anchor(id: &str) -> String {
    let mut anchor = "i-".to_owned();
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            anchor.push(c);
        } else {
            anchor.push_str(&format!("_{:x}", u32::from(c)));
        }
    }
    anchor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_as_people_write_them() {
        let day = |text| long_day(Day::parse(text).expect("a day"));
        assert_eq!([day("2026-07-04"), day("1999-12-31")], ["4 July 2026", "31 December 1999"]);
    }

    #[test]
    fn sentences_begin_with_a_capital_and_names_do_not() {
        assert_eq!(
            ["one leader", "team:payments blocks", "2 of 3", "single-threaded: none", ""].map(capital),
            ["One leader", "team:payments blocks", "2 of 3", "Single-threaded: none", ""]
        );
    }

    #[test]
    fn anchors_differ_when_ids_do() {
        assert_eq!(anchor("1432-volume"), "i-1432-volume");
        assert_eq!([anchor("a b"), anchor("a_20b"), anchor("ü")], ["i-a_20b", "i-a_5f20b", "i-_fc"]);
    }

    #[test]
    fn backticks_lead_to_their_word() {
        assert_eq!(
            full("then `focus` holds").into_string(),
            "then <a href=\"#word-focus\"><code>focus</code></a> holds."
        );
        assert_eq!(full("use `<b>`").into_string(), "use <code>&lt;b&gt;</code>.");
    }
}
