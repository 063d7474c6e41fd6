//! `role-coverage`: roles that live initiatives need and do not have, and positions that build, coordinate and approve.

use std::collections::BTreeMap;

use onethread_model::org::Work;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::roles::{Position, Role, positions, roles, undisclosed};
use crate::measure::{Initiative, World};

pub(super) const MEASURE: Measure = Measure {
    key: "role-coverage",
    title: "Roles that initiatives need and do not have",
    page: include_str!("role_coverage.md"),
    touches: Touches::People,
    value: |world| json(&role_coverage(world)),
};

/// Roles over all live initiatives. Roles are counted, and nobody is named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct RoleCoverage {
    /// Live initiatives.
    pub initiatives: usize,
    /// Those that say which roles their work needs.
    pub with_needs: usize,
    /// Those of which a team or stated shares of time say who works on them.
    pub with_members: usize,
    /// The gap over initiatives with both, in full-time equivalents: at least so many.
    pub gap_fte_min: f64,
    /// The same when whoever's function or share is not stated fills nothing: at most so many.
    pub gap_fte_max: f64,
    /// The gap by role, in alphabetical order; only roles that may be missing.
    pub roles: Vec<RoleGap>,
    /// Initiatives with needs and members, in alphabetical order.
    pub of: Vec<InitiativeRoles>,
}

/// A role that is missing.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RoleGap {
    /// The role.
    pub role: String,
    /// Full-time equivalents that are missing at least.
    pub gap_fte_min: f64,
    /// And at most.
    pub gap_fte_max: f64,
    /// Initiatives that may lack it.
    pub initiatives: usize,
}

/// The roles of one live initiative.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InitiativeRoles {
    /// Its id.
    pub initiative: String,
    /// Roles that its work needs.
    pub roles: usize,
    /// Full-time equivalents that it needs.
    pub needed_fte: f64,
    /// Those that are missing at least.
    pub gap_fte_min: f64,
    /// And at most.
    pub gap_fte_max: f64,
    /// Roles that one person alone holds, by name.
    pub single_holder: Vec<String>,
    /// Positions that are declared to build, by their function or by themselves.
    pub builders: usize,
    /// Positions that are declared to coordinate.
    pub coordinators: usize,
    /// Positions that are declared to approve.
    pub approving: usize,
    /// Positions of which none of that is declared: who builds among them is not shown.
    pub undeclared: usize,
    /// Positions without a stated function.
    pub unstated: usize,
    /// People who must agree before its work goes on: approvers that it requires, and those of gates that stand before
    /// it.
    pub approvers: usize,
}

/// Computes the measure.
pub fn role_coverage(world: &World<'_>) -> RoleCoverage {
    let mut found = RoleCoverage { initiatives: world.live().count(), ..RoleCoverage::default() };
    let mut gaps: BTreeMap<String, RoleGap> = BTreeMap::new();
    for initiative in world.live() {
        let positions = positions(initiative, world);
        let roles = roles(initiative, positions.as_deref().unwrap_or_default(), world);
        found.with_needs += usize::from(!roles.is_empty());
        found.with_members += usize::from(positions.is_some());
        let Some(positions) = positions.filter(|_| !roles.is_empty()) else { continue };
        let one = roles_of(initiative, &roles, &positions, world, &mut gaps);
        found.gap_fte_min += one.gap_fte_min;
        found.gap_fte_max += one.gap_fte_max;
        found.of.push(one);
    }
    found.roles = gaps.into_values().collect();
    found.gap_fte_min = tenths(found.gap_fte_min);
    found.gap_fte_max = tenths(found.gap_fte_max);
    for role in &mut found.roles {
        (role.gap_fte_min, role.gap_fte_max) = (tenths(role.gap_fte_min), tenths(role.gap_fte_max));
    }
    found
}

fn roles_of(
    initiative: &Initiative,
    roles: &[Role],
    positions: &[Position],
    world: &World<'_>,
    gaps: &mut BTreeMap<String, RoleGap>,
) -> InitiativeRoles {
    let wild = undisclosed(positions);
    for role in roles.iter().filter(|role| role.short_at_most() > 0.0) {
        let gap = gaps.entry(role.name.clone()).or_insert_with(|| RoleGap {
            role: role.name.clone(),
            gap_fte_min: 0.0,
            gap_fte_max: 0.0,
            initiatives: 0,
        });
        gap.gap_fte_min += (role.short() - wild).max(0.0);
        gap.gap_fte_max += role.short_at_most();
        gap.initiatives += 1;
    }
    let doing = |work: Option<Work>| positions.iter().filter(|one| one.work == work).count();
    let gates = world.inputs.org.gates_before(&initiative.id, world.day);
    let of_gates: f64 = gates.filter_map(|gate| gate.approvers.as_ref()).map(|approvers| approvers.value).sum();
    InitiativeRoles {
        initiative: initiative.id.clone(),
        roles: roles.len(),
        needed_fte: tenths(roles.iter().map(|role| role.needed).sum()),
        gap_fte_min: tenths((roles.iter().map(Role::short).sum::<f64>() - wild).max(0.0)),
        gap_fte_max: tenths(roles.iter().map(Role::short_at_most).sum()),
        single_holder: roles.iter().filter(|role| role.holders == 1).map(|role| role.name.clone()).collect(),
        builders: doing(Some(Work::Builds)),
        coordinators: doing(Some(Work::Coordinates)),
        approving: doing(Some(Work::Approves)),
        undeclared: doing(None),
        unstated: positions.iter().filter(|one| one.function.is_none()).count(),
        approvers: initiative.approvers.len() + of_gates as usize,
    }
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
