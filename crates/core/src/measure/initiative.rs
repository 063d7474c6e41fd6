//! One view of each initiative, from the organization's files and from registries.
//!
//! Where both speak, the organization's own file counts, and the difference is kept to be shown.

mod registered;

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::facts::AsOf;
use onethread_model::org::{self, DROPPED, Nature, WishedForm};
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
    /// The time of not working on it, by decision, in which the day lies: then it is not live.
    #[serde(skip)]
    pub paused: Option<Pause>,
    /// All such times that began by the day, in the order of the file.
    #[serde(skip)]
    pub pauses: Vec<Pause>,
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
    /// The position of the sponsor, by its title, where that is described: never an id, which may be a name.
    pub sponsor: Option<Cited<String>>,
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
    /// How it ended, as the organization's files say: one of [`ENDINGS`](onethread_model::org::ENDINGS).
    #[serde(skip)]
    pub outcome: Option<String>,
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

/// A time in which nobody works on an initiative, by decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pause {
    /// First day on which nobody works on it.
    pub from: Day,
    /// First day on which work goes on; absent while that is open.
    pub until: Option<Day>,
    /// Why, as written.
    pub why: Option<String>,
    /// Where it is written.
    pub place: Place,
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
    /// How much is asked for, as written.
    pub size: Option<String>,
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

/// What a plan lacks that would make it complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlanLack {
    /// There is none.
    Plan,
    /// Its owner.
    Owner,
    /// An owner other than the team that is depended on: asking the provider is waiting by another name.
    OwnOwner,
    /// Its action.
    Action,
    /// Its date.
    Date,
    /// A date that has not passed.
    Future,
    /// A date that is near enough.
    NearDate,
}

impl DeclaredDependency {
    /// What keeps its plan from being complete on the day; empty where it has an owner who has the dependency, an
    /// action, and a date ahead.
    pub(crate) fn plan_lacks(&self, view: &View<'_>) -> Vec<PlanLack> {
        let Some(plan) = &self.plan else { return vec![PlanLack::Plan] };
        let owner = match &plan.owner {
            None => Some(PlanLack::Owner),
            Some(owner) => (self.on.kind == "team" && *owner == self.on.id).then_some(PlanLack::OwnOwner),
        };
        let date = match plan.by.map(|by| Due::of(by, view)) {
            None => Some(PlanLack::Date),
            Some(Due::Past) => Some(PlanLack::Future),
            Some(Due::PutOff) => Some(PlanLack::NearDate),
            Some(Due::Ahead) => None,
        };
        let action = plan.action.is_none().then_some(PlanLack::Action);
        [owner, action, date].into_iter().flatten().collect()
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

    /// The sponsor, with the position where that is known: `the sponsor, VP retail`.
    pub fn sponsor_words(&self) -> String {
        match &self.sponsor {
            Some(position) => format!("the sponsor, {}", position.value),
            None => "the sponsor".to_owned(),
        }
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
        all.insert(id.clone(), registered::from_registry(id, entry, inputs, facts, &calendar));
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
    let outcome = written.outcome.as_ref().filter(|_| ended.is_some()).map(|at| at.value.clone());
    let dropped = ended.filter(|_| outcome.as_deref() == Some(DROPPED));
    let started = written.idea.as_ref().or(written.committed.as_ref());
    let departed = inputs.org.departed_leaders(&written.id.value);
    let stage = written.stage.as_ref().filter(|_| ended.is_none() && written.committed.is_none());
    let paused = written.pauses.iter().find(|pause| ended.is_none() && stage.is_none() && pause.holds_on(day));
    Initiative {
        id: written.id.value.clone(),
        title: written.title.as_ref().map(|at| at.value.clone()),
        live: ended.is_none() && stage.is_none() && paused.is_none(),
        stage: stage.map(|at| inputs.sources.place(at.span)),
        paused: paused.map(|pause| self::pause(pause, inputs)),
        pauses: written.pauses.iter().map(|pause| self::pause(pause, inputs)).collect(),
        leader_changed: departed.iter().filter_map(|leader| inputs.org.gone(&leader.value)).map(|at| at.value).max(),
        leadership: Leadership::written(written, inputs),
        registered_leader: None,
        departed_leaders: departed.iter().map(|at| inputs.cite(at)).collect(),
        listed: written.people.iter().map(|at| inputs.cite(at)).collect(),
        team: written.team.as_ref().map(|at| inputs.cite(at)),
        sponsor: written.sponsor.as_ref().and_then(|at| {
            let title = inputs.org.people.get(&at.value)?.title.as_ref()?;
            Some(Cited::new(title.value.clone(), inputs.sources.place(at.span)))
        }),
        wished: written.form.as_ref().map(|at| inputs.cite(at)),
        nature: written.nature.as_ref().map(|at| inputs.cite(at)),
        why: written.why.as_ref().map(|at| inputs.cite(at)),
        created: started.map(|at| inputs.cite(at)),
        entered: started.map(|at| at.value),
        committed: written.committed.as_ref().map(|at| inputs.cite(at)),
        values: values(written, inputs),
        milestones: Vec::new(),
        dropped,
        outcome,
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

fn pause(pause: &org::Pause, inputs: Inputs<'_>) -> Pause {
    Pause {
        from: pause.from.value,
        until: pause.until.as_ref().map(|at| at.value),
        why: pause.why.as_ref().map(|at| at.value.clone()),
        place: inputs.sources.place(pause.from.span),
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
        size: dependency.size.as_ref().map(text),
        plan: dependency.plan.as_ref().map(|plan| DeclaredPlan {
            owner: plan.owner.as_ref().map(text),
            action: plan.action.as_ref().map(text),
            by: plan.by.as_ref().map(|at| at.value),
        }),
    }
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
