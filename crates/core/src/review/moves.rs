//! The cheapest changes that would alter a verdict that fails, with what each costs.

use std::collections::BTreeMap;

use onethread_model::Change;
use onethread_model::source::Place;

use super::Review;
use super::verdict::Answer;
use crate::words::{join, plural};

/// A change, or several of one kind, with its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What to do.
    pub says: String,
    /// What it costs, in words.
    pub cost: String,
    /// What it brings, in words.
    pub gain: String,
    /// The changes it stands for.
    pub changes: Vec<Change>,
    /// The line or record to start from.
    pub place: Option<Place>,
    price: Price,
}

/// What a change costs: people who change what they lead or do, decisions between two sides, and lines to write.
/// Compared in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Price {
    people: usize,
    decisions: usize,
    lines: usize,
}

/// Gathers what would alter failing verdicts, the cheapest first.
pub(super) fn gather(review: &Review<'_>) -> Vec<Move> {
    let mut kinds: BTreeMap<(u8, usize), BTreeMap<Change, Option<Place>>> = BTreeMap::new();
    for verdict in review.initiatives.iter().flat_map(|initiative| &initiative.verdicts) {
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
        Change::StateAllocation { .. }
        | Change::NameMembers { .. }
        | Change::StateReportingLines { .. }
        | Change::StateEffect { .. }
        | Change::BoundScope { .. } => (6, 0),
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

fn say(moves: BTreeMap<Change, Option<Place>>) -> Option<Move> {
    let n = moves.len();
    let place = moves.values().flatten().next().cloned();
    let changes: Vec<Change> = moves.into_keys().collect();
    let lines = |what: &str| plural(n, &format!("line {what}"), &format!("lines {what}"));
    let (says, cost, gain, price) = match changes.first()? {
        Change::PlanDependency { initiative, on, missing } => (
            match n {
                1 => format!("Give the plan against {on} of {initiative} its {}", join(&words(missing))),
                _ => format!("Plan {n} blocking dependencies: owner, move and date; first {on} of {initiative}"),
            },
            lines("in the organization's files"),
            "then `untangling` holds".to_owned(),
            Price { lines: n, ..Price::default() },
        ),
        Change::DeclareDependency { initiative, on } => (
            match n {
                1 => format!("Name {on} as a dependency of {initiative}"),
                _ => format!("Name {n} dependencies that approvals show; first {on} of {initiative}"),
            },
            lines("in the registry"),
            "then nothing that is seen is undeclared".to_owned(),
            Price { lines: n, ..Price::default() },
        ),
        Change::DivideScope { initiative, with, .. } => (
            match n {
                1 => format!("Decide whether {initiative} or {with} has what both claim"),
                _ => format!("Decide who has what in {n} pairs that claim the same; first {initiative} and {with}"),
            },
            plural(n, "decision", "decisions"),
            "then `scope` holds for both".to_owned(),
            Price { decisions: n, ..Price::default() },
        ),
        Change::HandOver { initiatives } => {
            let size = initiatives.len();
            let names: Vec<&str> = initiatives.iter().map(String::as_str).collect();
            let handed = (size - 1) * n;
            let says = match (n, size) {
                (1, _) => format!("Hand over all but one of {}", join(&names)),
                (_, 2) => format!("In {n} pairs with one leader, hand over one of the two; first {}", join(&names)),
                _ => format!("In {n} groups of {size} with one leader, hand over all but one; first {}", join(&names)),
            };
            (
                says,
                format!("{} another leader", plural(handed, "initiative gets", "initiatives get")),
                format!("{} no longer fail `focus`", plural(size * n, "initiative", "initiatives")),
                Price { people: handed, ..Price::default() },
            )
        }
        Change::Dedicate { initiative, .. } => {
            let people: usize = changes.iter().map(|c| if let Change::Dedicate { people, .. } = c { *people } else { 0 }).sum();
            (
                match n {
                    1 => format!("Free {} of {initiative} from other work", plural(people, "person", "people")),
                    _ => format!("Free {people} people of {n} initiatives from other work; first {initiative}"),
                },
                format!("the other work loses {}", plural(people, "person", "people")),
                plural(n, "initiative is no longer split by it", "initiatives are no longer split by it"),
                Price { people, ..Price::default() },
            )
        }
        Change::NameLeader { initiative } => (
            match n {
                1 => format!("Name one leader for {initiative}"),
                _ => format!("Name one leader for each of {n} initiatives; first {initiative}"),
            },
            format!("{} with nothing else to lead", plural(n, "person", "people")),
            "then somebody decides".to_owned(),
            Price { people: n, ..Price::default() },
        ),
        // These fill gaps; they alter no verdict that fails.
        _ => return None,
    };
    Some(Move { says, cost, gain, changes, place, price })
}

fn words(missing: &[String]) -> Vec<&str> {
    missing.iter().map(|field| if field == "by" { "date" } else { field.as_str() }).collect()
}
