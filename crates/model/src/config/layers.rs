//! A source as layers: what its preset says, what it says itself, and what its parts say. A later layer counts more, key
//! by key.
//!
//! Input: the record of a source as written. Output: a record for each part, with nothing left to inherit.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::facts::{FactKind, registry_field};
use crate::record::{Reader, Record, Value, short};
use crate::source::{At, Span};

use super::presets;

/// Keys whose values are tables with free keys, which are laid over each other entry by entry.
const MAPS: [&str; 6] = ["columns", "constants", "fields", "patterns", "values", "where"];
/// Of these, keys that name columns of the table or registry fields.
const NAMING: [&str; 5] = ["columns", "constants", "fields", "patterns", "values"];

/// The records of the parts of a source, each with its name; that of the source alone where it has no parts.
pub(super) fn parts(id: At<String>, mut own: Record, reader: &mut Reader<'_>) -> Vec<(At<String>, Record)> {
    let preset = own.text("preset");
    let mut template = preset.as_ref().and_then(|at| presets::record(&at.value, at.span));
    let own_parts = by_name(&mut own);
    let template_parts = template.as_mut().map(by_name).unwrap_or_default();
    if let Some(stated) = own.values.get("table").filter(|_| !template_parts.is_empty()) {
        let message = "the preset says which tables it feeds";
        reader.report(Diagnostic::error("wrong-table", message, stated.1.span).help("take `table` out"));
        own.values.remove("table");
    }
    let mut names: BTreeMap<&str, Span> =
        template_parts.iter().map(|(name, (span, _))| (name.as_str(), *span)).collect();
    names.extend(own_parts.iter().map(|(name, (span, _))| (name.as_str(), *span)));
    let mut layers: Vec<&Record> = template.iter().chain([&own]).collect();
    if names.is_empty() {
        return vec![(id, laid_over(&layers, own.span))];
    }
    let mut records = Vec::new();
    for (name, span) in &names {
        let part = own_parts.get(*name).map(|(_, part)| part);
        let known = template_parts.get(*name).map(|(_, part)| part);
        if let (Some(part), None, Some(_)) = (part, known, &preset)
            && !part.values.contains_key("table")
        {
            let known = template_parts.keys().map(String::as_str);
            reader.unknown_key(name, *span, known, &format!("preset of source `{}`", short(&id.value)));
            continue;
        }
        layers.clear();
        layers.extend(template.iter().chain(known).chain([&own]).chain(part));
        records.push((format!("{}.{name}", id.value), laid_over(&layers, *span)));
    }
    keep_known(&mut records);
    let is_read = |(_, record): &(String, Record)| {
        !matches!(record.values.get("skip"), Some((_, At { value: Value::Flag(true), .. })))
    };
    let named = |(name, mut record): (String, Record)| {
        record.take("skip");
        (At::new(name, id.span), record)
    };
    records.into_iter().filter(is_read).map(named).collect()
}

/// Takes the parts of a source out of its record: by name, each with its place.
fn by_name(record: &mut Record) -> BTreeMap<String, (Span, Record)> {
    let part = |(name, value): (At<String>, At<Value>)| match value.value {
        Value::Table(part) => Some((name.value, (name.span, part))),
        _ => None,
    };
    record.map("parts").into_iter().filter_map(part).collect()
}

/// All layers as one record: the later one counts.
fn laid_over(layers: &[&Record], span: Span) -> Record {
    let mut record = Record::of([]);
    record.span = span;
    for layer in layers {
        record.not_understood.extend(&layer.not_understood);
        for (key, (at, value)) in layer.values.iter() {
            let value = match (record.values.get(key), &value.value) {
                (Some((_, At { value: Value::Map(below), .. })), Value::Map(above)) if MAPS.contains(&key) => {
                    At::new(Value::Map(entries_over(below, above)), value.span)
                }
                _ => value.clone(),
            };
            record.values.insert(key, (*at, value));
        }
    }
    record
}

type Entries = Vec<(At<String>, At<Value>)>;

/// Entries of a table with free keys over those of another one; entries that are tables themselves are laid over each
/// other too.
fn entries_over(below: &Entries, above: &Entries) -> Entries {
    let mut all: BTreeMap<&str, (At<String>, At<Value>)> =
        below.iter().map(|entry| (entry.0.value.as_str(), entry.clone())).collect();
    for (key, value) in above {
        let value = match (all.get(key.value.as_str()).map(|(_, known)| &known.value), &value.value) {
            (Some(Value::Map(below)), Value::Map(above)) => At::new(Value::Map(entries_over(below, above)), value.span),
            _ => value.clone(),
        };
        all.insert(&key.value, (key.clone(), value));
    }
    all.into_values().collect()
}

/// Leaves to each part of what all of them inherit only the columns and fields that its table has. What no part knows
/// stays in the first one, to be reported there once.
fn keep_known(records: &mut [(String, Record)]) {
    let tables: Vec<Option<FactKind>> = records.iter().map(|(_, record)| table_of(record)).collect();
    let knows = |table: Option<FactKind>, key: &str, name: &str| {
        let Some(table) = table else { return false };
        let is_registry = matches!(table, FactKind::InitiativeEvent | FactKind::InitiativeSnapshot);
        let is_field = is_registry && registry_field(name).is_some();
        let is_column = table.schema().columns.iter().any(|column| column.name == name);
        match key {
            "fields" => is_registry,
            "columns" | "constants" => is_column,
            _ => is_column || is_field,
        }
    };
    for (at, (_, record)) in records.iter_mut().enumerate() {
        for key in NAMING {
            let Some((_, At { value: Value::Map(entries), .. })) = record.values.get_mut(key) else { continue };
            entries.retain(|(name, _)| {
                let is_known = |table: &Option<FactKind>| knows(*table, key, &name.value);
                tables.get(at).is_some_and(is_known) || at == 0 && !tables.iter().any(is_known)
            });
        }
    }
}

fn table_of(record: &Record) -> Option<FactKind> {
    match &record.values.get("table")?.1.value {
        Value::Text(name) => FactKind::from_name(name),
        _ => None,
    }
}
