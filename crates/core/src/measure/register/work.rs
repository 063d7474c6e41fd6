//! Changes as teams see them: who made each, and whose code it touched.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use onethread_model::Day;
use onethread_model::facts::{RecordRef, Symbol};

use super::Behind;
use super::parties::Parties;
use crate::measure::World;
use crate::measure::change_log::PATHS_MAX;
use crate::measure::parts::parts;

/// A change-set as teams see it.
pub(crate) struct TeamSet<'w> {
    pub(crate) day: Day,
    pub(crate) at: RecordRef,
    pub(crate) change: Symbol,
    /// Teams that made it: as its source says, else those of its people who are on one team only.
    pub(crate) makers: BTreeSet<&'w str>,
    /// Teams that own what it touches, with how many paths.
    pub(crate) owners: BTreeMap<&'w str, usize>,
    /// Components that it touches, by their places in [`Work::names`].
    pub(crate) components: BTreeSet<u32>,
}

/// The change-sets of a window, in the order of their first records. Those that programs made and sweeps are left out.
pub(crate) struct Work<'w> {
    pub(crate) sets: Vec<TeamSet<'w>>,
    /// Components of the organization's files; where they name none with paths, parts of repositories.
    pub(crate) names: Vec<String>,
    /// The day of the first change on record.
    pub(crate) since: Option<Day>,
}

#[derive(Default)]
struct Gathered<'w> {
    first: Option<(RecordRef, Symbol)>,
    day: Option<Day>,
    stated: BTreeSet<&'w str>,
    people: BTreeSet<Symbol>,
    paths: HashSet<Symbol>,
    owners: BTreeMap<&'w str, usize>,
    components: BTreeSet<u32>,
}

/// To which component a path belongs.
struct Components {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    /// Whether the organization's files say; else the parts of repositories do.
    is_described: bool,
}

impl Components {
    fn of(world: &World<'_>) -> Components {
        let is_described = world.inputs.org.components.values().any(|component| !component.paths.is_empty());
        let names: Vec<String> = match is_described {
            true => world.inputs.org.components.keys().cloned().collect(),
            false => parts(world.change_log(), world).into_iter().map(|part| part.folder).collect(),
        };
        let numbers = names.iter().cloned().zip(0..).collect();
        Components { names, numbers, is_described }
    }

    fn number(&self, path: Symbol, world: &World<'_>, parties: &Parties<'_>) -> Option<u32> {
        if self.is_described {
            return self.numbers.get(parties.owners.component_of_touched(path)?).copied();
        }
        let text = world.facts.text(path);
        let ends = text.char_indices().filter(|(_, letter)| *letter == '/').map(|(at, _)| at);
        ends.filter_map(|at| self.numbers.get(&text[..at])).next().copied()
    }
}

impl<'w> Work<'w> {
    pub(crate) fn of(world: &World<'w>, parties: &Parties<'w>, window_days: i64) -> Work<'w> {
        let facts = world.facts;
        let is_recent = |day: Day| world.day.days_since(day) < window_days;
        let components = Components::of(world);
        let mut work = Work { sets: Vec::new(), names: Vec::new(), since: None };
        let mut set_of: HashMap<Symbol, Symbol> = HashMap::new();
        let mut sets: HashMap<Symbol, Gathered<'w>> = HashMap::new();
        for change in facts.changes() {
            work.since = Some(work.since.map_or(change.day, |since| since.min(change.day)));
            if !is_recent(change.day) || facts.is_by_program(change) {
                continue;
            }
            let id = change.set.unwrap_or(change.change);
            set_of.insert(change.change, id);
            let set = sets.entry(id).or_default();
            set.day = Some(set.day.map_or(change.day, |day| day.min(change.day)));
            let here = (change.at, change.change);
            set.first = Some(set.first.map_or(here, |first| if here.0 < first.0 { here } else { first }));
            set.stated.extend(change.team.map(|team| facts.text(team)));
            set.people.extend(change.author.iter().chain(&*change.coauthors));
        }
        let mut known: HashMap<Symbol, (Option<&'w str>, Option<u32>)> = HashMap::new();
        for touch in facts.touches().filter(|touch| is_recent(touch.day)) {
            let Some(set) = set_of.get(&touch.change).and_then(|id| sets.get_mut(id)) else { continue };
            if !set.paths.insert(touch.component) {
                continue;
            }
            let (owner, component) = *known.entry(touch.component).or_insert_with(|| {
                let component = components.number(touch.component, world, parties);
                (parties.owners.team_of_touched(touch.component), component)
            });
            // Who owned it then counts before who owns it now.
            if let Some(team) = touch.team.map(|team| facts.text(team)).or(owner) {
                *set.owners.entry(team).or_default() += 1;
            }
            set.components.extend(component);
        }
        for set in sets.into_values() {
            let (Some(day), Some((at, change)), false) = (set.day, set.first, set.paths.len() > PATHS_MAX) else {
                continue;
            };
            let mut makers = set.stated;
            if makers.is_empty() {
                makers.extend(set.people.iter().filter_map(|person| parties.teams.only_team_of(facts.text(*person))));
            }
            work.sets.push(TeamSet { day, at, change, makers, owners: set.owners, components: set.components });
        }
        work.sets.sort_by_key(|set| set.at);
        work.names = components.names;
        work
    }
}

/// A change-set that leads to its record.
pub(crate) fn behind(set: &TeamSet<'_>, world: &World<'_>) -> Behind {
    let what = world.facts.text(set.change).to_owned();
    Behind { day: Some(set.day), what, place: world.facts.place(set.at) }
}
