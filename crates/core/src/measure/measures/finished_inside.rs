//! `finished-inside`: the share of changes and of reviews that teams finish without another team.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::bootstrap::Block;
use onethread_kernel::weekly::share_of_weeks;
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::World;
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::cochange::{quarter, week};
use crate::measure::register::work::Work;
use crate::words::{interval, percent, plural};

/// With fewer changes or reviews than this, no share is reported.
pub const FINISHED_MIN: usize = 10;

pub(super) const MEASURE: Measure = Measure {
    key: "finished-inside",
    title: "Share of changes and reviews that teams finish by themselves",
    page: include_str!("finished_inside.md"),
    value: |world| json(&finished_inside(world, WINDOW_DAYS)),
};

/// What teams of at least five people finish by themselves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct FinishedInside {
    /// Days that are looked at.
    pub window_days: i64,
    /// Change-sets of which it is known which teams of at least five people made them and who owns what they touch.
    pub changes: usize,
    /// Reviews of which the team that gives them is known.
    pub reviews: usize,
    /// Teams of at least five people on the day, in alphabetical order.
    pub teams: Vec<TeamFinished>,
    /// Why nothing is reported.
    pub refused: Option<String>,
}

/// What one team finishes by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct TeamFinished {
    /// The team.
    pub team: String,
    /// Change-sets that it had a part in.
    pub changes: Finished,
    /// Reviews that were asked for its initiatives.
    pub reviews: Finished,
    /// The same by quarter, the oldest first.
    pub quarters: Vec<QuarterFinished>,
}

/// What a team finished by itself in a quarter, as far as the window holds it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct QuarterFinished {
    /// The quarter, such as `2026-Q1`.
    pub quarter: String,
    /// Change-sets that it had a part in.
    pub changes: Finished,
    /// Reviews that were asked for its initiatives.
    pub reviews: Finished,
}

/// A share that was finished inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Finished {
    /// How many there were.
    pub n: usize,
    /// Of these, those that no other team had a part in.
    pub inside: usize,
    /// `inside / n`, 0 to 1; this and what follows is absent with fewer than 10.
    pub share: Option<f64>,
    /// Lower end of its 95 % interval; absent too with any in fewer than 5 weeks.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// What the share would be if they had been dealt out among all that there were, whichever team they came from.
    pub by_chance: Option<f64>,
}

/// A piece of work: when it was, which teams had it, and the one team that it stayed with.
struct Piece {
    day: Day,
    teams: BTreeSet<String>,
    inside: Option<String>,
}

/// Changes and reviews of some days.
struct Pieces {
    changes: Vec<Piece>,
    reviews: Vec<Piece>,
}

/// Computes the measure over the last `window_days` days.
pub fn finished_inside(world: &World<'_>, window_days: i64) -> FinishedInside {
    let from = world.day.plus_days(1 - i32::try_from(window_days).unwrap_or(i32::MAX));
    let pieces = Pieces::of(&world.work_over(window_days), world, from, world.day);
    let (changes, reviews) = (pieces.changes.len(), pieces.reviews.len());
    let mut found = FinishedInside { window_days, changes, reviews, ..FinishedInside::default() };
    if changes + reviews == 0 {
        let why =
            "no change or review is known to be of a team of at least five people, with whose code or review it took";
        found.refused = Some(why.to_owned());
        return found;
    }
    let all = pieces.changes.iter().chain(&pieces.reviews);
    let teams: BTreeSet<&String> = all.clone().flat_map(|piece| &piece.teams).collect();
    let mut days: Vec<Day> = all.map(|piece| piece.day).collect();
    days.sort_unstable();
    days.dedup_by_key(|day| quarter(*day));
    let of_quarter = |team: &str, name: String| {
        let is_in = |piece: &&Piece| quarter(piece.day) == name;
        let [changes, reviews] = [&pieces.changes, &pieces.reviews].map(|all| finished(all.iter().filter(is_in), team));
        QuarterFinished { quarter: name, changes, reviews }
    };
    for team in teams {
        found.teams.push(TeamFinished {
            team: team.clone(),
            changes: finished(pieces.changes.iter(), team),
            reviews: finished(pieces.reviews.iter(), team),
            quarters: days.iter().map(|day| of_quarter(team, quarter(*day))).collect(),
        });
    }
    found
}

/// Changes and reviews of the teams of an initiative from one day up to and including another one, both of them before
/// the day of the world or on it: how much stayed within one of its teams. Teams of fewer than five people are left
/// out; `None` where it has no other.
pub fn finished_of_initiative(
    initiative: &str,
    from: Day,
    until: Day,
    world: &World<'_>,
) -> Option<(Finished, Finished)> {
    let own: Vec<&str> = world.teams_on(initiative).map(|team| team.id.value.as_str()).collect();
    let own: Vec<&str> = own.into_iter().filter(|team| world.team_members().is_group(team)).collect();
    if own.is_empty() {
        return None;
    }
    let work = world.work_over(world.day.days_since(from) + 1);
    let pieces = Pieces::of(&work, world, from, until);
    let [changes, reviews] = [&pieces.changes, &pieces.reviews].map(|all| finished_of(all.iter(), &own));
    Some((changes, reviews))
}

impl Pieces {
    fn of(work: &Work, world: &World<'_>, from: Day, until: Day) -> Pieces {
        let is_in = |day: Day| from <= day && day <= until;
        let mut changes = Vec::new();
        for set in work.sets.iter().filter(|set| is_in(set.day) && !set.owners.is_empty()) {
            let teams: BTreeSet<String> = work.group_makers(set).map(|team| work.team(team).to_owned()).collect();
            // What one team made in its own code alone needed nobody else.
            let alone = set.makers.len() == 1 && set.owners == set.makers;
            let inside = set.makers.first().filter(|_| alone).map(|team| work.team(*team).to_owned());
            if !teams.is_empty() {
                changes.push(Piece { day: set.day, teams, inside });
            }
        }
        let mut reviews = Vec::new();
        for initiative in &world.initiatives {
            let teams = world.teams_on(&initiative.id).map(|team| team.id.value.as_str());
            let teams = teams.chain(initiative.team.as_ref().map(|team| team.value.as_str()));
            let teams: BTreeSet<&str> = teams.filter(|team| world.team_members().is_group(team)).collect();
            for review in world.reviews_of(&initiative.id).filter(|review| is_in(review.day) && !teams.is_empty()) {
                let Some(by) = review.team.map(|team| world.facts.text(team)) else { continue };
                let inside = teams.contains(by).then(|| by.to_owned());
                let teams = teams.iter().map(|team| (*team).to_owned()).collect();
                reviews.push(Piece { day: review.day, teams, inside });
            }
        }
        Pieces { changes, reviews }
    }
}

fn finished<'p>(pieces: impl Iterator<Item = &'p Piece>, team: &str) -> Finished {
    finished_of(pieces, &[team])
}

/// What of some pieces stayed within one of these teams.
fn finished_of<'p>(pieces: impl Iterator<Item = &'p Piece>, teams: &[&str]) -> Finished {
    let mut weeks: BTreeMap<i32, Block> = BTreeMap::new();
    let (mut all, mut inside_of_all, mut found) = (0_usize, 0_usize, Finished::default());
    for piece in pieces {
        let is_inside = piece.inside.as_deref().is_some_and(|inside| teams.contains(&inside));
        all += 1;
        inside_of_all += usize::from(is_inside);
        if piece.teams.iter().any(|team| teams.contains(&team.as_str())) {
            found.n += 1;
            found.inside += usize::from(is_inside);
            let week = weeks.entry(week(piece.day)).or_default();
            week.trials += 1;
            week.hits += u64::from(is_inside);
        }
    }
    if found.n >= FINISHED_MIN {
        found.share = Some(found.inside as f64 / found.n as f64);
        found.by_chance = Some(inside_of_all as f64 / all as f64);
        let share = share_of_weeks(&weeks.into_iter().collect::<Vec<_>>());
        (found.low, found.high) = share.map(|share| (share.low, share.high)).unzip();
    }
    found
}

impl Finished {
    /// `41 of 60 changes were finished inside the team: 68 % (95 % CI 51 to 81 %), by chance 30 %`; `None` without any.
    pub fn words(&self, one: &str, many: &str) -> Option<String> {
        if self.n == 0 {
            return None;
        }
        let counted = format!("{} of {} finished inside the team", self.inside, plural(self.n, one, many));
        let (Some(share), Some(by_chance)) = (self.share, self.by_chance) else {
            return Some(format!("{counted}; at least {FINISHED_MIN} required for a share"));
        };
        let interval = match self.low.zip(self.high) {
            Some((low, high)) => format!(" ({})", interval(&percent(low), &percent(high))),
            None => String::new(),
        };
        Some(format!("{counted}: {}{interval}, by chance {}", percent(share), percent(by_chance)))
    }
}
