//! `XX100`: What is wrong.

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};

pub(super) const RULE: Rule = Rule {
    code: "XX100",
    name: "new-rule",
    title: "What is wrong",
    level: Level::Warning,
    opt_in: true,
    page: include_str!("new_rule.md"),
    // FILL IN: `Nobody`, `Groups` or `People`. What touches people is listed in `agreement.toml`.
    touches: Touches::Unstated,
    needs: &[Need::Live],
    options: &[],
    check,
};

/// FILL IN: when it fires, and when it stays silent. Count in `evaluated` what it could judge.
fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for initiative in context.world.live() {
        found.evaluated += 1;
        let finding = context
            .finding(
                subject("initiative", &initiative.id),
                "nothing is judged yet",
                context.initiative_spot(initiative),
            )
            .label("write `check` in new_rule.rs")
            .help("FILL IN: how to fix it");
        found.push(finding);
    }
    found
}
