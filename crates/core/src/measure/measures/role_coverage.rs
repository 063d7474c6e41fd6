//! `role-coverage`: roles that live initiatives need and do not have, and positions that build, coordinate and approve.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::{Initiative, World};

/// Roundings of shares of time do not make a gap.
const SLACK: f64 = 1e-3;
/// Functions that coordinate, as people write them.
const COORDINATES: &[&str] = &[
    "management",
    "operations",
    "planning",
    "product",
    "program",
    "program management",
    "project",
    "project management",
];

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
    /// Positions whose function builds: any but those that coordinate.
    pub builders: usize,
    /// Positions whose function coordinates, such as product, operations or program management.
    pub coordinators: usize,
    /// Positions without a stated function.
    pub unstated: usize,
    /// People who must agree before its work goes on: approvers that it requires, and those of gates that stand before
    /// it.
    pub approvers: usize,
}

/// A position on an initiative: its function, and the least and the most of its time.
struct Seat {
    function: Option<String>,
    low: f64,
    high: f64,
}

/// Computes the measure.
pub fn role_coverage(world: &World<'_>) -> RoleCoverage {
    let mut found = RoleCoverage { initiatives: world.live().count(), ..RoleCoverage::default() };
    let mut gaps: BTreeMap<String, RoleGap> = BTreeMap::new();
    for initiative in world.live() {
        let needs = world.inputs.org.initiatives.get(&initiative.id).map_or(&[][..], |entry| &entry.needs);
        let needs: Vec<(&str, f64)> = needs
            .iter()
            .filter(|(_, needed)| *needed > 0.0)
            .map(|(role, needed)| (role.value.as_str(), *needed))
            .collect();
        let seats = seats(initiative, world);
        found.with_needs += usize::from(!needs.is_empty());
        found.with_members += usize::from(seats.is_some());
        let Some(seats) = seats.filter(|_| !needs.is_empty()) else { continue };
        let one = roles_of(initiative, &needs, &seats, world, &mut gaps);
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
    needs: &[(&str, f64)],
    seats: &[Seat],
    world: &World<'_>,
    gaps: &mut BTreeMap<String, RoleGap>,
) -> InitiativeRoles {
    // Someone whose function is not stated may fill any one role, and no more than one person's time.
    let wild: f64 = seats.iter().filter(|seat| seat.function.is_none()).map(|seat| seat.high).sum();
    let (mut least, mut most) = (0.0, 0.0);
    let mut single_holder = Vec::new();
    for (role, needed) in needs {
        let holders: Vec<&Seat> =
            seats.iter().filter(|seat| seat.function.as_deref().is_some_and(|own| same_function(own, role))).collect();
        let low: f64 = holders.iter().map(|seat| seat.low).sum();
        let high: f64 = holders.iter().map(|seat| seat.high).sum();
        let (short_least, short_most) = (short(*needed, high), short(*needed, low));
        least += short_least;
        most += short_most;
        if holders.iter().filter(|seat| seat.high > 0.0).count() == 1 {
            single_holder.push((*role).to_owned());
        }
        if short_most > 0.0 {
            let gap = gaps.entry((*role).to_owned()).or_insert_with(|| RoleGap {
                role: (*role).to_owned(),
                gap_fte_min: 0.0,
                gap_fte_max: 0.0,
                initiatives: 0,
            });
            gap.gap_fte_min += (short_least - wild).max(0.0);
            gap.gap_fte_max += short_most;
            gap.initiatives += 1;
        }
    }
    let coordinates = |seat: &&Seat| {
        seat.function.as_deref().is_some_and(|own| COORDINATES.iter().any(|known| same_function(own, known)))
    };
    let unstated = seats.iter().filter(|seat| seat.function.is_none()).count();
    let coordinators = seats.iter().filter(coordinates).count();
    let gates = world.inputs.org.gates_before(&initiative.id, world.day);
    let of_gates: f64 = gates.filter_map(|gate| gate.approvers.as_ref()).map(|approvers| approvers.value).sum();
    InitiativeRoles {
        initiative: initiative.id.clone(),
        roles: needs.len(),
        needed_fte: tenths(needs.iter().map(|(_, needed)| needed).sum()),
        gap_fte_min: tenths((least - wild).max(0.0)),
        gap_fte_max: tenths(most),
        single_holder,
        builders: seats.len() - coordinators - unstated,
        coordinators,
        unstated,
        approvers: initiative.approvers.len() + of_gates as usize,
    }
}

fn short(needed: f64, there: f64) -> f64 {
    let short = needed - there;
    if short > SLACK { short } else { 0.0 }
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn same_function(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', '_'], " ");
    plain(a) == plain(b)
}

/// Everybody on the team, the leader included; absent when nothing says who works on it.
fn seats(initiative: &Initiative, world: &World<'_>) -> Option<Vec<Seat>> {
    let mut people = world.people.members(initiative)?;
    if let Some(leader) = initiative.leadership.leader() {
        people.push(leader.clone());
    }
    let seat = |person: String| {
        let (low, high) = world.time_range(&person, &initiative.id);
        let function = world.inputs.org.people.get(&person).and_then(|entry| entry.function.as_ref());
        Seat { function: function.map(|at| at.value.clone()), low: low.share(), high: high.share() }
    };
    let seats: Vec<Seat> = people.into_iter().map(|person| seat(person.value)).collect();
    (!seats.is_empty()).then_some(seats)
}
