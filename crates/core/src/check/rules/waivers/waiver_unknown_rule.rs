//! `WV104`: a waiver names a rule that does not exist.

use onethread_model::diagnostic::{Spot, nearest};
use onethread_model::record::short;

use super::{name, owner, setting, which};
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, rule, rules};
use crate::review::CRITERIA;

pub(super) const RULE: Rule = Rule {
    code: "WV104",
    name: "waiver-unknown-rule",
    title: "A waiver names a rule that does not exist",
    level: Level::Error,
    opt_in: false,
    page: include_str!("waiver_unknown_rule.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("waiver")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for waiver in context.world.inputs.org.waivers.iter() {
        found.evaluated += 1;
        let word = &waiver.rule.value;
        if rule(word).is_some() || CRITERIA.iter().any(|criterion| criterion.key == word) {
            continue;
        }
        let known =
            rules().flat_map(|rule| [rule.code, rule.name]).chain(CRITERIA.iter().map(|criterion| criterion.key));
        let near = nearest(word, known);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`onethread explain` lists the rules".to_owned(),
        };
        let finding = context
            .finding(name(waiver), format!("there is no rule `{}`", short(word)), Spot::Span(waiver.rule.span))
            .about(which(waiver))
            .label("has no effect")
            .help(help)
            .who(owner(waiver));
        found.push(match near {
            Some(near) => {
                finding.unsafe_fix(format!("write `rule = \"{near}\"`"), setting(context, waiver, "rule", near))
            }
            None => finding,
        });
    }
    found
}
