//! `WV102`: a waiver silences nothing.

use onethread_model::diagnostic::{Spot, nearest};

use super::{name, owner, removal, which};
use crate::check::{Context, Found, Level, Need, Rule, rule};

pub(super) const RULE: Rule = Rule {
    code: "WV102",
    name: "waiver-without-match",
    title: "An exception is from a rule that finds nothing there",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("waiver_without_match.md"),
    needs: &[Need::Entries("waiver")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let mut found = Found::default();
    for waiver in &context.world.inputs.org.waivers {
        // A rule that was not run, or had nothing to judge, might find it; one that has ended is told as such.
        let Some(rule) = rule(&waiver.rule.value).filter(|rule| context.evaluated.contains(&rule.code)) else {
            continue;
        };
        if waiver.until.as_ref().is_some_and(|until| until.value <= context.world.day) {
            continue;
        }
        found.looked_at += 1;
        let of_rule = || context.earlier.iter().filter(|finding| finding.rule.code == rule.code);
        if of_rule().any(|finding| finding.subject == waiver.subject.value) {
            continue;
        }
        let mut finding = context
            .finding(
                name(waiver),
                format!("{} finds nothing about {}, so the waiver silences nothing", rule.code, waiver.subject.value),
                Spot::Span(waiver.subject.span),
            )
            .about(which(waiver))
            .label(format!("no finding of {} is about this", rule.code))
            .who(owner(waiver));
        let subjects = of_rule().map(|finding| finding.subject.as_str());
        finding = match nearest(&waiver.subject.value, subjects) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => {
                finding.help("take it out: what it was about is gone").safe_fix("take the waiver out", removal(waiver))
            }
        };
        found.push(finding);
    }
    found
}
