//! What moves where an entry is both a person and a position: the position with its person, the position alone, or the
//! person alone. An office, a right and a reporting line stay with the position; team, list and time follow the person.

use onethread_model::{Change, Day};

use super::{Blank, BlankType, Refusal};
use crate::measure::View;

/// The position with its person, as is so unless something else is stated.
pub(super) const BOTH: &str = "position-and-person";
/// The position without its person.
pub(super) const POSITION: &str = "position";
/// The person without the position.
pub(super) const PERSON: &str = "person";

/// The blank that says which of them moves.
pub(super) const MOVES: Blank = Blank::new(
    "moves",
    "What moves: the position with its person, unless stated",
    BlankType::Choice(&[BOTH, POSITION, PERSON]),
);

/// What moves.
pub(super) fn of(change: &Change) -> &'static str {
    match change.text("moves") {
        Some(POSITION) => POSITION,
        Some(PERSON) => PERSON,
        _ => BOTH,
    }
}

/// Checks that somebody who is to take something over is there.
pub(super) fn is_here(person: Option<&str>, view: &View<'_>) -> Result<(), Refusal> {
    let Some(person) = person else { return Ok(()) };
    if let Some(gone) = view.inputs.org.gone(person) {
        return Err(Refusal::new(format!("`{person}` left on {}", gone.value)).help("name somebody who is there"));
    }
    if view.inputs.org.is_agent(person) {
        let why = format!("`{person}` is an agent, which holds no office");
        return Err(Refusal::new(why).help("name a person"));
    }
    Ok(())
}

/// Checks that something is written on its day: files say who leads and what belongs to what as they are, and have no room
/// for a later day.
pub(super) fn not_later(done: &str, on: Day, view: &View<'_>) -> Result<(), Refusal> {
    if on <= view.day {
        return Ok(());
    }
    let why = format!("it would be {done} on {on}, and the files say now what is so by {}", view.day);
    Err(Refusal::new(why).help(format!("write it on that day; `--as-of {on}` shows now what it would change then")))
}

/// Checks that nobody would report to themselves.
///
/// # Errors
/// The circle, with everybody on it.
pub(super) fn no_circle(person: &str, manager: &str, view: &View<'_>) -> Result<(), Refusal> {
    let people = &view.inputs.org.people;
    let mut line = vec![person, manager];
    while let Some(at) = line.last().filter(|last| **last != person || line.len() == 1) {
        let Some(above) = people.get(*at).and_then(|known| known.reports_to.as_ref()) else { return Ok(()) };
        // Another circle above ends the walk: it is reported by itself.
        if above.value != person && line.contains(&above.value.as_str()) {
            return Ok(());
        }
        line.push(&above.value);
    }
    let shown: Vec<String> = line.iter().map(|id| format!("`{id}`")).collect();
    let why = format!("`{person}` would report to themselves: {}", shown.join(" -> "));
    Err(Refusal::new(why).help("say first to whom one of the others reports"))
}
