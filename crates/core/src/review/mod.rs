//! Step 2: the questions asked of every initiative, each answered `holds`, `fails` or `not shown`.

mod accepted;
mod adoption;
mod attention;
pub(crate) mod attested;
pub(crate) mod authority;
mod brake;
mod changed;
mod charter_gate;
mod cohort;
mod compare;
pub mod criteria;
mod decided;
mod findings;
mod first_days;
pub(crate) mod fit;
mod form;
mod history;
mod judged;
pub(crate) mod mandate;
mod milestones;
mod moves;
mod proposed_edits;
mod quarter;
mod registry_past;
mod repository_findings;
pub mod threats;
mod unknowns;
mod verdict;
mod why;

pub use accepted::Accepted;
pub(crate) use accepted::rules_that_say;
pub use adoption::QuarterForms;
use adoption::adoption;
pub use attention::{Attention, attention};
pub use authority::AuthorityRule;
pub use brake::{HeldKind, LastHolderLost, TEAM_CHANGES_SHARE_MAX, TeamChanges, last_holders_lost, team_changes};
pub use changed::{Changed, Departure, Left};
use changed::{Earlier, LiveThen};
pub use charter_gate::{
    AlsoVacant, ChangedBy, CharterGate, ComponentWithin, CouldLead, GateAhead, OwnLeader, ScopeOverlap, TeamChangedIt,
    charter_gate,
};
use cohort::DaysBefore;
pub use cohort::{BeforeSince, Cohort, Comparison, CountOf};
pub use compare::{AnswerDifference, BeforeAndAfter, Difference, InitiativeDifference, compare};
pub use criteria::{CRITERIA, Criterion, criterion};
pub(crate) use decided::known_measures;
pub use decided::{
    CameOn, ExpectationState, ExpectationStatus, FORM_MEASURE, MoveState, MoveStatus, MovedDay, STANDS_DAYS,
    decided_moves,
};
pub use findings::{Finding, Level};
pub use first_days::{
    DAYS_MAX, DayAnswer, FilesOfDay, FilesRead, FirstDay, FirstDays, FirstDaysCell, FirstDaysRow, RESTS_ON_UNDATED,
    first_days, first_days_of,
};
pub use fit::{FitAdvice, Recommended};
pub use form::{FORM_PAGE, Form, FormVerdict};
pub use history::{PastAnswers, history};
pub(crate) use judged::forms;
use judged::{Judged, described_all, judge, judge_all, judge_forms};
pub use mandate::{MandateReview, Promise, PromiseAnswer};
pub use moves::{Move, moves_of};
pub use proposed_edits::{ProposedEdit, ProposedEdits};
pub use quarter::{
    AppointedInitiative, AppointmentCohort, AppointmentState, EntryName, LeaderActs, PeopleCount, QuarterReview,
    QuarterSpan, review_quarter,
};
pub use registry_past::RegistryPast;
pub use threats::AppliedThreat;
pub use unknowns::{QuestionCount, Unknown};
pub use verdict::{Answer, ChangeEffect, Evidence, Judgement, Proposal, Question, Verdict};

use std::borrow::Cow;
use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::agreement::Agreement;
use onethread_model::config::{Registry, Thresholds};
use onethread_model::diagnostic::{Diagnostic, PlacedDiagnostic};
use onethread_model::facts::SourceReport;
use onethread_model::source::{Place, Sources};
use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::measures::approvals::{Approvals, approvals};
use crate::measure::measures::areas::{AreaMap, areas};
use crate::measure::measures::candidates::{Candidate, candidates};
use crate::measure::measures::deciding_alone::{DecidesAlone, DecidingAlone};
use crate::measure::measures::decision_latency::{DecisionLatency, decision_latency};
use crate::measure::measures::declared_dependencies::{DeclaredDependencies, declared_dependencies};
use crate::measure::measures::finished_inside::FinishedInside;
use crate::measure::measures::leader_threads::{LeaderThreads, leader_threads};
use crate::measure::measures::lifecycle::{Lifecycle, lifecycle};
use crate::measure::measures::metric_courses::MetricCourse;
use crate::measure::measures::ownership_coverage::{OwnershipCoverage, ownership_coverage};
use crate::measure::measures::reorganizations::{BeforeAfter, reorganizations};
use crate::measure::measures::time_to_value::{TimeToValue, time_to_value};
use crate::measure::measures::trends::{self, Trend, trends_of};
use crate::measure::silence::{Silence, silences};
use crate::measure::waiting::{Ledger, WaitingTotals};
use crate::measure::{Initiative, Pause, Snapshot, World};

/// What the evidence says about one live initiative.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InitiativeReview {
    /// Id, which `known` holds too.
    #[serde(skip)]
    pub id: String,
    /// The derived form.
    #[serde(flatten)]
    pub form: FormVerdict,
    /// Whether it should be single-threaded, and how, with the price; absent where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<FitAdvice>,
    /// Whether the leader decides alone, beside the form; absent where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deciding_alone: Option<DecidingAlone>,
    /// The five rules of the leader's authority, each confirmed or not.
    pub authority: Vec<AuthorityRule>,
    /// What the leader and those above agreed, and whether those above keep it; absent where nothing is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mandate: Option<MandateReview>,
    /// A verdict for each criterion, in the order of [`CRITERIA`].
    #[serde(rename = "criteria")]
    pub verdicts: Vec<Verdict>,
    /// What is known of it.
    #[serde(flatten)]
    pub known: Initiative,
    /// How its entry in a registry came to be as it is.
    pub past: RegistryPast,
    /// What its days were spent on; absent where no first day is written down, or where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Ledger>,
    /// Why there is no ledger of its days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_refused: Option<String>,
    /// Where its metrics went, as written.
    pub metrics: Vec<MetricCourse>,
    /// Whose agreement about people holds, and what it loosens; absent in the whole review, which says it once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// What the organization accepted about it until a day, which the whole review lists.
    #[serde(skip)]
    pub accepted: Vec<Accepted>,
    /// What was decided about it, which the whole review lists.
    #[serde(skip)]
    pub decided: Vec<MoveStatus>,
    /// The first days after its leader was appointed, where whoever made the review looked at them: a page has them, and
    /// the JSON of a review does not.
    #[serde(skip)]
    pub first_days: Option<FirstDays>,
}

impl InitiativeReview {
    /// The answer to a criterion.
    pub fn answer(&self, criterion: &str) -> Option<Answer> {
        self.verdicts.iter().find(|verdict| verdict.criterion == criterion).map(|verdict| verdict.judgement.answer)
    }

    /// The title, or the id where there is none.
    pub fn name(&self) -> &str {
        self.known.name()
    }
}

/// How many entries the organization's files describe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Described {
    /// Files of the organization, the settings included.
    pub files: usize,
    /// Initiatives.
    pub initiatives: usize,
    /// People.
    pub people: usize,
    /// Teams.
    pub teams: usize,
    /// Stated shares of time.
    pub allocations: usize,
    /// Initiatives that a registry describes, live or not.
    pub in_registries: usize,
}

/// What is no more than an idea.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Idea {
    /// Id.
    pub id: String,
    /// What people call it.
    pub title: Option<String>,
    /// Where it is said to be an idea.
    pub place: Place,
}

impl Idea {
    fn of(initiative: &Initiative) -> Option<Idea> {
        let place = initiative.stage.clone()?;
        Some(Idea { id: initiative.id.clone(), title: initiative.title.clone(), place })
    }

    /// The title, or the id where there is none.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }
}

/// What is paused, by decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PausedInitiative {
    /// Id.
    pub id: String,
    /// What people call it.
    pub title: Option<String>,
    /// Since when, until when and why.
    #[serde(flatten)]
    pub pause: Pause,
}

impl PausedInitiative {
    fn of(initiative: &Initiative) -> Option<PausedInitiative> {
        let pause = initiative.paused.clone()?;
        Some(PausedInitiative { id: initiative.id.clone(), title: initiative.title.clone(), pause })
    }

    /// The title, or the id where there is none.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }
}

/// The whole review of an organization on a day: a value of its own, which keeps nothing of what it was made from.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Review {
    /// Version of this form: major, minor. Within a major version fields are only added.
    pub schema_version: &'static str,
    /// Name of the organization, when stated.
    pub organization: Option<String>,
    /// The day.
    pub as_of: Day,
    /// What is agreed about people, and what that loosens.
    pub agreement: Agreement,
    /// Keys of the criteria that are asked, in their order.
    #[serde(skip)]
    pub asked: Vec<&'static str>,
    /// Lines that the review draws.
    pub thresholds: Thresholds,
    /// What the words of registries mean.
    pub registry: Registry,
    /// What the organization's files describe.
    pub described: Described,
    /// Numbers over all live initiatives.
    pub portfolio: Portfolio,
    /// Live initiatives by form at the end of the last quarters, the oldest first; empty where nobody asked.
    pub quarters: Vec<QuarterForms>,
    /// Time from the idea to value, over all initiatives known.
    pub time_to_value: Vec<TimeToValue>,
    /// What the days of live initiatives were spent on, and who held them up; absent where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<WaitingTotals>,
    /// How long decisions take, over all initiatives known; absent where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisions: Option<DecisionLatency>,
    /// Numbers by period, with the limits within which they move by themselves; empty where nothing was ever live.
    pub trends: Vec<Trend>,
    /// What was open before and after each reorganization, beside those it left alone.
    pub reorganizations: Vec<BeforeAfter>,
    /// What those that a reorganization changed did before it and since, beside those left alone.
    pub cohorts: Vec<Cohort>,
    /// Share of changed code with an owner; absent where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ownership: Option<OwnershipCoverage>,
    /// What teams of at least five people finish by themselves; absent where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_inside: Option<FinishedInside>,
    /// Where code is worked on; only where no initiative is known, and absent where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub areas: Option<AreaMap>,
    /// Work that looks like an initiative and is not described as one; only where nothing is, and absent where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidates: Option<Vec<Candidate>>,
    /// What changed recently; absent when nothing was known on the earlier day.
    pub changed: Option<Changed>,
    /// What the organization accepted until a day.
    pub accepted: Vec<Accepted>,
    /// What was decided, with what became of it, in the order of days.
    pub decided: Vec<MoveStatus>,
    /// What stands out, those that ask for most first.
    pub findings: Vec<Finding>,
    /// What would alter failing verdicts, the cheapest first.
    pub moves: Vec<Move>,
    /// How many questions are open: the one count of what is not known.
    pub questions: QuestionCount,
    /// What is not known, the most widespread first.
    pub unknowns: Vec<Unknown>,
    /// Live initiatives, in alphabetical order of id.
    pub initiatives: Vec<InitiativeReview>,
    /// What is no more than an idea, in alphabetical order of id: nothing is asked of it, and it is in no count.
    pub ideas: Vec<Idea>,
    /// What is paused, in alphabetical order of id: nothing is asked of it, and none of its days counts as waiting.
    pub paused: Vec<PausedInitiative>,
    /// What could be wrong with this review.
    pub threats: Vec<AppliedThreat>,
    /// Days of the last 365 of which tables of events say nothing.
    pub silences: Vec<Silence>,
    /// What became of each source.
    #[serde(rename = "evidence")]
    pub sources: Vec<SourceReport>,
    /// What is wrong with the input, as far as whoever read it said.
    pub diagnostics: Vec<PlacedDiagnostic>,
}

/// Numbers over all live initiatives.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Portfolio {
    /// How many have each form, every form being there.
    pub forms: BTreeMap<Form, usize>,
    /// Counts of initiatives.
    pub lifecycle: Lifecycle,
    /// Leaders and second threads; absent where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader_threads: Option<LeaderThreads>,
    /// Concentration of approvals; absent where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approvals: Option<Approvals>,
    /// Declared dependencies.
    pub declared_dependencies: DeclaredDependencies,
}

/// What a review is asked for beside the day.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReviewOptions {
    /// The earlier day that it is compared with; absent for as many days before as the settings say.
    pub since: Option<Day>,
    /// How many quarters of forms it holds, the present one included.
    pub quarters: usize,
}

impl Review {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "4.3";

    /// Criteria that are asked, in their order.
    pub fn criteria(&self) -> impl Iterator<Item = &'static Criterion> + use<'_> {
        self.asked.iter().filter_map(|key| criterion(key))
    }

    /// How many live initiatives have this form.
    pub fn form_count(&self, form: Form) -> usize {
        self.portfolio.forms.get(&form).copied().unwrap_or_default()
    }

    /// Live initiatives with one leader who has one thread, in alphabetical order of id.
    pub fn single_threaded(&self) -> impl Iterator<Item = &InitiativeReview> {
        self.initiatives.iter().filter(|initiative| initiative.form.form.is_single_threaded())
    }

    /// How many live initiatives with one leader who has one thread have this answer to whether that leader decides
    /// alone.
    pub fn single_threaded_deciding(&self, answer: DecidesAlone) -> usize {
        self.single_threaded().filter(|one| one.deciding_alone.as_ref().is_some_and(|one| one.answer == answer)).count()
    }

    /// Metric trends of live initiatives.
    pub fn metrics(&self) -> impl Iterator<Item = &MetricCourse> {
        self.initiatives.iter().flat_map(|one| &one.metrics)
    }

    /// What the days of live initiatives were spent on.
    pub fn ledgers(&self) -> impl Iterator<Item = &Ledger> + Clone {
        self.initiatives.iter().filter_map(|one| one.waiting.as_ref())
    }

    /// The review of one live initiative.
    pub fn initiative(&self, id: &str) -> Option<&InitiativeReview> {
        self.initiatives.binary_search_by(|one| one.id.as_str().cmp(id)).ok().map(|at| &self.initiatives[at])
    }

    /// The title of a live initiative; the id of any other, or of one without a title.
    pub fn name<'n>(&'n self, id: &'n str) -> &'n str {
        self.initiative(id).map_or(id, InitiativeReview::name)
    }

    /// The same review with the first days after appointments, each beside its initiative.
    #[must_use]
    pub fn with_first_days(mut self, all: Vec<FirstDays>) -> Review {
        for found in all {
            if let Ok(at) = self.initiatives.binary_search_by(|one| one.id.cmp(&found.id)) {
                self.initiatives[at].first_days = Some(found);
            }
        }
        self
    }

    /// The same review with what is wrong with its input.
    #[must_use]
    pub fn with_diagnostics(mut self, diagnostics: &[Diagnostic], sources: &Sources) -> Review {
        self.diagnostics = diagnostics.iter().map(|one| PlacedDiagnostic::of(one, sources)).collect();
        self
    }
}

/// Reviews the organization as known at the end of a day, with what changed over the days that the settings say.
pub fn review(snapshot: &Snapshot, day: Day) -> Review {
    review_with(snapshot, day, &ReviewOptions::default())
}

/// What [`review`] says of one initiative, at a fraction of its cost; `None` where that is not live on the day.
pub fn review_initiative(snapshot: &Snapshot, day: Day, id: &str) -> Option<InitiativeReview> {
    let world = World::on(snapshot, day);
    let initiative = world.initiative(id).filter(|initiative| initiative.live)?;
    let agreement = world.inputs.agreement;
    let words = agreement.owner.is_some().then(|| agreement.words());
    let found = described_all(vec![judge(initiative, &world)], &decided_moves(&world), &world).pop()?;
    Some(InitiativeReview { agreement: words, ..found })
}

/// Reviews the organization as known at the end of a day.
pub fn review_with(snapshot: &Snapshot, day: Day, options: &ReviewOptions) -> Review {
    review_and(snapshot, day, options, |_| ()).0
}

/// As much of a review as [`compare`] reads, and what `read` finds in the world that it was made from, while that is
/// there. No earlier day is looked at: a change that is carried out on the day alters none.
pub(crate) fn review_compared<T>(snapshot: &Snapshot, day: Day, read: impl FnOnce(&World<'_>) -> T) -> (Review, T) {
    let world = World::on(snapshot, day).with_one_place();
    let review = compared_parts(world.shared(true, || judge_all(&world)), &world);
    let read = read(&world);
    (review, read)
}

/// The parts of a review that [`compare`] reads, and others that cost little.
fn compared_parts(judged: Vec<Judged<'_>>, world: &World<'_>) -> Review {
    let decided = decided_moves(world);
    let initiatives = described_all(judged, &decided, world);
    let mut review = over_all(world, initiatives, decided);
    review.findings = findings::gather(&review, world);
    review
}

/// The whole review, and what `read` finds in its world.
pub(crate) fn review_and<T>(
    snapshot: &Snapshot,
    day: Day,
    options: &ReviewOptions,
    read: impl FnOnce(&World<'_>) -> T,
) -> (Review, T) {
    let days = i32::try_from(snapshot.config.thresholds.change_days).unwrap_or(i32::MAX);
    let since = options.since.unwrap_or_else(|| day.plus_days(-days));
    // The worlds of earlier days come first, and are gone again before that of the day grows large.
    let world = World::on(snapshot, day).with_one_place();
    let (earlier, before) = (earlier(snapshot, since), DaysBefore::of(snapshot, &world));
    let judged = world.shared(true, || judge_all(&world));
    let forms: BTreeMap<&str, &FormVerdict> =
        judged.iter().map(|one| (one.initiative.id.as_str(), &one.form)).collect();
    // Where nothing was known, nothing changed.
    let changed = earlier.map(|earlier| changed::compare(&earlier, &world, &forms));
    let today: Vec<Form> = forms.values().map(|verdict| verdict.form).collect();
    let quarters = adoption(snapshot, day, options.quarters, &today);
    let mut review = compared_parts(judged, &world);
    (review.changed, review.quarters) = (changed, quarters);
    review.cohorts = cohort::reorganized(&before, &world);
    review.moves = moves::gather(&review);
    review.questions = QuestionCount::of(&review);
    review.unknowns = unknowns::gather(&review);
    review.threats = threats::applying(&review, &world);
    let read = read(&world);
    (review, read)
}

/// What is said of all initiatives together, beside what is said of each.
fn over_all(world: &World<'_>, initiatives: Vec<InitiativeReview>, decided: Vec<MoveStatus>) -> Review {
    let inputs = world.inputs;
    let agreed = |measure: &str| world.computes(measure);
    let count = |form: Form| (form, initiatives.iter().filter(|one| one.form.form == form).count());
    // Those of what is live are known already.
    let ledger_of = |one: &Initiative| match initiatives.binary_search_by(|live| live.id.cmp(&one.id)) {
        Ok(at) => initiatives[at].waiting.as_ref().map(Cow::Borrowed),
        Err(_) => world.take_ledger(one).ok().map(Cow::Owned),
    };
    Review {
        schema_version: Review::SCHEMA_VERSION,
        organization: world.organization().map(str::to_owned),
        as_of: world.day,
        agreement: inputs.agreement.clone(),
        asked: criteria::asked(world).map(|criterion| criterion.key).collect(),
        thresholds: inputs.config.thresholds,
        registry: inputs.config.registry.clone(),
        described: Described {
            files: inputs.sources.iter().count(),
            initiatives: inputs.org.initiatives.len(),
            people: inputs.org.people.len(),
            teams: inputs.org.teams.len(),
            allocations: inputs.org.allocations.len(),
            in_registries: world.initiatives.iter().filter(|initiative| initiative.in_registry).count(),
        },
        portfolio: Portfolio {
            forms: Form::ALL.map(count).into(),
            lifecycle: lifecycle(world),
            leader_threads: agreed("leader-threads").then(|| leader_threads(world)),
            approvals: agreed("approvals").then(|| approvals(world)),
            declared_dependencies: declared_dependencies(world),
        },
        quarters: Vec::new(),
        time_to_value: time_to_value(world),
        waiting: agreed("waiting-ledger").then(|| {
            let ledgers = initiatives.iter().filter_map(|one| one.waiting.as_ref());
            WaitingTotals::of(ledgers, inputs.config.thresholds.period_days)
        }),
        decisions: agreed("decision-latency").then(|| decision_latency(world)),
        trends: if world.initiatives.is_empty() {
            Vec::new()
        } else {
            trends_of(world, trends::WINDOW_DAYS, ledger_of)
        },
        reorganizations: reorganizations(world),
        cohorts: Vec::new(),
        ownership: agreed("ownership-coverage").then(|| ownership_coverage(world)),
        finished_inside: agreed("finished-inside").then(|| world.finished_inside().clone()),
        areas: (agreed("areas") && world.initiatives.is_empty()).then(|| areas(world)),
        // Where initiatives are described, guesses beside them would be noise.
        candidates: agreed("candidates")
            .then(|| if world.initiatives.is_empty() { candidates(world) } else { Vec::new() }),
        changed: None,
        accepted: accepted::gather(world),
        decided,
        findings: Vec::new(),
        moves: Vec::new(),
        questions: QuestionCount::default(),
        unknowns: Vec::new(),
        initiatives,
        ideas: world.ideas().filter_map(Idea::of).collect(),
        paused: world.paused().filter_map(PausedInitiative::of).collect(),
        threats: Vec::new(),
        silences: silences(world.facts, world.day),
        sources: inputs.facts.sources.clone(),
        diagnostics: Vec::new(),
    }
}

/// What an earlier day is remembered for; `None` where nothing was known. The rest of that day is forgotten again,
/// since two of them are large.
fn earlier(snapshot: &Snapshot, day: Day) -> Option<Earlier> {
    let snapshot = snapshot.in_passing();
    let world = World::for_answers(&snapshot, day);
    let live = judge_forms(&world).into_iter().map(|(initiative, form)| {
        let leader = changed::leader(initiative).map(str::to_owned);
        (initiative.id.clone(), LiveThen { form, leader })
    });
    let live = live.collect();
    (!world.initiatives.is_empty()).then_some(Earlier { day, live })
}
