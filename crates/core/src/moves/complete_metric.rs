//! `complete-metric`: what is written or recorded of a metric is completed.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, one_group};
use crate::measure::View;
use crate::words::{join, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "complete-metric",
    title: "Complete a metric",
    phrase: None,
    page: include_str!("complete_metric.md"),
    blanks: &[
        Blank { key: "initiative", doc: "Which initiative", ty: BlankType::Initiative, required: true },
        Blank { key: "metric", doc: "Its name", ty: BlankType::Text, required: true },
        Blank { key: "missing", doc: "What it lacks", ty: BlankType::Texts, required: false },
    ],
    by: CarriedOutBy::Files,
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price,
};

/// A metric that lacks some of `owner`, `source`, `kind`, `cadence`, `baseline`, `target` and `values`.
pub(crate) fn change(initiative: &str, metric: &str, missing: Vec<String>) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("metric", metric).with("missing", missing)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, first) = (changes.len(), changes.first()?);
    let (initiative, metric) = (first.initiative(), first.text("metric").unwrap_or_default());
    let lacks: Vec<&str> = first.list("missing").iter().map(String::as_str).collect();
    let gaps = changes.iter().map(|change| change.list("missing").len()).sum();
    let values_only = lacks == ["values"];
    Some(Words {
        short: match n {
            1 if values_only => format!("Find out why values of the metric `{metric}` of {initiative} stopped"),
            1 => format!("Complete the metric `{metric}` of {initiative} (missing: {})", join(&lacks)),
            _ => format!("Complete {n} metrics"),
        },
        says: format!(
            "Complete {}; first `{metric}` of {initiative} (missing: {})",
            plural(n, "metric", "metrics"),
            join(&lacks)
        ),
        cost: if n == 1 && values_only {
            "1 source to fix".to_owned()
        } else {
            plural(gaps, "gap to fill", "gaps to fill")
        },
        gain: "each metric has somebody to answer for it, and values to look at".to_owned(),
        answers: n,
        price: None,
    })
}

/// A blank for each key that is missing; values come from a source, and from no file.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (initiative, metric) = (change.initiative(), change.text("metric").unwrap_or_default());
    let missing = change.list("missing").iter().filter(|key| *key != "values");
    let one = |key: &String| {
        Edit::set(files::initiative(initiative, view), "initiative", initiative, key, Value::Blank)
            .inside("metric", [("name", Some(Value::text(metric)))])
    };
    Ok(missing.map(one).collect())
}

fn price(change: &Change, _: &View<'_>) -> Price {
    Price::statements(change.list("missing").len())
}
