//! Teams that hold every role the work needs.

mod craft_without_mentor;
mod platform_blocks;
mod role_missing;
mod team_too_large;
mod team_too_small;

use onethread_model::org::Team;

use crate::check::Rule;
use crate::measure::World;
use crate::review::fit::functional_on_purpose;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    team_too_large::RULE,
    team_too_small::RULE,
    role_missing::RULE,
    craft_without_mentor::RULE,
    platform_blocks::RULE,
];

/// Teams whose members are known, that people described, and that work on an initiative that is not functional on
/// purpose. A function's own group may be of any size.
fn sized<'w>(world: &'w World<'_>) -> impl Iterator<Item = &'w Team> {
    let is_thread = |id: &str| {
        world.initiative(id).is_some_and(|initiative| initiative.live && functional_on_purpose(initiative).is_none())
    };
    let of_thread: std::collections::BTreeSet<&str> = world
        .live()
        .filter(|initiative| functional_on_purpose(initiative).is_none())
        .filter_map(|initiative| initiative.team.as_ref().map(|team| team.value.as_str()))
        .collect();
    world.inputs.org.teams.values().filter(move |team| {
        let works =
            of_thread.contains(team.id.value.as_str()) || team.initiatives.iter().any(|id| is_thread(&id.value));
        works && team.inferred.is_none() && !team.members.is_empty()
    })
}
