//! `DC120`: what was expected of a decision could long be seen, and nobody wrote down what came.

use onethread_model::diagnostic::Spot;

use super::cases;
use crate::check::{Context, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DC120",
    name: "result-overdue",
    title: "The outcome of a decision is not recorded",
    level: Level::Info,
    opt_in: false,
    page: include_str!("result_overdue.md"),
    touches: Touches::People,
    needs: &[Need::Entries("decision")],
    options: &[RuleOption {
        key: "due-days",
        default: Setting::Count(90),
        doc: "Days after which the outcome of a decision is due, where it names no day.",
    }],
    check,
};

/// What is older was forgotten by everybody, and nobody will find out any more.
const OLD_DAYS: i64 = 365;

fn check(context: &Context<'_>) -> RuleOutcome {
    let (mut found, day) = (RuleOutcome::default(), context.world.day);
    let due_days = i64::from(context.options.count("due-days"));
    for case in cases(context) {
        let (Some(written), Some(decided)) = (case.written, case.known.decided) else { continue };
        // With a day to look at it again, it is due then: that is reported by DC107.
        let Some(expected) = written.expected.as_ref().filter(|_| written.revisit.is_none()) else { continue };
        let age = day.days_since(decided);
        if age > OLD_DAYS.max(due_days) {
            continue;
        }
        found.evaluated += 1;
        if age <= due_days || case.known.actual || case.known.reversed.is_some() {
            continue;
        }
        let id = &case.known.id;
        let since = plural(age.unsigned_abs() as usize, "day", "days");
        let message = format!("`{id}` stated an expected result {since} ago, and no outcome is recorded");
        let mut finding = case
            .finding(context, message, Spot::Span(expected.span))
            .label("expected, never compared with the outcome")
            .number(Number::as_of_day(
                "age_days",
                age as f64,
                1,
                format!("decided on {decided}; outcomes are due after {due_days} days"),
            ));
        if let Some(at) = &written.decided {
            finding = finding.related(Spot::Span(at.span), "decided here");
        }
        found.push(
            finding
                .note("without the comparison nobody learns which expectations were right")
                .help("record the outcome under `actual` and its day under `actual-on`")
                .help("if it is too early to know, set the next review day: `revisit`"),
        );
    }
    found
}
