//! `own`: another team owns a component.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "own",
    is_act: true,
    title: "Move a component to another team",
    phrase: Some("move component {component} to {team}"),
    page: include_str!("own.md"),
    blanks: &[
        Blank::new("component", "What is owned", BlankType::Component).required(),
        Blank::new("team", "The team that owns it from now on", BlankType::Team).required(),
    ],
    by: CarriedOutBy::Files,
    decides: "the leaders of both teams",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price,
};

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let Some(component) = change.text("component") else { return Ok(Vec::new()) };
    let team = files::named(change, "team", "team");
    let written = view.inputs.org.components.get(component);
    let owner = written.and_then(|written| written.owner.as_ref());
    if owner.is_some_and(|owner| Some(owner.value.as_str()) == change.text("team")) {
        return Err(Refusal::new(format!("`{component}` belongs to that team already")));
    }
    let file = files::component(component, view);
    let mut edits = vec![Edit::set(file, "component", component, "owner", team)];
    let until = view.as_written().components.get(component).and_then(|written| written.owner_until.as_ref());
    edits.extend(until.map(|until| Edit::remove(files::of(until.span, view), "component", component, "owner-until")));
    Ok(edits)
}

/// Both teams agree: the one that gives it away, where one has it, and the one that takes it.
fn price(change: &Change, view: &View<'_>) -> Price {
    let component = change.text("component").and_then(|id| view.inputs.org.components.get(id));
    let is_owned = component.is_some_and(|component| component.owner.is_some());
    Price { agreements: 1 + usize::from(is_owned), statements: 1, ..Price::default() }
}
