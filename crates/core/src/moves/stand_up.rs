//! `stand-up`: an initiative has a team, and its members are named.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "stand-up",
    is_act: true,
    title: "Name the people who work on an initiative",
    phrase: None,
    page: include_str!("stand_up.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new(
            "team",
            "Id of the team; the one that it has, or one of its own name, unless stated",
            BlankType::Text,
        ),
        Blank::new("members", "Who is on it", BlankType::People).required(),
        Blank::new("share", "The share of their time that each of them gives", BlankType::Percent),
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
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

/// The members come to those that the team has, which works on the initiative.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let has = view.initiative(initiative).and_then(|known| known.team.as_ref()).map(|team| team.value.as_str());
    let team = change.text("team").or(has).unwrap_or(initiative);
    let file = files::team(team, view);
    let written = view.inputs.org.teams.get(team).map_or(&[][..], |written| &written.initiatives);
    if let Some(other) = written.first().filter(|_| written.iter().all(|one| one.value != initiative)) {
        let why = format!("team `{team}` works on {}", other.value);
        return Err(Refusal::new(why).help("name another team: `team = ...`"));
    }
    let works_on = Edit::set(file.clone(), "team", team, "initiative", Value::reference("initiative", initiative));
    let mut edits = if written.is_empty() { vec![works_on] } else { Vec::new() };
    edits.extend(files::added(change, "members", (file, "team", team, "members"), |id| Value::reference("person", id)));
    for member in change.list("members") {
        edits.extend(files::not_left(member, team, view));
        if change.get("share").is_some() {
            edits.extend(files::share(member, initiative, Some(change.count("share")), view.day, view));
        }
    }
    Ok(edits)
}

/// The list of its members, and a share of the time of each, where one is stated.
fn price(change: &Change, _: &View<'_>) -> Price {
    let shares = if change.get("share").is_some() { change.list("members").len() } else { 0 };
    Price::statements(1 + shares)
}
