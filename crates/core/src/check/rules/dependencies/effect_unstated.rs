//! `DP113`: nothing says what a dependency does to the work.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Found, Level, Need, Rule, subject};

pub(super) const RULE: Rule = Rule {
    code: "DP113",
    name: "effect-unstated",
    title: "Nothing says whether a declared dependency blocks",
    level: Level::Info,
    opt_in: false,
    page: include_str!("effect_unstated.md"),
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let mut found = Found::default();
    for (initiative, dependency) in super::declared(context.world) {
        found.looked_at += 1;
        if dependency.effect.is_some() {
            continue;
        }
        let finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!("nothing says whether {} waits for {}", initiative.id, super::called(&dependency.on.value)),
                Spot::Span(dependency.on.span),
            )
            .about(super::which(dependency))
            .label("no `effect`")
            .note("what blocks needs a plan, and what does no harm needs none; without a word on it, both look alike")
            .help("say what it does to the work: `effect = \"blocking\"`, `\"slowing\"` or `\"ok\"`");
        found.push(finding);
    }
    found
}
