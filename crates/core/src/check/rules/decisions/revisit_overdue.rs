//! `DC107`: the day to look at a decision again has passed, and nobody wrote down what came of it.

use onethread_model::diagnostic::Spot;

use super::cases;
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DC107",
    name: "revisit-overdue",
    title: "A decision is past its review day, and no outcome is recorded",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("revisit_overdue.md"),
    touches: Touches::People,
    needs: &[Need::Entries("decision")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (mut found, day) = (RuleOutcome::default(), context.world.day);
    for case in cases(context).filter(|case| case.known.decided.is_some()) {
        let Some((written, revisit)) = case.written.and_then(|written| Some((written, written.revisit.as_ref()?)))
        else {
            continue;
        };
        found.evaluated += 1;
        // What was reversed was looked at again.
        if revisit.value >= day || case.known.actual || case.known.reversed.is_some() {
            continue;
        }
        let late = day.days_since(revisit.value);
        let id = &case.known.id;
        let message = format!("`{id}` was due for review by {}, and no outcome is recorded", revisit.value);
        let mut finding = case
            .finding(context, message, Spot::Span(revisit.span))
            .label(format!("{} ago", plural(late.unsigned_abs() as usize, "day", "days")))
            .number(Number::as_of_day(
                "overdue_days",
                late as f64,
                1,
                format!("due for review by {}; as of {day}", revisit.value),
            ));
        finding = match &written.expected {
            Some(expected) => finding.related(Spot::Span(expected.span), "expected of it"),
            None => finding.note("it states no expected result, so nobody can judge the outcome"),
        };
        found.push(
            finding
                .help("record the outcome under `actual` and its day under `actual-on`, or reverse the decision")
                .help("if it is too early to know, set a new day under `revisit`"),
        );
    }
    found
}
