//! Reviews and approvals that other teams have to give.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::facts::ReviewAsked;
use onethread_model::record::Reference;
use onethread_model::source::Place;

use super::parties::reference;
use super::undeclared::APPROVERS_MIN;
use super::wait::OpenRequest;
use super::{Activity, Behind, Class, Dated, Finding, Gathering, Seen, dated};
use crate::measure::{Initiative, View};

pub(super) fn gather(all: &mut Gathering<'_>) {
    let since = all.inputs.view.facts.reviews().map(|row| row.day).min();
    for initiative in all.inputs.view.live() {
        asked(initiative, since, all);
        approvers(initiative, all);
    }
}

/// What was asked for with the day of the answer, and where the organization writes it down.
type Asks = (Dated<Option<Day>>, Option<Place>);

/// Reviews and approvals that were asked for within the window, each by who gives it.
fn asked(initiative: &Initiative, since: Option<Day>, all: &mut Gathering<'_>) {
    let (view, facts) = (all.inputs.view, all.inputs.view.facts);
    let needs = reference("initiative", &initiative.id);
    let mut found: BTreeMap<(Class, Reference), Asks> = BTreeMap::new();
    let (mut nobody, mut older) = (0, 0);
    for row in view.reviews_of(&initiative.id) {
        if !all.is_recent(row.day) {
            continue;
        }
        if is_older(row.day, initiative) {
            older += 1;
            continue;
        }
        let Some((class, on, gate)) = giver(row, view) else {
            nobody += 1;
            continue;
        };
        all.has(class);
        if on.kind == "team" && all.inputs.parties.is_own(&needs, &on.id) {
            continue;
        }
        let answered = facts.known(row.answered);
        let (days, written) = found.entry((class, on.clone())).or_default();
        days.push((row.day, row.at, answered));
        // A gate in the organization's files is written down, even when it is gone by now.
        *written = written.take().or(gate);
        all.waits.entry((needs.clone(), on)).or_default().push(OpenRequest { asked: row.day, answered });
    }
    all.leave_out("reviews and approvals with an unstated reviewer", nobody);
    all.leave_out("reviews and approvals from before the initiative began", older);
    for ((class, on), (days, written)) in found {
        let what = |answered: &Option<Day>| match answered {
            Some(answered) => format!("{} asked for, given on {answered}", class.key()),
            None => format!("{} asked for, open", class.key()),
        };
        let activity = activity(initiative, &on, all);
        let seen = dated(class, days, what, all, &activity, since);
        all.findings.push(Finding { needs: needs.clone(), team: None, on, effect: None, seen, written });
    }
}

/// The change-sets of both sides: for the initiative, in the code of its teams, or in the code of whoever reviews.
fn activity(initiative: &Initiative, on: &Reference, all: &Gathering<'_>) -> Activity {
    let (view, together) = (all.inputs.view, all.inputs.teams);
    let own = view.own_teams_of(&initiative.id);
    let teams = own.iter().map(String::as_str).chain((on.kind == "team").then_some(on.id.as_str()));
    let touching = teams.filter_map(|team| together.item(team)).flat_map(|item| together.incidence.sets_of(item));
    let sets: BTreeSet<u32> = touching.chain(together.naming(&initiative.id, view)).copied().collect();
    Activity {
        days: sets.iter().filter_map(|set| together.set(*set)).map(|set| set.day).collect(),
        holds_counted: false,
        since: together.since,
    }
}

/// Who gives a review: the team that the record names, else the holder of its gate, with where the gate is written.
fn giver(row: &ReviewAsked, view: &View<'_>) -> Option<(Class, Reference, Option<Place>)> {
    let facts = view.facts;
    let gate = row.gate.and_then(|gate| view.inputs.org.gates.get(facts.text(gate)));
    let kind = gate.and_then(|gate| gate.kind.as_ref()).map(|kind| kind.value.as_str());
    let class = if matches!(kind, Some("approval" | "sign-off")) { Class::Approval } else { Class::Review };
    let teams: Vec<&str> = view.teams_reviewing(row).into_iter().collect();
    match (&teams[..], gate.and_then(|gate| gate.owner.as_ref())) {
        ([team], _) => Some((class, reference("team", team), None)),
        (_, Some(owner)) if owner.value.kind != "person" => {
            Some((class, owner.value.clone(), Some(view.inputs.sources.place(owner.span))))
        }
        _ => None,
    }
}

/// Whether something happened before the initiative began, as far as its first day is known: that is no evidence of it.
pub(super) fn is_older(day: Day, initiative: &Initiative) -> bool {
    initiative.created.as_ref().is_some_and(|created| day < created.value)
}

/// Required approvers who hold an office in one team only. They speak for it where there are two of them, or where the
/// initiative declares that it needs the team: whoever holds an office may approve in another capacity.
fn approvers(initiative: &Initiative, all: &mut Gathering<'_>) {
    if initiative.team.is_none() {
        return;
    }
    let needs = reference("initiative", &initiative.id);
    let mut found: BTreeMap<&str, Vec<Behind>> = BTreeMap::new();
    let declared = |team: &str| initiative.dependencies.iter().any(|one| one.on.kind == "team" && one.on.id == team);
    let (mut several, mut none, mut alone) = (0, 0, 0);
    let mut counted: BTreeSet<&str> = BTreeSet::new();
    for approver in initiative.approvers.iter().filter(|approver| counted.insert(&approver.value)) {
        all.has(Class::Approval);
        let mut offices = all.inputs.view.people.offices(&approver.value);
        match (offices.next(), offices.next()) {
            (Some((team, _)), None) => {
                let what = "an approver it requires holds office there".to_owned();
                found.entry(team).or_default().push(Behind { day: None, what, place: approver.place.clone() });
            }
            (Some(_), Some(_)) => several += 1,
            _ => none += 1,
        }
    }
    all.leave_out("approvers who hold office in several teams", several);
    all.leave_out("approvers of whom no office is known", none);
    for (team, mut behind) in found {
        if all.inputs.parties.is_own(&needs, team) {
            continue;
        }
        if behind.len() < APPROVERS_MIN && !declared(team) {
            alone += behind.len();
            continue;
        }
        let n = behind.len();
        behind.truncate(all.inputs.places);
        let seen = Seen {
            class: Class::Approval,
            n,
            recorded: false,
            mutual: false,
            reliable: true,
            shows_need: false,
            shown: None,
            strength: None,
            risk: None,
            trend: None,
            first: None,
            last: Some(all.inputs.view.day),
            behind,
        };
        all.findings.push(Finding {
            needs: needs.clone(),
            team: None,
            on: reference("team", team),
            effect: None,
            seen,
            written: None,
        });
    }
    all.leave_out("approvers who are alone in holding office in a team that is not declared", alone);
}
