//! `terms`: two teams agree on how one of them works in the code of the other.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::Dependency;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "terms",
    is_act: true,
    title: "Agree on the terms of an away team",
    phrase: Some("agree terms of {initiative} with {on}"),
    page: include_str!("terms.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("on", "Whose code it works in, as the dependency names it", BlankType::Reference).required(),
        Blank::new("code", "The code that it may change", BlankType::References).required(),
        Blank::new("reviewed-by", "The team that reviews", BlankType::Team).required(),
        Blank::new(
            "standards-of",
            "The team whose standards hold; that which is depended on unless stated",
            BlankType::Team,
        ),
        Blank::new("agreement", "What else is agreed, in words", BlankType::Text),
        Blank::new("by", "The day on which the away team goes home", BlankType::Day),
        Blank::new("review", "The day on which both look at it again", BlankType::Day),
    ],
    by: CarriedOutBy::Files,
    decides: "both teams",
    not_known: &["whether the host has the time to review"],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// The terms stand in the plan of the dependency, which becomes one of an away team where it has no action yet.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (id, on) = (change.initiative(), change.text("on").unwrap_or_default());
    let Some(written) = files::dependency(change, view) else {
        let why = format!("`{id}` declares no dependency on {on} in the organization's files");
        return Err(
            Refusal::new(why).help(format!("declare it first: `declare-dependency initiative = {id}, on = {on}`"))
        );
    };
    let action = written.plan.as_ref().and_then(|plan| plan.action.as_ref());
    if let Some(other) = action.filter(|action| action.value != AWAY_TEAM) {
        let why = format!("the plan for {on} is `{}`, and terms are those of an away team", other.value);
        let help =
            format!("plan that first: `plan-dependency initiative = {id}, on = {on}, action = {AWAY_TEAM}, ...`");
        return Err(Refusal::new(why).help(help));
    }
    let code = change.list("code").iter().map(|piece| files::reference(piece));
    let values = [
        ("action", action.is_none().then(|| Value::text(AWAY_TEAM))),
        ("code", Some(Value::list(code))),
        ("reviewed-by", change.text("reviewed-by").map(|team| Value::reference("team", team))),
        ("standards-of", standards_of(change, written).map(|team| Value::reference("team", team))),
        ("agreement", change.text("agreement").map(Value::text)),
        ("by", change.day("by").map(Value::Day)),
        ("review", change.day("review").map(Value::Day)),
    ];
    let edits = values.into_iter().filter_map(|(key, value)| Some(files::planned(change, written, key, value?, view)));
    Ok(edits.collect())
}

/// The action of a plan whose terms these are.
const AWAY_TEAM: &str = "away-team";

/// The host keeps its standards, unless another team is named.
fn standards_of<'c>(change: &'c Change, written: &'c Dependency) -> Option<&'c str> {
    let host = &written.on.value;
    change.text("standards-of").or_else(|| (host.kind == "team").then_some(host.id.as_str()))
}

fn price(change: &Change, view: &View<'_>) -> Price {
    Price { agreements: 1, statements: edits(change, view).map_or(0, |edits| edits.len()), ..Price::default() }
}
