//! `lifecycle`: how many initiatives are known, live, shipped.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::{Shipped, World};

pub(super) const MEASURE: Measure = Measure {
    key: "lifecycle",
    title: "How many initiatives are known, live, and shipped",
    page: include_str!("lifecycle.md"),
    touches: Touches::Nobody,
    value: |world| json(&lifecycle(world)),
};

/// Counts of initiatives on the day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Lifecycle {
    /// Initiatives known, but for those that are no more than ideas.
    pub known: usize,
    /// What is no more than an idea.
    pub ideas: usize,
    /// Of these, with the day the idea was recorded.
    pub with_creation_day: usize,
    /// Of these, with a target for any milestone.
    pub with_target: usize,
    /// Live initiatives.
    pub live: usize,
    /// Milestones, from first to last.
    pub milestones: Vec<MilestoneCount>,
}

/// How many initiatives reached a milestone.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MilestoneCount {
    /// Name of the milestone.
    pub milestone: String,
    /// Targets that passed, confirmed by other entries.
    pub confirmed: usize,
    /// Targets that passed, with nothing that speaks against them.
    pub claimed: usize,
    /// Targets that passed, with entries that speak against them: not counted as shipped.
    pub doubtful: usize,
    /// Targets that lie ahead, or whose release is unknown.
    pub ahead: usize,
}

/// Computes the measure.
pub fn lifecycle(world: &World<'_>) -> Lifecycle {
    let count = |index: usize, shipped: Shipped| {
        world.initiatives.iter().filter(|i| i.milestones.get(index).is_some_and(|m| m.shipped == shipped)).count()
    };
    let milestones = world.inputs.config.registry.milestones.iter().enumerate().map(|(index, name)| MilestoneCount {
        milestone: name.clone(),
        confirmed: count(index, Shipped::Confirmed),
        claimed: count(index, Shipped::Claimed),
        doubtful: count(index, Shipped::Doubtful),
        ahead: count(index, Shipped::Ahead),
    });
    let begun = || world.initiatives.iter().filter(|i| i.stage.is_none());
    Lifecycle {
        known: begun().count(),
        ideas: world.ideas().count(),
        with_creation_day: begun().filter(|i| i.created.is_some()).count(),
        with_target: begun().filter(|i| i.has_target()).count(),
        live: world.live().count(),
        milestones: milestones.collect(),
    }
}
