//! The rules, by family: each is one file with one function, and one page beside it.

pub mod decisions;
pub mod dependencies;
pub mod instruments;
pub mod moves;
pub mod scope;
pub mod teams;
pub mod tenets;
pub mod thread;
pub mod waivers;

use super::Rule;

/// Rules about one part of the model.
pub struct Family {
    /// The letters that its codes begin with.
    pub letters: &'static str,
    /// Its folder.
    pub folder: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// Its rules, in the order of their codes.
    pub rules: &'static [Rule],
}

/// All families, in the order of reports.
pub const FAMILIES: &[Family] = &[
    Family { letters: "ST", folder: "thread", title: "One leader, one thread", rules: thread::RULES },
    Family { letters: "SC", folder: "scope", title: "Scope and ownership", rules: scope::RULES },
    Family { letters: "DP", folder: "dependencies", title: "Dependencies", rules: dependencies::RULES },
    Family { letters: "DC", folder: "decisions", title: "Decisions", rules: decisions::RULES },
    Family { letters: "IN", folder: "instruments", title: "Instruments", rules: instruments::RULES },
    Family { letters: "TN", folder: "tenets", title: "Tenets", rules: tenets::RULES },
    Family { letters: "TM", folder: "teams", title: "Teams", rules: teams::RULES },
    Family { letters: "MV", folder: "moves", title: "Decisions with an expected result", rules: moves::RULES },
    Family { letters: "WV", folder: "waivers", title: "Waivers", rules: waivers::RULES },
];

/// All rules, in the order of their codes within each family.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.rules)
}

/// The family of a rule.
pub fn family_of(rule: &Rule) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| rule.code.starts_with(family.letters))
}

/// The rule with this code or name.
pub fn rule(word: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code.eq_ignore_ascii_case(word) || rule.name == word)
}
