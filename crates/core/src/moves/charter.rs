//! `charter`: what a charter lacks is written.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::{Record, Value};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, one_group};
use crate::measure::View;
use crate::words::{join, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "charter",
    is_act: false,
    title: "Complete a charter",
    phrase: None,
    page: include_str!("charter.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("missing", "What is missing, by the keys of the blanks", BlankType::Texts),
        Blank::new("purpose", "The problem, and for whom", BlankType::Text),
        Blank::new("scope", "What bounds it", BlankType::References),
        Blank::new("metric", "What is measured", BlankType::Text),
        Blank::new("decision-rights", "What the leader decides alone", BlankType::Texts),
    ],
    by: CarriedOutBy::Files,
    decides: "sponsor and leader",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price,
};

/// A charter that lacks some of `purpose`, `scope`, `metric` and `decision-rights`.
pub(crate) fn change(initiative: &str, missing: Vec<String>) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("missing", missing)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, first) = (changes.len(), changes.first()?);
    let initiative = first.initiative();
    let statements: usize = changes.iter().map(|change| change.list("missing").len()).sum();
    let named: Vec<String> = first.list("missing").iter().map(|field| field.replace('-', " ")).collect();
    let named = join(&named.iter().map(String::as_str).collect::<Vec<_>>());
    Some(Words {
        short: match n {
            1 => format!("Complete the charter of {initiative}: {named}"),
            _ => format!("Complete the charters of {n} initiatives"),
        },
        says: format!("Complete {}; first {initiative}: {named}", plural(n, "charter", "charters")),
        cost: format!("agree and write {}", plural(statements, "statement", "statements")),
        gain: "everybody can read what it is for, what it owns and what its leader may decide".to_owned(),
        answers: n,
        price: None,
    })
}

/// Fields that are missing, or that are filled in here, in the order in which they are written.
fn fields(change: &Change) -> Vec<&'static str> {
    let is_wanted = |key: &&str| change.get(key).is_some() || change.list("missing").iter().any(|one| one == key);
    ["purpose", "scope", "metric", "decision-rights"].into_iter().filter(is_wanted).collect()
}

/// What is filled in, and a blank for each other field that is missing.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let at = |key: &'static str| (files::initiative(initiative, view), "initiative", initiative, key);
    let one = |key: &'static str| match (key, change.text("metric")) {
        ("metric", Some(name)) => {
            let item = Value::Table(Record::of([("name", Value::text(name))]));
            vec![Edit::add(files::initiative(initiative, view), "initiative", initiative, "metric", item)]
        }
        ("metric", None) => vec![files::new_metric(change, &["name", "kind", "owner"], view)],
        ("scope", _) => files::added(change, key, at(key), files::reference),
        ("decision-rights", _) => files::added(change, key, at(key), |text| Value::text(text)),
        _ => vec![Edit::set(at(key).0, "initiative", initiative, key, files::text(change, key))],
    };
    match fields(change)[..] {
        [] => {
            Err(Refusal::new("nothing that the charter lacks is stated")
                .help("say `purpose = ...` or another part of it"))
        }
        ref fields => Ok(fields.iter().copied().flat_map(one).collect()),
    }
}

fn price(change: &Change, _: &View<'_>) -> Price {
    Price::statements(fields(change).len())
}
