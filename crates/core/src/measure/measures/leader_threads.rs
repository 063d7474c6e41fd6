//! `leader-threads`: how many live initiatives have a leader who leads another one.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::{Initiative, World};

pub(super) const MEASURE: Measure = Measure {
    key: "leader-threads",
    title: "How many live initiatives have a leader who leads another one",
    page: include_str!("leader_threads.md"),
    touches: Touches::People,
    value: |world| json(&leader_threads(world)),
};

/// What registries and stated shares show of second threads.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LeaderThreads {
    /// Live initiatives.
    pub live: usize,
    /// People who lead at least one of them, apart from those that are functional by design.
    pub leaders: usize,
    /// People who lead more than one.
    pub leaders_of_several: usize,
    /// Live initiatives whose one leader leads another live one, alone or with others.
    pub with_leader_of_another: usize,
    /// The same as a share of live initiatives, 0 to 1; absent without live initiatives.
    pub share_with_leader_of_another: Option<f64>,
    /// Live initiatives on which exactly one person is named, as the leader or as listed.
    pub with_one_person: usize,
    /// Live initiatives on which no second thread is visible.
    pub no_second_thread_visible: usize,
    /// The same as a share of live initiatives, 0 to 1; absent without live initiatives.
    pub share_no_second_thread_visible: Option<f64>,
}

/// Computes the measure.
pub fn leader_threads(world: &World<'_>) -> LeaderThreads {
    let live = world.live().count();
    let share = |count: usize| (live > 0).then(|| count as f64 / live as f64);
    let threads = world.people.threads_of_leaders();
    let with_leader_of_another = world.live().filter(|initiative| initiative.leadership.is_shared()).count();
    let no_second_thread_visible = world.live().filter(|initiative| no_second_thread(initiative, world)).count();
    LeaderThreads {
        live,
        leaders: threads.len(),
        leaders_of_several: threads.iter().filter(|count| **count > 1).count(),
        with_leader_of_another,
        share_with_leader_of_another: share(with_leader_of_another),
        with_one_person: world.live().filter(|initiative| only_person(initiative).is_some()).count(),
        no_second_thread_visible,
        share_no_second_thread_visible: share(no_second_thread_visible),
    }
}

/// The one person who is named on it, as its leader or on its list.
fn only_person(initiative: &Initiative) -> Option<&str> {
    let mut named = initiative.listed.iter().chain(initiative.leadership.leaders()).map(|person| person.value.as_str());
    let first = named.next()?;
    named.all(|person| person == first).then_some(first)
}

/// One person, on no other live initiative, and no other team takes part. It does not show dedication: much work leaves
/// no trace in a registry.
fn no_second_thread(initiative: &Initiative, world: &World<'_>) -> bool {
    let Some(person) = only_person(initiative) else { return false };
    let (leads, listed) = (world.people.leads(person), world.people.listed(person));
    initiative.functional_by_design().is_none()
        && leads.iter().all(|led| led.value == initiative.id)
        && listed.iter().all(|id| *id == initiative.id)
        && world.threads_of(person, &initiative.id).elsewhere.is_empty()
        && initiative.dependencies.is_empty()
}
