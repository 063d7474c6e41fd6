//! `ST111`: people work on two initiatives at once.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::share::Thousandths;
use onethread_model::source::Place;

use super::threads;
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::{Cited, Initiative, World};
use crate::words::{join, plural};

pub(super) const RULE: Rule = Rule {
    code: "ST111",
    name: "shared-members",
    title: "People work on two initiatives at once",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("shared_members.md"),
    touches: Touches::People,
    needs: &[Need::Live],
    options: &[],
    check,
};

/// People who work on two initiatives, each with where that is said of the one and of the other.
type Shared = BTreeMap<String, (Place, Place)>;

const NOTE: &str = "their week is divided between the two";

/// More places than these help nobody to find the first one.
const RELATED_MAX: usize = 4;

/// An initiative that shares people with more others than these is reported once, and not for each of them.
const PAIRS_MAX: usize = 3;

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    let mut pairs: BTreeMap<(&str, String), Shared> = BTreeMap::new();
    for initiative in threads(world) {
        let Some(members) = world.people.members(initiative) else { continue };
        found.evaluated += 1;
        for member in members {
            for (other, place) in elsewhere(&member, initiative, world) {
                // Each pair is reported once, at the initiative that comes first in the alphabet.
                let (pair, places) = if initiative.id.as_str() < other {
                    ((initiative.id.as_str(), other.to_owned()), (member.place.clone(), place.clone()))
                } else {
                    let Some(first) = world.initiative(other) else { continue };
                    ((first.id.as_str(), initiative.id.clone()), (place.clone(), member.place.clone()))
                };
                pairs.entry(pair).or_default().entry(member.value.clone()).or_insert(places);
            }
        }
    }
    let mut by_first: BTreeMap<&str, Vec<(&str, &Shared)>> = BTreeMap::new();
    for ((one, other), people) in &pairs {
        by_first.entry(one).or_default().push((other, people));
    }
    for (one, others) in by_first {
        if others.len() > PAIRS_MAX {
            found.findings.extend(of_many(context, one, &others));
        } else {
            found.findings.extend(others.iter().filter_map(|(other, people)| finding(context, one, other, people)));
        }
    }
    found
}

/// Other live initiatives that take time of a member, with where that is stated. A function may lend its people, and
/// what a member leads is reported of its leader.
fn elsewhere<'w>(member: &Cited<String>, initiative: &Initiative, world: &'w World<'_>) -> Vec<(&'w str, &'w Place)> {
    let threads = world.threads_of(&member.value, &initiative.id);
    let limit = Thousandths::of(world.inputs.config.thresholds.other_share);
    if threads.here.is_some_and(|here| here.share <= limit) {
        return Vec::new();
    }
    let is_thread = |other: &Initiative| other.live && other.functional_by_design().is_none();
    let stated = threads.elsewhere.into_iter().map(|one| (one.initiative.as_str(), &one.place));
    let all = stated.chain(threads.belongs);
    all.filter(|(id, _)| world.initiative(id).is_some_and(is_thread)).collect()
}

fn finding(context: &Context<'_>, one: &str, other: &str, people: &Shared) -> Option<Finding> {
    let n = people.len();
    let (first, second) = people.values().next()?;
    let work = match people.keys().all(|person| is_only_listed(person, &[one, other], context.world)) {
        // A list says that someone is on it, and not how much.
        true => plural(n, "person is listed", "people are listed"),
        false => plural(n, "person works", "people work"),
    };
    let mut finding = context
        .finding(subject("initiative", one), format!("{work} on both {one} and {other}"), context.spot(first))
        .about(subject("initiative", other))
        .label(format!("works on {one}"))
        .related(context.spot(second), format!("and on {other}"));
    for (here, there) in people.values().skip(1).take(RELATED_MAX / 2) {
        finding = finding
            .related(context.spot(here), format!("another one who works on {one}"))
            .related(context.spot(there), format!("and on {other}"));
    }
    let finding = finding
        .number(Number::as_of_day("shared_people", n as f64, n, format!("{work} on both of them")))
        .note(NOTE)
        .help(format!("give each of them to {one} or to {other}, and end the other share with `until`"))
        .help("or, if the two cannot be staffed apart, ask whether they are one initiative");
    Some(finding)
}

/// Whether one of the initiatives knows someone from its list of people only, without a share or a team.
fn is_only_listed(person: &str, ids: &[&str], world: &World<'_>) -> bool {
    let stated = world.people.stated(person);
    let lists = |id: &str| {
        let written = world.inputs.org.initiatives.get(id);
        written.is_some_and(|written| written.people.iter().any(|one| one.value == person))
    };
    let has_team = |id: &str| world.teams_on(id).any(|team| team.members.iter().any(|member| member.value == person));
    ids.iter().any(|id| lists(id) && !has_team(id) && !stated.iter().any(|one| one.initiative == *id))
}

/// "also works", "is also listed".
fn also_first(verb: &str) -> String {
    match verb.split_once(' ') {
        Some((first, rest)) => format!("{first} also {rest}"),
        None => format!("also {verb}"),
    }
}

/// People of one initiative who work on many others.
fn of_many(context: &Context<'_>, one: &str, others: &[(&str, &Shared)]) -> Option<Finding> {
    let people: BTreeSet<&str> = others.iter().flat_map(|(_, people)| people.keys()).map(String::as_str).collect();
    let n = people.len();
    let (first, _) = others.first()?.1.values().next()?;
    let work = plural(n, "person of", "people of");
    let names: Vec<&str> = others.iter().map(|(other, _)| *other).collect();
    let ids: Vec<&str> = std::iter::once(one).chain(others.iter().map(|(other, _)| *other)).collect();
    let also = match (people.iter().all(|person| is_only_listed(person, &ids, context.world)), n) {
        (true, 1) => "is listed",
        (true, _) => "are listed",
        (false, 1) => "works",
        (false, _) => "work",
    };
    let mut finding = context
        .finding(
            subject("initiative", one),
            format!("{work} {one} {} on {}", also_first(also), join(&names)),
            context.spot(first),
        )
        .label(format!("works on {one}"));
    for (other, people) in others.iter().take(RELATED_MAX) {
        let (_, there) = people.values().next()?;
        finding = finding.related(context.spot(there), format!("and on {other}"));
    }
    let many = others.len();
    let finding = finding
        .number(Number::as_of_day(
            "shared_people",
            n as f64,
            n,
            format!("{work} it {} on {many} others", also_first(also)),
        ))
        .note(NOTE)
        .help(format!("ask which of them {one} cannot do without, and end their shares in the others with `until`"))
        .help("or, if these cannot be staffed apart, ask which of them could wait");
    Some(finding)
}
