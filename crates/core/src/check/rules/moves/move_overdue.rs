//! `MV101`: the day by which something was expected of a decision is over, and nothing says what came.

use onethread_model::diagnostic::Spot;
use onethread_model::org::DecidedMove;

use super::{name, owner};
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches};
use crate::review::{ExpectationState, ExpectationStatus, MoveStatus};
use crate::words::{long_day, plural};

pub(super) const RULE: Rule = Rule {
    code: "MV101",
    name: "move-overdue",
    title: "The day of an expected result is over, and nothing says what came",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("move_overdue.md"),
    touches: Touches::People,
    needs: &[Need::Entries("move")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    let written = context.world.inputs.org.moves.iter();
    for (one, status) in written.zip(context.decided()) {
        if status.ended.is_some() || status.expects.is_empty() {
            continue;
        }
        found.evaluated += 1;
        let day = context.world.day;
        let is_open = |expected: &&ExpectationStatus| {
            // What the data show to be as expected needs nobody's word.
            let is_shown = expected.state == ExpectationState::AsExpected;
            day > expected.by && expected.came.is_none() && !is_shown
        };
        let open: Vec<&ExpectationStatus> = status.expects.iter().filter(is_open).collect();
        if let Some(first) = open.iter().min_by_key(|expected| expected.by) {
            found.push(finding(one, status, (first, open.len()), context));
        }
    }
    found
}

/// One finding for a move, at the expectation whose day was the first.
fn finding(
    one: &DecidedMove,
    status: &MoveStatus,
    (first, open): (&ExpectationStatus, usize),
    context: &Context<'_>,
) -> Finding {
    let day = context.world.day;
    let late = plural(day.days_since(first.by).unsigned_abs() as usize, "day", "days");
    let more = match open {
        1 => String::new(),
        open => format!(", and {} more", open - 1),
    };
    let name_of = |of: &str| of.split_once(':').map_or(of, |(_, id)| id).to_owned();
    let message = format!("{}{more}: that was {late} ago, and nothing says what came", first.says(name_of));
    let at = one.expects.iter().find(|expected| expected.measure.value == first.measure);
    let spot = at.map_or(one.id.span, |expected| expected.by.span);
    let mut finding = context
        .finding(name(one), message, Spot::Span(spot))
        .label("expected, never compared with what came")
        .related(Spot::Span(one.id.span), format!("decided on {}", long_day(status.on)))
        .number(Number::as_of_day(
            "late_days",
            day.days_since(first.by) as f64,
            open,
            format!("expected by {}", first.by),
        ))
        .who(owner(one));
    if let Some(now) = &first.now {
        finding = finding.note(format!("on {day} the data show: {now}"));
    }
    finding
        .note("without the comparison nobody learns which expectations were right")
        .help("record what came under `outcome`, with its day")
        .help(format!(
            "if it is too early to know, move the day: `moved = [{{ on = {day}, was = {}, by = ..., why = ... }}]`",
            first.by
        ))
        .help("if it was undone or stopped, say so, and why: `undone`, `stopped`")
}
