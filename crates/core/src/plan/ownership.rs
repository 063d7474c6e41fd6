//! Which components would have kept changes inside one team, had another team owned them.
//!
//! Input: change-sets with the components that they touch, and the team that owns each. Output: at most three components,
//! each with the team in whose boundary changes would have stayed. The older two thirds of the changes choose; what is
//! reported is counted on the newest third, with an interval that draws whole weeks, beside what the same search finds once
//! the same components are dealt out among the same change-sets by chance. It says what would have stayed inside, and
//! nothing about what anybody would have gained by it.
//!
//! Dealing out: random swaps that keep how many components each change-set touches and how often each component is touched,
//! within each quarter (G. Strona and others, "A fast and unbiased procedure to randomize ecological binary matrices",
//! Nature Communications 5, 2014, for what such swaps keep).

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::bootstrap::{Block, share_of_blocks};
use onethread_kernel::random::Stream;
use onethread_model::Day;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::World;
use crate::measure::cochange::{quarter, week};
use crate::measure::register::work::{Holder, Work};
use crate::words::{drawn_p, interval, percent, with_minus};

/// The most components that are named.
const MOVES_MAX: usize = 3;
/// Days that are looked back.
const HISTORY_DAYS: i64 = 730;
/// The older part of them chooses, of so many.
const PARTS: i64 = 3;
/// Change-sets that cross under which nothing is searched, on the newest part. Tested by
/// `too_few_crossing_changes_are_refused`.
const CROSSING_MIN: usize = 10;
/// Teams under which no other one could own anything. Tested by `one_team_is_refused`.
const TEAMS_MIN: usize = 2;
/// Histories that are dealt out by chance.
const DRAWS: u32 = 99;
/// The largest chance with which a component is still named: that of the fewest draws beyond. Tested by
/// `what_is_planted_is_found_and_chance_finds_nothing`.
const CHANCE_MAX: f64 = 0.01;
/// Swaps for each touch.
const SWAPS: usize = 4;
/// The action of a plan that moves code to another team.
const MOVE_OWNERSHIP: &str = "move-ownership";
const SEED: u64 = 20_260_630;

/// What a search for another owner of some components found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct OwnershipSearch {
    /// Change-sets of the newest third that touch components of two teams or more.
    pub crossing: usize,
    /// All change-sets of the newest third that touch owned components.
    pub of: usize,
    /// The first day of the newest third; absent where nothing was searched.
    pub newest_from: Option<Day>,
    /// The components found, at most three, in the order in which they were chosen.
    pub moves: Vec<OwnershipMove>,
    /// Components that the older part chose, and that the newest part does not bear out.
    pub not_borne_out: usize,
    /// Why nothing can be said; absent where the search was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// A component that another team would have owned.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OwnershipMove {
    /// The component.
    pub component: String,
    /// The team that owns it.
    pub from: String,
    /// The team that would own it.
    pub to: String,
    /// Change-sets of the newest third that touch it and cross between teams.
    pub crossing: usize,
    /// Of these, those that would have stayed inside the other team.
    pub stay_inside: usize,
    /// Their share, 0 to 1.
    pub share: f64,
    /// Lower end of its 95 % interval; absent with changes in too few weeks.
    pub low_share: Option<f64>,
    /// Upper end of it.
    pub high_share: Option<f64>,
    /// Change-sets of the newest third that stay inside today and would not any more.
    pub leave_inside: usize,
    /// What the same search finds in histories that are dealt out by chance: the middle one of their net counts.
    pub by_chance: i64,
    /// How often chance finds as much or more.
    pub p: f64,
    /// How many histories were dealt out.
    pub draws: u32,
    /// Whether a plan with a day to come moves it already.
    pub is_decided: bool,
    /// The first change that crosses.
    pub place: Option<Place>,
}

/// A change-set, by the owned components that it touches.
#[derive(Clone, Debug)]
struct Touched {
    day: Day,
    components: Vec<u32>,
    /// Teams that made it, where that is known.
    makers: Vec<u32>,
    place: Option<Place>,
}

/// Another owner of a component, and what it does to some change-sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Net {
    stay: i64,
    leave: i64,
}

/// Searches the history of a world.
pub(super) fn search(world: &World<'_>) -> OwnershipSearch {
    let refused = |why: &str| OwnershipSearch { refused: Some(why.to_owned()), ..OwnershipSearch::default() };
    if !world.computes("component-ownership") {
        return refused("not agreed");
    }
    let work = world.work_over(HISTORY_DAYS);
    let Some((mut sets, owners, names)) = touched(&work, world) else {
        return refused("no change touches a component that one team of at least five people owns");
    };
    if are_of_one(&owners) {
        return refused("one team owns all that changed, so that no other could");
    }
    sets.sort_by_key(|set| set.day);
    let first = sets.first().map_or(world.day, |set| set.day);
    let third = world.day.days_since(first) / PARTS;
    let newest_from = world.day.plus_days(-i32::try_from(third).unwrap_or(i32::MAX));
    let at = sets.partition_point(|set| set.day < newest_from);
    let (older, newest) = sets.split_at(at);
    let is_crossing = |set: &&Touched| teams_of(set, &owners).len() > 1;
    let crossing = newest.iter().filter(is_crossing).count();
    let mut found =
        OwnershipSearch { crossing, of: newest.len(), newest_from: Some(newest_from), ..OwnershipSearch::default() };
    if crossing < CROSSING_MIN {
        found.refused =
            Some(format!("under {CROSSING_MIN} changes of the newest third cross between teams: {crossing}"));
        return found;
    }
    let chosen = choose(older, &owners);
    let chance = by_chance(older, newest, &owners);
    for (component, to) in chosen {
        let one = counted(component, to, newest, &owners, (&names, &chance));
        if one.p <= CHANCE_MAX && one.low_share.is_some() {
            let is_decided = is_decided(&one, world);
            found.moves.push(OwnershipMove { is_decided, ..one });
        } else {
            found.not_borne_out += 1;
        }
    }
    found
}

/// Whether too few teams own anything for another one to own it.
fn are_of_one(owners: &[u32]) -> bool {
    owners.iter().collect::<BTreeSet<_>>().len() < TEAMS_MIN
}

/// Why so few changes that cross say nothing.
fn too_few(crossing: usize) -> Option<String> {
    let why = || format!("under {CROSSING_MIN} changes of the newest third cross between teams: {crossing}");
    (crossing < CROSSING_MIN).then(why)
}

/// Whether a plan with a day to come moves code between these two teams already.
fn is_decided(one: &OwnershipMove, world: &World<'_>) -> bool {
    let plans = world.live().flat_map(|initiative| &initiative.dependencies).filter(|known| known.on.id == one.from);
    plans.filter_map(|known| known.plan.as_ref()).any(|plan| {
        let moves = plan.action.as_deref() == Some(MOVE_OWNERSHIP);
        moves && plan.by.is_some_and(|by| by >= world.day) && plan.owner.as_ref().is_none_or(|owner| *owner == one.to)
    })
}

/// Change-sets by owned components, the owner of each, and the names of components and teams. Components count in the order
/// in which they are met, so that no name alters what chance deals out.
fn touched(work: &Work, world: &World<'_>) -> Option<(Vec<Touched>, Vec<u32>, Names)> {
    let groups = world.work_groups();
    let owner = |component: u32| match work.held.get(component as usize)?.holder()? {
        Holder::Team(team) if groups.is_group(&team) => Some(team),
        _ => None,
    };
    let mut known: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    let (mut owners, mut names, mut sets) = (Vec::new(), Names::default(), Vec::new());
    for set in &work.sets {
        let mut components = Vec::new();
        for component in &set.components {
            let of = *known.entry(*component).or_insert_with(|| {
                owners.push(names.team(&owner(*component)?));
                names.components.push(work.names.get(*component as usize).cloned().unwrap_or_default());
                u32::try_from(owners.len() - 1).ok()
            });
            components.extend(of);
        }
        if !components.is_empty() {
            components.sort_unstable();
            let makers = work.group_makers(set).map(|team| names.team(work.team(team))).collect();
            sets.push(Touched { day: set.day, components, makers, place: Some(world.facts.place(set.at)) });
        }
    }
    (!sets.is_empty()).then_some((sets, owners, names))
}

#[derive(Default)]
struct Names {
    components: Vec<String>,
    teams: Vec<String>,
}

impl Names {
    /// The place of a team, which gets one where it has none.
    fn team(&mut self, name: &str) -> u32 {
        let at = self.teams.iter().position(|known| known == name).unwrap_or_else(|| {
            self.teams.push(name.to_owned());
            self.teams.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

/// Teams that a change-set needs: those that made it, and the owners of what it touches.
fn teams_of(set: &Touched, owners: &[u32]) -> BTreeSet<u32> {
    let owning = set.components.iter().map(|component| owners[*component as usize]);
    owning.chain(set.makers.iter().copied()).collect()
}

/// Teams that it needs beside the owner of one component.
fn others_of(set: &Touched, component: u32, owners: &[u32]) -> BTreeSet<u32> {
    let others = set.components.iter().filter(|other| **other != component);
    others.map(|other| owners[*other as usize]).chain(set.makers.iter().copied()).collect()
}

/// What each other owner of each component would do to these change-sets.
fn nets(sets: &[Touched], owners: &[u32]) -> BTreeMap<(u32, u32), Net> {
    let (mut nets, mut leave): (BTreeMap<(u32, u32), Net>, BTreeMap<u32, i64>) = Default::default();
    for set in sets {
        let is_inside = teams_of(set, owners).len() == 1;
        for component in &set.components {
            let mut others = others_of(set, *component, owners).into_iter();
            match (is_inside, others.next(), others.next()) {
                (true, Some(_), _) => *leave.entry(*component).or_default() += 1,
                (false, Some(other), None) => nets.entry((*component, other)).or_default().stay += 1,
                _ => {}
            }
        }
    }
    for ((component, _), net) in &mut nets {
        net.leave = leave.get(component).copied().unwrap_or_default();
    }
    nets
}

/// Components that would have kept most changes inside, one after another, each with its other owner.
fn choose(sets: &[Touched], owners: &[u32]) -> Vec<(u32, u32)> {
    let (mut owners, mut chosen) = (owners.to_vec(), Vec::new());
    while chosen.len() < MOVES_MAX {
        let nets = nets(sets, &owners);
        let is_new = |component: u32| chosen.iter().all(|(known, _)| *known != component);
        let best = nets
            .iter()
            .filter(|((component, _), net)| is_new(*component) && net.stay > net.leave)
            .max_by_key(|(key, net)| (net.stay - net.leave, std::cmp::Reverse(**key)));
        let Some(((component, to), _)) = best else { break };
        chosen.push((*component, *to));
        owners[*component as usize] = *to;
    }
    chosen
}

/// What the same search finds in histories that are dealt out by chance: the best net count of the newest part in each.
fn by_chance(older: &[Touched], newest: &[Touched], owners: &[u32]) -> Vec<i64> {
    let draw = |at: u32| {
        let mut stream = Stream::new(SEED, "ownership", u64::from(at));
        let (older, newest) = (dealt(older, &mut stream), dealt(newest, &mut stream));
        let counts = nets(&newest, owners);
        let nets = choose(&older, owners).into_iter().map(|key| counts.get(&key).map_or(0, |net| net.stay - net.leave));
        nets.max().unwrap_or(0)
    };
    let mut all: Vec<i64> = (0..DRAWS).map(draw).collect();
    all.sort_unstable();
    all
}

/// The same change-sets with components dealt out by chance, within each quarter.
fn dealt(sets: &[Touched], stream: &mut Stream) -> Vec<Touched> {
    let mut sets: Vec<Touched> = sets.iter().map(|set| Touched { place: None, ..set.clone() }).collect();
    for part in sets.chunk_by_mut(|a, b| quarter(a.day) == quarter(b.day)) {
        let touches: Vec<usize> =
            part.iter().enumerate().flat_map(|(at, set)| vec![at; set.components.len()]).collect();
        for _ in 0..touches.len() * SWAPS {
            let (one, other) = (touches[stream.below(touches.len())], touches[stream.below(touches.len())]);
            if one == other {
                continue;
            }
            let (at, to) = (stream.below(part[one].components.len()), stream.below(part[other].components.len()));
            let (mine, theirs) = (part[one].components[at], part[other].components[to]);
            if !part[one].components.contains(&theirs) && !part[other].components.contains(&mine) {
                part[one].components[at] = theirs;
                part[other].components[to] = mine;
            }
        }
    }
    sets
}

/// What another owner would have done to the newest change-sets.
fn counted(
    component: u32,
    to: u32,
    newest: &[Touched],
    owners: &[u32],
    (names, chance): (&Names, &[i64]),
) -> OwnershipMove {
    let own = owners[component as usize];
    let (mut weeks, mut place): (BTreeMap<i32, Block>, Option<Place>) = Default::default();
    let mut net = Net::default();
    for set in newest.iter().filter(|set| set.components.contains(&component)) {
        let teams = teams_of(set, owners);
        let others = others_of(set, component, owners);
        if teams.len() == 1 {
            net.leave += i64::from(!others.is_empty());
            continue;
        }
        place = place.or_else(|| set.place.clone());
        let stays = others.iter().all(|other| *other == to);
        net.stay += i64::from(stays);
        let block = weeks.entry(week(set.day)).or_default();
        block.trials += 1;
        block.hits += u64::from(stays);
    }
    let crossing: u64 = weeks.values().map(|block| block.trials).sum();
    let blocks: Vec<Block> = weeks.into_values().collect();
    let share = share_of_blocks(&blocks, SEED);
    let as_much = chance.iter().filter(|by_chance| **by_chance >= net.stay - net.leave).count();
    let name = |team: u32| names.teams.get(team as usize).cloned().unwrap_or_default();
    OwnershipMove {
        component: names.components.get(component as usize).cloned().unwrap_or_default(),
        from: name(own),
        to: name(to),
        crossing: crossing as usize,
        stay_inside: usize::try_from(net.stay).unwrap_or(0),
        share: if crossing == 0 { 0.0 } else { net.stay as f64 / crossing as f64 },
        low_share: share.map(|share| share.low),
        high_share: share.map(|share| share.high),
        leave_inside: usize::try_from(net.leave).unwrap_or(0),
        by_chance: chance.get(chance.len() / 2).copied().unwrap_or_default(),
        p: (as_much + 1) as f64 / (chance.len() + 1) as f64,
        draws: DRAWS,
        is_decided: false,
        place,
    }
}

impl OwnershipMove {
    /// What would have stayed inside, with its interval and what chance finds.
    pub fn words(&self) -> String {
        let interval = match self.low_share.zip(self.high_share) {
            Some((low, high)) => format!(" ({})", interval(&percent(low), &percent(high))),
            None => String::new(),
        };
        format!(
            "{} of {} change-sets that touch {} and cross would have stayed inside {}: {}{interval}; {} that stay inside {} \
             today would not; the same search in shuffled history finds {} ({})",
            self.stay_inside,
            self.crossing,
            self.component,
            self.to,
            percent(self.share),
            self.leave_inside,
            self.from,
            with_minus(&self.by_chance.to_string()),
            drawn_p(self.p, self.draws)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three teams with four components each. Of the changes some touch one component, some two of one team; with `planted`,
    /// component 0 of the first team mostly changes with those of the second.
    fn world(seed: u64, planted: bool) -> (Vec<Touched>, Vec<u32>) {
        let mut stream = Stream::new(seed, "world", 0);
        let owners: Vec<u32> = (0..12).map(|at| at / 4).collect();
        let today = Day::from_epoch_days(20_634);
        let sets = (0..900).map(|at: u32| {
            let day = today.plus_days(-(720 - (at as i32) * 720 / 900));
            let one = stream.below(12) as u32;
            let is_planted = planted && one == 0 && stream.chance(0.8);
            let other = if is_planted { 4 + stream.below(4) as u32 } else { stream.below(12) as u32 };
            let mut components = vec![one, other];
            components.sort_unstable();
            components.dedup();
            // Who made it is known of every other one: mostly people of the team of what it touches first.
            let maker = if stream.chance(0.9) { owners[one as usize] } else { stream.below(3) as u32 };
            let maker = if is_planted { 1 } else { maker };
            let makers = if at % 2 == 0 { vec![maker] } else { Vec::new() };
            Touched { day, components, makers, place: None }
        });
        (sets.collect(), owners)
    }

    fn found(seed: u64, planted: bool) -> Vec<(u32, u32, f64)> {
        let (sets, owners) = world(seed, planted);
        let (older, newest) = sets.split_at(600);
        let chance = by_chance(older, newest, &owners);
        let names = Names::default();
        let all = choose(older, &owners)
            .into_iter()
            .map(|(component, to)| (component, to, counted(component, to, newest, &owners, (&names, &chance)).p));
        all.filter(|(.., p)| *p <= CHANCE_MAX).collect()
    }

    #[test]
    fn a_net_count_is_that_of_carrying_it_out() {
        for seed in 0..20 {
            let (sets, owners) = world(seed, seed % 2 == 0);
            let inside = |owners: &[u32]| sets.iter().filter(|set| teams_of(set, owners).len() == 1).count() as i64;
            for ((component, to), net) in nets(&sets, &owners) {
                let mut moved = owners.clone();
                moved[component as usize] = to;
                assert_eq!(net.stay - net.leave, inside(&moved) - inside(&owners), "{component} to {to}");
            }
        }
    }

    #[test]
    fn too_few_crossing_changes_are_refused() {
        assert!(too_few(CROSSING_MIN - 1).is_some());
        assert!(too_few(CROSSING_MIN).is_none());
    }

    #[test]
    fn one_team_is_refused() {
        assert!(are_of_one(&[0, 0, 0]));
        assert!(!are_of_one(&[0, 1, 0]));
    }

    #[test]
    fn chance_keeps_how_much_each_touches() {
        let (sets, _) = world(3, true);
        let dealt = dealt(&sets, &mut Stream::new(1, "deal", 0));
        let degrees = |sets: &[Touched]| {
            let mut all = [0; 12];
            sets.iter().flat_map(|set| &set.components).for_each(|one| all[*one as usize] += 1);
            (all, sets.iter().map(|set| set.components.len()).collect::<Vec<_>>())
        };
        assert_eq!(degrees(&sets), degrees(&dealt));
    }

    #[test]
    fn what_is_planted_is_found_and_chance_finds_nothing() {
        const WORLDS: u64 = 60;
        let planted = (0..WORLDS).filter(|seed| found(*seed, true).iter().any(|one| (one.0, one.1) == (0, 1))).count();
        assert!(planted as u64 * 10 >= WORLDS * 8, "{planted} of {WORLDS}");
        let by_chance = (0..WORLDS).filter(|seed| !found(*seed, false).is_empty()).count();
        assert!(by_chance as u64 * 20 <= WORLDS, "{by_chance} of {WORLDS}");
    }
}
