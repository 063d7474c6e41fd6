//! `give-reason`: why an initiative has its form is stated.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Refusal, Words, files, one_group, one_statement};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "give-reason",
    is_act: false,
    title: "State why an initiative has its form",
    phrase: None,
    page: include_str!("give_reason.md"),
    blanks: &[Blank::INITIATIVE, Blank::new("why", "Why", BlankType::Text).required()],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price: one_statement,
};

/// An initiative with an intended form and no reason for it.
pub(crate) fn change(initiative: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, initiative) = (changes.len(), changes.first()?.initiative());
    Some(Words {
        short: match n {
            1 => format!("State why {initiative} has its form"),
            _ => format!("State why {n} initiatives have their form"),
        },
        says: format!(
            "State why {}; first {initiative}",
            plural(n, "initiative has its form", "initiatives have their form")
        ),
        cost: format!("write {}", plural(n, "statement", "statements")),
        gain: "a form with a reason is a choice that can be judged".to_owned(),
        answers: n,
        price: None,
    })
}

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let value = files::text(change, "why");
    Ok(vec![Edit::set(files::initiative(initiative, view), "initiative", initiative, "why", value)])
}
