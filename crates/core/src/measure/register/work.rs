//! Changes as teams see them: who made each, and whose code it touched.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::facts::{RecordRef, Symbol};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::Behind;
use crate::measure::View;
use crate::measure::aside::{Aside, Whole};
use crate::measure::groups::Groups;
use crate::measure::majority::is_majority;
use crate::measure::owners::{Owners, Whose};
use crate::measure::parts::parts;

/// A change-set as teams see it. Teams are places in [`Work::teams`], so that they are in alphabetical order.
pub(crate) struct TeamSet {
    /// Its id: that of its change, where it is one alone.
    pub(crate) id: Symbol,
    pub(crate) day: Day,
    pub(crate) at: RecordRef,
    pub(crate) change: Symbol,
    /// Teams that made it, ascending: as its source says, else those of its people who are on one team only.
    pub(crate) makers: Box<[u32]>,
    /// Teams each of which alone owns some of what it touches, ascending.
    pub(crate) owners: Box<[u32]>,
    /// Components that it touches, by their places in [`Work::names`], ascending.
    pub(crate) components: Box<[u32]>,
}

/// The change-sets of a window, in the order of their first records. Those that bots made and bulk changes are left
/// out.
pub(crate) struct Work {
    pub(crate) sets: Vec<TeamSet>,
    /// Teams that made or own any of it, in alphabetical order.
    teams: Vec<String>,
    /// Of each, whether it is known to have at least five people.
    is_group: Vec<bool>,
    /// Components of the organization's files; where they name none with paths, parts of repositories.
    pub(crate) names: Vec<String>,
    /// Of each component, who owns the paths of it that changed.
    pub(crate) held: Vec<Held>,
    /// The day of the first change on record.
    pub(crate) since: Option<Day>,
    /// Touches that show no work, left out.
    pub(crate) aside: Aside,
}

/// Who owns the paths of a component that changed, each path once.
#[derive(Clone, Default)]
pub(crate) struct Held {
    pub(crate) paths: usize,
    pub(crate) of_persons: usize,
    of_teams: usize,
    /// Of these, those that have not just one team as an owner: several, or several that have to agree.
    pub(crate) of_several: usize,
    /// Of how many paths each team can approve every change alone.
    pub(crate) owners: BTreeMap<String, usize>,
}

/// Whose a component is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// The one team that is an owner of every path that has one.
    Team(String),
    /// Teams, no one of which is the only owner of every path that has one.
    Several,
    /// Persons and no team.
    Persons,
    /// Nobody, as for most of what changed in it.
    Nobody,
}

impl Held {
    fn add(&mut self, whose: &Whose<'_>) {
        self.paths += 1;
        match whose {
            Whose::Teams { owners, .. } => {
                self.of_teams += 1;
                self.of_several += usize::from(owners.len() != 1);
                owners.iter().for_each(|team| *self.owners.entry((*team).to_owned()).or_default() += 1);
            }
            Whose::Persons => self.of_persons += 1,
            Whose::Nobody => {}
        }
    }

    /// Paths that changed, and how many of them have an owner.
    pub(crate) fn owned(&self) -> (usize, usize) {
        (self.paths, self.of_teams + self.of_persons)
    }

    /// Paths that one team owns alone.
    pub(crate) fn of_one_team(&self) -> usize {
        self.of_teams - self.of_several
    }

    /// The main team: the one that is an owner of most paths, alone or beside others, and of how many; of two the first by
    /// name.
    pub(crate) fn most(&self) -> Option<(&str, usize)> {
        let most = self.owners.iter().max_by_key(|(team, paths)| (**paths, std::cmp::Reverse(*team)));
        most.map(|(team, paths)| (team.as_str(), *paths))
    }

    /// Whose the component is by the paths that changed; absent where none did.
    pub(crate) fn holder(&self) -> Option<Holder> {
        let owned = self.of_teams + self.of_persons;
        let mut everywhere = self.owners.iter().filter(|(_, paths)| **paths == owned).map(|(team, _)| team);
        Some(match (everywhere.next(), everywhere.next()) {
            _ if self.paths == 0 => return None,
            _ if !is_majority(owned, self.paths) => Holder::Nobody,
            _ if self.of_teams == 0 => Holder::Persons,
            (Some(team), None) => Holder::Team(team.clone()),
            _ => Holder::Several,
        })
    }
}

#[derive(Default)]
struct Gathered {
    first: Option<(RecordRef, Symbol)>,
    day: Option<Day>,
    makers: Vec<u32>,
    people: Vec<Symbol>,
    paths: FxHashSet<Symbol>,
    owners: Vec<u32>,
    components: Vec<u32>,
}

/// Teams in the order in which they are met.
#[derive(Default)]
struct Met<'w> {
    numbers: FxHashMap<&'w str, u32>,
}

impl<'w> Met<'w> {
    fn number(&mut self, team: &'w str) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(team).or_insert(next)
    }

    /// All of them in alphabetical order, and of each number the place there.
    fn sorted(self) -> (Vec<String>, Vec<u32>) {
        let mut met: Vec<(&str, u32)> = self.numbers.into_iter().collect();
        met.sort_unstable();
        let mut places = vec![0; met.len()];
        for ((_, number), place) in met.iter().zip(0..) {
            places[*number as usize] = place;
        }
        (met.into_iter().map(|(team, _)| team.to_owned()).collect(), places)
    }
}

/// To which component a path belongs.
pub(crate) struct Components {
    pub(crate) names: Vec<String>,
    numbers: FxHashMap<String, u32>,
    /// Whether the organization's files say; else the parts of repositories do.
    is_described: bool,
}

impl Components {
    pub(crate) fn of(view: &View<'_>) -> Components {
        let is_described = view.inputs.org.components.values().any(|component| !component.paths.is_empty());
        let names: Vec<String> = match is_described {
            true => view.inputs.org.components.keys().cloned().collect(),
            false => parts(view.change_log(), view).into_iter().map(|part| part.folder).collect(),
        };
        let numbers = names.iter().cloned().zip(0..).collect();
        Components { names, numbers, is_described }
    }

    pub(crate) fn number(&self, path: Symbol, view: &View<'_>, owners: &Owners) -> Option<u32> {
        if self.is_described {
            return self.numbers.get(owners.component_of_touched(path)?).copied();
        }
        self.part(view.facts.text(path))
    }

    /// The same for a path that only bots touch, of which nothing is kept.
    pub(crate) fn number_by_bot(&self, path: Symbol, view: &View<'_>, owners: &Owners) -> Option<u32> {
        let text = view.facts.text(path);
        match self.is_described {
            true => self.numbers.get(owners.component_of(text)?).copied(),
            false => self.part(text),
        }
    }

    /// The deepest part of a repository around a path.
    fn part(&self, text: &str) -> Option<u32> {
        let ends = text.char_indices().filter(|(_, letter)| *letter == '/').map(|(at, _)| at);
        ends.filter_map(|at| self.numbers.get(&text[..at])).next().copied()
    }
}

/// Each once.
fn ascending(mut numbers: Vec<u32>) -> Box<[u32]> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_boxed_slice()
}

impl Work {
    /// Reads the change-sets of the last `window_days` days.
    pub(crate) fn of(view: &View<'_>, owners: &Owners, members: &Groups, window_days: i64) -> Work {
        let (facts, trails) = (view.facts, view.trails());
        let is_recent = |day: Day| view.day.days_since(day) < window_days;
        let components = Components::of(view);
        let (mut since, mut aside, mut whole): (Option<Day>, Aside, Whole) = Default::default();
        let mut held = vec![Held::default(); components.names.len()];
        let mut met = Met::default();
        let recent = facts.changes().filter(|change| is_recent(change.day)).count();
        let mut set_of: FxHashMap<Symbol, Symbol> = FxHashMap::with_capacity_and_hasher(recent, FxBuildHasher);
        let mut sets: FxHashMap<Symbol, Gathered> = FxHashMap::with_capacity_and_hasher(recent, FxBuildHasher);
        for change in facts.changes() {
            since = Some(since.map_or(change.day, |since| since.min(change.day)));
            if !is_recent(change.day) || facts.is_by_program(change) {
                continue;
            }
            if whole.takes(change.change, trails) {
                continue;
            }
            let id = change.set.unwrap_or(change.change);
            set_of.insert(change.change, id);
            let set = sets.entry(id).or_default();
            set.day = Some(set.day.map_or(change.day, |day| day.min(change.day)));
            let here = (change.at, change.change);
            set.first = Some(set.first.map_or(here, |first| if here.0 < first.0 { here } else { first }));
            set.makers.extend(change.team.map(|team| met.number(facts.text(team))));
            set.people.extend(change.author.iter().chain(&*change.coauthors));
        }
        let mut known: FxHashMap<Symbol, (Option<u32>, Option<u32>)> = FxHashMap::default();
        for touch in facts.touches().filter(|touch| is_recent(touch.day)) {
            let Some(set) = set_of.get(&touch.change).and_then(|id| sets.get_mut(id)) else { continue };
            let path = match trails.work_of(touch) {
                Ok(path) => path,
                Err(reason) => {
                    aside.count(reason);
                    continue;
                }
            };
            if !set.paths.insert(path) {
                continue;
            }
            let (owner, component) = *known.entry(path).or_insert_with(|| {
                let owner = owners.team_of_touched(path, view);
                let component = components.number(path, view, owners);
                if let Some(held) = component.and_then(|component| held.get_mut(component as usize)) {
                    held.add(&owners.whose(path, touch.team, None, view));
                }
                (owner.map(|owner| met.number(owner)), component)
            });
            let owner_then = touch.team.and_then(|team| owners.team_at(path, Some(team), view));
            set.owners.extend(owner_then.map(|team| met.number(team)).or(owner));
            set.components.extend(component);
        }
        whole.count(&mut aside);
        for set in sets.values_mut().filter(|set| set.makers.is_empty()) {
            let teams = set.people.iter().filter_map(|person| members.only_team_of(facts.text(*person)));
            set.makers.extend(teams.map(|team| met.number(team)));
        }
        let (teams, places) = met.sorted();
        let placed = |numbers: Vec<u32>| ascending(numbers.into_iter().map(|number| places[number as usize]).collect());
        let set = |(id, set): (Symbol, Gathered)| {
            let ((at, change), day) = (set.first?, set.day?);
            let (makers, owners, components) = (placed(set.makers), placed(set.owners), ascending(set.components));
            Some(TeamSet { id, day, at, change, makers, owners, components })
        };
        let mut sets: Vec<TeamSet> = sets.into_iter().filter_map(set).collect();
        sets.sort_by_key(|set| set.at);
        let is_group = teams.iter().map(|team| members.is_group(team)).collect();
        Work { sets, teams, is_group, names: components.names, held, since, aside }
    }

    /// The name of a team.
    pub(crate) fn team(&self, number: u32) -> &str {
        self.teams.get(number as usize).map_or("", String::as_str)
    }

    /// The teams of at least five people that made a change-set, in alphabetical order.
    pub(crate) fn group_makers<'s>(&'s self, set: &'s TeamSet) -> impl Iterator<Item = u32> + use<'s> {
        set.makers.iter().copied().filter(|team| self.is_group.get(*team as usize).is_some_and(|is_group| *is_group))
    }
}

/// A change-set that leads to its record.
pub(crate) fn behind(set: &TeamSet, view: &View<'_>) -> Behind {
    let what = view.facts.text(set.change).to_owned();
    Behind { day: Some(set.day), what, place: view.facts.place(set.at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paths by who owns them, and whose the whole is.
    fn holder(paths: &[&[&str]]) -> Option<Holder> {
        let mut held = Held::default();
        for owners in paths {
            held.add(&match *owners {
                [] => Whose::Nobody,
                ["p"] => Whose::Persons,
                _ => Whose::Teams { owners: owners.to_vec(), is_open: false, is_several: owners.len() != 1 },
            });
        }
        held.holder()
    }

    /// Most paths have an owner from more than half of them on.
    #[test]
    fn a_team_named_for_every_path_owns_the_component() {
        let team = |team: &str| Some(Holder::Team(team.to_owned()));
        assert_eq!(holder(&[&["a"], &["a"]]), team("a"));
        assert_eq!(holder(&[&["a", "b"], &["a"]]), team("a"), "b is a possible reviewer of a part");
        assert_eq!(holder(&[&["a", "b"], &["a", "b"]]), Some(Holder::Several));
        assert_eq!(holder(&[&["a"], &["b"]]), Some(Holder::Several));
        assert_eq!(holder(&[&["a"], &["p"]]), Some(Holder::Several));
        assert_eq!(holder(&[&["a"], &["a"], &[]]), team("a"));
        assert_eq!(holder(&[&["a"], &[]]), Some(Holder::Nobody), "half is not most");
        assert_eq!(holder(&[&["p"], &["p"]]), Some(Holder::Persons));
        assert_eq!((holder(&[&[], &[]]), holder(&[])), (Some(Holder::Nobody), None));
    }
}
