//! The organization on a day, before anything costly is computed of it: what every measure reads.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, OnceLock};

use onethread_model::Day;
use onethread_model::facts::{
    AsOf, ChangeMade, DecisionMade, Dependency, Membership, MetricPoint, ReviewAsked, Symbol, Touch,
};
use onethread_model::org::{Naming, Org, Person, TableItem};

use super::aside::Trails;
use super::change_log::{ChangeLog, SetIndex};
use super::cochange::{CochangeMatrix, TouchedSets};
use super::facts_on::{FactRows, FactsOn, SmallSets};
use super::index::Index;
use super::{Initiative, Inputs, People, Snapshot, initiative};

/// Positions of a discipline that leads something today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Positions {
    /// Those that lead nothing, and of which no other work is stated.
    pub(crate) free: usize,
    /// The others.
    pub(crate) busy: usize,
}

/// The organization on a day: its initiatives and people, and rows of facts by what they are about.
pub struct View<'a> {
    /// What it was made from.
    pub inputs: Inputs<'a>,
    /// The day.
    pub day: Day,
    /// Facts as known on the day.
    pub facts: AsOf<'a>,
    /// Every initiative known on the day, in alphabetical order of id, live or not.
    pub initiatives: Vec<Initiative>,
    /// Who is committed to what.
    pub people: People,
    on: Arc<FactsOn>,
    pub(super) index: Index<'a>,
    free_to_lead: OnceLock<Option<usize>>,
}

impl<'a> View<'a> {
    /// The organization as known at the end of a day.
    pub fn on(snapshot: &'a Snapshot, day: Day) -> View<'a> {
        let inputs = snapshot.inputs(day);
        let (facts, on) = (inputs.as_of(day), snapshot.facts_on(day));
        let mut initiatives = initiative::gather(inputs, facts, on.registry());
        let ((people, differing), index) =
            rayon::join(|| People::gather(inputs, facts, &initiatives), || Index::new(inputs, facts, &initiatives));
        for (id, disagreement) in differing {
            if let Ok(at) = initiatives.binary_search_by(|initiative| initiative.id.cmp(&id)) {
                initiatives[at].disagreements.push(disagreement);
            }
        }
        View { inputs, day, facts, initiatives, people, on, index, free_to_lead: OnceLock::new() }
    }

    /// The organization as written, with what its entries say of later days and of who is gone. Only what is about the
    /// writing itself reads it, such as an edit: an answer of the day never does.
    pub fn as_written(&self) -> &'a Org {
        self.inputs.written
    }

    /// Every place of the organization's files that names the entry of a kind with this id, such as `person`.
    pub fn naming(&self, kind: &str, id: &str) -> Vec<Naming> {
        self.inputs.snapshot.naming(kind, id)
    }

    /// The tables under a key of an entry, such as each `[[initiative.returns.dependency]]`.
    pub fn items(&self, kind: &str, id: &str, key: &str) -> Vec<TableItem> {
        self.inputs.snapshot.items(kind, id, key)
    }

    /// Memberships of teams that sources state on the day and no file retracts.
    pub fn memberships(&self) -> impl Iterator<Item = &'a Membership> + use<'a> {
        self.inputs.memberships(self.facts)
    }

    /// Name of the organization: from its own files, else from the settings.
    pub fn organization(&self) -> Option<&'a str> {
        let written = self.inputs.org.name.as_ref().map(|name| name.value.as_str());
        written.or(self.inputs.config.name.as_deref())
    }

    /// Live initiatives, in alphabetical order of id.
    pub fn live(&self) -> impl Iterator<Item = &Initiative> {
        self.initiatives.iter().filter(|initiative| initiative.live)
    }

    /// What is stated to be no more than an idea, in alphabetical order of id. It is not live: nothing is asked of it.
    pub fn ideas(&self) -> impl Iterator<Item = &Initiative> {
        self.initiatives.iter().filter(|initiative| initiative.stage.is_some())
    }

    /// What is paused, by decision, in alphabetical order of id. It is not live: nothing is asked of it.
    pub fn paused(&self) -> impl Iterator<Item = &Initiative> {
        self.initiatives.iter().filter(|initiative| initiative.paused.is_some())
    }

    /// The initiative with this id.
    pub fn initiative(&self, id: &str) -> Option<&Initiative> {
        self.initiatives
            .binary_search_by(|initiative| initiative.id.as_str().cmp(id))
            .ok()
            .map(|i| &self.initiatives[i])
    }

    /// Teams whose work an initiative is: the one that has it, and those that say they work on it.
    pub fn own_teams<'i>(&self, initiative: &'i Initiative) -> BTreeSet<&'i str>
    where
        'a: 'i,
    {
        let stated = initiative.team.as_ref().map(|team| team.value.as_str());
        self.teams_on(&initiative.id).map(|team| team.id.value.as_str()).chain(stated).collect()
    }

    /// Reads what is large, so that no thread has to wait for another.
    pub(super) fn prepare(&self) {
        rayon::join(|| self.small_sets(), || self.sets());
        self.on.prepare(self.facts);
    }

    /// The same by id, in alphabetical order; empty for an initiative that is not known.
    pub(crate) fn own_teams_of(&self, initiative: &str) -> Vec<String> {
        let known = self.initiative(initiative);
        known.map_or_else(Vec::new, |known| self.own_teams(known).into_iter().map(str::to_owned).collect())
    }

    /// Positions that could lead something, by discipline: see [`View::free_to_lead`]. Absent where the function of no
    /// leader is known.
    pub(crate) fn could_lead(&self) -> Option<BTreeMap<&'a str, Positions>> {
        let org = self.inputs.org;
        let function = |one: &'a Person| one.function.as_ref().map(|function| function.value.as_str());
        let leaders = self.people.leaders().filter_map(|id| org.people.get(id));
        let leading: HashSet<&str> = leaders.filter_map(function).collect();
        if leading.is_empty() {
            return None;
        }
        let is_free = |id: &str| self.people.leads(id).is_empty() && self.threads_of(id, "").elsewhere.is_empty();
        let mut all: BTreeMap<&str, Positions> = leading.iter().map(|own| (*own, Positions::default())).collect();
        for (id, one) in org.people.iter().filter(|(_, one)| one.until.is_none()) {
            let Some(positions) = function(one).and_then(|own| all.get_mut(own)) else { continue };
            if is_free(id) {
                positions.free += 1;
            } else {
                positions.busy += 1;
            }
        }
        Some(all)
    }

    /// How many positions could lead something: people of a function that leads a live initiative today who lead
    /// nothing, and of whom no other work is stated. Who is able and willing, no file says. Absent where the function of no
    /// leader is known.
    pub(crate) fn free_to_lead(&self) -> Option<usize> {
        let count = || Some(self.could_lead()?.values().map(|one| one.free).sum());
        *self.free_to_lead.get_or_init(count)
    }

    fn rows(&self) -> FactRows<'_, 'a> {
        FactRows { on: &self.on, facts: self.facts }
    }

    /// Rows of the table `decision` about an initiative, in their order.
    pub fn recorded_decisions_of(&self, initiative: &str) -> impl Iterator<Item = &'a DecisionMade> + use<'a, '_> {
        self.rows().decisions(initiative)
    }

    /// Reviews asked for by an initiative, in their order.
    pub fn reviews_of(&self, initiative: &str) -> impl Iterator<Item = &'a ReviewAsked> + use<'a, '_> {
        self.rows().reviews(initiative)
    }

    /// The teams by which a review is given: the one that was asked, else those of the reviewer.
    pub(crate) fn teams_reviewing(&self, row: &ReviewAsked) -> BTreeSet<&str> {
        if let Some(team) = row.team {
            return BTreeSet::from([self.facts.text(team)]);
        }
        let Some(reviewer) = row.reviewer.map(|reviewer| self.facts.text(reviewer)) else { return BTreeSet::new() };
        let offices = self.people.offices(reviewer).map(|(team, _)| team);
        let files = self.inputs.org.teams.iter().filter(|(_, team)| team.members.iter().any(|at| at.value == reviewer));
        offices.chain(files.map(|(id, _)| id.as_str())).collect()
    }

    /// Points of the metrics of an initiative, in their order.
    pub fn metric_points_of(&self, initiative: &str) -> impl Iterator<Item = &'a MetricPoint> + use<'a, '_> {
        self.rows().points(initiative)
    }

    /// Points of one metric of an initiative, in their order.
    pub fn points_of(&self, initiative: &str, metric: &str) -> impl Iterator<Item = &'a MetricPoint> + use<'a, '_> {
        let metric = self.facts.symbols().find(metric);
        self.metric_points_of(initiative).filter(move |point| Some(point.metric) == metric)
    }

    /// Dependencies of an initiative that evidence shows, in their order.
    pub fn observed_dependencies_of(&self, initiative: &str) -> impl Iterator<Item = &'a Dependency> + use<'a, '_> {
        self.rows().dependencies(initiative)
    }

    /// Dependencies of an initiative that evidence shows on the day or showed before, in their order.
    pub fn dependencies_begun_of(&self, initiative: &str) -> impl Iterator<Item = &'a Dependency> + use<'a, '_> {
        self.rows().dependencies_begun(initiative)
    }

    /// Changes that people say they made for an initiative, in their order.
    pub fn changes_of(&self, initiative: &str) -> impl Iterator<Item = &'a ChangeMade> + use<'a, '_> {
        self.rows().changes(initiative)
    }

    /// What a change-set touched, in the order of the table.
    pub(super) fn touches_of_set(&self, change: Symbol) -> impl Iterator<Item = &'a Touch> + use<'a, '_> {
        self.rows().touches_of_set(change)
    }

    /// Touches of a component or path, in the order of the table.
    pub(super) fn touches_of_component(&self, component: Symbol) -> impl Iterator<Item = &'a Touch> + use<'a, '_> {
        self.rows().touches_of_component(component)
    }

    /// Components and paths that changes touch, and that are this file or folder or lie below it, its name without
    /// empty parts; all of them without a name.
    pub(super) fn touched_within<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = Symbol> + use<'a, 's> {
        self.rows().touched_within(folder)
    }

    /// Which touches show work, and on what of today.
    pub(crate) fn trails(&self) -> &Trails {
        self.on.trails(self.facts)
    }

    /// The change-sets of the last year.
    pub fn change_log(&self) -> &ChangeLog {
        self.on.change_log(self.facts)
    }

    /// The change-sets of the last year by what they touch and name.
    pub(crate) fn sets(&self) -> &SetIndex {
        self.on.sets(self.facts)
    }

    /// The change-sets of the last year with the paths that they touch.
    pub(crate) fn touched_sets(&self) -> &TouchedSets {
        self.on.touched_sets(self.facts)
    }

    /// Which change-sets of the last year touch which paths.
    pub fn paths(&self) -> &CochangeMatrix {
        self.on.paths(self.facts)
    }

    /// Which change-sets of the last year touch which paths, those of more than 100 paths without any.
    pub fn small_sets(&self) -> &SmallSets {
        self.on.small_sets(self.facts)
    }
}
