//! Which change-sets touch which teams, components or paths: what coupling and separability are read from.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use onethread_kernel::coupling::Incidence;
use onethread_model::Day;
use onethread_model::facts::{RecordRef, Symbol, Touch};
use onethread_model::source::Place;

use super::World;
use super::change_sets::Bounds;
use super::owners::Owners;
use super::parts::parts;

/// What is looked at as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Teams, by what they own.
    Team,
    /// Components of the organization's files; where they name none with paths, the parts of repositories.
    Component,
    /// Components and paths as evidence names them.
    Path,
}

/// A change-set of an [`Incidence`].
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// The first day any of it landed.
    pub day: Day,
    /// Its first change.
    pub change: Symbol,
    /// Its first record.
    pub at: RecordRef,
}

/// Change-sets of a window and what they touch.
#[derive(Debug, Default)]
pub struct Together {
    /// Which set touches which item; epochs are quarters of years, blocks are weeks.
    pub incidence: Incidence,
    /// Names of items, in alphabetical order: ids, folders or paths.
    pub names: Vec<String>,
    /// Sets, in the order of time. Those that touch no item are left out.
    pub sets: Vec<Set>,
    /// Of each set, whether it touches something that is no item.
    pub beyond: Vec<bool>,
    /// Of each path, the team that it belongs to, where that is one; empty at other levels.
    pub teams: Vec<Option<String>>,
    /// Sets by the initiative that their changes name, ascending.
    pub naming: BTreeMap<Symbol, Vec<u32>>,
    /// Days that were looked at.
    pub window_days: i64,
    /// Changes that programs made, left out.
    pub programs: usize,
    /// Touches, each path once for each change-set.
    pub touches: usize,
    /// Of these, touches of what belongs to no item.
    pub unplaced: usize,
    /// The day of the first change on record, before the window or within it.
    pub since: Option<Day>,
}

/// Weeks begin on Monday; 1970-01-01 was a Thursday.
pub(crate) fn week(day: Day) -> i32 {
    (day.epoch_days() + 3).div_euclid(7)
}

/// The quarter of a year as `2026-Q1`.
pub fn quarter(day: Day) -> String {
    format!("{}-Q{}", day.year(), day.quarter())
}

struct Gathered {
    set: Set,
    paths: BTreeSet<Symbol>,
    teams: BTreeMap<Symbol, Symbol>,
    initiatives: BTreeSet<Symbol>,
}

impl Together {
    /// Reads the change-sets of the last `window_days` days; changes of one set count as one. Nothing is too large: see
    /// [`onethread_kernel::coupling::Counter`].
    pub fn of(world: &World<'_>, level: Level, window_days: i64) -> Together {
        Together::read(world, level, window_days, true)
    }

    /// The same, with every change by itself, and those that programs made: as other tools count.
    pub fn of_changes(world: &World<'_>, level: Level, window_days: i64) -> Together {
        Together::read(world, level, window_days, false)
    }

    fn read(world: &World<'_>, level: Level, window_days: i64, united: bool) -> Together {
        let facts = world.facts;
        let is_recent = |day: Day| world.day.days_since(day) < window_days;
        let mut found = Together { window_days, ..Together::default() };
        let mut by_programs: HashSet<Symbol> = HashSet::new();
        let mut set_of: HashMap<Symbol, Symbol> = HashMap::new();
        for change in facts.changes() {
            found.since = Some(found.since.map_or(change.day, |since| since.min(change.day)));
            if united && facts.is_by_program(change) {
                by_programs.insert(change.change);
                found.programs += usize::from(is_recent(change.day));
            }
            if let Some(set) = change.set.filter(|_| united) {
                set_of.insert(change.change, set);
            }
        }
        let mut sets: HashMap<Symbol, Gathered> = HashMap::new();
        for touch in facts.touches().filter(|touch| !by_programs.contains(&touch.change)) {
            found.since = Some(found.since.map_or(touch.day, |since| since.min(touch.day)));
            if !is_recent(touch.day) {
                continue;
            }
            let stated = touch.set.filter(|_| united);
            let id = set_of.get(&touch.change).copied().or(stated).unwrap_or(touch.change);
            let here = Set { day: touch.day, change: touch.change, at: touch.at };
            let set = sets.entry(id).or_insert_with(|| Gathered {
                set: here,
                paths: BTreeSet::new(),
                teams: BTreeMap::new(),
                initiatives: BTreeSet::new(),
            });
            set.add(touch, here);
        }
        for change in facts.changes().filter(|change| !by_programs.contains(&change.change)) {
            let id = set_of.get(&change.change).unwrap_or(&change.change);
            if let Some((initiative, set)) = change.initiative.zip(sets.get_mut(id)) {
                set.initiatives.insert(initiative);
            }
        }
        let mut sets: Vec<Gathered> = sets.into_values().collect();
        sets.sort_by(|a, b| {
            (a.set.day, a.set.at, facts.text(a.set.change)).cmp(&(b.set.day, b.set.at, facts.text(b.set.change)))
        });
        let places = Places::of(world, level, window_days);
        found.place(world, &sets, &places);
        if united && level == Level::Path {
            found.teams = teams(&found, world, &sets);
        }
        found
    }

    /// Numbers the items in the order of their names, and reads which set touches which.
    fn place(&mut self, world: &World<'_>, sets: &[Gathered], places: &Places<'_>) {
        let mut known: HashMap<Symbol, Option<&str>> = HashMap::new();
        let mut touched: Vec<(&Gathered, BTreeSet<&str>, bool)> = Vec::new();
        for set in sets {
            let (mut items, mut beyond) = (BTreeSet::new(), false);
            for path in &set.paths {
                self.touches += 1;
                // Who owned it then counts before who owns it now.
                let then =
                    set.teams.get(path).filter(|_| places.level == Level::Team).map(|team| world.facts.text(*team));
                let item = then.or_else(|| *known.entry(*path).or_insert_with(|| places.item(*path, world)));
                match item {
                    Some(item) => drop(items.insert(item)),
                    None => {
                        self.unplaced += 1;
                        beyond = true;
                    }
                }
            }
            if !items.is_empty() {
                touched.push((set, items, beyond));
            }
        }
        let names: BTreeSet<&str> = touched.iter().flat_map(|(_, items, _)| items).copied().collect();
        let number: HashMap<&str, u32> = names.iter().copied().zip(0..).collect();
        let numbered = touched.iter().map(|(Gathered { set, .. }, items, _)| {
            let items: Vec<u32> = items.iter().filter_map(|item| number.get(item).copied()).collect();
            let epoch = i32::from(set.day.year()) * 4 + i32::from(set.day.quarter());
            // Both only have to keep their order.
            (epoch.wrapping_sub(i32::MIN) as u32, week(set.day).wrapping_sub(i32::MIN) as u32, items)
        });
        self.incidence = Incidence::new(names.len() as u32, numbered);
        self.names = names.into_iter().map(str::to_owned).collect();
        for ((set, ..), number) in touched.iter().zip(0..) {
            set.initiatives.iter().for_each(|id| self.naming.entry(*id).or_default().push(number));
        }
        self.sets = touched.iter().map(|(set, ..)| set.set).collect();
        self.beyond = touched.iter().map(|(.., beyond)| *beyond).collect();
    }

    /// The same change-sets over live initiatives instead of paths: a set touches those in whose scope any of its paths
    /// lies and those that it names. One path may lie in several scopes.
    pub fn between_initiatives(&self, world: &World<'_>) -> Together {
        let mut of_set: Vec<Vec<u32>> = vec![Vec::new(); self.sets.len()];
        let mut is_placed = vec![false; self.names.len()];
        let mut names: Vec<String> = Vec::new();
        for initiative in world.live() {
            let bounds = Bounds::of(initiative.scope.iter().map(|piece| &piece.value), world.inputs);
            let paths: Vec<u32> = self.within(&bounds, world);
            let named = self.naming(&initiative.id, world);
            if paths.is_empty() && named.is_empty() {
                continue;
            }
            let number = names.len() as u32;
            names.push(initiative.id.clone());
            let touching = paths.iter().flat_map(|path| self.incidence.sets_of(*path)).chain(named);
            for set in touching.copied().collect::<BTreeSet<u32>>() {
                of_set[set as usize].push(number);
            }
            paths.iter().for_each(|path| is_placed[*path as usize] = true);
        }
        let kept: Vec<u32> = (0..).zip(&of_set).filter(|(_, items)| !items.is_empty()).map(|(set, _)| set).collect();
        let unplaced = (0..).zip(&is_placed).filter(|(_, placed)| !**placed);
        let sets = kept.iter().map(|set| {
            let at = *set as usize;
            (self.incidence.epoch_of(*set), self.incidence.block_of(*set), of_set[at].as_slice())
        });
        Together {
            incidence: Incidence::new(names.len() as u32, sets),
            names,
            sets: kept.iter().filter_map(|set| self.set(*set)).copied().collect(),
            unplaced: unplaced.map(|(path, _)| self.incidence.degree(path) as usize).sum(),
            window_days: self.window_days,
            programs: self.programs,
            touches: self.touches,
            since: self.since,
            ..Together::default()
        }
    }

    /// The paths that lie within some bounds, ascending.
    pub fn within(&self, bounds: &Bounds, world: &World<'_>) -> Vec<u32> {
        let held = bounds.held(world);
        let mut items: Vec<u32> = held.into_iter().filter_map(|path| self.item(world.facts.text(path))).collect();
        items.sort_unstable();
        items
    }

    /// The sets that name an initiative, ascending.
    pub fn naming(&self, initiative: &str, world: &World<'_>) -> &[u32] {
        let known = world.facts.symbols().find(initiative).and_then(|id| self.naming.get(&id));
        known.map_or(&[], Vec::as_slice)
    }

    /// The number of an item.
    pub fn item(&self, name: &str) -> Option<u32> {
        self.names.binary_search_by(|other| other.as_str().cmp(name)).ok().map(|at| at as u32)
    }

    /// The name of an item.
    pub fn name(&self, item: u32) -> &str {
        self.names.get(item as usize).map_or("", String::as_str)
    }

    /// A set of the incidence.
    pub fn set(&self, set: u32) -> Option<&Set> {
        self.sets.get(set as usize)
    }

    /// Where a set is recorded.
    pub fn place_of(&self, set: u32, world: &World<'_>) -> Option<Place> {
        self.set(set).map(|set| world.facts.place(set.at))
    }

    /// Weeks in which any set landed.
    pub fn weeks(&self) -> usize {
        self.sets.iter().map(|set| week(set.day)).collect::<BTreeSet<i32>>().len()
    }

    /// Sets of at least two items.
    pub fn crossing(&self) -> usize {
        (0..self.incidence.sets()).filter(|set| self.incidence.size(*set) > 1).count()
    }
}

impl Gathered {
    fn add(&mut self, touch: &Touch, here: Set) {
        self.set.day = self.set.day.min(here.day);
        if here.at < self.set.at {
            (self.set.at, self.set.change) = (here.at, here.change);
        }
        self.paths.insert(touch.component);
        if let Some(team) = touch.team {
            self.teams.insert(touch.component, team);
        }
    }
}

/// Who owns each path: as the last change that says so, else as is known of it now.
fn teams(found: &Together, world: &World<'_>, sets: &[Gathered]) -> Vec<Option<String>> {
    let then: HashMap<Symbol, Symbol> =
        sets.iter().flat_map(|set| &set.teams).map(|(path, team)| (*path, *team)).collect();
    let team_of = |name: &String| {
        let path = world.facts.symbols().find(name)?;
        let then = then.get(&path).map(|team| world.facts.text(*team));
        then.or_else(|| world.owners().team_of_touched(path, world)).map(str::to_owned)
    };
    found.names.iter().map(team_of).collect()
}

/// To which item a path belongs.
struct Places<'w> {
    level: Level,
    owners: Option<&'w Owners>,
    folders: BTreeSet<String>,
}

impl<'w> Places<'w> {
    fn of(world: &'w World<'_>, level: Level, window_days: i64) -> Places<'w> {
        let described = world.inputs.org.components.values().any(|component| !component.paths.is_empty());
        let needs_owners = level == Level::Team || (level == Level::Component && described);
        let owners = needs_owners.then(|| world.owners());
        let folders = if level == Level::Component && owners.is_none() {
            parts(&world.change_log_over(window_days), world).into_iter().map(|part| part.folder).collect()
        } else {
            BTreeSet::new()
        };
        Places { level, owners, folders }
    }

    fn item(&'w self, path: Symbol, world: &'w World<'_>) -> Option<&'w str> {
        let text = world.facts.text(path);
        match (self.level, self.owners) {
            (Level::Path, _) => Some(text),
            (Level::Team, Some(owners)) => owners.team_of_touched(path, world),
            (Level::Component, Some(owners)) => owners.component_of_touched(path),
            _ => {
                let ends = text.char_indices().filter(|(_, letter)| *letter == '/').map(|(at, _)| at);
                ends.filter_map(|at| self.folders.get(&text[..at])).next().map(String::as_str)
            }
        }
    }
}
