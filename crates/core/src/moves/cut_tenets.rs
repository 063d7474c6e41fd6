//! `cut-tenets`: tenets that are too many, or say again what the organization says, are dropped.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Refusal, Words, files, one_agreement, one_group};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "cut-tenets",
    is_act: false,
    title: "Drop tenets",
    phrase: None,
    page: include_str!("cut_tenets.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("count", "How many have to go", BlankType::Count),
        Blank::new("tenets", "Which", BlankType::Texts).required(),
    ],
    by: CarriedOutBy::Files,
    decides: "the leader",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price: one_agreement,
};

/// An initiative with so many tenets too many.
pub(crate) fn change(initiative: &str, count: usize) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("count", count)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, initiative) = (changes.len(), changes.first()?.initiative());
    let dropped = plural(changes.iter().map(|change| change.count("count")).sum(), "tenet", "tenets");
    Some(Words {
        short: match n {
            1 => format!("Drop {dropped} of {initiative}"),
            _ => format!("Drop {dropped} of {n} initiatives"),
        },
        says: format!("Drop {dropped}, too many or copied; first of {initiative}"),
        cost: plural(n, "agreement on what to drop", "agreements on what to drop"),
        gain: "the remaining tenets can be remembered and used".to_owned(),
        answers: n,
        price: None,
    })
}

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let file = files::initiative(initiative, view);
    let one = |tenet: &String| Edit::take(file.clone(), "initiative", initiative, "tenets", Value::text(tenet));
    Ok(change.list("tenets").iter().map(one).collect())
}
