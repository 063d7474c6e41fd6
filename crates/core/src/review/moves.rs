//! The changes that would alter a verdict that fails, with the price of each, those of the lowest cost first. What the
//! organization decided already, by a waiver, a plan or a move, is not proposed again.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use onethread_model::org::REVERSIBLE;
use onethread_model::source::Place;
use onethread_model::{Change, Day};
use schemars::JsonSchema;
use serde::Serialize;

use super::verdict::{Answer, Proposal, Verdict};
use super::{InitiativeReview, Review};
use crate::moves::{self, MoveKind, Price};

/// The kind by which a gate is removed.
const GATE: &str = "gate";

/// A change, or several of one kind, with its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Move {
    /// Key of the move kind.
    pub kind: &'static str,
    /// What to do, in a few words.
    pub short: String,
    /// What to do, and where to begin.
    pub says: String,
    /// What it costs, in words.
    pub cost: String,
    /// What it brings, in words.
    pub gain: String,
    /// Who decides on it, as a role or position.
    pub decides: &'static str,
    /// What it costs.
    pub price: Price,
    /// How many answers it is about, at least 1.
    pub answers: usize,
    /// How many of its changes alter the answer that they stand beside as soon as all are carried out; each of the others
    /// removes reasons of an answer, and some reasons stay.
    pub alters: usize,
    /// Where what it removes rests on what happened, the first day on which evidence can show that it is over.
    pub shows_from: Option<Day>,
    /// The changes it stands for.
    pub changes: Vec<Change>,
    /// Whether it alters who leads or works on what, and so the form of an initiative.
    pub alters_form: bool,
    /// Whether it alters what is written, and neither work nor leadership.
    pub is_paperwork: bool,
    /// Initiative-days of the last days of the waiting ledgers that what it removes held up alone: more it cannot save;
    /// absent where it removes nothing that was waited on.
    pub held_alone_days: Option<i64>,
    /// The line or record to start from.
    pub place: Option<Place>,
}

/// Gathers what would alter failing verdicts: first changes of leadership and staffing, then those of work, then what is
/// only to be written. Work that alone held up most days lately comes before other work, then the lowest price.
pub(super) fn gather(review: &Review) -> Vec<Move> {
    let mut moves = from_initiatives(&review.initiatives, review.as_of);
    for one in &mut moves {
        one.held_alone_days = review.waiting.as_ref().and_then(|_| held_alone_days(one, review));
    }
    // The sort is stable: what is equal here stays in the order of prices.
    moves.sort_by_key(|one| (!one.alters_form, one.is_paperwork, Reverse(one.held_alone_days)));
    moves
}

/// Days of the last ones that the gates it removes, or the decisions that it hands down, held up alone, in the initiatives
/// that it is about: what others wait for stays.
fn held_alone_days(one: &Move, review: &Review) -> Option<i64> {
    let ledger = |change: &Change| review.initiative(change.initiative())?.waiting.as_ref();
    if one.kind == moves::delegate::MOVE.key {
        return Some(one.changes.iter().filter_map(ledger).map(|ledger| ledger.above.alone_recent_days).sum());
    }
    let mut gates = one.changes.iter().filter_map(|change| Some((change, change.text("gate")?))).peekable();
    gates.peek()?;
    let held = gates.filter_map(|(change, gate)| ledger(change)?.waits.iter().find(|wait| wait.on.as_str() == gate));
    Some(held.map(|wait| wait.held.alone_recent_days).sum())
}

/// What would alter failing verdicts of one initiative, the lowest price first, apart from what was accepted until a day
/// after the day of the review.
pub fn moves_of(initiative: &InitiativeReview, day: Day) -> Vec<Move> {
    from_initiatives([initiative], day)
}

/// Changes that are said together, each once, with its proposal and the place of the first verdict that names it.
type Group<'v> = BTreeMap<&'v Change, Member<'v>>;

/// A proposal of a group.
struct Member<'v> {
    proposal: &'v Proposal,
    /// The place of the first verdict that names it.
    place: Option<&'v Place>,
    /// Whether the answer is another one once the whole group is carried out.
    alters: bool,
}

fn from_initiatives<'v>(initiatives: impl IntoIterator<Item = &'v InitiativeReview>, day: Day) -> Vec<Move> {
    let mut groups: BTreeMap<(&'static str, String), (&'static MoveKind, Group<'v>)> = BTreeMap::new();
    let open = |one: &InitiativeReview, verdict: &Verdict| {
        verdict.judgement.answer == Answer::Fails
            && !one.accepted.iter().any(|accepted| accepted.covers(verdict.criterion, &one.id))
    };
    for one in initiatives {
        for verdict in one.verdicts.iter().filter(|verdict| open(one, verdict)) {
            let place = verdict.judgement.because.iter().find_map(|evidence| evidence.place.as_ref());
            let all = &verdict.judgement.would_change;
            let at_once = |proposal: &Proposal| {
                proposal.effect.shows_from.is_none() && proposal.change.kind == all[0].change.kind
            };
            // Where all that is to be done is of one kind, it alters the answer together.
            let together = all.iter().all(at_once);
            for proposal in all {
                let Some(kind) = moves::kind(proposal.change.kind) else { continue };
                if is_planned(&proposal.change, one, day) || is_decided(&proposal.change, one, day) {
                    continue;
                }
                let name = (kind.key, (kind.group)(&proposal.change));
                let (_, group) = groups.entry(name).or_insert_with(|| (kind, BTreeMap::new()));
                let alters = together || proposal.effect.alters;
                group.entry(&proposal.change).or_insert(Member { proposal, place, alters });
            }
        }
    }
    let mut moves: Vec<Move> = groups.into_values().filter_map(|(kind, group)| say(kind, &group)).collect();
    // Ties are broken by kind, so that no choice of words alters the order.
    moves.sort_by(|a, b| (a.price.order(a.answers), a.kind, &a.says).cmp(&(b.price.order(b.answers), b.kind, &b.says)));
    moves
}

/// Whether it is decided already what a change would do: those above agreed to stop deciding, or a plan with an owner, an
/// action and a day to come does it. Whether they keep to it is another question.
fn is_planned(change: &Change, one: &InitiativeReview, day: Day) -> bool {
    let promises = || one.mandate.iter().flat_map(|mandate| &mandate.promises);
    if change.kind == moves::delegate::MOVE.key {
        return promises().any(|promise| promise.about == REVERSIBLE);
    }
    if change.kind == GATE && promises().any(|promise| Some(promise.about.as_str()) == change.text("gate")) {
        return true;
    }
    let Some(from) = change.text("from").filter(|_| change.kind == "decouple") else { return false };
    one.known.dependencies.iter().any(|dependency| {
        let plan = dependency.plan.as_ref();
        dependency.on.to_string() == from
            && plan.is_some_and(|plan| {
                plan.owner.is_some() && plan.action.is_some() && plan.by.is_some_and(|by| by >= day)
            })
    })
}

/// Whether a move that stands on the day decides what a change would do.
fn is_decided(change: &Change, one: &InitiativeReview, day: Day) -> bool {
    one.decided.iter().any(|decided| decided.stands_on(day) && decided.decides(change))
}

/// How many people several of the changes release: each of them can stay with one alone.
fn released_by_several(group: &Group<'_>) -> usize {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let released = group.values().flat_map(|one| &one.proposal.price.released);
    released.for_each(|person| *times.entry(person).or_default() += 1);
    times.values().filter(|times| **times > 1).count()
}

fn say(kind: &MoveKind, group: &Group<'_>) -> Option<Move> {
    let changes: Vec<Change> = group.keys().map(|change| (*change).clone()).collect();
    let mut sum = Price::default();
    group.values().for_each(|one| sum += one.proposal.price.clone());
    let words = match sum.released.len() {
        people if (1..sum.people).contains(&people) => {
            sum.people = people;
            moves::dedicate::words_for(&changes, people, released_by_several(group))?
        }
        _ => (kind.words)(&changes)?,
    };
    let price = Price {
        managers_if_sto: sum.managers_if_sto,
        leaders_lost: sum.leaders_lost.clone(),
        ..words.price.unwrap_or(sum)
    };
    Some(Move {
        kind: kind.key,
        // With one thing to do there is no first one.
        says: if changes.len() == 1 { words.short.clone() } else { words.says },
        short: words.short,
        cost: words.cost,
        gain: words.gain,
        decides: kind.decides,
        price,
        answers: words.answers,
        alters: group.values().filter(|one| one.alters).count(),
        shows_from: group.values().filter_map(|one| one.proposal.effect.shows_from).min(),
        alters_form: kind.alters_form,
        is_paperwork: kind.is_paperwork(),
        held_alone_days: None,
        place: group.values().find_map(|one| one.place).cloned(),
        changes,
    })
}
