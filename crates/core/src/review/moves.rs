//! The cheapest changes that would alter a verdict that fails, with what each costs.

use std::collections::BTreeMap;

use onethread_model::Change;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::verdict::{Answer, Verdict};
use super::{InitiativeReview, Review, foundation_moves, practice_moves};
use crate::words::{join, plural};

/// A change, or several of one kind, with its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Move {
    /// What to do, in a few words.
    pub short: String,
    /// What to do, and where to begin.
    pub says: String,
    /// What it costs, in words.
    pub cost: String,
    /// What it brings, in words.
    pub gain: String,
    /// The changes it stands for.
    pub changes: Vec<Change>,
    /// Whether it alters who leads or works on what, and so the form of an initiative.
    pub alters_form: bool,
    /// The line or record to start from.
    pub place: Option<Place>,
    #[serde(skip)]
    price: Price,
}

/// What a change costs for each verdict that it alters: people who change what they lead or do, decisions between two
/// sides, and lines to write. Compared in this order, in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Price {
    people: usize,
    decisions: usize,
    lines: usize,
}

impl Price {
    pub(super) fn people(people: usize, verdicts: usize) -> Price {
        Price { people: people * 1000 / verdicts.max(1), ..Price::default() }
    }

    pub(super) fn decisions(decisions: usize, verdicts: usize) -> Price {
        Price { decisions: decisions * 1000 / verdicts.max(1), ..Price::default() }
    }

    pub(super) fn lines(lines: usize, verdicts: usize) -> Price {
        Price { lines: lines * 1000 / verdicts.max(1), ..Price::default() }
    }
}

/// Whether a change touches who leads or works on what.
fn alters_form(change: &Change) -> bool {
    matches!(change, Change::HandOver { .. } | Change::Dedicate { .. } | Change::NameLeader { .. })
}

/// Gathers what would alter failing verdicts, the cheapest first.
pub(super) fn gather(review: &Review) -> Vec<Move> {
    from_verdicts(review.initiatives.iter().flat_map(|initiative| &initiative.verdicts))
}

/// The moves to name first: the cheapest one that alters who leads or works on what, because paper is always cheaper and
/// alters no thread; then the cheapest of all.
pub fn headline_moves<'r>(review: &'r Review, count: usize) -> Vec<&'r Move> {
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

fn from_verdicts<'v>(verdicts: impl IntoIterator<Item = &'v Verdict>) -> Vec<Move> {
    let mut kinds: BTreeMap<(u8, usize), BTreeMap<Change, Option<Place>>> = BTreeMap::new();
    for verdict in verdicts {
        if verdict.judgement.answer != Answer::Fails {
            continue;
        }
        let place = verdict.judgement.because.iter().find_map(|evidence| evidence.place.clone());
        for change in &verdict.judgement.would_change {
            let change = undirected(change.clone());
            let moves = kinds.entry(kind(&change)).or_default();
            moves.entry(change).or_insert_with(|| place.clone());
        }
    }
    let mut moves: Vec<Move> = kinds.into_values().filter_map(say).collect();
    for one in moves.iter_mut().filter(|one| one.changes.len() == 1) {
        // With one thing to do there is no first one.
        one.says.clone_from(&one.short);
    }
    moves.sort_by(|a, b| a.price.cmp(&b.price).then_with(|| a.says.cmp(&b.says)));
    moves
}

/// Changes that are said together: of the same kind and, for shared leaders, with as many initiatives.
fn kind(change: &Change) -> (u8, usize) {
    match change {
        Change::PlanDependency { .. } => (0, 0),
        Change::DeclareDependency { .. } => (1, 0),
        Change::DivideScope { .. } => (2, 0),
        Change::HandOver { initiatives } => (3, initiatives.len()),
        Change::Dedicate { .. } => (4, 0),
        Change::NameLeader { .. } => (5, 0),
        Change::RecordOutcome { .. }
        | Change::CutTenets { .. }
        | Change::CompleteMetric { .. }
        | Change::AddMetric { .. }
        | Change::MeasureFirst { .. }
        | Change::DecideSooner { .. }
        | Change::RemoveGate { .. }
        | Change::Decouple { .. } => (practice_moves::kind(change), 0),
        Change::WriteCharter { .. }
        | Change::AddRole { .. }
        | Change::Attest { .. }
        | Change::DelegateDecisions { .. }
        | Change::ChangeForm { .. }
        | Change::GiveReason { .. } => foundation_moves::kind(change),
        Change::StateAllocation { .. }
        | Change::NameMembers { .. }
        | Change::StateReportingLines { .. }
        | Change::StateEffect { .. }
        | Change::BoundScope { .. }
        | Change::WriteTenets { .. } => (6, 0),
    }
}

/// Two initiatives that claim the same are one change, whichever of them says so.
fn undirected(change: Change) -> Change {
    match change {
        Change::DivideScope { initiative, with, .. } if with < initiative => {
            Change::DivideScope { initiative: with, with: initiative, scope: String::new() }
        }
        Change::DivideScope { initiative, with, .. } => Change::DivideScope { initiative, with, scope: String::new() },
        other => other,
    }
}

/// A move in words: short, whole, cost, gain.
pub(super) struct Words {
    pub(super) short: String,
    pub(super) says: String,
    pub(super) cost: String,
    pub(super) gain: String,
    pub(super) price: Price,
}

fn say(moves: BTreeMap<Change, Option<Place>>) -> Option<Move> {
    let place = moves.values().flatten().next().cloned();
    let changes: Vec<Change> = moves.into_keys().collect();
    let Words { short, says, cost, gain, price } = words_of(&changes)?;
    Some(Move { short, says, cost, gain, alters_form: changes.iter().any(alters_form), changes, place, price })
}

fn words_of(changes: &[Change]) -> Option<Words> {
    let n = changes.len();
    match changes.first()? {
        Change::PlanDependency { initiative, on, missing } => {
            let lacks = join(&words(missing));
            Some(Words {
                short: match n {
                    1 => format!("Plan how {initiative} stops waiting for {on} (missing: {lacks})"),
                    _ => format!("Plan {n} blocking dependencies: owner, move, date"),
                },
                says: format!(
                    "Plan {}; first {on} of {initiative} (missing: {lacks})",
                    plural(n, "blocking dependency", "blocking dependencies")
                ),
                cost: plural(n, "line to write", "lines to write"),
                gain: "every blocking dependency has an owner, a move and a date".to_owned(),
                price: Price::lines(n, n),
            })
        }
        Change::DeclareDependency { initiative, on } => Some(Words {
            short: match n {
                1 => format!("Name {on} as a dependency of {initiative}"),
                _ => format!("Name {n} dependencies that evidence shows"),
            },
            says: format!(
                "Name {} that evidence shows; first {on} of {initiative}",
                plural(n, "dependency", "dependencies")
            ),
            cost: plural(n, "line to write", "lines to write"),
            gain: "nothing that is seen is undeclared".to_owned(),
            price: Price::lines(n, n),
        }),
        Change::DivideScope { initiative, with, .. } => Some(Words {
            short: match n {
                1 => format!("Decide what is of {initiative} and what of {with}"),
                _ => format!("Decide who has what in {n} pairs that claim the same"),
            },
            says: format!(
                "Decide who has what both claim, in {}; first {initiative} and {with}",
                plural(n, "pair", "pairs")
            ),
            cost: plural(n, "decision", "decisions"),
            gain: "no two claim the same".to_owned(),
            price: Price::decisions(n, 2 * n),
        }),
        Change::HandOver { initiatives } => Some(hand_over(n, initiatives)),
        Change::Dedicate { initiative, .. } => {
            let people = |change: &Change| if let Change::Dedicate { people, .. } = change { *people } else { 0 };
            let people: usize = changes.iter().map(people).sum();
            Some(Words {
                short: match n {
                    1 => format!("Free {} of {initiative} from other work", plural(people, "person", "people")),
                    _ => format!("Free {people} people of {n} initiatives from other work"),
                },
                says: format!("Free {} from other work; first on {initiative}", plural(people, "person", "people")),
                cost: format!("other work loses {}", plural(people, "person", "people")),
                gain: plural(n, "initiative is no longer split by it", "initiatives are no longer split by it"),
                price: Price::people(people, n),
            })
        }
        Change::NameLeader { initiative } => Some(Words {
            short: match n {
                1 => format!("Name one leader for {initiative}"),
                _ => format!("Name one leader for each of {n} initiatives"),
            },
            says: format!("Name one leader for {}; first {initiative}", plural(n, "initiative", "initiatives")),
            cost: format!("{} with nothing else to lead", plural(n, "person", "people")),
            gain: "somebody decides".to_owned(),
            price: Price::people(n, n),
        }),
        // What is left either stands in a file of its own, or fills a gap and alters no verdict that fails.
        _ => practice_moves::words_of(changes).or_else(|| foundation_moves::words_of(changes)),
    }
}

/// `n` leaders with as many initiatives each as the first group has.
fn hand_over(n: usize, initiatives: &[String]) -> Words {
    let size = initiatives.len();
    let names: Vec<&str> = initiatives.iter().map(String::as_str).collect();
    let handed = (size - 1) * n;
    let short = match (n, size) {
        (1, 2) => format!("Hand over {} or {}", names[0], names[1]),
        (1, _) => format!("Hand over {handed} of {size}: {}", join(&names)),
        (_, 2) => format!("Hand over one of two, for {n} leaders of two"),
        _ => format!("Hand over {} of {size}, for {n} leaders of {size}", size - 1),
    };
    Words {
        says: if n == 1 { short.clone() } else { format!("{short}; first {}", join(&names)) },
        short,
        cost: plural(handed, "initiative changes leader", "initiatives change leader"),
        gain: format!("{} no longer fail `focus`", plural(size * n, "initiative", "initiatives")),
        price: Price::people(handed, size * n),
    }
}

fn words(missing: &[String]) -> Vec<&str> {
    missing.iter().map(|field| if field == "by" { "date" } else { field.as_str() }).collect()
}
