//! `IN104`: a metric mixes several numbers into one.

use onethread_model::diagnostic::Spot;

use super::described;
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};

pub(super) const RULE: Rule = Rule {
    code: "IN104",
    name: "composite-index",
    title: "A metric looks like a composite index",
    level: Level::Info,
    opt_in: true,
    page: include_str!("composite_index.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live],
    options: &[],
    check,
};

/// Words of names that mix: each alone may mean something else, which is why the rule is opt-in.
const WORDS: &[&str] = &["index", "score", "composite", "combined", "weighted", "blended", "overall"];

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for (initiative, written) in described(context) {
        for metric in &written.metrics {
            found.evaluated += 1;
            let lower = metric.name.value.to_lowercase();
            let mut words = lower.split(|c: char| !c.is_alphanumeric());
            let word = words.find_map(|word| WORDS.iter().find(|known| **known == word));
            let sum = metric.source.as_ref().filter(|source| source.value.contains(" + "));
            if word.is_none() && sum.is_none() {
                continue;
            }
            let name = &metric.name.value;
            let mut finding = context
                .finding(
                    subject("initiative", &initiative.id),
                    format!("the metric `{name}` of {} looks like a composite index", initiative.id),
                    Spot::Span(metric.name.span),
                )
                .about(name.clone())
                .label(word.map_or_else(|| "from several sources".to_owned(), |word| format!("`{word}`")));
            if let Some(sum) = sum {
                finding = finding.related(Spot::Span(sum.span), "added up");
            }
            found.push(
                finding
                    .note("when such a number moves, people ask which part moved, and argue about the weights")
                    .help("measure its parts, each as a metric of its own with its own target"),
            );
        }
    }
    found
}
