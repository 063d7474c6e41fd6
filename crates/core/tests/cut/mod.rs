//! What people and sources would have written on an earlier day: texts and rows without what a later day brought. It
//! knows keys and columns by their names, and nothing of how the program cuts.

#![allow(dead_code, unreachable_pub, missing_docs)]

use std::collections::BTreeMap;

use onethread_core::measure::Snapshot;
use onethread_core::review::Review;
use onethread_model::Day;
use onethread_model::config::SETTINGS;
use onethread_model::facts::{Arity, Cells, ColumnValues, FACT_KINDS, Facts, TimeKind, Values};
use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

/// Kinds of entry, with the keys of which the first that is there says when an entry begins.
const BEGINS: &[(&str, &[&str])] = &[
    ("initiative", &["idea", "committed"]),
    ("decision", &["opened", "decided", "reversed"]),
    ("gate", &["from"]),
    ("allocation", &["from"]),
    ("dependency", &["from"]),
    ("reorganization", &["on"]),
    ("attestation", &["on"]),
];

/// Kinds of entry, a day that came later, and the keys that are not known without it.
const OUTCOMES: &[(&str, &str, &[&str])] = &[
    ("initiative", "committed", &[]),
    ("initiative", "first-feature", &[]),
    ("initiative", "ended", &["outcome"]),
    ("initiative", "vacant", &[]),
    ("decision", "communicated", &[]),
    (
        "decision",
        "decided",
        &["decided-by", "levels", "why", "exception-to", "overridden-by", "actual", "cites", "consulted"],
    ),
    ("decision", "reversed", &["overridden-by"]),
    ("decision", "actual-on", &["actual"]),
    ("gate", "until", &[]),
    ("allocation", "until", &[]),
    ("person", "until", &[]),
    ("component", "owner-until", &[]),
];

/// Tables in an entry that begin on a day of their own.
const INSIDE: &[(&str, &str, &str)] = &[
    ("initiative", "value", "on"),
    ("initiative", "capable", "on"),
    ("initiative", "dependency", "from"),
    ("initiative", "mandate", "from"),
    ("gate", "lifted", "from"),
    ("gate", "also-before", "from"),
    ("gate", "narrowed", "from"),
    ("team", "left", "on"),
];

/// Columns of facts that say what became of a row, with the columns that are not known without them.
const FACT_OUTCOMES: &[(&str, &[&str])] =
    &[("until", &[]), ("decided", &["levels"]), ("answered", &[]), ("reversed", &[])];

/// The snapshot as it would have been read on a day.
pub fn cut(snapshot: &Snapshot, day: Day) -> Snapshot {
    let texts: BTreeMap<String, String> = (snapshot.sources.iter())
        .filter(|(_, file)| *file.path != *SETTINGS)
        .map(|(_, file)| (file.path.to_string(), cut_text(&file.text, day)))
        .collect();
    let mut cut = snapshot.with_texts(&texts);
    cut.facts = cut_facts(&snapshot.facts, day).into();
    // A clone shares what is known of the facts of a day.
    Snapshot::new((*cut.config).clone(), (*cut.org).clone(), (*cut.sources).clone(), (*cut.facts).clone())
        .with_agreement((*cut.agreement).clone())
}

/// A text of an organization file without what a later day brought.
pub fn cut_text(text: &str, day: Day) -> String {
    let Ok(mut file) = text.parse::<DocumentMut>() else { return text.to_owned() };
    for (kind, item) in file.iter_mut() {
        let kind = kind.get().to_owned();
        match item {
            Item::ArrayOfTables(entries) => entries.retain(|entry| !begins_after(&kind, entry, day)),
            _ => {
                if let Some(entries) = item.as_table_like_mut() {
                    let later = |(id, entry): (&str, &Item)| {
                        let entry = entry.as_table_like()?;
                        begins_after(&kind, entry, day).then(|| id.to_owned())
                    };
                    let later: Vec<String> = entries.iter().filter_map(later).collect();
                    later.iter().for_each(|id| drop(entries.remove(id)));
                }
            }
        }
        match item {
            Item::ArrayOfTables(entries) => entries.iter_mut().for_each(|entry| cut_entry(&kind, entry, day)),
            _ => {
                for (_, entry) in item.as_table_like_mut().into_iter().flat_map(|entries| entries.iter_mut()) {
                    if let Some(entry) = entry.as_table_like_mut() {
                        cut_entry(&kind, entry, day);
                    }
                }
            }
        }
    }
    file.to_string()
}

fn day_of(entry: &dyn TableLike, key: &str) -> Option<Day> {
    Day::parse(&entry.get(key)?.as_datetime()?.to_string()).ok()
}

fn begins_after(kind: &str, entry: &dyn TableLike, day: Day) -> bool {
    let keys = BEGINS.iter().find(|(of, _)| *of == kind).map_or(&[][..], |(_, keys)| keys);
    keys.iter().find_map(|key| day_of(entry, key)).is_some_and(|first| first > day)
}

fn cut_entry(kind: &str, entry: &mut dyn TableLike, day: Day) {
    if let Some(mandate) = entry.get_mut("mandate").and_then(Item::as_table_like_mut) {
        cut_tables("stops", "from", mandate, day);
    }
    for (_, key, with) in OUTCOMES.iter().filter(|(of, ..)| *of == kind) {
        if day_of(entry, key).is_some_and(|outcome| outcome > day) {
            entry.remove(key);
            with.iter().for_each(|key| drop(entry.remove(key)));
        }
    }
    for (_, key, begin) in INSIDE.iter().filter(|(of, ..)| *of == kind) {
        cut_tables(key, begin, entry, day);
    }
}

/// Takes tables under a key out of an entry that begin after a day.
fn cut_tables(key: &str, begin: &str, entry: &mut dyn TableLike, day: Day) {
    let later = |table: &dyn TableLike| day_of(table, begin).is_some_and(|first| first > day);
    let is_later = match entry.get_mut(key) {
        Some(Item::ArrayOfTables(tables)) => {
            tables.retain(|table: &Table| !later(table));
            tables.is_empty()
        }
        Some(Item::Value(Value::Array(tables))) => {
            tables.retain(|table| !table.as_inline_table().is_some_and(|table| later(table)));
            tables.is_empty()
        }
        Some(item) => item.as_table_like().is_some_and(later),
        None => false,
    };
    if is_later {
        entry.remove(key);
    }
}

/// Facts without rows that begin later, and without what became of the others later.
fn cut_facts(facts: &Facts, day: Day) -> Facts {
    let mut cut = Facts::default();
    cut.sources = facts.sources.clone();
    for schema in FACT_KINDS {
        let begin = match schema.time {
            TimeKind::Event => "day",
            TimeKind::Interval => "from",
            TimeKind::Snapshot => "observed",
        };
        let rows = facts.columns(schema.kind, 0..facts.rows(schema.kind));
        let mut next = vec![0; schema.columns.len()];
        for (row, at) in rows.at.iter().enumerate() {
            let values: Vec<Vec<String>> = (schema.columns.iter().zip(&rows.columns).zip(&mut next))
                .map(|((column, values), next)| take(facts, values, column.arity, row, next))
                .collect();
            let day_in = |name: &str| {
                let at = schema.columns.iter().position(|column| column.name == name)?;
                values[at].first().map(|text| Day::parse(text).expect("a day"))
            };
            if day_in(begin).expect("every row begins") > day {
                continue;
            }
            let unknown: Vec<&str> = (FACT_OUTCOMES.iter())
                .filter(|(outcome, _)| day_in(outcome).is_some_and(|outcome| outcome > day))
                .flat_map(|(outcome, with)| with.iter().copied().chain([*outcome]))
                .collect();
            let mut cells = Cells::default();
            for (column, texts) in schema.columns.iter().zip(&values).filter(|(one, _)| !unknown.contains(&one.name)) {
                cells.set_list(column.name, texts.iter().map(String::as_str).collect());
            }
            cut.push(schema.kind, &cells, *at).expect("a row as it was");
        }
    }
    cut.sort();
    cut
}

/// The texts of a cell; `next` is where the values of its row begin.
fn take(facts: &Facts, column: &ColumnValues, arity: Arity, row: usize, next: &mut usize) -> Vec<String> {
    let count = if arity == Arity::One { 1 } else { column.counts[row] as usize };
    let places = *next..*next + count;
    *next = places.end;
    match &column.values {
        Values::Days(days) => days[places].iter().map(ToString::to_string).collect(),
        Values::Numbers(numbers) => numbers[places].iter().map(ToString::to_string).collect(),
        Values::Reals(reals) => reals[places].iter().map(ToString::to_string).collect(),
        Values::Symbols(symbols) => symbols[places].iter().map(|one| facts.symbols.text(*one).to_owned()).collect(),
    }
}

/// That two reviews say the same, but for places, what was read of sources, how much the files describe, and how many
/// statements a move would write into them.
pub fn assert_same(whole: &Review, cut: &Review, what: &str) {
    let plain = |review: &Review| {
        let mut value = serde_json::to_value(review).expect("JSON");
        for key in ["described", "sources", "evidence", "diagnostics"] {
            value.as_object_mut().expect("an object").remove(key);
        }
        without_places(&mut value);
        serde_json::to_string_pretty(&value).expect("JSON")
    };
    let (whole, cut) = (plain(whole), plain(cut));
    if let Some((at, (left, right))) = whole.lines().zip(cut.lines()).enumerate().find(|(_, (a, b))| a != b) {
        let before: Vec<&str> = whole.lines().take(at).collect();
        let before = &before[at.saturating_sub(12)..];
        panic!("{what}\nafter\n{}\nwith later days: {left}\nwithout:         {right}", before.join("\n"));
    }
    assert_eq!(whole.lines().count(), cut.lines().count(), "{what}");
}

/// Leaves of each place only the file.
fn without_places(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.remove("statements");
            fields.values_mut().for_each(without_places);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_places),
        serde_json::Value::String(text) if !text.contains(' ') => {
            let parts: Vec<&str> = text.split(':').collect();
            if parts.len() > 1 && parts[1..].iter().all(|part| part.parse::<usize>().is_ok()) {
                *text = parts[0].to_owned();
            }
        }
        _ => {}
    }
}
