//! `stand-up`: an initiative has a team, and its members are named.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "stand-up",
    title: "Name the people who work on an initiative",
    phrase: None,
    page: include_str!("stand_up.md"),
    blanks: &[
        Blank { key: "initiative", doc: "Which initiative", ty: BlankType::Initiative, required: true },
        Blank { key: "team", doc: "The team", ty: BlankType::Team, required: false },
        Blank { key: "members", doc: "Who is on it", ty: BlankType::Texts, required: true },
    ],
    by: CarriedOutBy::Files,
    not_known: &[],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// An initiative of which nobody says who works on it.
pub(crate) fn change(initiative: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative)
}

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let has = view.initiative(initiative).and_then(|known| known.team.as_ref()).map(|team| team.value.as_str());
    let team = change.text("team").or(has).unwrap_or(initiative);
    let file = files::team(team, view);
    let members = match change.list("members") {
        [] => Value::Blank,
        members => Value::list(members.iter().map(|id| Value::reference("person", id))),
    };
    let works_on = Edit::set(file.clone(), "team", team, "initiative", Value::reference("initiative", initiative));
    Ok(vec![works_on, Edit::set(file, "team", team, "members", members)])
}

fn price(_: &Change, _: &View<'_>) -> Price {
    Price::statements(1)
}
