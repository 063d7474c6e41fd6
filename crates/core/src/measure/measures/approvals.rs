//! `approvals`: how concentrated approvals and sign-offs are. Counts and a curve; nobody is named.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::concentration::Concentration;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::World;
use crate::measure::parts::PEOPLE_MIN;

/// So many busiest approvers are looked at together.
pub const BUSIEST: usize = 10;

pub(super) const MEASURE: Measure = Measure {
    key: "approvals",
    title: "How concentrated approvals and sign-offs are",
    page: include_str!("approvals.md"),
    value: |world| json(&approvals(world)),
};

/// Concentration of approvals on live initiatives, and of sign-offs ever given.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Approvals {
    /// People whose approval live initiatives require.
    pub approvers: usize,
    /// Pairs of a live initiative and an approver.
    pub assignments: u64,
    /// Share of assignments that the ten busiest approvers hold, 0 to 1; absent below five approvers.
    pub approver_top10_share: Option<f64>,
    /// Smallest number of approvers who together hold half of the assignments; absent below five.
    pub approvers_for_half: Option<usize>,
    /// The curve: with the `holders` busiest approvers, which share of assignments is reached. It begins at five.
    pub approver_curve: Vec<CurvePoint>,
    /// People who ever signed off a milestone of any initiative.
    pub signoff_people: usize,
    /// Sign-offs ever: an initiative, a milestone and a person.
    pub signoffs: u64,
}

/// A point of a concentration curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CurvePoint {
    /// Number of holders, the busiest first.
    pub holders: usize,
    /// Share that they hold together, 0 to 1.
    pub share: f64,
}

/// Computes the measure.
pub fn approvals(world: &World<'_>) -> Approvals {
    let mut approvals: BTreeMap<&str, u64> = BTreeMap::new();
    for initiative in world.live() {
        let approvers: BTreeSet<&str> = initiative.approvers.iter().map(|approver| approver.value.as_str()).collect();
        for approver in approvers {
            *approvals.entry(approver).or_default() += 1;
        }
    }
    let mut signoffs: BTreeMap<&str, u64> = BTreeMap::new();
    for signoff in world.initiatives.iter().flat_map(|initiative| &initiative.signoffs) {
        *signoffs.entry(&signoff.value).or_default() += 1;
    }
    let approvals = concentration(approvals);
    let signoffs = concentration(signoffs);
    let curve = approvals.curve().into_iter().filter(|(holders, _)| *holders >= PEOPLE_MIN);
    let curve = curve.map(|(holders, share)| CurvePoint { holders, share });
    let total = |concentration: &Concentration| u64::try_from(concentration.total()).unwrap_or(u64::MAX);
    Approvals {
        approvers: approvals.holders(),
        assignments: total(&approvals),
        approver_top10_share: approvals.top_share(BUSIEST).filter(|_| approvals.holders() >= PEOPLE_MIN),
        approvers_for_half: approvals.holders_for_share(0.5).filter(|holders| *holders >= PEOPLE_MIN),
        approver_curve: curve.collect(),
        signoff_people: signoffs.holders(),
        signoffs: total(&signoffs),
    }
}

fn concentration(counts: BTreeMap<&str, u64>) -> Concentration {
    Concentration::from_counts(&counts.into_values().collect::<Vec<u64>>())
}
