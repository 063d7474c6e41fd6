//! `plan-dependency`: how a blocking dependency is removed is planned.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::DEPENDENCY_ACTIONS;
use onethread_model::record::{Record, Value};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Refusal, Words, files, one_statement};
use crate::measure::View;
use crate::words::{join, plural};

/// The action that leaves two of a kind.
const DUPLICATE: &str = "duplicate";

pub(super) const MOVE: MoveKind = MoveKind {
    key: "plan-dependency",
    is_act: true,
    title: "Plan how a dependency is removed",
    phrase: None,
    page: include_str!("plan_dependency.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::DEPENDENCY,
        Blank::new("missing", "What the plan lacks, by the keys of the blanks", BlankType::Texts),
        Blank::new("owner", "The team that removes it", BlankType::Team).required(),
        Blank::new("action", "How", BlankType::Choice(DEPENDENCY_ACTIONS)).required(),
        Blank::new("by", "The day by which it is removed", BlankType::Day).required(),
        Blank::new("review", "The day on which it is looked at again; a duplicate needs one", BlankType::Day),
    ],
    by: CarriedOutBy::Files,
    decides: "the team that has the dependency",
    not_known: &[],
    alters_form: false,
    group,
    words,
    edits,
    price: one_statement,
};

/// A blocking dependency whose plan lacks some of `owner`, `action` and `by`.
pub(crate) fn change(initiative: &str, on: &str, missing: Vec<String>) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("on", on).with("missing", missing)
}

/// A plan that lacks its day alone is renewed or dropped; any other is made.
fn group(change: &Change) -> String {
    if change.list("missing") == ["by"] { "late".to_owned() } else { String::new() }
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

/// The parts of the plan that are missing, or that are filled in here. A dependency that no file has comes with its plan.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let is_duplicate = change.text("action") == Some(DUPLICATE);
    let written = files::dependency(change, view);
    // Without a day on which it is decided which of the two goes, a duplicate stays.
    let has_review = written.and_then(|one| one.plan.as_ref()).is_some_and(|plan| plan.review.is_some());
    if is_duplicate && !has_review && change.get("review").is_none() {
        let why = "a duplicate needs a day on which it is decided which of the two goes";
        return Err(Refusal::new(why).help("say `review = 2026-12-01`, or another day"));
    }
    let is_wanted = |key: &&str| change.get(key).is_some() || change.list("missing").iter().any(|one| one == key);
    let value = |key: &str| match (key, change.text("owner")) {
        ("owner", Some(team)) => Value::reference("team", team),
        (_, _) => change.day(key).map_or_else(|| files::text(change, key), Value::Day),
    };
    let parts = ["owner", "action", "by", "review"].into_iter().filter(is_wanted).map(|key| (key, value(key)));
    match written {
        Some(written) => Ok(parts.map(|(key, value)| files::planned(change, written, key, value, view)).collect()),
        None => {
            let (initiative, plan) = (change.initiative(), Value::Table(Record::of(parts)));
            let on = change.text("on").map_or(Value::Blank, files::reference);
            let item = Value::Table(Record::of([("on", on), ("plan", plan)]));
            let file = files::initiative(initiative, view);
            Ok(vec![Edit::add(file, "initiative", initiative, "dependency", item)])
        }
    }
}
