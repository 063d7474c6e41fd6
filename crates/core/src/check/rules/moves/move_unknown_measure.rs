//! `MV103`: a decision expects something of a measure that does not exist.

use onethread_model::diagnostic::{Spot, nearest};
use onethread_model::edit::Edit;
use onethread_model::org::{DecidedMove, Expectation};
use onethread_model::record::Value;

use super::{name, owner};
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches};
use crate::review::known_measures;

pub(super) const RULE: Rule = Rule {
    code: "MV103",
    name: "move-unknown-measure",
    title: "A decision expects something of a measure that does not exist",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("move_unknown_measure.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("move")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for (one, status) in context.world.inputs.org.moves.iter().zip(context.decided()) {
        for (expected, known) in one.expects.iter().zip(&status.expects) {
            found.evaluated += 1;
            if known.is_known {
                continue;
            }
            let measure = &expected.measure.value;
            let mut finding = context
                .finding(
                    name(one),
                    format!("`{}` expects something of `{measure}`, and nothing has this name", one.id.value),
                    Spot::Span(expected.measure.span),
                )
                .about(measure.as_str())
                .label("no criterion, measure or metric")
                .note("nobody could ever say whether it came")
                .who(owner(one));
            if let Some(near) = nearest(measure, known_measures(context.world)) {
                let edits = vec![renamed(one, expected, near, context)];
                finding = finding
                    .help(format!("did you mean `{near}`?"))
                    .unsafe_fix(format!("write `measure = \"{near}\"`"), edits);
            }
            found.push(finding.help(
                "name a criterion or a measure by its key, `form`, or a metric of an initiative as its `name` is written",
            ));
        }
    }
    found
}

/// The edit after which an expectation names another measure.
fn renamed(one: &DecidedMove, expected: &Expectation, to: &str, context: &Context<'_>) -> Edit {
    let says =
        [("measure", Some(Value::text(expected.measure.value.as_str()))), ("by", Some(Value::Day(expected.by.value)))];
    let file = context.file(expected.measure.span);
    Edit::set(file, "move", &one.id.value, "measure", Value::text(to)).inside("expects", says)
}
