//! The measures: each is one file with one function, and one page beside it.

pub mod appointments;
pub mod approval_paths;
pub mod approval_queues;
pub mod approvals;
pub mod areas;
pub mod asked_teams;
pub mod away_work;
pub mod candidates;
pub mod change_coupling;
pub mod component_ownership;
pub mod deciding_alone;
pub mod deciding_share;
pub mod decision_latency;
pub mod declared_dependencies;
pub mod dependency_register;
pub mod finished_inside;
pub mod guards;
pub mod instrumentation;
pub mod leader_threads;
pub mod lifecycle;
pub mod machine_changes;
pub mod metric_courses;
pub mod open_source;
pub mod ownership_coverage;
pub mod propagation_cost;
pub mod release_lag;
pub mod reorganizations;
pub mod required_coordination;
pub mod role_coverage;
pub mod scope_coverage;
pub mod separability;
pub mod target_slips;
pub mod time_to_value;
pub mod trends;
pub mod value_per_release;
pub mod waiting_ledger;

pub use onethread_model::agreement::Touches;
use serde_json::Value;

use crate::measure::World;

/// A number, or a few that belong together, over the whole organization.
pub struct Measure {
    /// Name in files, commands and messages.
    pub key: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// The page: formula, unit, range, examples that run as tests, what it cannot see, source.
    pub page: &'static str,
    /// Whom its numbers speak of.
    pub touches: Touches,
    /// Computes it, as JSON.
    pub value: fn(&World<'_>) -> Value,
}

/// All measures, in the order of the report.
pub const MEASURES: &[Measure] = &[
    lifecycle::MEASURE,
    leader_threads::MEASURE,
    appointments::MEASURE,
    approvals::MEASURE,
    approval_paths::MEASURE,
    approval_queues::MEASURE,
    declared_dependencies::MEASURE,
    dependency_register::MEASURE,
    asked_teams::MEASURE,
    away_work::MEASURE,
    finished_inside::MEASURE,
    time_to_value::MEASURE,
    value_per_release::MEASURE,
    release_lag::MEASURE,
    target_slips::MEASURE,
    guards::MEASURE,
    waiting_ledger::MEASURE,
    decision_latency::MEASURE,
    deciding_alone::MEASURE,
    deciding_share::MEASURE,
    trends::MEASURE,
    reorganizations::MEASURE,
    metric_courses::MEASURE,
    ownership_coverage::MEASURE,
    component_ownership::MEASURE,
    machine_changes::MEASURE,
    required_coordination::MEASURE,
    scope_coverage::MEASURE,
    role_coverage::MEASURE,
    instrumentation::MEASURE,
    open_source::MEASURE,
    areas::MEASURE,
    candidates::MEASURE,
    change_coupling::MEASURE,
    separability::MEASURE,
    propagation_cost::MEASURE,
];

/// Any serializable result as JSON; the types here cannot fail to serialize.
fn json<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}
