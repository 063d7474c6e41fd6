//! `metric`: what an initiative measures is agreed on.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::METRIC_KINDS;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, complete_metric, files, one_group};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "metric",
    is_act: true,
    title: "Agree on what is measured",
    phrase: None,
    page: include_str!("metric.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("name", "What is measured", BlankType::Text).required(),
        Blank::new("kind", "Whether the team moves it directly, or only observes it", BlankType::Choice(METRIC_KINDS))
            .required(),
        Blank::new("owner", "Who answers for it", BlankType::Person).required(),
        Blank::new("source", "Where its values come from", BlankType::Text).required(),
        Blank::new("cadence", "How often a value is due", BlankType::Text).required(),
        Blank::new("baseline", "Its value before", BlankType::Number).required(),
        Blank::new("target", "The value to reach", BlankType::Number).required(),
    ],
    by: CarriedOutBy::Files,
    decides: "sponsor and leader",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price,
};

/// An initiative that measures nothing.
pub(crate) fn change(initiative: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, initiative) = (changes.len(), changes.first()?.initiative());
    Some(Words {
        short: match n {
            1 => format!("Agree on what {initiative} measures"),
            _ => format!("Agree on what {n} initiatives measure"),
        },
        says: format!("Agree on one metric each for {}; first {initiative}", plural(n, "initiative", "initiatives")),
        cost: plural(n, "agreement, and a source for its values", "agreements, and sources for their values"),
        gain: "success can be measured".to_owned(),
        answers: n,
        price: None,
    })
}

/// A metric of this name that is there already is completed.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let written = view.inputs.org.initiatives.get(change.initiative());
    if let Some(name) = change
        .text("name")
        .filter(|name| written.is_some_and(|written| written.metrics.iter().any(|metric| metric.name.value == **name)))
    {
        return (complete_metric::MOVE.edits)(&change.clone().with("metric", name), view);
    }
    Ok(vec![files::new_metric(change, &["name", "kind", "owner", "source", "cadence", "baseline", "target"], view)])
}

fn price(_: &Change, _: &View<'_>) -> Price {
    Price { agreements: 1, statements: 1, ..Price::default() }
}
