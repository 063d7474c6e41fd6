//! `dependency-register`: who needs whom, by every class of evidence.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::change_coupling::VisibleCoupling;
use super::{Measure, json};
use crate::measure::World;
use crate::measure::register::{Entry, PlatformUse, Register, VisibleReleases};

pub(super) const MEASURE: Measure = Measure {
    key: "dependency-register",
    title: "Dependency register, by class of evidence",
    page: include_str!("dependency_register.md"),
    value: |world| json(&dependency_register(world)),
};

/// The register of the last 365 days in numbers, with its entries.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DependencyRegister {
    /// Days that dated evidence is looked at.
    pub window_days: i64,
    /// Dependencies that are declared, or shown by evidence beyond doubt.
    pub dependencies: usize,
    /// Those that are declared.
    pub declared: usize,
    /// Those that evidence shows beyond doubt and nobody declared.
    pub undeclared: usize,
    /// What points at a need without showing one, and nobody declared: people or days of release in common, reviews now
    /// and then.
    pub hints: usize,
    /// Those that are declared and that no evidence shows; absent when there is no evidence at all.
    pub unobserved: Option<usize>,
    /// Dependencies that each class shows.
    pub by_class: BTreeMap<&'static str, usize>,
    /// Days waited for answers of other teams, of all dependencies together: at least so many.
    pub waited_days_min: i64,
    /// Teams that depend on each other in a cycle.
    pub cycles: Vec<Vec<String>>,
    /// How platforms are used.
    pub platforms: Vec<PlatformUse>,
    /// What two teams of usual activity would have needed in common to be found to change together; absent where that is
    /// refused.
    pub visible_coupling: Option<VisibleCoupling>,
    /// The same of the days of release of two initiatives; absent where fewer than two are compared.
    pub visible_releases: Option<VisibleReleases>,
    /// The dependencies, in the order of who has them and of what is needed.
    pub entries: Vec<Entry>,
    /// What was left out, with how often.
    pub left_out: BTreeMap<String, usize>,
}

/// Computes the measure.
pub fn dependency_register(world: &World<'_>) -> DependencyRegister {
    let register: &Register = world.register();
    let mut by_class: BTreeMap<&'static str, usize> = BTreeMap::new();
    for seen in register.entries.iter().flat_map(|entry| &entry.seen).filter(|seen| seen.reliable) {
        *by_class.entry(seen.class.key()).or_default() += 1;
    }
    DependencyRegister {
        window_days: register.window_days,
        visible_coupling: register.visible_coupling,
        visible_releases: register.visible_releases,
        dependencies: register.entries.iter().filter(|entry| entry.declared || entry.is_undeclared()).count(),
        declared: register.entries.iter().filter(|entry| entry.declared).count(),
        undeclared: register.undeclared().count(),
        hints: register.hints().count(),
        unobserved: (!register.classes.is_empty()).then(|| register.unobserved().count()),
        by_class,
        waited_days_min: register
            .entries
            .iter()
            .filter_map(|entry| entry.wait.as_ref())
            .map(|wait| wait.days_min)
            .sum(),
        cycles: register.cycles.clone(),
        platforms: PlatformUse::all(world, register),
        entries: register.entries.clone(),
        left_out: register.left_out.clone(),
    }
}
