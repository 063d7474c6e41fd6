//! What people and other tools read: a [`Review`] or the findings of a check in, text, HTML, JSON, SARIF and SVG out.
//! Pure: no IO, no clock.
//!
//! Only [`show`] asks measures; every other report reads a value that is already there.

pub mod ask;
pub mod charter_gate;
mod charts;
pub mod check;
pub mod diagnostics;
mod document;
mod encode;
mod finished;
pub mod inert;
pub mod json;
mod ledger;
pub mod papers;
pub mod plan;
mod plan_earlier;
pub mod privacy;
pub mod review;
pub mod roles;
pub mod show;
pub mod text;
pub mod triage;
pub mod what_if;

pub use document::Depth;

use maud::{Markup, html};
use onethread_model::agreement::Agreement;
use onethread_model::source::Place;

use onethread_core::measure::{Initiative, Leadership};
use onethread_core::review::{Evidence, Form};
use onethread_core::words::plural;

/// How text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether escape codes for color may be used.
    pub color: bool,
    /// Columns to fill.
    pub width: usize,
}

/// Whose agreement about people holds, and what it loosens, where there is one: it stands on everything that is put out.
fn agreement_words(agreement: &Agreement) -> Option<String> {
    agreement.owner.is_some().then(|| agreement.words())
}

/// Reasons with those that say the same one after another taken together, and the first place of each: nine members who
/// give all their time are one line.
fn together(because: &[Evidence]) -> Vec<(String, Option<&Place>)> {
    let same = because.chunk_by(|a, b| a.says == b.says);
    let say = |reasons: &[Evidence]| match reasons.len() {
        1 => reasons[0].says.clone(),
        times => format!("{} ({times} times)", reasons[0].says),
    };
    same.map(|reasons| (say(reasons), reasons[0].place.as_ref())).collect()
}

/// Who leads an initiative: a label, a value, and where that is said. Only those are named whom the organization's
/// files or its registry name as leaders.
fn leader_row(known: &Initiative) -> (&'static str, String, Vec<&Place>) {
    let leaders = known.leadership.leaders();
    let places = leaders.iter().map(|leader| &leader.place).collect();
    match (&known.leadership, leaders) {
        (_, [leader]) => ("leader", leader.value.clone(), places),
        (_, [_, ..]) => {
            let names: Vec<&str> = leaders.iter().map(|leader| leader.value.as_str()).collect();
            ("leaders", names.join(", "), places)
        }
        (Leadership::Nobody { place: vacant, .. }, []) => ("leader", "none".to_owned(), vec![vacant]),
        (Leadership::Contradictory { named, against, is_vacant }, []) => {
            let says = if *is_vacant { "named, and vacant" } else { "named differently by two statements" };
            ("leader", says.to_owned(), vec![named, against])
        }
        (Leadership::FunctionalByDesign { .. }, []) => ("leader", "none".to_owned(), vec![&known.place]),
        (Leadership::OnlyListed { people, .. }, []) => {
            ("leader", format!("not stated; {} listed", plural(*people, "person", "people")), vec![&known.place])
        }
        (_, []) => ("leader", "unknown".to_owned(), Vec::new()),
    }
}

/// A form in a word or two, where there is little room.
fn form_in_short(form: Form) -> &'static str {
    match form {
        Form::Sto => "STO",
        Form::Stl => "STL",
        Form::Split => "split",
        Form::Functional => "functional",
        Form::Missing => "no leader",
        Form::NotShown => "not known",
    }
}

/// What the head of a page in light and dark begins with that stands alone.
fn stands_alone() -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        // Should anything slip through, the reader's browser still runs and loads nothing.
        meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
    }
}
