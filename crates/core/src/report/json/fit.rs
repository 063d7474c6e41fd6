//! Advice on the form, and the rules of authority, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::{EvidenceJson, evidence};
use crate::review::{AuthorityRule, FitAdvice};

/// Whether an initiative should be single-threaded, and how.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FitJson {
    /// `sto`, `stl`, `functional` or `cannot-tell`.
    pub recommended: &'static str,
    /// Why.
    pub because: Vec<EvidenceJson>,
    /// What that form would cost; where none can be told, what the wished one would.
    pub price: FitPriceJson,
}

/// What a form would cost. Counts only: no member is named.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FitPriceJson {
    /// Members who do not report to the leader today, and would.
    pub changes_manager: usize,
    /// Members whose reporting line is not known.
    pub manager_unknown: usize,
    /// What the leader would drop: other initiatives led, and stated shares elsewhere.
    pub leader_drops: Vec<String>,
    /// Functions whose people would leave their functional line, while nobody keeps the standard of the craft.
    pub support_lost: Vec<String>,
    /// Members who would leave their functional line and whose function is not stated.
    pub support_unknown: usize,
    /// Other live initiatives that would lose their leader.
    pub leaderless: Vec<String>,
    /// Whether one leader would have to be named first.
    pub needs_leader: bool,
}

/// A rule of the leader's authority, and whether the evidence confirms it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AuthorityJson {
    /// The rule.
    pub says: &'static str,
    /// `holds`, `fails` or `not-shown`.
    pub answer: &'static str,
    /// Why.
    pub because: Vec<EvidenceJson>,
}

pub(super) fn fit(advice: &FitAdvice) -> FitJson {
    let price = &advice.price;
    FitJson {
        recommended: advice.recommended.key(),
        because: advice.because.iter().map(evidence).collect(),
        price: FitPriceJson {
            changes_manager: price.changes_manager,
            manager_unknown: price.manager_unknown,
            leader_drops: price.leader_drops.clone(),
            support_lost: price.support_lost.clone(),
            support_unknown: price.support_unknown,
            leaderless: price.leaderless.clone(),
            needs_leader: price.needs_leader,
        },
    }
}

pub(super) fn authority(rule: &AuthorityRule) -> AuthorityJson {
    AuthorityJson { says: rule.says, answer: rule.answer.key(), because: rule.because.iter().map(evidence).collect() }
}
