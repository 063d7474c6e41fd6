//! `join`: people of a role come to the team.

use std::collections::BTreeSet;

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::same_function;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "join",
    is_act: true,
    title: "Put people of a role on the team",
    phrase: None,
    page: include_str!("join.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("role", "The role", BlankType::Text),
        Blank::new("people", "How many people", BlankType::Count),
        Blank::new("person", "Who", BlankType::Person).required(),
        Blank::new("share", "The share of their time; all of it unless stated", BlankType::Percent),
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    not_known: &[],
    alters_form: false,
    group,
    words,
    edits,
    price,
};

/// So many people of a role that an initiative lacks.
pub(crate) fn change(initiative: &str, role: &str, people: usize) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("role", role).with("people", people)
}

/// Each role is found in another place.
fn group(change: &Change) -> String {
    change.text("role").unwrap_or_default().to_owned()
}

fn words(changes: &[Change]) -> Option<Words> {
    let first = changes.first()?;
    let (initiative, role) = (first.initiative(), first.text("role").unwrap_or_default());
    let people: usize = changes.iter().map(|change| change.count("people")).sum();
    let of = changes.iter().map(Change::initiative).collect::<BTreeSet<&str>>().len();
    let all = plural(people, "person", "people");
    Some(Words {
        short: match changes.len() {
            1 => format!("Add {all} for {role} to {initiative}"),
            _ => format!("Add {all} in roles that {} short of", plural(of, "initiative is", "initiatives are")),
        },
        says: format!("Add {all} in roles that are short; first {} for {role} to {initiative}", first.count("people")),
        cost: format!("{all} to move, release or hire"),
        gain: plural(of, "team can do its work without others", "teams can do their work without others"),
        answers: of,
        price: None,
    })
}

/// The person is on the team of the initiative, where it has one, with a share of their time, and in the role.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let team = view.own_teams_of(initiative).into_iter().next();
    let Some(person) = change.text("person") else {
        let team = team.unwrap_or_else(|| initiative.to_owned());
        return Ok(vec![Edit::add(files::team(&team, view), "team", &team, "members", Value::Blank)]);
    };
    let mut edits = Vec::new();
    if let Some(team) = team {
        let member = Value::reference("person", person);
        edits.push(Edit::add(files::team(&team, view), "team", &team, "members", member));
        edits.extend(files::not_left(person, &team, view));
    }
    let percent = if change.get("share").is_some() { change.count("share") } else { 100 };
    edits.extend(files::share(person, initiative, Some(percent), view.day, view));
    let known = view.inputs.org.people.get(person).and_then(|known| known.function.as_ref());
    match (change.text("role"), known) {
        (Some(role), Some(function)) if !same_function(role, &function.value) => {
            let why = format!("the function of `{person}` is {}, and not {role}", function.value);
            return Err(Refusal::new(why).help("leave `role` out, or name another person"));
        }
        (Some(role), None) => {
            edits.push(Edit::set(files::person(person, view), "person", person, "function", Value::text(role)));
        }
        _ => {}
    }
    Ok(edits)
}

fn price(change: &Change, _: &View<'_>) -> Price {
    Price { people: change.count("people").max(1), statements: 2, ..Price::default() }
}
