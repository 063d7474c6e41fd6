//! `charter`: what a charter lacks is written.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, one_group};
use crate::measure::View;
use crate::words::{join, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "charter",
    title: "Complete a charter",
    phrase: None,
    page: include_str!("charter.md"),
    blanks: &[
        Blank { key: "initiative", doc: "Which initiative", ty: BlankType::Initiative, required: true },
        Blank { key: "missing", doc: "What is missing", ty: BlankType::Texts, required: false },
    ],
    by: CarriedOutBy::Files,
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
        cost: plural(statements, "line to write and agree on", "lines to write and agree on"),
        gain: "everybody can read what it is for, what it owns and what its leader may decide".to_owned(),
        answers: n,
        price: None,
    })
}

/// A blank for each field that is missing.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let one = |field: &String| match field.as_str() {
        "metric" => files::new_metric(change, &["name", "kind", "owner"], view),
        key => Edit::set(files::initiative(initiative, view), "initiative", initiative, key, files::text(change, key)),
    };
    Ok(change.list("missing").iter().map(one).collect())
}

fn price(change: &Change, _: &View<'_>) -> Price {
    Price::statements(change.list("missing").len())
}
