//! `approval-paths`: how many approvals an initiative must pass, how many of them one after the other, and of how many
//! teams.

use std::collections::BTreeSet;

use onethread_kernel::precedence::depth;
use onethread_model::org::Gate;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::{Initiative, World};

pub(super) const MEASURE: Measure = Measure {
    key: "approval-paths",
    title: "Approval depth and breadth",
    page: include_str!("approval_paths.md"),
    touches: Touches::Nobody,
    value: |world| json(&approval_paths(world)),
};

/// The approvals that one live initiative must pass on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ApprovalPath {
    /// The initiative.
    pub initiative: String,
    /// Breadth: gates that stand before it.
    pub gates: usize,
    /// Of these, standing governance.
    pub standing: usize,
    /// Depth: the most gates that must be passed one after the other; absent where gates come after each other in a
    /// cycle.
    pub depth: Option<usize>,
    /// Span: distinct teams and functions that hold them, its own teams left out.
    pub span: usize,
    /// Gates of which nobody is stated to hold them.
    pub unheld: usize,
    /// People who must agree at these gates, as far as they say how many.
    pub approvers: u64,
    /// Gates that do not say how many people must agree.
    pub approvers_unstated: usize,
    /// Distinct people whose approval a registry requires, beside the gates.
    pub registry_approvers: usize,
}

/// Computes the measure: live initiatives that must pass anything, in alphabetical order of id.
pub fn approval_paths(world: &World<'_>) -> Vec<ApprovalPath> {
    world.live().map(|initiative| path_of(initiative, world)).filter(ApprovalPath::is_any).collect()
}

/// The approvals of one initiative.
pub fn path_of(initiative: &Initiative, world: &World<'_>) -> ApprovalPath {
    let gates: Vec<&Gate> = world.inputs.org.gates_before(&initiative.id, world.day).collect();
    let place = |id: &str| gates.iter().position(|gate| gate.id.value == id);
    // Only gates that this initiative must pass lie on its path.
    let after: Vec<Vec<usize>> =
        gates.iter().map(|gate| gate.after.iter().filter_map(|before| place(&before.value)).collect()).collect();
    let own: BTreeSet<&str> = world
        .teams_on(&initiative.id)
        .map(|team| team.id.value.as_str())
        .chain(initiative.team.as_ref().map(|team| team.value.as_str()))
        .collect();
    let holders: BTreeSet<String> = gates
        .iter()
        .filter_map(|gate| gate.owner.as_ref())
        .filter(|owner| !(owner.value.kind == "team" && own.contains(owner.value.id.as_str())))
        .map(|owner| owner.value.to_string())
        .collect();
    let people: BTreeSet<&str> = initiative.approvers.iter().map(|one| one.value.as_str()).collect();
    ApprovalPath {
        initiative: initiative.id.clone(),
        gates: gates.len(),
        standing: gates.iter().filter(|gate| gate.standing).count(),
        depth: depth(&after),
        span: holders.len(),
        unheld: gates.iter().filter(|gate| gate.owner.is_none()).count(),
        approvers: gates.iter().filter_map(|gate| gate.approvers.as_ref()).map(|at| at.value as u64).sum(),
        approvers_unstated: gates.iter().filter(|gate| gate.approvers.is_none()).count(),
        registry_approvers: people.len(),
    }
}

impl ApprovalPath {
    fn is_any(&self) -> bool {
        self.gates > 0 || self.registry_approvers > 0
    }

    /// What must be passed, as a sentence without a full stop; absent where nothing is described.
    pub fn words(&self) -> Option<String> {
        if self.gates == 0 {
            return None;
        }
        let gates = crate::words::plural(self.gates, "gate", "gates");
        let depth = match self.depth {
            Some(1) | None => String::new(),
            Some(depth) => format!(", {depth} of them one after the other"),
        };
        let span = crate::words::plural(self.span, "other team or function", "other teams and functions");
        Some(format!("{gates} to pass{depth}, held by {span}"))
    }
}
