//! `DP109`: something is built a second time, and no day is set on which one of the two goes.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DP109",
    name: "duplicate-unreviewed",
    title: "A duplicate has no date for deciding which of the two remains",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("duplicate_unreviewed.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let day = context.world.day;
    let mut found = RuleOutcome::default();
    for (initiative, dependency, plan) in super::planned_by(context.world, "duplicate") {
        found.evaluated += 1;
        let Some(action) = &plan.action else { continue };
        let on = super::called(&dependency.on.value);
        let about = |message: String, spot: Spot| {
            context
                .finding(subject("initiative", &initiative.id), message, spot)
                .about(super::which(dependency))
                .related(Spot::Span(dependency.on.span), "built a second time")
                .note("a duplicate buys speed, and costs maintenance until one of the two is removed")
        };
        match &plan.review {
            None => found.push(
                about(
                    format!(
                        "{} duplicates something of {on}, with no date for deciding which of the two remains",
                        initiative.id
                    ),
                    Spot::Span(action.span),
                )
                .label("no `review`")
                .help("set the day on which both teams decide: `review = ...`"),
            ),
            Some(review) if review.value < day => {
                let late = day.days_since(review.value);
                found.push(
                    about(
                        format!("the decision between {} and {on} is overdue", initiative.id),
                        Spot::Span(review.span),
                    )
                    .label(format!("{} ago", plural(late.unsigned_abs() as usize, "day", "days")))
                    .number(Number {
                        name: "overdue_days",
                        value: late as f64,
                        n: 1,
                        window: None,
                        says: format!("due for review on {}; as of {day}", review.value),
                    })
                    .help("decide: give the dependency `until` when one of the two is gone, or set a new `review`"),
                );
            }
            Some(_) => {}
        }
    }
    found
}
