//! Candidates for duplication: parts of ones own that a package could replace, and parts that may do the same. Guesses
//! from names, for people to judge; only what the organization's files say themselves is none.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::World;

/// Pieces of names that say nothing of what a thing does.
const EMPTY_WORDS: &[&str] = &[
    "api", "app", "base", "client", "common", "core", "crate", "js", "lib", "library", "node", "package", "rs", "rust",
    "sdk", "server", "service", "shared", "test", "tests", "tool", "tools", "ts", "types", "util", "utils",
];
/// A first word that at least so many packages of ones own have is a family name. Tested by
/// `a_first_word_that_many_have_is_a_family_name`.
const FAMILY_MIN: usize = 3;
/// At least this share of them has to have it, too. Tested by `a_first_word_that_many_have_is_a_family_name`.
const FAMILY_SHARE: f64 = 0.1;

/// Why two things may do the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The organization's files say that the package could do what the component does.
    Declared,
    /// Their names say the same: a guess.
    Name,
}

/// Two things that may do the same.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Duplicate {
    /// A part of ones own: a component of the organization's files, or the folder of a manifest.
    pub part: String,
    /// The team that owns it.
    pub team: Option<String>,
    /// The package that could replace it, or the other part.
    pub other: String,
    /// Whether the other one is a package that others publish.
    pub is_package: bool,
    /// Parts that use the package already, where it is one.
    pub adopted_by: usize,
    /// Why.
    pub why: Why,
    /// Where it is said, or the part is named.
    #[serde(skip)]
    pub place: Place,
}

/// Parts of ones own, by their packages and folders.
struct Own<'w> {
    /// Name of the package, and the first record that names it.
    parts: BTreeMap<&'w str, (&'w str, Place)>,
    families: BTreeSet<&'w str>,
}

impl<'w> Own<'w> {
    fn of(world: &World<'w>) -> Own<'w> {
        let facts = world.facts;
        let mut parts: BTreeMap<&str, (&str, Place)> = BTreeMap::new();
        for row in facts.links() {
            if let Some(package) = row.package {
                parts.entry(facts.text(row.on)).or_insert_with(|| (facts.text(package), facts.place(row.at)));
            }
        }
        let families = families(parts.values().map(|(package, _)| *package));
        Own { parts, families }
    }

    /// What a name says, without family names and empty words; nothing when nothing is left.
    fn meaning(&self, name: &str, is_own: bool) -> Option<BTreeSet<String>> {
        let says = |(at, word): &(usize, &str)| {
            !(EMPTY_WORDS.contains(word) || (is_own && *at == 0 && self.families.contains(word)))
        };
        let said: BTreeSet<String> =
            words(name).enumerate().filter(says).map(|(_, word)| word.to_lowercase()).collect();
        (!said.is_empty()).then_some(said)
    }
}

/// First words that many packages have.
fn families<'n>(packages: impl Iterator<Item = &'n str>) -> BTreeSet<&'n str> {
    let (mut first, mut all) = (BTreeMap::<&str, usize>::new(), 0.0);
    for package in packages {
        *first.entry(words(package).next().unwrap_or_default()).or_default() += 1;
        all += 1.0;
    }
    let least = FAMILY_MIN.max((all * FAMILY_SHARE).ceil() as usize);
    first.into_iter().filter(|(_, times)| *times >= least).map(|(word, _)| word).collect()
}

/// The words of the name of a package, without its scope.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
    name.split(['-', '_', '.']).filter(|word| !word.is_empty())
}

/// All candidates: those that the organization's files state, then guesses, each in alphabetical order.
pub(crate) fn duplicates(world: &World<'_>) -> Vec<Duplicate> {
    let facts = world.facts;
    let mut adopted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in facts.packages().filter(|row| facts.text(row.reach) == "direct") {
        adopted.entry(facts.text(row.package)).or_default().insert(facts.text(row.component));
    }
    let users = |package: &str| adopted.get(package).map_or(0, BTreeSet::len);
    let mut found = Vec::new();
    for component in world.inputs.org.components.values() {
        for package in &component.replaceable_by {
            found.push(Duplicate {
                part: component.id.value.clone(),
                team: component.owner.as_ref().map(|owner| owner.value.clone()),
                other: package.value.clone(),
                is_package: true,
                adopted_by: users(&package.value),
                why: Why::Declared,
                place: world.inputs.sources.place(package.span),
            });
        }
    }
    let own = Own::of(world);
    let mut by_meaning: BTreeMap<BTreeSet<String>, Vec<&str>> = BTreeMap::new();
    for package in adopted.keys() {
        by_meaning.entry(own.meaning(package, false).unwrap_or_default()).or_default().push(package);
    }
    let mut twins: BTreeMap<BTreeSet<String>, Vec<&str>> = BTreeMap::new();
    for (folder, (package, place)) in &own.parts {
        let Some(meaning) = own.meaning(package, true) else { continue };
        let guess = |other: &str, is_package: bool, adopted_by: usize| Duplicate {
            part: world.owners().component_of(folder).unwrap_or(folder).to_owned(),
            team: world.owners().team_of(folder, world).map(str::to_owned),
            other: other.to_owned(),
            is_package,
            adopted_by,
            why: Why::Name,
            place: place.clone(),
        };
        for other in by_meaning.get(&meaning).into_iter().flatten().filter(|other| *other != package) {
            let one = guess(other, true, users(other));
            if !found.iter().any(|known| known.part == one.part && known.other == one.other) {
                found.push(one);
            }
        }
        let others = twins.entry(meaning).or_default();
        found.extend(others.iter().map(|other| guess(other, false, 0)));
        others.push(folder);
    }
    found.sort_by(|a, b| (a.why, &a.part, &a.other).cmp(&(b.why, &b.part, &b.other)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three of thirty, or fewer of fewer.
    #[test]
    fn a_first_word_that_many_have_is_a_family_name() {
        let is_family = |times: usize, of: usize| {
            let names: Vec<String> =
                (0..of).map(|at| if at < times { format!("acme-{at}") } else { format!("x{at}") }).collect();
            families(names.iter().map(String::as_str)).contains("acme")
        };
        assert_eq!((is_family(FAMILY_MIN, 3), is_family(FAMILY_MIN - 1, 2)), (true, false));
        assert_eq!((is_family(3, 30), is_family(3, 31), is_family(4, 31)), (true, false, true));
        assert_eq!((FAMILY_MIN, FAMILY_SHARE), (3, 0.1));
    }
}
