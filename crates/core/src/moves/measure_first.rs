//! `measure-first`: values of a metric from before the first feature are found.

use onethread_model::Change;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Words, no_edits, one_group, one_statement};
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "measure-first",
    is_act: false,
    title: "Find values from before the first feature",
    phrase: None,
    page: include_str!("measure_first.md"),
    blanks: &[Blank::INITIATIVE, Blank::new("metric", "Its name", BlankType::Text).required()],
    by: CarriedOutBy::People,
    decides: "the leader",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits: no_edits,
    price: one_statement,
};

/// A metric without values from before the first feature.
pub(crate) fn change(initiative: &str, metric: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("metric", metric)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, first) = (changes.len(), changes.first()?);
    let (initiative, metric) = (first.initiative(), first.text("metric").unwrap_or_default());
    Some(Words {
        short: match n {
            1 => format!("Find values of `{metric}` from before the first feature of {initiative}"),
            _ => format!("Find values of {n} metrics from before the first feature"),
        },
        says: format!(
            "Find values of {} from before the first feature, or measure before the next one; first `{metric}` of \
             {initiative}",
            plural(n, "metric", "metrics")
        ),
        cost: plural(n, "search of older records", "searches of older records"),
        gain: "what the feature changed can be seen".to_owned(),
        answers: n,
        price: None,
    })
}
