//! `WV102`: a waiver silences nothing.

use std::collections::BTreeSet;

use onethread_model::diagnostic::{Spot, nearest};

use super::{name, owner, setting, which};
use crate::check::run::subject_of_waivers;
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, rule};

pub(super) const RULE: Rule = Rule {
    code: "WV102",
    name: "waiver-without-match",
    title: "A waiver matches no finding",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("waiver_without_match.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("waiver")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    let names = |subject| [subject, subject_of_waivers(subject)];
    let subjects: BTreeSet<(&str, &str)> = context
        .earlier
        .iter()
        .flat_map(|finding| names(finding.subject.as_str()).map(|subject| (finding.rule.code, subject)))
        .collect();
    for waiver in context.world.inputs.org.waivers.iter() {
        // A rule that was not run, or had nothing to judge, might find it; one that has ended is reported as such.
        let Some(rule) = rule(&waiver.rule.value).filter(|rule| context.evaluated.contains(&rule.code)) else {
            continue;
        };
        if waiver.until.as_ref().is_some_and(|until| until.value <= context.world.day) {
            continue;
        }
        found.evaluated += 1;
        if subjects.contains(&(rule.code, waiver.subject.value.as_str())) {
            continue;
        }
        let mut finding = context
            .finding(
                name(waiver),
                format!("{} finds nothing about {}, so the waiver has no effect", rule.code, waiver.subject.value),
                Spot::Span(waiver.subject.span),
            )
            .about(which(waiver))
            .label(format!("no finding of {} is about this", rule.code))
            .who(owner(waiver));
        let of_rule = subjects.range((rule.code, "")..).take_while(|(code, _)| *code == rule.code);
        finding = match nearest(&waiver.subject.value, of_rule.map(|(_, subject)| *subject)) {
            Some(near) => finding
                .help(format!("did you mean `{near}`?"))
                .unsafe_fix(format!("write `subject = \"{near}\"`"), setting(context, waiver, "subject", near)),
            None => finding.help("end it with `until`, or remove it: its finding no longer exists"),
        };
        found.push(finding);
    }
    found
}
