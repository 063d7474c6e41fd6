//! Exceptions that are alive: with a reason, an owner and an end.

mod waiver_expired;
mod waiver_incomplete;
mod waiver_unknown_rule;
mod waiver_without_match;

use onethread_model::edit::Edit;
use onethread_model::org::Waiver;
use onethread_model::record::Value;

use crate::check::{Context, Rule};

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

/// What the waiver says, so that it is found among others.
fn matching(waiver: &Waiver) -> Vec<(&'static str, Option<Value>)> {
    vec![
        ("rule", Some(Value::text(waiver.rule.value.as_str()))),
        ("subject", Some(Value::text(waiver.subject.value.as_str()))),
        ("until", waiver.until.as_ref().map(|until| Value::Day(until.value))),
    ]
}

/// Sets a key of the waiver.
fn setting(context: &Context<'_>, waiver: &Waiver, key: &str, word: &str) -> Vec<Edit> {
    vec![Edit::set(context.file(waiver.span), "waiver", "", key, Value::text(word)).matching(matching(waiver))]
}

/// Who answers for a waiver, in words.
fn owner(waiver: &Waiver) -> String {
    let is_stated = waiver.owner.is_some();
    if is_stated { "the owner of the waiver" } else { "the author of the waiver" }.to_owned()
}
