//! What a plan says: at most a handful of rows, what to leave, and what cannot be known.

use onethread_model::agreement::Agreement;
use onethread_model::source::Place;
use onethread_model::{Change, Day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ownership::OwnershipSearch;
use crate::moves::Price;
use crate::review::{Accepted, Answer, Evidence, Form};

/// The few changes that are worth making on a day, what to leave as it is, and what these data cannot show.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Plan {
    /// Version of this form: major, minor. Within a major version fields are only added.
    pub schema_version: &'static str,
    /// Name of the organization, when stated.
    pub organization: Option<String>,
    /// The day.
    pub as_of: Day,
    /// What is agreed about people, and what that loosens.
    pub agreement: Agreement,
    /// The initiative that the plan is about; absent where it is about all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiative: Option<String>,
    /// Whose decisions the plan is about, as asked; absent where it is about everybody's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Live initiatives.
    pub initiatives: usize,
    /// Days over which is counted what a change could save.
    pub window: PlanWindow,
    /// The changes, in the order in which they are worth making.
    pub rows: Vec<PlanRow>,
    /// Changes that were left out because there is room for a few only, in the same order.
    pub rows_cut: Vec<RowName>,
    /// Why there is no row, and what would help; absent where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<PlanRefusal>,
    /// What is decided already, and so not advised again.
    pub already_decided: Vec<DecidedRow>,
    /// What to leave as it is, and why.
    pub leave: Vec<LeaveRow>,
    /// Which components would have kept changes inside one team, had another team owned them; absent where the plan is
    /// about one initiative, or where that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ownership: Option<OwnershipSearch>,
    /// What these data cannot show.
    pub not_known: Vec<NotKnown>,
}

/// The days that a plan counts, and the parts of the history on which it chooses and checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlanWindow {
    /// The first of the last days.
    pub from: Day,
    /// The day of the plan, which is not counted.
    pub until: Day,
    /// Days from the one to the other.
    pub days: i64,
    /// The first day of any ledger: the history begins there; absent where there is none.
    pub history_from: Option<Day>,
    /// The first day of the newest third of the history, on which is checked what the older two thirds choose.
    pub newest_from: Option<Day>,
}

/// A change, or several of one kind, that is worth making.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlanRow {
    /// Its id, in words: the kind of move, and what it is about. It stays as long as the row is about the same.
    pub id: String,
    /// Its place in the plan, from 1.
    pub number: usize,
    /// Key of the move kind.
    pub kind: &'static str,
    /// What to do, as an order.
    pub says: String,
    /// Ids of the initiatives that it is about, in alphabetical order.
    pub initiatives: Vec<String>,
    /// Why, with the facts.
    pub why: Vec<Evidence>,
    /// The changes that it stands for.
    pub changes: Vec<Change>,
    /// Who decides on it, as a role or position.
    pub decides: String,
    /// Who could take it; absent where nobody new takes anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub could_take: Option<CouldTake>,
    /// What it changes by itself.
    pub alone: RowEffect,
    /// What it changes once the rows above it are carried out; absent in the first row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<RowEffect>,
    /// What it could save at most; absent where nothing that it removes was waited on.
    pub saves: Option<SavedDays>,
    /// Why nothing can be said of the days; absent where they are counted, or where nothing was waited on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saves_refused: Option<String>,
    /// What it costs.
    pub price: Price,
    /// The same in words.
    pub price_words: Vec<String>,
    /// What has to be kept true afterwards, and by whom.
    pub upkeep: Vec<Upkeep>,
    /// When it can pay at the earliest.
    pub pays: PaysFrom,
    /// How it is undone.
    pub undo: String,
    /// The smallest change that could be seen in the days after it.
    pub detectable: Detectable,
    /// How far the data support it.
    pub support: Support,
    /// Why they support it so far.
    pub support_because: String,
    /// Place in the order of cost, from 1.
    pub cost_rank: usize,
    /// Where what it rests on is written, the first few.
    pub places: Vec<Place>,
}

/// How far the data support a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Support {
    /// What it removes alone held up days, beyond chance, on the older two thirds of the history and on the newest.
    Supported,
    /// It follows from an answer that fails, with facts, and its effect cannot be counted.
    Plausible,
    /// What it removes held up no more days than chance would give, or too few.
    NotSupported,
}

impl Support {
    /// The words for people.
    pub fn words(self) -> &'static str {
        match self {
            Support::Supported => "supported",
            Support::Plausible => "plausible",
            Support::NotSupported => "not supported",
        }
    }
}

/// Days that a change could save at most: those of the last ones that what it removes held up alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SavedDays {
    /// The fewest: a day on which work was seen, or that lies between two of them, counts as work.
    pub low_days: i64,
    /// The most: days of which nothing says what they were spent on count as waiting too.
    pub high_days: i64,
    /// Days that it held up with one other, which both have to let go.
    pub pairs: Vec<SavedPair>,
    /// The last days that are counted.
    pub window_days: i64,
    /// All days of the initiatives that are looked at, within the last ones.
    pub of_days: i64,
    /// Initiatives that these days are of.
    pub initiatives: usize,
    /// Requests or decisions within these days.
    pub requests: usize,
    /// Whether even this is more than can be saved: deciding takes time, whoever decides.
    pub is_upper_bound: bool,
}

/// Days that two held up together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SavedPair {
    /// The other one.
    pub with: String,
    /// Days.
    pub days: i64,
}

/// Positions that could take what a change hands out; never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CouldTake {
    /// How many positions could; absent where nothing says which.
    pub positions: Option<usize>,
    /// In words, and that nobody's readiness is known.
    pub says: String,
}

/// What a change alters, recomputed on a copy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct RowEffect {
    /// Why it is not computed: what people have to fill in first; absent where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_computed: Option<String>,
    /// Whether it is about a leader or a person who is still to be named: someone with no other work stands in.
    pub with_stand_in: bool,
    /// What it is compared with, and of which day.
    pub against: String,
    /// Initiatives of each form that differ, before and after.
    pub forms: Vec<EffectForm>,
    /// Answers that differ.
    pub answers: Vec<EffectAnswer>,
    /// Findings of rules that go.
    pub findings_lost: usize,
    /// Findings of rules that come.
    pub findings_gained: usize,
}

/// How many initiatives have a form, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EffectForm {
    /// The form.
    pub form: Form,
    /// Initiatives before.
    pub before: usize,
    /// Initiatives after.
    pub after: usize,
}

/// An answer that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EffectAnswer {
    /// The initiative.
    pub initiative: String,
    /// The criterion.
    pub criterion: &'static str,
    /// The answer before.
    pub before: Answer,
    /// The answer after.
    pub after: Answer,
}

/// A field that has to be kept true after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Upkeep {
    /// The field, as `kind.key`.
    pub field: String,
    /// How many of them, at least 1.
    pub count: usize,
    /// The position that keeps it true.
    pub by: &'static str,
    /// When it has to be looked at.
    pub when: &'static str,
}

/// When a change can pay at the earliest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PaysFrom {
    /// Days before it can pay; absent where nothing is known of that.
    pub days: Option<i64>,
    /// Why.
    pub says: &'static str,
}

/// The smallest change that the data of some days after a change could show.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Detectable {
    /// Days that are looked at.
    pub days: i64,
    /// What would be counted, such as decisions.
    pub what: String,
    /// How many are to be expected in these days, at the pace of the last ones; absent where nothing can be counted.
    pub expected: Option<usize>,
    /// The share of them now, 0 to 1.
    pub share: Option<f64>,
    /// The most of them that would show a change; absent where none could.
    pub at_most: Option<usize>,
    /// The smallest relative change that could be seen, 0 to 1; absent where it would be more than a half, which is not
    /// visible.
    pub smallest_change: Option<f64>,
    /// The same in words.
    pub says: String,
}

/// What is decided already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DecidedRow {
    /// What, in words.
    pub says: String,
    /// The initiative that it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiative: Option<String>,
    /// The day by which it is to be so, or up to which it holds.
    pub until: Option<Day>,
    /// The waiver that says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Accepted>,
    /// Where it is written.
    pub place: Option<Place>,
}

/// What to leave as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeaveRow {
    /// What, in words.
    pub what: String,
    /// Why.
    pub because: String,
    /// Initiatives that it is about, in alphabetical order of id.
    pub initiatives: Vec<String>,
}

/// What cannot be known from these data, and who could say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotKnown {
    /// What.
    pub says: String,
    /// Whom to ask, as a position; absent where nobody can say.
    pub ask: Option<String>,
}

/// Why a plan has no row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlanRefusal {
    /// Why.
    pub why: String,
    /// What would help; may be empty.
    pub help: String,
}

/// The name of a row, as it was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RowName {
    /// Its id.
    pub id: String,
    /// What it says.
    pub says: String,
}
