//! The organization as written: TOML files in, an [`Org`] and diagnostics out.

mod attested;
mod check;
mod dated;
mod dependencies;
mod files;
mod governance;
mod hidden;
mod kinds;
mod load;
mod mandate;
mod moves;
mod naming;
mod on;
mod tables;
mod triage;
mod words;
mod work;

pub use files::OrgFiles;
pub use governance::{Decision, Gate, Narrowing, Platform, Reorganization, Waiver};
pub use kinds::{
    ATTESTED_ANSWERS, DELIVERED, DEPENDENCY_ACTIONS, DEPENDENCY_CLASSES, DEPENDENCY_EFFECTS, DROPPED, ENDINGS, MERGED,
    METRIC_KINDS, NOBODY_KNOWS, ORG_KINDS,
};
pub use load::{load, load_without};
pub use mandate::{Lift, Mandate, Stop};
pub use moves::{DecidedMove, Declined, Expectation, MoveEnd, MoveOutcome, Postponement};
pub use naming::{Naming, TableItem};
pub use on::OrgOn;
pub use tables::REVERSIBLE;
pub use triage::{Triage, TriageConstraint, TriageWish, WillingLeader};
pub use work::{Work, same_function};

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::day::Day;
use crate::record::{Record, Reference};
use crate::share::Thousandths;
use crate::source::{At, Span};

/// The organization as written, as far as it was understood. A clone shares what is said of each kind until one of the
/// two is changed.
#[derive(Clone, Debug, Default)]
pub struct Org {
    /// Its name.
    pub name: Option<At<String>>,
    /// Its tenets, in order.
    pub tenets: Vec<At<String>>,
    /// People by id.
    pub people: Arc<BTreeMap<String, Person>>,
    /// Teams by id.
    pub teams: Arc<BTreeMap<String, Team>>,
    /// Functional groups by id.
    pub functions: Arc<BTreeMap<String, Function>>,
    /// Initiatives by id.
    pub initiatives: Arc<BTreeMap<String, Initiative>>,
    /// Components by id.
    pub components: Arc<BTreeMap<String, Component>>,
    /// Platforms by id.
    pub platforms: Arc<BTreeMap<String, Platform>>,
    /// Gates by id.
    pub gates: Arc<BTreeMap<String, Gate>>,
    /// Decisions by id.
    pub decisions: Arc<BTreeMap<String, Decision>>,
    /// Reorganizations by id.
    pub reorganizations: Arc<BTreeMap<String, Reorganization>>,
    /// Stated shares of working time.
    pub allocations: Arc<Vec<Allocation>>,
    /// Dated answers: those that stand with their initiatives, then those that stand by themselves.
    pub attestations: Arc<Vec<Attestation>>,
    /// Questions of which someone said on a day that nobody knows the answer.
    pub nobody_knows: Arc<Vec<NobodyKnows>>,
    /// What is known to be wrong and accepted for a time.
    pub waivers: Arc<Vec<Waiver>>,
    /// What was decided, in the order of days and then of ids. Two entries with one id are both here, and reported.
    pub moves: Arc<Vec<DecidedMove>>,
    /// Advice that was declined until a day.
    pub declined: Arc<Vec<Declined>>,
    /// Who is able and willing to lead what, and in which order initiatives come.
    pub triage: Option<Triage>,
    /// Dependencies written outside their initiative, each with its id.
    pub outside_dependencies: Arc<Vec<(At<String>, Dependency)>>,
    /// Where values stand that an agreement switches off: [`Sources::hide`](crate::source::Sources::hide) takes them out of
    /// what is shown.
    pub hidden: Vec<Span>,
    /// Statements of two files that contradict each other, by kind and id of the entry: neither counts.
    pub contradictions: Arc<BTreeMap<(&'static str, String), Vec<Contradiction>>>,
}

/// Two statements of equal rank about one field of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The key of the field.
    pub key: &'static str,
    /// Where each is written, in the order of the files.
    pub spans: [Span; 2],
}

/// A person, or a position.
#[derive(Clone, Debug)]
pub struct Person {
    /// Id.
    pub id: At<String>,
    /// Name or title to show.
    pub title: Option<At<String>>,
    /// The discipline.
    pub function: Option<At<String>>,
    /// The solid reporting line.
    pub reports_to: Option<At<String>>,
    /// Contracted time as a share of a full week, 0 to 1; 1 when absent.
    pub fte: Option<At<f64>>,
    /// First day on which the person has left, or the position is vacant.
    pub until: Option<At<Day>>,
    /// How evidence writes this person.
    pub known_as: Vec<At<String>>,
    /// `person` or `agent`; a person when absent.
    pub kind: Option<At<String>>,
    /// Who answers for what an agent does.
    pub answerable: Option<At<String>>,
    /// What this position does, where it differs from its function.
    pub work: Option<At<Work>>,
}

impl Person {
    /// Whether it is no person, but a program that writes code.
    pub fn is_agent(&self) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.value == "agent")
    }
}

/// A team.
#[derive(Clone, Debug)]
pub struct Team {
    /// Id.
    pub id: At<String>,
    /// Name to show.
    pub title: Option<At<String>>,
    /// What the team works on.
    pub initiatives: Vec<At<String>>,
    /// Who is on it.
    pub members: Vec<At<String>>,
    /// Who left it, and when.
    pub left: Vec<Departure>,
    /// How many people are on it, where they are not named: a whole number from 0.
    pub headcount: Option<At<f64>>,
    /// Why it is as large or as small as it is.
    pub why: Option<At<String>>,
    /// Whether no list of people has it, and an initiative asks it.
    pub outside: Option<At<bool>>,
    /// How evidence writes it.
    pub known_as: Vec<At<String>>,
    /// The share of its members' changes in one part that suggested it, 0 to 1; absent for a team that people
    /// described.
    pub inferred: Option<At<f64>>,
}

/// A person who left a team.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Who.
    pub person: At<String>,
    /// First day on which the person is not on the team.
    pub on: At<Day>,
}

/// A functional group.
#[derive(Clone, Debug)]
pub struct Function {
    /// Id.
    pub id: At<String>,
    /// Name to show.
    pub title: Option<At<String>>,
    /// Who leads it.
    pub head: Option<At<String>>,
    /// How many people belong to it, where they are not named: a whole number from 0.
    pub headcount: Option<At<f64>>,
    /// Who keeps its standards and mentors its discipline.
    pub standard_owner: Option<At<String>>,
    /// What its positions do.
    pub work: Option<At<Work>>,
}

/// The form that an initiative wishes to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WishedForm {
    /// Single-threaded ownership: the team reports to the leader.
    Sto,
    /// Single-threaded leadership: functional reporting lines stay.
    Stl,
    /// No single thread, for a reason.
    Functional,
}

/// What kind of work an initiative is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// An ongoing product.
    Product,
    /// Work across the whole company.
    CompanyWide,
    /// A project that ends.
    OneOff,
    /// The work of a function.
    Functional,
}

/// An initiative as written.
#[derive(Clone, Debug)]
pub struct Initiative {
    /// Id.
    pub id: At<String>,
    /// What people call it.
    pub title: Option<At<String>>,
    /// The problem, and for whom.
    pub purpose: Option<At<String>>,
    /// Leaders as written: one, if all is well.
    pub leaders: Vec<At<String>>,
    /// Who stands behind it.
    pub sponsor: Option<At<String>>,
    /// First day on which nobody leads it.
    pub vacant: Option<At<Day>>,
    /// Those who are listed as doing it.
    pub people: Vec<At<String>>,
    /// The team that has it.
    pub team: Option<At<String>>,
    /// The form intended.
    pub form: Option<At<WishedForm>>,
    /// Why this form.
    pub why: Option<At<String>>,
    /// What kind of work it is.
    pub nature: Option<At<Nature>>,
    /// Where it is said to be no more than an idea.
    pub stage: Option<At<String>>,
    /// How far it is, in the organization's own words.
    pub phase: Option<At<String>>,
    /// The day the idea was recorded.
    pub idea: Option<At<Day>>,
    /// The day it was committed to.
    pub committed: Option<At<Day>>,
    /// Events that brought a customer value, as written: the first one, and what came after it.
    pub value: Vec<ValueEvent>,
    /// The day its first feature reached anybody.
    pub first_feature: Option<At<Day>>,
    /// First day on which nobody works on it.
    pub ended: Option<At<Day>>,
    /// How it ended, as one of [`ENDINGS`].
    pub outcome: Option<At<String>>,
    /// What was expected of it and came, and what becomes of what it leaves.
    pub ending: Option<Ending>,
    /// Times in which nobody works on it, by decision.
    pub pauses: Vec<Pause>,
    /// What bounds it.
    pub scope: Vec<At<Reference>>,
    /// Roles that the work needs, and how many.
    pub needs: Vec<(At<String>, f64)>,
    /// Its tenets, in order.
    pub tenets: Vec<At<String>>,
    /// What the leader may decide.
    pub decision_rights: Vec<At<String>>,
    /// What leader and those above agreed.
    pub mandate: Option<Mandate>,
    /// That someone says the leader can do this.
    pub capable: Option<Attestation>,
    /// Its dependencies.
    pub dependencies: Vec<Dependency>,
    /// Its metrics.
    pub metrics: Vec<Metric>,
}

/// An event that brought a customer value.
#[derive(Clone, Debug)]
pub struct ValueEvent {
    /// What happened.
    pub event: Option<At<String>>,
    /// When.
    pub on: At<Day>,
}

impl Initiative {
    /// The first event that brought a customer value.
    pub fn first_value(&self) -> Option<&ValueEvent> {
        self.value.iter().min_by_key(|value| value.on.value)
    }

    /// The last event that brought a customer value.
    pub fn last_value(&self) -> Option<&ValueEvent> {
        self.value.iter().max_by_key(|value| value.on.value)
    }
}

/// What was expected of an initiative and came, and what becomes of what it leaves, each as written.
#[derive(Clone, Debug, Default)]
pub struct Ending {
    /// What is said, by key of the field table: `expected`, `came`, `team`, `code` and the others.
    pub says: BTreeMap<&'static str, At<String>>,
    /// The initiative that goes on with its work.
    pub into: Option<At<String>>,
}

/// A time in which nobody works on an initiative, by decision.
#[derive(Clone, Debug)]
pub struct Pause {
    /// First day on which nobody works on it.
    pub from: At<Day>,
    /// First day on which work goes on; absent while that is open.
    pub until: Option<At<Day>>,
    /// Why, as written.
    pub why: Option<At<String>>,
}

impl Pause {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        interval_holds(day, Some(&self.from), self.until.as_ref())
    }
}

/// A dependency as declared.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// What is needed.
    pub on: At<Reference>,
    /// What kind of dependency it is.
    pub class: Option<At<String>>,
    /// `blocking`, `slowing` or `ok`.
    pub effect: Option<At<String>>,
    /// How much is asked for, as written.
    pub size: Option<At<String>>,
    /// The day by which it is needed.
    pub needed: Option<At<Day>>,
    /// What became of the ask, as written.
    pub status: Option<At<String>>,
    /// What is asked for, as written.
    pub note: Option<At<String>>,
    /// How it is removed.
    pub plan: Option<Plan>,
    /// `collaboration`, `self-service` or `facilitating`.
    pub interaction: Option<At<String>>,
    /// First day.
    pub from: Option<At<Day>>,
    /// First day on which it no longer holds.
    pub until: Option<At<Day>>,
}

/// How a dependency is removed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The team that removes it.
    pub owner: Option<At<String>>,
    /// How.
    pub action: Option<At<String>>,
    /// The day by which it is gone.
    pub by: Option<At<Day>>,
    /// For an away team: what both teams agreed, in words.
    pub agreement: Option<At<String>>,
    /// For an away team: the code that it may change.
    pub code: Vec<At<Reference>>,
    /// For an away team: the team whose standards hold there.
    pub standards_of: Option<At<String>>,
    /// For an away team: the team that reviews.
    pub reviewed_by: Option<At<String>>,
    /// The day on which it is looked at again.
    pub review: Option<At<Day>>,
}

impl Plan {
    /// Whether both teams agreed on what an away team does: in words, or at least on which code and who reviews.
    pub fn has_terms(&self) -> bool {
        self.agreement.is_some() || (!self.code.is_empty() && self.reviewed_by.is_some())
    }
}

/// A metric as declared.
#[derive(Clone, Debug)]
pub struct Metric {
    /// What is measured.
    pub name: At<String>,
    /// `input` or `output`.
    pub kind: Option<At<String>>,
    /// What it guards: `quality` or `value`.
    pub guards: Option<At<String>>,
    /// Who answers for it.
    pub owner: Option<At<String>>,
    /// Where its points come from.
    pub source: Option<At<String>>,
    /// How often a point is due.
    pub cadence: Option<At<String>>,
    /// Its value before.
    pub baseline: Option<At<f64>>,
    /// The value to reach.
    pub target: Option<At<f64>>,
    /// What it stands for: `time-to-value`, `quality` or `value`.
    pub watches: Option<At<String>>,
}

/// A part of the product.
#[derive(Clone, Debug)]
pub struct Component {
    /// Id.
    pub id: At<String>,
    /// Name to show.
    pub title: Option<At<String>>,
    /// The team that owns it.
    pub owner: Option<At<String>>,
    /// First day on which that team owns it no more.
    pub owner_until: Option<At<Day>>,
    /// Where its code is.
    pub paths: Vec<At<String>>,
    /// Data stores that it writes to.
    pub writes: Vec<At<String>>,
    /// Open-source packages that could do what it does.
    pub replaceable_by: Vec<At<String>>,
}

/// A stated share of a person's working time.
#[derive(Clone, Debug)]
pub struct Allocation {
    /// Who.
    pub person: At<String>,
    /// On what.
    pub initiative: At<String>,
    /// The share of a full week, 0 to 1.
    pub share: At<f64>,
    /// First day; absent for "always".
    pub from: Option<At<Day>>,
    /// First day on which it no longer holds; absent while it lasts.
    pub until: Option<At<Day>>,
}

impl Allocation {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        interval_holds(day, self.from.as_ref(), self.until.as_ref())
    }
}

impl Dependency {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        interval_holds(day, self.from.as_ref(), self.until.as_ref())
    }
}

pub(crate) fn interval_holds(day: Day, from: Option<&At<Day>>, until: Option<&At<Day>>) -> bool {
    from.is_none_or(|from| from.value <= day) && until.is_none_or(|until| day < until.value)
}

/// A person's dated answer to a question that no other evidence can answer.
#[derive(Clone, Debug)]
pub struct Attestation {
    /// About which initiative.
    pub initiative: At<String>,
    /// Which question, by its key.
    pub criterion: At<String>,
    /// Whether the answer is `holds`.
    pub holds: bool,
    /// Who says so.
    pub by: At<String>,
    /// The leader whom it is about, where it says so.
    pub leader: Option<At<String>>,
    /// When.
    pub on: At<Day>,
    /// In their words.
    pub note: Option<At<String>>,
}

/// Someone's dated word that nobody knows the answer to a question: an attestation that answers `nobody-knows`.
#[derive(Clone, Debug)]
pub struct NobodyKnows {
    /// About which initiative.
    pub initiative: At<String>,
    /// Which question, by its key.
    pub criterion: At<String>,
    /// Who says so.
    pub by: At<String>,
    /// When.
    pub on: At<Day>,
    /// In their words.
    pub note: Option<At<String>>,
}

impl Org {
    /// All dependencies that an initiative declares, in or outside its entry.
    pub fn dependencies_of(&self, initiative: &str) -> impl Iterator<Item = &Dependency> {
        let inside = self.initiatives.get(initiative).map_or(&[][..], |entry| &entry.dependencies);
        let outside = self.outside_dependencies.iter().filter(move |(id, _)| id.value == initiative);
        inside.iter().chain(outside.map(|(_, dependency)| dependency))
    }

    /// How many entries of a kind, as [`ORG_KINDS`] names it, are described; 0 for a kind that does not exist.
    pub fn entries(&self, kind: &str) -> usize {
        match kind {
            "organization" => usize::from(self.name.is_some() || !self.tenets.is_empty()),
            "person" => self.people.len(),
            "team" => self.teams.len(),
            "function" => self.functions.len(),
            "initiative" => self.initiatives.len(),
            "component" => self.components.len(),
            "platform" => self.platforms.len(),
            "gate" => self.gates.len(),
            "decision" => self.decisions.len(),
            "allocation" => self.allocations.len(),
            "attestation" => self.attestations.len() + self.nobody_knows.len(),
            "waiver" => self.waivers.len(),
            "move" => self.moves.len(),
            "declined" => self.declined.len(),
            "triage" => usize::from(self.triage.is_some()),
            "dependency" => {
                let inside = self.initiatives.values().map(|initiative| initiative.dependencies.len());
                inside.sum::<usize>() + self.outside_dependencies.len()
            }
            _ => 0,
        }
    }

    /// Where the team that an initiative names says that it works on something else, and not on this; absent where the
    /// two do not contradict each other.
    pub fn team_elsewhere(&self, initiative: &str) -> Option<&At<String>> {
        // What ended lets its team work on something else.
        let entry = self.initiatives.get(initiative).filter(|entry| entry.ended.is_none())?;
        let named = entry.team.as_ref()?;
        let team = self.teams.get(&named.value)?;
        team.initiatives.first().filter(|_| !team.initiatives.iter().any(|own| own.value == initiative))
    }

    /// The two statements that contradict each other about a field of an entry; absent where none do.
    pub fn contradiction(&self, kind: &'static str, id: &str, key: &str) -> Option<&Contradiction> {
        self.contradictions.get(&(kind, id.to_owned()))?.iter().find(|one| one.key == key)
    }

    /// The contracted time of a person, as a share of a full week; all of one where nothing else is stated.
    pub fn contract(&self, person: &str) -> Thousandths {
        let stated = self.people.get(person).and_then(|entry| entry.fte.as_ref());
        stated.map(|at| Thousandths::of(at.value)).filter(|fte| fte.0 > 0).unwrap_or(Thousandths::WHOLE)
    }

    /// Takes out an entry that has an id; `organization` has an empty one.
    fn forget(&mut self, kind: &'static str, id: &str) {
        let key = (kind, id.to_owned());
        if self.contradictions.contains_key(&key) {
            Arc::make_mut(&mut self.contradictions).remove(&key);
        }
        fn take<T: Clone>(entries: &mut Arc<BTreeMap<String, T>>, id: &str) {
            if entries.contains_key(id) {
                Arc::make_mut(entries).remove(id);
            }
        }
        match kind {
            "organization" => (self.name, self.tenets) = (None, Vec::new()),
            "triage" => self.triage = None,
            "person" => take(&mut self.people, id),
            "team" => take(&mut self.teams, id),
            "function" => take(&mut self.functions, id),
            "component" => take(&mut self.components, id),
            "platform" => take(&mut self.platforms, id),
            "gate" => take(&mut self.gates, id),
            "decision" => take(&mut self.decisions, id),
            "reorganization" => take(&mut self.reorganizations, id),
            _ => take(&mut self.initiatives, id),
        }
    }

    /// Empties the list of a kind that is written as an array.
    fn forget_list(&mut self, kind: &str) {
        match kind {
            "allocation" => self.allocations = Arc::default(),
            "attestation" => (self.attestations, self.nobody_knows) = Default::default(),
            "waiver" => self.waivers = Arc::default(),
            "move" => self.moves = Arc::default(),
            "declined" => self.declined = Arc::default(),
            _ => self.outside_dependencies = Arc::default(),
        }
    }

    /// How many entries of all kinds it has; 0 where nothing was understood.
    pub fn all_entries(&self) -> usize {
        ORG_KINDS.iter().map(|kind| self.entries(kind.name)).sum::<usize>() + self.reorganizations.len()
    }

    /// Whether none of what a review is about is described.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.teams.is_empty() && self.initiatives.is_empty() && self.components.is_empty()
    }
}

fn id_of(record: &mut Record, key: &'static str) -> Option<At<String>> {
    record.reference(key).map(|at| At::new(at.value.id, at.span))
}

fn ids_of(record: &mut Record, key: &'static str) -> Vec<At<String>> {
    record.references(key).into_iter().map(|at| At::new(at.value.id, at.span)).collect()
}
