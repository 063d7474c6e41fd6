//! `join`: people of a role come to the team.

use std::collections::BTreeSet;

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, one_group};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "join",
    title: "Put people of a role on the team",
    phrase: None,
    page: include_str!("join.md"),
    blanks: &[
        Blank { key: "initiative", doc: "Which initiative", ty: BlankType::Initiative, required: true },
        Blank { key: "role", doc: "The role", ty: BlankType::Text, required: false },
        Blank { key: "people", doc: "How many people", ty: BlankType::Count, required: false },
        Blank { key: "person", doc: "Who", ty: BlankType::Person, required: true },
    ],
    by: CarriedOutBy::Files,
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price,
};

/// So many people of a role that an initiative lacks.
pub(crate) fn change(initiative: &str, role: &str, people: usize) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("role", role).with("people", people)
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
        cost: format!("{all} to move, to free or to hire"),
        gain: plural(of, "team can do its work itself", "teams can do their work themselves"),
        answers: of,
        price: None,
    })
}

/// The person is on the team of the initiative, full time.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let team = view.own_teams_of(initiative).into_iter().next().unwrap_or_else(|| initiative.to_owned());
    let person = change.text("person").map_or(Value::Blank, |person| Value::reference("person", person));
    let mut edits = vec![Edit::add(files::team(&team, view), "team", &team, "members", person)];
    if let Some(person) = change.text("person") {
        edits.extend(files::not_left(person, &team, view));
        edits.extend(files::share(person, initiative, Some(100), view.day, view));
    }
    Ok(edits)
}

fn price(change: &Change, _: &View<'_>) -> Price {
    Price { people: change.count("people").max(1), statements: 2, ..Price::default() }
}
