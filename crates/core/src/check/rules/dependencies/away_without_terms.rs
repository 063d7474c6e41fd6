//! `DP108`: people are to work in another team's code, without terms or without an end.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "DP108",
    name: "away-without-terms",
    title: "People work in another team's code without agreed terms or an end",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("away_without_terms.md"),
    touches: Touches::Groups,
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for (initiative, dependency, plan) in super::planned_by(context.world, "away-team") {
        found.evaluated += 1;
        let mut missing = Vec::new();
        if !plan.has_terms() {
            missing.push("agreement");
        }
        if plan.by.is_none() {
            missing.push("last day");
        }
        let Some(action) = plan.action.as_ref().filter(|_| !missing.is_empty()) else { continue };
        let on = super::called(&dependency.on.value);
        let mut finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!("{} works in the code of {on}, with no {}", initiative.id, join(&missing)),
                Spot::Span(action.span),
            )
            .about(super::which(dependency))
            .label(format!("no {}", join(&missing)))
            .related(Spot::Span(dependency.on.span), "whose code it is")
            .note("the host keeps the code and its standards, and cannot block; the guests cannot ask for its time");
        if !plan.has_terms() {
            finding = finding
                .help("write down what both agreed: which `code`, by whose standards (`standards-of`), and who reviews (`reviewed-by`)");
        }
        if let Some(by) = plan.by.as_ref().filter(|by| by.value >= context.world.day) {
            finding = finding.by(by.value);
        }
        if plan.by.is_none() {
            finding = finding.help("say when the guests go home: `by = ...`");
        }
        found.push(finding);
    }
    found
}
