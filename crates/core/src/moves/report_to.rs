//! `report-to`: a person's reporting line is stated.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Standing, files, no_words, one_group};
use super::{seat, standing, start};
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
        seat::MOVES,
        Blank::new("as", "Id under which the person goes on, where person and position part", BlankType::Text),
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
    let one = |person: &String| Edit::set(files::person(person, view), "person", person, "reports-to", manager.clone());
    let (Some(person), Some(to)) = (change.text("person"), change.text("manager")) else {
        let people = files::members_without_line(change.initiative(), view);
        return Ok(people.iter().take(files::ALIKE_MAX).map(one).collect());
    };
    seat::is_here(Some(to), view)?;
    if seat::of(change) != seat::BOTH {
        return apart(change, person, to, view);
    }
    if change.get("as").is_some() {
        let why = "`as` names the person where person and position part, and here they move together";
        return Err(Refusal::new(why).help("say `moves = position` or `moves = person`"));
    }
    seat::no_circle(person, to, view)?;
    Ok(vec![one(&person.to_owned())])
}

/// The position keeps its id, its offices and whoever reports to it; the person goes on under another id, with team, list
/// and time. One of the two has a new manager, and the other one keeps the line that both had.
fn apart(change: &Change, person: &str, to: &str, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let Some(other) = change.text("as") else {
        let why = format!("`{person}` is one entry for a person and a position, and here they part");
        return Err(Refusal::new(why).help("say under which id the person goes on: `as = ...`"));
    };
    if !start::is_id(other) || other == person {
        let why = format!("`{other}` is no id of its own for the person");
        return Err(Refusal::new(why).help("name another id: letters, digits and hyphens"));
    }
    seat::is_here(Some(other), view)?;
    let written = view.inputs.org.people.get(person);
    let line = written.and_then(|written| written.reports_to.as_ref()).map(|line| line.value.as_str());
    let (of_position, of_person) = match seat::of(change) {
        seat::POSITION => (Some(to), line),
        _ => (line, Some(to)),
    };
    let (moved, new) = if seat::of(change) == seat::POSITION { (person, of_position) } else { (other, of_person) };
    if let Some(new) = new {
        seat::no_circle(moved, new, view)?;
    }
    let file = match view.as_written().people.contains_key(other) {
        true => files::person(other, view),
        false => files::person(person, view),
    };
    let set = |key: &str, value: Value| Edit::set(file.as_str(), "person", other, key, value);
    let known = view.as_written().people.get(other);
    let mut edits = Vec::new();
    if let Some(function) = written.and_then(|one| one.function.as_ref()) {
        let has = known.is_some_and(|known| known.function.is_some());
        edits.extend((!has).then(|| set("function", Value::text(function.value.as_str()))));
    }
    edits.extend(of_person.map(|line| set("reports-to", Value::reference("person", line))));
    if let Some(fte) =
        written.and_then(|one| one.fte.as_ref()).filter(|_| known.is_none_or(|known| known.fte.is_none()))
    {
        edits.push(set("fte", Value::Number(fte.value)));
    }
    if seat::of(change) == seat::POSITION {
        let line = Value::reference("person", to);
        edits.push(Edit::set(files::person(person, view), "person", person, "reports-to", line));
    }
    edits.extend(standing::renamed(&standing::places("person", person, Standing::Work, view), other));
    Ok(edits)
}

/// Who is known to report to someone else changes manager; a line that nobody stated is only written down.
fn price(change: &Change, view: &View<'_>) -> Price {
    let Some(person) = change.text("person") else { return Price::statements(change.count("members").max(1)) };
    let manager = view.inputs.org.people.get(person).and_then(|known| known.reports_to.as_ref());
    let is_other = manager.is_some_and(|manager| Some(manager.value.as_str()) != change.text("manager"));
    let statements = edits(change, view).map_or(1, |edits| edits.len());
    Price { managers_changed: usize::from(is_other), statements, ..Price::default() }
}
