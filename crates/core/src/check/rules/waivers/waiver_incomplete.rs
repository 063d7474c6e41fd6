//! `WV103`: a waiver lacks a reason, an owner or an end.

use onethread_model::diagnostic::Spot;

use super::{name, owner, which};
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches};
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "WV103",
    name: "waiver-incomplete",
    title: "A waiver lacks a reason, an owner or an end",
    level: Level::Error,
    opt_in: false,
    page: include_str!("waiver_incomplete.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("waiver")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for waiver in context.world.inputs.org.waivers.iter() {
        found.evaluated += 1;
        let lacks = waiver.lacks();
        if lacks.is_empty() {
            continue;
        }
        let words: Vec<&str> = lacks
            .iter()
            .map(|key| match *key {
                "reason" => "a reason",
                "owner" => "an owner",
                _ => "an end",
            })
            .collect();
        let finding = context
            .finding(
                name(waiver),
                format!("the waiver of {} for {} lacks {}", waiver.rule.value, waiver.subject.value, join(&words)),
                Spot::Span(waiver.rule.span),
            )
            .about(which(waiver))
            .label("has no effect until it is complete")
            .help(format!("add `{}`", lacks.join("`, `")))
            .who(owner(waiver));
        found.push(finding);
    }
    found
}
