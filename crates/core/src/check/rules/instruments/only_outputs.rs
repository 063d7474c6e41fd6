//! `IN103`: an initiative measures only what the team cannot move by itself.

use onethread_model::diagnostic::Spot;
use onethread_model::source::At;

use super::described;
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, subject};

pub(super) const RULE: Rule = Rule {
    code: "IN103",
    name: "only-outputs",
    title: "An initiative measures only results, and nothing that its team moves directly",
    level: Level::Info,
    opt_in: false,
    page: include_str!("only_outputs.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for (initiative, written) in described(context).filter(|(one, _)| one.functional_by_design().is_none()) {
        let kinds: Option<Vec<&At<String>>> = written.metrics.iter().map(|metric| metric.kind.as_ref()).collect();
        // One that does not say its kind may be the input that is looked for.
        let Some(kinds) = kinds.filter(|kinds| !kinds.is_empty()) else { continue };
        found.evaluated += 1;
        if kinds.iter().any(|kind| kind.value != "output") {
            continue;
        }
        let says = match kinds.len() {
            1 => "its only metric is a result".to_owned(),
            n => format!("none of {n} metrics is an input"),
        };
        let id = &initiative.id;
        let mut finding = context
            .finding(
                subject("initiative", id),
                format!("{id} measures only results, and nothing that its team moves directly"),
                Spot::Span(kinds[0].span),
            )
            .label("a result: it moves late, and for many reasons");
        for other in &kinds[1..] {
            finding = finding.related(Spot::Span(other.span), "a result too");
        }
        found.push(
            finding
                .number(Number::as_of_day("input_metrics", 0.0, kinds.len(), says))
                .note("a result shows that something is wrong; an input shows what to do about it")
                .help(
                    "add a metric with `kind = \"input\"`: something that the team does, which should move the result",
                ),
        );
    }
    found
}
