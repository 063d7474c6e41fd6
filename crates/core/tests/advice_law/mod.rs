//! Law: a change that stands beside a failing answer alters it when it is carried out, or names which reasons it removes
//! and from which day that can show. It is tried: the edits are made with blanks filled in, and the review judges again.

use onethread_core::measure::{Snapshot, View};
use onethread_core::moves::{self, CarriedOutBy};
use onethread_core::review::{Answer, InitiativeReview, Proposal, Verdict, review, review_initiative};
use onethread_model::edit::{Edit, EditOp};
use onethread_model::record::Value;
use onethread_model::{Change, Day};

/// How often each side of the law was tried.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tried {
    /// Changes that altered the answer by themselves.
    pub(crate) alter: usize,
    /// Verdicts whose changes altered the answer together.
    pub(crate) together: usize,
    /// Changes that people carry out, with their day.
    pub(crate) later: usize,
}

/// Tries every change of every failing verdict, up to so many of each kind.
pub(crate) fn try_all(snapshot: &Snapshot, day: Day, most: usize, tried: &mut Tried) {
    let mut seen: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for one in &review(snapshot, day).initiatives {
        for verdict in one.verdicts.iter().filter(|verdict| verdict.judgement.answer == Answer::Fails) {
            let changes = &verdict.judgement.would_change;
            assert!(
                !changes.is_empty() || verdict.judgement.ask.is_some(),
                "{} {}: neither a change nor anyone to ask",
                one.id,
                verdict.criterion
            );
            changes.iter().for_each(|proposal| has_a_side(proposal, one, verdict));
            tried.later += changes.iter().filter(|one| one.effect.shows_from.is_some()).count();
            let count = seen.entry(verdict.criterion).or_default();
            *count += 1;
            if *count <= most {
                carry_out(snapshot, day, one, verdict, tried);
            }
        }
    }
}

/// A change alters the answer, or names what it removes; what people carry out names its day.
fn has_a_side(proposal: &Proposal, one: &InitiativeReview, verdict: &Verdict) {
    let (effect, at) = (&proposal.effect, format!("{} {}: {proposal:?}", one.id, verdict.criterion));
    assert!(effect.alters || !effect.removes.is_empty(), "{at}");
    let kind = moves::kind(proposal.change.kind).expect("a kind");
    assert!(kind.by == CarriedOutBy::Files || effect.shows_from.is_some(), "{at}");
    assert!(!(effect.alters && effect.shows_from.is_some()), "{at}");
    let reasons = &verdict.judgement.because;
    assert!(effect.removes.iter().all(|says| reasons.iter().any(|reason| reason.says == *says)), "{at}");
}

fn carry_out(snapshot: &Snapshot, day: Day, one: &InitiativeReview, verdict: &Verdict, tried: &mut Tried) {
    let changes = &verdict.judgement.would_change;
    let judged = |snapshot: &Snapshot| {
        let after = review_initiative(snapshot, day, &one.id)?;
        after.verdicts.into_iter().find(|after| after.criterion == verdict.criterion).map(|after| after.judgement)
    };
    for proposal in changes.iter().filter(|proposal| proposal.effect.alters) {
        let after = done(&proposal.change, one, snapshot, day);
        let after = judged(&after).map(|after| (after.answer, after.because));
        let is_other = after.as_ref().is_none_or(|(answer, _)| *answer != Answer::Fails);
        assert!(is_other, "{} {}: {:?} alters nothing: {after:#?}", one.id, verdict.criterion, proposal.change);
        tried.alter += 1;
    }
    if changes.is_empty() || changes.iter().any(|one| one.effect.alters || one.effect.shows_from.is_some()) {
        return;
    }
    let mut all = snapshot.clone();
    for proposal in changes {
        let after = done(&proposal.change, one, &all, day);
        all = after;
    }
    let after = judged(&all).map(|after| (after.answer, after.because));
    let is_other = after.as_ref().is_none_or(|(answer, _)| *answer != Answer::Fails);
    assert!(is_other, "{} {}: {changes:#?} alter nothing together: {after:#?}", one.id, verdict.criterion);
    tried.together += 1;
}

/// The snapshot after a change, as often as it names people, tenets or decisions.
fn done(change: &Change, one: &InitiativeReview, snapshot: &Snapshot, day: Day) -> Snapshot {
    let mut after = snapshot.clone();
    for step in filled(change, one, snapshot, day) {
        let view = View::on(&after, day);
        // What an earlier step did already is refused.
        let Ok(edits) = moves::edits(&step, &view) else { continue };
        let edits: Vec<Edit> = edits.into_iter().map(|edit| fill(edit, day)).collect();
        drop(view);
        after = after.edited(&edits).unwrap_or_else(|error| panic!("{step:?}: {error}"));
    }
    after
}

/// What only people know, made up.
fn filled(change: &Change, one: &InitiativeReview, snapshot: &Snapshot, day: Day) -> Vec<Change> {
    let change = change.clone();
    let written = snapshot.org.initiatives.get(&one.id);
    match change.kind {
        "appoint" => vec![change.with("leader", "somebody-free").with("share", 100)],
        "reassign" => {
            vec![change.with("initiative", one.id.as_str()).with("leader", "somebody-free").with("share", 100)]
        }
        "declare-dependency" => vec![change.with("effect", "ok")],
        "plan-dependency" => {
            let by = day.plus_days(30).to_string();
            let by = Day::parse(&by).expect("a day");
            vec![change.with("owner", "a-team-of-its-own").with("action", "away-team").with("by", by)]
        }
        "charter" => vec![
            change
                .with("purpose", "x")
                .with("metric", "x")
                .with("scope", vec!["path:a/folder/of/its/own/**".to_owned()])
                .with("decision-rights", vec!["x".to_owned()]),
        ],
        "join" => {
            let people = change.count("people").clamp(1, 40);
            let role = change.text("role").unwrap_or_default().to_owned();
            (0..people).map(|n| change.clone().with("person", format!("somebody-of-{role}-{n}"))).collect()
        }
        "scope" => vec![change.with("scope", vec!["path:**".to_owned()])],
        "divide-scope" => {
            let pieces = written.into_iter().flat_map(|written| &written.scope);
            pieces.map(|piece| change.clone().with("scope", piece.value.to_string())).collect()
        }
        "cut-tenets" => {
            let own = written.map_or(&[][..], |written| &written.tenets);
            let of_all: Vec<String> = snapshot.org.tenets.iter().map(|one| letters(&one.value)).collect();
            let (copies, others): (Vec<&String>, Vec<&String>) =
                own.iter().map(|one| &one.value).partition(|one| of_all.contains(&letters(one)));
            let over = own.len().saturating_sub(7).saturating_sub(copies.len());
            let out: Vec<String> = copies.into_iter().chain(others.into_iter().rev().take(over)).cloned().collect();
            vec![change.with("tenets", out)]
        }
        "record-outcome" => {
            let of = snapshot.org.decisions_of(&one.id);
            of.map(|one| change.clone().with("decision", one.id.value.as_str()).with("actual", "x")).collect()
        }
        _ => vec![change],
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The same edit without blanks.
fn fill(mut edit: Edit, day: Day) -> Edit {
    let value = |key: &str| match key {
        "baseline" | "target" => Value::Number(1.0),
        "kind" => Value::text("input"),
        "owner" => Value::reference("person", "somebody"),
        "cadence" => Value::text("1d"),
        "actual-on" | "on" => Value::Day(day),
        "answer" => Value::text("holds"),
        "by" => Value::reference("person", "somebody-else"),
        _ => Value::text("x"),
    };
    match &mut edit.op {
        EditOp::Set(key, at) | EditOp::Add(key, at) => {
            if *at == Value::Blank {
                *at = value(key);
            }
            if let Value::Table(record) = at {
                let blank: Vec<&str> = record.values.keys().collect();
                for key in blank {
                    if let Some((_, at)) = record.values.get_mut(key).filter(|(_, at)| at.value == Value::Blank) {
                        at.value = value(key);
                    }
                }
            }
        }
        EditOp::Append(values) => {
            values.iter_mut().filter(|(_, at)| *at == Value::Blank).for_each(|(key, at)| *at = value(key));
        }
        _ => {}
    }
    edit
}
