//! `DC103`: a decision is open for longer than its kind may take.

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::source::At;

use super::{Case, DECISIONS, cases};
use crate::check::{Context, Finding, Level, Number, Rule, RuleOption, RuleOutcome, Setting, Touches};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DC103",
    name: "open-too-long",
    title: "A decision is open longer than the limit for its kind",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("open_too_long.md"),
    touches: Touches::People,
    needs: &[DECISIONS],
    options: &[
        RuleOption {
            key: "two-way-days",
            default: Setting::Count(14),
            doc: "How many days a reversible decision may stay open.",
        },
        RuleOption {
            key: "one-way-days",
            default: Setting::Count(90),
            doc: "How many days a decision may stay open that is hard to reverse, or does not state whether it is reversible.",
        },
    ],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for case in cases(context).filter(|case| case.known.decided.is_none()) {
        let needed = case.written.and_then(|written| written.needed.as_ref());
        match (needed, case.known.opened) {
            (Some(needed), _) => {
                found.evaluated += 1;
                if needed.value < context.world.day {
                    found.push(past_its_day(context, &case, needed));
                }
            }
            (None, Some(opened)) => {
                found.evaluated += 1;
                found.findings.extend(past_the_limit(context, &case, opened));
            }
            (None, None) => {}
        }
    }
    found
}

/// What the organization itself says counts before the limit of the kind.
fn past_its_day(context: &Context<'_>, case: &Case<'_>, needed: &At<Day>) -> Finding {
    let late = context.world.day.days_since(needed.value);
    let message = format!("`{}` was needed by {} and is still open", case.known.id, needed.value);
    let finding = case
        .finding(context, message, Spot::Span(needed.span))
        .label(format!("{} ago", plural(late.unsigned_abs() as usize, "day", "days")))
        .number(Number::as_of_day(
            "overdue_days",
            late as f64,
            1,
            format!("needed by {}; as of {}", needed.value, context.world.day),
        ));
    let finding = match case.written.and_then(|written| written.opened.as_ref()) {
        Some(opened) => finding.related(Spot::Span(opened.span), "asked for here"),
        None => finding,
    };
    with_help(finding, case).help("if it is no longer needed by then, set a new day under `needed`")
}

fn past_the_limit(context: &Context<'_>, case: &Case<'_>, opened: Day) -> Option<Finding> {
    let (limit, kind) = match case.known.reversible {
        Some(true) => (context.options.count("two-way-days"), "is reversible"),
        Some(false) => (context.options.count("one-way-days"), "is hard to reverse"),
        None => (context.options.count("one-way-days"), "does not state whether it is reversible"),
    };
    let age = context.world.day.days_since(opened);
    if age <= i64::from(limit) {
        return None;
    }
    let open = plural(age.unsigned_abs() as usize, "day", "days");
    let message = format!("`{}` {kind}, and has been open for {open}", case.known.id);
    let written = case.written.and_then(|written| written.opened.as_ref());
    let spot = written.map_or_else(|| case.spot(context), |opened| Spot::Span(opened.span));
    let limit = plural(limit as usize, "day", "days");
    let finding = case.finding(context, message, spot).label("asked for here").number(Number::as_of_day(
        "open_days",
        age as f64,
        1,
        format!("open for {open}; the limit for its kind is {limit}"),
    ));
    let finding = with_help(finding, case);
    // A source has no column for it.
    Some(match case.written {
        Some(_) => finding.help("if there is time, say under `needed` by when it is needed"),
        None => finding,
    })
}

fn with_help(finding: Finding, case: &Case<'_>) -> Finding {
    let finding = match case.known.reversible {
        Some(true) => finding
            .note("for a reversible decision, about 70 % of the desired information is enough")
            .help("decide now, and reverse the decision if it turns out wrong"),
        _ => {
            finding.note("no answer is recorded").help("decide, or record what is missing and who provides it by when")
        }
    };
    match case.written {
        Some(_) => finding.help("if it was made, write `decided`"),
        None => finding.help("if it was made or dropped, close it where it is recorded"),
    }
}
