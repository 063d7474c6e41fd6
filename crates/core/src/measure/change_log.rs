//! Changes of a window, united into change-sets: what candidates and ownership are read from.

use std::collections::{HashMap, HashSet};

use onethread_model::Day;
use onethread_model::facts::{AsOf, RecordRef, Symbol};

use super::aside::{Aside, Moment, Trails, Whole};

pub use super::aside::PATHS_MAX;

/// Days that are looked at.
pub const WINDOW_DAYS: i64 = 365;

/// A change, or several that belong together.
#[derive(Debug)]
pub struct ChangeSet {
    /// Its id: that of its change, where it is one alone.
    pub id: Symbol,
    /// Its first change.
    pub change: Symbol,
    /// When the last of it landed.
    pub(crate) last: Moment,
    /// The first day any of it landed.
    pub day: Day,
    /// Components and paths that it touches, each once.
    pub components: Vec<Symbol>,
    /// The initiatives that it says it is made for, each once.
    pub initiatives: Vec<Symbol>,
    /// Its authors, each once. For counts of at least five people, never for single ones.
    pub people: Vec<Symbol>,
    /// Who else is named as having worked on it, each once: where a branch lands as one commit, forges name whoever has a
    /// commit in it.
    pub coauthors: Vec<Symbol>,
    /// The repositories that it landed in, each once.
    pub repositories: Vec<Symbol>,
    /// Of what it touches, the teams that owned it then, where its source says so.
    pub owners_then: Vec<(Symbol, Symbol)>,
    /// Its first record.
    pub at: RecordRef,
}

/// The change-sets of a window, in the order of their first records. Those that bots made are left out, and so
/// are releases, touches that show no work and bulk changes; `bots` and `aside` count them.
#[derive(Debug, Default)]
pub struct ChangeLog {
    /// The change-sets.
    pub sets: Vec<ChangeSet>,
    /// Changes that bots made.
    pub bots: usize,
    /// Touches that show no work, left out.
    pub aside: Aside,
}

impl ChangeSet {
    /// Everybody who had a part in it.
    pub fn everybody(&self) -> impl Iterator<Item = &Symbol> {
        self.people.iter().chain(&self.coauthors)
    }

    fn new(id: Symbol, change: Symbol, day: Day, at: RecordRef) -> ChangeSet {
        let (components, initiatives, people, coauthors) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (repositories, owners_then) = (Vec::new(), Vec::new());
        let last = Moment { day, at };
        ChangeSet { id, change, last, day, components, initiatives, people, coauthors, repositories, owners_then, at }
    }

    /// The same with everything in order, and once.
    fn settled(mut self) -> ChangeSet {
        let people = [&mut self.people, &mut self.coauthors];
        for symbols in [&mut self.components, &mut self.initiatives, &mut self.repositories].into_iter().chain(people) {
            symbols.sort_unstable();
            symbols.dedup();
            symbols.shrink_to_fit();
        }
        self.owners_then.sort_unstable();
        self.owners_then.dedup();
        self
    }
}

impl ChangeLog {
    /// Reads the change-sets of the last `window_days` days. [`super::View::change_log`] keeps those of a year.
    pub(super) fn over(facts: AsOf<'_>, trails: &Trails, window_days: i64) -> ChangeLog {
        let is_recent = |day: Day| facts.day().days_since(day) < window_days;
        let mut log = ChangeLog::default();
        let mut set_of: HashMap<Symbol, Symbol> = HashMap::new();
        let mut sets: HashMap<Symbol, ChangeSet> = HashMap::new();
        let mut by_programs: HashSet<Symbol> = HashSet::new();
        let mut whole = Whole::default();
        for change in facts.changes().filter(|change| is_recent(change.day)) {
            if facts.is_by_program(change) {
                by_programs.insert(change.change);
                log.bots += 1;
                continue;
            }
            if whole.takes(change.change, trails) {
                continue;
            }
            let id = change.set.unwrap_or(change.change);
            set_of.insert(change.change, id);
            let set = sets.entry(id).or_insert_with(|| ChangeSet::new(id, change.change, change.day, change.at));
            set.last = set.last.max(Moment { day: change.day, at: change.at });
            set.day = set.day.min(change.day);
            if change.at < set.at {
                (set.at, set.change) = (change.at, change.change);
            }
            set.initiatives.extend(change.initiative);
            set.people.extend(change.author);
            set.coauthors.extend(&*change.coauthors);
            set.repositories.extend(change.repository);
        }
        for touch in facts.touches().filter(|touch| is_recent(touch.day)) {
            if by_programs.contains(&touch.change) || whole.takes(touch.change, trails) {
                continue;
            }
            let path = match trails.work_of(touch) {
                Ok(path) => path,
                Err(reason) => {
                    log.aside.count(reason);
                    continue;
                }
            };
            // A source may say what changes touch, and not who made them.
            let id = set_of.get(&touch.change).copied().unwrap_or_else(|| touch.set.unwrap_or(touch.change));
            let set = sets.entry(id).or_insert_with(|| ChangeSet::new(id, touch.change, touch.day, touch.at));
            set.last = set.last.max(Moment::of(touch));
            set.components.push(path);
            set.owners_then.extend(touch.team.map(|team| (path, team)));
        }
        log.sets = sets.into_values().map(ChangeSet::settled).collect();
        whole.count(&mut log.aside);
        log.sets.sort_by_key(|set| set.at);
        log
    }
}

/// Change-sets of a log by what they touch and by what they name, as places among them, ascending.
#[derive(Debug, Default)]
pub(crate) struct SetIndex {
    by_component: HashMap<Symbol, Vec<u32>>,
    by_initiative: HashMap<Symbol, Vec<u32>>,
}

impl SetIndex {
    pub(super) fn of(log: &ChangeLog) -> SetIndex {
        let mut index = SetIndex::default();
        for (set, at) in log.sets.iter().zip(0..) {
            set.components.iter().for_each(|component| index.by_component.entry(*component).or_default().push(at));
            set.initiatives.iter().for_each(|id| index.by_initiative.entry(*id).or_default().push(at));
        }
        index
    }

    /// Change-sets that touch a component or path.
    pub(crate) fn touching(&self, component: Symbol) -> &[u32] {
        self.by_component.get(&component).map_or(&[], Vec::as_slice)
    }

    /// Change-sets that name an initiative.
    pub(crate) fn naming(&self, initiative: Option<Symbol>) -> &[u32] {
        initiative.and_then(|id| self.by_initiative.get(&id)).map_or(&[], Vec::as_slice)
    }
}
