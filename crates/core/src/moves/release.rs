//! `release`: someone no longer leads or works on an initiative.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::Team;
use onethread_model::record::{Record, Value};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group, seat};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "release",
    is_act: true,
    title: "Release a person from an initiative",
    phrase: Some("release {person} from {initiative}"),
    page: include_str!("release.md"),
    blanks: &[
        Blank::new("person", "Who no longer leads or works on it", BlankType::Person).required(),
        Blank::new("initiative", "What they leave", BlankType::Initiative).required(),
        Blank::new("from", "The first day without them; that of the review unless stated", BlankType::Day),
        seat::MOVES,
    ],
    by: CarriedOutBy::Files,
    decides: "the person's manager",
    not_known: &[],
    alters_form: true,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// A person who no longer leads or works on an initiative.
pub(crate) fn change(person: &str, initiative: &str) -> Change {
    Change::new(MOVE.key).with("person", person).with("initiative", initiative)
}

/// Each way in which files or sources tie the person to the initiative ends: as its leader, by a stated share, on the
/// list of its people, and on the list of a team that works on nothing else.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let Some(person) = change.text("person") else { return Ok(Vec::new()) };
    let (org, from) = (view.inputs.org, change.day("from").unwrap_or(view.day));
    let known = view.initiative(initiative);
    let mut edits = Vec::new();
    let (leads, works) = (seat::of(change) != seat::PERSON, seat::of(change) != seat::POSITION);
    if leads && known.is_some_and(|known| known.leadership.names(person)) {
        edits.extend(files::without_leader(person, initiative, from, view));
    }
    let stated = view.people.stated(person).iter().any(|one| one.initiative == initiative && one.share.0 > 0);
    if works && stated {
        edits.extend(files::share(person, initiative, None, from, view));
    }
    let written = org.initiatives.get(initiative);
    if let Some(listed) = written.and_then(|written| written.people.iter().find(|at| works && at.value == person)) {
        let file = files::of(listed.span, view);
        edits.push(Edit::take(file, "initiative", initiative, "people", Value::reference("person", person)));
    }
    for team in teams_on_it_alone(initiative, view).filter(|_| works) {
        if let Some(member) = team.members.iter().find(|at| at.value == person) {
            let file = files::of(member.span, view);
            edits.push(Edit::take(file, "team", &team.id.value, "members", Value::reference("person", person)));
        }
        if view.people.offices(person).any(|(office, _)| office == team.id.value) {
            let left = [("person", Value::reference("person", person)), ("on", Value::Day(from))];
            let file = files::team(&team.id.value, view);
            edits.push(Edit::add(file, "team", &team.id.value, "left", Value::Table(Record::of(left))));
        }
    }
    match edits.is_empty() {
        false => Ok(edits),
        true => {
            let why = format!("nothing ties `{person}` to `{initiative}` on {}", view.day);
            Err(Refusal::new(why).help(format!("onethread review --initiative {initiative} says who works on it")))
        }
    }
}

/// Teams that work on an initiative and, by both doors of membership, on nothing else.
fn teams_on_it_alone<'v>(initiative: &'v str, view: &'v View<'_>) -> impl Iterator<Item = &'v Team> {
    let org = view.inputs.org;
    let named = |team: &Team, id: &str| {
        let entry = org.initiatives.get(id).and_then(|entry| entry.team.as_ref());
        entry.is_some_and(|named| named.value == team.id.value)
    };
    let has = move |team: &Team, id: &str| named(team, id) || team.initiatives.iter().any(|own| own.value == id);
    let alone = move |team: &&Team| {
        let others = org.initiatives.keys().filter(|id| *id != initiative).any(|id| named(team, id));
        has(team, initiative) && !others && team.initiatives.iter().all(|own| own.value == initiative)
    };
    org.teams.values().filter(alone)
}

fn price(change: &Change, view: &View<'_>) -> Price {
    let initiative = change.initiative();
    let leadership = view.initiative(initiative).map(|known| &known.leadership);
    let alone = leadership.and_then(|leadership| leadership.leader()).map(|leader| leader.value.as_str());
    let keeps = seat::of(change) == seat::PERSON;
    let loses = !keeps && alone.is_some_and(|leader| Some(leader) == change.text("person"));
    Price {
        leaders_lost: loses.then(|| initiative.to_owned()).into_iter().collect(),
        statements: edits(change, view).map_or(0, |edits| edits.len()),
        ..Price::default()
    }
}
