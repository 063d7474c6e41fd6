//! `rename`: whatever still names an entry by an earlier id names it by its own.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::Naming;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Note, Price, Refusal, files, no_words, one_group};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "rename",
    is_act: false,
    title: "Name an entry by its new id everywhere",
    phrase: Some("rename {what} to {to}"),
    page: include_str!("rename.md"),
    blanks: &[
        Blank::new("what", "What had another id, as `kind:id`", BlankType::Text).required(),
        Blank::new("to", "Its id now", BlankType::Text).required(),
    ],
    by: CarriedOutBy::Files,
    decides: "whoever keeps the files",
    not_known: &["what sources say under the earlier id: `known-as` of people and teams says that both are one"],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// Kinds that other entries name.
const KINDS: &[&str] = &["person", "team", "function", "initiative", "component", "gate"];

/// Every place that has the earlier id has the one of now.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (Some(what), Some(to)) = (change.text("what"), change.text("to")) else { return Ok(Vec::new()) };
    let parts = what.split_once(':').filter(|(kind, id)| KINDS.contains(kind) && !id.is_empty());
    let Some((kind, id)) = parts else {
        let why = format!("`{what}` is nothing that can have another id");
        return Err(Refusal::new(why).help(format!("say `kind:id`, where the kind is one of {}", KINDS.join(", "))));
    };
    let written = |id: &str| match kind {
        "function" => view.as_written().functions.get(id).map(|one| one.id.span),
        _ => files::entry_span(kind, id, view.as_written()),
    };
    if let Some(span) = written(id) {
        let place = view.inputs.sources.place(span);
        let why = format!("there is an entry [{kind}.{id}] still, at {place}");
        return Err(
            Refusal::new(why).help(format!("write [{kind}.{to}] there first, and wherever else it has a header"))
        );
    }
    if written(to).is_none() {
        let why = format!("there is no entry [{kind}.{to}]");
        return Err(Refusal::new(why).help("name the id that the entry has now"));
    }
    let places = view.naming(kind, id);
    match places.is_empty() {
        false => Ok(Naming::all_renamed(&places, to)),
        true => Err(Refusal::new(format!("no file names {what}"))),
    }
}

pub(super) fn notes(change: &Change, view: &View<'_>) -> Vec<Note> {
    let Some((kind, id)) = change.text("what").and_then(|what| what.split_once(':')) else { return Vec::new() };
    let places = view.naming(kind, id);
    let shown = places.iter().map(|naming| view.inputs.sources.place(naming.span).to_string());
    let lines = [plural(places.len(), "place", "places")].into_iter().chain(shown).collect();
    Note::of("Named by the earlier id", lines).into_iter().collect()
}

fn price(change: &Change, view: &View<'_>) -> Price {
    Price::statements(edits(change, view).map_or(0, |edits| edits.len()))
}
