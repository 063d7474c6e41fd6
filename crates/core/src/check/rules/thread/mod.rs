//! One leader whose only job it is, and a team that does only this.

mod attestation_stale;
mod charter_gate_skipped;
mod empowerment_not_attested;
mod ended_still_named;
mod hand_over_unreceived;
mod label_differs;
mod leader_departed;
mod leader_no_person;
mod leader_part_time;
mod leader_time_unstated;
mod leader_unknown;
mod line_elsewhere;
mod mandate_broken;
mod mandate_overdue;
mod missing_charter;
mod no_decision_rights;
mod no_leader;
mod over_full_time;
mod quiet_initiative;
mod second_live_initiative;
mod several_leaders;
mod shared_members;
mod thread_not_needed;
mod triage_stale;

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::edit::Edit;

use crate::check::{Context, Rule};
use crate::measure::{Initiative, World};
use crate::moves;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    second_live_initiative::RULE,
    no_leader::RULE,
    several_leaders::RULE,
    leader_part_time::RULE,
    leader_time_unstated::RULE,
    leader_unknown::RULE,
    leader_departed::RULE,
    leader_no_person::RULE,
    line_elsewhere::RULE,
    no_decision_rights::RULE,
    shared_members::RULE,
    over_full_time::RULE,
    empowerment_not_attested::RULE,
    attestation_stale::RULE,
    thread_not_needed::RULE,
    label_differs::RULE,
    missing_charter::RULE,
    quiet_initiative::RULE,
    charter_gate_skipped::RULE,
    mandate_broken::RULE,
    mandate_overdue::RULE,
    hand_over_unreceived::RULE,
    ended_still_named::RULE,
    triage_stale::RULE,
];

/// Live initiatives that ask for a single thread: all but those that are functional by design.
fn threads<'w>(world: &'w World<'_>) -> impl Iterator<Item = &'w Initiative> {
    world.live().filter(|initiative| initiative.functional_by_design().is_none())
}

/// Where the one leader is named, else where the initiative is described.
fn leader_spot(context: &Context<'_>, initiative: &Initiative) -> Spot {
    match initiative.leadership.leader() {
        Some(leader) => context.spot(&leader.place),
        None => context.initiative_spot(initiative),
    }
}

/// Edits that take a name out as the leader of an initiative, where the organization's files have it there; where
/// nobody is left, they say that it is vacant since this day, so that neither a list of people nor a registry hides it.
fn without_leader(context: &Context<'_>, initiative: &str, name: &str, since: Day) -> Option<Vec<Edit>> {
    let entry = context.world.as_written().initiatives.get(initiative)?;
    let is_named = entry.leaders.iter().any(|leader| leader.value == name);
    is_named.then(|| moves::files::without_leader(name, initiative, since, context.world))
}
