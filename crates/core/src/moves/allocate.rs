//! `allocate`: a share of a person's time is stated.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "allocate",
    is_act: true,
    title: "State a person's allocation",
    phrase: None,
    page: include_str!("allocate.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("whose", "Whose share is missing", BlankType::Choice(&["leader", "members"])),
        Blank::new("members", "How many members' shares are missing", BlankType::Count),
        Blank::new("person", "Who", BlankType::Person).required(),
        Blank::new("share", "The share of their time", BlankType::Percent).required(),
        Blank::FROM,
    ],
    by: CarriedOutBy::Files,
    decides: "the person's manager",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// The leader's share, or those of some members, that nobody states.
pub(crate) fn change(initiative: &str, leader: bool, members: usize) -> Change {
    let whose = if leader { "leader" } else { "members" };
    Change::new(MOVE.key).with("initiative", initiative).with("whose", whose).with("members", members)
}

/// An allocation for the person; where none is named, for the leader or for members whose share nobody states.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    if let (Some(person), Some(_)) = (change.text("person"), change.get("share")) {
        let from = change.day("from").unwrap_or(view.day);
        return Ok(files::share(person, initiative, Some(change.count("share")), from, view));
    }
    let known = view.initiative(initiative);
    let leader = known.and_then(|known| known.leadership.leader()).map(|leader| leader.value.clone());
    let people: Vec<String> = match (change.text("person"), change.text("whose")) {
        (Some(person), _) => vec![person.to_owned()],
        (None, Some("members")) => files::unstated_members(initiative, view),
        _ => leader.into_iter().collect(),
    };
    let people = if people.is_empty() {
        vec![Value::Blank]
    } else {
        people.iter().map(|id| Value::reference("person", id)).collect()
    };
    let one = |person: Value| {
        let initiative = Value::reference("initiative", initiative);
        let values = [("person", person), ("initiative", initiative), ("share", Value::Blank), ("from", Value::Blank)];
        Edit::append(files::own("time.toml", view), "allocation", values)
    };
    Ok(people.into_iter().take(files::ALIKE_MAX).map(one).collect())
}

fn price(change: &Change, _: &View<'_>) -> Price {
    Price::statements(change.count("members").max(1))
}
