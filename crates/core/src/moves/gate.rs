//! `gate`: an approval gate no longer stands before one initiative, or before any.

use std::collections::BTreeSet;

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::{Record, Value};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, one_group};
use crate::measure::View;
use crate::words::{join, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "gate",
    is_act: true,
    title: "Remove an approval gate",
    phrase: Some("remove gate {gate}"),
    page: include_str!("gate.md"),
    blanks: &[
        Blank::new("gate", "The gate", BlankType::Gate).required(),
        Blank::new("initiative", "Before which initiative; before all of them unless stated", BlankType::Initiative),
        Blank::new("from", "The first day without it; that of the review unless stated", BlankType::Day),
    ],
    by: CarriedOutBy::Files,
    decides: "whoever owns the gate",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price,
};

/// A gate that holds one initiative up.
pub(crate) fn change(initiative: &str, gate: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("gate", gate)
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

/// Before all initiatives it ends on the day; before one of several it is lifted from that day on.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let Some(id) = change.text("gate") else { return Ok(Vec::new()) };
    let Some(gate) = view.inputs.org.gates.get(id) else {
        let why = format!("gate `{id}` is in no file of the organization");
        return Err(Refusal::new(why).help("describe it first, as [gate.ID] with `owner` and `applies-to`"));
    };
    let file = files::of(gate.id.span, view);
    let only = change.text("initiative");
    let others = |one: &str| gate.applies_to.is_empty() || gate.applies_to.iter().any(|at| at.value != one);
    let from = change.day("from").unwrap_or(view.day);
    match only {
        Some(initiative) if !gate.stands_before(initiative, view.day) => {
            Err(Refusal::new(format!("gate `{id}` does not apply to `{initiative}` on {}", view.day)))
        }
        Some(initiative) if others(initiative) => {
            let says = [("initiative", Value::reference("initiative", initiative)), ("from", Value::Day(from))];
            Ok(vec![Edit::add(file, "gate", id, "lifted", Value::Table(Record::of(says)))])
        }
        _ => Ok(vec![Edit::set(file, "gate", id, "until", Value::Day(from))]),
    }
}

fn price(change: &Change, view: &View<'_>) -> Price {
    Price { agreements: 1, statements: edits(change, view).map_or(0, |edits| edits.len()), ..Price::default() }
}
