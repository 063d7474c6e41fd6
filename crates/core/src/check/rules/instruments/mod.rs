//! What is measured, and whether it was measured before anything was built.

mod composite_index;
mod feature_before_metric;
mod metric_incomplete;
mod metric_owner_outside;
mod metric_stale;
mod only_outputs;
mod speed_without_guard;

use onethread_model::Day;
use onethread_model::org;
use onethread_model::source::At;

use crate::check::{Context, Rule};
use crate::measure::Initiative;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    metric_incomplete::RULE,
    feature_before_metric::RULE,
    only_outputs::RULE,
    composite_index::RULE,
    metric_stale::RULE,
    speed_without_guard::RULE,
    metric_owner_outside::RULE,
];

/// Live initiatives that the organization's files describe: only there is a place for metrics.
fn described<'c>(context: &Context<'c>) -> impl Iterator<Item = (&'c Initiative, &'c org::Initiative)> {
    let world = context.world;
    world.live().filter_map(|initiative| Some((initiative, world.inputs.org.initiatives.get(&initiative.id)?)))
}

/// The day its first feature reached anybody, else that of first value, when it is known.
fn first_feature(written: &org::Initiative) -> Option<&At<Day>> {
    written.first_feature.as_ref().or(written.first_value().map(|value| &value.on))
}
