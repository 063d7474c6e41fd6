//! Questions as JSON: what `onethread ask --format json` prints.

use onethread_core::review::Evidence;
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::schema_of;
use crate::ask::{Ask, OpenQuestion, Record};

/// Version of the schema: major, minor.
pub const SCHEMA_VERSION: &str = "1.0";

/// The questions that evidence cannot answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AskJson<'a> {
    /// Version of this schema.
    pub schema_version: &'static str,
    /// Name of the organization, when stated.
    pub organization: Option<&'a str>,
    /// The day of the review, `YYYY-MM-DD`.
    pub as_of: String,
    /// Whose agreement about people holds, and what it loosens; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<&'a str>,
    /// One page for each initiative asked about.
    pub pages: Vec<AskPageJson<'a>>,
}

/// The questions about an initiative.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AskPageJson<'a> {
    /// Its id.
    pub initiative: &'a str,
    /// What people call it.
    pub title: &'a str,
    /// What is known already, with its places.
    pub known: &'a [Evidence],
    /// The questions, the most telling first.
    pub questions: Vec<QuestionJson<'a>>,
    /// How many more there are.
    pub left_out: usize,
}

/// A question that evidence cannot answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuestionJson<'a> {
    /// Keys of the criteria that the answer helps to decide, the one that asks it first.
    pub criteria: &'a [&'static str],
    /// Whom to ask, in words.
    pub whom: &'a str,
    /// The question.
    pub text: &'a str,
    /// Why it is open.
    pub why: &'a [Evidence],
    /// How its answer is written down, the surest way first.
    pub records: Vec<RecordJson<'a>>,
}

/// A way to write an answer down.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum RecordJson<'a> {
    /// Lines of TOML, with blanks `___` to fill in.
    Lines {
        /// Where the entry begins that they belong into, as `path:line:column`; absent for an entry of their own.
        place: Option<&'a str>,
        /// The lines.
        toml: &'a str,
    },
    /// A command that writes a dated answer.
    Command {
        /// The command line.
        command: &'a str,
    },
    /// A source of evidence that would show it.
    Source {
        /// Fact tables that it could fill.
        facts: &'a [&'static str],
    },
}

/// Questions about initiatives as a value, of a review of this day.
pub fn ask<'a>(pages: &'a [Ask], organization: Option<&'a str>, day: Day) -> AskJson<'a> {
    let page = |page: &'a Ask| AskPageJson {
        initiative: &page.initiative,
        title: &page.name,
        known: &page.known,
        questions: page.questions.iter().map(question).collect(),
        left_out: page.left_out,
    };
    let agreement = pages.first().and_then(|page| page.agreement.as_deref());
    let pages = pages.iter().map(page).collect();
    AskJson { schema_version: SCHEMA_VERSION, organization, as_of: day.to_string(), agreement, pages }
}

fn question(question: &OpenQuestion) -> QuestionJson<'_> {
    QuestionJson {
        criteria: &question.criteria,
        whom: &question.whom,
        text: &question.text,
        why: &question.why,
        records: question.records.iter().map(record).collect(),
    }
}

fn record(record: &Record) -> RecordJson<'_> {
    match record {
        Record::Toml(toml) => RecordJson::Lines { place: None, toml },
        Record::Into { place, toml } => RecordJson::Lines { place: Some(place), toml },
        Record::Attest(command) => RecordJson::Command { command },
        Record::Source(facts) => RecordJson::Source { facts },
    }
}

/// The JSON Schema of questions.
pub fn schema() -> Value {
    schema_of::<AskJson<'_>>("Onethread ask", SCHEMA_VERSION)
}
