//! Values of another type than their field has, and what they were meant to be.

use toml::de::DeValue;

use crate::diagnostic::Diagnostic;
use crate::edit::text_toml;
use crate::fields::FieldType;
use crate::source::Span;

/// A value that its field does not allow, with what was meant where that is plain.
pub(super) fn wrong_type(
    value: &DeValue<'_>,
    (file, span): (&str, Span),
    ty: &FieldType,
    what: &str,
    key: &str,
) -> Diagnostic {
    let mut diagnostic = Diagnostic::error("wrong-type", format!("{what} is {}", describe(value, ty)), span)
        .label(format!("expected {}", ty.expected()));
    let is_list = matches!(ty, FieldType::List(_));
    if is_list {
        diagnostic = diagnostic.help(format!("put it in brackets: {key} = [...]"));
    }
    match meant(value, ty) {
        Some(meant) if is_list => diagnostic.fixed(file, true, "", meant),
        Some(meant) => {
            diagnostic.help(format!("write it without quotes: {key} = {meant}")).fixed(file, true, "", meant)
        }
        None => diagnostic,
    }
}

/// What a value was meant to be where it can be nothing else, as TOML: one where a list is expected, or a number, a
/// share in percent, or a flag in quotes.
fn meant(value: &DeValue<'_>, ty: &FieldType) -> Option<String> {
    let DeValue::String(text) = value else { return None };
    let text = Some(text.trim()).filter(|text| !text.is_empty())?;
    let number = |text: &str| text.parse::<f64>().ok().filter(|n| n.is_finite() && !text.starts_with('+'));
    match ty {
        FieldType::List(FieldType::Text) => Some(format!("[{}]", text_toml(text))),
        FieldType::List(FieldType::Ref(_) | FieldType::Scope) => {
            // With commas it is rather several.
            (!text.contains([',', ';', '\n'])).then(|| format!("[{}]", text_toml(text)))
        }
        FieldType::Number => number(text).map(|n| format!("{n:?}")),
        FieldType::Count(least, most) => {
            text.parse::<u32>().ok().filter(|n| (*least..=*most).contains(n)).map(|n| n.to_string())
        }
        FieldType::Share => {
            let share = match text.strip_suffix('%') {
                Some(percent) => (number(percent.trim_end())? * 1e4).round() / 1e6,
                None => number(text)?,
            };
            (0.0..=1.0).contains(&share).then(|| format!("{share:?}"))
        }
        FieldType::Flag => {
            ["true", "false"].into_iter().find(|flag| flag.eq_ignore_ascii_case(text)).map(str::to_owned)
        }
        _ => None,
    }
}

pub(super) fn describe(value: &DeValue<'_>, expected: &FieldType) -> &'static str {
    let wants_number = matches!(expected, FieldType::Number | FieldType::Count(..) | FieldType::Share);
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) if wants_number => "a number of another size or kind",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
