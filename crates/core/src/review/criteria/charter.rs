//! `charter`: are purpose, boundary, metrics and decision rights written down?

use onethread_model::source::Place;

use super::{Criterion, Touches};
use crate::measure::{Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::plural;

pub(super) const CRITERION: Criterion = Criterion {
    key: "charter",
    short: "charter",
    question: "Are purpose, boundary, metrics and decision rights written down?",
    page: include_str!("charter.md"),
    touches: Touches::Nobody,
    judge,
};

/// A part of a charter: its field, and what to call it.
pub(crate) struct Part {
    pub(crate) field: &'static str,
    pub(crate) words: &'static str,
    /// What is written, where it is written; absent when nothing is.
    pub(crate) written: Option<(String, Place)>,
}

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let Some(parts) = parts(initiative, world) else {
        return Judgement::new(Answer::NotShown)
            .because("known only from a registry, which holds no charter", &initiative.place)
            .ask("the leader", "Where are purpose, scope, metrics and decision rights written down?");
    };
    if let Some(place) = initiative.functional_by_design() {
        return Judgement::new(Answer::NotShown)
            .because("declared functional, with a reason: no charter of its own is asked for", place);
    }
    let missing: Vec<&Part> = parts.iter().filter(|part| part.written.is_none()).collect();
    let mut judgement = Judgement::new(Answer::Holds);
    if !missing.is_empty() {
        let words: Vec<String> = missing.iter().map(|part| format!("no {}", part.words)).collect();
        let says = words.join(", ");
        judgement = match at_work(initiative, world) {
            Some((started, place)) => {
                Judgement::new(Answer::Fails).because(says, &initiative.place).because(started, &place)
            }
            None => Judgement::new(Answer::NotShown)
                .because(format!("{says}; nothing shows that work has begun"), &initiative.place)
                .ask("the leader", "What is missing before this may start?"),
        };
        judgement = judgement
            .change(moves::charter::change(&initiative.id, missing.iter().map(|part| part.field.to_owned()).collect()));
    }
    for (says, place) in parts.iter().filter_map(|part| part.written.as_ref()) {
        judgement = judgement.because(says.as_str(), place);
    }
    judgement
}

/// The four parts; absent when the organization's files do not describe the initiative.
pub(crate) fn parts(initiative: &Initiative, world: &World<'_>) -> Option<[Part; 4]> {
    let entry = world.inputs.org.initiatives.get(&initiative.id)?;
    let place = |span| world.inputs.sources.place(span);
    let bounds: Vec<_> = initiative.scope.iter().filter(|piece| super::scope::is_bounding(&piece.value)).collect();
    let counted = |count: usize, one: &str, many: &str| format!("{} stated", plural(count, one, many));
    let metrics = &entry.metrics;
    let rights: Vec<_> = entry.rights().collect();
    Some([
        Part {
            field: "purpose",
            words: "purpose",
            written: entry.purpose.as_ref().map(|at| ("its purpose is stated".to_owned(), place(at.span))),
        },
        Part {
            field: "scope",
            words: "boundary (scope)",
            written: bounds.first().map(|at| (counted(bounds.len(), "bound is", "bounds are"), at.place.clone())),
        },
        Part {
            field: "metric",
            words: "metrics",
            written: metrics
                .first()
                .map(|metric| (counted(metrics.len(), "metric is", "metrics are"), place(metric.name.span))),
        },
        Part {
            field: "decision-rights",
            words: "decision rights",
            written: rights.first().map(|at| {
                let stated = counted(rights.len(), "decision right is", "decision rights are");
                (stated, place(at.span))
            }),
        },
    ])
}

/// What shows that work on it has begun; absent when nothing does.
pub(crate) fn at_work(initiative: &Initiative, world: &World<'_>) -> Option<(String, Place)> {
    let entry = world.inputs.org.initiatives.get(&initiative.id)?;
    if let Some(committed) = &entry.committed {
        let place = world.inputs.sources.place(committed.span);
        return Some((format!("it was committed to on {}", committed.value), place));
    }
    let members = world.people.members(initiative).unwrap_or_default();
    if let Some(first) = members.first() {
        return Some((format!("{} on it", plural(members.len(), "member works", "members work")), first.place.clone()));
    }
    let team = entry.team.as_ref()?;
    let says = format!("{} works on it", team.value);
    Some((says, world.inputs.sources.place(team.span)))
}
