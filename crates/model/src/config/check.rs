//! The settings of `onethread check`. Which rules there are, and what each can be given, the core knows.

use crate::record::{Record, Value};
use crate::source::At;

/// Which rules are run, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckSettings {
    /// Codes, beginnings of codes or names of the rules to run; all but the opt-in ones when empty.
    pub select: Vec<At<String>>,
    /// Those to run beside the others.
    pub extend_select: Vec<At<String>>,
    /// Those to leave out.
    pub ignore: Vec<At<String>>,
    /// The file of findings that are known and not reported again.
    pub baseline: Option<At<String>>,
    /// What is said about single rules.
    pub rules: Vec<RuleSettings>,
}

/// What is said about one rule, in `[check.rules.CODE]`.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSettings {
    /// The code as written.
    pub code: At<String>,
    /// Its level and options, in alphabetical order of key.
    pub values: Vec<(At<String>, At<Value>)>,
}

impl CheckSettings {
    pub(super) fn read(record: &mut Record) -> CheckSettings {
        let rules = record.map("rules").into_iter().filter_map(|(code, settings)| match settings.value {
            Value::Map(values) => Some(RuleSettings { code, values }),
            _ => None,
        });
        CheckSettings {
            rules: rules.collect(),
            select: record.texts("select"),
            extend_select: record.texts("extend-select"),
            ignore: record.texts("ignore"),
            baseline: record.text("baseline"),
        }
    }
}
