//! Teams that hold every role the work needs.

mod craft_without_mentor;
mod platform_blocks;
mod role_missing;
mod team_too_large;
mod team_too_small;

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::org::Team;

use crate::check::Rule;
use crate::measure::{Initiative, World};

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    team_too_large::RULE,
    team_too_small::RULE,
    role_missing::RULE,
    craft_without_mentor::RULE,
    platform_blocks::RULE,
];

/// Teams whose members are known, that people described, and that work on an initiative that is not functional by
/// design, each with its people: the members, and who leads what they work on. A function's own group may be of any
/// size.
fn sized<'w>(world: &'w World<'_>) -> Vec<(&'w Team, BTreeSet<&'w str>)> {
    let mut on: BTreeMap<&str, Vec<&Initiative>> = BTreeMap::new();
    for initiative in world.live().filter(|initiative| initiative.functional_by_design().is_none()) {
        let inside = initiative.team.iter().map(|team| team.value.as_str());
        for team in inside.chain(world.teams_on(&initiative.id).map(|team| team.id.value.as_str())) {
            on.entry(team).or_default().push(initiative);
        }
    }
    let described = world.inputs.org.teams.values().filter(|team| team.inferred.is_none() && !team.members.is_empty());
    described
        .filter_map(|team| {
            let work = on.get(team.id.value.as_str())?;
            let leaders = work.iter().filter_map(|initiative| initiative.leadership.leader());
            let leaders = leaders.map(|leader| leader.value.as_str());
            Some((team, team.members.iter().map(|member| member.value.as_str()).chain(leaders).collect()))
        })
        .collect()
}
