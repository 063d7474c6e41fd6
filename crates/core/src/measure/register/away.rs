//! Away-team work: people of one team change what another team owns.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::work::{TeamSet, Work, behind};
use super::{Activity, Behind, Trend};
use crate::measure::View;

/// Change-sets of teams of at least five people in what others own, within a window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct AwayWork {
    /// Days that are looked at.
    pub window_days: i64,
    /// Change-sets that touch what one team is known to own.
    pub change_sets: usize,
    /// Of these, those of which it is known which teams of at least five people made them.
    pub of_known_teams: usize,
    /// Of these, those that touch what only other teams own.
    pub away: usize,
    /// Of these others, those that touch their own code and another team's as well.
    pub both: usize,
    /// Which team worked in whose code, those that did most first.
    pub pairs: Vec<AwayPair>,
}

/// Work of one team in another team's code.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AwayPair {
    /// The team whose people made the changes.
    pub team: String,
    /// The team that owns what they changed.
    pub host: String,
    /// Change-sets of the team that touch the host's code, with or without its own.
    pub change_sets: usize,
    /// Of these, those that the host's people had no part in.
    pub alone: usize,
    /// All change-sets that touch the host's code and of which the maker is known.
    pub of: usize,
    /// Where it goes.
    pub trend: Option<Trend>,
    /// The first day within the window.
    pub first: Day,
    /// The last day.
    pub last: Day,
    /// The newest few.
    #[serde(skip)]
    pub behind: Vec<Behind>,
}

impl AwayWork {
    /// Counts the away work of the last `window_days` days, from the work of these days, and keeps so many records of
    /// each pair.
    pub(crate) fn of(view: &View<'_>, work: &Work, window_days: i64, places: usize) -> AwayWork {
        let mut found = AwayWork { window_days, ..AwayWork::default() };
        let mut hosts: BTreeMap<u32, usize> = BTreeMap::new();
        let mut pairs: BTreeMap<(u32, u32), (usize, Vec<&TeamSet>)> = BTreeMap::new();
        for set in work.sets.iter().filter(|set| !set.owners.is_empty()) {
            found.change_sets += 1;
            let makers = || work.group_makers(set);
            if makers().next().is_none() {
                continue;
            }
            found.of_known_teams += 1;
            if set.owners.iter().any(|owner| !set.makers.contains(owner)) {
                match makers().any(|team| set.owners.contains(&team)) {
                    true => found.both += 1,
                    false => found.away += 1,
                }
            }
            for host in set.owners.iter().copied() {
                *hosts.entry(host).or_default() += 1;
                for team in makers().filter(|team| *team != host) {
                    let (alone, sets) = pairs.entry((team, host)).or_default();
                    *alone += usize::from(!set.makers.contains(&host));
                    sets.push(set);
                }
            }
        }
        let active = Active::of(work);
        let pair = |((team, host), (alone, mut sets)): ((u32, u32), (usize, Vec<&TeamSet>))| {
            // Sets come in the order of their records.
            sets.sort_by_key(|set| set.day);
            let days: Vec<Day> = sets.iter().map(|set| set.day).collect();
            Some(AwayPair {
                team: work.team(team).to_owned(),
                host: work.team(host).to_owned(),
                change_sets: sets.len(),
                alone,
                of: hosts.get(&host).copied().unwrap_or_default(),
                trend: Trend::of(&days, &active.of_pair(team, host), view.day, window_days, work.since),
                first: *days.first()?,
                last: *days.last()?,
                behind: sets.iter().rev().take(places).map(|set| behind(set, view)).collect(),
            })
        };
        found.pairs = pairs.into_iter().filter_map(pair).collect();
        Trend::judge(found.pairs.iter_mut().filter_map(|pair| pair.trend.as_mut()));
        found.pairs.sort_by_key(|pair| std::cmp::Reverse(pair.change_sets));
        found
    }
}

/// Which change-sets each team made, and which touch what it owns; places in the work, ascending.
struct Active<'w> {
    work: &'w Work,
    made: BTreeMap<u32, Vec<usize>>,
    owned: BTreeMap<u32, Vec<usize>>,
}

impl<'w> Active<'w> {
    fn of(work: &'w Work) -> Active<'w> {
        let (mut made, mut owned) = (BTreeMap::<u32, Vec<usize>>::new(), BTreeMap::<u32, Vec<usize>>::new());
        for (at, set) in work.sets.iter().enumerate().filter(|(_, set)| !set.owners.is_empty()) {
            set.makers.iter().for_each(|team| made.entry(*team).or_default().push(at));
            set.owners.iter().for_each(|team| owned.entry(*team).or_default().push(at));
        }
        Active { work, made, owned }
    }

    /// Change-sets that the team made, or that touch what the host owns.
    fn of_pair(&self, team: u32, host: u32) -> Activity {
        let both: BTreeSet<usize> =
            [self.made.get(&team), self.owned.get(&host)].into_iter().flatten().flatten().copied().collect();
        Activity {
            days: both.into_iter().filter_map(|at| self.work.sets.get(at)).map(|set| set.day).collect(),
            holds_counted: true,
            since: self.work.since,
        }
    }
}
