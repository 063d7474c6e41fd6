//! Candidates for duplication: parts of ones own that a package could replace, and parts that may do the same.
//!
//! 1. What the organization's files say is none to guess: a decision that adopts a package for a component, and
//!    `replaceable-by` of a component.
//! 2. Names that say the same make a pair, and the use of both decides on it: see [`Use::stands_for`]. A pair that only
//!    its names speak for is counted and not named.

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
/// Parts that have to use each of two things before their use says anything.
const USERS_MIN: usize = 1;
/// Parts that may use both: whoever needs both has a reason for each.
const USERS_OF_BOTH_MAX: usize = 0;

/// Why two things may do the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A decision adopts the package to replace the component.
    Decided,
    /// The organization's files say that the package could do what the component does.
    Declared,
    /// Their names say the same, and different parts use them for the same: a guess.
    NameAndUse,
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

/// All candidates, and how many pairs only their names speak for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Duplicates {
    /// Those that the organization's files state, then guesses, each in alphabetical order.
    pub candidates: Vec<Duplicate>,
    /// Pairs of which the names say the same and the use does not.
    pub by_name_only: usize,
}

/// How something is used.
#[derive(Default)]
struct Use<'w> {
    /// Parts that are built with it: components of the organization's files, else folders of manifests.
    parts: BTreeSet<&'w str>,
    /// For what: `true` where it is there when the part runs, `false` where it only builds or tests it.
    runs: BTreeSet<bool>,
    /// Kinds of registry of what is used beside it; none where nothing says.
    ecosystems: BTreeSet<&'w str>,
}

impl<'w> Use<'w> {
    fn add(&mut self, part: &'w str, kind: Option<&str>) {
        self.parts.insert(part);
        self.runs.insert(!matches!(kind, Some("dev" | "build")));
    }

    /// Whether one may stand where the other does: each has users, nobody uses both, both are used for the same, and not in
    /// languages that are known to differ.
    fn stands_for(&self, other: &Use<'_>) -> bool {
        let is_known = !self.ecosystems.is_empty() && !other.ecosystems.is_empty();
        self.parts.len().min(other.parts.len()) >= USERS_MIN
            && self.parts.intersection(&other.parts).count() <= USERS_OF_BOTH_MAX
            && !self.runs.is_disjoint(&other.runs)
            && !(is_known && self.ecosystems.is_disjoint(&other.ecosystems))
    }
}

/// A package of ones own, by the folder of its manifest.
struct Own<'w> {
    name: &'w str,
    place: Place,
    /// The component that holds it, else the folder.
    part: &'w str,
    /// Its use by other parts.
    used: Use<'w>,
}

/// What is used: packages of ones own by folder, and packages that others publish by name and kind of registry.
struct Used<'w> {
    own: BTreeMap<&'w str, Own<'w>>,
    packages: BTreeMap<(&'w str, &'w str), Use<'w>>,
    families: BTreeSet<&'w str>,
}

impl<'w> Used<'w> {
    fn of(world: &'w World<'_>) -> Used<'w> {
        let facts = world.facts;
        let part = |folder: &'w str| world.owners().component_of(folder).unwrap_or(folder);
        let mut packages: BTreeMap<(&str, &str), Use<'_>> = BTreeMap::new();
        let mut ecosystems: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in facts.packages().filter(|row| facts.text(row.reach) == "direct") {
            let (folder, ecosystem) = (facts.text(row.component), facts.text(row.ecosystem));
            let of = packages.entry((facts.text(row.package), ecosystem)).or_default();
            of.add(part(folder), row.kind.map(|kind| facts.text(kind)));
            of.ecosystems.insert(ecosystem);
            ecosystems.entry(folder).or_default().insert(ecosystem);
        }
        let mut own: BTreeMap<&str, Own<'_>> = BTreeMap::new();
        for row in facts.links() {
            let Some(package) = row.package else { continue };
            let (user, on) = (facts.text(row.component), facts.text(row.on));
            let of = own.entry(on).or_insert_with(|| Own {
                name: facts.text(package),
                place: facts.place(row.at),
                part: part(on),
                used: Use::default(),
            });
            of.used.ecosystems.extend(ecosystems.get(on).into_iter().chain(ecosystems.get(user)).flatten());
            // What a component needs of itself is no use by others.
            if part(user) != of.part {
                of.used.add(part(user), row.kind.map(|kind| facts.text(kind)));
            }
        }
        let families = families(own.values().map(|of| of.name));
        Used { own, packages, families }
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

    /// Parts that use a package already.
    fn adopted_by(&self, package: &str) -> usize {
        let of = self.packages.iter().filter(|((name, _), _)| *name == package);
        of.flat_map(|(_, of)| &of.parts).collect::<BTreeSet<_>>().len()
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

/// All candidates.
pub(crate) fn duplicates(world: &World<'_>) -> Duplicates {
    let used = Used::of(world);
    let mut found = Duplicates { candidates: stated(&used, world), by_name_only: 0 };
    let mut known: BTreeSet<(String, String)> =
        found.candidates.iter().map(|one| (one.part.clone(), one.other.clone())).collect();
    let mut by_meaning: BTreeMap<BTreeSet<String>, Vec<(&str, &Use<'_>)>> = BTreeMap::new();
    for ((package, _), of) in &used.packages {
        let Some(meaning) = used.meaning(package, false) else { continue };
        by_meaning.entry(meaning).or_default().push((package, of));
    }
    let mut twins: BTreeMap<BTreeSet<String>, Vec<&Own<'_>>> = BTreeMap::new();
    for (folder, own) in &used.own {
        let Some(meaning) = used.meaning(own.name, true) else { continue };
        let mut guess = |other: &str, is_package: bool, is_supported: bool| {
            if !known.insert((own.part.to_owned(), other.to_owned())) {
                return;
            }
            if !is_supported {
                found.by_name_only += 1;
                return;
            }
            found.candidates.push(Duplicate {
                part: own.part.to_owned(),
                team: world.owners().team_of(folder, world).map(str::to_owned),
                other: other.to_owned(),
                is_package,
                adopted_by: if is_package { used.adopted_by(other) } else { 0 },
                why: Why::NameAndUse,
                place: own.place.clone(),
            });
        };
        for (package, of) in by_meaning.get(&meaning).into_iter().flatten().filter(|(name, _)| *name != own.name) {
            // Whoever is built with a package wraps it.
            guess(package, true, !of.parts.contains(own.part) && own.used.stands_for(of));
        }
        let others = twins.entry(meaning).or_default();
        for other in others.iter().filter(|other| other.part != own.part) {
            let is_built_with = other.used.parts.contains(own.part) || own.used.parts.contains(other.part);
            guess(other.part, false, !is_built_with && own.used.stands_for(&other.used));
        }
        others.push(own);
    }
    found.candidates.sort_by(|a, b| (a.why, &a.part, &a.other).cmp(&(b.why, &b.part, &b.other)));
    found
}

/// What the organization's files say: decisions first, and each pair once.
fn stated(used: &Used<'_>, world: &World<'_>) -> Vec<Duplicate> {
    let org = world.inputs.org;
    let decided = org.decisions.values().filter(|one| one.decided.is_some() && one.reversed.is_none());
    let decided = decided.filter_map(|one| Some((&one.replaces.as_ref()?.value, one.adopts.as_ref()?, Why::Decided)));
    let declared = org.components.values();
    let declared = declared.flat_map(|one| one.replaceable_by.iter().map(|by| (&one.id.value, by, Why::Declared)));
    let mut known = BTreeSet::new();
    let all = decided.chain(declared).filter(|(part, package, _)| known.insert((*part, &package.value)));
    all.map(|(part, package, why)| Duplicate {
        part: part.clone(),
        team: org.components.get(part).and_then(|one| one.owner.as_ref()).map(|owner| owner.value.clone()),
        other: package.value.clone(),
        is_package: true,
        adopted_by: used.adopted_by(&package.value),
        why,
        place: world.inputs.sources.place(package.span),
    })
    .collect()
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
