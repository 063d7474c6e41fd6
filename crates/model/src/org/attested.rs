//! Attestations as read: answers, and the word that nobody knows one.

use super::kinds::NOBODY_KNOWS;
use super::{Attestation, NobodyKnows, id_of};
use crate::record::{Record, Value};
use crate::source::At;

/// Whether an attestation says that nobody knows the answer.
pub(super) fn says_nobody_knows(record: &Record) -> bool {
    let answer = record.values.get("answer").map(|(_, at)| &at.value);
    matches!(answer, Some(Value::Text(answer)) if answer == NOBODY_KNOWS)
}

/// Someone's word that nobody knows; nothing where its initiative, criterion, person or day is missing.
pub(super) fn nobody_knows(record: &mut Record) -> Option<NobodyKnows> {
    drop((record.text("answer"), id_of(record, "leader")));
    let found = NobodyKnows {
        initiative: id_of(record, "initiative")?,
        criterion: record.text("criterion")?,
        by: id_of(record, "by")?,
        on: record.day("on")?,
        note: record.text("note"),
    };
    record.all_read("attestation");
    Some(found)
}

/// An answer; nothing where a part of it is missing.
pub(super) fn attestation(record: &mut Record) -> Option<Attestation> {
    let attestation = Attestation {
        initiative: id_of(record, "initiative")?,
        criterion: record.text("criterion")?,
        holds: record.text("answer")?.value == "holds",
        by: id_of(record, "by")?,
        leader: id_of(record, "leader"),
        on: record.day("on")?,
        note: record.text("note"),
    };
    record.all_read("attestation");
    Some(attestation)
}

/// What the entry of an initiative says of its leader.
pub(super) fn capable(initiative: &At<String>, record: &mut Record) -> Option<Attestation> {
    let by = id_of(record, "attested-by")?;
    let attestation = Attestation {
        initiative: initiative.clone(),
        criterion: At::new("capable".to_owned(), by.span),
        holds: true,
        leader: id_of(record, "leader"),
        on: record.day("on")?,
        by,
        note: None,
    };
    record.all_read("capable");
    Some(attestation)
}
