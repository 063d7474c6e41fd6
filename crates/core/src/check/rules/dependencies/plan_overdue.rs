//! `DP102`: the day by which a dependency was to be gone has passed.

use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::words::plural;
use onethread_model::diagnostic::Spot;

pub(super) const RULE: Rule = Rule {
    code: "DP102",
    name: "plan-overdue",
    title: "The plan to remove a dependency is overdue",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("plan_overdue.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, day) = (context.world, context.world.day);
    let mut found = RuleOutcome::default();
    for (initiative, dependency) in super::declared(world) {
        let Some(by) = dependency.plan.as_ref().and_then(|plan| plan.by.as_ref()) else { continue };
        found.evaluated += 1;
        // What is self-service may stay as long as it likes.
        if by.value >= day || dependency.effect.as_ref().is_some_and(|effect| effect.value == "ok") {
            continue;
        }
        let late = day.days_since(by.value);
        let on = super::called(&dependency.on.value);
        let finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!("the plan to remove the dependency of {} on {on} is overdue", initiative.id),
                Spot::Span(by.span),
            )
            .about(super::which(dependency))
            .label(format!("{} ago", plural(late.unsigned_abs() as usize, "day", "days")))
            .related(Spot::Span(dependency.on.span), "still declared here")
            .number(Number {
                name: "overdue_days",
                value: late as f64,
                n: 1,
                window: None,
                says: format!("planned for {}; as of {day}", by.value),
            })
            .help("if the dependency has ended, set `until`; if not, set a new date and record what prevented it");
        found.push(finding);
    }
    found
}
