//! The organization as known on a day. Input: the organization as written. Output: [`OrgOn`], from which everything is
//! cut that only a later day brought, so that no reader has to filter by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use super::check::cycles::circles;
use super::{Attestation, Component, Decision, Gate, Initiative, NobodyKnows, Org, Person, Team};
use crate::day::Day;
use crate::source::{At, Span};

/// The organization as known at the end of a day, which it derefs to.
///
/// - Entries that begin later are not there: initiatives, mandates, decisions, allocations, dependencies, gates,
///   reorganizations, attestations, moves and what was declined.
/// - What became of an entry later is open: `decided`, `reversed`, `actual`, `communicated`, events of value, first feature, the
///   commitment, the end of an initiative, of an allocation, of a gate and of an ownership, days that a move was put off
///   to, its outcomes and its end, and that someone is gone.
/// - What a file retracts is not said: who is gone by then leads nothing, is on no team and no list, has no share, holds no
///   gate, heads no function, owns no metric and has nobody reporting; who left a team is not on it; a component has no
///   owner after `owner-until`.
/// - An agent is no person: it is not there, and neither is what a file gives to it.
/// - Reporting lines that close a circle lead nowhere, and are not there.
///
/// Days that state an intention are kept, whenever they lie: plans, reviews, `needed`, `revisit`, the end of a waiver,
/// and the agreed end of a dependency.
#[derive(Clone, Debug, Default)]
pub struct OrgOn {
    known: Org,
    gone: BTreeMap<String, At<Day>>,
    departed_leaders: BTreeMap<String, Vec<At<String>>>,
    former_owners: BTreeMap<String, At<String>>,
    agents: BTreeSet<String>,
}

impl Deref for OrgOn {
    type Target = Org;

    fn deref(&self) -> &Org {
        &self.known
    }
}

impl Org {
    /// The organization as known at the end of a day. What no day alters is shared with this one.
    pub fn on(&self, day: Day) -> OrgOn {
        self.on_after(day, &BTreeMap::new())
    }

    /// The same where sources show that others left too, each with the day since which they are gone. What the entry of
    /// a person says counts before that.
    pub fn on_after(&self, day: Day, departures: &BTreeMap<String, Day>) -> OrgOn {
        let since = |id: &str, person: &Person| match &person.until {
            Some(_) => known(&person.until, day),
            None => departures.get(id).map(|since| At { value: *since, span: person.id.span }),
        };
        let gone = self.people.iter().filter_map(|(id, person)| Some((id.clone(), since(id, person)?)));
        let agents = self.people.iter().filter(|(_, person)| person.is_agent()).map(|(id, _)| id.clone());
        let mut on = OrgOn { known: self.clone(), gone: gone.collect(), agents: agents.collect(), ..OrgOn::default() };
        on.cut_people(day);
        on.cut_lines();
        on.cut_functions();
        on.cut_ownership(day);
        on.cut_initiatives(day);
        let OrgOn { known: org, gone, agents, .. } = &mut on;
        let holder_is_gone = |gate: &Gate| {
            let holder = gate.owner.as_ref().map(|owner| &owner.value).filter(|holder| holder.kind == "person");
            holder.is_some_and(|holder| gone.contains_key(&holder.id) || agents.contains(&holder.id))
        };
        let is_late = |decision: &Decision| decision.days().any(|at| at.value > day);
        cut(&mut org.decisions, is_late, |decision| cut_decision(decision, day));
        let is_late = |gate: &Gate| {
            let turns_later = gate.turns().any(|from| from.value > day);
            later(&gate.from, day) || later(&gate.until, day) || turns_later || holder_is_gone(gate)
        };
        cut(&mut org.gates, is_late, |gate| {
            if holder_is_gone(gate) {
                gate.owner = None;
            }
            forget_later(&mut gate.until, day);
            for dated in [&mut gate.lifted, &mut gate.also_before] {
                dated.retain(|(_, from)| from.value <= day);
            }
            gate.narrowed.retain(|one| one.from.value <= day);
            !later(&gate.from, day)
        });
        cut(&mut org.reorganizations, |one| one.on.value > day, |_| false);
        // Nobody speaks for an organization after they left it.
        let was_gone = |one: &Attestation| {
            agents.contains(&one.by.value) || gone.get(&one.by.value).is_some_and(|since| since.value <= one.on.value)
        };
        cut_list(&mut org.attestations, |one| one.on.value > day || was_gone(one), |_| false);
        let is_said_later = |one: &NobodyKnows| {
            one.on.value > day || gone.get(&one.by.value).is_some_and(|since| since.value <= one.on.value)
        };
        cut_list(&mut org.nobody_knows, is_said_later, |_| false);
        if org.triage.as_ref().is_some_and(|triage| triage.days().any(|at| at.value > day)) {
            org.triage.take_if(|triage| !triage.cut(day));
        }
        let is_late = |(_, dependency): &(At<String>, super::Dependency)| later(&dependency.from, day);
        cut_list(&mut org.outside_dependencies, is_late, |_| false);
        cut_list(&mut org.moves, |one| one.days().any(|at| at.value > day), |one| one.cut(day));
        cut_list(&mut org.declined, |one| one.on.value > day, |_| false);
        on
    }
}

impl OrgOn {
    /// The day since which someone is gone.
    pub fn gone(&self, person: &str) -> Option<&At<Day>> {
        self.gone.get(person)
    }

    /// Whether an id is that of an agent, which no source can make a person.
    pub fn is_agent(&self, id: &str) -> bool {
        self.agents.contains(id)
    }

    /// Those whom an initiative's entry names as its leaders and who are gone.
    pub fn departed_leaders(&self, initiative: &str) -> &[At<String>] {
        self.departed_leaders.get(initiative).map_or(&[], Vec::as_slice)
    }

    /// The team that owned a component until its `owner-until`.
    pub fn former_owner(&self, component: &str) -> Option<&At<String>> {
        self.former_owners.get(component)
    }

    /// Whether a membership that a source states is retracted: the person is gone, or left the team on the day that it
    /// began or later. Who came back after leaving is on the team again.
    pub fn retracts_membership(&self, team: &str, person: &str, from: Day) -> bool {
        let left = self.known.teams.get(team).map_or(&[][..], |team| &team.left);
        self.gone.contains_key(person)
            || self.agents.contains(person)
            || left.iter().any(|one| one.person.value == person && from <= one.on.value)
    }

    /// Cuts who is where and gives how much.
    fn cut_people(&mut self, day: Day) {
        let OrgOn { known: org, gone, agents, .. } = self;
        cut(
            &mut org.people,
            |person: &Person| later(&person.until, day) || person.is_agent(),
            |person| {
                forget_later(&mut person.until, day);
                !person.is_agent()
            },
        );
        let is_gone = |person: &At<String>| gone.contains_key(&person.value) || agents.contains(&person.value);
        let alters = |team: &Team| !team.left.is_empty() || team.members.iter().any(is_gone);
        cut(&mut org.teams, alters, |team| {
            team.left.retain(|one| one.on.value <= day);
            let left = |person: &At<String>| team.left.iter().any(|one| one.person.value == person.value);
            team.members.retain(|person| !is_gone(person) && !left(person));
            true
        });
        let is_late = |one: &super::Allocation| later(&one.from, day) || later(&one.until, day) || is_gone(&one.person);
        cut_list(&mut org.allocations, is_late, |one| {
            forget_later(&mut one.until, day);
            !later(&one.from, day) && !is_gone(&one.person)
        });
    }

    /// Cuts lines to who is gone, and those that close a circle.
    fn cut_lines(&mut self) {
        let OrgOn { known: org, gone, agents, .. } = self;
        let people = org.people.clone();
        let manager = |id: &str| {
            let line = people.get(id)?.reports_to.as_ref()?;
            (!gone.contains_key(&line.value) && !agents.contains(&line.value)).then_some(line.value.as_str())
        };
        let in_circles: BTreeSet<&str> = circles(&people, manager).into_iter().flatten().collect();
        let leads_nowhere = |person: &Person| {
            let id = person.id.value.as_str();
            person.reports_to.is_some() && (manager(id).is_none() || in_circles.contains(id))
        };
        cut(&mut org.people, leads_nowhere, |person| {
            person.reports_to = None;
            true
        });
    }

    fn cut_functions(&mut self) {
        let OrgOn { known: org, gone, agents, .. } = self;
        let is_out = |at: &At<String>| gone.contains_key(&at.value) || agents.contains(&at.value);
        let is_gone = |person: &Option<At<String>>| person.as_ref().is_some_and(is_out);
        cut(
            &mut org.functions,
            |function| is_gone(&function.head) || is_gone(&function.standard_owner),
            |function| {
                for office in [&mut function.head, &mut function.standard_owner] {
                    office.take_if(|person| is_out(person));
                }
                true
            },
        );
    }

    fn cut_ownership(&mut self, day: Day) {
        let former = &mut self.former_owners;
        cut(
            &mut self.known.components,
            |component: &Component| component.owner_until.is_some(),
            |component| {
                forget_later(&mut component.owner_until, day);
                if component.owner_until.is_some()
                    && let Some(owner) = component.owner.take()
                {
                    former.insert(component.id.value.clone(), owner);
                }
                true
            },
        );
    }

    fn cut_initiatives(&mut self, day: Day) {
        let OrgOn { known: org, gone, agents, departed_leaders, .. } = self;
        let mut unknown: Vec<Span> = Vec::new();
        let is_gone = |person: &At<String>| gone.contains_key(&person.value) || agents.contains(&person.value);
        let alters = |initiative: &Initiative| {
            let late = initiative.days().any(|at| at.value > day);
            let owners = initiative.metrics.iter().filter_map(|metric| metric.owner.as_ref());
            let people = initiative.leaders.iter().chain(&initiative.people).chain(&initiative.sponsor);
            late || people.chain(owners).any(is_gone)
        };
        cut(&mut org.initiatives, alters, |initiative| {
            let (departed, leaders) = std::mem::take(&mut initiative.leaders).into_iter().partition(is_gone);
            initiative.leaders = leaders;
            initiative.people.retain(|person| !is_gone(person));
            initiative.sponsor.take_if(|person| is_gone(person));
            for metric in &mut initiative.metrics {
                metric.owner.take_if(|person| is_gone(person));
            }
            let mut departed: Vec<At<String>> = departed;
            departed.retain(|person| !agents.contains(&person.value));
            if !departed.is_empty() {
                departed_leaders.insert(initiative.id.value.clone(), departed);
            }
            let attested = initiative.capable.as_ref().map(|attested| attested.by.span);
            let is_known = cut_initiative(initiative, day);
            // What an entry holds is known with the entry.
            unknown.extend(attested.filter(|_| !is_known));
            is_known
        });
        cut_list(&mut org.attestations, |one| unknown.contains(&one.by.span), |_| false);
    }
}

impl Initiative {
    /// Days on which something about it became known.
    fn days(&self) -> impl Iterator<Item = &At<Day>> {
        let own = [&self.idea, &self.committed, &self.first_feature, &self.ended, &self.vacant];
        let value = self.value.iter().map(|value| &value.on);
        let capable = self.capable.iter().map(|attested| &attested.on);
        let dependencies = self.dependencies.iter().filter_map(|dependency| dependency.from.as_ref());
        let mandate = self.mandate.iter().flat_map(super::Mandate::days);
        let pauses = self.pauses.iter().map(|pause| &pause.from);
        own.into_iter().flatten().chain(value).chain(capable).chain(dependencies).chain(mandate).chain(pauses)
    }
}

impl Decision {
    /// Days on which something about it became known.
    fn days(&self) -> impl Iterator<Item = &At<Day>> {
        [&self.opened, &self.decided, &self.communicated, &self.reversed, &self.actual_on].into_iter().flatten()
    }
}

/// Cuts what became known of an initiative after a day. Gives whether anything was known.
fn cut_initiative(initiative: &mut Initiative, day: Day) -> bool {
    let is_known = initiative.idea.as_ref().or(initiative.committed.as_ref()).is_none_or(|first| first.value <= day);
    if later(&initiative.ended, day) {
        (initiative.ended, initiative.outcome, initiative.ending) = (None, None, None);
    }
    initiative.pauses.retain(|pause| pause.from.value <= day);
    initiative.value.retain(|value| value.on.value <= day);
    initiative.capable.take_if(|attested| attested.on.value > day);
    initiative.mandate.take_if(|mandate| !mandate.cut(day));
    initiative.dependencies.retain(|dependency| !later(&dependency.from, day));
    for at in [&mut initiative.committed, &mut initiative.first_feature, &mut initiative.vacant] {
        forget_later(at, day);
    }
    is_known
}

/// Cuts what became known of a decision after a day. Gives whether anything was known: one without any day always is.
fn cut_decision(decision: &mut Decision, day: Day) -> bool {
    let first = decision.opened.as_ref().or(decision.decided.as_ref()).or(decision.reversed.as_ref());
    let is_known = first.is_none_or(|first| first.value <= day);
    if later(&decision.reversed, day) {
        (decision.reversed, decision.overridden_by) = (None, None);
    }
    if later(&decision.actual_on, day) {
        (decision.actual_on, decision.actual) = (None, None);
    }
    forget_later(&mut decision.communicated, day);
    if later(&decision.decided, day) {
        // Who made it, on which grounds and with whom is part of how it was made.
        (decision.decided, decision.decided_by, decision.levels) = (None, None, None);
        (decision.why, decision.exception_to) = (None, None);
        (decision.overridden_by, decision.actual) = (None, None);
        (decision.cites, decision.consulted) = (Vec::new(), Vec::new());
    }
    is_known
}

fn later(at: &Option<At<Day>>, day: Day) -> bool {
    at.as_ref().is_some_and(|at| at.value > day)
}

fn known(at: &Option<At<Day>>, day: Day) -> Option<At<Day>> {
    at.as_ref().filter(|at| at.value <= day).cloned()
}

fn forget_later(at: &mut Option<At<Day>>, day: Day) {
    at.take_if(|at| at.value > day);
}

/// Keeps of entries by id those that `keep` keeps, and alters them, where any of them is to be altered.
fn cut<T: Clone>(
    entries: &mut Arc<BTreeMap<String, T>>,
    alters: impl Fn(&T) -> bool,
    mut keep: impl FnMut(&mut T) -> bool,
) {
    if entries.values().any(&alters) {
        Arc::make_mut(entries).retain(|_, entry| !alters(entry) || keep(entry));
    }
}

/// The same for a list.
fn cut_list<T: Clone>(list: &mut Arc<Vec<T>>, alters: impl Fn(&T) -> bool, mut keep: impl FnMut(&mut T) -> bool) {
    if list.iter().any(&alters) {
        Arc::make_mut(list).retain_mut(|item| !alters(item) || keep(item));
    }
}
