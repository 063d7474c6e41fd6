//! The review as JSON that other programs read. The schema is versioned: a field is only ever added within a major
//! version.

mod fit;
mod threats;

use onethread_model::Change;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

pub use self::fit::{AuthorityJson, FitJson, FitPriceJson};
pub use self::threats::{ThreatJson, threats};
use super::diagnostics::DiagnosticJson;
use crate::measure::measures::approvals::Approvals;
use crate::measure::measures::candidates::Candidate;
use crate::measure::measures::decision_latency::DecisionLatency;
use crate::measure::measures::declared_dependencies::DeclaredDependencies;
use crate::measure::measures::leader_threads::LeaderThreads;
use crate::measure::measures::lifecycle::Lifecycle;
use crate::measure::measures::metric_courses::MetricCourse;
use crate::measure::measures::ownership_coverage::OwnershipCoverage;
use crate::measure::measures::reorganizations::{BeforeAfter, reorganizations};
use crate::measure::measures::time_to_value::TimeToValue;
use crate::measure::waiting::Ledger;
use crate::review::{Departure, Evidence, Form, InitiativeReview, Level, Review};

/// Version of the schema: major, minor.
pub const SCHEMA_VERSION: &str = "1.3";

/// A review.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReviewJson {
    /// Version of this schema.
    pub schema_version: &'static str,
    /// Name of the organization, when stated.
    pub organization: Option<String>,
    /// The day of the review, `YYYY-MM-DD`.
    pub as_of: String,
    /// Lines that the review draws.
    pub thresholds: ThresholdsJson,
    /// Numbers over all live initiatives.
    pub portfolio: PortfolioJson,
    /// Time from the idea to value, over all initiatives known.
    pub time_to_value: Vec<TimeToValue>,
    /// How long decisions take and how high they go, over all initiatives known.
    pub decisions: DecisionLatency,
    /// What was open before and after each reorganization, beside those it left alone.
    pub reorganizations: Vec<BeforeAfter>,
    /// Where the metrics of live initiatives went.
    pub metrics: Vec<MetricCourse>,
    /// How much of what changes belongs to somebody.
    pub ownership: OwnershipCoverage,
    /// Guesses at initiatives, where none is described; the strongest evidence first.
    pub candidates: Vec<Candidate>,
    /// What changed of late; null when nothing was known on the earlier day.
    pub changed: Option<ChangedJson>,
    /// What stands out, those that ask for most first.
    pub findings: Vec<FindingJson>,
    /// What would alter failing verdicts, the cheapest first.
    pub moves: Vec<MoveJson>,
    /// What cannot be told, the most widespread first.
    pub unknowns: Vec<UnknownJson>,
    /// Live initiatives, in alphabetical order of id.
    pub initiatives: Vec<InitiativeJson>,
    /// What could be wrong with this review.
    pub threats: Vec<ThreatJson>,
    /// What became of each source.
    pub evidence: Vec<SourceJson>,
    /// What is wrong with the input.
    pub diagnostics: Vec<DiagnosticJson>,
}

/// Lines that the review draws.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ThresholdsJson {
    /// Least share of working time that counts as dedicated.
    pub dedicated_share: f64,
    /// Largest share on another initiative that still counts as dedicated.
    pub other_share: f64,
    /// Least share reporting to the leader that makes a single-threaded owner.
    pub reporting_share: f64,
    /// Days that decisions and metrics are looked at, and compared with as many before.
    pub period_days: u32,
}

/// Numbers over all live initiatives.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PortfolioJson {
    /// Live initiatives.
    pub active_initiatives: usize,
    /// People who lead at least one of them.
    pub leaders: usize,
    /// Share of live initiatives whose leader leads another live one, 0 to 1.
    pub share_with_leader_of_another: Option<f64>,
    /// Share of live initiatives on which no second thread is visible, 0 to 1. It is no proof of focus.
    pub share_no_second_thread_visible: Option<f64>,
    /// People whose approval live initiatives require.
    pub approvers: usize,
    /// Share of required approvals that the ten busiest approvers hold, 0 to 1.
    pub approver_top10_share: Option<f64>,
    /// People who ever signed off a milestone.
    pub signoff_people: usize,
    /// Sign-offs ever.
    pub signoffs: u64,
    /// Live initiatives by form.
    pub forms: FormsJson,
    /// Counts of initiatives.
    pub lifecycle: Lifecycle,
    /// Leaders and second threads.
    pub leader_threads: LeaderThreads,
    /// Concentration of approvals and sign-offs.
    pub approvals: Approvals,
    /// Declared dependencies.
    pub declared_dependencies: DeclaredDependencies,
}

/// Live initiatives by form.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct FormsJson {
    /// Single-threaded ownership.
    pub sto: usize,
    /// Single-threaded leadership.
    pub stl: usize,
    /// Leader or members on several threads.
    pub split: usize,
    /// Functional on purpose.
    pub functional: usize,
    /// No leader.
    pub missing: usize,
    /// Cannot tell.
    pub not_shown: usize,
}

/// What changed between two days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangedJson {
    /// The earlier day.
    pub since: String,
    /// Live now and not then.
    pub joined: Vec<String>,
    /// Live then and not now.
    pub left: Vec<LeftJson>,
    /// Live on both days, with another leader.
    pub new_leader: Vec<String>,
    /// Split only now.
    pub became_split: Vec<String>,
    /// No longer split.
    pub no_longer_split: Vec<String>,
}

/// An initiative that is no longer live.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeftJson {
    /// Its id.
    pub id: String,
    /// `delivered`, `dropped` or `went-quiet`.
    pub how: &'static str,
}

/// Something that stands out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingJson {
    /// Stable name.
    pub key: &'static str,
    /// `warning` or `note`.
    pub level: &'static str,
    /// The sentence.
    pub says: String,
    /// What else is to be said; may be empty.
    pub more: String,
    /// Live initiatives that it is about.
    pub initiatives: Vec<String>,
    /// Lines and records behind it, as `path:line` or `path:line:column`.
    pub places: Vec<String>,
    /// The page that explains it.
    pub explain: &'static str,
}

/// A change, or several of one kind, with its price.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MoveJson {
    /// What to do, in a few words.
    pub short: String,
    /// What to do, and where to begin.
    pub says: String,
    /// What it costs.
    pub cost: String,
    /// What it brings.
    pub gain: String,
    /// The changes it stands for; `change` says which kind each is.
    pub changes: Vec<Value>,
    /// Where to start.
    pub place: Option<String>,
}

/// A question that the evidence leaves open.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnknownJson {
    /// Key of the criterion.
    pub criterion: &'static str,
    /// The criterion's question.
    pub question: &'static str,
    /// Live initiatives for which it is open.
    pub initiatives: usize,
    /// Fact tables that would tell.
    pub needs: Vec<&'static str>,
    /// Whom to ask.
    pub ask_whom: Option<String>,
    /// What to ask.
    pub ask: Option<String>,
}

/// A live initiative.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InitiativeJson {
    /// Id.
    pub id: String,
    /// What people call it.
    pub title: Option<String>,
    /// The team that has it.
    pub team: Option<String>,
    /// Where it is described first.
    pub place: String,
    /// `sto`, `stl`, `split`, `functional`, `missing` or `not-shown`.
    pub form: &'static str,
    /// Why it has this form.
    pub form_because: Vec<EvidenceJson>,
    /// Least share of the team's time that reports to the leader, 0 to 1.
    pub reporting_share_low: Option<f64>,
    /// Largest share of the team's time that may report to the leader, 0 to 1.
    pub reporting_share_high: Option<f64>,
    /// Whether it should be single-threaded, and how, with the price.
    pub fit: FitJson,
    /// The five rules of the leader's authority, each confirmed or not.
    pub authority: Vec<AuthorityJson>,
    /// A verdict for each criterion.
    pub criteria: Vec<VerdictJson>,
    /// What its days were spent on; null where no first day is written down.
    pub waiting: Option<Ledger>,
    /// Where sources say different things.
    pub disagreements: Vec<DisagreementJson>,
}

/// A verdict.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerdictJson {
    /// Key of the criterion.
    pub criterion: &'static str,
    /// `holds`, `fails` or `not-shown`.
    pub answer: &'static str,
    /// Why.
    pub because: Vec<EvidenceJson>,
    /// How many pieces of evidence the answer rests on.
    pub n: usize,
    /// Fact tables that would tell.
    pub needs: Vec<&'static str>,
    /// What would alter the answer; `change` says which kind each is.
    pub would_change: Vec<Value>,
    /// Whom to ask.
    pub ask_whom: Option<String>,
    /// What to ask.
    pub ask: Option<String>,
}

/// A sentence, and where it comes from.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvidenceJson {
    /// The sentence.
    pub says: String,
    /// The line or record behind it; null for what is concluded from silence.
    pub place: Option<String>,
}

/// Two sources that say different things.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DisagreementJson {
    /// About what.
    pub field: String,
    /// What is used.
    pub used: String,
    /// Where that is said.
    pub used_place: String,
    /// What is not used.
    pub other: String,
    /// Where that is said.
    pub other_place: String,
}

/// What became of a source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceJson {
    /// Name in the settings.
    pub source: String,
    /// Path of the file.
    pub path: String,
    /// Fact table that it feeds.
    pub table: &'static str,
    /// Records read.
    pub read: usize,
    /// Records that became at least one fact.
    pub kept: usize,
    /// Records left out on purpose.
    pub skipped: usize,
    /// Records that could not be read.
    pub rejected: usize,
}

/// The review as JSON.
pub fn review(review: &Review<'_>, diagnostics: &[Diagnostic]) -> ReviewJson {
    let inputs = review.world.inputs;
    let thresholds = inputs.config.thresholds;
    ReviewJson {
        schema_version: SCHEMA_VERSION,
        organization: super::organization_name(review).map(str::to_owned),
        as_of: review.world.day.to_string(),
        thresholds: ThresholdsJson {
            dedicated_share: thresholds.dedicated_share,
            other_share: thresholds.other_share,
            reporting_share: thresholds.reporting_share,
            period_days: thresholds.period_days,
        },
        portfolio: portfolio(review),
        time_to_value: review.time_to_value.clone(),
        decisions: review.decisions.clone(),
        reorganizations: reorganizations(&review.world),
        metrics: review.metrics.clone(),
        ownership: review.ownership.clone(),
        candidates: review.candidates.clone(),
        changed: changed(review),
        findings: findings(review),
        moves: moves(review),
        unknowns: unknowns(review),
        initiatives: review.initiatives.iter().map(|one| initiative(one, review)).collect(),
        threats: threats(review),
        evidence: inputs.facts.sources.iter().map(source).collect(),
        diagnostics: diagnostics.iter().map(|one| DiagnosticJson::new(one, inputs.sources)).collect(),
    }
}

/// The JSON Schema of [`ReviewJson`].
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(ReviewJson).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), json!("Onethread review"));
        object.insert("$comment".to_owned(), json!(format!("schema_version {SCHEMA_VERSION}")));
    }
    schema
}

fn portfolio(review: &Review<'_>) -> PortfolioJson {
    let threads = &review.leader_threads;
    let approvals = &review.approvals;
    PortfolioJson {
        active_initiatives: threads.live,
        leaders: threads.leaders,
        share_with_leader_of_another: threads.share_with_leader_of_another,
        share_no_second_thread_visible: threads.share_no_second_thread_visible,
        approvers: approvals.approvers,
        approver_top10_share: approvals.approver_top10_share,
        signoff_people: approvals.signoff_people,
        signoffs: approvals.signoffs,
        forms: FormsJson {
            sto: review.form_count(Form::Sto),
            stl: review.form_count(Form::Stl),
            split: review.form_count(Form::Split),
            functional: review.form_count(Form::Functional),
            missing: review.form_count(Form::Missing),
            not_shown: review.form_count(Form::NotShown),
        },
        lifecycle: review.lifecycle.clone(),
        leader_threads: threads.clone(),
        approvals: approvals.clone(),
        declared_dependencies: review.declared_dependencies.clone(),
    }
}

fn changed(review: &Review<'_>) -> Option<ChangedJson> {
    let changed = review.changed.as_ref()?;
    let how = |departure: &Departure| match departure {
        Departure::Delivered => "delivered",
        Departure::Dropped => "dropped",
        Departure::WentQuiet => "went-quiet",
    };
    Some(ChangedJson {
        since: changed.since.to_string(),
        joined: changed.joined.clone(),
        left: changed.left.iter().map(|(id, departure)| LeftJson { id: id.clone(), how: how(departure) }).collect(),
        new_leader: changed.new_leader.clone(),
        became_split: changed.became_split.clone(),
        no_longer_split: changed.no_longer_split.clone(),
    })
}

fn findings(review: &Review<'_>) -> Vec<FindingJson> {
    let one = |finding: &crate::review::Finding| FindingJson {
        key: finding.key,
        level: match finding.level {
            Level::Warning => "warning",
            Level::Note => "note",
        },
        says: finding.says.clone(),
        more: finding.more.clone(),
        initiatives: finding.initiatives.clone(),
        places: finding.places.iter().map(Place::to_string).collect(),
        explain: finding.explain,
    };
    review.findings.iter().map(one).collect()
}

fn moves(review: &Review<'_>) -> Vec<MoveJson> {
    let one = |one: &crate::review::Move| MoveJson {
        short: one.short.clone(),
        says: one.says.clone(),
        cost: one.cost.clone(),
        gain: one.gain.clone(),
        changes: one.changes.iter().map(change).collect(),
        place: one.place.as_ref().map(Place::to_string),
    };
    review.moves.iter().map(one).collect()
}

fn unknowns(review: &Review<'_>) -> Vec<UnknownJson> {
    let one = |unknown: &crate::review::Unknown| UnknownJson {
        criterion: unknown.criterion,
        question: unknown.question,
        initiatives: unknown.initiatives,
        needs: unknown.needs.iter().map(|kind| kind.schema().name).collect(),
        ask_whom: unknown.ask.as_ref().map(|ask| ask.whom.clone()),
        ask: unknown.ask.as_ref().map(|ask| ask.text.clone()),
    };
    review.unknowns.iter().map(one).collect()
}

/// One initiative as JSON.
pub fn initiative(one: &InitiativeReview, review: &Review<'_>) -> InitiativeJson {
    let known = review.world.initiative(&one.id);
    let verdict = |verdict: &crate::review::Verdict| {
        let judgement = &verdict.judgement;
        VerdictJson {
            criterion: verdict.criterion,
            answer: judgement.answer.key(),
            because: judgement.because.iter().map(evidence).collect(),
            n: judgement.n,
            needs: judgement.needs.iter().map(|kind| kind.schema().name).collect(),
            would_change: judgement.would_change.iter().map(change).collect(),
            ask_whom: judgement.ask.as_ref().map(|ask| ask.whom.clone()),
            ask: judgement.ask.as_ref().map(|ask| ask.text.clone()),
        }
    };
    let disagreements = known.map_or(&[][..], |known| &known.disagreements).iter().map(|both| DisagreementJson {
        field: both.field.clone(),
        used: both.used.value.clone(),
        used_place: both.used.place.to_string(),
        other: both.other.value.clone(),
        other_place: both.other.place.to_string(),
    });
    InitiativeJson {
        id: one.id.clone(),
        title: known.and_then(|known| known.title.clone()),
        team: known.and_then(|known| known.team.as_ref()).map(|team| team.value.clone()),
        place: known.map_or_else(String::new, |known| known.place.to_string()),
        form: one.form.form.key(),
        form_because: one.form.because.iter().map(evidence).collect(),
        reporting_share_low: one.form.reporting_share.map(|(low, _)| low),
        reporting_share_high: one.form.reporting_share.map(|(_, high)| high),
        fit: fit::fit(&one.fit),
        authority: one.authority.iter().map(fit::authority).collect(),
        criteria: one.verdicts.iter().map(verdict).collect(),
        waiting: review.ledger_of(&one.id).cloned(),
        disagreements: disagreements.collect(),
    }
}

fn evidence(evidence: &Evidence) -> EvidenceJson {
    EvidenceJson { says: evidence.says.clone(), place: evidence.place.as_ref().map(Place::to_string) }
}

fn change(change: &Change) -> Value {
    serde_json::to_value(change).unwrap_or(Value::Null)
}

fn source(source: &onethread_model::facts::SourceReport) -> SourceJson {
    SourceJson {
        source: source.name.clone(),
        path: source.path.clone(),
        table: source.table,
        read: source.read,
        kept: source.kept,
        skipped: source.skipped.values().sum(),
        rejected: source.rejects.len(),
    }
}
