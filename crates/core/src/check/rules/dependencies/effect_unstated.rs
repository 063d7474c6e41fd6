//! `DP113`: nothing says what a dependency does to the work.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};

pub(super) const RULE: Rule = Rule {
    code: "DP113",
    name: "effect-unstated",
    title: "A declared dependency does not state whether it blocks",
    level: Level::Info,
    opt_in: false,
    page: include_str!("effect_unstated.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for (initiative, dependency) in super::declared(context.world) {
        found.evaluated += 1;
        if dependency.effect.is_some() {
            continue;
        }
        let finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!("not stated whether {} waits for {}", initiative.id, super::called(&dependency.on.value)),
                Spot::Span(dependency.on.span),
            )
            .about(super::which(dependency))
            .label("no `effect`")
            .note("a blocking dependency needs a plan and a harmless one does not; without the statement both look the same")
            .help("state its effect: `effect = \"blocking\"`, `\"slowing\"` or `\"ok\"`");
        found.push(finding);
    }
    found
}
