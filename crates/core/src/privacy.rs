//! What a folder holds about people, what for, for how long, and what is agreed: the answer of `onethread privacy report`.
//!
//! Input: a snapshot and a day. Output: a [`PrivacyReport`], of counts of records and entries and never of what anybody
//! did.

use onethread_model::Day;
use onethread_model::agreement::{Agreement, AgreementItem, ItemTerms, Touches};
use onethread_model::config::SourceConfig;
use onethread_model::facts::{ColumnType, FACT_KINDS, SourceReport};
use onethread_model::org::ORG_KINDS;
use schemars::JsonSchema;
use serde::Serialize;

use crate::agreed::items;
use crate::measure::Snapshot;

/// What a folder holds about people, and what is agreed about it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PrivacyReport {
    /// Version of this form: major, minor. Within a major version fields are only added.
    pub schema_version: &'static str,
    /// Name of the organization, when stated.
    pub organization: Option<String>,
    /// The day.
    pub as_of: Day,
    /// What is agreed, and what that loosens.
    pub agreement: Agreement,
    /// Sources of evidence.
    pub sources: Vec<HeldSource>,
    /// Kinds of entries of the organization's files that name people, or say something of them.
    pub entries: Vec<HeldKind>,
    /// What the data are for.
    pub purposes: Vec<&'static str>,
    /// What is never done with them.
    pub never: Vec<&'static str>,
    /// What is dropped when a source is read.
    pub dropped: Vec<&'static str>,
    /// Everything that touches a person or a group under five, leaders included, with what holds for it.
    pub items: Vec<HeldItem>,
    /// The draft of an assessment.
    pub assessment: Vec<AssessmentPoint>,
}

/// A source of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct HeldSource {
    /// Its name in the settings.
    pub name: String,
    /// Path of the file.
    pub path: String,
    /// The table that it feeds.
    pub table: &'static str,
    /// Records read.
    pub records: usize,
    /// Facts kept of them.
    pub facts: usize,
    /// Columns of the table that hold people.
    pub people_columns: Vec<&'static str>,
    /// Columns of the table that hold teams.
    pub team_columns: Vec<&'static str>,
    /// How people are called.
    pub pseudonyms: &'static str,
    /// Columns of the file that are not read.
    pub unread_columns: Vec<String>,
    /// Whether its table is read at all.
    pub is_on: bool,
    /// Days after which its records are dropped; absent where none are.
    pub retention_days: Option<u32>,
}

/// A kind of entry of the organization's files.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct HeldKind {
    /// The kind.
    pub kind: &'static str,
    /// How many entries there are.
    pub entries: usize,
    /// Its fields that name people, or say something of them.
    pub fields: Vec<String>,
}

/// Something that touches people, with what holds for it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct HeldItem {
    /// What it is.
    #[serde(flatten)]
    pub item: AgreementItem,
    /// What holds for it.
    #[serde(flatten)]
    pub terms: ItemTerms,
}

/// A point of the draft of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AssessmentPoint {
    /// Where it belongs: `necessity`, `risk`, `measure` or `law`.
    pub part: &'static str,
    /// What it says.
    pub says: &'static str,
    /// Whether someone with knowledge of the law has to check it.
    pub to_be_checked: bool,
}

impl PrivacyReport {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "1.0";
}

const PURPOSES: &[&str] = &[
    "to show which initiatives have one leader with one thread, and what stands in the way",
    "to show what initiatives wait for: approval gates, other teams and decisions above the leader",
    "to show which dependencies are not declared, and which code belongs to whom",
];

const NEVER: &[&str] = &[
    "rank, score or compare individuals",
    "show a number beside a group of fewer people than the smallest group, or beside one of unknown size",
    "read messages, presence, hours or times of day",
    "compare a stated share of time with what anybody did",
    "infer who is capable",
    "send anything anywhere",
];

const DROPPED: &[&str] = &[
    "e-mail addresses, message texts and times of day",
    "names: people become pseudonyms unless the organization's own file names them",
    "leave and absence: a person on leave is a member like others",
    "columns that no mapping reads",
];

const fn point(part: &'static str, says: &'static str) -> AssessmentPoint {
    AssessmentPoint { part, says, to_be_checked: false }
}

const fn law(says: &'static str) -> AssessmentPoint {
    AssessmentPoint { part: "law", says, to_be_checked: true }
}

const ASSESSMENT: &[AssessmentPoint] = &[
    point(
        "necessity",
        "The questions are about initiatives; people are read as leaders, members and holders of gates.",
    ),
    point("necessity", "Counts are over initiatives, teams and code; no answer needs a number about one person."),
    point("risk", "A number about a small group is a number about its members: it could be used to judge them."),
    point("risk", "Two outputs could be subtracted: of two days, of two edits, or of a total and its parts."),
    point("risk", "Whoever may read the folder may read its files, and can count in them with other tools."),
    point("risk", "Pseudonyms can be resolved by whoever holds the key in `.onethread/` and the source."),
    point("measure", "Groups under five are added up, and none is printed where the sum would be one group."),
    point(
        "measure",
        "A what-if counts what people did by the teams before the change, so that nobody's record moves along.",
    ),
    point("measure", "Acts of deciders are counted over at least five of them."),
    point("measure", "Each item in this report can be switched off in `agreement.toml`, and is then in no output."),
    point("measure", "What the agreement loosens stands on every page and in every output."),
    point("measure", "Who may read the folder and the key is to be stated here by the organization."),
    law(
        "GDPR Art. 5, 6, 13, 14, 25, 32, 35 and 88: legal basis, information of those concerned, and whether an assessment is required.",
    ),
    law(
        "Co-determination: Germany BetrVG s. 87(1) no. 6, Austria ArbVG s. 96a, France consultation of the CSE, Netherlands consent of the works council.",
    ),
    law("EU AI Act, Annex III no. 4(b): no model is used and nobody is evaluated; whether it applies, and from when."),
];

/// What a snapshot holds about people on a day.
pub fn privacy_report(snapshot: &Snapshot, day: Day) -> PrivacyReport {
    let agreement = &snapshot.agreement;
    let items = items().into_iter().map(|item| HeldItem { terms: agreement.terms(&item), item });
    let items: Vec<HeldItem> = items.collect();
    let kind = |kind: &onethread_model::fields::Kind| {
        let fields = items.iter().filter(|one| one.item.kind == "field");
        let fields = fields.filter_map(|one| one.item.key.strip_prefix(kind.name)?.strip_prefix('.'));
        let fields: Vec<String> = fields.map(str::to_owned).collect();
        (!fields.is_empty()).then(|| HeldKind { kind: kind.name, entries: snapshot.org.entries(kind.name), fields })
    };
    let written = snapshot.org.name.as_ref().map(|name| name.value.clone());
    PrivacyReport {
        schema_version: PrivacyReport::SCHEMA_VERSION,
        organization: written.or_else(|| snapshot.config.name.clone()),
        as_of: day,
        agreement: Agreement::clone(agreement),
        sources: snapshot.facts.sources.iter().map(|source| held(source, snapshot)).collect(),
        entries: ORG_KINDS.iter().filter_map(kind).collect(),
        purposes: PURPOSES.to_vec(),
        never: NEVER.to_vec(),
        dropped: DROPPED.to_vec(),
        items,
        assessment: ASSESSMENT.to_vec(),
    }
}

fn held(source: &SourceReport, snapshot: &Snapshot) -> HeldSource {
    let settings: Option<&SourceConfig> = snapshot.config.sources.iter().find(|one| one.name.value == source.name);
    let table = FACT_KINDS.iter().find(|table| table.name == source.table);
    let columns = |ty: ColumnType| {
        let all = table.into_iter().flat_map(|table| table.columns);
        all.filter(|column| column.ty == ty).map(|column| column.name).collect::<Vec<&'static str>>()
    };
    let people_columns = columns(ColumnType::Person);
    HeldSource {
        name: source.name.clone(),
        path: source.path.to_string(),
        table: source.table,
        records: source.read,
        facts: source.facts,
        pseudonyms: match settings {
            _ if people_columns.is_empty() => "no people in it",
            Some(settings) if settings.pseudonymous => "pseudonyms already, kept as they are",
            _ => "pseudonyms made at import (a keyed hash), unless the organization's files name the person",
        },
        people_columns,
        team_columns: columns(ColumnType::Team),
        unread_columns: source.unread_columns.clone(),
        is_on: table.is_none_or(|table| snapshot.agreement.reads(table.kind)),
        retention_days: table.and_then(|table| snapshot.agreement.retention_days(table.kind)),
    }
}

/// A commented `agreement.toml` with everything that can be agreed on, at its strict values.
pub fn draft() -> String {
    let mut text = "# What is agreed about people. Whoever the organization names owns this file, such as the works council.\n\
                    # Without it the strict values hold. Each table below is one thing that touches a person or a group\n\
                    # under five; take out the # before what is agreed otherwise. What is off is in no output.\n\n\
                    [agreement]\n\
                    owner = \"Works council\"\n\
                    # valid-until = 2027-06-30      # then what is loosened is strict again\n\
                    # smallest-group = 5            # fewer loosens, and every output says so\n\
                    # retention-days = 730          # older records are dropped at reading\n"
        .to_owned();
    for item in items() {
        let touches = if item.touches == Touches::People { "people" } else { "groups" };
        let is_bare = item.key.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_'));
        let key = if is_bare { item.key.clone() } else { format!("\"{}\"", item.key) };
        let (title, kind, on) = (&item.title, item.kind, !item.is_strictly_on);
        text += &format!("\n# {title} (touches {touches})\n# [{kind}.{key}]\n# on = {on}\n");
        if item.kind == "measure" {
            text += "# smallest-group = 8\n";
        }
        if item.kind == "table" {
            text += "# retention-days = 365\n";
        }
        if item.key == "initiative.leader" {
            text += "# names = \"positions\"\n";
        }
    }
    text
}
