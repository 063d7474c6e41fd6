//! `plan-dependency`: how a blocking dependency is removed is planned.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::DEPENDENCY_ACTIONS;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Refusal, Words, files, one_group, one_statement};
use crate::measure::View;
use crate::words::{join, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "plan-dependency",
    is_act: true,
    title: "Plan how a dependency is removed",
    phrase: None,
    page: include_str!("plan_dependency.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::DEPENDENCY,
        Blank::new("missing", "What the plan lacks, by the keys below", BlankType::Texts),
        Blank::new("owner", "The team that removes it", BlankType::Team).required(),
        Blank::new("action", "How", BlankType::Choice(DEPENDENCY_ACTIONS)).required(),
        Blank::new("by", "The day by which it is removed", BlankType::Day).required(),
    ],
    by: CarriedOutBy::Files,
    decides: "the team that has the dependency",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price: one_statement,
};

/// A blocking dependency whose plan lacks some of `owner`, `action` and `by`.
pub(crate) fn change(initiative: &str, on: &str, missing: Vec<String>) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("on", on).with("missing", missing)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, first) = (changes.len(), changes.first()?);
    let (initiative, on) = (first.initiative(), first.text("on").unwrap_or_default());
    let lacks: Vec<&str> = first.list("missing").iter().map(|key| if key == "by" { "date" } else { key }).collect();
    let lacks = join(&lacks);
    Some(Words {
        short: match n {
            1 => format!("Plan the removal of the dependency of {initiative} on {on} (missing: {lacks})"),
            _ => format!("Plan {n} blocking dependencies: owner, action, date"),
        },
        says: format!(
            "Plan {}; first {on} of {initiative} (missing: {lacks})",
            plural(n, "blocking dependency", "blocking dependencies")
        ),
        cost: format!("write {}", plural(n, "statement", "statements")),
        gain: "every blocking dependency has an owner, an action and a date".to_owned(),
        answers: n,
        price: None,
    })
}

/// The parts of the plan that are missing, or that are filled in here.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let Some((file, on)) = files::written_dependency(change, view) else {
        return Ok(vec![files::new_dependency(change, view)]);
    };
    let is_wanted = |key: &&str| change.get(key).is_some() || change.list("missing").iter().any(|one| one == key);
    let value = |key: &str| match (key, change.text("owner"), change.day("by")) {
        ("owner", Some(team), _) => Value::reference("team", team),
        ("by", _, Some(day)) => Value::Day(day),
        _ => files::text(change, key),
    };
    let one = |key: &str| {
        Edit::set(file.clone(), "initiative", change.initiative(), key, value(key))
            .inside("dependency", [("on", Some(on.clone()))])
            .inside("plan", std::iter::empty::<(&str, Option<Value>)>())
    };
    Ok(["owner", "action", "by"].into_iter().filter(is_wanted).map(one).collect())
}
