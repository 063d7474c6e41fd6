//! `dedicate`: people who also work elsewhere work on this alone.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, one_group, release};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "dedicate",
    title: "Release people from other work",
    phrase: None,
    page: include_str!("dedicate.md"),
    blanks: &[
        Blank { key: "initiative", doc: "Which initiative", ty: BlankType::Initiative, required: true },
        Blank { key: "people", doc: "How many people have work elsewhere", ty: BlankType::Count, required: false },
    ],
    by: CarriedOutBy::Files,
    not_known: &[],
    alters_form: true,
    group: one_group,
    words,
    edits,
    price,
};

/// People who lead or work on an initiative and have work elsewhere.
pub(crate) fn change(initiative: &str, people: usize) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("people", people)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, initiative) = (changes.len(), changes.first()?.initiative());
    let people: usize = changes.iter().map(|change| change.count("people")).sum();
    Some(Words {
        short: match n {
            1 => format!("Free {} of {initiative} from other work", plural(people, "person", "people")),
            _ => format!("Free {people} people of {n} initiatives from other work"),
        },
        says: format!("Free {} from other work; first on {initiative}", plural(people, "person", "people")),
        cost: format!("other work loses {}", plural(people, "person", "people")),
        gain: plural(n, "initiative is no longer split by it", "initiatives are no longer split by it"),
        answers: n,
        price: None,
    })
}

/// Whoever leads or works on it leaves every other live initiative that takes more of their time than is allowed.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let Some(known) = view.initiative(initiative) else { return Ok(Vec::new()) };
    let leader = known.leadership.leader().map(|leader| leader.value.clone());
    let members = view.people.members(known).unwrap_or_default().into_iter().map(|member| member.value);
    let mut edits = Vec::new();
    for person in leader.into_iter().chain(members) {
        for other in files::other_threads(&person, initiative, view) {
            let leave = release::change(&person, &other);
            edits.extend((release::MOVE.edits)(&leave, view).unwrap_or_default());
        }
    }
    Ok(edits)
}

fn price(change: &Change, _: &View<'_>) -> Price {
    Price::people(change.count("people"))
}
