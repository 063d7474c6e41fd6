//! Step 2: the questions asked of every initiative, each answered `holds`, `fails` or `not shown`.

mod adoption;
mod attention;
pub(crate) mod attested;
pub(crate) mod authority;
mod changed;
pub mod criteria;
mod findings;
pub(crate) mod fit;
mod form;
mod foundation_moves;
mod history;
mod moves;
mod practice_moves;
mod repository_findings;
pub mod threats;
mod unknowns;
mod verdict;
mod why;

pub use adoption::{QuarterForms, adoption};
pub use attention::{Attention, attention};
pub use authority::AuthorityRule;
pub use changed::{Changed, Departure};
pub use criteria::{CRITERIA, Criterion};
pub use findings::{Finding, Level};
pub use fit::{FitAdvice, FitPrice, Recommended};
pub use form::{FORM_PAGE, Form, FormVerdict};
pub use history::{PastAnswers, history};
pub use moves::{Move, headline_moves, moves_of};
pub use unknowns::Unknown;
pub use verdict::{Answer, Evidence, Judgement, Question, Verdict};
pub use why::why;

use std::collections::BTreeMap;

use onethread_model::Day;
use rayon::prelude::*;

use crate::measure::measures::approvals::{Approvals, approvals};
use crate::measure::measures::candidates::{Candidate, candidates};
use crate::measure::measures::decision_latency::{DecisionLatency, decision_latency};
use crate::measure::measures::declared_dependencies::{DeclaredDependencies, declared_dependencies};
use crate::measure::measures::leader_threads::{LeaderThreads, leader_threads};
use crate::measure::measures::lifecycle::{Lifecycle, lifecycle};
use crate::measure::measures::metric_courses::{MetricCourse, metric_courses};
use crate::measure::measures::ownership_coverage::{OwnershipCoverage, ownership_coverage};
use crate::measure::measures::time_to_value::{TimeToValue, time_to_value};
use crate::measure::measures::waiting_ledger::{WaitingLedgers, waiting_ledger};
use crate::measure::waiting::Ledger;
use crate::measure::{Initiative, Snapshot, World};

/// What the evidence says about one live initiative.
#[derive(Clone, Debug)]
pub struct InitiativeReview {
    /// Id.
    pub id: String,
    /// The derived form.
    pub form: FormVerdict,
    /// Whether it should be single-threaded, and how, with the price.
    pub fit: FitAdvice,
    /// The five rules of the leader's authority, each confirmed or not.
    pub authority: Vec<AuthorityRule>,
    /// A verdict for each criterion, in the order of [`CRITERIA`].
    pub verdicts: Vec<Verdict>,
}

impl InitiativeReview {
    /// The answer to a criterion.
    pub fn answer(&self, criterion: &str) -> Option<Answer> {
        self.verdicts.iter().find(|verdict| verdict.criterion == criterion).map(|verdict| verdict.judgement.answer)
    }
}

/// The whole review of an organization on a day.
pub struct Review<'a> {
    /// The organization on the day.
    pub world: World<'a>,
    /// Live initiatives, in alphabetical order of id.
    pub initiatives: Vec<InitiativeReview>,
    /// Counts of initiatives.
    pub lifecycle: Lifecycle,
    /// Leaders and second threads.
    pub leader_threads: LeaderThreads,
    /// Concentration of approvals.
    pub approvals: Approvals,
    /// Declared dependencies.
    pub declared_dependencies: DeclaredDependencies,
    /// Time from the idea to value.
    pub time_to_value: Vec<TimeToValue>,
    /// What the days of live initiatives were spent on.
    pub waiting: WaitingLedgers,
    /// How long decisions take, over all initiatives known.
    pub decisions: DecisionLatency,
    /// Where the metrics of live initiatives went.
    pub metrics: Vec<MetricCourse>,
    /// How much of what changes belongs to somebody.
    pub ownership: OwnershipCoverage,
    /// Work that looks like an initiative and is not described as one; only where nothing is.
    pub candidates: Vec<Candidate>,
    /// What changed of late; absent when nothing was known on the earlier day.
    pub changed: Option<Changed>,
    /// What stands out, those that ask for most first.
    pub findings: Vec<Finding>,
    /// What would alter failing verdicts, the cheapest first.
    pub moves: Vec<Move>,
    /// What cannot be told, the most widespread first.
    pub unknowns: Vec<Unknown>,
}

impl Review<'_> {
    /// How many live initiatives have this form.
    pub fn form_count(&self, form: Form) -> usize {
        self.initiatives.iter().filter(|initiative| initiative.form.form == form).count()
    }

    /// Live initiatives with one leader who has one thread, in alphabetical order of id.
    pub fn single_threaded(&self) -> impl Iterator<Item = &InitiativeReview> {
        self.initiatives.iter().filter(|initiative| initiative.form.form.is_single_threaded())
    }

    /// Where the metrics of one live initiative went, as written.
    pub fn metrics_of(&self, id: &str) -> impl Iterator<Item = &MetricCourse> {
        self.metrics.iter().filter(move |course| course.initiative == id)
    }

    /// What the days of one live initiative were spent on; absent where no first day is written down.
    pub fn ledger_of(&self, id: &str) -> Option<&Ledger> {
        self.waiting.ledgers.iter().find(|ledger| ledger.initiative == id)
    }

    /// The review of one live initiative.
    pub fn initiative(&self, id: &str) -> Option<&InitiativeReview> {
        self.initiatives.iter().find(|initiative| initiative.id == id)
    }
}

/// Reviews the organization as known at the end of a day, with what changed over the days that the settings say.
pub fn review(snapshot: &Snapshot, day: Day) -> Review<'_> {
    let days = i32::try_from(snapshot.config.thresholds.change_days).unwrap_or(i32::MAX);
    review_since(snapshot, day, day.plus_days(-days))
}

/// Reviews the organization as known at the end of a day, with what changed since the end of an earlier one.
pub fn review_since(snapshot: &Snapshot, day: Day, since: Day) -> Review<'_> {
    let (world, earlier) = rayon::join(|| World::on(snapshot, day), || World::on(snapshot, since));
    world.prepare();
    let (initiatives, then) = rayon::join(|| judge_all(&world), || judge_forms(&earlier));
    let changed = changed(&earlier, &then, &world, &initiatives);
    let mut review = Review {
        lifecycle: lifecycle(&world),
        leader_threads: leader_threads(&world),
        approvals: approvals(&world),
        declared_dependencies: declared_dependencies(&world),
        time_to_value: time_to_value(&world),
        waiting: waiting_ledger(&world),
        decisions: decision_latency(&world),
        metrics: metric_courses(&world),
        ownership: ownership_coverage(&world),
        // Where initiatives are described, guesses beside them would be noise.
        candidates: if world.initiatives.is_empty() { candidates(&world) } else { Vec::new() },
        initiatives,
        changed,
        findings: Vec::new(),
        moves: Vec::new(),
        unknowns: Vec::new(),
        world,
    };
    review.findings = findings::gather(&review);
    review.moves = moves::gather(&review);
    review.unknowns = unknowns::gather(&review);
    review
}

fn judge_all(world: &World<'_>) -> Vec<InitiativeReview> {
    let judge = |initiative: &Initiative| {
        let verdicts: Vec<Verdict> = CRITERIA
            .iter()
            .map(|criterion| Verdict {
                criterion: criterion.key,
                initiative: initiative.id.clone(),
                as_of: world.day,
                judgement: (criterion.judge)(initiative, world),
            })
            .collect();
        let form = derive_form(initiative, world, |key| {
            verdicts.iter().find(|verdict| verdict.criterion == key).map(|verdict| verdict.judgement.clone())
        });
        let fit = fit::advise(initiative, form.form, world);
        let authority = authority::rules(initiative, world);
        InitiativeReview { id: initiative.id.clone(), form, fit, authority, verdicts }
    };
    live(world).into_par_iter().map(judge).collect()
}

/// The form of every live initiative, by id. They are judged one after another, because rules that run side by side wait
/// for them: see [`World`].
pub(crate) fn forms(world: &World<'_>) -> BTreeMap<String, FormVerdict> {
    world.live().map(|initiative| (initiative.id.clone(), form_of(initiative, world))).collect()
}

/// The forms alone: a few criteria decide them, and an earlier day needs nothing else.
fn judge_forms<'w>(world: &'w World<'_>) -> BTreeMap<&'w str, FormVerdict> {
    let judge = |initiative: &'w Initiative| (initiative.id.as_str(), form_of(initiative, world));
    live(world).into_par_iter().map(judge).collect()
}

fn form_of(initiative: &Initiative, world: &World<'_>) -> FormVerdict {
    derive_form(initiative, world, |key| {
        CRITERIA.iter().find(|criterion| criterion.key == key).map(|one| (one.judge)(initiative, world))
    })
}

fn live<'w>(world: &'w World<'_>) -> Vec<&'w Initiative> {
    world.live().collect()
}

fn derive_form(initiative: &Initiative, world: &World<'_>, judged: impl Fn(&str) -> Option<Judgement>) -> FormVerdict {
    let answer = |key: &str| judged(key).unwrap_or_else(|| Judgement::new(Answer::NotShown));
    form::derive(initiative, &answer("focus"), &answer("dedicated-team"), world)
}

/// What changed since an earlier day; absent when nothing was known then.
fn changed(
    earlier: &World<'_>,
    then: &BTreeMap<&str, FormVerdict>,
    now: &World<'_>,
    initiatives: &[InitiativeReview],
) -> Option<Changed> {
    let forms = initiatives.iter().map(|review| (review.id.as_str(), review.form.clone())).collect();
    (!earlier.initiatives.is_empty()).then(|| changed::compare(earlier, then, now, &forms))
}
