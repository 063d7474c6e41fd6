//! `record-outcome`: what came of decisions is recorded.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::Decision;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, one_group};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "record-outcome",
    is_act: false,
    title: "Record the outcomes of decisions",
    phrase: None,
    page: include_str!("record_outcome.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("decisions", "How many decisions lack it", BlankType::Count),
        Blank::new("decision", "Of which decision it is recorded", BlankType::Decision).required(),
        Blank::new("actual", "The outcome", BlankType::Text).required(),
        Blank::new("on", "The day on which that was known; that of the review unless stated", BlankType::Day),
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
            1 => format!("Record the outcome of {outcomes} of {initiative}"),
            _ => format!("Record the outcome of {outcomes} of {n} initiatives"),
        },
        says: format!("Record the outcome of {outcomes}; first of {initiative}"),
        cost: format!("look back and write {}", plural(missing, "statement", "statements")),
        gain: "expected and actual results can be compared".to_owned(),
        answers: n,
        price: None,
    })
}

/// What came of one decision, and when; until one is named, two blanks for each decision of the files that says what
/// was expected and not what came.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let of = |decision: &Decision, actual: Value, on: Value| {
        let file = files::of(decision.id.span, view);
        let set = |key, value| Edit::set(file.clone(), "decision", &decision.id.value, key, value);
        [set("actual", actual), set("actual-on", on)]
    };
    let mut written = view.written_decisions_of(change.initiative());
    if let Some(id) = change.text("decision") {
        let Some(decision) = written.find(|decision| decision.id.value == id) else {
            return Err(Refusal::new(format!("`{id}` is no decision of {} on {}", change.initiative(), view.day)));
        };
        let on = Value::Day(change.day("on").unwrap_or(view.day));
        return Ok(of(decision, files::text(change, "actual"), on).into());
    }
    let waiting = written.filter(|decision| decision.expected.is_some() && decision.actual.is_none());
    Ok(waiting.take(files::ALIKE_MAX).flat_map(|decision| of(decision, Value::Blank, Value::Blank)).collect())
}

fn price(change: &Change, _: &View<'_>) -> Price {
    Price::statements(change.count("decisions").max(1))
}
