//! `declared-dependencies`: what live initiatives say they need from other teams.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::World;

pub(super) const MEASURE: Measure = Measure {
    key: "declared-dependencies",
    title: "Declared dependencies of live initiatives",
    page: include_str!("declared_dependencies.md"),
    value: |world| json(&declared_dependencies(world)),
};

/// Declared dependencies of live initiatives.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DeclaredDependencies {
    /// Live initiatives that declare at least one.
    pub initiatives_with_any: usize,
    /// Dependencies declared in all.
    pub declared: usize,
    /// Of these, on the initiative's own team: understood, and not counted between teams.
    pub on_own_team: usize,
    /// Of these, with a word on whether they block.
    pub with_effect: usize,
    /// Of these, blocking.
    pub blocking: usize,
    /// Of the blocking ones, with an owner, an action and a date.
    pub blocking_planned: usize,
    /// Between teams: how many live initiatives of one declare to need the other, most first.
    pub between_teams: Vec<TeamPair>,
}

/// A team that needs another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TeamPair {
    /// The team that has the initiatives.
    pub team: String,
    /// What they need.
    pub needs: String,
    /// Number of live initiatives.
    pub initiatives: usize,
}

/// Computes the measure.
pub fn declared_dependencies(world: &World<'_>) -> DeclaredDependencies {
    let mut result = DeclaredDependencies {
        initiatives_with_any: 0,
        declared: 0,
        on_own_team: 0,
        with_effect: 0,
        blocking: 0,
        blocking_planned: 0,
        between_teams: Vec::new(),
    };
    let mut pairs: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for initiative in world.live() {
        result.initiatives_with_any += usize::from(!initiative.dependencies.is_empty());
        result.declared += initiative.dependencies.len();
        for dependency in &initiative.dependencies {
            result.with_effect += usize::from(dependency.effect.is_some());
            if dependency.effect.as_deref() == Some("blocking") {
                result.blocking += 1;
                result.blocking_planned += usize::from(dependency.plan_lacks(world).is_empty());
            }
            let Some(team) = &initiative.team else { continue };
            if dependency.on.id == team.value {
                result.on_own_team += 1;
            } else {
                pairs.entry((&team.value, &dependency.on.id)).or_default().insert(&initiative.id);
            }
        }
    }
    let between = pairs.into_iter().map(|((team, needs), initiatives)| TeamPair {
        team: team.to_owned(),
        needs: needs.to_owned(),
        initiatives: initiatives.len(),
    });
    result.between_teams = between.collect();
    result
        .between_teams
        .sort_by(|a, b| b.initiatives.cmp(&a.initiatives).then_with(|| (&a.team, &a.needs).cmp(&(&b.team, &b.needs))));
    result
}
