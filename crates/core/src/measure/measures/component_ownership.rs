//! `component-ownership`: which teams change each component, and how much of it its owner does.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::bootstrap::Block;
use onethread_kernel::concentration::Concentration;
use onethread_kernel::effective::effective;
use onethread_kernel::weekly::share_of_weeks;
use onethread_model::facts::Symbol;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::aside::Aside;
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::cochange::{shown, week};
use crate::measure::groups::GroupLabel;
use crate::measure::register::Behind;
use crate::measure::register::work::{Held, Holder, TeamSet, Work, behind};

/// With fewer change-sets of known teams than this, no share of a component is reported.
pub const CHANGE_SETS_MIN: usize = 10;
/// A team with a smaller share of a component's change-sets is a minor one (Bird and others, 2011).
pub const MINOR_SHARE: f64 = 0.05;

pub(super) const MEASURE: Measure = Measure {
    key: "component-ownership",
    title: "Component ownership and who makes the changes",
    page: include_str!("component_ownership.md"),
    touches: Touches::Groups,
    value: |world| json(&component_ownership(world, WINDOW_DAYS)),
};

/// Who changes what, over a window. Teams of fewer than five people are never distinguished.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ComponentOwnership {
    /// Days that are looked at.
    pub window_days: i64,
    /// Change-sets looked at.
    pub change_sets: usize,
    /// Of these, those that touch a component.
    pub in_components: usize,
    /// Of these, those of which it is known which teams of at least five people made them.
    pub of_known_teams: usize,
    /// Whether any source says who is on any team; without one, it is not known which teams made anything.
    pub knows_members: bool,
    /// Components of several teams, no one of which is the only owner of all that changed.
    pub of_several: usize,
    /// Components of persons and no team.
    pub of_persons: usize,
    /// Components of nobody, as for most of what changed in them.
    pub unowned: usize,
    /// Touches that show no work, left out.
    pub aside: Aside,
    /// The components, those that changed most first.
    pub components: Vec<ComponentWork>,
}

/// Work on one component.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ComponentWork {
    /// The component of the organization's files; where they name none with paths, a part of the repositories.
    pub component: String,
    /// Whose it is.
    pub owned_by: OwnedBy,
    /// The team that owns it, where it is one.
    pub owner: Option<GroupLabel>,
    /// Paths of it that changed.
    pub paths: usize,
    /// Of these, those that have an owner.
    pub owned_paths: usize,
    /// The team that is an owner of most of them, alone or beside others.
    pub most: Option<GroupLabel>,
    /// Of how many of them it is.
    pub most_paths: usize,
    /// Change-sets that touch it.
    pub change_sets: usize,
    /// Of these, those of which it is known which teams made them.
    pub of_known_teams: usize,
    /// Of these, those that people of the owner had a part in; absent without an owner of at least five people.
    pub by_owner: Option<usize>,
    /// Their share, 0 to 1; absent with fewer than 10 change-sets of known teams.
    pub owner_share: Option<f64>,
    /// Lower end of the 95 % interval; absent with fewer than three weeks.
    pub owner_share_low: Option<f64>,
    /// Upper end of it.
    pub owner_share_high: Option<f64>,
    /// Teams that changed it.
    pub teams: usize,
    /// Other teams with at least 5 % of its change-sets.
    pub major_outside: usize,
    /// Other teams with less.
    pub minor_outside: usize,
    /// The effective number of teams, corrected for those that a sample misses; absent below 10 change-sets.
    pub effective_teams: Option<f64>,
    /// The inverse of Simpson's concentration, without bias.
    pub inverse_simpson: Option<f64>,
    /// The share of the team that changed it most, 0 to 1: the risk of the component when that team goes.
    pub largest_share: Option<f64>,
    /// The fewest teams that together made half of its change-sets.
    pub teams_for_half: Option<usize>,
    /// Why shares are not reported.
    pub refused: Option<String>,
    /// The newest change-sets.
    #[serde(skip)]
    pub behind: Vec<Behind>,
}

/// Whose a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OwnedBy {
    /// One team: it is stated, or it is the only one that is an owner of every path that changed and has one.
    Team,
    /// Several teams.
    Several,
    /// Persons and no team.
    Persons,
    /// Nobody, as for most of what changed.
    Nobody,
}

/// Computes the measure over the last `window_days` days.
pub fn component_ownership(world: &World<'_>, window_days: i64) -> ComponentOwnership {
    let work = &*world.work_over(window_days);
    let mut of: BTreeMap<u32, Vec<&TeamSet>> = BTreeMap::new();
    for set in &work.sets {
        for component in &set.components {
            of.entry(*component).or_default().push(set);
        }
    }
    let in_components = || work.sets.iter().filter(|set| !set.components.is_empty());
    let mut found = ComponentOwnership {
        window_days,
        change_sets: work.sets.len(),
        aside: work.aside,
        knows_members: world.team_members().knows_anybody(),
        in_components: in_components().count(),
        of_known_teams: in_components().filter(|set| work.group_makers(set).next().is_some()).count(),
        ..ComponentOwnership::default()
    };
    for (component, sets) in of {
        found.components.push(work_on(component, &sets, world, work));
    }
    let held = |by: OwnedBy| found.components.iter().filter(|one| one.owned_by == by).count();
    (found.of_several, found.of_persons, found.unowned) =
        (held(OwnedBy::Several), held(OwnedBy::Persons), held(OwnedBy::Nobody));
    found.components.sort_by(|a, b| b.change_sets.cmp(&a.change_sets).then_with(|| a.component.cmp(&b.component)));
    found
}

fn work_on(component: u32, sets: &[&TeamSet], world: &World<'_>, work: &Work) -> ComponentWork {
    let name = work.names.get(component as usize).map_or("", String::as_str);
    let written = world.inputs.org.components.get(name).and_then(|component| component.owner.as_ref());
    let stated = written.map(|owner| owner.value.as_str());
    let named = || world.owners().team_of(name, world).map_or(Holder::Nobody, |team| Holder::Team(team.to_owned()));
    let holder = match stated {
        Some(team) => Holder::Team(team.to_owned()),
        None => work.held.get(component as usize).and_then(Held::holder).unwrap_or_else(named),
    };
    let held = work.held.get(component as usize);
    let ((paths, owned_paths), most) = (held.map_or((0, 0), Held::owned), held.and_then(Held::most));
    let owner = if let Holder::Team(team) = &holder { Some(team.as_str()) } else { None };
    let groups = world.work_groups();
    let group = owner.filter(|owner| groups.is_group(owner));
    let mut by_team: BTreeMap<&str, u64> = BTreeMap::new();
    let mut weeks: BTreeMap<i32, Block> = BTreeMap::new();
    let mut known = 0;
    for set in sets {
        let makers: BTreeSet<&str> = work.group_makers(set).map(|team| work.team(team)).collect();
        if makers.is_empty() {
            continue;
        }
        known += 1;
        let block = weeks.entry(week(set.day)).or_default();
        block.trials += 1;
        block.hits += u64::from(group.is_some_and(|owner| makers.contains(owner)));
        makers.into_iter().for_each(|team| *by_team.entry(team).or_default() += 1);
    }
    let share_of = |count: u64| count as f64 / known.max(1) as f64;
    let outside = || by_team.iter().filter(|(team, _)| Some(**team) != owner).map(|(_, count)| share_of(*count));
    let counts: Vec<u64> = by_team.values().copied().collect();
    let enough = known >= CHANGE_SETS_MIN;
    let refused = match known {
        _ if enough => None,
        0 => Some("no change-set is known to come from a team of at least five people".to_owned()),
        _ => Some(format!("{known} of known teams; at least {CHANGE_SETS_MIN} required")),
    };
    let spread = effective(&counts).filter(|_| enough);
    let weeks: Vec<(i32, Block)> = weeks.into_iter().collect();
    let share = share_of_weeks(&weeks).filter(|_| enough && group.is_some());
    let by_owner = group.map(|owner| by_team.get(owner).copied().unwrap_or_default() as usize);
    ComponentWork {
        component: name.to_owned(),
        owned_by: match holder {
            Holder::Team(_) => OwnedBy::Team,
            Holder::Several => OwnedBy::Several,
            Holder::Persons => OwnedBy::Persons,
            Holder::Nobody => OwnedBy::Nobody,
        },
        // Whose code it is says nothing of what anybody did: a team of an unknown number has its name.
        owner: owner.map(|owner| world.work_groups().of_rules().team(owner)),
        paths,
        owned_paths,
        most: most.map(|(team, _)| world.work_groups().of_rules().team(team)),
        most_paths: most.map_or(0, |(_, paths)| paths),
        change_sets: sets.len(),
        of_known_teams: known,
        by_owner,
        owner_share: by_owner.filter(|_| enough).map(|count| share_of(count as u64)),
        owner_share_low: share.map(|share| share.low),
        owner_share_high: share.map(|share| share.high),
        teams: by_team.len(),
        major_outside: outside().filter(|share| *share >= MINOR_SHARE).count(),
        minor_outside: outside().filter(|share| *share < MINOR_SHARE).count(),
        effective_teams: spread.map(|spread| spread.corrected),
        inverse_simpson: spread.and_then(|spread| spread.inverse_simpson),
        largest_share: counts.iter().max().copied().filter(|_| enough).map(share_of),
        teams_for_half: Concentration::from_counts(&counts).holders_for_share(0.5).filter(|_| enough),
        refused,
        behind: newest(name, sets, world),
    }
}

/// The newest changes of a component: one that touches it stands for those that belong together.
fn newest(name: &str, sets: &[&TeamSet], world: &World<'_>) -> Vec<Behind> {
    let mut newest: Vec<&&TeamSet> = sets.iter().collect();
    newest.sort_by_key(|set| std::cmp::Reverse((set.day, set.at)));
    let is_within = |path: Symbol| {
        let below = world.facts.text(path).strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
        let is_within = below || world.owners().component_of_touched(path) == Some(name);
        is_within.then_some(0).into_iter().collect()
    };
    let behind = |set: &TeamSet| match shown(set.id, world, WINDOW_DAYS, is_within) {
        Some(shown) => {
            let what = world.facts.text(shown.change).to_owned();
            Behind { day: Some(shown.day()), what, place: shown.place(world) }
        }
        None => behind(set, world),
    };
    newest.into_iter().take(crate::measure::register::PLACES_MAX).map(|set| behind(set)).collect()
}
