//! `complete-metric`: what is written or recorded of a metric is completed.

use onethread_model::Change;
use onethread_model::diagnostic::nearest;
use onethread_model::edit::Edit;
use onethread_model::org::METRIC_KINDS;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, one_group};
use crate::measure::View;
use crate::words::{join, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "complete-metric",
    is_act: false,
    title: "Complete a metric",
    phrase: None,
    page: include_str!("complete_metric.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("metric", "Its name", BlankType::Text).required(),
        Blank::new(
            "missing",
            "What it lacks, by the keys of the blanks, or `values` where a source has to be repaired",
            BlankType::Texts,
        ),
        Blank::new("owner", "Who answers for it", BlankType::Person),
        Blank::new("source", "Where its values come from", BlankType::Text),
        Blank::new("kind", "Whether the team moves it directly, or only observes it", BlankType::Choice(METRIC_KINDS)),
        Blank::new("cadence", "How often a value is due", BlankType::Text),
        Blank::new("baseline", "Its value before", BlankType::Number),
        Blank::new("target", "The value to reach", BlankType::Number),
    ],
    by: CarriedOutBy::Files,
    decides: "the leader",
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
            1 if values_only => format!("Repair the data feed of the metric `{metric}` of {initiative}"),
            1 => format!("Complete the metric `{metric}` of {initiative} (missing: {})", join(&lacks)),
            _ => format!("Complete {n} metrics"),
        },
        says: format!(
            "Complete {}; first `{metric}` of {initiative} (missing: {})",
            plural(n, "metric", "metrics"),
            join(&lacks)
        ),
        cost: if n == 1 && values_only {
            "repair one data feed".to_owned()
        } else {
            format!("fill in {}", plural(gaps, "field", "fields"))
        },
        gain: "each metric has an owner and current values".to_owned(),
        answers: n,
        price: None,
    })
}

/// Keys that are missing, or that are filled in here, in the order in which they are written.
fn keys(change: &Change) -> Vec<&'static str> {
    let is_wanted = |key: &&str| change.get(key).is_some() || change.list("missing").iter().any(|one| one == key);
    ["owner", "source", "kind", "cadence", "baseline", "target"].into_iter().filter(is_wanted).collect()
}

/// What is filled in, and a blank for each other key that is missing; values come from a source, and from no file.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (initiative, metric) = (change.initiative(), change.text("metric").unwrap_or_default());
    let written = view.inputs.org.initiatives.get(initiative);
    let metrics = || written.into_iter().flat_map(|written| &written.metrics);
    let Some(found) = metrics().find(|one| one.name.value == metric) else {
        let help = nearest(metric, metrics().map(|one| one.name.value.as_str()))
            .map_or_else(|| format!("`metric` adds one to {initiative}"), |near| format!("did you mean `{near}`?"));
        return Err(Refusal::new(format!("{initiative} has no metric `{metric}`")).help(help));
    };
    let file = files::of(found.name.span, view);
    let one = |key: &str| {
        Edit::set(file.clone(), "initiative", initiative, key, files::of_metric(change, key))
            .inside("metric", [("name", Some(Value::text(metric)))])
    };
    Ok(keys(change).into_iter().map(one).collect())
}

/// A source that has to be repaired counts as a statement.
fn price(change: &Change, _: &View<'_>) -> Price {
    let values = change.list("missing").iter().filter(|key| *key == "values").count();
    Price::statements(keys(change).len() + values)
}
