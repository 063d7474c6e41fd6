//! What could be done: the changes of failing answers as a review groups them, and what else is waited for.
//!
//! Input: the review of the day and its ledgers. Output: candidates, each with its changes and with what it removes of what
//! each initiative waits for. A review is the one source of what would alter an answer; here is added only what no answer
//! names and days were lost to all the same.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Change;
use onethread_model::source::Place;

use super::Asked;
use super::ownership::OwnershipSearch;
use super::saves::Removed;
use super::support::LedgerAt;
use crate::measure::register::duplicates::{Why, duplicates};
use crate::measure::{View, World};
use crate::moves::{self, MoveKind, Price};
use crate::review::{Answer, Evidence, InitiativeReview, Move, Review, moves_of};
use crate::words::plural;

/// Reasons that stand beside a row.
const REASONS_MAX: usize = 3;
/// Places that stand beside a row.
const PLACES_MAX: usize = 8;
/// What a new plan of a dependency lacks.
const PLAN_PARTS: [&str; 3] = ["owner", "action", "by"];

/// A change, or several of one kind, that could stand in a plan.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) kind: &'static MoveKind,
    /// What parts it from others of its kind.
    pub(super) group: String,
    pub(super) changes: Vec<Change>,
    pub(super) price: Price,
    /// Answers that fail, and that it is about.
    pub(super) answers: usize,
    /// What it removes of what each initiative waits for.
    pub(super) removed: BTreeMap<String, Vec<Removed>>,
    pub(super) why: Vec<Evidence>,
    pub(super) places: Vec<Place>,
}

/// Candidates of a review: those of its failing answers.
pub(super) fn of_answers(review: &Review, asked: &Asked<'_>, view: &View<'_>) -> Vec<Candidate> {
    let own;
    let moves: &[Move] = match asked.initiative {
        Some(one) => {
            own = moves_of(one, review.as_of);
            &own
        }
        None => &review.moves,
    };
    moves.iter().filter_map(|one| of_move(one, review, view)).collect()
}

fn of_move(one: &Move, review: &Review, view: &View<'_>) -> Option<Candidate> {
    let kind = moves::kind(one.kind)?;
    let group = one.changes.first().map(kind.group).unwrap_or_default();
    let reasons = reasons(one.kind, &one.changes, review);
    let mut places: Vec<Place> = reasons.iter().filter_map(|reason| reason.place.clone()).collect();
    places.extend(one.place.clone());
    places.sort();
    places.dedup();
    places.truncate(PLACES_MAX);
    let mut price = one.price.clone();
    if price.statements == 0 {
        price.statements = one.changes.iter().map(|change| moves::price(change, view).statements).sum();
    }
    Some(Candidate {
        kind,
        group,
        removed: removed(&one.changes),
        changes: one.changes.clone(),
        price,
        answers: one.answers,
        why: reasons.into_iter().take(REASONS_MAX).collect(),
        places,
    })
}

/// The first reason of each failing answer that names one of the changes, with the title of its initiative.
fn reasons(kind: &str, changes: &[Change], review: &Review) -> Vec<Evidence> {
    let of_one = |one: &InitiativeReview| {
        let verdicts = one.verdicts.iter().filter(|verdict| verdict.judgement.answer == Answer::Fails);
        let mut found = verdicts.filter_map(|verdict| {
            let judgement = &verdict.judgement;
            let proposal = judgement
                .would_change
                .iter()
                .find(|proposal| proposal.change.kind == kind && changes.contains(&proposal.change))?;
            let removes = proposal.effect.removes.first();
            let said = judgement.because.iter().find(|one| Some(&one.says) == removes).or(judgement.because.first())?;
            Some(Evidence { says: format!("{}: {}", one.name(), said.says), place: said.place.clone() })
        });
        found.next()
    };
    let ids: BTreeSet<&str> = changes.iter().flat_map(initiatives_of).collect();
    ids.into_iter().filter_map(|id| of_one(review.initiative(id)?)).collect()
}

/// The initiatives that a change is about.
pub(super) fn initiatives_of(change: &Change) -> Vec<&str> {
    let one = Some(change.initiative()).filter(|id| !id.is_empty());
    one.into_iter().chain(change.list("initiatives").iter().map(String::as_str)).collect()
}

/// What changes remove of what each initiative waits for.
fn removed(changes: &[Change]) -> BTreeMap<String, Vec<Removed>> {
    let mut all: BTreeMap<String, Vec<Removed>> = BTreeMap::new();
    for change in changes {
        let team = |key: &str| change.text(key).and_then(|on| on.split_once(':')).map(|(_, id)| id.to_owned());
        let one = match change.kind {
            "delegate" => Some(Removed::Above),
            "gate" => change.text("gate").map(|gate| Removed::Holder(gate.to_owned())),
            "plan-dependency" | "terms" => team("on").map(Removed::Holder),
            "decouple" => team("from").map(Removed::Holder),
            _ => None,
        };
        let Some(one) = one.filter(|_| !change.initiative().is_empty()) else { continue };
        let known = all.entry(change.initiative().to_owned()).or_default();
        if !known.contains(&one) {
            known.push(one);
        }
    }
    all
}

/// Candidates for whoever holds days up and no failing answer names: gates that are in force, and teams that are needed.
pub(super) fn of_holders(review: &Review, asked: &Asked<'_>, known: &[Candidate], view: &View<'_>) -> Vec<Candidate> {
    let mut waits: BTreeMap<&str, Vec<&InitiativeReview>> = BTreeMap::new();
    for one in asked.reviewed(review) {
        let Some(ledger) = &one.waiting else { continue };
        for wait in ledger.waits.iter().filter(|wait| !wait.on.is_sum() && wait.held.alone_days > 0) {
            waits.entry(wait.on.as_str()).or_default().push(one);
        }
    }
    let found = waits.into_iter().filter_map(|(on, of)| match view.inputs.org.gates.contains_key(on) {
        true => gate(on, &of, known, view),
        false => team(on, &of, known, review, view),
    });
    found.collect()
}

fn candidate(kind: &'static MoveKind, group: &str, changes: Vec<Change>, view: &View<'_>) -> Option<Candidate> {
    let mut price = Price::default();
    changes.iter().for_each(|change| price += moves::price(change, view));
    (!changes.is_empty()).then(|| Candidate {
        kind,
        group: group.to_owned(),
        removed: removed(&changes),
        answers: changes.len(),
        changes,
        price,
        why: Vec::new(),
        places: Vec::new(),
    })
}

fn gate(on: &str, of: &[&InitiativeReview], known: &[Candidate], view: &View<'_>) -> Option<Candidate> {
    if known.iter().any(|one| one.kind.key == "gate" && one.group == on) {
        return None;
    }
    let stands = |one: &&&InitiativeReview| {
        let waits = one.waiting.iter().flat_map(|ledger| &ledger.waits);
        let is_decided = one.mandate.iter().flat_map(|mandate| &mandate.promises).any(|promise| promise.about == on);
        !is_decided && waits.clone().any(|wait| wait.on.as_str() == on && wait.in_force == Some(true))
    };
    let changes = of.iter().filter(stands).map(|one| moves::gate::change(&one.id, on)).collect();
    candidate(moves::kind("gate")?, on, changes, view)
}

fn team(
    on: &str,
    of: &[&InitiativeReview],
    known: &[Candidate],
    review: &Review,
    view: &View<'_>,
) -> Option<Candidate> {
    let org = view.inputs.org;
    let kind = if org.teams.contains_key(on) {
        "team"
    } else if org.functions.contains_key(on) {
        "function"
    } else {
        return None;
    };
    let reference = format!("{kind}:{on}");
    let is_known = |id: &str| {
        let changes = known.iter().flat_map(|one| &one.changes);
        changes
            .filter(|change| change.initiative() == id)
            .any(|change| change.text("on") == Some(&reference) || change.text("from") == Some(&reference))
    };
    let is_planned = |one: &InitiativeReview| {
        let plans = one.known.dependencies.iter().filter(|dependency| dependency.on.to_string() == reference);
        plans.filter_map(|dependency| dependency.plan.as_ref()?.by).any(|by| by >= review.as_of)
    };
    let open = of.iter().filter(|one| !is_known(&one.id) && !is_planned(one));
    let missing = || PLAN_PARTS.map(str::to_owned).to_vec();
    let changes = open.map(|one| moves::plan_dependency::change(&one.id, &reference, missing())).collect();
    candidate(moves::kind("plan-dependency")?, on, changes, view)
}

/// Candidates for components that packages of others could replace, as the organization's files say: a guess from names is
/// none.
pub(super) fn adoptions(world: &World<'_>) -> Vec<Candidate> {
    let said = duplicates(world).candidates.into_iter().filter(|one| one.is_package && one.why == Why::Declared);
    let all = said.filter_map(|one| {
        let change = Change::new("adopt").with("package", one.other.as_str()).with("component", one.part.as_str());
        let says = match one.adopted_by {
            0 => format!("{} could replace {}, as the files say", one.other, one.part),
            n => format!(
                "{} could replace {}, as the files say; {} it already",
                one.other,
                one.part,
                plural(n, "part uses", "parts use")
            ),
        };
        let found = candidate(moves::kind("adopt")?, &one.part, vec![change], world)?;
        Some(Candidate {
            why: vec![Evidence { says, place: Some(one.place.clone()) }],
            places: vec![one.place],
            ..found
        })
    });
    all.collect()
}

/// Candidates for the components that a search of owners found.
pub(super) fn owned(search: &OwnershipSearch, view: &View<'_>) -> Vec<Candidate> {
    let open = search.moves.iter().filter(|one| !one.is_decided);
    let known = open.filter(|one| view.inputs.org.components.contains_key(&one.component));
    let all = known.filter_map(|one| {
        let change = Change::new("own").with("component", one.component.as_str()).with("team", one.to.as_str());
        let found = candidate(moves::kind("own")?, &one.component, vec![change], view)?;
        let says = one.words();
        Some(Candidate {
            why: vec![Evidence { says, place: one.place.clone() }],
            places: one.place.iter().cloned().collect(),
            ..found
        })
    });
    all.collect()
}

impl Candidate {
    /// The same for some of its changes: what is decided or declined already stays out of it.
    pub(super) fn narrowed(&self, changes: &[Change], review: &Review, view: &View<'_>) -> Candidate {
        let mut price = Price::default();
        changes.iter().for_each(|change| price += moves::price(change, view));
        let why = reasons(self.kind.key, changes, review);
        Candidate {
            price,
            removed: removed(changes),
            answers: self.answers.min(changes.len()),
            why: if why.is_empty() { self.why.clone() } else { why.into_iter().take(REASONS_MAX).collect() },
            changes: changes.to_vec(),
            ..self.clone()
        }
    }

    /// Ids of the initiatives that it is about, in alphabetical order.
    pub(super) fn initiatives(&self) -> Vec<String> {
        let ids: BTreeSet<&str> = self.changes.iter().flat_map(initiatives_of).collect();
        ids.into_iter().map(str::to_owned).collect()
    }

    /// Its id, in words: the kind, what parts it from others of its kind, and the one initiative that it is about.
    pub(super) fn id(&self) -> String {
        let initiatives = self.initiatives();
        let subject = match (&initiatives[..], self.group.is_empty()) {
            ([one], _) => format!("-{one}"),
            _ => String::new(),
        };
        let group = if self.group.is_empty() { String::new() } else { format!("-{}", self.group) };
        let words = format!("{}{group}{subject}", self.kind.key);
        words.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect()
    }

    /// The ledgers of what it removes.
    pub(super) fn ledgers<'l>(&'l self, review: &'l Review) -> Vec<LedgerAt<'l>> {
        let of = |(id, removed): (&'l String, &'l Vec<Removed>)| {
            let ledger = review.initiative(id)?.waiting.as_ref()?;
            let from = ledger.from.days_since(review.as_of);
            Some(LedgerAt { spans: &ledger.spans, removed, from })
        };
        self.removed.iter().filter_map(of).collect()
    }
}
