//! One leader whose only job it is, and a team that does only this.

mod leader_part_time;
mod leader_time_unstated;
mod no_leader;
mod second_live_initiative;
mod several_leaders;

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Rule};
use crate::measure::{Initiative, Leader, World};
use crate::review::fit::functional_on_purpose;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    second_live_initiative::RULE,
    no_leader::RULE,
    several_leaders::RULE,
    leader_part_time::RULE,
    leader_time_unstated::RULE,
];

/// Live initiatives that ask for a single thread: all but those that are functional on purpose.
fn threads<'w>(world: &'w World<'_>) -> impl Iterator<Item = &'w Initiative> {
    world.live().filter(|initiative| functional_on_purpose(initiative).is_none())
}

/// Where the one leader is named, else where the initiative is described.
fn leader_spot(context: &Context<'_>, initiative: &Initiative) -> Spot {
    match &initiative.leader {
        Leader::One(leader) => context.spot(&leader.place),
        _ => context.initiative_spot(initiative),
    }
}
