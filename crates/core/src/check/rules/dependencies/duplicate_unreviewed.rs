//! `DP109`: something is built a second time, and no day is set on which one of the two goes.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Found, Level, Need, Number, Rule, subject};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DP109",
    name: "duplicate-unreviewed",
    title: "Something is built twice, and no day is set on which one of the two goes",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("duplicate_unreviewed.md"),
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let day = context.world.day;
    let mut found = Found::default();
    for (initiative, dependency, plan) in super::planned_by(context.world, "duplicate") {
        found.looked_at += 1;
        let Some(action) = &plan.action else { continue };
        let on = super::called(&dependency.on.value);
        let about = |message: String, spot: Spot| {
            context
                .finding(subject("initiative", &initiative.id), message, spot)
                .about(super::which(dependency))
                .related(Spot::Span(dependency.on.span), "built a second time")
                .note("two of a kind are the price of speed; the price is paid every day until one of them goes")
        };
        match &plan.review {
            None => found.push(
                about(
                    format!("{} duplicates what {on} has, with no day to decide which of the two goes", initiative.id),
                    Spot::Span(action.span),
                )
                .label("no `review`")
                .help("set the day on which both teams decide: `review = ...`"),
            ),
            Some(review) if review.value < day => {
                let late = day.days_since(review.value);
                found.push(
                    about(
                        format!("it was to be decided whether {} or {on} goes on, and is not", initiative.id),
                        Spot::Span(review.span),
                    )
                    .label(format!("{} ago", plural(late.unsigned_abs() as usize, "day", "days")))
                    .number(Number {
                        name: "overdue_days",
                        value: late as f64,
                        n: 1,
                        window: None,
                        says: format!("to be looked at on {}, and it is {day}", review.value),
                    })
                    .help("decide: give the dependency `until` when one of the two is gone, or set a new `review`"),
                );
            }
            Some(_) => {}
        }
    }
    found
}
