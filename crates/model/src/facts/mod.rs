//! The vocabulary of facts: what evidence says, as typed rows with integer ids.
//!
//! Every table is an [`TimeKind::Event`] (happened on a day), an [`TimeKind::Interval`] (from, until) or a
//! [`TimeKind::Snapshot`] (observed on a day). All reading goes through [`Facts::as_of`], so that nothing that was
//! learned later can leak into an earlier day.

mod column;
mod columns;
mod registry;
mod tables;

pub use column::{Amount, Cells, Column, ColumnType, Outcome, Share, Symbol, Symbols};
pub use columns::{Arity, ColumnValues, Columns, Cursor, FACTS_VERSION, StoredCell, Values};
pub use registry::{REGISTRY_FIELDS, RegistryField, RegistryFieldKind, RegistryKey, registry_field};
pub use tables::{
    Allocation, AsOf, ChangeMade, DecisionMade, Dependency, FACT_KINDS, FactKind, Facts, GeneratedFile, HISTORY,
    IdleRule, InitiativeEvent, InitiativeSnapshot, Link, Membership, MetricPoint, Ownership, PackageUse, Release,
    Removal, ReviewAsked, RowId, Touch, VersionTouch,
};

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::source::Place;

/// How a table speaks of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeKind {
    /// Happened on a day; known from that day on.
    Event,
    /// Holds from a day (included) until a day (not included; absent while it lasts).
    Interval,
    /// Observed on a day; read for an earlier day it is unknown.
    Snapshot,
}

/// A fact table: its name, its kind of time and its columns.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The table.
    pub kind: FactKind,
    /// Name in files and messages.
    pub name: &'static str,
    /// How it speaks of time.
    pub time: TimeKind,
    /// What a row says.
    pub doc: &'static str,
    /// Its columns.
    pub columns: &'static [ColumnSchema],
}

/// A column of a fact table.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSchema {
    /// Name in files and messages.
    pub name: &'static str,
    /// What a cell holds.
    pub ty: ColumnType,
    /// Whether a row without it is rejected.
    pub required: bool,
    /// How many values a row has in it.
    pub arity: Arity,
    /// What it says.
    pub doc: &'static str,
}

/// The record of a source that a fact was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// Index of the source in [`Facts::sources`].
    pub source: u16,
    /// Line of the record in the source, from 1.
    pub line: u32,
}

/// A row of a fact table.
pub trait FactRow: Sized {
    /// The table that it belongs to.
    const SCHEMA: Schema;

    /// Reads a row from the cells of a record.
    ///
    /// # Errors
    /// The column, and a sentence that says what is wrong with it.
    fn decode(cells: &Cells<'_>, symbols: &mut Symbols, at: RecordRef) -> Result<Self, (&'static str, String)>;

    /// Adds the row to the facts.
    fn add_to(self, facts: &mut Facts);

    /// All rows of its table, on any day. Only facts as of a day hand rows out.
    #[doc(hidden)]
    fn all(facts: &Facts, _: tables::Seal) -> &[Self];

    /// Adds the row to the end of columns of its table.
    fn store(&self, columns: &mut Columns);

    /// Takes a row from columns of its table.
    ///
    /// # Errors
    /// The column that does not hold what the table says.
    fn load(columns: &mut [Cursor<'_>], at: RecordRef) -> Result<Self, &'static str>;
}

/// A source as imported: what became of each of its records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceReport {
    /// Name in the settings.
    pub name: String,
    /// Path of the file, relative to the folder under review.
    #[serde(serialize_with = "text")]
    #[schemars(with = "String")]
    pub path: Arc<str>,
    /// Table that it feeds.
    pub table: &'static str,
    /// Records read.
    pub read: usize,
    /// Records that became at least one fact.
    pub kept: usize,
    /// Facts made; more than `kept` where one record makes several.
    pub facts: usize,
    /// Records left out by design, by reason.
    pub skipped: std::collections::BTreeMap<String, usize>,
    /// Records that could not be read: place and reason.
    pub rejects: Vec<Reject>,
    /// Words that stand in the source and that no setting explains, with how often, such as unknown statuses.
    #[serde(serialize_with = "counted_words")]
    #[schemars(with = "Vec<(String, String, usize)>")]
    pub unknown_words: std::collections::BTreeMap<(String, String), usize>,
    /// Columns of the source that no mapping reads.
    pub unread_columns: Vec<String>,
    /// Anything else that a reader of the report should know, such as values that were changed by a mapping.
    pub remarks: std::collections::BTreeMap<String, usize>,
    /// Where each record stands, where that is no line of the path: in a history, `repository@commit:path`.
    #[serde(skip)]
    pub places: Vec<Arc<str>>,
}

fn text<S: serde::Serializer>(path: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(path)
}

/// Words of a field with how often each stands there, as a list: a key of JSON is one text.
fn counted_words<S: serde::Serializer>(
    words: &std::collections::BTreeMap<(String, String), usize>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(words.iter().map(|((field, word), records)| (field, word, records)))
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reject {
    /// Where it stands.
    pub place: Place,
    /// Why it was not kept.
    pub reason: String,
}
