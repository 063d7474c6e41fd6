//! Changes as teams see them: who made each, and whose code it touched.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use onethread_kernel::bootstrap::{Block, share_of_blocks};
use onethread_model::Day;
use onethread_model::facts::{RecordRef, Symbol};
use onethread_model::record::Reference;

use super::parties::{Parties, reference};
use super::{Behind, Class, Finding, Gathering, Strength, dated};
use crate::measure::World;
use crate::measure::change_log::PATHS_MAX;

/// Any number will do, as long as it stays the same.
const SEED: u64 = 8;

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

/// Counts of one side: change-sets that touch its code, by week.
#[derive(Default)]
struct Side {
    n: usize,
    weeks: BTreeMap<i32, u64>,
}

/// What changes together: change-sets that touch the code of two teams.
pub(super) fn gather(all: &mut Gathering<'_, '_>) {
    let (world, parties) = (all.world, all.parties);
    let work = Work::of(world, parties, all.window_days);
    if work.sets.iter().any(|set| !set.owners.is_empty()) {
        all.has(Class::Evolutionary);
    }
    let mut sides: BTreeMap<Reference, Side> = BTreeMap::new();
    let mut pairs: BTreeMap<(Reference, &str), Vec<&TeamSet<'_>>> = BTreeMap::new();
    for set in &work.sets {
        let touching: BTreeSet<Reference> = set.owners.keys().map(|team| parties.party(team)).collect();
        for party in touching {
            let side = sides.entry(party.clone()).or_default();
            side.n += 1;
            *side.weeks.entry(week(set.day)).or_default() += 1;
            for on in set.owners.keys().filter(|on| !parties.is_own(&party, on)) {
                pairs.entry((party.clone(), on)).or_default().push(set);
            }
        }
    }
    for ((needs, on), sets) in pairs {
        let Some(side) = sides.get(&needs) else { continue };
        let days = sets.iter().map(|set| (set.day, behind(set, world))).collect();
        let mut seen = dated(Class::Evolutionary, days, world, all.window_days, work.since);
        seen.mutual = true;
        seen.strength = Some(strength(side, &sets));
        all.findings.push(Finding { needs, team: None, on: reference("team", on), effect: None, seen });
    }
    all.leave_out("changes that programs made", work.programs);
    all.leave_out("change-sets of more than 100 paths", work.sweeps);
    all.leave_out("touches of what no one team is known to own", work.unowned);
}

pub(super) fn behind(set: &TeamSet<'_>, world: &World<'_>) -> Behind {
    let what = world.facts.text(set.change).to_owned();
    Behind { day: Some(set.day), what, place: world.facts.place(set.at) }
}

/// Weeks begin on Monday; 1970-01-01 was a Thursday.
fn week(day: Day) -> i32 {
    (day.epoch_days() + 3).div_euclid(7)
}

fn strength(side: &Side, sets: &[&TeamSet<'_>]) -> Strength {
    let mut hits: BTreeMap<i32, u64> = BTreeMap::new();
    for set in sets {
        *hits.entry(week(set.day)).or_default() += 1;
    }
    let blocks: Vec<Block> = side
        .weeks
        .iter()
        .map(|(week, trials)| Block { hits: hits.get(week).copied().unwrap_or_default(), trials: *trials })
        .collect();
    let share = share_of_blocks(&blocks, SEED);
    Strength {
        of: side.n,
        share: sets.len() as f64 / side.n.max(1) as f64,
        low: share.map(|share| share.low),
        high: share.map(|share| share.high),
    }
}
