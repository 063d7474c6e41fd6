//! A change as a file of the organization keeps it, and what it is about.
//!
//! Input: a change. Output: `delegate initiative = returns, from = 2026-07-01`, which [`super::read`] takes, and the
//! entries that its blanks name. [`read_written`] is the way back.

use onethread_model::change::Known;
use onethread_model::record::Reference;
use onethread_model::{Change, Day};

use super::{Blank, BlankType, Refusal, phrase};
use crate::measure::View;

/// A change in words that lose nothing: its key, then each blank by its key.
pub fn written(change: &Change) -> String {
    let Some(kind) = super::kind(change.kind) else { return change.kind.to_owned() };
    let mut parts = Vec::new();
    for blank in kind.blanks {
        let values = match change.get(blank.key) {
            Some(Known::List(texts)) => texts.clone(),
            Some(known) => vec![super::shown(known)],
            None => continue,
        };
        parts.extend(values.iter().map(|value| format!("{} = {}", blank.key, quoted(value))));
    }
    format!("{} {}", change.kind, parts.join(", ")).trim_end().to_owned()
}

/// A value as a part of moves in words takes it: in double quotes, in which no other double quote can stand.
fn quoted(value: &str) -> String {
    let value = value.replace('"', "'").split_whitespace().collect::<Vec<_>>().join(" ");
    let is_bare = !value.is_empty() && !value.contains([',', ';', '=', '\'']);
    if is_bare { value } else { format!("\"{value}\"") }
}

/// The change that [`written`] wrote.
///
/// # Errors
/// What of it is not understood, such as an id that nothing has any more.
pub fn read_written(text: &str, view: &View<'_>) -> Result<Change, Refusal> {
    let mut changes = phrase::read(text, view)?;
    match (changes.pop(), changes.is_empty()) {
        (Some(change), true) => Ok(change),
        _ => Err(Refusal::new(format!("`{text}` is not one change"))),
    }
}

/// The entries that a change names, in the order of its blanks, each once.
pub fn subjects(change: &Change) -> Vec<Reference> {
    all_subjects(std::slice::from_ref(change))
}

/// The same of several changes, in their order.
pub fn all_subjects(changes: &[Change]) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    let named = changes.iter().flat_map(|change| {
        let blanks = super::kind(change.kind).map_or(&[][..], |kind| kind.blanks);
        blanks.iter().flat_map(|blank| named_in(blank, change))
    });
    for one in named {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// Kinds of entry that a decision can be about.
const ABOUT: &[&str] = &["initiative", "team", "gate", "component", "function", "platform", "decision", "person"];

/// The entries that a blank names.
pub(crate) fn named_in(blank: &Blank, change: &Change) -> Vec<Reference> {
    let values = change.list(blank.key);
    let all = |kind: &str| values.iter().map(|id| Reference { kind: kind.to_owned(), id: id.clone() }).collect();
    match blank.ty {
        BlankType::Person | BlankType::People => all("person"),
        BlankType::Initiative | BlankType::Initiatives => all("initiative"),
        BlankType::Team => all("team"),
        BlankType::Component => all("component"),
        BlankType::Gate => all("gate"),
        BlankType::Decision => all("decision"),
        BlankType::GateDays => super::blanks::gates_with_days(change, blank.key)
            .into_iter()
            .map(|(id, _)| Reference { kind: "gate".to_owned(), id })
            .collect(),
        BlankType::Reference | BlankType::References => {
            let parts = values.iter().filter_map(|value| value.split_once(':'));
            let known = parts.filter(|(kind, _)| ABOUT.contains(kind));
            known.map(|(kind, id)| Reference { kind: kind.to_owned(), id: id.to_owned() }).collect()
        }
        _ => Vec::new(),
    }
}

/// The days by which a change lifts gates.
pub fn gate_days(change: &Change) -> Vec<Day> {
    let blanks = super::kind(change.kind).map_or(&[][..], |kind| kind.blanks);
    let of_gates = blanks.iter().filter(|blank| blank.ty == BlankType::GateDays);
    of_gates.flat_map(|blank| super::blanks::gates_with_days(change, blank.key)).map(|(_, day)| day).collect()
}

/// Whether a decision to do one thing decides another one: both are of one kind, and it says the same of every entry that
/// the other one names. What the other one leaves open, such as who leads, does not matter.
pub fn decides(decided: &Change, advised: &Change) -> bool {
    let blanks = super::kind(advised.kind).map_or(&[][..], |kind| kind.blanks);
    let says_the_same = |blank: &Blank| {
        let (wanted, said) = (named_in(blank, advised), named_in(blank, decided));
        wanted.iter().all(|one| said.contains(one))
    };
    decided.kind == advised.kind
        && blanks.iter().all(says_the_same)
        && !subjects(advised).is_empty()
        // A gate that is removed here is not one that is added there: words of a choice are part of what is done.
        && blanks.iter().filter(|blank| matches!(blank.ty, BlankType::Choice(_))).all(|blank| {
            advised.get(blank.key).is_none_or(|wanted| decided.get(blank.key) == Some(wanted))
        })
}
