//! Who is committed to what, as stated: never what anybody was seen doing.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::facts::{Allocation, AsOf};
use onethread_model::source::Place;

use super::initiative::{Disagreement, Initiative, disagreement};
use super::{Cited, Inputs, leadership};
use crate::words::percent;

/// A stated share of a person's time.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// On what.
    pub initiative: String,
    /// The share of full working time, 0 to 1.
    pub share: f64,
    /// Whether the organization's files state it; else a source does.
    pub is_own: bool,
    /// Where it is stated.
    pub place: Place,
}

impl Commitment {
    /// Where the two state different shares; whose they are is not said.
    fn differs_from(&self, other: &Commitment) -> Option<Disagreement> {
        let cited = |one: &Commitment| Cited::new(percent(one.share), one.place.clone());
        let differ = exceeds(self.share, other.share) || exceeds(other.share, self.share);
        differ.then(|| disagreement("share of a member", &cited(self), &cited(other))).flatten()
    }
}

/// Whether someone reports to someone else, directly or through others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporting {
    /// Yes.
    Under,
    /// No: the line leads elsewhere.
    Elsewhere,
    /// The line is not written down to its end.
    Unknown,
}

/// Whether a share is above a limit, both 0 to 1. They are compared in whole thousandths, because what people write as
/// 80 % is not exact as a float.
pub(crate) fn exceeds(share: f64, limit: f64) -> bool {
    let thousandths = |share: f64| (share * 1000.0).round();
    thousandths(share) > thousandths(limit)
}

/// Who is committed to what on the day.
#[derive(Clone, Debug, Default)]
pub struct People {
    stated: BTreeMap<String, Vec<Commitment>>,
    leads: BTreeMap<String, Vec<Cited<String>>>,
    listed: BTreeMap<String, Vec<String>>,
    members: BTreeMap<String, BTreeMap<String, Place>>,
    has_team: BTreeSet<String>,
    belongs: BTreeMap<String, BTreeMap<String, Place>>,
    managers: BTreeMap<String, String>,
    offices: BTreeMap<String, BTreeMap<String, Place>>,
}

impl People {
    /// Gathers it, with where the organization's files and a source state different shares of one person, by
    /// initiative.
    pub(crate) fn gather(
        inputs: Inputs<'_>,
        facts: AsOf<'_>,
        initiatives: &[Initiative],
    ) -> (People, Vec<(String, Disagreement)>) {
        let mut people = People { leads: leadership::threads(initiatives), ..People::default() };
        for initiative in initiatives.iter().filter(|initiative| initiative.live) {
            let listed: BTreeSet<&str> = initiative.listed.iter().map(|person| person.value.as_str()).collect();
            for person in listed {
                people.listed.entry(person.to_owned()).or_default().push(initiative.id.clone());
            }
        }
        let live: BTreeSet<&str> = initiatives.iter().filter(|i| i.live).map(|i| i.id.as_str()).collect();
        let differing = people.read_allocations(inputs, facts, &live);
        people.read_teams(inputs, &live);
        people.read_listed(inputs, &live);
        for (id, person) in inputs.org.people.iter() {
            if let Some(manager) = &person.reports_to {
                people.managers.insert(id.clone(), manager.value.clone());
            }
        }
        for membership in inputs.memberships(facts) {
            let teams = people.offices.entry(facts.text(membership.person).to_owned()).or_default();
            teams.entry(facts.text(membership.team).to_owned()).or_insert_with(|| facts.place(membership.at));
        }
        (people, differing)
    }

    fn read_allocations(
        &mut self,
        inputs: Inputs<'_>,
        facts: AsOf<'_>,
        live: &BTreeSet<&str>,
    ) -> Vec<(String, Disagreement)> {
        let day = facts.day();
        let written = inputs.org.allocations.iter().filter(|allocation| allocation.holds_on(day)).map(|allocation| {
            let commitment = Commitment {
                initiative: allocation.initiative.value.clone(),
                share: allocation.share.value,
                is_own: true,
                place: inputs.sources.place(allocation.share.span),
            };
            (allocation.person.value.clone(), commitment)
        });
        let is_there = |row: &&Allocation| inputs.org.gone(facts.text(row.person)).is_none();
        let observed = facts.allocations().filter(is_there).map(|allocation| {
            let commitment = Commitment {
                initiative: facts.text(allocation.initiative).to_owned(),
                share: allocation.share,
                is_own: false,
                place: facts.place(allocation.at),
            };
            (facts.text(allocation.person).to_owned(), commitment)
        });
        let mut differing = Vec::new();
        for (person, commitment) in written.chain(observed) {
            let stated = self.stated.entry(person.clone()).or_default();
            // The organization's own statement comes first and counts; a source only adds what it leaves out.
            if let Some(known) = stated.iter().find(|known| known.initiative == commitment.initiative) {
                if known.is_own && !commitment.is_own {
                    differing.extend(known.differs_from(&commitment).map(|one| (commitment.initiative, one)));
                }
                continue;
            }
            if live.contains(commitment.initiative.as_str()) && commitment.share > 0.0 {
                let members = self.members.entry(commitment.initiative.clone()).or_default();
                members.entry(person).or_insert_with(|| commitment.place.clone());
            }
            stated.push(commitment);
        }
        differing
    }

    fn read_teams(&mut self, inputs: Inputs<'_>, live: &BTreeSet<&str>) {
        for team in inputs.org.teams.values() {
            for initiative in team.initiatives.iter().filter(|initiative| live.contains(initiative.value.as_str())) {
                self.has_team.insert(initiative.value.clone());
                for member in &team.members {
                    let place = inputs.sources.place(member.span);
                    let members = self.members.entry(initiative.value.clone()).or_default();
                    members.entry(member.value.clone()).or_insert_with(|| place.clone());
                    let work = self.belongs.entry(member.value.clone()).or_default();
                    work.entry(initiative.value.clone()).or_insert(place);
                }
            }
        }
    }

    /// Whom the organization's files list under `people`. A registry's list is left out: it may hold authors and others
    /// who only asked for it.
    fn read_listed(&mut self, inputs: Inputs<'_>, live: &BTreeSet<&str>) {
        for (id, initiative) in inputs.org.initiatives.iter().filter(|(id, _)| live.contains(id.as_str())) {
            for person in &initiative.people {
                let place = inputs.sources.place(person.span);
                let members = self.members.entry(id.clone()).or_default();
                members.entry(person.value.clone()).or_insert_with(|| place.clone());
                self.belongs.entry(person.value.clone()).or_default().entry(id.clone()).or_insert(place);
            }
        }
    }

    /// Stated shares of a person on the day; empty when nothing is stated.
    pub fn stated(&self, person: &str) -> &[Commitment] {
        self.stated.get(person).map_or(&[], Vec::as_slice)
    }

    /// Live initiatives that a person leads, alone or with others, in alphabetical order, each with where the person is
    /// named. Those that are functional by design are nobody's thread, and not among them.
    pub fn leads(&self, person: &str) -> &[Cited<String>] {
        self.leads.get(person).map_or(&[], Vec::as_slice)
    }

    /// Live initiatives on which a person is listed, in alphabetical order.
    pub fn listed(&self, person: &str) -> &[String] {
        self.listed.get(person).map_or(&[], Vec::as_slice)
    }

    /// Whoever leads a live initiative, in alphabetical order.
    pub(crate) fn leaders(&self) -> impl Iterator<Item = &str> {
        self.leads.keys().map(String::as_str)
    }

    /// Numbers of live initiatives that leaders have, without saying whose: one number for each leader.
    pub fn threads_of_leaders(&self) -> Vec<usize> {
        let mut threads: Vec<usize> = self.leads.values().map(Vec::len).collect();
        threads.sort_unstable();
        threads
    }

    /// Known members of a live initiative apart from its leader, with where each is named; absent when neither a team,
    /// an allocation nor a list of its people says who works on it.
    pub fn members(&self, initiative: &Initiative) -> Option<Vec<Cited<String>>> {
        let leader = initiative.leadership.leader().map(|leader| leader.value.as_str());
        let all = self.members.get(&initiative.id)?;
        let others = all.iter().filter(|(person, _)| Some(person.as_str()) != leader);
        let others: Vec<Cited<String>> =
            others.map(|(person, place)| Cited::new(person.clone(), place.clone())).collect();
        // An allocation of the leader alone says nothing about who else works on it; a team does.
        (!others.is_empty() || self.has_team.contains(&initiative.id)).then_some(others)
    }

    /// Live initiatives that a person works on through a team or by being listed, with where the person is named.
    pub fn belongs(&self, person: &str) -> impl Iterator<Item = (&str, &Place)> {
        self.belongs.get(person).into_iter().flatten().map(|(initiative, place)| (initiative.as_str(), place))
    }

    /// Teams that a person belongs to or holds an office in, with the record that says so.
    pub fn offices(&self, person: &str) -> impl Iterator<Item = (&str, &Place)> {
        self.offices.get(person).into_iter().flatten().map(|(team, place)| (team.as_str(), place))
    }

    /// Whether `person` reports to `leader`, directly or through others.
    ///
    /// A line that reaches someone above the leader without meeting the leader leads elsewhere; one that ends before
    /// that is unknown, because "reports to nobody" and "not written down" look the same.
    pub fn reporting(&self, person: &str, leader: &str) -> Reporting {
        let above: Vec<&str> = self.line(leader).collect();
        for manager in self.line(person) {
            if manager == leader {
                return Reporting::Under;
            }
            if above.contains(&manager) {
                return Reporting::Elsewhere;
            }
        }
        Reporting::Unknown
    }

    /// Managers of a person, nearest first; stops where a circle closes.
    fn line<'p>(&'p self, person: &'p str) -> impl Iterator<Item = &'p str> {
        let mut seen = vec![person];
        let mut at = person;
        std::iter::from_fn(move || {
            let next = self.managers.get(at)?.as_str();
            if seen.contains(&next) {
                return None;
            }
            seen.push(next);
            at = next;
            Some(next)
        })
    }
}
