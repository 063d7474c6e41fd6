//! `ownership-coverage`: how much of what changes belongs to someone, and how many changes cross teams.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use onethread_model::facts::{RecordRef, Symbol};
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::aside::Aside;
use crate::measure::change_log::{ChangeLog, ChangeSet, WINDOW_DAYS};
use crate::measure::change_sets::Bounds;
use crate::measure::cochange::{Shown, shown};
use crate::measure::owners::{WHOLE, Whose};
use crate::measure::parts::parts;

/// Change-sets in a part, or in a team's parts, below which a share of them says little.
const OWN_WORK_MIN: usize = 20;
/// Folders without owner that are named.
const FOLDERS_MAX: usize = 5;

pub(super) const MEASURE: Measure = Measure {
    key: "ownership-coverage",
    title: "Share of changed code with an owner",
    page: include_str!("ownership_coverage.md"),
    touches: Touches::Groups,
    value: |world| json(&ownership_coverage(world)),
};

/// Ownership of what changed in the last 365 days.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct OwnershipCoverage {
    /// Change-sets looked at.
    pub change_sets: usize,
    /// Changes that bots made, left out.
    pub bots: usize,
    /// Changes of more than 100 paths as they landed, left out; the same number as in `aside`.
    pub sweeps: usize,
    /// Change-sets that name no initiative and touch no initiative's scope.
    pub without_initiative: usize,
    /// Paths that changed; each counts once for each change-set.
    pub touches: usize,
    /// Of these, those that have no owner.
    pub unowned: usize,
    /// Their share, 0 to 1; absent when nothing changed or no source gives ownership.
    pub unowned_share: Option<f64>,
    /// Of the paths that changed, those that belong to persons and to no team.
    pub owned_by_persons: usize,
    /// Of the paths that changed, those that no one team owns: any of several teams may approve, or several have to.
    pub owned_by_several: usize,
    /// Of the paths that changed, those of teams of which anyone may approve a change.
    pub open: usize,
    /// Touches that show no work, left out.
    pub aside: Aside,
    /// Folders that are worked on by themselves.
    pub parts: usize,
    /// Change-sets that touch any of them.
    pub in_parts: usize,
    /// Of these, those that touch several.
    pub crossing_parts: usize,
    /// Teams that own something that changed.
    pub teams: usize,
    /// Change-sets that touch what a team has to approve.
    pub in_teams: usize,
    /// Of these, those that no single team may approve whole.
    pub crossing: usize,
    /// Their share, 0 to 1; absent with fewer than two teams.
    pub crossing_share: Option<f64>,
    /// Folders with most of what has no owner, most first.
    pub unowned_folders: Vec<UnownedFolder>,
    /// Teams of at least five people, and how much of what changes in their parts they make themselves, in alphabetical
    /// order; only those whose parts changed often enough to tell.
    pub owners: Vec<OwnWork>,
    /// The newest change-set that touches what has no owner.
    #[serde(skip)]
    pub unowned_example: Option<Example>,
    /// The newest change-set that crosses teams.
    #[serde(skip)]
    pub crossing_example: Option<Example>,
}

/// How much of what changes in a team's parts the team makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnWork {
    /// The team.
    pub team: String,
    /// Change-sets that touch what belongs to it, by people whose team is known.
    pub change_sets: usize,
    /// Of these, those that any of its people made.
    pub by_own_people: usize,
}

/// A change-set that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The change that touches it.
    pub change: String,
    /// The record.
    pub place: Place,
}

/// A folder whose changed paths have no owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnownedFolder {
    /// The folder below the root; a dot for files in the root itself.
    pub folder: String,
    /// How many of its paths changed and have no owner, each once for each change-set.
    pub touches: usize,
}

/// Change-sets that neither their words nor their paths lead to an initiative.
fn without_initiative(log: &ChangeLog, world: &World<'_>) -> usize {
    let mut held: HashSet<Symbol> = HashSet::new();
    for initiative in &world.initiatives {
        let scope = initiative.scope.iter().map(|piece| &piece.value);
        held.extend(Bounds::of(scope, world.inputs).each_held(world));
    }
    let leads_nowhere = |set: &&ChangeSet| {
        set.initiatives.is_empty() && set.components.iter().all(|component| !held.contains(component))
    };
    log.sets.iter().filter(leads_nowhere).count()
}

/// Whether anything says who owns what changed.
fn says_whose(world: &World<'_>, log: &ChangeLog) -> bool {
    !world.owners().observed.is_empty()
        || world.inputs.org.components.values().any(|component| component.owner.is_some())
        || log.sets.iter().any(|set| !set.owners_then.is_empty())
}

/// The folders with most touches of what has no owner, most first.
fn most_unowned(folders: BTreeMap<&str, usize>) -> Vec<UnownedFolder> {
    let mut folders: Vec<UnownedFolder> =
        folders.into_iter().map(|(folder, touches)| UnownedFolder { folder: folder.to_owned(), touches }).collect();
    folders.sort_by(|a, b| b.touches.cmp(&a.touches).then_with(|| a.folder.cmp(&b.folder)));
    folders.truncate(FOLDERS_MAX);
    folders
}

/// The newest change of some sets that touches what is looked for.
fn newest(
    mut sets: Vec<&ChangeSet>,
    world: &World<'_>,
    is_looked_for: impl Fn(Symbol) -> Option<u32>,
) -> Option<Example> {
    sets.sort_by_key(|set| std::cmp::Reverse(set.last));
    let mut best: Option<Shown> = None;
    for set in sets {
        // What was over before cannot be newer.
        if best.is_some_and(|best| set.last <= best.moment) {
            break;
        }
        let one = shown(set.id, world, WINDOW_DAYS, |path| is_looked_for(path).into_iter().collect());
        best = best.into_iter().chain(one).max_by_key(|one| one.moment);
    }
    best.map(|one| Example { change: world.facts.text(one.change).to_owned(), place: one.place(world) })
}

/// Counts the parts that changes fall into, and the changes of several.
fn count_parts(found: &mut OwnershipCoverage, log: &ChangeLog, world: &World<'_>) {
    let mut parts_of: HashMap<RecordRef, usize> = HashMap::new();
    for part in parts(log, world).iter().filter(|part| part.sets.len() >= OWN_WORK_MIN) {
        found.parts += 1;
        part.sets.iter().for_each(|set| *parts_of.entry(set.at).or_default() += 1);
    }
    found.in_parts = parts_of.len();
    found.crossing_parts = parts_of.values().filter(|parts| **parts > 1).count();
}

/// Computes the measure.
pub fn ownership_coverage(world: &World<'_>) -> OwnershipCoverage {
    let (log, owners) = (world.change_log(), world.owners());
    let mut found = OwnershipCoverage {
        change_sets: log.sets.len(),
        bots: log.bots,
        sweeps: log.aside.bulk_changes,
        aside: log.aside,
        without_initiative: without_initiative(log, world),
        ..OwnershipCoverage::default()
    };
    count_parts(&mut found, log, world);
    if !says_whose(world, log) {
        return found;
    }
    let people = world.groups_for(&["ownership-coverage"]);
    let mut work: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut teams, mut folders) = (BTreeSet::new(), BTreeMap::<&str, usize>::new());
    let (mut without, mut crossing, mut unowned) = (Vec::new(), Vec::new(), HashSet::new());
    for set in &log.sets {
        // Of each path that has to be approved, the teams each of which may do so alone.
        let mut approving: Vec<BTreeSet<&str>> = Vec::new();
        let mut owning: BTreeSet<&str> = BTreeSet::new();
        let mut is_unowned = false;
        let repository = set.repositories.first().copied().filter(|_| set.repositories.len() == 1);
        for path in &set.components {
            found.touches += 1;
            let then = set.owners_then.iter().find(|(touched, _)| touched == path).map(|(_, team)| *team);
            match owners.whose(*path, then, repository, world) {
                Whose::Teams { owners, is_open, is_several } => {
                    found.owned_by_several += usize::from(is_several);
                    owning.extend(&owners);
                    found.open += usize::from(is_open);
                    if !is_open {
                        approving.push(owners.into_iter().collect());
                    }
                }
                Whose::Persons => found.owned_by_persons += 1,
                Whose::Nobody => {
                    found.unowned += 1;
                    unowned.insert(*path);
                    is_unowned = true;
                    let path = world.facts.text(*path);
                    *folders.entry(path.split_once('/').map_or(WHOLE, |(folder, _)| folder)).or_default() += 1;
                }
            }
        }
        without.extend(Some(set).filter(|_| is_unowned));
        // A change by people of whom no team is known may be one of its own.
        let is_known = set.everybody().any(|person| people.is_known(world.facts.text(*person)));
        for team in owning.iter().copied().filter(|_| is_known) {
            let Some(members) = people.group(team) else { continue };
            let (all, own) = work.entry(team).or_default();
            *all += 1;
            *own += usize::from(set.everybody().any(|person| members.contains(world.facts.text(*person))));
        }
        teams.extend(owning);
        let Some((first, rest)) = approving.split_first() else { continue };
        found.in_teams += 1;
        let shared = rest.iter().fold(first.clone(), |shared, owners| shared.intersection(owners).copied().collect());
        if shared.is_empty() {
            found.crossing += 1;
            crossing.push(set);
        }
    }
    found.unowned_example = newest(without, world, |path| unowned.contains(&path).then_some(0));
    found.crossing_example = newest(crossing, world, |path| (!unowned.contains(&path)).then_some(0));
    let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
    found.teams = teams.len();
    found.unowned_share = share(found.unowned, found.touches);
    found.crossing_share = share(found.crossing, found.in_teams).filter(|_| found.teams > 1);
    found.unowned_folders = most_unowned(folders);
    let often = work.into_iter().filter(|(_, (all, _))| *all >= OWN_WORK_MIN);
    found.owners = often
        .map(|(team, (change_sets, by_own_people))| OwnWork { team: team.to_owned(), change_sets, by_own_people })
        .collect();
    found
}
