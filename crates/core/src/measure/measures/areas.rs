//! `areas`: where code is worked on, by how many people, whose it is, and what changes along with it.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::facts::Symbol;
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Serialize;

use super::change_coupling::coupling_of;
use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::change_log::{ChangeSet, WINDOW_DAYS};
use crate::measure::cochange::Level;
use crate::measure::groups::GroupLabel;
use crate::measure::parts::PEOPLE_MIN;
use crate::measure::register::work::{Components, Held};
use crate::measure::window::is_within;

pub(super) const MEASURE: Measure = Measure {
    key: "areas",
    title: "Areas of code: who works where, and what changes together",
    page: include_str!("areas.md"),
    touches: Touches::Groups,
    value: |world| json(&areas(world)),
};

/// Where code is worked on, in the last 365 days.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct AreaMap {
    /// Days that are looked at.
    pub window_days: i64,
    /// Change-sets of people: changes that belong together count once.
    pub change_sets: usize,
    /// Their authors; absent below five.
    pub people: Option<usize>,
    /// People whom they name as co-authors, and no change as its author; absent below five.
    pub only_coauthors: Option<usize>,
    /// Changes that bots made, which nothing else counts.
    pub changes_by_bots: usize,
    /// Change-sets that touch several areas.
    pub crossing: usize,
    /// Areas that at least five people changed, those with most change-sets first.
    pub areas: Vec<Area>,
    /// Areas that fewer people changed, of which nothing else is said.
    pub small: usize,
    /// Areas that change together more often than chance explains, as the measure `change-coupling` finds them, those that
    /// exceed chance most first.
    pub together: Vec<AreaPair>,
    /// Why none are looked for.
    pub together_refused: Option<String>,
}

/// A component of the organization's files; where they name none with paths, a folder that is worked on by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Area {
    /// The component or folder.
    pub area: String,
    /// Change-sets that touch it.
    pub change_sets: usize,
    /// Their authors, at least five.
    pub people: usize,
    /// Teams that own something that changed in it, alone or beside others, that of most paths first; those of fewer than
    /// five people together, and those of an unknown number unless nothing is known of who is on any team.
    pub owners: Vec<GroupLabel>,
    /// The main team: the one that is an owner of most of the paths that changed, alone or beside others, as the measure
    /// `component-ownership` has it.
    pub most: Option<GroupLabel>,
    /// Of how many of them it is.
    pub most_paths: usize,
    /// Paths that changed in it.
    pub paths: usize,
    /// Of these, those without one team that owns them: nobody's, those of persons, and those of several teams.
    pub without_team: usize,
    /// Of these, those of several teams: any of them may approve a change, or several have to.
    pub of_several: usize,
    /// Of these, those of persons and no team.
    pub of_persons: usize,
    /// Changes that bots made in it.
    pub changes_by_bots: usize,
}

impl Area {
    /// Paths that nobody owns.
    pub fn unowned(&self) -> usize {
        self.without_team.saturating_sub(self.of_several + self.of_persons)
    }
}

/// Two areas that change together more often than chance explains.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AreaPair {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// Change-sets that touch both.
    pub change_sets: usize,
    /// Change-sets that would by chance.
    pub expected: f64,
}

#[derive(Default)]
struct Seen {
    sets: usize,
    people: FxHashSet<Symbol>,
    programs: FxHashSet<Symbol>,
}

/// Computes the measure.
pub fn areas(world: &World<'_>) -> AreaMap {
    with_pairs(areas_alone(world), world)
}

/// The same without what changes together, which costs most of it.
pub fn areas_alone(world: &World<'_>) -> AreaMap {
    let log = world.change_log();
    let components = Components::of(world);
    let owners = world.owners();
    let mut of_path: FxHashMap<Symbol, Option<u32>> = FxHashMap::default();
    let mut area_of = |path: Symbol| *of_path.entry(path).or_insert_with(|| components.number(path, world, owners));
    let mut seen: BTreeMap<u32, Seen> = BTreeMap::new();
    let (mut people, mut coauthors): (FxHashSet<Symbol>, FxHashSet<Symbol>) = Default::default();
    let mut crossing = 0;
    for set in &log.sets {
        people.extend(&set.people);
        coauthors.extend(&set.coauthors);
        let touched = touched(set, &mut area_of);
        crossing += usize::from(touched.len() > 1);
        for area in touched {
            let seen = seen.entry(area).or_default();
            seen.sets += 1;
            seen.people.extend(&set.people);
        }
    }
    let recent = |day| is_within(day, WINDOW_DAYS, world.day);
    let by_bot = world.facts.changes().filter(|change| recent(change.day) && world.facts.is_by_program(change));
    let by_bot: FxHashSet<Symbol> = by_bot.map(|change| change.change).collect();
    for touch in world.facts.touches().filter(|touch| by_bot.contains(&touch.change)) {
        let area = || components.number_by_bot(touch.component, world, owners);
        let area = *of_path.entry(touch.component).or_insert_with(area);
        if let Some(seen) = area.and_then(|area| seen.get_mut(&area)) {
            seen.programs.insert(touch.change);
        }
    }
    // An area is no group of people, and a number of it still tells on them where they are few.
    let enough = PEOPLE_MIN.max(world.groups_for(&["areas"]).smallest());
    let is_large = |seen: &Seen| seen.people.len() >= enough;
    let mut found = AreaMap {
        window_days: WINDOW_DAYS,
        change_sets: log.sets.len(),
        people: Some(people.len()).filter(|people| *people >= enough),
        only_coauthors: Some(coauthors.difference(&people).count()).filter(|people| *people >= enough),
        changes_by_bots: log.bots,
        crossing,
        small: seen.values().filter(|seen| !is_large(seen)).count(),
        ..AreaMap::default()
    };
    let name = |area: u32| components.names.get(area as usize).cloned().unwrap_or_default();
    let large = seen.iter().filter(|(_, seen)| is_large(seen));
    // Areas are numbered there as here.
    let work = world.work_over(WINDOW_DAYS);
    let held = |area: u32| work.held.get(area as usize).cloned().unwrap_or_default();
    found.areas = large.map(|(area, seen)| area_with(name(*area), seen, &held(*area), world)).collect();
    found.areas.sort_by(|a, b| b.change_sets.cmp(&a.change_sets).then_with(|| a.area.cmp(&b.area)));
    found
}

/// The areas that a change-set touches.
fn touched(set: &ChangeSet, area_of: &mut impl FnMut(Symbol) -> Option<u32>) -> BTreeSet<u32> {
    set.components.iter().filter_map(|path| area_of(*path)).collect()
}

fn area_with(name: String, seen: &Seen, held: &Held, world: &World<'_>) -> Area {
    let groups = world.groups_for(&["areas"]).of_rules();
    let mut of_team: BTreeMap<GroupLabel, usize> = BTreeMap::new();
    held.owners.iter().for_each(|(team, paths)| *of_team.entry(groups.team(team)).or_default() += paths);
    let mut teams: Vec<(GroupLabel, usize)> = of_team.into_iter().collect();
    teams.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let most = held.most();
    Area {
        area: name,
        change_sets: seen.sets,
        people: seen.people.len(),
        owners: teams.into_iter().map(|(team, _)| team).collect(),
        most: most.map(|(team, _)| groups.team(team)),
        most_paths: most.map_or(0, |(_, paths)| paths),
        paths: held.paths,
        without_team: held.paths - held.of_one_team(),
        of_several: held.of_several,
        of_persons: held.of_persons,
        changes_by_bots: seen.programs.len(),
    }
}

/// Adds the pairs of areas of which each was changed by enough people.
fn with_pairs(mut found: AreaMap, world: &World<'_>) -> AreaMap {
    let coupling = coupling_of(&world.cochange(Level::Component, WINDOW_DAYS), world, false);
    let told: BTreeSet<&str> = found.areas.iter().map(|one| one.area.as_str()).collect();
    let pairs = coupling.pairs.iter();
    let pairs = pairs.filter(|pair| told.contains(pair.one.as_str()) && told.contains(pair.other.as_str()));
    let pair = |pair: &super::change_coupling::CoupledPair| AreaPair {
        one: pair.one.clone(),
        other: pair.other.clone(),
        change_sets: pair.change_sets,
        expected: pair.expected,
    };
    let mut together: Vec<AreaPair> = pairs.map(pair).collect();
    let beyond = |pair: &AreaPair| pair.change_sets as f64 - pair.expected;
    together.sort_by(|a, b| beyond(b).total_cmp(&beyond(a)).then_with(|| (&a.one, &a.other).cmp(&(&b.one, &b.other))));
    (found.together, found.together_refused) = (together, coupling.refused.clone());
    found
}

#[cfg(test)]
mod tests {
    use onethread_model::Day;
    use onethread_model::config::Config;
    use onethread_model::facts::{Cells, FactKind, Facts, RecordRef};
    use onethread_model::org::Org;
    use onethread_model::source::Sources;
    use proptest::prelude::*;

    use super::*;
    use crate::measure::Snapshot;
    use crate::measure::measures::component_ownership::component_ownership;

    fn push(facts: &mut Facts, kind: FactKind, cells: &[(&'static str, &str)]) {
        let line = facts.rows(kind) as u32 + 1;
        let mut row = Cells::default();
        cells.iter().for_each(|(column, value)| row.set(column, value));
        facts.push(kind, &row, RecordRef { source: 0, line }).expect("a row");
    }

    proptest! {
        /// Of each area the main team is the one that owns most of its changed paths, alone or beside others, of two the
        /// first by name; and the measure of ownership names the same.
        #[test]
        fn both_measures_name_one_main_team(owners in prop::collection::vec(prop::collection::btree_set(0..3_usize, 0..3), 1..12)) {
            let mut facts = Facts::default();
            let teams = ["ada", "bee", "cat"];
            for (file, owners) in owners.iter().enumerate() {
                let path = format!("a/f{file}.rs");
                for owner in owners {
                    let cells = [("observed", "2026-06-01"), ("component", path.as_str()), ("team", teams[*owner])];
                    push(&mut facts, FactKind::Ownership, &cells);
                }
                for area in ["a", "b", "c"] {
                    for time in 0..24 {
                        let (change, author) = (format!("c{area}{file}-{time}"), format!("p{}", time % 6));
                        let day = format!("2026-0{}-{:02}", 1 + time % 5, 1 + time);
                        let path = format!("{area}/f{file}.rs");
                        let cells = [("day", day.as_str()), ("change", &change)];
                        push(&mut facts, FactKind::ChangeMade, &[&cells[..], &[("author", &author)]].concat());
                        push(&mut facts, FactKind::Touch, &[&cells[..], &[("component", &path)]].concat());
                    }
                }
            }
            let count = |team: usize| owners.iter().filter(|of| of.contains(&team)).count();
            let expected = (0..3).filter(|team| count(*team) > 0).max_by_key(|team| (count(*team), std::cmp::Reverse(*team)));
            let snapshot = Snapshot::new(Config::default(), Org::default(), Sources::default(), facts);
            let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
            let (map, ownership) = (areas_alone(&world), component_ownership(&world, WINDOW_DAYS));
            prop_assert!(!map.areas.is_empty());
            for area in &map.areas {
                let same = ownership.components.iter().find(|one| one.component == area.area);
                let same = same.expect("both have it");
                prop_assert_eq!((&area.most, area.most_paths, area.paths), (&same.most, same.most_paths, same.paths));
                let expected = expected.filter(|_| area.area == "a");
                prop_assert_eq!(area.most.as_ref().map(|team| team.as_str()), expected.map(|team| teams[team]));
                prop_assert_eq!(area.most_paths, expected.map_or(0, count));
            }
        }
    }
}
