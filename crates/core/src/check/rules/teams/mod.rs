//! Teams that hold every role the work needs.

mod craft_without_mentor;
mod platform_blocks;
mod role_missing;
mod team_too_large;
mod team_too_small;

use std::collections::BTreeSet;

use onethread_model::org::Team;

use crate::check::Rule;
use crate::measure::World;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    team_too_large::RULE,
    team_too_small::RULE,
    role_missing::RULE,
    craft_without_mentor::RULE,
    platform_blocks::RULE,
];

/// Teams whose members are known, that people described, and that work on an initiative that is not functional by
/// design, each with its members: who leads what they work on is one of them only where the team says so. A function's
/// own group may be of any size.
fn sized<'w>(world: &'w World<'_>) -> Vec<(&'w Team, BTreeSet<&'w str>)> {
    let mut working: BTreeSet<&str> = BTreeSet::new();
    for initiative in world.live().filter(|initiative| initiative.functional_by_design().is_none()) {
        working.extend(world.own_teams(initiative));
    }
    let described = world.inputs.org.teams.values().filter(|team| team.inferred.is_none() && !team.members.is_empty());
    let at_work = described.filter(|team| working.contains(team.id.value.as_str()));
    at_work.map(|team| (team, team.members.iter().map(|member| member.value.as_str()).collect())).collect()
}
