//! Changes as teams see them: who made each, and whose code it touched.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use onethread_model::Day;
use onethread_model::facts::{RecordRef, Symbol};

use super::Behind;
use super::parties::Parties;
use crate::measure::World;
use crate::measure::change_log::PATHS_MAX;

/// A change-set as teams see it.
pub(crate) struct TeamSet<'w> {
    pub(crate) day: Day,
    pub(crate) at: RecordRef,
    pub(crate) change: Symbol,
    /// Teams that made it: as its source says, else those of its people who are on one team only.
    pub(crate) makers: BTreeSet<&'w str>,
    /// Teams that own what it touches, with how many paths.
    pub(crate) owners: BTreeMap<&'w str, usize>,
    /// Components of the organization's files that it touches.
    pub(crate) components: BTreeSet<&'w str>,
}

/// The change-sets of a window, in the order of their first records. Those that programs made and sweeps are left out.
pub(crate) struct Work<'w> {
    pub(crate) sets: Vec<TeamSet<'w>>,
    pub(crate) programs: usize,
    pub(crate) sweeps: usize,
    /// Touches of paths that no one team is known to own.
    pub(crate) unowned: usize,
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
    components: BTreeSet<&'w str>,
    unowned: usize,
}

impl<'w> Work<'w> {
    pub(crate) fn of(world: &World<'w>, parties: &Parties<'w>, window_days: i64) -> Work<'w> {
        let facts = world.facts;
        let is_recent = |day: Day| world.day.days_since(day) < window_days;
        let mut work = Work { sets: Vec::new(), programs: 0, sweeps: 0, unowned: 0, since: None };
        let mut set_of: HashMap<Symbol, Symbol> = HashMap::new();
        let mut sets: HashMap<Symbol, Gathered<'w>> = HashMap::new();
        for change in facts.changes() {
            work.since = Some(work.since.map_or(change.day, |since| since.min(change.day)));
            if !is_recent(change.day) {
                continue;
            }
            if facts.is_by_program(change) {
                work.programs += 1;
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
        let mut known: HashMap<Symbol, (Option<&'w str>, Option<&'w str>)> = HashMap::new();
        for touch in facts.touches().filter(|touch| is_recent(touch.day)) {
            let Some(set) = set_of.get(&touch.change).and_then(|id| sets.get_mut(id)) else { continue };
            if !set.paths.insert(touch.component) {
                continue;
            }
            let (owner, component) = *known.entry(touch.component).or_insert_with(|| {
                let owners = &parties.owners;
                (owners.team_of_touched(touch.component), owners.component_of_touched(touch.component))
            });
            // Who owned it then counts before who owns it now.
            match touch.team.map(|team| facts.text(team)).or(owner) {
                Some(team) => *set.owners.entry(team).or_default() += 1,
                None => set.unowned += 1,
            }
            set.components.extend(component);
        }
        for set in sets.into_values() {
            if set.paths.len() > PATHS_MAX {
                work.sweeps += 1;
                continue;
            }
            let (Some(day), Some((at, change))) = (set.day, set.first) else { continue };
            let mut makers = set.stated;
            if makers.is_empty() {
                makers.extend(set.people.iter().filter_map(|person| parties.teams.only_team_of(facts.text(*person))));
            }
            work.unowned += set.unowned;
            work.sets.push(TeamSet { day, at, change, makers, owners: set.owners, components: set.components });
        }
        work.sets.sort_by_key(|set| set.at);
        work
    }
}

/// A change-set that leads to its record.
pub(super) fn behind(set: &TeamSet<'_>, world: &World<'_>) -> Behind {
    let what = world.facts.text(set.change).to_owned();
    Behind { day: Some(set.day), what, place: world.facts.place(set.at) }
}
