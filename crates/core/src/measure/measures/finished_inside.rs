//! `finished-inside`: the share of changes and of reviews that teams finish without another team.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::bootstrap::Block;
use onethread_kernel::weekly::share_of_weeks;
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::cochange::{quarter, week};
use crate::measure::register::work::Work;
use crate::measure::teams::Teams;
use crate::measure::{View, World};
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
    /// Reviews that are not among them, since the team that gives them is not known: any of them may be inside.
    pub unknown: usize,
    /// `inside / n`, 0 to 1; this and what follows is absent with fewer than 10, and where any is unknown.
    pub share: Option<f64>,
    /// Lower end of its 95 % interval; absent too with any in fewer than 8 weeks.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// What the share would be if they had been dealt out among all that there were, whichever team they came from.
    pub by_chance: Option<f64>,
}

/// Computes the measure over the last `window_days` days.
pub fn finished_inside(world: &World<'_>, window_days: i64) -> FinishedInside {
    match window_days == WINDOW_DAYS {
        true => world.finished_inside().clone(),
        false => finished_inside_of(&world.work_over(window_days), world.team_members(), world, window_days),
    }
}

/// The same from the work of these days.
pub(crate) fn finished_inside_of(work: &Work, members: &Teams, view: &View<'_>, window_days: i64) -> FinishedInside {
    let from = view.day.plus_days(1 - i32::try_from(window_days).unwrap_or(i32::MAX));
    let pieces = Pieces::of(work, members, view, from, view.day);
    let mut found = FinishedInside {
        window_days,
        changes: pieces.changes.all.of_all,
        reviews: pieces.reviews.all.of_all,
        ..FinishedInside::default()
    };
    if found.changes + found.reviews == 0 {
        let why =
            "no change or review is known to be of a team of at least five people, with whose code or review it took";
        found.refused = Some(why.to_owned());
        return found;
    }
    let quarters: BTreeSet<&String> = pieces.changes.quarters.keys().chain(pieces.reviews.quarters.keys()).collect();
    let teams: BTreeSet<&String> = pieces.changes.all.teams.keys().chain(pieces.reviews.all.teams.keys()).collect();
    for team in teams.into_iter().filter(|team| members.is_group(team)) {
        let of_quarter = |name: &&String| QuarterFinished {
            quarter: (*name).clone(),
            changes: pieces.changes.quarters.get(*name).map(|one| one.finished(team)).unwrap_or_default(),
            reviews: pieces.reviews.quarters.get(*name).map(|one| one.finished(team)).unwrap_or_default(),
        };
        found.teams.push(TeamFinished {
            team: team.clone(),
            changes: pieces.changes.all.finished(team),
            reviews: pieces.reviews.all.finished(team),
            quarters: quarters.iter().map(of_quarter).collect(),
        });
    }
    found
}

/// What teams finished by themselves from one day up to and including another one.
pub struct FinishedBetween(Pieces);

impl FinishedBetween {
    /// The work between two days, neither after the day of the world.
    pub fn days(from: Day, until: Day, world: &World<'_>) -> FinishedBetween {
        let work = world.work_over(world.day.days_since(from) + 1);
        FinishedBetween(Pieces::of(&work, world.team_members(), world, from, until))
    }

    /// Change-sets of the teams of an initiative that have at least five people: those that they finished by themselves, and all.
    pub fn changes_of(&self, initiative: &str, world: &World<'_>) -> (usize, usize) {
        let members = world.team_members();
        let own = world.teams_on(initiative).map(|team| &team.id.value).filter(|team| members.is_group(team));
        own.map(|team| self.0.changes.all.finished(team))
            .fold((0, 0), |(inside, n), one| (inside + one.inside, n + one.n))
    }
}

/// Pieces of work of one kind.
#[derive(Default)]
struct Kind {
    all: Tally,
    quarters: BTreeMap<String, Tally>,
}

/// Pieces of work, and what of them teams had and kept.
#[derive(Default)]
struct Tally {
    of_all: usize,
    /// Of each team, how many pieces stayed with it, and its own by week.
    teams: BTreeMap<String, (usize, BTreeMap<i32, Block>)>,
    /// Of each team, pieces of which it is not known whether another team had a part in them.
    unknown: BTreeMap<String, usize>,
}

impl Tally {
    fn add(&mut self, day: Day, teams: &BTreeSet<&str>, inside: Option<&str>) {
        self.of_all += 1;
        for team in teams {
            let (kept, weeks) = self.teams.entry((*team).to_owned()).or_default();
            let week = weeks.entry(week(day)).or_default();
            week.trials += 1;
            week.hits += u64::from(inside == Some(team));
            *kept += usize::from(inside == Some(team));
        }
    }

    fn finished(&self, team: &str) -> Finished {
        let unknown = self.unknown.get(team).copied().unwrap_or_default();
        let Some((kept, weeks)) = self.teams.get(team) else { return Finished { unknown, ..Finished::default() } };
        let n: u64 = weeks.values().map(|week| week.trials).sum();
        let mut found = Finished { n: n as usize, inside: *kept, unknown, ..Finished::default() };
        // Teams are named more readily where they are others: those without a name cannot be left out of a share.
        if found.n >= FINISHED_MIN && unknown == 0 {
            found.share = Some(found.inside as f64 / found.n as f64);
            found.by_chance = Some(*kept as f64 / self.of_all as f64);
            let weeks: Vec<(i32, Block)> = weeks.iter().map(|(week, block)| (*week, *block)).collect();
            (found.low, found.high) = share_of_weeks(&weeks).map(|share| (share.low, share.high)).unzip();
        }
        found
    }
}

impl Kind {
    fn add(&mut self, day: Day, teams: &BTreeSet<&str>, inside: Option<&str>) {
        self.all.add(day, teams, inside);
        self.quarters.entry(quarter(day)).or_default().add(day, teams, inside);
    }

    fn add_unknown(&mut self, day: Day, teams: &BTreeSet<&str>) {
        for tally in [&mut self.all, self.quarters.entry(quarter(day)).or_default()] {
            for team in teams {
                *tally.unknown.entry((*team).to_owned()).or_default() += 1;
            }
        }
    }
}

/// Changes and reviews of some days.
#[derive(Default)]
struct Pieces {
    changes: Kind,
    reviews: Kind,
}

impl Pieces {
    fn of(work: &Work, members: &Teams, view: &View<'_>, from: Day, until: Day) -> Pieces {
        let is_in = |day: Day| from <= day && day <= until;
        let mut found = Pieces::default();
        for set in work.sets.iter().filter(|set| is_in(set.day) && !set.owners.is_empty()) {
            let teams: BTreeSet<&str> = work.group_makers(set).map(|team| work.team(team)).collect();
            // What one team made in its own code alone needed nobody else.
            let is_alone = set.makers.len() == 1 && set.owners == set.makers;
            let inside = set.makers.first().filter(|_| is_alone).map(|team| work.team(*team));
            if !teams.is_empty() {
                found.changes.add(set.day, &teams, inside);
            }
        }
        for initiative in &view.initiatives {
            let teams = view.teams_on(&initiative.id).map(|team| team.id.value.as_str());
            let teams = teams.chain(initiative.team.as_ref().map(|team| team.value.as_str()));
            let teams: BTreeSet<&str> = teams.filter(|team| members.is_group(team)).collect();
            for review in view.reviews_of(&initiative.id).filter(|review| is_in(review.day) && !teams.is_empty()) {
                match review.team.map(|team| view.facts.text(team)) {
                    Some(by) => found.reviews.add(review.day, &teams, teams.contains(by).then_some(by)),
                    None => found.reviews.add_unknown(review.day, &teams),
                }
            }
        }
        found
    }
}

impl Finished {
    /// `41 of 60 changes were finished inside the team: 68 % (95 % CI 51 to 81 %), by chance 30 %`; `None` without any.
    pub fn words(&self, one: &str, many: &str) -> Option<String> {
        if self.n == 0 {
            return None;
        }
        let counted = format!("{} of {} finished inside the team", self.inside, plural(self.n, one, many));
        if self.unknown > 0 {
            let all = (self.n + self.unknown) as f64;
            let [low, high] = [self.inside, self.inside + self.unknown].map(|inside| percent(inside as f64 / all));
            return Some(format!(
                "{counted}; of {} more the team is not known: between {low} and {high}",
                self.unknown
            ));
        }
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
