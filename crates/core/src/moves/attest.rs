//! `attest`: a person who knows puts a name and a date to an answer.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "attest",
    is_act: false,
    title: "Attest an answer",
    phrase: None,
    page: include_str!("attest.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new(
            "criterion",
            "Which question, by its key",
            BlankType::Choice(&["capable", "dependencies-known", "empowered"]),
        )
        .required(),
        Blank::new("by", "Who says so", BlankType::Person).required(),
        Blank::new("on", "The day; that of the review unless stated", BlankType::Day),
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// A question that only a person's word can answer.
pub(crate) fn change(initiative: &str, criterion: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("criterion", criterion)
}

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let mut values = vec![
        ("initiative", Value::reference("initiative", change.initiative())),
        ("criterion", files::text(change, "criterion")),
        ("answer", Value::text("holds")),
        ("by", files::named(change, "by", "person")),
    ];
    // An attestation about the leader names that person, and ends with the next one.
    let known = view.initiative(change.initiative());
    let leader = known.and_then(|known| known.leadership.leader());
    let is_about_leader = matches!(change.text("criterion"), Some("capable" | "empowered"));
    if let Some(leader) = leader.filter(|_| is_about_leader) {
        values.push(("leader", Value::reference("person", &leader.value)));
    }
    values.push(("on", Value::Day(change.day("on").unwrap_or(view.day))));
    Ok(vec![Edit::append(files::attestations(view), "attestation", values)])
}

fn price(_: &Change, _: &View<'_>) -> Price {
    Price { people: 1, statements: 1, ..Price::default() }
}
