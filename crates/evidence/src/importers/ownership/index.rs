//! Many patterns at once: what a path has in common with a pattern says which patterns to try on it.

use std::collections::HashMap;

use regex::bytes::Regex;

use super::glob::{Glob, Handle};
use super::limits::WILD_RULES_MAX;

/// A pattern, compiled.
#[derive(Clone, Debug)]
pub(in crate::importers) enum Pattern {
    /// Names and wildcards.
    Glob(Glob),
    /// A regular expression over the whole path, tried on paths in this folder: names joined by `/`.
    Regex { folder: Vec<u8>, regex: Box<Regex>, slashes: Option<usize> },
}

/// The patterns of rules, found by what they ask for.
#[derive(Clone, Debug, Default)]
pub(in crate::importers) struct Index {
    /// Those of all rules, in their order.
    patterns: Vec<Pattern>,
    by_prefix: HashMap<Box<[u8]>, Vec<u32>>,
    by_name: HashMap<Box<[u8]>, Vec<u32>>,
    by_ending: HashMap<Box<[u8]>, Vec<u32>>,
    everything: Vec<u32>,
    wild: Vec<u32>,
}

impl Index {
    /// Adds the pattern of the next rule.
    ///
    /// # Errors
    /// A clause, when there are too many rules of this kind.
    pub(in crate::importers) fn add(&mut self, pattern: Pattern) -> Result<(), String> {
        let rule = self.patterns.len() as u32;
        let (is_everything, handle) = match &pattern {
            Pattern::Glob(glob) => (glob.is_everything(), glob.handle()),
            Pattern::Regex { folder, .. } if folder.is_empty() => (false, Handle::Wild),
            Pattern::Regex { folder, .. } => (false, Handle::Prefix(folder.clone())),
        };
        match handle {
            _ if is_everything && self.everything.len() < WILD_RULES_MAX => self.everything.push(rule),
            _ if is_everything => return Err(format!("{WILD_RULES_MAX} rules before it match everything")),
            Handle::Prefix(prefix) => self.by_prefix.entry(prefix.into()).or_default().push(rule),
            Handle::Name(name) => self.by_name.entry(name.into()).or_default().push(rule),
            Handle::Ending(ending) => self.by_ending.entry(ending.into()).or_default().push(rule),
            Handle::Wild if self.wild.len() >= WILD_RULES_MAX => {
                return Err(format!(
                    "it has neither a folder nor an ending to be found by, and {WILD_RULES_MAX} rules before it have none"
                ));
            }
            Handle::Wild => self.wild.push(rule),
        }
        self.patterns.push(pattern);
        Ok(())
    }

    /// The rules that match a path, the last one first, until `wanted` says that it has enough.
    pub(in crate::importers) fn matching(&self, path: &[u8], mut wanted: impl FnMut(usize) -> bool) {
        let names: Vec<&[u8]> = path.split(|byte| *byte == b'/').collect();
        let mut candidates: Vec<u32> = Vec::new();
        candidates.extend(&self.everything);
        candidates.extend(&self.wild);
        let mut find = |rules: &HashMap<Box<[u8]>, Vec<u32>>, key: &[u8]| {
            if let Some(rules) = rules.get(key) {
                candidates.extend(rules);
            }
        };
        let slashes = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
        for end in slashes.chain([path.len()]) {
            find(&self.by_prefix, &path[..end]);
        }
        // A name may stand in a path many times, and counts once.
        let mut distinct = names.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if !self.by_name.is_empty() {
            distinct.iter().for_each(|name| find(&self.by_name, name));
        }
        if !self.by_ending.is_empty() {
            let ending = |name: &&[u8]| name.iter().rposition(|byte| *byte == b'.');
            let mut endings: Vec<&[u8]> = distinct.iter().filter_map(|name| name.get(ending(name)?..)).collect();
            endings.sort_unstable();
            endings.dedup();
            endings.iter().for_each(|ending| find(&self.by_ending, ending));
        }
        candidates.sort_unstable_by(|one, other| other.cmp(one));
        for rule in candidates {
            let matches = self.patterns.get(rule as usize).is_some_and(|pattern| pattern.matches(path, &names));
            if matches && !wanted(rule as usize) {
                return;
            }
        }
    }
}

impl Pattern {
    fn matches(&self, path: &[u8], names: &[&[u8]]) -> bool {
        match self {
            Pattern::Glob(glob) => glob.matches(names),
            Pattern::Regex { regex, slashes, .. } => {
                slashes.is_none_or(|slashes| slashes + 1 == names.len()) && regex.is_match(path)
            }
        }
    }
}
