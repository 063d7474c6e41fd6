//! The cheapest changes that would alter a verdict that fails, with the price of each.

use std::collections::BTreeMap;

use onethread_model::Change;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::verdict::{Answer, Verdict};
use super::{InitiativeReview, Review};
use crate::moves::{self, MoveKind, Price};

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
    /// What it costs.
    pub price: Price,
    /// How many answers it alters, at least 1.
    pub answers: usize,
    /// The changes it stands for.
    pub changes: Vec<Change>,
    /// Whether it alters who leads or works on what, and so the form of an initiative.
    pub alters_form: bool,
    /// The line or record to start from.
    pub place: Option<Place>,
}

/// Gathers what would alter failing verdicts, the cheapest first.
pub(super) fn gather(review: &Review) -> Vec<Move> {
    from_verdicts(review.initiatives.iter().flat_map(|initiative| &initiative.verdicts))
}

/// The moves to name first: the cheapest one that alters who leads or works on what, because paper is always cheaper
/// and alters no thread; then the cheapest of all.
pub fn headline_moves(review: &Review, count: usize) -> Vec<&Move> {
    let first = review.moves.iter().position(|one| one.alters_form);
    let others = review.moves.iter().enumerate().filter(|(index, _)| Some(*index) != first).map(|(_, one)| one);
    first.map(|index| &review.moves[index]).into_iter().chain(others).take(count).collect()
}

/// What would alter failing verdicts of one initiative, the cheapest first.
pub fn moves_of(initiative: &InitiativeReview) -> Vec<Move> {
    from_verdicts(&initiative.verdicts)
}

/// What would alter this verdict, the cheapest first; nothing where it does not fail.
pub(super) fn moves_against(verdict: &Verdict) -> Vec<Move> {
    from_verdicts([verdict])
}

/// Changes that are said together, each once, with its price and the place of the first verdict that names it.
type Group<'v> = BTreeMap<&'v Change, (&'v Price, Option<&'v Place>)>;

fn from_verdicts<'v>(verdicts: impl IntoIterator<Item = &'v Verdict>) -> Vec<Move> {
    let mut groups: BTreeMap<(&'static str, String), (&'static MoveKind, Group<'v>)> = BTreeMap::new();
    for verdict in verdicts.into_iter().filter(|verdict| verdict.judgement.answer == Answer::Fails) {
        let place = verdict.judgement.because.iter().find_map(|evidence| evidence.place.as_ref());
        for proposal in &verdict.judgement.would_change {
            let Some(kind) = moves::kind(proposal.change.kind) else { continue };
            let name = (kind.key, (kind.group)(&proposal.change));
            let (_, group) = groups.entry(name).or_insert_with(|| (kind, BTreeMap::new()));
            group.entry(&proposal.change).or_insert((&proposal.price, place));
        }
    }
    let mut moves: Vec<Move> = groups.into_values().filter_map(|(kind, group)| say(kind, &group)).collect();
    // Ties are broken by kind, so that no choice of words alters the order.
    moves.sort_by(|a, b| (a.price.order(a.answers), a.kind, &a.says).cmp(&(b.price.order(b.answers), b.kind, &b.says)));
    moves
}

fn say(kind: &MoveKind, group: &Group<'_>) -> Option<Move> {
    let changes: Vec<Change> = group.keys().map(|change| (*change).clone()).collect();
    let words = (kind.words)(&changes)?;
    let mut sum = Price::default();
    group.values().for_each(|(price, _)| sum += (*price).clone());
    Some(Move {
        kind: kind.key,
        // With one thing to do there is no first one.
        says: if changes.len() == 1 { words.short.clone() } else { words.says },
        short: words.short,
        cost: words.cost,
        gain: words.gain,
        price: words.price.unwrap_or(sum),
        answers: words.answers,
        alters_form: kind.alters_form,
        place: group.values().find_map(|(_, place)| *place).cloned(),
        changes,
    })
}
