//! What the settings can alter about a rule.

use std::collections::BTreeMap;

/// A value that a rule can be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting {
    /// A whole number from 0.
    Count(u32),
    /// A number from 0 to 1.
    Share(f64),
    /// `true` or `false`.
    Flag(bool),
}

/// Something about a rule that the settings can alter.
#[derive(Clone, Copy, Debug)]
pub struct RuleOption {
    /// The key in `[check.rules.CODE]`, with its unit last.
    pub key: &'static str,
    /// What holds when nothing is said; its kind is the kind that is asked for.
    pub default: Setting,
    /// What it says.
    pub doc: &'static str,
}

/// The options of one rule, as set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    values: BTreeMap<&'static str, Setting>,
}

impl Options {
    /// The defaults.
    pub fn defaults(options: &[RuleOption]) -> Options {
        Options { values: options.iter().map(|option| (option.key, option.default)).collect() }
    }

    /// Sets an option.
    pub fn set(&mut self, key: &'static str, value: Setting) {
        self.values.insert(key, value);
    }

    /// The value of an option, when the rule has it.
    pub fn get(&self, key: &str) -> Option<Setting> {
        self.values.get(key).copied()
    }

    /// A whole number. A rule asks only for what it lists; a test holds that.
    pub fn count(&self, key: &str) -> u32 {
        match self.get(key) {
            Some(Setting::Count(count)) => count,
            other => unlisted(key, other, 0),
        }
    }

    /// A number from 0 to 1.
    pub fn share(&self, key: &str) -> f64 {
        match self.get(key) {
            Some(Setting::Share(share)) => share,
            other => unlisted(key, other, 0.0),
        }
    }

    /// A flag.
    pub fn flag(&self, key: &str) -> bool {
        match self.get(key) {
            Some(Setting::Flag(flag)) => flag,
            other => unlisted(key, other, false),
        }
    }
}

fn unlisted<T>(key: &str, found: Option<Setting>, otherwise: T) -> T {
    debug_assert!(false, "the rule asks for the option `{key}` and lists {found:?}");
    otherwise
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Setting::Count(count) => write!(f, "{count}"),
            Setting::Share(share) => write!(f, "{share:?}"),
            Setting::Flag(flag) => write!(f, "{flag}"),
        }
    }
}
