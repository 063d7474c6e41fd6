//! `XX100`: What is wrong.

use crate::check::{Context, Found, Level, Need, Rule, subject};

pub(super) const RULE: Rule = Rule {
    code: "XX100",
    name: "new-rule",
    title: "What is wrong",
    level: Level::Warning,
    opt_in: true,
    page: include_str!("new_rule.md"),
    needs: &[Need::Live],
    options: &[],
    check,
};

/// FILL IN: when it fires, and when it stays silent. Count in `looked_at` what it could judge.
fn check(context: &Context<'_>) -> Found {
    let mut found = Found::default();
    for initiative in context.world.live() {
        found.looked_at += 1;
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
