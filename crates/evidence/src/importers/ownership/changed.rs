//! What became of ownership rules within a year, and why some decide nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use onethread_model::Day;

use super::super::codeowners;
use super::super::git::{file_at, newest_commit, paths_at};
use super::findings::Findings;
use super::{Effect, OwnershipRules, Rule};
use crate::tree::Tree;

/// Days over which changes of rules are counted: those over which changes of code are.
const WINDOW_DAYS: i32 = 365;

/// Most paths of today whose owners by the rules of then are looked up.
const PATHS_MAX: usize = 200_000;

/// A repository as it was a year before.
pub(super) struct Then {
    folder: PathBuf,
    commit: String,
}

impl Then {
    /// A year before a day; absent where the history does not reach so far.
    pub(super) fn before(folder: &Path, day: Day) -> Option<Then> {
        let commit = newest_commit(folder, day.plus_days(-WINDOW_DAYS)).ok()??;
        Some(Then { folder: folder.to_owned(), commit: commit.id })
    }

    /// The rules of a CODEOWNERS file, wherever it lay.
    fn codeowners(&self) -> Option<OwnershipRules> {
        codeowners::PLACES.iter().find_map(|(place, _)| {
            let bytes = file_at(&self.folder, &self.commit, place).ok()??;
            Some(codeowners::parse(place, &bytes))
        })
    }
}

/// How rules of today differ from those of a year before. A rule is known by its section and its pattern.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changed {
    /// Rules of today, those of one pattern once.
    all: usize,
    /// Of these, those whose pattern was not there.
    added: usize,
    /// Of these, those that named other owners.
    other_owners: usize,
    /// Rules of then whose pattern is not there today.
    gone: usize,
    /// Files of today that were looked at, and those that had other owners by the rules of then.
    files: usize,
    other_files: usize,
}

impl Changed {
    /// Compares the rules of a CODEOWNERS file with those of then; none of then stand where there was no such file.
    pub(super) fn of(then: &Then, rules: &OwnershipRules, tree: &Tree) -> Changed {
        let before = then.codeowners();
        let owners = |path: &Vec<u8>, rules: &OwnershipRules| -> BTreeSet<String> {
            let answer = rules.owners_of(path);
            rules.owners(&answer).map(|(owner, _)| owner.name.to_lowercase()).collect()
        };
        let mut changed = Changed::between(before.as_ref(), rules);
        if let Some(before) = before.filter(|_| changed.is_any() && tree.paths.len() <= PATHS_MAX) {
            changed.files = tree.paths.len();
            changed.other_files = tree.paths.iter().filter(|path| owners(path, rules) != owners(path, &before)).count();
        }
        changed
    }

    fn between(before: Option<&OwnershipRules>, rules: &OwnershipRules) -> Changed {
        let (now, then) = (by_pattern(rules), before.map(by_pattern).unwrap_or_default());
        let was = |pattern: &Pattern| then.get(pattern);
        Changed {
            all: now.len(),
            added: now.keys().filter(|pattern| was(pattern).is_none()).count(),
            other_owners: now.iter().filter(|(pattern, owners)| was(pattern).is_some_and(|was| was != *owners)).count(),
            gone: then.keys().filter(|pattern| !now.contains_key(*pattern)).count(),
            ..Changed::default()
        }
    }

    fn is_any(&self) -> bool {
        self.added + self.other_owners + self.gone > 0
    }

    /// What is remarked of it, with how often.
    pub(super) fn remarks(&self) -> impl Iterator<Item = (String, usize)> + use<> {
        let all = if self.is_any() { self.all } else { 0 };
        let files = if self.other_files > 0 { self.files } else { 0 };
        [
            ("rules, each pattern once", all),
            ("rules whose pattern is new since a year before", self.added),
            ("rules that name other owners than a year before", self.other_owners),
            ("rules of a year before whose pattern is gone", self.gone),
            ("files compared with the rules of a year before", files),
            ("files that had other owners by the rules of a year before", self.other_files),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(says, count)| (says.to_owned(), count))
    }
}

/// A section in lower case, and a pattern of it.
type Pattern = (String, String);

/// The owners of each pattern, by its last rule: the one that counts.
fn by_pattern(rules: &OwnershipRules) -> BTreeMap<Pattern, (bool, BTreeSet<String>)> {
    let section = |rule: &Rule| rules.sections.get(rule.section as usize).map_or("", |section| section.name.as_str());
    let one = |rule: &Rule| {
        let owners = rule.owners.iter().map(|owner| owner.name.to_lowercase()).collect();
        ((section(rule).to_lowercase(), rule.pattern.clone()), (rule.effect == Effect::Excludes, owners))
    };
    rules.rules.iter().map(one).collect()
}

/// Why a rule decides no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Idle {
    /// It would match so many paths if upper and lower case were one.
    LetterCase(usize),
    /// It matched paths a year before, and matches none.
    Gone,
    /// It matches none, and matched none a year before, where a history says.
    NoMatch { is_known_then: bool },
    /// Later rules decide every path that it matches, that of this line most of them.
    Overridden(u32),
}

impl Idle {
    /// The word for it in facts.
    pub(super) fn word(self) -> &'static str {
        match self {
            Idle::LetterCase(_) => "letter-case",
            Idle::Gone => "gone",
            Idle::NoMatch { .. } => "no-match",
            Idle::Overridden(_) => "overridden",
        }
    }

    /// What is remarked at its line.
    pub(super) fn says(self) -> String {
        match self {
            Idle::LetterCase(paths) => {
                format!("it matches no path, and would match {paths} if upper and lower case were one")
            }
            Idle::Gone => "it matched paths a year before, and matches none today".to_owned(),
            Idle::NoMatch { is_known_then: true } => "it matches no path, today or a year before".to_owned(),
            Idle::NoMatch { is_known_then: false } => "it matches no path".to_owned(),
            Idle::Overridden(line) => format!("it decides nothing, mostly because of line {line}"),
        }
    }
}

/// Each rule that decides no path, and why as far as it can be seen, in the order of the rules.
pub(super) fn idle(
    found: &Findings,
    rules: &OwnershipRules,
    in_lower_case: Option<&OwnershipRules>,
    tree: &Tree,
    then: Option<&Then>,
) -> Vec<(usize, Idle)> {
    let line = |rules: &OwnershipRules, rule: usize| rules.rules.get(rule).map_or(0, |rule| rule.at.line);
    let shadowed = found.shadowed.iter().map(|one| (one.rule, Idle::Overridden(line(rules, one.by))));
    let mut idle: Vec<(usize, Idle)> = shadowed.collect();
    if !found.dead.is_empty() {
        let mut by_case: HashMap<u32, usize> = HashMap::new();
        if let Some(lower) = in_lower_case {
            for path in &tree.paths {
                for rule in lower.matching(&path.to_ascii_lowercase()) {
                    *by_case.entry(line(lower, rule)).or_default() += 1;
                }
            }
        }
        let paths = then.and_then(|then| paths_at(&then.folder, &then.commit));
        let before: HashSet<usize> = paths.iter().flatten().flat_map(|path| rules.matching(path)).collect();
        let why = |rule: &usize| match by_case.get(&line(rules, *rule)) {
            Some(paths) => Idle::LetterCase(*paths),
            None if before.contains(rule) => Idle::Gone,
            None => Idle::NoMatch { is_known_then: paths.is_some() },
        };
        idle.extend(found.dead.iter().map(|rule| (*rule, why(rule))));
    }
    idle.sort_by_key(|(rule, _)| *rule);
    idle
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules of today, then those of a year before.
    fn between(now: &str, then: &str) -> [usize; 4] {
        let read = |text: &str| codeowners::parse(".gitlab/CODEOWNERS", text.as_bytes());
        let changed = Changed::between(Some(&read(then)), &read(now));
        [changed.all, changed.added, changed.other_owners, changed.gone]
    }

    /// Of all rules, new ones, ones with other owners, and ones that are gone: no rule counts twice.
    #[test]
    fn rules_of_today_are_compared_with_those_of_then_by_pattern() {
        assert_eq!(between("/a @x\n/b @x\n", "/b @x\n/a @x # moved\n"), [2, 0, 0, 0]);
        assert_eq!(between("/a @y\n", "/a @x\n"), [1, 0, 1, 0], "a changed rule is no new one, and none is gone");
        assert_eq!(between("/a @x @y\n", "/a @y @X\n"), [1, 0, 0, 0], "in any order and case");
        assert_eq!(between("/a @x\n/new @x\n", "/a @x\n/old @x\n"), [2, 1, 0, 1]);
        assert_eq!(between("/a @y\n/a @x\n", "/a @x\n"), [1, 0, 0, 0], "the last one of a pattern counts");
        assert_eq!(between("[S] @y\n/a\n", "[S] @x\n/a\n"), [1, 0, 1, 0], "by the owners of its section");
        assert_eq!(between("[S]\n/a @x\n", "[T]\n/a @x\n"), [1, 1, 0, 1], "a section is a matter of its own");
    }
}
