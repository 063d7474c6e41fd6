//! Who is committed to what, as stated: never what anybody was seen doing.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::facts::{Allocation, AsOf};
use onethread_model::share::Thousandths;
use onethread_model::source::{At, Place};

use super::initiative::{Disagreement, Initiative, disagreement};
use super::{Cited, Inputs, leadership};
use crate::words::percent;

/// A stated share of a person's time.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// On what.
    pub initiative: String,
    /// The share of the person's own week, which the contract makes whole.
    pub share: Thousandths,
    /// The share of a full week, as sums over people count it (full-time equivalent).
    pub fte: Thousandths,
    /// Whether the organization's files state it; else a source does.
    pub is_own: bool,
    /// Where it is stated.
    pub place: Place,
}

impl Commitment {
    /// Where the two state different shares; whose they are is not said.
    fn differs_from(&self, other: &Stated) -> Option<Disagreement> {
        let cited = |fte: Thousandths, place: &Place| Cited::new(percent(fte.share()), place.clone());
        let differ = self.fte != other.fte;
        let (used, other) = (cited(self.fte, &self.place), cited(other.fte, &other.place));
        differ.then(|| disagreement("share of a member", &used, &other)).flatten()
    }
}

/// Two shares of one person for one initiative on the day, stated with equal rank: neither counts.
#[derive(Clone, Debug, PartialEq)]
pub struct ContradictoryShares {
    /// On what.
    pub initiative: String,
    /// The two shares of the person's own week, each with its place.
    pub shares: [(Thousandths, Place); 2],
}

/// What one line states.
struct Stated {
    fte: Thousandths,
    place: Place,
}

/// What the files and the sources state of one person and one initiative.
#[derive(Default)]
struct Statements {
    own: Vec<Stated>,
    observed: Vec<Stated>,
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

/// Who is committed to what on the day.
#[derive(Clone, Debug, Default)]
pub struct People {
    stated: BTreeMap<String, Vec<Commitment>>,
    contradictory: BTreeMap<String, Vec<ContradictoryShares>>,
    /// People whom a file states to give nothing to an initiative: by initiative.
    absent: BTreeMap<String, BTreeSet<String>>,
    /// Where an initiative names a team that says it works on something else: both places.
    teams_elsewhere: BTreeMap<String, [Place; 2]>,
    leads: BTreeMap<String, Vec<Cited<String>>>,
    listed: BTreeMap<String, Vec<String>>,
    members: BTreeMap<String, NamedAt>,
    has_team: BTreeSet<String>,
    belongs: BTreeMap<String, NamedAt>,
    managers: BTreeMap<String, String>,
    offices: BTreeMap<String, NamedAt>,
}

/// A list of so many is not expected to grow.
const SHORT_MAX: usize = 3;

/// Makes room for one more in a list that will hold few, and nearly always one.
pub(super) fn room_for_one<T>(list: &mut Vec<T>) {
    if list.len() <= SHORT_MAX {
        list.reserve_exact(1);
    }
}

/// Ids in alphabetical order, each with where it is named first. Most are one or a few, and there are tens of thousands
/// of such lists.
#[derive(Clone, Debug, Default)]
struct NamedAt(Vec<(String, Place)>);

impl NamedAt {
    fn add(&mut self, id: &str, place: impl FnOnce() -> Place) {
        if let Err(at) = self.0.binary_search_by(|(other, _)| other.as_str().cmp(id)) {
            room_for_one(&mut self.0);
            self.0.insert(at, (id.to_owned(), place()));
        }
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &Place)> {
        self.0.iter().map(|(id, place)| (id.as_str(), place))
    }
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
            teams.add(facts.text(membership.team), || facts.place(membership.at));
        }
        (people, differing)
    }

    /// Reads stated shares. The organization's own statements count, and a source only adds what they leave out; those
    /// of equal rank that differ contradict each other, in whatever order they come.
    fn read_allocations(
        &mut self,
        inputs: Inputs<'_>,
        facts: AsOf<'_>,
        live: &BTreeSet<&str>,
    ) -> Vec<(String, Disagreement)> {
        let mut differing = Vec::new();
        for ((person, initiative), statements) in statements(inputs, facts) {
            let is_own = !statements.own.is_empty();
            let counts = if is_own { &statements.own } else { &statements.observed };
            let Some(first) = counts.first() else { continue };
            let week = |fte: Thousandths| Thousandths::of(fte.share() / inputs.org.contract(person).share());
            let other = counts.iter().find(|other| other.fte != first.fte);
            if live.contains(initiative) && (first.fte.0 > 0 || other.is_some()) {
                self.members.entry(initiative.to_owned()).or_default().add(person, || first.place.clone());
            }
            if let Some(other) = other {
                let shares = [first, other].map(|one| (week(one.fte), one.place.clone()));
                let initiative = initiative.to_owned();
                let contradictory = self.contradictory.entry(person.to_owned()).or_default();
                contradictory.push(ContradictoryShares { initiative, shares });
                continue;
            }
            if is_own && first.fte.0 == 0 {
                self.absent.entry(initiative.to_owned()).or_default().insert(person.to_owned());
            }
            let (share, place) = (week(first.fte), first.place.clone());
            let commitment = Commitment { initiative: initiative.to_owned(), share, fte: first.fte, is_own, place };
            let outranked = statements.observed.iter().filter(|_| is_own);
            differing.extend(
                outranked.filter_map(|other| Some((commitment.initiative.clone(), commitment.differs_from(other)?))),
            );
            let stated = self.stated.entry(person.to_owned()).or_default();
            room_for_one(stated);
            stated.push(commitment);
        }
        differing
    }

    /// Reads who is on a team, by both doors: the team that says what it works on, and the initiative that names it.
    fn read_teams(&mut self, inputs: Inputs<'_>, live: &BTreeSet<&str>) {
        for team in inputs.org.teams.values() {
            for initiative in team.initiatives.iter().filter(|initiative| live.contains(initiative.value.as_str())) {
                self.join(inputs, &initiative.value, &team.members);
            }
        }
        for (id, initiative) in inputs.org.initiatives.iter().filter(|(id, _)| live.contains(id.as_str())) {
            let Some(named) = &initiative.team else { continue };
            if let Some(elsewhere) = inputs.org.team_elsewhere(id) {
                let places = [named.span, elsewhere.span].map(|span| inputs.sources.place(span));
                self.teams_elsewhere.insert(id.clone(), places);
            } else if let Some(team) = inputs.org.teams.get(&named.value) {
                self.join(inputs, id, &team.members);
            }
        }
    }

    /// People of a team work on an initiative.
    fn join(&mut self, inputs: Inputs<'_>, initiative: &str, people: &[At<String>]) {
        self.has_team.insert(initiative.to_owned());
        self.list(inputs, initiative, people);
    }

    /// Whom the organization's files list under `people`. A registry's list is left out: it may hold authors and others
    /// who only asked for it.
    fn read_listed(&mut self, inputs: Inputs<'_>, live: &BTreeSet<&str>) {
        for (id, initiative) in inputs.org.initiatives.iter().filter(|(id, _)| live.contains(id.as_str())) {
            self.list(inputs, id, &initiative.people);
        }
    }

    /// Whom a file names beside an initiative, but for those who are stated to give it nothing. A source that says
    /// nothing of their time but 0 % is outranked by the file that names them.
    fn list(&mut self, inputs: Inputs<'_>, initiative: &str, people: &[At<String>]) {
        for person in people {
            if self.absent.get(initiative).is_some_and(|absent| absent.contains(&person.value)) {
                continue;
            }
            if let Some(stated) = self.stated.get_mut(&person.value) {
                stated.retain(|one| one.is_own || one.initiative != initiative || one.fte.0 > 0);
            }
            let place = inputs.sources.place(person.span);
            self.members.entry(initiative.to_owned()).or_default().add(&person.value, || place.clone());
            self.belongs.entry(person.value.clone()).or_default().add(initiative, || place);
        }
    }

    /// Where an initiative names a team that says it works on something else: both places.
    pub fn team_elsewhere(&self, initiative: &str) -> Option<&[Place; 2]> {
        self.teams_elsewhere.get(initiative)
    }

    /// Shares of a person that contradict each other, in alphabetical order of initiatives.
    pub fn contradictory(&self, person: &str) -> &[ContradictoryShares] {
        self.contradictory.get(person).map_or(&[], Vec::as_slice)
    }

    /// The stated share of a person for an initiative.
    pub fn share(&self, person: &str, initiative: &str) -> Option<&Commitment> {
        self.stated(person).iter().find(|one| one.initiative == initiative)
    }

    /// Stated shares of a person on the day, but for those that contradict each other, in alphabetical order of
    /// initiatives.
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
        let others = all.iter().filter(|(person, _)| Some(*person) != leader);
        let others: Vec<Cited<String>> =
            others.map(|(person, place)| Cited::new(person.to_owned(), place.clone())).collect();
        // An allocation of the leader alone says nothing about who else works on it; a team does, were it empty.
        (!others.is_empty() || self.has_team.contains(&initiative.id)).then_some(others)
    }

    /// Live initiatives that a person works on through a team or by being listed, with where the person is named.
    pub fn belongs(&self, person: &str) -> impl Iterator<Item = (&str, &Place)> {
        self.belongs.get(person).into_iter().flat_map(NamedAt::iter)
    }

    /// Teams that a person belongs to or holds an office in, with the record that says so.
    pub fn offices(&self, person: &str) -> impl Iterator<Item = (&str, &Place)> {
        self.offices.get(person).into_iter().flat_map(NamedAt::iter)
    }

    /// Whether `person` reports to `leader`, directly or through others.
    ///
    /// A line that reaches someone above the leader without meeting the leader leads elsewhere; one that ends before
    /// that is unknown, because "reports to nobody" and "not written down" look the same. Lines that close a circle are
    /// not there: see [`OrgOn`](onethread_model::org::OrgOn).
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

    /// Managers of a person, nearest first.
    fn line<'p>(&'p self, person: &'p str) -> impl Iterator<Item = &'p str> {
        std::iter::successors(self.managers.get(person), |manager| self.managers.get(*manager)).map(String::as_str)
    }
}

/// What the files, then the sources state of each person and initiative on the day.
fn statements<'a>(inputs: Inputs<'a>, facts: AsOf<'a>) -> BTreeMap<(&'a str, &'a str), Statements> {
    let mut all: BTreeMap<(&str, &str), Statements> = BTreeMap::new();
    for one in inputs.org.allocations.iter().filter(|one| one.holds_on(facts.day())) {
        let key = (one.person.value.as_str(), one.initiative.value.as_str());
        let (fte, place) = (Thousandths::of(one.share.value), inputs.sources.place(one.share.span));
        all.entry(key).or_default().own.push(Stated { fte, place });
    }
    let is_there = |row: &&Allocation| {
        let person = facts.text(row.person);
        inputs.org.gone(person).is_none() && !inputs.org.is_agent(person)
    };
    for row in facts.allocations().filter(is_there) {
        let key = (facts.text(row.person), facts.text(row.initiative));
        let (fte, known) = (Thousandths::of(row.share.get()), all.entry(key).or_default());
        // Of equal statements of a source the first stands for all. Only what the files state is held against each line.
        if !known.own.is_empty() || known.observed.iter().all(|one| one.fte != fte) {
            known.observed.push(Stated { fte, place: facts.place(row.at) });
        }
    }
    all
}
