//! `asked-teams`: which team is asked by how many live initiatives.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::tails::trials_at_least;
use onethread_model::record::Reference;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::register::team_behind;

pub(super) const MEASURE: Measure = Measure {
    key: "asked-teams",
    title: "Which team is asked by how many live initiatives",
    page: include_str!("asked_teams.md"),
    touches: Touches::Groups,
    value: |world| json(&asked_teams(world)),
};

/// The share of live initiatives from which on a team is asked by many.
pub const ASKED_SHARE: f64 = 0.4;
/// Fewer initiatives that ask a team are not many.
pub const ASKED_MIN: usize = 5;
/// The largest chance, over all teams together, at which a team counts as asked by more than a draw among teams gives.
const CHANCE_MAX: f64 = 0.05;

/// Who is asked, of what live initiatives declare to need.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AskedTeams {
    /// Live initiatives.
    pub live: usize,
    /// Of these, those that ask another team for anything.
    pub initiatives_asking: usize,
    /// Pairs of an initiative and a team that it asks.
    pub asks: usize,
    /// Teams that could be asked: those of the organization's files, and all that are asked.
    pub teams: usize,
    /// Those that are asked, the most asked first.
    pub asked: Vec<AskedTeam>,
}

/// A team that is asked.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AskedTeam {
    /// The team; with its kind, such as `function:legal`, where it is none.
    pub team: String,
    /// Whether it is outside the roster.
    pub outside: bool,
    /// Live initiatives that declare to need it.
    pub initiatives: usize,
    /// Live initiatives that could: those whose own team it is not.
    pub of: usize,
    /// The one by the other, 0 to 1.
    pub share: f64,
    /// How many of them would ask it if each asked as many teams as it does, drawn from all at random.
    pub by_chance: f64,
    /// Whether it is asked by many: at least [`ASKED_MIN`] and [`ASKED_SHARE`] of them, and more than such a draw gives.
    pub by_many: bool,
    /// Of those that declare it, how many say that it blocks.
    pub blocking: usize,
    /// Live initiatives of which evidence shows beyond doubt that they need it, declared or not; absent for a group
    /// under five or of unknown size.
    pub shown: Option<usize>,
    /// How much is asked for where that is stated: the initiative and its words.
    pub sizes: Vec<(String, String)>,
    /// The initiatives that declare it, in alphabetical order.
    pub asked_by: Vec<String>,
    /// Where they do.
    #[serde(skip)]
    pub places: Vec<Place>,
}

#[derive(Default)]
struct Gathered<'w> {
    asked_by: BTreeMap<&'w str, &'w Place>,
    blocking: BTreeSet<&'w str>,
    shown: BTreeSet<&'w str>,
    sizes: Vec<(String, String)>,
}

/// Computes the measure.
pub fn asked_teams(world: &World<'_>) -> AskedTeams {
    let parties = world.parties();
    let mut all: BTreeMap<Reference, Gathered<'_>> = BTreeMap::new();
    for initiative in world.live() {
        let needs = Reference { kind: "initiative".to_owned(), id: initiative.id.clone() };
        for dependency in &initiative.dependencies {
            let on = team_behind(&dependency.on, world, parties);
            if !is_asked(&on) || parties.is_own(&needs, &on.id) {
                continue;
            }
            let one = all.entry(on).or_default();
            one.asked_by.entry(&initiative.id).or_insert(&dependency.place);
            if dependency.effect.as_deref() == Some("blocking") {
                one.blocking.insert(&initiative.id);
            }
            one.sizes.extend(dependency.size.clone().map(|size| (initiative.id.clone(), size)));
        }
    }
    let register = world.needs();
    for entry in register.entries.iter().filter(|entry| entry.needed().next().is_some()) {
        let on = entry.on.split_once(':').map(|(kind, id)| Reference { kind: kind.to_owned(), id: id.to_owned() });
        if let (Some(needs), Some(on)) = (entry.needs.strip_prefix("initiative:"), on.filter(is_asked)) {
            all.entry(on).or_default().shown.insert(needs);
        }
    }
    let teams = world.inputs.org.teams.keys();
    let teams: BTreeSet<&str> = teams.map(String::as_str).chain(all.keys().map(|on| on.id.as_str())).collect();
    let mut asks: BTreeMap<&str, u32> = world.live().map(|initiative| (initiative.id.as_str(), 0)).collect();
    for id in all.values().flat_map(|one| one.asked_by.keys()) {
        *asks.entry(id).or_default() += 1;
    }
    let draw = Draw { asks: &asks, teams: teams.len(), world };
    let mut asked: Vec<AskedTeam> = all.iter().map(|(on, one)| draw.asked(on, one)).collect();
    // What only evidence shows of a group under five is in no count.
    asked.retain(|one| one.initiatives > 0 || one.shown.is_some());
    asked.sort_by(|a, b| b.initiatives.cmp(&a.initiatives).then(b.share.total_cmp(&a.share)).then(a.team.cmp(&b.team)));
    AskedTeams {
        live: asks.len(),
        initiatives_asking: asks.values().filter(|asked| **asked > 0).count(),
        asks: asks.values().map(|asked| *asked as usize).sum(),
        teams: teams.len(),
        asked,
    }
}

/// Whether what is needed is asked as a team is: a person never counts, and an initiative without one team is none.
fn is_asked(on: &Reference) -> bool {
    matches!(on.kind.as_str(), "team" | "function")
}

/// Whether so many initiatives are many: of those that could ask, and against the chance of each of them to ask one of so
/// many teams.
fn is_many(initiatives: usize, chances: &[f64], teams: usize) -> bool {
    let is_large = initiatives >= ASKED_MIN && initiatives as f64 >= ASKED_SHARE * chances.len() as f64;
    let at_least = || {
        let trials = chances.iter().map(|chance| (*chance, 1));
        trials_at_least(u32::try_from(initiatives).unwrap_or(u32::MAX), trials)
    };
    is_large && at_least() * teams as f64 <= CHANCE_MAX
}

/// The null model: each initiative asks as many teams as it does, drawn from all but its own at random.
struct Draw<'d> {
    asks: &'d BTreeMap<&'d str, u32>,
    teams: usize,
    world: &'d World<'d>,
}

impl Draw<'_> {
    fn asked(&self, on: &Reference, one: &Gathered<'_>) -> AskedTeam {
        let parties = self.world.parties();
        let chances = self.asks.iter().filter_map(|(initiative, asks)| {
            let needs = Reference { kind: "initiative".to_owned(), id: (*initiative).to_owned() };
            let is_own = on.kind == "team" && parties.is_own(&needs, &on.id);
            let others = self.teams.saturating_sub(parties.teams_on(initiative).count()).max(1);
            (!is_own).then(|| (f64::from(*asks) / others as f64).min(1.0))
        });
        let chances: Vec<f64> = chances.collect();
        let (initiatives, of) = (one.asked_by.len(), chances.len());
        let share = if of == 0 { 0.0 } else { initiatives as f64 / of as f64 };
        let org = self.world.inputs.org;
        let is_outside = org.teams.get(&on.id).and_then(|team| team.outside.as_ref()).is_some_and(|at| at.value);
        let groups = self.world.groups_for(&["asked-teams"]);
        AskedTeam {
            team: if on.kind == "team" { on.id.clone() } else { on.to_string() },
            outside: on.kind == "team" && is_outside,
            initiatives,
            of,
            share,
            by_chance: chances.iter().sum(),
            by_many: is_many(initiatives, &chances, self.teams),
            blocking: one.blocking.len(),
            shown: (!groups.needed(on).is_sum()).then_some(one.shown.len()),
            sizes: one.sizes.clone(),
            asked_by: one.asked_by.keys().map(|id| (*id).to_owned()).collect(),
            places: one.asked_by.values().map(|place| (*place).clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use onethread_kernel::random::Stream;

    use super::*;

    /// Worlds in which every initiative draws whom it asks: some team is named in at most one of twenty. Then the same
    /// with one team that most of them ask besides: it is named.
    #[test]
    fn a_draw_among_teams_is_no_finding() {
        for (initiatives, teams, most) in [(12, 3, 1), (20, 6, 3), (40, 12, 5), (75, 40, 6), (10, 2, 1)] {
            let (worlds, mut stream) = (500, Stream::new(16, "asks", initiatives as u64));
            let (mut named, mut found) = (0, 0);
            for _ in 0..worlds {
                let asks: Vec<usize> = (0..initiatives).map(|_| stream.below(most + 1)).collect();
                let chances: Vec<f64> = asks.iter().map(|asks| *asks as f64 / teams as f64).collect();
                let mut counts = vec![0; teams];
                for asks in &asks {
                    let mut all: Vec<usize> = (0..teams).collect();
                    for _ in 0..*asks {
                        counts[all.swap_remove(stream.below(all.len()))] += 1;
                    }
                }
                named += usize::from(counts.iter().any(|count| is_many(*count, &chances, teams)));
                let with_hub: Vec<f64> = asks.iter().map(|asks| (*asks as f64 + 0.8) / (teams as f64 + 1.0)).collect();
                found += usize::from(is_many(initiatives * 4 / 5, &with_hub, teams + 1));
            }
            assert!(named * 20 <= worlds, "{initiatives} initiatives, {teams} teams: {named} of {worlds}");
            assert!(teams < 6 || found == worlds, "{initiatives} initiatives, {teams} teams: {found} of {worlds}");
        }
    }

    /// One chance for all, so that the tail is that of the binomial distribution: with five of five it is the fifth power.
    #[test]
    fn the_largest_chance_is_allowed_and_more_is_not() {
        let at = CHANCE_MAX.powf(0.2);
        assert!(is_many(5, &[at - 1e-9; 5], 1));
        assert!(!is_many(5, &[at + 1e-9; 5], 1));
        assert!(is_many(5, &[(CHANCE_MAX / 4.0).powf(0.2) - 1e-9; 5], 4));
        assert!(!is_many(5, &[(CHANCE_MAX / 4.0).powf(0.2) + 1e-9; 5], 4));
    }
}
