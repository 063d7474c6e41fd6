//! One view of each decision, from the organization's files and from facts, as known on a day.

use onethread_model::Day;
use onethread_model::facts::AsOf;
use onethread_model::org;
use onethread_model::source::Place;

use super::{Inputs, View};

/// A decision as known on a day.
#[derive(Clone, Debug)]
pub struct KnownDecision<'a> {
    /// Id.
    pub id: &'a str,
    /// Whose it is.
    pub initiative: Option<&'a str>,
    /// Whether it is reversible at little cost; absent when not stated.
    pub reversible: Option<bool>,
    /// What sort of decision it is, as the organization's files say.
    pub class: Option<&'a str>,
    /// The day by which it was needed, as the organization's files say.
    pub needed: Option<Day>,
    /// The day it was asked for.
    pub opened: Option<Day>,
    /// The day it was made; absent while it is open.
    pub decided: Option<Day>,
    /// Levels above the leader that had to agree; absent while it is open or when not stated.
    pub levels: Option<u32>,
    /// The day it was communicated to those concerned, as the organization's files say.
    pub communicated: Option<Day>,
    /// The day the first of the changes that it names landed.
    pub first_change: Option<Day>,
    /// Who made it, as the organization's files say.
    pub decided_by: Option<&'a str>,
    /// The day it was reversed.
    pub reversed: Option<Day>,
    /// Whether it says what was expected of it.
    pub expected: bool,
    /// Whether it says what came of it.
    pub actual: bool,
    /// Where it is described first.
    pub place: Place,
}

/// Decisions known on the day of the view, in alphabetical order of id.
///
/// Where a file and a source both speak of one, the organization's own file counts and the source fills what it leaves
/// open. What happened after the day is not known: a decision asked for later is left out, and one made later is open.
pub fn known_decisions<'w>(view: &'w View<'_>) -> &'w [KnownDecision<'w>] {
    &view.index.decisions
}

pub(super) fn gather<'a>(inputs: Inputs<'a>, facts: AsOf<'a>) -> Vec<KnownDecision<'a>> {
    let own = inputs.org.decisions.values().map(|decision| written(decision, inputs, facts));
    let mut all: Vec<KnownDecision<'_>> = own.chain(facts.decisions().map(|row| recorded(row, facts))).collect();
    // What is said of one decision stays in its order: the organization's own file first.
    all.sort_by_key(|decision| decision.id);
    all.dedup_by(|seen, known| {
        let is_same = seen.id == known.id;
        if is_same {
            fill(known, seen);
        }
        is_same
    });
    for decision in &mut all {
        decision.levels = decision.levels.filter(|_| decision.decided.is_some());
    }
    all.shrink_to_fit();
    all
}

fn written<'a>(decision: &'a org::Decision, inputs: Inputs<'_>, facts: AsOf<'_>) -> KnownDecision<'a> {
    let named: Vec<_> = decision.changes.iter().filter_map(|change| facts.symbols().find(&change.value)).collect();
    let landed = facts.changes().filter(|change| named.contains(&change.change)).map(|change| change.day);
    KnownDecision {
        needed: decision.needed.as_ref().map(|at| at.value),
        communicated: decision.communicated.as_ref().map(|at| at.value),
        first_change: if named.is_empty() { None } else { landed.min() },
        id: &decision.id.value,
        initiative: decision.initiative.as_ref().map(|at| at.value.as_str()),
        reversible: decision.reversible.as_ref().map(|at| at.value),
        class: decision.class.as_ref().map(|at| at.value.as_str()),
        opened: decision.opened.as_ref().map(|at| at.value),
        decided: decision.decided.as_ref().map(|at| at.value),
        levels: decision.levels.as_ref().map(|at| at.value as u32),
        decided_by: decision.decided_by.as_ref().map(|at| at.value.as_str()),
        reversed: decision.reversed.as_ref().map(|at| at.value),
        expected: decision.expected.is_some(),
        actual: decision.actual.is_some(),
        place: inputs.sources.place(decision.id.span),
    }
}

fn recorded<'a>(row: &onethread_model::facts::DecisionMade, facts: AsOf<'a>) -> KnownDecision<'a> {
    KnownDecision {
        id: facts.text(row.decision),
        initiative: Some(facts.text(row.initiative)),
        reversible: row.door.and_then(|door| match facts.text(door) {
            "two-way" => Some(true),
            "one-way" => Some(false),
            _ => None,
        }),
        class: None,
        opened: Some(row.day).filter(|_| row.day_of.is_none_or(|word| facts.text(word) != "made")),
        decided: facts.known(row.decided),
        levels: facts.levels(row),
        needed: None,
        communicated: None,
        first_change: None,
        decided_by: None,
        reversed: facts.known(row.reversed),
        expected: false,
        actual: false,
        place: facts.place(row.at),
    }
}

fn fill<'a>(known: &mut KnownDecision<'a>, seen: &KnownDecision<'a>) {
    known.initiative = known.initiative.or(seen.initiative);
    known.reversible = known.reversible.or(seen.reversible);
    known.opened = known.opened.or(seen.opened);
    known.decided = known.decided.or(seen.decided);
    known.levels = known.levels.or(seen.levels);
    known.reversed = known.reversed.or(seen.reversed);
}
