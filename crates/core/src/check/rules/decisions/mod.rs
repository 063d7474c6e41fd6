//! Who decides, how fast, and what came of it.

mod adoption_overdue;
mod decided_by_another;
mod door_unstated;
mod exception_unasked;
mod governance_overridden;
mod leader_overridden;
mod one_way_door_unprepared;
mod open_too_long;
mod result_overdue;
mod revisit_overdue;
mod shipped_past_gate;
mod two_way_door_above;

use std::collections::HashMap;

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;
use onethread_model::org::Decision;
use onethread_model::source::At;

use crate::check::{Context, Finding, Need, Rule, subject};
use crate::measure::decisions::{KnownDecision, known_decisions};
use crate::measure::{Initiative, World};

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    two_way_door_above::RULE,
    one_way_door_unprepared::RULE,
    open_too_long::RULE,
    decided_by_another::RULE,
    governance_overridden::RULE,
    shipped_past_gate::RULE,
    revisit_overdue::RULE,
    leader_overridden::RULE,
    exception_unasked::RULE,
    door_unstated::RULE,
    adoption_overdue::RULE,
    result_overdue::RULE,
];

/// Decisions, from whatever source.
const DECISIONS: Need = Need::Any(&[Need::Entries("decision"), Need::Facts(FactKind::DecisionMade)]);

/// A decision on the day, and whose it is.
#[derive(Clone, Copy)]
struct Case<'c> {
    /// As it is known on the day.
    known: &'c KnownDecision<'c>,
    /// As the organization's files have it; absent when only a source records it.
    written: Option<&'c Decision>,
    /// The live initiative that it belongs to; absent when it belongs to none.
    initiative: Option<&'c Initiative>,
}

/// The places of a [`Case`]: among decisions known on the day, among those of the organization's files, and among
/// initiatives.
pub(in crate::check) struct CaseAt {
    known: usize,
    written: Option<usize>,
    initiative: Option<usize>,
}

/// Decisions known on the day, but for those of initiatives that are over: nobody can put these right.
fn cases<'c>(context: &'c Context<'_>) -> impl Iterator<Item = Case<'c>> {
    let world = context.world;
    let known = known_decisions(world);
    // Both are in the order of ids, so that no decision has to be looked up.
    let (mut written, mut passed) = (world.inputs.org.decisions.values(), 0);
    context.cases().iter().map(move |case| Case {
        known: &known[case.known],
        written: case.written.and_then(|at| {
            let skipped = at - passed;
            passed = at + 1;
            written.nth(skipped)
        }),
        initiative: case.initiative.map(|at| &world.initiatives[at]),
    })
}

/// Finds the places of all cases, in alphabetical order of id.
pub(in crate::check) fn cases_of(world: &World<'_>) -> Vec<CaseAt> {
    let live = world.initiatives.iter().enumerate().filter(|(_, initiative)| initiative.live);
    let live: HashMap<&str, usize> = live.map(|(at, initiative)| (initiative.id.as_str(), at)).collect();
    let mut written = world.inputs.org.decisions.keys().enumerate().peekable();
    let mut cases = Vec::new();
    for (at, known) in known_decisions(world).iter().enumerate() {
        while written.next_if(|(_, id)| id.as_str() < known.id).is_some() {}
        let written = written.next_if(|(_, id)| id.as_str() == known.id).map(|(at, _)| at);
        let initiative = known.initiative.map(|id| live.get(id).copied());
        // One of an initiative that is over is left out; one of none is not.
        if initiative != Some(None) {
            cases.push(CaseAt { known: at, written, initiative: initiative.flatten() });
        }
    }
    cases
}

impl<'c> Case<'c> {
    /// A finding about it. What only a source records is reported its initiative, because no file has an entry for it.
    fn finding(&self, context: &Context<'_>, message: String, spot: Spot) -> Finding {
        let decision = subject("decision", self.known.id);
        match (self.written, self.initiative) {
            (None, Some(initiative)) => {
                context.finding(subject("initiative", &initiative.id), message, spot).about(decision)
            }
            _ => context.finding(decision, message, spot),
        }
    }

    /// Where its id is written, or its record.
    fn spot(&self, context: &Context<'_>) -> Spot {
        match self.written {
            Some(written) => Spot::Span(written.id.span),
            None => context.spot(&self.known.place),
        }
    }

    /// Who reversed it although it was the leader's to make, once that is known.
    fn overridden_by(&self) -> Option<&'c At<String>> {
        self.written?.overridden_by.as_ref()
    }

    /// Whether it belongs to a function, which has no leader whose it would be.
    fn is_functional(&self) -> bool {
        self.initiative.is_some_and(|initiative| initiative.functional_by_design().is_some())
    }

    /// The day it was made, within the period that reviews look at: what is older cannot be made otherwise any more.
    fn made_of_late(&self, context: &Context<'_>) -> Option<Day> {
        let (from, _) = window(context);
        self.known.decided.filter(|decided| *decided >= from)
    }
}

/// The period that reviews look at: its first day, and the day of the check.
fn window(context: &Context<'_>) -> (Day, Day) {
    let days = i32::try_from(context.world.inputs.config.thresholds.period_days).unwrap_or(i32::MAX);
    (context.world.day.plus_days(1_i32.saturating_sub(days)), context.world.day)
}
