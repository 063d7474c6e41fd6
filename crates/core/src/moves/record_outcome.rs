//! `record-outcome`: what came of decisions is recorded.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, one_group};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "record-outcome",
    title: "Record what came of decisions",
    phrase: None,
    page: include_str!("record_outcome.md"),
    blanks: &[
        Blank { key: "initiative", doc: "Which initiative", ty: BlankType::Initiative, required: true },
        Blank { key: "decisions", doc: "How many decisions lack it", ty: BlankType::Count, required: false },
    ],
    by: CarriedOutBy::Files,
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price,
};

/// So many decisions of an initiative of which nobody says what came.
pub(crate) fn change(initiative: &str, decisions: usize) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("decisions", decisions)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, initiative) = (changes.len(), changes.first()?.initiative());
    let missing: usize = changes.iter().map(|change| change.count("decisions")).sum();
    let outcomes = plural(missing, "decision", "decisions");
    Some(Words {
        short: match n {
            1 => format!("Write down what came of {outcomes} of {initiative}"),
            _ => format!("Write down what came of {outcomes} of {n} initiatives"),
        },
        says: format!("Write down what came of {outcomes}; first of {initiative}"),
        cost: plural(missing, "line to write, after a look back", "lines to write, after a look back"),
        gain: "what was expected can be compared with what came".to_owned(),
        answers: n,
        price: None,
    })
}

/// Two blanks for each decision of the files that says what was expected and not what came.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let written = view.written_decisions_of(change.initiative());
    let waiting = written.filter(|decision| decision.expected.is_some() && decision.actual.is_none());
    let one = |decision: &onethread_model::org::Decision| {
        let file = files::of(decision.id.span, view).unwrap_or_else(|| files::own("decisions.toml", view));
        let set = |key| Edit::set(file.clone(), "decision", &decision.id.value, key, Value::Blank);
        [set("actual"), set("actual-on")]
    };
    Ok(waiting.take(files::ALIKE_MAX).flat_map(one).collect())
}

fn price(change: &Change, _: &View<'_>) -> Price {
    Price::statements(change.count("decisions"))
}
