//! One view of each initiative, from the organization's files and from registries.
//!
//! Where both speak, the organization's own file counts, and the difference is kept to be shown.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::config::Registry;
use onethread_model::facts::{AsOf, RecordRef};
use onethread_model::org::{self, Nature, WishedForm};
use onethread_model::record::Reference;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::leadership::{self, Leadership};
use super::registry::{Calendar, Entry};
use super::{Cited, Inputs, View};

/// An initiative as known on a day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Initiative {
    /// Id.
    pub id: String,
    /// What people call it.
    pub title: Option<String>,
    /// Where it is described first.
    pub place: Place,
    /// Whether work on it is under way on the day.
    pub live: bool,
    /// Where it is said to be no more than an idea: then nothing is asked of it, and it is not live.
    pub stage: Option<Place>,
    /// The day on which a registry named another leader than before, or one of several left, as far as that is known.
    #[serde(skip)]
    pub leader_changed: Option<Day>,
    /// Who leads it.
    pub leadership: Leadership,
    /// Whom a registry names as the one leader, whoever counts as the leader.
    pub registered_leader: Option<Cited<String>>,
    /// Those who are named as leaders and are gone, as the organization's files say of them, each once.
    #[serde(skip)]
    pub departed_leaders: Vec<Cited<String>>,
    /// Those who are listed as doing it, in the order of the source.
    #[serde(skip)]
    pub listed: Vec<Cited<String>>,
    /// The team that has it.
    pub team: Option<Cited<String>>,
    /// The form intended, and whether a reason is given.
    pub wished: Option<Cited<WishedForm>>,
    /// What kind of work it is, as stated.
    pub nature: Option<Cited<Nature>>,
    /// Why that form.
    pub why: Option<Cited<String>>,
    /// The day the idea was recorded, else that of the commitment.
    pub created: Option<Cited<Day>>,
    /// The day it was committed to: as the organization's file says, else the first status of the registry that is not
    /// tentative, where the settings name tentative ones.
    pub committed: Option<Cited<Day>>,
    /// The day from which the evidence could have seen it end: the later of `created` and the first filed version.
    pub entered: Option<Day>,
    /// Events that brought a customer value, from the organization's file, the first one first.
    #[serde(rename = "value")]
    pub values: Vec<ValueEvent>,
    /// Milestones in order, each with its target and whether it shipped.
    pub milestones: Vec<Milestone>,
    /// The day it was given up.
    pub dropped: Option<Day>,
    /// The first day on which nobody works on it, however it ended.
    pub ended: Option<Day>,
    /// Whether a registry describes it.
    pub in_registry: bool,
    /// Whether the organization's files describe it.
    pub in_org: bool,
    /// What it needs from others, as declared.
    pub dependencies: Vec<DeclaredDependency>,
    /// Those whose approval it requires.
    #[serde(skip)]
    pub approvers: Vec<Cited<String>>,
    /// Who signed off which milestone.
    #[serde(skip)]
    pub signoffs: Vec<Cited<String>>,
    /// What bounds it, or marks it.
    pub scope: Vec<Cited<Reference>>,
    /// Where sources say different things.
    pub disagreements: Vec<Disagreement>,
}

/// An event that brought a customer value.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ValueEvent {
    /// What happened, as written.
    pub event: Option<String>,
    /// When.
    pub on: Day,
    /// Where it is written.
    pub place: Place,
}

/// Whether a milestone reached its users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shipped {
    /// No target is set.
    NoTarget,
    /// The target lies ahead.
    Ahead,
    /// The target has passed, but other entries contradict it.
    Doubtful,
    /// The target has passed and nothing speaks against it.
    Claimed,
    /// The target has passed and other entries confirm it.
    Confirmed,
}

/// A milestone of an initiative.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Milestone {
    /// Its name in the settings.
    pub name: String,
    /// The target as written.
    pub target: Option<Cited<String>>,
    /// Whether it reached its users.
    pub shipped: Shipped,
    /// The day it did, for [`Shipped::Confirmed`] and [`Shipped::Claimed`].
    pub day: Option<Day>,
}

/// A dependency as declared.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DeclaredDependency {
    /// What is needed.
    pub on: Reference,
    /// Where it is declared.
    pub place: Place,
    /// What kind of dependency it is.
    pub class: Option<String>,
    /// `blocking`, `slowing` or `ok`; absent when not stated.
    pub effect: Option<String>,
    /// How it is removed.
    pub plan: Option<DeclaredPlan>,
}

/// How a dependency is removed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DeclaredPlan {
    /// The team that removes it.
    pub owner: Option<String>,
    /// The action that removes it.
    pub action: Option<String>,
    /// The day by which it is gone.
    pub by: Option<Day>,
}

/// When a plan is due, as seen from the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// The day has passed.
    Past,
    /// It lies ahead, within the days for which a plan is one.
    Ahead,
    /// It lies so far ahead that it is put off rather than planned.
    PutOff,
}

impl Due {
    /// When a plan is due that names this day.
    pub(crate) fn of(by: Day, view: &View<'_>) -> Due {
        let limit_days = i64::from(view.inputs.config.thresholds.plan_days);
        match by.days_since(view.day) {
            days if days < 0 => Due::Past,
            days if days > limit_days => Due::PutOff,
            _ => Due::Ahead,
        }
    }
}

/// Two sources that say different things about the same initiative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Disagreement {
    /// About what.
    pub field: String,
    /// What is used.
    pub used: Cited<String>,
    /// What is not.
    pub other: Cited<String>,
    /// Whether both are of equal rank, so that neither is used.
    pub is_contradiction: bool,
}

impl Initiative {
    /// The day the idea was recorded; absent where only that of the commitment is known.
    pub fn idea(&self) -> Option<&Cited<Day>> {
        self.created.as_ref().filter(|day| self.committed.as_ref().is_none_or(|committed| committed.place != day.place))
    }

    /// The first event that brought a customer value.
    pub fn first_value(&self) -> Option<&ValueEvent> {
        self.values.first()
    }

    /// The day the first milestone shipped or, before any of that, the day of the first value: the end of the road.
    pub fn arrived(&self) -> Option<Day> {
        self.first_value().map(|value| value.on).or(self.first_shipped())
    }

    /// The title, or the id where there is none.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }

    /// The day the first milestone shipped.
    pub fn first_shipped(&self) -> Option<Day> {
        self.milestones.iter().find_map(|milestone| milestone.day)
    }

    /// The day the last milestone shipped.
    pub fn last_shipped(&self) -> Option<Day> {
        self.milestones.last().and_then(|milestone| milestone.day)
    }

    /// Whether any milestone has a target.
    pub fn has_target(&self) -> bool {
        self.milestones.iter().any(|milestone| milestone.target.is_some())
    }
}

/// All initiatives known on the day of the facts, in alphabetical order of id.
pub(crate) fn gather(inputs: Inputs<'_>, facts: AsOf<'_>, entries: &BTreeMap<String, Entry>) -> Vec<Initiative> {
    let calendar = Calendar::new(&inputs.config.registry);
    let mut all: BTreeMap<String, Initiative> = BTreeMap::new();
    for (id, entry) in entries {
        all.insert(id.clone(), from_registry(id, entry, inputs, facts, &calendar));
    }
    for (id, written) in inputs.org.initiatives.iter() {
        let stated = from_org(written, inputs, facts.day());
        let merged = match all.remove(id) {
            Some(registered) => merge(stated, registered, written, inputs, facts.day()),
            None => stated,
        };
        all.insert(id.clone(), merged);
    }
    let mut all: Vec<Initiative> = all.into_values().collect();
    leadership::complete(&mut all);
    all
}

fn from_org(written: &org::Initiative, inputs: Inputs<'_>, day: Day) -> Initiative {
    let place = inputs.sources.place(written.id.span);
    let ended = written.ended.as_ref().map(|at| at.value);
    let dropped = ended.filter(|_| written.dropped.as_ref().is_some_and(|at| at.value));
    let started = written.idea.as_ref().or(written.committed.as_ref());
    let departed = inputs.org.departed_leaders(&written.id.value);
    let stage = written.stage.as_ref().filter(|_| ended.is_none() && written.committed.is_none());
    Initiative {
        id: written.id.value.clone(),
        title: written.title.as_ref().map(|at| at.value.clone()),
        live: ended.is_none() && stage.is_none(),
        stage: stage.map(|at| inputs.sources.place(at.span)),
        leader_changed: departed.iter().filter_map(|leader| inputs.org.gone(&leader.value)).map(|at| at.value).max(),
        leadership: Leadership::written(written, inputs),
        registered_leader: None,
        departed_leaders: departed.iter().map(|at| inputs.cite(at)).collect(),
        listed: written.people.iter().map(|at| inputs.cite(at)).collect(),
        team: written.team.as_ref().map(|at| inputs.cite(at)),
        wished: written.form.as_ref().map(|at| inputs.cite(at)),
        nature: written.nature.as_ref().map(|at| inputs.cite(at)),
        why: written.why.as_ref().map(|at| inputs.cite(at)),
        created: started.map(|at| inputs.cite(at)),
        entered: started.map(|at| at.value),
        committed: written.committed.as_ref().map(|at| inputs.cite(at)),
        values: values(written, inputs),
        milestones: Vec::new(),
        dropped,
        ended,
        in_registry: false,
        in_org: true,
        dependencies: inputs
            .org
            .dependencies_of(&written.id.value)
            .filter(|dependency| dependency.holds_on(day))
            .map(|dependency| declared(dependency, inputs))
            .collect(),
        approvers: Vec::new(),
        signoffs: Vec::new(),
        scope: written.scope.iter().map(|at| inputs.cite(at)).collect(),
        disagreements: Vec::new(),
        place,
    }
}

fn values(written: &org::Initiative, inputs: Inputs<'_>) -> Vec<ValueEvent> {
    let event = |value: &org::ValueEvent| ValueEvent {
        event: value.event.as_ref().map(|at| at.value.clone()),
        on: value.on.value,
        place: inputs.sources.place(value.on.span),
    };
    let mut values: Vec<ValueEvent> = written.value.iter().map(event).collect();
    values.sort_by(|a, b| (a.on, &a.event, &a.place).cmp(&(b.on, &b.event, &b.place)));
    values
}

fn declared(dependency: &org::Dependency, inputs: Inputs<'_>) -> DeclaredDependency {
    let text = |at: &onethread_model::source::At<String>| at.value.clone();
    DeclaredDependency {
        on: dependency.on.value.clone(),
        place: inputs.sources.place(dependency.on.span),
        class: dependency.class.as_ref().map(text),
        effect: dependency.effect.as_ref().map(text),
        plan: dependency.plan.as_ref().map(|plan| DeclaredPlan {
            owner: plan.owner.as_ref().map(text),
            action: plan.action.as_ref().map(text),
            by: plan.by.as_ref().map(|at| at.value),
        }),
    }
}

fn from_registry(id: &str, entry: &Entry, inputs: Inputs<'_>, facts: AsOf<'_>, calendar: &Calendar) -> Initiative {
    let settings = &inputs.config.registry;
    let cite = |(text, at): (&str, RecordRef)| Cited::new(text.to_owned(), facts.place(at));
    let cites = |field: &str| entry.texts(facts, field).into_iter().map(cite).collect::<Vec<_>>();
    let status = entry.text(facts, "status").map(|(text, _)| text);
    let milestones = milestones(entry, settings, facts, calendar);
    let created = entry.day(facts, "created").map(|(day, at)| Cited::new(day, facts.place(at)));
    let mut listed = cites("people");
    let registered_leader = leadership::registered_leader(entry, inputs, facts, &listed);
    let is_gone = |person: &&Cited<String>| inputs.org.gone(&person.value).is_some();
    let departed_leaders = registered_leader.iter().filter(is_gone).cloned().collect();
    listed.retain(|person| !is_gone(&person));
    let leadership = Leadership::registered(id, registered_leader.as_ref(), entry, inputs, facts, &listed);
    let ended = entry.day(facts, "ended").map(|(day, _)| day).filter(|day| *day <= facts.day());
    let is_idea = ended.is_none() && status.is_some_and(|status| has(&settings.idea_status, status));
    let stage = entry.text(facts, "status").filter(|_| is_idea).map(|(_, at)| facts.place(at));
    let mut initiative = Initiative {
        id: id.to_owned(),
        title: entry.text(facts, "title").map(|(text, _)| text.to_owned()),
        place: entry.first.map_or_else(|| Place { path: "?".to_owned(), line: 1, column: None }, |at| facts.place(at)),
        live: false,
        stage,
        leader_changed: entry.leader_changed.max(entry.first_person_changed.filter(|_| settings.first_person_leads)),
        registered_leader,
        departed_leaders,
        leadership,
        listed,
        team: entry.text(facts, "team").map(cite),
        wished: None,
        nature: None,
        why: None,
        entered: created.as_ref().map(|created| match entry.versions {
            Some((first, _)) => first.max(created.value),
            None => created.value,
        }),
        created,
        committed: committed(entry, settings, facts),
        values: Vec::new(),
        milestones,
        dropped: dropped(entry, settings, facts),
        ended,
        in_registry: true,
        in_org: false,
        dependencies: registry_dependencies(entry, facts),
        approvers: cites("approvers").into_iter().filter(|person| !is_gone(&person)).collect(),
        signoffs: settings.milestones.iter().flat_map(|name| cites(&format!("signoff.{name}"))).collect(),
        scope: cites("scope").into_iter().map(scope_item).collect(),
        disagreements: Vec::new(),
    };
    initiative.live = ended.is_none() && !is_idea && is_live(&initiative, status, entry, settings, facts.day());
    initiative.disagreements = disagreements(entry, facts);
    initiative
}

/// The first status that is neither tentative nor given up nor put off; not known where no status is tentative.
fn committed(entry: &Entry, settings: &Registry, facts: AsOf<'_>) -> Option<Cited<Day>> {
    if settings.tentative_status.is_empty() {
        return None;
    }
    let open = [&settings.tentative_status, &settings.dropped_status, &settings.paused_status];
    let certain = |status: &str| !open.iter().any(|words| has(words, status));
    let (day, _, at) = entry.statuses.iter().find(|(_, word, _)| certain(facts.text(*word)))?;
    Some(Cited::new(*day, facts.place(*at)))
}

fn registry_dependencies(entry: &Entry, facts: AsOf<'_>) -> Vec<DeclaredDependency> {
    let named = entry.texts(facts, "participants").into_iter().chain(entry.texts(facts, "depends-on"));
    named
        .map(|(team, at)| DeclaredDependency {
            on: Reference { kind: "team".to_owned(), id: team.to_owned() },
            place: facts.place(at),
            class: None,
            effect: None,
            plan: None,
        })
        .collect()
}

fn scope_item(cited: Cited<String>) -> Cited<Reference> {
    let (kind, id) = cited.value.split_once(':').unwrap_or(("marker", cited.value.as_str()));
    Cited::new(Reference { kind: kind.to_owned(), id: id.to_owned() }, cited.place)
}

/// A registry's entry is live when its status says so, it was touched lately, it has a target where that is asked for,
/// and its last milestone has not shipped.
fn is_live(initiative: &Initiative, status: Option<&str>, entry: &Entry, settings: &Registry, day: Day) -> bool {
    let closed = [&settings.done_status, &settings.dropped_status, &settings.paused_status];
    let by_status = match status {
        Some(status) if settings.live_status.is_empty() => !closed.iter().any(|words| has(words, status)),
        Some(status) => has(&settings.live_status, status),
        None => settings.live_status.is_empty(),
    };
    let fresh = settings
        .live_within_days
        .is_none_or(|limit| entry.versions.is_some_and(|(_, latest)| day.days_since(latest) <= i64::from(limit)));
    let targeted = !settings.live_needs_target || initiative.has_target();
    by_status && fresh && targeted && initiative.last_shipped().is_none()
}

/// The day an entry's present run of closed statuses began, when it is given up.
fn dropped(entry: &Entry, settings: &Registry, facts: AsOf<'_>) -> Option<Day> {
    let word = |index: usize| entry.statuses.get(index).map(|(_, symbol, _)| facts.text(*symbol));
    let mut index = entry.statuses.len().checked_sub(1)?;
    word(index).filter(|status| has(&settings.dropped_status, status))?;
    let closed = |status: &str| {
        [&settings.done_status, &settings.dropped_status, &settings.paused_status]
            .iter()
            .any(|words| has(words, status))
    };
    while index > 0 && word(index - 1).is_some_and(closed) {
        index -= 1;
    }
    Some(entry.statuses[index].0)
}

fn milestones(entry: &Entry, settings: &Registry, facts: AsOf<'_>, calendar: &Calendar) -> Vec<Milestone> {
    let order = |name: &str| settings.milestones.iter().position(|milestone| milestone == name);
    let stage = entry.text(facts, "stage").and_then(|(stage, _)| order(stage));
    let status = entry.text(facts, "status").map(|(status, _)| status);
    let signed: Vec<bool> =
        settings.milestones.iter().map(|name| !entry.texts(facts, &format!("signoff.{name}")).is_empty()).collect();
    let latest_target = entry.text(facts, "latest-target").map(|(target, _)| target);
    let one = |(index, name): (usize, &String)| {
        let target = entry.text(facts, &format!("target.{name}"));
        let stated = entry.day(facts, &format!("shipped.{name}")).filter(|(day, _)| *day <= facts.day());
        let (shipped, day) = match (stated, target) {
            (Some((day, _)), _) => (Shipped::Confirmed, Some(day)),
            (None, None) => (Shipped::NoTarget, None),
            (None, Some((target, _))) => match calendar.reached(target, facts) {
                None => (Shipped::Ahead, None),
                Some(day) => {
                    let signs = Signs {
                        done: status.is_some_and(|status| has(&settings.done_status, status)),
                        later_stage: stage.is_some_and(|stage| stage > index),
                        later_signed: signed.iter().skip(index + 1).any(|signed| *signed),
                        unlikely_status: status.is_some_and(|status| {
                            [&settings.dropped_status, &settings.paused_status, &settings.tentative_status]
                                .iter()
                                .any(|words| has(words, status))
                        }),
                        planned_before: latest_target.is_some_and(|latest| calendar.is_before(latest, target)),
                    };
                    let shipped = signs.weigh();
                    (shipped, Some(day).filter(|_| shipped >= Shipped::Claimed))
                }
            },
        };
        let target = target.map(|(target, at)| Cited::new(target.to_owned(), facts.place(at)));
        Milestone { name: name.clone(), target, shipped, day }
    };
    settings.milestones.iter().enumerate().map(one).collect()
}

/// What other entries say about a milestone whose target has passed.
struct Signs {
    done: bool,
    later_stage: bool,
    later_signed: bool,
    unlikely_status: bool,
    planned_before: bool,
}

impl Signs {
    /// The first sign that applies decides.
    fn weigh(&self) -> Shipped {
        if self.done || self.later_stage || self.later_signed {
            Shipped::Confirmed
        } else if self.unlikely_status || self.planned_before {
            Shipped::Doubtful
        } else {
            Shipped::Claimed
        }
    }
}

fn disagreements(entry: &Entry, facts: AsOf<'_>) -> Vec<Disagreement> {
    let words = |value: &[onethread_model::facts::Symbol]| {
        value.iter().map(|symbol| facts.text(*symbol)).collect::<Vec<_>>().join(", ")
    };
    let mut found: Vec<Disagreement> = entry
        .disagreements
        .iter()
        .filter_map(|(field, other)| {
            let used = entry.fields.get(field)?;
            Some(Disagreement {
                field: facts.text(*field).to_owned(),
                used: Cited::new(words(&used.value), facts.place(used.at)),
                other: Cited::new(words(&other.value), facts.place(other.at)),
                is_contradiction: false,
            })
        })
        .collect();
    found.extend(entry.fields.iter().filter_map(|(field, state)| {
        let (against, other) = state.against.as_ref()?;
        Some(Disagreement {
            field: facts.text(*field).to_owned(),
            used: Cited::new(words(&state.value), facts.place(state.at)),
            other: Cited::new(words(other), facts.place(*against)),
            is_contradiction: true,
        })
    }));
    found.sort_by(|a, b| (&a.field, &a.other.place).cmp(&(&b.field, &b.other.place)));
    found
}

/// The organization's own file counts, also where it retracts; a registry fills what it leaves open.
fn merge(
    mut stated: Initiative,
    registered: Initiative,
    written: &org::Initiative,
    inputs: Inputs<'_>,
    day: Day,
) -> Initiative {
    stated.disagreements = registered.disagreements;
    let vacant = written.vacant.as_ref();
    if let Some(other) = &registered.registered_leader {
        let nobody = vacant.map(|at| Cited::new("nobody".to_owned(), inputs.sources.place(at.span)));
        let used = stated.leadership.leader().cloned().or(nobody);
        stated.disagreements.extend(used.and_then(|used| disagreement("leader", &used, other)));
    }
    if let (Some(used), Some(other)) = (&stated.team, &registered.team) {
        stated.disagreements.extend(disagreement("team", used, other));
    }
    if registered.registered_leader.as_ref().map(|leader| &leader.value)
        == stated.leadership.leader().map(|leader| &leader.value)
    {
        stated.leader_changed = stated.leader_changed.max(registered.leader_changed);
    }
    // What the files commit to is more than an idea, whatever a registry says.
    if stated.live && stated.committed.is_none() && registered.stage.is_some() {
        (stated.live, stated.stage) = (false, registered.stage);
    }
    if vacant.is_none() {
        stated.leadership = stated.leadership.or(registered.leadership);
    }
    stated.registered_leader = registered.registered_leader;
    for departed in registered.departed_leaders {
        if !stated.departed_leaders.iter().any(|known| known.value == departed.value) {
            stated.departed_leaders.push(departed);
        }
    }
    for dependency in registered.dependencies {
        if stated.dependencies.iter().any(|known| known.on == dependency.on) {
            continue;
        }
        match ended(written, &dependency.on, inputs, day) {
            Some(over) => {
                let used = Cited::new(format!("over since {}", over.value), over.place);
                let other = Cited::new("there".to_owned(), dependency.place);
                stated.disagreements.extend(disagreement(&format!("need of {}", dependency.on), &used, &other));
            }
            None => stated.dependencies.push(dependency),
        }
    }
    if stated.listed.is_empty() {
        stated.listed = registered.listed;
    }
    if stated.scope.is_empty() {
        stated.scope = registered.scope;
    }
    stated.title = stated.title.or(registered.title);
    stated.team = stated.team.or(registered.team);
    stated.created = stated.created.or(registered.created);
    stated.committed = stated.committed.or(registered.committed);
    stated.entered = stated.entered.max(registered.entered);
    stated.dropped = stated.dropped.or(registered.dropped);
    stated.ended = stated.ended.or(registered.ended);
    stated.milestones = registered.milestones;
    stated.approvers = registered.approvers;
    stated.signoffs = registered.signoffs;
    stated.in_registry = true;
    stated
}

/// The last day on which the files end a dependency on something; absent where they do not, and where it lies ahead.
fn ended(written: &org::Initiative, on: &Reference, inputs: Inputs<'_>, day: Day) -> Option<Cited<Day>> {
    let same = inputs.org.dependencies_of(&written.id.value).filter(|dependency| dependency.on.value == *on);
    let days = same.filter_map(|dependency| dependency.until.as_ref()).filter(|until| until.value <= day);
    days.max_by_key(|until| until.value).map(|until| inputs.cite(until))
}

pub(super) fn disagreement(field: &str, used: &Cited<String>, other: &Cited<String>) -> Option<Disagreement> {
    let differ = used.value != other.value;
    differ.then(|| Disagreement {
        field: field.to_owned(),
        used: used.clone(),
        other: other.clone(),
        is_contradiction: false,
    })
}

fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|known| known == word)
}
