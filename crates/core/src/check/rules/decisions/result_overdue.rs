//! `DC120`: what was expected of a decision could long be seen, and nobody wrote down what came.

use onethread_model::diagnostic::Spot;

use super::cases;
use crate::check::{Context, Found, Level, Need, Number, Rule, RuleOption, Setting};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DC120",
    name: "result-overdue",
    title: "Nobody wrote down whether what was expected has come",
    level: Level::Info,
    opt_in: false,
    page: include_str!("result_overdue.md"),
    needs: &[Need::Entries("decision")],
    options: &[RuleOption {
        key: "due-days",
        default: Setting::Count(90),
        doc: "After how many days what came of a decision can be seen, where it names no day.",
    }],
    check,
};

/// What is older was forgotten by everybody, and nobody will find out any more.
const OLD_DAYS: i64 = 365;

fn check(context: &Context<'_>) -> Found {
    let (mut found, day) = (Found::default(), context.world.day);
    let due_days = i64::from(context.options.count("due-days"));
    for case in cases(context) {
        let (Some(written), Some(decided)) = (case.written, case.known.decided) else { continue };
        // With a day to look at it again, it is due then: that is told by DC107.
        let Some(expected) = written.expected.as_ref().filter(|_| written.revisit.is_none()) else { continue };
        let age = day.days_since(decided);
        if age > OLD_DAYS.max(due_days) {
            continue;
        }
        found.looked_at += 1;
        if age <= due_days || case.known.actual || case.known.reversed.is_some() {
            continue;
        }
        let id = &case.known.id;
        let since = plural(age.unsigned_abs() as usize, "day", "days");
        let message = format!("`{id}` said what to expect {since} ago, and nothing says whether it came");
        let mut finding = case
            .finding(context, message, Spot::Span(expected.span))
            .label("expected, and never compared")
            .number(Number::as_of_day(
                "age_days",
                age as f64,
                1,
                format!("decided on {decided}, and results can be seen after {due_days} days"),
            ));
        if let Some(at) = &written.decided {
            finding = finding.related(Spot::Span(at.span), "decided here");
        }
        found.push(
            finding
                .note("who never compares does not learn which of their expectations are any good")
                .help("write down what came of it under `actual`, with the day under `actual-on`")
                .help("if it is too early to tell, say when to look again: `revisit`"),
        );
    }
    found
}
