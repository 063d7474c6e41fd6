//! `DC107`: the day to look at a decision again has passed, and nobody wrote down what came of it.

use onethread_model::diagnostic::Spot;

use super::cases;
use crate::check::{Context, Found, Level, Need, Number, Rule};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DC107",
    name: "revisit-overdue",
    title: "The day to look at a decision again has passed, and nothing says what came of it",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("revisit_overdue.md"),
    needs: &[Need::Entries("decision")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let (mut found, day) = (Found::default(), context.world.day);
    for case in cases(context).filter(|case| case.known.decided.is_some()) {
        let Some((written, revisit)) = case.written.and_then(|written| Some((written, written.revisit.as_ref()?)))
        else {
            continue;
        };
        found.looked_at += 1;
        // What was taken back was looked at again.
        if revisit.value >= day || case.known.actual || case.known.reversed.is_some() {
            continue;
        }
        let late = day.days_since(revisit.value);
        let id = &case.known.id;
        let message =
            format!("`{id}` was to be looked at again by {}, and nothing says what came of it", revisit.value);
        let mut finding = case
            .finding(context, message, Spot::Span(revisit.span))
            .label(format!("{} ago", plural(late.unsigned_abs() as usize, "day", "days")))
            .number(Number::as_of_day(
                "overdue_days",
                late as f64,
                1,
                format!("to be looked at by {}, and it is {day}", revisit.value),
            ));
        finding = match &written.expected {
            Some(expected) => finding.related(Spot::Span(expected.span), "expected of it"),
            None => finding.note("it does not say what was expected, so nobody will know whether it was right"),
        };
        found.push(
            finding
                .help("write down what came of it under `actual`, with the day under `actual-on`; or take it back")
                .help("if it is too early to tell, set a new day under `revisit`"),
        );
    }
    found
}
