//! Exceptions that are alive: with a reason, an owner and an end.

mod waiver_expired;
mod waiver_incomplete;
mod waiver_unknown_rule;
mod waiver_without_match;

use onethread_model::edit::Edit;
use onethread_model::org::Waiver;
use onethread_model::record::Value;
use onethread_model::source::FileId;

use crate::check::Rule;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] =
    &[waiver_expired::RULE, waiver_without_match::RULE, waiver_incomplete::RULE, waiver_unknown_rule::RULE];

/// A waiver has no id: what it is about and which rule it silences is its name.
fn name(waiver: &Waiver) -> String {
    format!("waiver:{}/{}", waiver.rule.value, waiver.subject.value)
}

/// Tells apart waivers of one rule about one subject.
fn which(waiver: &Waiver) -> String {
    waiver.until.as_ref().map_or_else(String::new, |until| until.value.to_string())
}

/// What the waiver says, so that it is told from others.
fn says(waiver: &Waiver) -> Vec<(&'static str, Option<Value>)> {
    vec![
        ("rule", Some(Value::text(waiver.rule.value.as_str()))),
        ("subject", Some(Value::text(waiver.subject.value.as_str()))),
        ("until", waiver.until.as_ref().map(|until| Value::Day(until.value))),
    ]
}

/// Takes the waiver out of its file.
fn removal(waiver: &Waiver) -> Vec<(FileId, Edit)> {
    vec![(waiver.span.file, Edit::drop_entry("waiver", "").of(says(waiver)))]
}

/// Sets a key of the waiver.
fn setting(waiver: &Waiver, key: &str, word: &str) -> Vec<(FileId, Edit)> {
    vec![(waiver.span.file, Edit::set("waiver", "", key, Value::text(word)).of(says(waiver)))]
}

/// Who answers for a waiver, in words.
fn owner(waiver: &Waiver) -> String {
    let owner = waiver.owner.as_ref().map(|owner| owner.value.clone());
    owner.unwrap_or_else(|| "whoever wrote the waiver".to_owned())
}
