//! What a triage of leaders says.

use onethread_model::Day;
use onethread_model::agreement::Agreement;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use crate::plan::row::EffectAnswer;
use crate::review::Form;

/// Who gets a leader.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LeaderTriage {
    /// Version of this form: major, minor. Within a major version fields are only added.
    pub schema_version: &'static str,
    /// Name of the organization, when stated.
    pub organization: Option<String>,
    /// The day.
    pub as_of: Day,
    /// What is agreed about people, and what that loosens.
    pub agreement: Agreement,
    /// What sort of answer it is.
    pub outcome: TriageOutcome,
    /// The answer, in a sentence.
    pub says: String,
    /// Initiatives in the order that ask for a leader.
    pub ranked: usize,
    /// Those that get one.
    pub with_leader: usize,
    /// Those whose leader leads nothing else.
    pub single_threaded: usize,
    /// People who are able and willing, as stated.
    pub people: usize,
    /// Those of them who lead nothing in this choice.
    pub people_left: usize,
    /// The initiatives, in the director's order.
    pub rows: Vec<TriageRow>,
    /// Live initiatives outside of the order that would lose a leader, in alphabetical order of id.
    pub outside: Vec<OutsideLoss>,
    /// What each constraint and each wish costs, in ranks.
    pub constraints: Vec<ConstraintPrice>,
    /// The best choice that gives a leader to one that goes without; absent where there is none.
    pub runner_up: Option<RunnerUp>,
    /// Why the wishes cannot be; absent where they can.
    pub conflict: Option<TriageConflict>,
    /// What does not count, and why.
    pub left_out: Vec<LeftOut>,
    /// Statements of which one half is missing.
    pub unconfirmed: Unconfirmed,
    /// What these data cannot show.
    pub not_known: Vec<String>,
    /// What to write where nothing is stated, as TOML.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub draft: String,
    /// What would be typed next.
    pub next: Vec<String>,
}

/// What sort of answer a triage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TriageOutcome {
    /// Nothing is stated: there is no `[triage]`.
    NotStated,
    /// No initiative in the order asks for a leader.
    NoOrder,
    /// Nobody is stated to be able and willing.
    NobodyWilling,
    /// The best choice.
    Chosen,
    /// The wishes contradict each other: the best choice without them.
    WishesDropped,
    /// The input is too large to be answered exactly.
    TooLarge,
}

/// An initiative of the order.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TriageRow {
    /// Its place in the order, from 1.
    pub rank: usize,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Where it is ranked.
    pub place: Place,
    /// Who leads it today, in words without a name.
    pub today: String,
    /// Whether it gets a leader; else it goes functional.
    pub gets_leader: bool,
    /// Who leads it; absent where nobody does, and where the agreement keeps leaders unnamed.
    pub leader: Option<String>,
    /// Whether that is who leads it today.
    pub stays: bool,
    /// Whether nobody else who is stated could lead it without another of these going without.
    pub is_only_way: bool,
    /// Names of other live initiatives that the leader drops.
    pub drops: Vec<String>,
    /// Why it gets none; absent where it gets one.
    pub why: Option<String>,
    /// Whether someone leads it today of whom nothing is stated, and who does not count for that reason.
    pub has_leader_not_stated: bool,
    /// What it loses, each as a noun with its clause; empty where nothing that is written today.
    pub loses: Vec<String>,
    /// Its form before.
    pub form_before: Option<Form>,
    /// Its form once this is carried out; absent where that could not be computed.
    pub form_after: Option<Form>,
    /// Answers of the review that differ.
    pub answers: Vec<EffectAnswer>,
}

/// A live initiative outside of the order that would lose its leader.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OutsideLoss {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What its leader leads instead.
    pub leader_goes_to: String,
    /// What it loses, each as a clause.
    pub loses: Vec<String>,
    /// Answers of the review that differ.
    pub answers: Vec<EffectAnswer>,
}

/// A place in the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rank {
    /// The place, from 1.
    pub rank: usize,
    /// Id of the initiative.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// What a constraint or a wish costs: the choice without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConstraintPrice {
    /// What it says.
    pub says: String,
    /// Where it is written; absent for what holds although nobody states it.
    pub place: Option<Place>,
    /// Whether it is a wish.
    pub is_wish: bool,
    /// Which would get a leader without it.
    pub gains: Vec<Rank>,
    /// Which would not.
    pub loses: Vec<Rank>,
    /// The price, in words.
    pub price: String,
}

/// The next best choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RunnerUp {
    /// Which get a leader in it and not in the best one.
    pub gains: Vec<Rank>,
    /// Which go without in it, and not in the best one.
    pub loses: Vec<Rank>,
    /// In words.
    pub says: String,
}

/// Why wishes cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TriageConflict {
    /// Statements that cannot hold together; without any one of them the others can.
    pub statements: Vec<ConflictingStatement>,
    /// Whether no smaller set contradicts itself. Where that was too much to search, there may be one.
    pub is_smallest: bool,
    /// In words.
    pub says: String,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConflictingStatement {
    /// What it says.
    pub says: String,
    /// Where it is written; absent for what holds although nobody states it.
    pub place: Option<Place>,
}

/// What does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOut {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
    /// Where it is written.
    pub place: Place,
}

/// Statements of who is able and willing of which one half is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unconfirmed {
    /// Those in which nobody else says that the person is able.
    pub not_able: usize,
    /// Those in which the person has not said to be willing.
    pub not_willing: usize,
    /// Where they are written.
    pub places: Vec<Place>,
}
