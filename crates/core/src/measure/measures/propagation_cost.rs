//! `propagation-cost`: how far a change can reach through dependencies.

use std::collections::BTreeMap;

use onethread_kernel::graph::{Role, Structure, matched, propagation};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::cochange::Level;
use crate::measure::containment::SEED;
use crate::measure::needs::Needs;
use crate::words::plural;

/// With fewer nodes there is nothing to reach.
const NODES_MIN: usize = 3;
/// Random graphs that a graph is compared with: in one case of twenty it lies outside all of them.
const MATCHED: u32 = 39;
/// Beyond so many edges drawing them takes longer than anybody waits.
const MATCHED_EDGES_MAX: usize = 20_000;

pub(super) const MEASURE: Measure = Measure {
    key: "propagation-cost",
    title: "How far a change can reach through dependencies",
    page: include_str!("propagation_cost.md"),
    touches: Touches::Nobody,
    value: |world| json(&propagation_cost(world)),
};

/// How far a change can reach.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PropagationCost {
    /// Between teams that own something or need someone.
    pub teams: Reach,
    /// Between live initiatives, and teams whose work is of no initiative or of several.
    pub initiatives: Reach,
    /// Between components that are built with each other.
    pub components: Reach,
}

/// How far a change can reach in one graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Reach {
    /// Teams or components.
    pub n: usize,
    /// Pairs of which the one needs the other directly.
    pub needs: usize,
    /// Why nothing is reported.
    pub refused: Option<String>,
    /// The share of all pairs, each with itself included, of which the one needs the other directly or through others,
    /// 0 to 1.
    pub cost: Option<f64>,
    /// Lower end of its 95 % interval; the cost itself unless it was sampled.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// The lowest cost of 39 random graphs in which each needs, and is needed by, as many.
    pub matched_low: Option<f64>,
    /// Their median.
    pub matched_median: Option<f64>,
    /// The highest of them.
    pub matched_high: Option<f64>,
    /// `core-periphery`, `several-cores` or `hierarchical`.
    pub structure: Option<&'static str>,
    /// Those that need each other in the largest circle, in alphabetical order; empty when there is none.
    pub core: Vec<String>,
    /// Reached by as many as the core, and reaching fewer.
    pub shared: usize,
    /// Reaching as many as the core, and reached by fewer.
    pub control: usize,
    /// Neither.
    pub peripheral: usize,
}

/// Computes the measure.
pub fn propagation_cost(world: &World<'_>) -> PropagationCost {
    let owning = world.path_owners().iter().flatten().map(String::as_str);
    let teams = Needs::of(world, Level::Team, world.register(), owning);
    let components = Needs::of(world, Level::Component, world.register(), []);
    let live = world.live().map(|initiative| initiative.id.as_str());
    let initiatives = Needs::between_parties(world.register(), world.parties(), live);
    PropagationCost { teams: reach(&teams), initiatives: reach(&initiatives), components: reach(&components) }
}

/// Where one of a graph of needs stands when every need is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Position {
    /// Others that it needs directly or through others.
    pub reaches: usize,
    /// Others that need it so.
    pub reached_by: usize,
    /// `core`, `shared`, `control` or `peripheral`, as of the graph; absent when that has no core.
    pub role: Option<&'static str>,
}

/// Where everybody in a graph of needs stands, by name; nobody without any need on record, or where nodes are sampled.
pub fn positions(needs: &Needs) -> BTreeMap<&str, Position> {
    let Some(reached) = propagation(&needs.graph(), SEED).filter(|_| !needs.edges.is_empty()) else {
        return BTreeMap::new();
    };
    let role = |role: &Role| match role {
        Role::Core => "core",
        Role::Shared => "shared",
        Role::Control => "control",
        Role::Peripheral => "peripheral",
    };
    let position = |(at, (reaches, reached_by)): (usize, (&u32, &u32))| Position {
        reaches: *reaches as usize - 1,
        reached_by: *reached_by as usize - 1,
        role: reached.roles.get(at).map(role),
    };
    let all = reached.reaches.iter().zip(&reached.reached_by).enumerate().map(position);
    needs.names.iter().map(String::as_str).zip(all).collect()
}

/// How far a change can reach in a graph of needs.
pub fn reach(needs: &Needs) -> Reach {
    let graph = needs.graph();
    let mut found = Reach { n: needs.names.len(), needs: graph.edges().len(), ..Reach::default() };
    found.refused = if found.needs == 0 {
        Some("no source says who needs whom".to_owned())
    } else if found.n < NODES_MIN {
        Some(format!("{} known; at least {NODES_MIN} required", plural(found.n, "is", "are")))
    } else {
        None
    };
    let Some(reached) = propagation(&graph, SEED).filter(|_| found.refused.is_none()) else { return found };
    (found.cost, found.low, found.high) = (Some(reached.cost), Some(reached.low), Some(reached.high));
    found.structure = Some(match reached.structure {
        Structure::CorePeriphery => "core-periphery",
        Structure::SeveralCores => "several-cores",
        Structure::Hierarchical => "hierarchical",
    });
    if reached.largest_circle > 1
        && let Some(core) = graph.levels().into_iter().find(|group| group.len() == reached.largest_circle as usize)
    {
        found.core = core.iter().filter_map(|node| needs.names.get(*node as usize).cloned()).collect();
    }
    let count = |role: Role| reached.roles.iter().filter(|other| **other == role).count();
    (found.shared, found.control) = (count(Role::Shared), count(Role::Control));
    found.peripheral = count(Role::Peripheral);
    if found.needs <= MATCHED_EDGES_MAX {
        let costs = matched(&graph, MATCHED, SEED);
        (found.matched_low, found.matched_high) = (costs.first().copied(), costs.last().copied());
        found.matched_median = costs.get(costs.len() / 2).copied();
    }
    found
}
