//! The order of cost of all move kinds: one table, which reviews and plans read alike.
//!
//! The nine ways to live with a dependency stand in the order of the model (*Dependencies*, moves, cheapest first); who
//! leads and what that leader decides come before them, since nobody else can carry one out, and what alters a form of work for good comes after them.
//! What only writes down what is so costs least of all and alters no work: it comes last.

use schemars::JsonSchema;
use serde::Serialize;

/// What a step in the order of cost is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostStep {
    /// Who leads: one person, and nobody else moves.
    Leader,
    /// What the leader decides: an agreement, and nobody moves.
    Authority,
    /// A promise of the team that is needed, an away team, self-service, or a duplicate for a time.
    Plan,
    /// Another team owns the code.
    Ownership,
    /// The missing role comes to the team.
    Role,
    /// The approval is handed down, narrowed or removed.
    Approval,
    /// Open source takes the place of something own.
    OpenSource,
    /// People leave other work.
    Release,
    /// Code or teams are cut anew.
    Redraw,
    /// What an initiative is, or whether it goes on.
    Portfolio,
    /// Something is written down, and no work is altered.
    Statement,
}

/// What is known of the cost of a move kind beside its price.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Key of the move kind.
    pub kind: &'static str,
    /// Where it stands in the order.
    pub step: CostStep,
    /// Days before it can pay at the earliest; absent where nothing is known of that.
    pub pays_days: Option<i64>,
    /// What has to be kept true afterwards: the field, the position that keeps it, and when it is looked at.
    pub upkeep: &'static [(&'static str, &'static str, &'static str)],
}

/// Days within which code that was cut anew begins to pay: about nine months at the one team of which it is told (the
/// model, *Dependencies*).
const REDRAW_DAYS: i64 = 270;
/// Days that a new leader or a new member needs before the work of others is lighter: the first ninety days of the model.
const FIRST_DAYS: i64 = 90;

const MANDATE: (&str, &str, &str) = ("initiative.mandate", "those above the leader", "at its review");
const LEADER: (&str, &str, &str) = ("initiative.leader", "the sponsor", "when the leader changes");
const SHARES: (&str, &str, &str) = ("allocation.share", "the person's manager", "when the person's work changes");
const TEAM: (&str, &str, &str) = ("team.members", "the team's manager", "when somebody comes or goes");
const PLAN: (&str, &str, &str) = ("dependency.plan", "the team that has the dependency", "on its day");
const GATE: (&str, &str, &str) = ("gate.initiatives", "whoever owns the gate", "when an initiative starts");
const OWNER: (&str, &str, &str) = ("component.owner", "the leaders of both teams", "when the code moves");
const CHARTER: (&str, &str, &str) = ("initiative.charter", "sponsor and leader", "each quarter");
const METRIC: (&str, &str, &str) = ("metric", "the leader", "each week that it is read");
const DECISION: (&str, &str, &str) = ("decision.outcome", "the leader", "on its day");

const fn cost(
    kind: &'static str,
    step: CostStep,
    pays_days: Option<i64>,
    upkeep: &'static [(&'static str, &'static str, &'static str)],
) -> Cost {
    Cost { kind, step, pays_days, upkeep }
}

/// Every move kind, in the order of cost.
pub const COSTS: &[Cost] = &[
    cost("appoint", CostStep::Leader, Some(FIRST_DAYS), &[LEADER, SHARES]),
    cost("reassign", CostStep::Leader, Some(FIRST_DAYS), &[LEADER, SHARES]),
    cost("hand-over", CostStep::Leader, Some(FIRST_DAYS), &[LEADER, SHARES]),
    cost("leave", CostStep::Leader, None, &[LEADER]),
    cost("delegate", CostStep::Authority, Some(0), &[MANDATE]),
    cost("decide-sooner", CostStep::Authority, Some(0), &[MANDATE]),
    cost("plan-dependency", CostStep::Plan, None, &[PLAN]),
    cost("terms", CostStep::Plan, None, &[PLAN]),
    cost("own", CostStep::Ownership, None, &[OWNER]),
    cost("join", CostStep::Role, Some(FIRST_DAYS), &[TEAM, SHARES]),
    cost("stand-up", CostStep::Role, Some(FIRST_DAYS), &[TEAM, SHARES]),
    cost("gate", CostStep::Approval, Some(0), &[GATE]),
    cost(
        "adopt",
        CostStep::OpenSource,
        None,
        &[("decision.revisit", "the team that owned the component", "on its day")],
    ),
    cost("dedicate", CostStep::Release, Some(FIRST_DAYS), &[SHARES]),
    cost("release", CostStep::Release, Some(FIRST_DAYS), &[SHARES]),
    cost(
        "divide-scope",
        CostStep::Redraw,
        Some(REDRAW_DAYS),
        &[("initiative.scope", "both leaders", "when code moves")],
    ),
    cost(
        "decouple",
        CostStep::Redraw,
        Some(REDRAW_DAYS),
        &[("the interface", "the teams that own the code", "always")],
    ),
    cost("change-form", CostStep::Redraw, Some(FIRST_DAYS), &[LEADER, SHARES]),
    cost("report-to", CostStep::Redraw, Some(FIRST_DAYS), &[("person.reports-to", "the manager", "when it changes")]),
    cost("split", CostStep::Portfolio, None, &[LEADER, CHARTER]),
    cost("merge", CostStep::Portfolio, None, &[LEADER, CHARTER]),
    cost("start", CostStep::Portfolio, None, &[LEADER, CHARTER]),
    cost("pause", CostStep::Portfolio, None, &[CHARTER]),
    cost("end", CostStep::Portfolio, None, &[]),
    cost("declare-dependency", CostStep::Statement, None, &[PLAN]),
    cost("state-effect", CostStep::Statement, None, &[PLAN]),
    cost("measure-first", CostStep::Statement, None, &[METRIC]),
    cost("metric", CostStep::Statement, None, &[METRIC]),
    cost("complete-metric", CostStep::Statement, None, &[METRIC]),
    cost("charter", CostStep::Statement, None, &[CHARTER]),
    cost("scope", CostStep::Statement, None, &[("initiative.scope", "the leader", "when code moves")]),
    cost("allocate", CostStep::Statement, None, &[SHARES]),
    cost("attest", CostStep::Statement, None, &[("attestation", "the sponsor", "once a year")]),
    cost("record-outcome", CostStep::Statement, None, &[DECISION]),
    cost("give-reason", CostStep::Statement, None, &[CHARTER]),
    cost("tenet", CostStep::Statement, None, &[CHARTER]),
    cost("cut-tenets", CostStep::Statement, None, &[CHARTER]),
    cost("rename", CostStep::Statement, None, &[]),
];

impl CostStep {
    /// When a change of this step can pay, in words.
    pub fn pays_words(self) -> &'static str {
        match self {
            CostStep::Leader => "a new leader needs the first ninety days",
            CostStep::Authority => "with the next decision",
            CostStep::Plan => "on the day of the plan, and not before",
            CostStep::Ownership => "with the next change that would have crossed",
            CostStep::Role => "who comes needs the first ninety days",
            CostStep::Approval => "with the next approval",
            CostStep::OpenSource => "once the own part is gone",
            CostStep::Release => "once the other work is handed over",
            CostStep::Redraw => "slow: about nine months where it was measured once",
            CostStep::Portfolio => "not known",
            CostStep::Statement => "not by itself: it alters no work",
        }
    }
}

/// The cost of a move kind, and its place in the order, from 1; one of no kind comes last.
pub fn cost_of(kind: &str) -> (usize, Option<&'static Cost>) {
    match COSTS.iter().position(|cost| cost.kind == kind) {
        Some(at) => (at + 1, COSTS.get(at)),
        None => (COSTS.len() + 1, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moves::MOVES;

    #[test]
    fn every_kind_has_one_place_and_steps_follow_each_other() {
        for kind in MOVES {
            assert_eq!(COSTS.iter().filter(|cost| cost.kind == kind.key).count(), 1, "{}", kind.key);
            let (_, cost) = cost_of(kind.key);
            let is_statement = cost.is_some_and(|cost| cost.step == CostStep::Statement);
            assert!(!kind.alters_form || !is_statement || kind.key == "allocate", "{} alters the form", kind.key);
        }
        assert_eq!(COSTS.len(), MOVES.len());
        assert!(COSTS.windows(2).all(|two| two[0].step <= two[1].step));
    }

    #[test]
    fn the_ways_to_live_with_a_dependency_stand_as_in_the_model() {
        let model = ["plan-dependency", "own", "join", "gate", "adopt", "decouple"];
        let places: Vec<usize> = model.iter().map(|kind| cost_of(kind).0).collect();
        assert!(places.is_sorted(), "{places:?}");
    }
}
