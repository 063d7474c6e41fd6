//! `own`: another team owns a component.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "own",
    title: "Move a component to another team",
    phrase: Some("move component {component} to {team}"),
    page: include_str!("own.md"),
    blanks: &[
        Blank { key: "component", doc: "What is owned", ty: BlankType::Component, required: true },
        Blank { key: "team", doc: "The team that owns it from now on", ty: BlankType::Team, required: true },
    ],
    by: CarriedOutBy::Files,
    not_known: &[],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price,
};

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let Some(component) = change.text("component") else { return Ok(Vec::new()) };
    let team = change.text("team").map_or(Value::Blank, |team| Value::reference("team", team));
    let written = view.inputs.org.components.get(component);
    let owner = written.and_then(|written| written.owner.as_ref());
    if owner.is_some_and(|owner| Some(owner.value.as_str()) == change.text("team")) {
        return Err(Refusal::new(format!("`{component}` belongs to that team already")));
    }
    let file = written.and_then(|written| files::of(written.id.span, view));
    let file = file.unwrap_or_else(|| files::own("components.toml", view));
    let mut edits = vec![Edit::set(file, "component", component, "owner", team)];
    let until = view.as_written().components.get(component).and_then(|written| written.owner_until.as_ref());
    let file = until.and_then(|until| files::of(until.span, view));
    edits.extend(file.map(|file| Edit::remove(file, "component", component, "owner-until")));
    Ok(edits)
}

/// Both teams agree: the one that gives it away, where one has it, and the one that takes it.
fn price(change: &Change, view: &View<'_>) -> Price {
    let component = change.text("component").and_then(|id| view.inputs.org.components.get(id));
    let is_owned = component.is_some_and(|component| component.owner.is_some());
    Price { agreements: 1 + usize::from(is_owned), statements: 1, ..Price::default() }
}
