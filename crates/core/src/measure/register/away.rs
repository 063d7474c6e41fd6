//! Away-team work: people of one team change what another team owns.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::work::{Work, behind};
use super::{Behind, Dated, PLACES_MAX, Parties, Trend, WINDOW_DAYS};
use crate::measure::World;

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
    #[schemars(with = "String")]
    pub first: Day,
    /// The last day.
    #[schemars(with = "String")]
    pub last: Day,
    /// The newest few.
    #[serde(skip)]
    pub behind: Vec<Behind>,
}

impl AwayWork {
    /// Counts the away work of the last year.
    pub fn of(world: &World<'_>) -> AwayWork {
        AwayWork::within(world, WINDOW_DAYS)
    }

    /// Counts the away work of the last `window_days` days.
    pub fn within(world: &World<'_>, window_days: i64) -> AwayWork {
        let parties = Parties::of(world);
        let work = Work::of(world, &parties, window_days);
        let mut found = AwayWork { window_days, ..AwayWork::default() };
        let mut hosts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut pairs: BTreeMap<(&str, &str), (usize, Dated)> = BTreeMap::new();
        for set in work.sets.iter().filter(|set| !set.owners.is_empty()) {
            found.change_sets += 1;
            let makers: BTreeSet<&str> =
                set.makers.iter().copied().filter(|team| parties.teams.is_group(team)).collect();
            if makers.is_empty() {
                continue;
            }
            found.of_known_teams += 1;
            let others = set.owners.keys().filter(|owner| !set.makers.contains(**owner)).count();
            if others > 0 {
                match makers.iter().any(|team| set.owners.contains_key(team)) {
                    true => found.both += 1,
                    false => found.away += 1,
                }
            }
            for host in set.owners.keys() {
                *hosts.entry(host).or_default() += 1;
                for team in makers.iter().filter(|team| *team != host) {
                    let (alone, days) = pairs.entry((team, host)).or_default();
                    *alone += usize::from(!set.makers.contains(host));
                    days.push((set.day, behind(set, world)));
                }
            }
        }
        let pair = |((team, host), (alone, mut days)): ((&str, &str), (usize, Dated))| {
            days.sort_by(|a, b| (a.0, &a.1.place).cmp(&(b.0, &b.1.place)));
            let all: Vec<Day> = days.iter().map(|(day, _)| *day).collect();
            Some(AwayPair {
                team: team.to_owned(),
                host: host.to_owned(),
                change_sets: days.len(),
                alone,
                of: hosts.get(host).copied().unwrap_or_default(),
                trend: Trend::of(&all, world.day, window_days, work.since),
                first: *all.first()?,
                last: *all.last()?,
                behind: days.into_iter().rev().take(PLACES_MAX).map(|(_, behind)| behind).collect(),
            })
        };
        found.pairs = pairs.into_iter().filter_map(pair).collect();
        found.pairs.sort_by_key(|pair| std::cmp::Reverse(pair.change_sets));
        found
    }
}
