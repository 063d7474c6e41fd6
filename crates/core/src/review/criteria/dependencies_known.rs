//! `dependencies-known`: is every dependency that evidence shows also declared?

use std::collections::BTreeSet;

use onethread_model::facts::FactKind;
use onethread_model::source::Place;

use super::Criterion;
use crate::measure::register::{Class, Entry, Seen, WINDOW_DAYS};
use crate::measure::{Cited, Initiative, World};
use crate::moves;
use crate::review::attested::{self, YEAR};
use crate::review::{Answer, Judgement};
use crate::words::{join, plural, thousands};

pub(super) const CRITERION: Criterion = Criterion {
    key: "dependencies-known",
    short: "needs known",
    question: "Is every dependency that evidence shows also declared?",
    page: include_str!("dependencies_known.md"),
    judge,
};

/// Reviews by another team in a year that make it a need: one a month. Fewer may be a courtesy.
const REVIEWS_MIN: usize = 12;

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let entries: Vec<&Entry> = world.needs().of_initiative(initiative).collect();
    let shown: Vec<&Entry> = entries.iter().copied().filter(|entry| shows(entry).next().is_some()).collect();
    let approvals = approvals(initiative, world);
    let named = named_teams(initiative);
    let mut undeclared = Judgement::new(Answer::Fails);
    for entry in shown.iter().filter(|entry| !entry.declared) {
        // Of what both share it is enough that the other side declares it.
        let (on, team) = (entry.on.strip_prefix("team:"), entry.team.as_deref());
        let there = on.zip(team).is_some_and(|(on, team)| world.needs().declares(on, team));
        for seen in shows(entry).filter(|seen| !(seen.mutual && there)) {
            undeclared = declare(say(undeclared, entry, seen, initiative), initiative, &entry.on);
        }
    }
    for approval in approvals.iter().filter(|seen| !seen.teams.iter().any(|team| named.contains(team.as_str()))) {
        let teams: Vec<&str> = approval.teams.iter().map(String::as_str).collect();
        let says = format!("an approver it requires holds office in {}, which it has not declared", join(&teams));
        undeclared = undeclared.because(says, &approval.place);
        undeclared =
            declare(undeclared, initiative, &teams.first().map_or_else(String::new, |team| format!("team:{team}")));
    }
    let attested = attested::newest(world, &initiative.id, CRITERION.key, YEAR, |_| true).filter(|one| one.fresh);
    let holds = attested.as_ref().filter(|one| one.answer == Answer::Holds);
    let attests = |judgement: Judgement| match holds {
        Some(one) => judgement.because(format!("`{}` attests on {} that all are declared", one.by, one.on), &one.place),
        None => judgement,
    };
    let mut judgement = if !undeclared.because.is_empty() {
        undeclared
    } else if let Some(place) = shown.first().and_then(|entry| place(entry)) {
        let says =
            format!("{}, each of them declared", plural(shown.len(), "observed dependency", "observed dependencies"));
        attests(Judgement::new(Answer::Holds).because(says, &place))
    } else if holds.is_some() {
        attests(Judgement::new(Answer::Holds)).remark("attested, not observed")
    } else {
        let judgement = not_shown(initiative, &approvals);
        match attested {
            Some(one) => judgement.because(
                format!("`{}` attests on {} that some are not declared, and none is observed", one.by, one.on),
                &one.place,
            ),
            None => judgement,
        }
    };
    judgement.n = shown.iter().flat_map(|entry| shows(entry)).map(|seen| seen.n).sum();
    courtesies(judgement, &entries)
}

fn not_shown(initiative: &Initiative, approvals: &[Approval]) -> Judgement {
    let declared = plural(initiative.dependencies.len(), "dependency is", "dependencies are");
    let mut judgement = Judgement::new(Answer::NotShown);
    judgement = match initiative.dependencies.first() {
        Some(first) => {
            judgement.because(format!("{declared} declared, and nothing observes what else it needs"), &first.place)
        }
        None => judgement.remark("none is declared, and nothing observes what it needs"),
    };
    if let Some(approval) = approvals.first() {
        let says = format!(
            "{}, all from declared teams",
            plural(approvals.len(), "approver of known team", "approvers of known team")
        );
        judgement = judgement.because(says, &approval.place);
    }
    judgement.needs(FactKind::Dependency).ask("the leader", "Whom did you wait for in the last three months?")
}

/// What shows a need beyond doubt: a record that says so, links, code that changes together more than chance explains,
/// and reviews as often as once a month.
fn shows(entry: &Entry) -> impl Iterator<Item = &Seen> {
    entry.seen.iter().filter(|seen| match seen.class {
        _ if seen.recorded => true,
        Class::Structural | Class::Evolutionary => seen.reliable,
        Class::Review => seen.n >= REVIEWS_MIN,
        // Approvers are read from the initiative itself, where one of several teams may be named; gates are written
        // down. People and days that two share need not be a need.
        Class::Approval | Class::SharedPerson | Class::SharedRelease => false,
    })
}

fn place(entry: &Entry) -> Option<Place> {
    let mut behind = shows(entry).flat_map(|seen| &seen.behind);
    behind.next().map(|behind| behind.place.clone())
}

fn say(judgement: Judgement, entry: &Entry, seen: &Seen, initiative: &Initiative) -> Judgement {
    let on = entry.on.strip_prefix("team:").unwrap_or(&entry.on);
    let says = match (seen.class, &seen.strength, &seen.risk) {
        (class, ..) if seen.recorded => format!("a {} dependency on {on} is observed and not declared", class.key()),
        (Class::Structural, ..) => {
            format!("it is built with {} of {on}, and {on} is not declared", plural(seen.n, "component", "components"))
        }
        (Class::Evolutionary, Some(strength), Some(risk)) => format!(
            "{} of {} in its code touch that of {on} too, {:.1} times as often as expected by chance (95 % CI {:.1} or \
             more), and it is not declared",
            thousands(seen.n as u128),
            plural(strength.of, "change-set", "change-sets"),
            risk.ratio,
            risk.low
        ),
        (Class::Review, ..) => {
            format!(
                "{on} was asked for {} in {WINDOW_DAYS} days, and is not declared",
                plural(seen.n, "review", "reviews")
            )
        }
        _ => format!("a {} dependency on {on} is observed and not declared", seen.class.key()),
    };
    let place = seen.behind.first().map(|behind| &behind.place);
    judgement.because(says, place.unwrap_or(&initiative.place))
}

fn declare(judgement: Judgement, initiative: &Initiative, on: &str) -> Judgement {
    let change = moves::declare_dependency::change(&initiative.id, on);
    if judgement.would_change.iter().any(|proposal| proposal.change == change) {
        judgement
    } else {
        judgement.change(change)
    }
}

/// Adds who reviews now and then without being declared. It never decides the answer.
fn courtesies(judgement: Judgement, entries: &[&Entry]) -> Judgement {
    let asked = entries.iter().filter(|entry| !entry.declared && shows(entry).next().is_none());
    let reviews: Vec<(&str, usize)> =
        asked.filter_map(|entry| Some((entry.on.strip_prefix("team:")?, entry.of(Class::Review)?.n))).collect();
    let names: Vec<&str> = reviews.iter().map(|(on, _)| *on).collect();
    match reviews.iter().map(|(_, n)| n).sum::<usize>() {
        0 => judgement,
        n => judgement.remark(format!(
            "{} by {}, which it does not declare, are fewer than one a month from each",
            plural(n, "review", "reviews"),
            join(&names)
        )),
    }
}

/// The initiative's own team and all that it declares a dependency on.
fn named_teams(initiative: &Initiative) -> BTreeSet<&str> {
    let declared = initiative.dependencies.iter().filter(|d| matches!(d.on.kind.as_str(), "team" | "function"));
    declared.map(|d| d.on.id.as_str()).chain(initiative.team.as_ref().map(|team| team.value.as_str())).collect()
}

/// A required approver, and the teams that the approver holds an office in; naming one of them is enough.
struct Approval {
    teams: Vec<String>,
    place: Place,
}

fn approvals(initiative: &Initiative, world: &World<'_>) -> Vec<Approval> {
    let approvers = initiative.approvers.iter().filter(|_| initiative.team.is_some());
    let approval = |approver: &Cited<String>| {
        let teams: Vec<String> = world.people.offices(&approver.value).map(|(team, _)| team.to_owned()).collect();
        (!teams.is_empty()).then(|| Approval { teams, place: approver.place.clone() })
    };
    approvers.filter_map(approval).collect()
}
