//! `waiting-ledger`: what each day of an initiative was spent on since its idea, before and after its first value.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::waiting::{Clock, Ledger, WaitingTotals, ledger};
use crate::measure::{Initiative, World};

pub(super) const MEASURE: Measure = Measure {
    key: "waiting-ledger",
    title: "What the days since the idea were spent on",
    page: include_str!("waiting_ledger.md"),
    touches: Touches::Groups,
    value: |world| json(&waiting_ledger(world)),
};

/// The ledgers of live initiatives, and those that have none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct WaitingLedgers {
    /// All of them together, with what each holder held up.
    pub totals: WaitingTotals,
    /// One for each live initiative with a first day, in alphabetical order of id.
    pub ledgers: Vec<Ledger>,
    /// Live initiatives without a ledger, each with the reason.
    pub refused: Vec<RejectedLedger>,
}

/// An initiative without a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RejectedLedger {
    /// The initiative.
    pub initiative: String,
    /// Why.
    pub why: String,
}

/// Computes the measure, from the day of the idea on.
pub fn waiting_ledger(world: &World<'_>) -> WaitingLedgers {
    ledgers_of(world.live(), world, Clock::Idea)
}

/// The ledgers of some initiatives, in their order.
pub fn ledgers_of<'w>(
    initiatives: impl Iterator<Item = &'w Initiative>,
    world: &World<'_>,
    clock: Clock,
) -> WaitingLedgers {
    let mut all = WaitingLedgers::default();
    for initiative in initiatives {
        match ledger(initiative, world, clock) {
            Ok(one) => all.ledgers.push(one),
            Err(why) => all.refused.push(RejectedLedger { initiative: initiative.id.clone(), why }),
        }
    }
    all.totals = WaitingTotals::of(all.ledgers.iter(), world.inputs.config.thresholds.period_days);
    all
}
