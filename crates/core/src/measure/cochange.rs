//! Which change-sets touch which teams, components or paths: what coupling and separability are read from.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::coupling::Incidence;
use onethread_model::Day;
use onethread_model::facts::{AsOf, RecordRef, Symbol};
use onethread_model::source::Place;
use rustc_hash::{FxHashMap, FxHashSet};

use super::View;
use super::aside::{Aside, Moment, Trails, Whole};
use super::change_log::ChangeLog;
use super::change_sets::Bounds;
use super::groups::Groups;
use super::owners::{Owner, Owners};
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
    /// Its id: that of its change, where it is one alone.
    pub id: Symbol,
    /// The first day any of it landed.
    pub day: Day,
    /// Its first change.
    pub change: Symbol,
    /// Its first record.
    pub at: RecordRef,
}

/// Change-sets of a window and what they touch.
#[derive(Debug, Default)]
pub struct CochangeMatrix {
    /// Which set touches which item; epochs are quarters of years, blocks are weeks.
    pub incidence: Incidence,
    /// Names of items, in alphabetical order: ids, folders or paths.
    pub names: Vec<String>,
    /// Sets, in the order of time. Those that touch no item are left out.
    pub sets: Vec<Set>,
    /// Of each set, whether it touches something that is no item.
    pub beyond: Vec<bool>,
    /// The items of each path, by number; empty at the level of paths.
    items_of: FxHashMap<Symbol, Box<[u32]>>,
    /// Of each path, the team that owned it as the last change says that says so; empty at other levels.
    owners_then: Vec<Option<Symbol>>,
    /// Sets by the initiative that their changes name, ascending.
    pub naming: BTreeMap<Symbol, Vec<u32>>,
    /// Days that were looked at.
    pub window_days: i64,
    /// Changes that bots made, left out.
    pub bots: usize,
    /// Touches that show no work, left out.
    pub aside: Aside,
    /// Touches, each path once for each change-set.
    pub touches: usize,
    /// Of these, touches of what belongs to no item.
    pub unplaced: usize,
    /// The day of the first change on record, before the window or within it.
    pub since: Option<Day>,
}

/// A change that shows what a change-set touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The change.
    pub change: Symbol,
    /// When it landed.
    pub(crate) moment: Moment,
    /// How many of the items it touches itself.
    pub items: usize,
}

impl Shown {
    /// The day it landed.
    pub fn day(&self) -> Day {
        self.moment.day
    }

    /// Its record.
    pub fn place(&self, view: &View<'_>) -> Place {
        view.facts.place(self.moment.at)
    }
}

/// Of the changes of a set within a window, one that touches most of what is looked for: the newest of them. `touched`
/// gives what a path of today belongs to; nothing where it is not looked for.
pub(crate) fn shown(
    set: Symbol,
    view: &View<'_>,
    window_days: i64,
    touched: impl Fn(Symbol) -> Vec<u32>,
) -> Option<Shown> {
    let mut of_change: FxHashMap<Symbol, (Moment, BTreeSet<u32>)> = FxHashMap::default();
    for touch in view.touches_of_set(set).filter(|touch| view.day.days_since(touch.day) < window_days) {
        let Ok(path) = view.trails().work_of(touch) else { continue };
        let items = touched(path);
        if !items.is_empty() {
            let moment = Moment::of(touch);
            let (last, found) = of_change.entry(touch.change).or_insert_with(|| (moment, BTreeSet::new()));
            *last = moment.max(*last);
            found.extend(items);
        }
    }
    let best = of_change.into_iter().map(|(change, (moment, items))| (items.len(), moment, change)).max()?;
    Some(Shown { change: best.2, moment: best.1, items: best.0 })
}

/// Weeks begin on Monday; 1970-01-01 was a Thursday.
pub(crate) fn week(day: Day) -> i32 {
    (day.epoch_days() + 3).div_euclid(7)
}

/// The week of a set of an incidence, as [`week`] numbers it.
pub(crate) fn week_of(incidence: &Incidence, set: u32) -> i32 {
    (incidence.block_of(set) as i32).wrapping_add(i32::MIN)
}

/// The quarter of a year as `2026-Q1`.
pub fn quarter(day: Day) -> String {
    format!("{}-Q{}", day.year(), day.quarter())
}

/// The change-sets of a window with the paths that they touch: what every matrix of co-change is made from.
#[derive(Debug, Default)]
pub struct TouchedSets {
    /// Components and paths as evidence names them, in alphabetical order.
    paths: Vec<Symbol>,
    /// In the order of time.
    sets: Vec<TouchedSet>,
    window_days: i64,
    /// Changes that bots made, left out.
    bots: usize,
    /// Touches that show no work, left out.
    aside: Aside,
    /// The day of the first change on record, before the window or within it.
    since: Option<Day>,
}

/// A change-set; paths are numbers in [`TouchedSets::paths`].
#[derive(Debug)]
struct TouchedSet {
    set: Set,
    /// Ascending.
    paths: Box<[u32]>,
    /// Who owned a path then, as the change says.
    owners_then: Box<[(u32, Symbol)]>,
    /// Ascending.
    initiatives: Box<[Symbol]>,
}

struct Gathered {
    set: Set,
    paths: FxHashSet<Symbol>,
    owners_then: FxHashMap<Symbol, Symbol>,
    initiatives: BTreeSet<Symbol>,
}

impl TouchedSets {
    /// Reads the change-sets of the last `window_days` days. With `trails`, changes of one set count as one, and those of
    /// bots are left out, as is what shows no work; else every change stands by itself, as other tools count. None is too
    /// large: see [`onethread_kernel::coupling::Counter`].
    pub(crate) fn read(facts: AsOf<'_>, window_days: i64, trails: Option<&Trails>) -> TouchedSets {
        let united = trails.is_some();
        let is_recent = |day: Day| facts.day().days_since(day) < window_days;
        let mut found = TouchedSets { window_days, ..TouchedSets::default() };
        let mut by_bots: FxHashSet<Symbol> = FxHashSet::default();
        let mut whole = Whole::default();
        let mut set_of: FxHashMap<Symbol, Symbol> = FxHashMap::default();
        for change in facts.changes() {
            found.since = Some(found.since.map_or(change.day, |since| since.min(change.day)));
            if united && facts.is_by_program(change) {
                by_bots.insert(change.change);
                found.bots += usize::from(is_recent(change.day));
            }
            if let Some(trails) = trails.filter(|_| is_recent(change.day) && !by_bots.contains(&change.change)) {
                whole.takes(change.change, trails);
            }
            if let Some(set) = change.set.filter(|_| united) {
                set_of.insert(change.change, set);
            }
        }
        let mut sets: FxHashMap<Symbol, Gathered> = FxHashMap::default();
        for touch in facts.touches().filter(|touch| !by_bots.contains(&touch.change)) {
            found.since = Some(found.since.map_or(touch.day, |since| since.min(touch.day)));
            if !is_recent(touch.day) {
                continue;
            }
            if trails.is_some_and(|trails| whole.takes(touch.change, trails)) {
                continue;
            }
            let path = match trails.map_or(Ok(touch.component), |trails| trails.work_of(touch)) {
                Ok(path) => path,
                Err(reason) => {
                    found.aside.count(reason);
                    continue;
                }
            };
            let stated = touch.set.filter(|_| united);
            let id = set_of.get(&touch.change).copied().or(stated).unwrap_or(touch.change);
            let here = Set { id, day: touch.day, change: touch.change, at: touch.at };
            sets.entry(id).or_insert_with(|| Gathered::new(here)).add(path, touch.team, here);
        }
        whole.count(&mut found.aside);
        for change in facts.changes().filter(|change| !by_bots.contains(&change.change)) {
            let id = set_of.get(&change.change).unwrap_or(&change.change);
            if let Some((initiative, set)) = change.initiative.zip(sets.get_mut(id)) {
                set.initiatives.insert(initiative);
            }
        }
        found.number(facts, sets.into_values().collect());
        found
    }

    /// Numbers paths in alphabetical order, and puts sets into the order of time.
    fn number(&mut self, facts: AsOf<'_>, mut sets: Vec<Gathered>) {
        sets.sort_by(|a, b| {
            (a.set.day, a.set.at, facts.text(a.set.change)).cmp(&(b.set.day, b.set.at, facts.text(b.set.change)))
        });
        let paths: FxHashSet<Symbol> = sets.iter().flat_map(|set| &set.paths).copied().collect();
        self.paths = paths.into_iter().collect();
        self.paths.sort_unstable_by_key(|path| facts.text(*path));
        let number: FxHashMap<Symbol, u32> = self.paths.iter().copied().zip(0..).collect();
        let numbered = |set: Gathered| {
            let mut paths: Box<[u32]> = set.paths.iter().map(|path| number[path]).collect();
            paths.sort_unstable();
            let owners_then = set.owners_then.iter().map(|(path, team)| (number[path], *team)).collect();
            TouchedSet { set: set.set, paths, owners_then, initiatives: set.initiatives.into_iter().collect() }
        };
        self.sets = sets.into_iter().map(numbered).collect();
    }
}

impl Gathered {
    fn new(set: Set) -> Gathered {
        let (paths, owners_then) = (FxHashSet::default(), FxHashMap::default());
        Gathered { set, paths, owners_then, initiatives: BTreeSet::new() }
    }

    fn add(&mut self, path: Symbol, team: Option<Symbol>, here: Set) {
        self.set.day = self.set.day.min(here.day);
        if here.at < self.set.at {
            (self.set.at, self.set.change) = (here.at, here.change);
        }
        self.paths.insert(path);
        if let Some(team) = team {
            self.owners_then.insert(path, team);
        }
    }
}

/// Names of items, in the order in which they are met.
#[derive(Default)]
struct Names<'n> {
    numbers: FxHashMap<&'n str, u32>,
    met: Vec<&'n str>,
}

impl<'n> Names<'n> {
    fn number(&mut self, name: &'n str) -> u32 {
        *self.numbers.entry(name).or_insert_with(|| {
            self.met.push(name);
            self.met.len() as u32 - 1
        })
    }
}

impl CochangeMatrix {
    /// The paths themselves.
    pub(crate) fn of_paths(facts: AsOf<'_>, sets: &TouchedSets) -> CochangeMatrix {
        let numbered = sets.sets.iter().map(|set| (&set.set, set.paths.to_vec()));
        let mut found = CochangeMatrix::new(sets, sets.paths.len() as u32, numbered);
        found.names = sets.paths.iter().map(|path| facts.text(*path).to_owned()).collect();
        found.beyond = vec![false; sets.sets.len()];
        found.owners_then = vec![None; sets.paths.len()];
        for (path, team) in sets.sets.iter().flat_map(|set| &set.owners_then) {
            found.owners_then[*path as usize] = Some(*team);
        }
        for (set, number) in sets.sets.iter().zip(0..) {
            set.initiatives.iter().for_each(|id| found.naming.entry(*id).or_default().push(number));
        }
        found
    }

    /// Teams, by what needs them: who owned it then counts as [`Owners::team_at`] says. What anyone may approve is left
    /// aside, and so is what any of several owners may: no change of it needs one of them.
    pub(crate) fn of_teams(view: &View<'_>, owners: &Owners, sets: &TouchedSets) -> CochangeMatrix {
        CochangeMatrix::of_owners(view, owners, sets, |team| team)
    }

    /// The same where teams under five are one item together.
    pub(crate) fn of_groups(view: &View<'_>, owners: &Owners, groups: &Groups, sets: &TouchedSets) -> CochangeMatrix {
        let sum = groups.sum();
        let under: &str = sum.as_str();
        CochangeMatrix::of_owners(view, owners, sets, |team| if groups.is_small(team) { under } else { team })
    }

    /// The same where each team is an item of this name.
    fn of_owners<'n>(
        view: &'n View<'_>,
        owners: &'n Owners,
        sets: &TouchedSets,
        named: impl Fn(&'n str) -> &'n str,
    ) -> CochangeMatrix {
        let now = |path| owners.required_for(path, view).into_iter().map(&named).collect();
        // Who owned it then is of no matter where anyone may approve today.
        let is_open =
            |path| matches!(owners.observed.owner_of_touched(path, None, view), Owner::Teams(claim) if claim.is_open);
        let then = |path, team| owners.team_at(path, Some(team), view).filter(|_| !is_open(path)).map(&named);
        CochangeMatrix::of_items(sets, now, then)
    }

    /// Components of the organization's files; where they name none with paths, the parts of repositories.
    pub(crate) fn of_components(
        view: &View<'_>,
        owners: &Owners,
        log: &ChangeLog,
        sets: &TouchedSets,
    ) -> CochangeMatrix {
        if view.inputs.org.components.values().any(|component| !component.paths.is_empty()) {
            return CochangeMatrix::of_items(
                sets,
                |path| owners.component_of_touched(path).into_iter().collect(),
                |_, _| None,
            );
        }
        let folders: BTreeSet<String> = parts(log, view).into_iter().map(|part| part.folder).collect();
        let folder = |path: Symbol| {
            let text = view.facts.text(path);
            let ends = text.char_indices().filter(|(_, letter)| *letter == '/').map(|(at, _)| at);
            ends.filter_map(|at| folders.get(&text[..at])).next().map(String::as_str).into_iter().collect()
        };
        CochangeMatrix::of_items(sets, folder, |_, _| None)
    }

    /// Items to which paths belong; `then` gives the item of a path of which a record names the team that owned it when
    /// it was changed.
    fn of_items<'n>(
        sets: &TouchedSets,
        items: impl Fn(Symbol) -> Vec<&'n str>,
        then: impl Fn(Symbol, Symbol) -> Option<&'n str>,
    ) -> CochangeMatrix {
        let mut names = Names::default();
        let numbered =
            |path: &Symbol| -> Box<[u32]> { items(*path).into_iter().map(|name| names.number(name)).collect() };
        let now: Vec<Box<[u32]>> = sets.paths.iter().map(numbered).collect();
        let mut touched: Vec<(&TouchedSet, Vec<u32>, bool)> = Vec::new();
        let (mut touches, mut unplaced) = (0, 0);
        for set in &sets.sets {
            let mut owner_then = |(path, team): &(u32, Symbol)| {
                Some((*path, names.number(then(*sets.paths.get(*path as usize)?, *team)?)))
            };
            let owners_then: FxHashMap<u32, u32> = set.owners_then.iter().filter_map(&mut owner_then).collect();
            let (mut items, mut outside) = (Vec::new(), 0);
            for path in &set.paths {
                let held = items.len();
                match owners_then.get(path) {
                    Some(item) => items.push(*item),
                    None => items.extend(&now[*path as usize]),
                }
                outside += usize::from(items.len() == held);
            }
            (touches, unplaced) = (touches + set.paths.len(), unplaced + outside);
            items.sort_unstable();
            items.dedup();
            if !items.is_empty() {
                touched.push((set, items, outside > 0));
            }
        }
        let used: BTreeSet<u32> = touched.iter().flat_map(|(_, items, _)| items).copied().collect();
        let mut used: Vec<u32> = used.into_iter().collect();
        used.sort_unstable_by_key(|item| names.met[*item as usize]);
        let mut places = vec![0; names.met.len()];
        used.iter().zip(0..).for_each(|(item, place)| places[*item as usize] = place);
        let numbered = touched.iter().map(|(set, items, _)| {
            let mut items: Vec<u32> = items.iter().map(|item| places[*item as usize]).collect();
            items.sort_unstable();
            (&set.set, items)
        });
        let mut found = CochangeMatrix::new(sets, used.len() as u32, numbered);
        found.names = used.iter().map(|item| names.met[*item as usize].to_owned()).collect();
        for ((set, ..), number) in touched.iter().zip(0..) {
            set.initiatives.iter().for_each(|id| found.naming.entry(*id).or_default().push(number));
        }
        found.beyond = touched.iter().map(|(.., beyond)| *beyond).collect();
        let placed = |items: &[u32]| -> Box<[u32]> { items.iter().map(|item| places[*item as usize]).collect() };
        let of_paths = sets.paths.iter().zip(&now).filter(|(_, items)| !items.is_empty());
        found.items_of = of_paths.map(|(path, items)| (*path, placed(items))).collect();
        (found.touches, found.unplaced) = (touches, unplaced);
        found
    }

    fn new<'s>(from: &TouchedSets, items: u32, sets: impl Iterator<Item = (&'s Set, Vec<u32>)>) -> CochangeMatrix {
        let mut own = Vec::new();
        let numbered = sets.map(|(set, items)| {
            own.push(*set);
            let epoch = i32::from(set.day.year()) * 4 + i32::from(set.day.quarter());
            // Both only have to keep their order.
            (epoch.wrapping_sub(i32::MIN) as u32, week(set.day).wrapping_sub(i32::MIN) as u32, items)
        });
        let incidence = Incidence::new(items, numbered.collect::<Vec<_>>());
        CochangeMatrix {
            incidence,
            sets: own,
            window_days: from.window_days,
            bots: from.bots,
            aside: from.aside,
            since: from.since,
            touches: from.sets.iter().map(|set| set.paths.len()).sum(),
            ..CochangeMatrix::default()
        }
    }

    /// The same change-sets over live initiatives instead of paths: a set touches those in whose scope any of its paths
    /// lies and those that it names. One path may lie in several scopes.
    pub fn between_initiatives(&self, view: &View<'_>) -> CochangeMatrix {
        let mut of_set: Vec<Vec<u32>> = vec![Vec::new(); self.sets.len()];
        let mut is_placed = vec![false; self.names.len()];
        let mut names: Vec<String> = Vec::new();
        for initiative in view.live() {
            let bounds = Bounds::of(initiative.scope.iter().map(|piece| &piece.value), view.inputs);
            let paths: Vec<u32> = self.within(&bounds, view);
            let named = self.naming(&initiative.id, view);
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
        CochangeMatrix {
            incidence: Incidence::new(names.len() as u32, sets),
            names,
            sets: kept.iter().filter_map(|set| self.set(*set)).copied().collect(),
            unplaced: unplaced.map(|(path, _)| self.incidence.degree(path) as usize).sum(),
            window_days: self.window_days,
            bots: self.bots,
            aside: self.aside,
            touches: self.touches,
            since: self.since,
            ..CochangeMatrix::default()
        }
    }

    /// The paths that lie within some bounds, ascending.
    pub fn within(&self, bounds: &Bounds, view: &View<'_>) -> Vec<u32> {
        let held = bounds.held(view);
        let mut items: Vec<u32> = held.into_iter().filter_map(|path| self.item(view.facts.text(path))).collect();
        items.sort_unstable();
        items
    }

    /// The sets that name an initiative, ascending.
    pub fn naming(&self, initiative: &str, view: &View<'_>) -> &[u32] {
        let known = view.facts.symbols().find(initiative).and_then(|id| self.naming.get(&id));
        known.map_or(&[], Vec::as_slice)
    }

    /// The team that owns each path: as the last change that says so, else as is known of it now. Empty at other
    /// levels.
    pub(crate) fn path_owners(&self, view: &View<'_>, owners: &Owners) -> Vec<Option<String>> {
        let owner = |(name, then): (&String, &Option<Symbol>)| {
            owners.team_at(view.facts.symbols().find(name)?, *then, view).map(str::to_owned)
        };
        self.names.iter().zip(&self.owners_then).map(owner).collect()
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

    /// The change of a set that shows best that it touches some items: of those that touch most of them, the newest.
    /// Where several changes belong together, none of them may touch all.
    pub fn shows(&self, set: u32, items: &[u32], view: &View<'_>) -> Option<Shown> {
        let set = self.set(set)?;
        let touched = |path: Symbol| {
            let own = || self.item(view.facts.text(path)).into_iter().collect();
            let found: Vec<u32> = self.items_of.get(&path).map_or_else(own, |items| items.to_vec());
            found.into_iter().filter(|item| items.contains(item)).collect()
        };
        let whole = || Shown { change: set.change, moment: Moment { day: set.day, at: set.at }, items: 0 };
        Some(shown(set.id, view, self.window_days, touched).unwrap_or_else(whole))
    }

    /// Days of sets, from the first one on.
    pub(crate) fn moments(&self) -> Vec<u32> {
        let first = self.sets.iter().map(|set| set.day).min();
        let since = |set: &Set| first.map_or(0, |first| u32::try_from(set.day.days_since(first)).unwrap_or(0));
        self.sets.iter().map(since).collect()
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

#[cfg(test)]
mod tests {
    use onethread_model::config::Config;
    use onethread_model::facts::{Cells, FactKind, Facts};
    use onethread_model::org::Org;
    use onethread_model::source::Sources;

    use super::*;
    use crate::measure::{Snapshot, World};

    /// A change-set is shown by a change that touches what is asked for, with its own day: one that touches all of it
    /// before a newer one that touches some, and of a day the last one in the order of history.
    #[test]
    fn a_change_set_is_shown_by_a_change_that_touches_what_is_asked_for() {
        let shown = |changes: &[(&str, &str)]| {
            let mut facts = Facts::default();
            for ((day, paths), line) in changes.iter().zip(1..) {
                let change = format!("c{line}");
                for path in paths.split_whitespace() {
                    let mut cells = Cells::default();
                    cells.set("day", day);
                    cells.set("change", &change);
                    cells.set("component", path);
                    cells.set("set", "s");
                    facts.push(FactKind::Touch, &cells, RecordRef { source: 0, line }).expect("a touch");
                }
            }
            let snapshot = Snapshot::new(Config::default(), Org::default(), Sources::default(), facts);
            let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
            let item = |path: Symbol| match world.facts.text(path) {
                "a" => vec![0],
                "b" => vec![1],
                _ => Vec::new(),
            };
            let set = world.facts.symbols().find("s").expect("a set");
            let shown = super::shown(set, &world, 365, item)?;
            Some((world.facts.text(shown.change).to_owned(), shown.day().to_string(), shown.items))
        };
        let is = |change: &str, day: &str, items| Some((change.to_owned(), day.to_owned(), items));
        let (early, late) = ("2026-06-01", "2026-06-02");
        assert_eq!(shown(&[(early, "a b"), (late, "a"), (late, "x")]), is("c1", early, 2));
        assert_eq!(shown(&[(early, "a"), (late, "b"), (late, "x")]), is("c2", late, 1));
        assert_eq!(shown(&[(late, "a b"), (late, "a b x"), (early, "a b")]), is("c2", late, 2));
        assert_eq!(shown(&[(late, "x"), ("2025-06-01", "a b")]), None, "beyond the window");
    }
}
