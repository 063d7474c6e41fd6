//! `DC108`: someone reversed what was the leader's to decide, and nobody wrote down why.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::source::At;

use super::governance_overridden::gate_that_took_it_back;
use super::{Case, cases, window};
use crate::check::{Context, Finding, Level, Need, Rule, RuleOutcome, Touches};

pub(super) const RULE: Rule = Rule {
    code: "DC108",
    name: "leader-overridden",
    title: "Someone reversed a decision that was the leader's to make, and no reason is recorded",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("leader_overridden.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("decision")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    let (from, _) = window(context);
    let mut all: BTreeMap<&str, Vec<Case<'_>>> = BTreeMap::new();
    for case in cases(context).filter(|case| case.written.is_some() && !case.is_functional()) {
        let Some(initiative) = case.initiative else { continue };
        // What was made long ago counts where it was reversed recently.
        if case.made_of_late(context).is_some() || case.known.reversed.is_some_and(|day| day >= from) {
            found.evaluated += 1;
            all.entry(&initiative.id).or_default().push(case);
        }
    }
    for (initiative, cases) in all {
        let taken_back: Vec<(&Case<'_>, &At<String>)> =
            cases.iter().filter_map(|case| Some((case, taken_back(case)?))).collect();
        for (case, by) in &taken_back {
            // Standing governance is another matter, and DC105's.
            let is_reasoned = case.written.is_some_and(|one| one.why.is_some() || one.exception_to.is_some());
            if !is_reasoned && gate_that_took_it_back(case, context).is_none() {
                found.push(finding(context, case, by, initiative));
            }
        }
    }
    found
}

/// Who reversed it, where that was not the leader.
fn taken_back<'c>(case: &Case<'c>) -> Option<&'c At<String>> {
    let by = case.overridden_by()?;
    (!case.initiative?.leadership.names(&by.value)).then_some(by)
}

fn finding(context: &Context<'_>, case: &Case<'_>, by: &At<String>, initiative: &str) -> Finding {
    let id = &case.known.id;
    let message = format!(
        "`{id}` was for the leader of {initiative} to decide; someone else reversed it, and no reason is recorded"
    );
    let finding = case.finding(context, message, Spot::Span(by.span)).label(format!("does not lead {initiative}"));
    let finding = match case.written.and_then(|written| written.reversed.as_ref()) {
        Some(reversed) => finding.related(Spot::Span(reversed.span), "reversed here"),
        None => finding,
    };
    finding
        .note("a leader may decide even if hindsight shows it was wrong")
        .help("record `why` in one line and inform the leader, or return the decision to the leader")
}
