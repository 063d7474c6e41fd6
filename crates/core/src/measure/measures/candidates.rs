//! `candidates`: work that looks like an initiative and is not described as one.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::ids::unique;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::change_log::{ChangeLog, ChangeSet, WINDOW_DAYS};
use crate::measure::parts::{PEOPLE_MIN, parts};
use crate::measure::window::is_within;
use crate::measure::{World, claims};
use crate::words::plural;

/// Change-sets a year below which nothing is called an initiative: two a month.
const CHANGE_SETS_MIN: usize = 24;
/// Months of the last twelve in which a part must have changed to be long-lived.
const MONTHS_MIN: usize = 9;
/// The same for a key that changes carry: someone named the work already.
const KEY_MONTHS_MIN: usize = 3;
/// A key with a larger share of all change-sets than this numbers all work.
const KEY_SHARE_MAX: f64 = 0.4;
/// Releases a year that make a part one with releases of its own.
const RELEASES_MIN: usize = 2;
/// Candidates that are reported.
const CANDIDATES_MAX: usize = 12;
/// Words that look like the key of an issue and are the name of a standard.
const STANDARDS: &[&str] = &[
    "AES", "ASCII", "CVE", "CWE", "ECMA", "GHSA", "HTTP", "IEEE", "ISO", "KB", "MD", "PEP", "PR", "RFC", "RSA", "SHA",
    "TLS", "UTC", "UTF", "V", "X",
];
/// Keys of lists of proposals, each entry of which is a matter of its own.
const REGISTRIES: &[&str] = &[
    "ADR", "AEP", "AIP", "BIP", "CFEP", "CIP", "DEP", "EIP", "ERC", "FIP", "FLIP", "GEP", "JEP", "KEP", "KIP", "LEP",
    "NEP", "OEP", "RIP", "SEP", "SIP", "TEP", "TIP", "XEP", "ZIP",
];

pub(super) const MEASURE: Measure = Measure {
    key: "candidates",
    title: "Work that looks like an initiative and is not described as one",
    page: include_str!("candidates.md"),
    touches: Touches::Groups,
    value: |world| json(&candidates(world)),
};

/// What made a candidate one, the stronger evidence first. A key is the prefix of issues: `PAY` of `PAY-123`, a project of an
/// issue tracker or a list of proposals, of which a change carries one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CandidateKind {
    /// A prefix of issues that part of all changes carry.
    Key,
    /// A folder that is released by itself.
    Release,
    /// A folder that changes all year.
    Folder,
    /// A prefix that numbers nearly all work, or the entries of a list of proposals: a registry, and no initiative itself.
    Registry,
}

/// A guess: work that may be an initiative.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Candidate {
    /// An id for it, unique among candidates and known initiatives.
    pub id: String,
    /// What made it one.
    pub kind: CandidateKind,
    /// The key that changes carry, or the folder.
    pub what: String,
    /// Change-sets of the last 365 days.
    pub change_sets: usize,
    /// Months of the last twelve with any, 0 to 12.
    pub months: usize,
    /// Their authors; absent below five.
    pub people: Option<usize>,
    /// Releases of its own in the last 365 days.
    pub releases: usize,
    /// The first record.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl Candidate {
    /// What speaks for it, as a sentence without a full stop.
    pub fn because(&self) -> String {
        let change_sets = plural(self.change_sets, "change", "changes");
        let people =
            self.people.map_or_else(|| "fewer than five people".to_owned(), |people| format!("{people} people"));
        let releases = match self.releases {
            0 => String::new(),
            n => format!(", {}", plural(n, "release of its own", "releases of its own")),
        };
        let what = match self.kind {
            CandidateKind::Registry if self.is_of_proposals() => {
                format!("changes carry numbers of the list of proposals `{}`", self.what)
            }
            CandidateKind::Key | CandidateKind::Registry => format!("changes carry the issue prefix `{}`", self.what),
            CandidateKind::Release | CandidateKind::Folder => format!("`{}` changes", self.what),
        };
        format!("{what}: {change_sets} by {people} in {} of the last 12 months{releases}", self.months)
    }

    /// What bounds it, as a reference for `scope`; absent for a key.
    pub fn scope(&self) -> Option<String> {
        let is_folder = matches!(self.kind, CandidateKind::Release | CandidateKind::Folder);
        is_folder.then(|| format!("path:{}/**", self.what))
    }

    /// Whether it is a key of a list of proposals, such as `KEP`.
    pub fn is_of_proposals(&self) -> bool {
        REGISTRIES.contains(&self.what.as_str())
    }

    /// Whether it is a list of many matters rather than one.
    pub fn is_registry(&self) -> bool {
        self.kind == CandidateKind::Registry
    }
}

/// Whether a key that so many commits carry may be a candidate: where fewer do, or where it is the name of a standard, it
/// is none.
pub fn may_be_key(key: &str, commits: usize) -> bool {
    commits >= CHANGE_SETS_MIN && !STANDARDS.contains(&key)
}

#[derive(Default)]
struct Seen<'l> {
    sets: Vec<&'l ChangeSet>,
}

impl Seen<'_> {
    fn months(&self, today: Day) -> usize {
        let month = |set: &&ChangeSet| today.days_since(set.day) * 12 / WINDOW_DAYS;
        self.sets.iter().map(month).collect::<BTreeSet<i64>>().len()
    }

    fn people(&self) -> Option<usize> {
        let people: BTreeSet<_> = self.sets.iter().flat_map(|set| &set.people).collect();
        Some(people.len()).filter(|people| *people >= PEOPLE_MIN)
    }
}

/// Computes the measure: the guesses with the strongest evidence first.
pub fn candidates(world: &World<'_>) -> Vec<Candidate> {
    let log = world.change_log();
    let mut found = keys(log, world);
    found.extend(folders(log, world));
    found.retain(|one| one.change_sets >= CHANGE_SETS_MIN);
    found.sort_by(|a, b| (a.kind, b.change_sets, &a.what).cmp(&(b.kind, a.change_sets, &b.what)));
    let lists = found.split_off(found.partition_point(|one| !one.is_registry()));
    found.truncate(CANDIDATES_MAX);
    found.extend(lists);
    let mut taken: BTreeSet<String> = world.initiatives.iter().map(|initiative| initiative.id.clone()).collect();
    for one in &mut found {
        one.id = unique(slug(&one.what), &mut taken);
    }
    found
}

/// Keys that changes carry and that no known initiative has.
fn keys(log: &ChangeLog, world: &World<'_>) -> Vec<Candidate> {
    let mut by_key: BTreeMap<&str, Seen<'_>> = BTreeMap::new();
    for set in &log.sets {
        for key in set.initiatives.iter().map(|initiative| world.facts.text(*initiative)) {
            if world.initiative(key).is_none() && !STANDARDS.contains(&key) {
                by_key.entry(key).or_default().sets.push(set);
            }
        }
    }
    let long = by_key.into_iter().filter(|(_, seen)| seen.months(world.day) >= KEY_MONTHS_MIN);
    let most = log.sets.len() as f64 * KEY_SHARE_MAX;
    let kind = |key: &str, seen: &Seen<'_>| match seen.sets.len() as f64 > most || REGISTRIES.contains(&key) {
        true => CandidateKind::Registry,
        false => CandidateKind::Key,
    };
    long.map(|(key, seen)| candidate(kind(key, &seen), key, &seen, 0, world)).collect()
}

/// Folders that change all year and that no known initiative claims.
fn folders(log: &ChangeLog, world: &World<'_>) -> Vec<Candidate> {
    let claimed: BTreeSet<Vec<String>> = world
        .initiatives
        .iter()
        .flat_map(|initiative| &initiative.scope)
        .flat_map(|piece| claims::paths(&piece.value, world.inputs.org))
        .map(claims::folders)
        .collect();
    let is_claimed =
        |folder: &[&str]| (1..=folder.len()).any(|depth| claimed.iter().any(|claim| claim.iter().eq(&folder[..depth])));
    let releases = released(world);
    let mut found = Vec::new();
    for part in parts(log, world) {
        let folder: Vec<&str> = part.folder.split('/').collect();
        if is_claimed(&folder) {
            continue;
        }
        let seen = Seen { sets: part.sets };
        let name = folder.last().copied().unwrap_or_default();
        let own = releases.get(&slug(name)).copied().filter(|releases| *releases >= RELEASES_MIN).unwrap_or(0);
        if own == 0 && seen.months(world.day) < MONTHS_MIN {
            continue;
        }
        let kind = if own > 0 { CandidateKind::Release } else { CandidateKind::Folder };
        found.push(candidate(kind, &part.folder, &seen, own, world));
    }
    found
}

/// How many releases of the last year are named after what: `returns-v1.2`, `returns@1.2` and `returns/v1.2` after
/// `returns`.
fn released(world: &World<'_>) -> BTreeMap<String, usize> {
    let mut releases: BTreeMap<String, usize> = BTreeMap::new();
    let recent = |day: Day| is_within(day, WINDOW_DAYS, world.day);
    for release in world.facts.releases().filter(|release| recent(release.day)) {
        let text = world.facts.text(release.release);
        let name = text.trim_end_matches(|c: char| !matches!(c, '@' | '/' | '-' | '_'));
        let name = slug(name.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default());
        if !name.is_empty() && name.len() < text.len() {
            *releases.entry(name).or_default() += 1;
        }
    }
    releases
}

fn candidate(kind: CandidateKind, what: &str, seen: &Seen<'_>, releases: usize, world: &World<'_>) -> Candidate {
    Candidate {
        id: String::new(),
        kind,
        what: what.to_owned(),
        change_sets: seen.sets.len(),
        months: seen.months(world.day),
        people: seen.people(),
        releases,
        place: seen.sets.first().map(|set| world.facts.place(set.at)),
    }
}

/// An id from any name: `crates/Ruff_server` as `crates-ruff-server`.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
