//! How an answer is written down: the lines for the organization's files, or the command that writes them.
//!
//! Lines are made from the field tables, so that their keys, words and remarks are those that the loader knows.

use std::fmt::Write as _;

use onethread_model::edit::{Edit, EditOp, key_toml, value_toml};
use onethread_model::fields::{Field, FieldType, Shape, field};
use onethread_model::org::ORG_KINDS;
use onethread_model::record::Value;
use onethread_model::source::Place;

use crate::inert::{inert, is_active_at};
use onethread_core::answers::{AskedQuestion, BLANK};
use onethread_core::review::ProposedEdit;

/// A way to write an answer down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// Lines for a file in the organization's folder, with blanks to fill in.
    Toml(String),
    /// Lines that belong into an entry that is written already.
    Into {
        /// Where the entry begins, as `path:line:column`.
        place: String,
        /// The lines.
        toml: String,
    },
    /// A command that writes a dated answer.
    Attest(String),
    /// Fact tables of which a source could tell.
    Source(Vec<&'static str>),
}

/// How the answer to a question is written down, the surest way first.
pub(super) fn records(question: &AskedQuestion) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    question.edits.iter().for_each(|edits| write_down(edits, &mut records));
    if !question.tables.is_empty() {
        records.push(Record::Source(question.tables.clone()));
    }
    records
}

/// Adds the records of some edits; those of one entry, one after another, are one record.
fn write_down(edits: &[ProposedEdit], records: &mut Vec<Record>) {
    let is_same = |one: &ProposedEdit, other: &ProposedEdit| {
        let sets = |edit: &Edit| matches!(edit.op, EditOp::Set(..));
        sets(&one.edit) && sets(&other.edit) && one.edit.at == other.edit.at && one.into == other.into
    };
    for group in edits.chunk_by(is_same) {
        if let Some(record) = record(group).filter(|record| !records.contains(record)) {
            records.push(record);
        }
    }
}

fn record(group: &[ProposedEdit]) -> Option<Record> {
    let ProposedEdit { edit, into } = group.first()?;
    let Edit { at, op, .. } = edit;
    let toml = match op {
        EditOp::Append(values) if at.kind == "attestation" => return Some(attest(values)),
        EditOp::Append(values) => entry(&at.kind, None, None, &lines_of(values, kind_fields(&at.kind))),
        EditOp::Add(key, Value::Table(item)) => {
            let values: Vec<(String, Value)> =
                item.values.iter().map(|(key, (_, at))| (key.to_owned(), at.value.clone())).collect();
            entry(&at.kind, Some(&at.id), Some(key), &lines_of(&values, item_fields(&at.kind, key)))
        }
        EditOp::Set(..) => {
            let mut fields = kind_fields(&at.kind);
            for step in &at.inside {
                fields = item_fields_of(fields, &step.key);
            }
            let set = |one: &ProposedEdit| match &one.edit.op {
                EditOp::Set(key, value) => Some((key.clone(), value.clone())),
                _ => None,
            };
            let lines = lines_of(&group.iter().filter_map(set).collect::<Vec<_>>(), fields);
            if let Some(place) = into {
                let lines = lines.iter().map(|(key, value)| line(fields, key, value.as_deref()));
                return Some(self::into(place, lines));
            }
            entry(&at.kind, Some(&at.id), at.inside.first().map(|step| step.key.as_str()), &lines)
        }
        _ => return None,
    };
    Some(Record::Toml(toml))
}

/// Keys with their values as TOML; without one where a blank is.
fn lines_of(values: &[(String, Value)], fields: &[Field]) -> Vec<(String, Option<String>)> {
    let toml = |key: &str, value: &Value| match (value, field(fields, key)) {
        (Value::Blank, _) | (_, None) => None,
        (value, Some(field)) => Some(value_toml(value, &field.ty)),
    };
    values.iter().map(|(key, value)| (key.clone(), toml(key, value))).collect()
}

fn attest(values: &[(String, Value)]) -> Record {
    let word = |key: &str| match values.iter().find(|(other, _)| other == key).map(|(_, value)| value) {
        Some(Value::Text(text)) => shell(text),
        Some(Value::Ref(reference)) => shell(&reference.id),
        _ => BLANK.to_owned(),
    };
    Record::Attest(format!(
        "onethread attest --initiative {} --criterion {} --answer holds --by {}",
        word("initiative"),
        word("criterion"),
        word("by")
    ))
}

fn kind_fields(kind: &str) -> &'static [Field] {
    ORG_KINDS.iter().find(|known| known.name == kind).map_or(&[], |kind| kind.fields)
}

fn item_fields(kind: &str, key: &str) -> &'static [Field] {
    item_fields_of(kind_fields(kind), key)
}

/// Fields of a table, or of each table, under a key.
fn item_fields_of(fields: &'static [Field], key: &str) -> &'static [Field] {
    match field(fields, key).map(|field| field.ty) {
        Some(FieldType::Tables(inner) | FieldType::Table(inner)) => inner,
        _ => &[],
    }
}

/// Lines for an entry that is written already.
fn into(place: &Place, lines: impl Iterator<Item = String>) -> Record {
    let toml: String = lines.map(|line| line + "\n").collect();
    Record::Into { place: inert(&place.to_string()).into_owned(), toml: inert_toml(&toml) }
}

/// An entry as TOML: known values as they are, blanks with a remark on what goes there. `below` names an array of
/// tables inside an entry by id.
fn entry(kind: &str, id: Option<&str>, below: Option<&str>, lines: &[(String, Option<String>)]) -> String {
    let Some(kind) = ORG_KINDS.iter().find(|known| known.name == kind) else { return String::new() };
    let mut fields = kind.fields;
    let mut header = kind.name.to_owned();
    if kind.shape == Shape::ById {
        header = format!("{header}.{}", id.filter(|id| *id != BLANK).map_or_else(|| BLANK.to_owned(), key_toml));
    }
    if let Some(below) = below {
        header = format!("{header}.{below}");
        if let Some(Field { ty: FieldType::Tables(inner), .. }) = field(fields, below) {
            fields = inner;
        }
    }
    let is_array = kind.shape == Shape::Array || below.is_some();
    let mut toml = if is_array { format!("[[{header}]]\n") } else { format!("[{header}]\n") };
    for (key, value) in lines {
        toml.push_str(&line(fields, key, value.as_deref()));
        toml.push('\n');
    }
    inert_toml(&toml)
}

fn line(fields: &[Field], key: &str, value: Option<&str>) -> String {
    let key_written = key_toml(key);
    match (value, field(fields, key)) {
        (Some(value), _) => format!("{key_written} = {value}"),
        (None, Some(field)) => format!("{key_written} = {}   # {}", blank(&field.ty), remark(field)),
        (None, None) => format!("{key_written} = {BLANK}"),
    }
}

/// A blank in the form of the value that goes there.
fn blank(ty: &FieldType) -> String {
    match ty {
        FieldType::Text | FieldType::Choice(_) | FieldType::Ref(_) | FieldType::Scope => format!("\"{BLANK}\""),
        FieldType::Day => "____-__-__".to_owned(),
        FieldType::Share | FieldType::Number | FieldType::Count(..) | FieldType::Flag | FieldType::Scalar => {
            BLANK.to_owned()
        }
        FieldType::List(of) => format!("[{}]", blank(of)),
        FieldType::OneOrMany(of) => blank(of),
        FieldType::Table(_) => "{ }".to_owned(),
        FieldType::Tables(_) => "[{ }]".to_owned(),
        FieldType::Map(of) => format!("{{ {BLANK} = {} }}", blank(of)),
    }
}

/// What goes into a blank, in the words of the field table.
fn remark(field: &Field) -> String {
    let doc = field.doc.trim_end_matches('.');
    match field.ty {
        FieldType::Choice(words) => format!("{doc} ({})", words.join(", ")),
        FieldType::Share => format!("{doc}, from 0 to 1"),
        FieldType::Flag => format!("{doc} (true or false)"),
        FieldType::Ref(kinds) if kinds.len() > 1 => format!("{doc}, such as {}", field.example),
        _ => doc.to_owned(),
    }
}

/// TOML with every character that could deceive as an escape. Such characters stand in our lines only inside quotes,
/// where the escape means the same.
fn inert_toml(toml: &str) -> String {
    let mut out = String::with_capacity(toml.len());
    for (at, c) in toml.char_indices() {
        let plain = c == '\n' || !is_active_at(toml, at, c);
        match u32::from(c) {
            _ if plain => out.push(c),
            // Writing to a String cannot fail.
            code @ 0..=0xffff => drop(write!(out, "\\u{code:04X}")),
            code => drop(write!(out, "\\U{code:08X}")),
        }
    }
    out
}

/// A word for a command line: in quotes unless it is plain.
pub(super) fn shell(word: &str) -> String {
    let word = inert(word);
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b'@');
    let is_option = word.starts_with('-');
    if !word.is_empty() && !is_option && word.bytes().all(plain) {
        return word.into_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
