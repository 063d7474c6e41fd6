//! Values and keys as TOML.

use std::fmt::Write as _;

use crate::fields::{Field, FieldType};
use crate::record::{Record, Value};

/// Text as TOML: in double quotes on one line, with escapes for quotes, line ends and control characters.
pub fn text_toml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // U+2028 and U+2029 end a line for some readers.
            _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                put(&mut out, format_args!("\\u{:04X}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key as TOML: in quotes unless it is a bare key.
pub fn key_toml(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { key.to_owned() } else { text_toml(key) }
}

/// A value of a field as TOML. What the field does not allow is written as well as it can be: reading it reports that.
pub fn value_toml(value: &Value, ty: &FieldType) -> String {
    let ty = match ty {
        // One where several may stand is written as that one.
        FieldType::OneOrMany(of) if !matches!(value, Value::List(_)) => *of,
        ty => ty,
    };
    match value {
        Value::Text(text) => text_toml(text),
        Value::Day(day) => day.to_string(),
        Value::Number(number) if matches!(ty, FieldType::Count(..)) && number.fract() == 0.0 => format!("{number:.0}"),
        Value::Number(number) => format!("{number:?}"),
        Value::Flag(flag) => flag.to_string(),
        // No TOML: a text with it is refused.
        Value::Blank => "___".to_owned(),
        Value::Ref(reference) => match ty {
            // A bare id with a colon in it would be read as a kind.
            FieldType::Ref([one]) if reference.kind == *one && !reference.id.contains(':') => text_toml(&reference.id),
            _ => text_toml(&reference.to_string()),
        },
        Value::List(items) => {
            let of = item_type(ty);
            let items: Vec<String> = items.iter().map(|item| value_toml(&item.value, &of)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(record) => inline_table(record, table_fields(ty)),
        Value::Map(entries) => {
            let of = if let FieldType::Map(of) = ty { *of } else { ty };
            let entry = |(key, value): &(crate::source::At<String>, crate::source::At<Value>)| {
                format!("{} = {}", key_toml(&key.value), value_toml(&value.value, of))
            };
            braces(&entries.iter().map(entry).collect::<Vec<_>>())
        }
    }
}

/// The lines of a table, in the order of its field table.
pub(super) fn lines(record: &Record, fields: &'static [Field]) -> Vec<String> {
    let known = fields.iter().filter_map(|field| {
        let (_, value) = record.values.get(field.key)?;
        Some(format!("{} = {}", key_toml(field.key), value_toml(&value.value, &field.ty)))
    });
    known.collect()
}

pub(super) fn inline_table(record: &Record, fields: &'static [Field]) -> String {
    braces(&lines(record, fields))
}

pub(super) fn braces(entries: &[String]) -> String {
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}

/// What each item of a list may be.
pub(super) fn item_type(ty: &FieldType) -> FieldType {
    match ty {
        FieldType::List(of) | FieldType::OneOrMany(of) => **of,
        FieldType::Tables(fields) => FieldType::Table(fields),
        other => *other,
    }
}

fn table_fields(ty: &FieldType) -> &'static [Field] {
    match ty {
        FieldType::Table(fields) | FieldType::Tables(fields) => fields,
        _ => &[],
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}
