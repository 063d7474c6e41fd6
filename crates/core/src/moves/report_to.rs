//! `report-to`: a person's reporting line is stated.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "report-to",
    is_act: true,
    title: "State reporting lines",
    phrase: None,
    page: include_str!("report_to.md"),
    blanks: &[
        Blank::new("initiative", "On which initiative they work", BlankType::Initiative),
        Blank::new("members", "How many members' reporting lines are missing", BlankType::Count),
        Blank::new("person", "Who", BlankType::Person).required(),
        Blank::new("manager", "To whom they report", BlankType::Person).required(),
    ],
    by: CarriedOutBy::Files,
    decides: "the person's manager",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// Members whose reporting line nobody states.
pub(crate) fn change(initiative: &str, members: usize) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("members", members)
}

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let manager = files::named(change, "manager", "person");
    let people = match change.text("person") {
        Some(person) => vec![person.to_owned()],
        None => files::members_without_line(change.initiative(), view),
    };
    let one = |person: &String| Edit::set(files::person(person, view), "person", person, "reports-to", manager.clone());
    Ok(people.iter().take(files::ALIKE_MAX).map(one).collect())
}

/// Who is known to report to someone else changes manager; a line that nobody stated is only written down.
fn price(change: &Change, view: &View<'_>) -> Price {
    let Some(person) = change.text("person") else { return Price::statements(change.count("members").max(1)) };
    let manager = view.inputs.org.people.get(person).and_then(|known| known.reports_to.as_ref());
    let is_other = manager.is_some_and(|manager| Some(manager.value.as_str()) != change.text("manager"));
    Price { managers_changed: usize::from(is_other), statements: 1, ..Price::default() }
}
