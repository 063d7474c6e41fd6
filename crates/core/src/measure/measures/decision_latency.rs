//! `decision-latency`: how long decisions take, by whether they can be taken back, and how high they go.

use onethread_kernel::survival::{Curve, Spell};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::World;
use crate::measure::decisions::{KnownDecision, known_decisions};

/// With fewer decisions made than this, a median says more about chance than about the organization.
pub const DECIDED_MIN: usize = 5;

pub(super) const MEASURE: Measure = Measure {
    key: "decision-latency",
    title: "How long decisions take, and how high they go",
    page: include_str!("decision_latency.md"),
    value: |world| json(&decision_latency(world)),
};

/// How long decisions take, over all initiatives known on the day or over one of them.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DecisionLatency {
    /// Decisions known.
    pub decisions: usize,
    /// Those that can be taken back at little cost.
    pub reversible: Latency,
    /// Those that cannot.
    pub irreversible: Latency,
    /// Those that do not say.
    pub unstated: Latency,
    /// Decisions that were taken back later.
    pub reversed: usize,
    /// Decisions made that say what was expected of them.
    pub expected: usize,
    /// Of these, those that say what came of it.
    pub expected_and_actual: usize,
}

/// How long decisions of one kind take.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Latency {
    /// Decisions known.
    pub n: usize,
    /// Of these, those made.
    pub decided: usize,
    /// Of these, those that say how many levels above the leader had to agree.
    pub levels_stated: usize,
    /// Of these, those for which at least one had to.
    pub went_above: usize,
    /// Decisions that the days cannot count, because they do not say when they were asked for, or say a later day than
    /// that on which they were made.
    pub left_out: usize,
    /// Days from asking within which half are made; absent when that is not reached or was refused.
    pub median_days: Option<i64>,
    /// Lower end of the 95 % interval of the median, in days.
    pub low_days: Option<i64>,
    /// Upper end of the 95 % interval of the median, in days.
    pub high_days: Option<i64>,
    /// Why no median is given.
    pub refused: Option<String>,
}

/// Computes the measure over all initiatives.
pub fn decision_latency(world: &World<'_>) -> DecisionLatency {
    latency_of(&known_decisions(world).iter().collect::<Vec<_>>(), world)
}

/// Computes the measure over some decisions.
pub fn latency_of(decisions: &[&KnownDecision], world: &World<'_>) -> DecisionLatency {
    let kind = |reversible: Option<bool>| {
        let of_kind: Vec<&KnownDecision> =
            decisions.iter().filter(|decision| decision.reversible == reversible).copied().collect();
        latency(&of_kind, world)
    };
    let expected = || decisions.iter().filter(|decision| decision.decided.is_some() && decision.expected);
    DecisionLatency {
        decisions: decisions.len(),
        reversible: kind(Some(true)),
        irreversible: kind(Some(false)),
        unstated: kind(None),
        reversed: decisions.iter().filter(|decision| decision.reversed.is_some()).count(),
        expected: expected().count(),
        expected_and_actual: expected().filter(|decision| decision.actual).count(),
    }
}

fn latency(decisions: &[&KnownDecision], world: &World<'_>) -> Latency {
    let made = || decisions.iter().filter(|decision| decision.decided.is_some());
    let mut latency = Latency {
        n: decisions.len(),
        decided: made().count(),
        levels_stated: made().filter(|decision| decision.levels.is_some()).count(),
        went_above: made().filter(|decision| decision.levels.is_some_and(|levels| levels > 0)).count(),
        ..Latency::default()
    };
    let spells = decisions.iter().filter_map(|decision| {
        let opened = decision.opened?;
        Some(Spell {
            // Watched from the day before, so that one made on the day it was asked for counts.
            entry_days: -1,
            end_days: decision.decided.unwrap_or(world.day).days_since(opened),
            happened: decision.decided.is_some(),
        })
    });
    let spells: Vec<Spell> = spells.collect();
    let curve = Curve::kaplan_meier(&spells);
    latency.left_out = latency.n - curve.n;
    if curve.events < DECIDED_MIN {
        if latency.n > 0 {
            latency.refused = Some(format!("{} made, and fewer than {DECIDED_MIN} say too little", curve.events));
        }
        return latency;
    }
    let median = curve.median();
    latency.median_days = median.days;
    latency.low_days = median.low_days;
    latency.high_days = median.high_days;
    latency
}

impl Latency {
    /// Decisions asked for and not yet made.
    pub fn open(&self) -> usize {
        self.n - self.decided
    }

    /// How long they take, as a sentence without a full stop.
    pub fn words(&self) -> String {
        if let Some(refused) = &self.refused {
            return format!("how long they take cannot be told: {refused}");
        }
        let Some(median) = self.median_days else {
            return "fewer than half are made so far, so half takes longer than was seen".to_owned();
        };
        let within = match median {
            0 => "half are made on the day they are asked for".to_owned(),
            1 => "half are made within a day".to_owned(),
            days => format!("half are made within {days} days"),
        };
        match (self.low_days, self.high_days) {
            (Some(low), Some(high)) => format!("{within} (95 % sure: {low} to {high})"),
            (Some(low), None) => format!("{within} (95 % sure: {low} or more)"),
            _ => within,
        }
    }
}
