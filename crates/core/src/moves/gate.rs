//! `gate`: an approval gate is removed, added or narrowed, from a day on.

use std::collections::BTreeSet;

use onethread_model::edit::Edit;
use onethread_model::org::Gate;
use onethread_model::record::{Record, Value};
use onethread_model::{Change, Day};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files};
use crate::measure::View;
use crate::words::{join, plural};

const REMOVE: &str = "remove";
const ADD: &str = "add";
const NARROW: &str = "narrow";

pub(super) const MOVE: MoveKind = MoveKind {
    key: "gate",
    is_act: true,
    title: "Remove, add or narrow an approval gate",
    phrase: Some("{act} gate {gate}"),
    page: include_str!("gate.md"),
    blanks: &[
        Blank::new("act", "What is done with it", BlankType::Choice(&[REMOVE, ADD, NARROW])).required(),
        Blank::new("gate", "The gate, or the id of a new one", BlankType::Gate).required().names_new("act", ADD),
        Blank::new("initiative", "Before which initiative; before all of them unless stated", BlankType::Initiative),
        Blank::new("only", "The only initiatives that still have to pass it", BlankType::Initiatives),
        Blank::new("decisions", "The only decisions that still have to pass it", BlankType::DecisionClasses),
        Blank::new("only-where", "Where alone it still has to be passed, in words", BlankType::Text),
        Blank::new("owner", "Who holds a new one", BlankType::Reference),
        Blank::new("kind", "What happens at a new one", BlankType::Choice(&["review", "approval", "sign-off"])),
        Blank::FROM,
    ],
    by: CarriedOutBy::Files,
    decides: "whoever owns the gate",
    not_known: &[],
    alters_form: false,
    group,
    words,
    edits,
    price,
};

/// A gate that holds one initiative up.
pub(crate) fn change(initiative: &str, gate: &str) -> Change {
    Change::new(MOVE.key).with("act", REMOVE).with("initiative", initiative).with("gate", gate)
}

/// Each gate is agreed on with those who hold it.
fn group(change: &Change) -> String {
    change.text("gate").unwrap_or_default().to_owned()
}

fn words(changes: &[Change]) -> Option<Words> {
    let first = changes.first()?;
    let (initiative, gate) = (first.initiative(), first.text("gate").unwrap_or_default());
    let gates: BTreeSet<&str> = changes.iter().filter_map(|change| change.text("gate")).collect();
    let gates: Vec<&str> = gates.into_iter().collect();
    let initiatives: BTreeSet<&str> = changes.iter().map(Change::initiative).collect();
    let before = plural(initiatives.len(), "initiative", "initiatives");
    Some(Words {
        short: match changes.len() {
            1 => format!("Remove the approval gate `{gate}` for {initiative}, delegate it, or plan its removal"),
            _ => format!(
                "Remove or delegate {} ({}), or plan the removal",
                plural(gates.len(), "approval gate", "approval gates"),
                join(&gates)
            ),
        },
        says: format!(
            "Remove or delegate {} of {before}, or plan the removal; first `{gate}` for {initiative}",
            plural(gates.len(), "approval gate", "approval gates")
        ),
        cost: plural(gates.len(), "agreement with those who approve", "agreements with those who approve"),
        gain: "work waits for fewer approvals".to_owned(),
        answers: changes.len(),
        // A gate may stand before several initiatives: it takes one agreement.
        price: Some(Price::agreements(gates.len())),
    })
}

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let Some(id) = change.text("gate") else { return Ok(Vec::new()) };
    let from = change.day("from").unwrap_or(view.day);
    let act = change.text("act").unwrap_or(REMOVE);
    only_with(act, change)?;
    match (act, view.as_written().gates.get(id)) {
        (ADD, None) => added(change, id, from, view),
        (_, None) => {
            let why = format!("gate `{id}` is in no file of the organization");
            Err(Refusal::new(why).help("describe it first, as [gate.ID] with `owner` and `applies-to`"))
        }
        (ADD, Some(gate)) => added_before(change, gate, from, view),
        (NARROW, Some(gate)) => narrowed(change, gate, from, view),
        (_, Some(gate)) => removed(change, gate, from, view),
    }
}

/// What is said of another act is refused: it would be lost silently.
fn only_with(act: &str, change: &Change) -> Result<(), Refusal> {
    let of = |key: &str| match key {
        "only" | "decisions" | "only-where" => Some(NARROW),
        "owner" | "kind" => Some(ADD),
        _ => None,
    };
    match change.known().find(|(key, _)| of(key).is_some_and(|of| of != act)) {
        Some((key, _)) => {
            let why = format!("`{key}` says how to {} a gate, and this is to {act} one", of(key).unwrap_or_default());
            Err(Refusal::new(why).help(format!("say `{} gate ...`, or leave `{key}` out", of(key).unwrap_or_default())))
        }
        None => Ok(()),
    }
}

/// A gate that no file describes yet.
fn added(change: &Change, id: &str, from: Day, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let file = files::describing("gate", id, "gates.toml", view);
    let owner = change.text("owner").map_or(Value::Blank, files::reference);
    let before = change.text("initiative").map(|one| Value::list([Value::reference("initiative", one)]));
    let says = [
        ("kind", change.text("kind").map(Value::text)),
        ("owner", Some(owner)),
        ("applies-to", before),
        ("from", Some(Value::Day(from))),
    ];
    let set = |(key, value): (&str, Option<Value>)| Some(Edit::set(&*file, "gate", id, key, value?));
    Ok(says.into_iter().filter_map(set).collect())
}

/// A gate that is there comes to stand before one initiative more, or stays although it was to end.
fn added_before(change: &Change, gate: &Gate, from: Day, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (id, file) = (&gate.id.value, files::of(gate.id.span, view));
    if let Some(key) = ["owner", "kind"].into_iter().find(|key| change.get(key).is_some()) {
        return Err(Refusal::new(format!("gate `{id}` is there already, with its own `{key}`"))
            .help("leave it out, or choose another id for a new gate"));
    }
    let until = gate.until.as_ref().map(|until| until.value);
    if let Some(until) = until.filter(|until| *until <= from) {
        let why = format!("gate `{id}` is gone since {until}, and what was stays written");
        return Err(Refusal::new(why).help(format!("add one of another id, such as `{id}-2`")));
    }
    match change.text("initiative") {
        Some(initiative) if gate.stands_before(initiative, from) => {
            Err(Refusal::new(format!("gate `{id}` applies to `{initiative}` already")))
        }
        Some(initiative) => Ok(vec![dated(file, id, "also-before", initiative, from)]),
        None if until.is_some() => Ok(vec![Edit::remove(file, "gate", id, "until")]),
        None => Err(Refusal::new(format!("gate `{id}` is there already"))
            .help("say before which `initiative` it is to come, or choose another id")),
    }
}

/// Before all initiatives it ends on the day; before one of several it is lifted from that day on.
fn removed(change: &Change, gate: &Gate, from: Day, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (id, file) = (&gate.id.value, files::of(gate.id.span, view));
    let others = |one: &str| gate.applies_to.is_empty() || gate.applies_to.iter().any(|at| at.value != one);
    match change.text("initiative") {
        Some(initiative) if !gate.stands_before(initiative, from) => {
            Err(Refusal::new(format!("gate `{id}` does not apply to `{initiative}` on {from}")))
        }
        Some(initiative) if others(initiative) => Ok(vec![dated(file, id, "lifted", initiative, from)]),
        _ => match &gate.until {
            Some(until) if until.value <= from => Err(Refusal::new(format!("gate `{id}` is gone on {}", until.value))),
            _ => Ok(vec![Edit::set(file, "gate", id, "until", Value::Day(from))]),
        },
    }
}

/// From the day on it stands only before these initiatives, for these decisions, or where something holds.
fn narrowed(change: &Change, gate: &Gate, from: Day, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (id, file) = (&gate.id.value, files::of(gate.id.span, view));
    if gate.until.as_ref().is_some_and(|until| until.value <= from) {
        return Err(Refusal::new(format!("gate `{id}` is gone by {from}: there is nothing to narrow")));
    }
    let only = change.list("only");
    if let Some(other) = only.iter().find(|one| !gate.stands_before(one, from)) {
        let why = format!("gate `{id}` does not apply to `{other}` on {from}: it would become wider");
        return Err(Refusal::new(why).help(format!("`add gate {id}, initiative = {other}` makes it wider")));
    }
    let list = |all: &[String], item: &dyn Fn(&str) -> Value| {
        (!all.is_empty()).then(|| Value::list(all.iter().map(|one| item(one))))
    };
    let says = [
        ("before", list(only, &|one| Value::reference("initiative", one))),
        ("decisions", list(change.list("decisions"), &|class| Value::text(class))),
        ("only-where", change.text("only-where").map(Value::text)),
    ];
    let says: Vec<(&str, Value)> = says.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
    if says.is_empty() {
        return Err(Refusal::new(format!("what gate `{id}` is to be narrowed to is not stated"))
            .help("say `only = ...`, `decisions = ...` or `only-where = ...`"));
    }
    let says = says.into_iter().chain([("from", Value::Day(from))]);
    Ok(vec![Edit::add(file, "gate", id, "narrowed", Value::Table(Record::of(says)))])
}

fn dated(file: String, gate: &str, key: &str, initiative: &str, from: Day) -> Edit {
    let says = [("initiative", Value::reference("initiative", initiative)), ("from", Value::Day(from))];
    Edit::add(file, "gate", gate, key, Value::Table(Record::of(says)))
}

fn price(change: &Change, view: &View<'_>) -> Price {
    Price { agreements: 1, statements: edits(change, view).map_or(0, |edits| edits.len()), ..Price::default() }
}
