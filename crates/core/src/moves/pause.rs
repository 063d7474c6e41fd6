//! `pause`: nobody works on an initiative for a time, by decision.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::{Record, Value};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Note, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "pause",
    is_act: true,
    title: "Pause an initiative",
    phrase: Some("pause {initiative}"),
    page: include_str!("pause.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new(
            "from",
            "The first day on which nobody works on it; that of the review unless stated",
            BlankType::Day,
        ),
        Blank::new("until", "The first day on which work goes on", BlankType::Day),
        Blank::new("why", "Why", BlankType::Text),
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    not_known: &["whether those who worked on it do something else meanwhile: their shares of time say so"],
    alters_form: true,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// A pause of its own; where one holds already that does not say until when, its end.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let (from, until) = (change.day("from").unwrap_or(view.day), change.day("until"));
    let Some(known) = view.initiative(initiative) else { return Ok(Vec::new()) };
    if known.stage.is_some() {
        let why = format!("{initiative} is an idea: nobody works on it, and nothing is asked of it");
        return Err(Refusal::new(why).help(format!("end {initiative}, outcome = dropped")));
    }
    if let Some(until) = until.filter(|until| *until <= from && known.paused.is_none()) {
        return Err(Refusal::new(format!("the pause would end on {until}, before it begins on {from}")));
    }
    let file = files::initiative(initiative, view);
    let as_written = view.as_written().initiatives.get(initiative);
    match (&known.paused, until) {
        (Some(pause), None) => {
            let until = pause.until.map_or_else(String::new, |until| format!(" until {until}"));
            let why = format!("{initiative} is paused since {}{until}", pause.from);
            Err(Refusal::new(why).help("say `until = ...` to end that pause"))
        }
        (Some(pause), Some(until)) if until <= pause.from => {
            Err(Refusal::new(format!("the pause would end on {until}, before it began on {}", pause.from)))
        }
        (Some(pause), Some(until)) => {
            let is_it = |one: &&onethread_model::org::Pause| one.from.value == pause.from;
            let written = as_written.and_then(|written| written.pauses.iter().find(is_it));
            let file = written.map_or(file, |written| files::of(written.from.span, view));
            let edit = Edit::set(file, "initiative", initiative, "until", Value::Day(until));
            Ok(vec![edit.inside("pause", [("from", Some(Value::Day(pause.from)))])])
        }
        (None, until) => {
            let until = until.map(|until| ("until", Value::Day(until)));
            let why = change.text("why").map(|why| ("why", Value::text(why)));
            let says = [("from", Value::Day(from))].into_iter().chain(until).chain(why);
            Ok(vec![Edit::add(file, "initiative", initiative, "pause", Value::Table(Record::of(says)))])
        }
    }
}

pub(super) fn notes(change: &Change, view: &View<'_>) -> Vec<Note> {
    let Some(known) = view.initiative(change.initiative()) else { return Vec::new() };
    let mut notes = super::hand_over::open_notes(known, view);
    let others = super::end::dependants(&known.id, view);
    let wait = others.iter().map(|id| format!("{id} depends on it, and waits meanwhile")).collect();
    notes.extend(Note::of("Others", wait));
    notes
}

fn price(change: &Change, view: &View<'_>) -> Price {
    Price::statements(edits(change, view).map_or(0, |edits| edits.len()))
}
