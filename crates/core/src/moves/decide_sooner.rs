//! `decide-sooner`: reversible decisions are made within an agreed number of days.

use onethread_model::Change;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Words, no_edits, one_agreement, one_group};
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "decide-sooner",
    is_act: false,
    title: "Agree on days within which reversible decisions are made",
    phrase: None,
    page: include_str!("decide_sooner.md"),
    blanks: &[Blank::INITIATIVE, Blank::new("days", "Within how many days", BlankType::Count).required()],
    by: CarriedOutBy::People,
    decides: "those above the leader",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits: no_edits,
    price: one_agreement,
};

/// An initiative whose reversible decisions take longer than this.
pub(crate) fn change(initiative: &str, days: u32) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("days", days as usize)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, first) = (changes.len(), changes.first()?);
    let (initiative, days) = (first.initiative(), first.count("days"));
    Some(Words {
        short: match n {
            1 => format!("Make reversible decisions of {initiative} within {days} days"),
            _ => format!("Make reversible decisions of {n} initiatives within {days} days"),
        },
        says: format!(
            "Agree that reversible decisions are made within {days} days, in {}; first {initiative}",
            plural(n, "initiative", "initiatives")
        ),
        cost: plural(n, "agreement on who decides late decisions", "agreements on who decides late decisions"),
        gain: "reversible decisions are tried sooner".to_owned(),
        answers: n,
        price: None,
    })
}
