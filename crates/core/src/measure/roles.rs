//! Roles: which ones the work of an initiative needs, who holds them, and who builds, coordinates and approves. Input: the
//! organization on a day. Output: [`Position`]s and [`Role`]s, which the criterion of complete teams, the measure of role
//! coverage and the plan of hires read.

use onethread_model::org::{Work, same_function};
use onethread_model::source::Place;

use super::{Cited, Initiative, View};

/// Sums of decimal shares are not exact; nobody misses a thousandth of a person.
pub(crate) const SLACK: f64 = 1e-3;

/// A position on an initiative: its discipline, what it does, and the least and the most of its time, in full-time
/// equivalents.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    /// Whether the leader holds it.
    pub(crate) leads: bool,
    /// The discipline, where it is stated.
    pub(crate) function: Option<String>,
    /// What it does, where that is declared.
    pub(crate) work: Option<Work>,
    /// Time that is stated.
    pub(crate) low: f64,
    /// Time that there may be, where unstated shares are as large as they can be.
    pub(crate) high: f64,
    /// Where the person is named.
    pub(crate) place: Place,
}

/// A role that the work needs, and how much of it is there, in full-time equivalents.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    /// The role.
    pub(crate) name: String,
    /// How much the work needs.
    pub(crate) needed: f64,
    /// Time that is stated for it.
    pub(crate) low: f64,
    /// Time that may be there, when unstated shares are as large as they can be.
    pub(crate) high: f64,
    /// How many people hold it.
    pub(crate) holders: usize,
    /// Where the need is written.
    pub(crate) place: Place,
}

impl Role {
    /// What is missing even when unstated shares are as large as they can be.
    pub(crate) fn short(&self) -> f64 {
        above_slack(self.needed - self.high)
    }

    /// What is missing where nothing that is not stated fills it.
    pub(crate) fn short_at_most(&self) -> f64 {
        above_slack(self.needed - self.low)
    }

    /// The same in whole people: a member of a team works on nothing else.
    pub(crate) fn people_short(&self) -> usize {
        let short = self.short();
        if short > 0.0 { (short - SLACK).ceil().max(1.0) as usize } else { 0 }
    }
}

fn above_slack(short: f64) -> f64 {
    if short > SLACK { short } else { 0.0 }
}

/// Everybody on the team, the leader included; absent when nothing says who works on it.
pub(crate) fn positions(initiative: &Initiative, view: &View<'_>) -> Option<Vec<Position>> {
    let mut people: Vec<(Cited<String>, bool)> =
        view.people.members(initiative)?.into_iter().map(|person| (person, false)).collect();
    if let Some(leader) = initiative.leadership.leader() {
        people.push((leader.clone(), true));
    }
    let position = |(person, leads): (Cited<String>, bool)| {
        let (low, high) = view.time_range(&person.value, &initiative.id);
        let entry = view.inputs.org.people.get(&person.value);
        Position {
            function: entry.and_then(|entry| entry.function.as_ref()).map(|at| at.value.clone()),
            work: entry.and_then(|entry| view.inputs.org.work_of(entry)),
            leads,
            low: low.share(),
            high: high.share(),
            place: person.place,
        }
    };
    let positions: Vec<Position> = people.into_iter().map(position).collect();
    (!positions.is_empty()).then_some(positions)
}

/// The roles that the work of an initiative needs, in the order of the file, filled by these positions.
pub(crate) fn roles(initiative: &Initiative, positions: &[Position], view: &View<'_>) -> Vec<Role> {
    let entry = view.inputs.org.initiatives.get(&initiative.id);
    let needs = entry.map_or(&[][..], |entry| &entry.needs).iter().filter(|(_, needed)| *needed > 0.0);
    needs
        .map(|(role, needed)| {
            let is_of = |one: &&Position| one.function.as_deref().is_some_and(|own| same_function(own, &role.value));
            let of: Vec<&Position> = positions.iter().filter(is_of).collect();
            Role {
                name: role.value.clone(),
                needed: *needed,
                // The sum of nothing is -0.
                low: of.iter().fold(0.0, |sum, one| sum + one.low),
                high: of.iter().fold(0.0, |sum, one| sum + one.high),
                holders: of.iter().filter(|one| one.high > 0.0).count(),
                place: view.inputs.sources.place(role.span),
            }
        })
        .collect()
}

/// Time of those whose discipline is not stated: each may fill any one role, and no more than one person's time.
pub(crate) fn undisclosed(positions: &[Position]) -> f64 {
    positions.iter().filter(|one| one.function.is_none()).fold(0.0, |sum, one| sum + one.high)
}

/// Functions of the members of an initiative of which it is not declared whether they build, coordinate or approve, by id
/// and in alphabetical order; the id that it would have, where no entry describes one. A member whose own entry says it
/// asks nothing.
pub(crate) fn undeclared_functions(initiative: &Initiative, view: &View<'_>) -> Vec<String> {
    let org = view.inputs.org;
    let positions = positions(initiative, view).unwrap_or_default();
    let open = positions.iter().filter(|one| one.work.is_none()).filter_map(|one| one.function.as_deref());
    let id = |own: &str| match org.function_named(own) {
        Some(entry) => entry.id.value.clone(),
        None => own.trim().to_lowercase().replace([' ', '_'], "-"),
    };
    let mut ids: Vec<String> = open.map(id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
