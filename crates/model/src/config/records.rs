//! The settings that say which records a source holds, before its columns are read.

use std::collections::BTreeMap;

use crate::record::{Record, Value};
use crate::source::At;

/// Which records a source holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordSettings {
    /// Where records are in JSON and YAML: a path.
    pub items: Option<At<String>>,
    /// What a record must hold to be read.
    pub conditions: Vec<Condition>,
    /// The column whose parts become records of their own.
    pub split: Option<At<String>>,
    /// Where transitions are recorded.
    pub changelog: Option<Changelog>,
    /// Whether columns of one name are one list.
    pub joins_repeated: bool,
    /// Whether ids are written in small letters.
    pub lowercase: bool,
    /// Our column or registry field to the regular expression that finds its value.
    pub patterns: BTreeMap<String, At<String>>,
}

/// What a cell must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The column, or path of keys.
    pub column: At<String>,
    /// What it must hold.
    pub wanted: Wanted,
}

/// What is wanted of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// Nothing.
    Nothing,
    /// Any text.
    Anything,
    /// One of these texts, whatever their case.
    OneOf(Vec<String>),
    /// A text that is none of these, whatever their case.
    NoneOf(Vec<String>),
}

/// Where transitions between values are recorded; each entry is a column or a path of keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Changelog {
    /// The day of a transition.
    pub day: At<String>,
    /// The value from then on.
    pub to: At<String>,
    /// The value before.
    pub from: Option<At<String>>,
    /// Where a record keeps its transitions; absent where each record is one.
    pub items: Option<At<String>>,
    /// What it is a transition of, where each record is one.
    pub of: Option<At<String>>,
    /// Which transitions count.
    pub conditions: Vec<Condition>,
    /// The day on which the first value began.
    pub start: Option<At<String>>,
    /// The last value, for a record without transitions.
    pub now: Option<At<String>>,
    /// The day on which the last value ended.
    pub end: Option<At<String>>,
}

impl RecordSettings {
    pub(super) fn read(record: &mut Record) -> RecordSettings {
        RecordSettings {
            items: record.text("items"),
            conditions: conditions(record),
            split: record.text("split"),
            changelog: record.table("changelog").and_then(|mut table| Changelog::read(&mut table)),
            joins_repeated: record.text("repeated").is_some_and(|at| at.value == "join"),
            lowercase: record.flag("lowercase").is_some_and(|at| at.value),
            patterns: super::source::text_map(record.map("patterns")),
        }
    }
}

impl Changelog {
    fn read(table: &mut Record) -> Option<Changelog> {
        let (day, to) = (table.text("day"), table.text("to"));
        let changelog = Changelog {
            from: table.text("from"),
            items: table.text("items"),
            of: table.text("of"),
            conditions: conditions(table),
            start: table.text("start"),
            now: table.text("now"),
            end: table.text("end"),
            day: day?,
            to: to?,
        };
        table.all_read("changelog");
        Some(changelog)
    }
}

fn conditions(record: &mut Record) -> Vec<Condition> {
    let condition = |(column, value): (At<String>, At<Value>)| {
        let Value::List(items) = value.value else { return None };
        let texts: Vec<String> = items
            .into_iter()
            .filter_map(|item| match item.value {
                Value::Text(text) => Some(text),
                _ => None,
            })
            .collect();
        let wanted = match texts.as_slice() {
            [] => Wanted::Nothing,
            texts if texts.iter().any(|text| text == "*") => Wanted::Anything,
            _ => match texts.iter().map(|text| text.strip_prefix('!').map(str::to_owned)).collect() {
                Some(refused) => Wanted::NoneOf(refused),
                None => Wanted::OneOf(texts),
            },
        };
        Some(Condition { column, wanted })
    };
    record.map("where").into_iter().filter_map(condition).collect()
}
