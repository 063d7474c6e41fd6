//! `open-source`: which packages are adopted, by which parts and teams, and what they could replace.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::register::Behind;
use crate::measure::register::duplicates::{Duplicate, Duplicates, duplicates};

pub(super) const MEASURE: Measure = Measure {
    key: "open-source",
    title: "Which packages are adopted, by whom, and what they could replace",
    page: include_str!("open_source.md"),
    touches: Touches::Nobody,
    value: |world| json(&open_source(world)),
};

/// Packages that others publish, as last observed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct OpenSource {
    /// Packages that a manifest asks for.
    pub adopted: usize,
    /// Packages that only other packages need.
    pub transitive: usize,
    /// Parts that ask for any: components of the organization's files, else folders of manifests.
    pub parts: usize,
    /// Of these, parts that no one team is known to own.
    pub unowned_parts: usize,
    /// Adopted packages of which parts use different versions.
    pub several_versions: usize,
    /// Adopted packages of which no version is known.
    pub unlocked: usize,
    /// The adopted packages, those that most parts use first.
    pub packages: Vec<Adopted>,
    /// Adopted packages of which no license is stated.
    pub unlicensed: usize,
    /// Parts of ones own that a package could replace, and parts that may do the same.
    pub duplicates: Vec<Duplicate>,
    /// Further pairs of which only the names say that they do the same, and their use does not.
    pub by_name_only: usize,
}

/// A package that a manifest asks for.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Adopted {
    /// Its name.
    pub package: String,
    /// The kind of registry: `cargo`, `npm`.
    pub ecosystem: String,
    /// Where it comes from: `registry`, `other-registry`, `git`, `path`, `url`; several where parts differ.
    pub origins: Vec<String>,
    /// Parts that ask for it, in alphabetical order.
    pub parts: Vec<String>,
    /// Teams that own them, in alphabetical order.
    pub teams: Vec<String>,
    /// Versions that these parts use, in alphabetical order.
    pub versions: Vec<String>,
    /// Licenses of these versions, in alphabetical order; none where nothing states one.
    pub licenses: Vec<String>,
    /// Days since the oldest of these versions was published, up to the day of the review; absent where no lockfile says.
    pub age_days: Option<i64>,
    /// Whether it is only used to build and test.
    pub only_dev: bool,
    /// Parts of ones own that it could replace, by what the organization's files say or by a guess from name and use.
    pub could_replace: Vec<String>,
    /// The manifests that ask for it.
    #[serde(skip)]
    pub behind: Vec<Behind>,
}

#[derive(Default)]
struct Gathered<'w> {
    origins: BTreeSet<&'w str>,
    parts: BTreeSet<&'w str>,
    teams: BTreeSet<&'w str>,
    versions: BTreeSet<&'w str>,
    licenses: BTreeSet<&'w str>,
    published: Option<Day>,
    is_normal: bool,
    behind: Vec<Behind>,
}

/// Computes the measure.
pub fn open_source(world: &World<'_>) -> OpenSource {
    let (facts, owners) = (world.facts, world.owners());
    let mut all: BTreeMap<(&str, &str), Gathered<'_>> = BTreeMap::new();
    let (mut transitive, mut parts, mut unowned) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for row in facts.packages() {
        let key = (facts.text(row.package), facts.text(row.ecosystem));
        if facts.text(row.reach) != "direct" {
            transitive.insert(key);
            continue;
        }
        let folder = facts.text(row.component);
        let (part, team) = (owners.component_of(folder).unwrap_or(folder), owners.team_of(folder, world));
        let one = all.entry(key).or_default();
        one.origins.extend(row.origin.map(|origin| facts.text(origin)));
        one.versions.extend(row.version.map(|version| facts.text(version)));
        one.licenses.extend(row.license.map(|license| facts.text(license)));
        one.published = row.published.into_iter().chain(one.published).min();
        one.is_normal |= row.kind.is_none_or(|kind| !matches!(facts.text(kind), "dev" | "build"));
        one.parts.insert(part);
        one.teams.extend(team);
        let what = match row.version {
            Some(version) => format!("{folder} uses {}", facts.text(version)),
            None => format!("{folder} uses it"),
        };
        one.behind.push(Behind { day: None, what, place: facts.place(row.at) });
        parts.insert(part);
        if team.is_none() {
            unowned.insert(part);
        }
    }
    let Duplicates { candidates: duplicates, by_name_only } = duplicates(world);
    let texts = |all: BTreeSet<&str>| all.into_iter().map(str::to_owned).collect::<Vec<String>>();
    transitive.retain(|key| !all.contains_key(key));
    let adopted = |((package, ecosystem), one): ((&str, &str), Gathered<'_>)| {
        let replaces = duplicates.iter().filter(|other| other.is_package && other.other == package);
        Adopted {
            could_replace: replaces.map(|other| other.part.clone()).collect(),
            package: package.to_owned(),
            ecosystem: ecosystem.to_owned(),
            origins: texts(one.origins),
            parts: texts(one.parts),
            teams: texts(one.teams),
            versions: texts(one.versions),
            licenses: texts(one.licenses),
            age_days: one.published.map(|published| world.day.days_since(published).max(0)),
            only_dev: !one.is_normal,
            behind: one.behind,
        }
    };
    let mut packages: Vec<Adopted> = all.into_iter().map(adopted).collect();
    packages.sort_by_key(|one| std::cmp::Reverse(one.parts.len()));
    OpenSource {
        adopted: packages.len(),
        transitive: transitive.len(),
        parts: parts.len(),
        unowned_parts: unowned.len(),
        several_versions: packages.iter().filter(|one| one.versions.len() > 1).count(),
        unlocked: packages.iter().filter(|one| one.versions.is_empty()).count(),
        unlicensed: packages.iter().filter(|one| one.licenses.is_empty()).count(),
        packages,
        duplicates,
        by_name_only,
    }
}
