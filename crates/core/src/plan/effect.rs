//! What a row changes, recomputed on a copy: by itself, and with the rows above it.
//!
//! Input: the organization as it is, its review, and changes. Output: forms, answers and findings that differ. Where people
//! have to be named first, someone with no other work stands in; where words or days have to be found first, nothing is
//! computed, and it says so.

use onethread_model::edit::Edit;
use onethread_model::record::Value;
use onethread_model::{Change, Day};

use super::row::{EffectAnswer, EffectForm, RowEffect};
use crate::measure::{Snapshot, View};
use crate::moves;
use crate::what_if::{Baseline, WhatIf, what_if};
use crate::words::long_day;

/// The name of whoever stands in for a person who is still to be named.
const STAND_IN: &str = "to-be-named";

/// An organization with people who stand in for those still to be named.
pub(super) struct Copy<'b> {
    snapshot: Snapshot,
    baseline: &'b Baseline,
    day: Day,
    names: Vec<String>,
    has_stand_ins: bool,
}

impl<'b> Copy<'b> {
    /// A copy for so many people still to be named. Where they cannot be added, nobody stands in.
    pub(super) fn of(snapshot: &Snapshot, baseline: &'b Baseline, day: Day, people: usize) -> Copy<'b> {
        let view = View::on(snapshot, day);
        let is_free = |name: &String| !view.inputs.org.people.contains_key(name);
        let all = (1..).map(|at: usize| format!("{STAND_IN}-{at}"));
        let names: Vec<String> = all.filter(is_free).take(people).collect();
        let add = |name: &String| {
            Edit::set(moves::file_of("person", name, &view), "person", name, "title", Value::text("to be named"))
        };
        let edits: Vec<Edit> = names.iter().map(add).collect();
        let with = (!edits.is_empty()).then(|| snapshot.edited(&edits).ok()).flatten();
        Copy { has_stand_ins: with.is_some(), snapshot: with.unwrap_or_else(|| snapshot.clone()), baseline, day, names }
    }

    /// The changes with someone for each person still to be named, and whether anybody stands in.
    pub(super) fn filled(&self, changes: &[Change], used: &mut usize) -> (Vec<Change>, bool) {
        let (mut all, mut stands_in) = (Vec::new(), false);
        for change in changes {
            let Some((blank, times)) = to_be_named(change) else {
                all.push(change.clone());
                continue;
            };
            for name in self.names.iter().skip(*used).take(times).filter(|_| self.has_stand_ins) {
                let one = change.clone().with(blank, name.as_str());
                // Who is appointed has nothing else to lead or to do: that is what is asked for.
                all.push(if blank == "leader" { one.with("share", 100_usize) } else { one });
                stands_in = true;
            }
            *used += times;
        }
        (all, stands_in)
    }

    /// What changes alter.
    pub(super) fn effect(&self, changes: &[Change], with_stand_in: bool) -> RowEffect {
        let against = format!("the files and the evidence as of {}", long_day(self.day));
        match what_if(&self.snapshot, self.day, Some(self.baseline), changes) {
            Ok(found) => RowEffect { with_stand_in, against, ..effect(&found) },
            Err(refusal) => RowEffect { not_computed: Some(refusal.why), against, ..RowEffect::default() },
        }
    }
}

/// How many people are still to be named in changes.
pub(super) fn unnamed(changes: &[Change]) -> usize {
    changes.iter().filter_map(to_be_named).map(|(_, people)| people).sum()
}

/// The blank of a change in which people are still to be named, and how many; `None` where nobody is.
fn to_be_named(change: &Change) -> Option<(&'static str, usize)> {
    match change.kind {
        "appoint" if change.text("leader").is_none() => Some(("leader", 1)),
        "join" if change.text("person").is_none() => Some(("person", change.count("people").max(1))),
        _ => None,
    }
}

fn effect(found: &WhatIf) -> RowEffect {
    let difference = &found.difference;
    let forms = difference.forms.iter().map(|one| EffectForm {
        form: one.form,
        before: one.initiatives.before,
        after: one.initiatives.after,
    });
    let answers = difference.initiatives.iter().flat_map(|one| {
        let changed = one.answers.iter().filter(|answer| answer.answer.before != answer.answer.after);
        changed.map(|answer| EffectAnswer {
            initiative: one.id.clone(),
            criterion: answer.criterion,
            before: answer.answer.before,
            after: answer.answer.after,
        })
    });
    RowEffect {
        forms: forms.collect(),
        answers: answers.collect(),
        findings_lost: found.effects.checks_lost.len(),
        findings_gained: found.effects.checks_gained.len(),
        breaks: broken(found),
        ..RowEffect::default()
    }
}

/// The rule that finds needs that go round in a circle.
const CYCLE: &str = "DP105";

/// What would be left empty or go round in a circle, with its members.
fn broken(found: &WhatIf) -> Vec<String> {
    let lost = found.last_holders_lost.iter().map(|one| one.says.clone());
    let cycles = found.effects.checks_gained.iter().filter(|one| one.rule == CYCLE);
    lost.chain(cycles.map(|one| one.says.clone())).collect()
}
