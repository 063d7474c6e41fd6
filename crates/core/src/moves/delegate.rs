//! `delegate`: reversible decisions are the leader's.

use onethread_model::Change;

use super::{Blank, CarriedOutBy, MoveKind, Words, no_edits, one_agreement, one_group};
use crate::words::plural;

pub(crate) const MOVE: MoveKind = MoveKind {
    key: "delegate",
    is_act: true,
    title: "Leave reversible decisions to the leader",
    phrase: None,
    page: include_str!("delegate.md"),
    blanks: &[Blank::INITIATIVE],
    by: CarriedOutBy::People,
    decides: "those above the leader",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits: no_edits,
    price: one_agreement,
};

/// An initiative whose reversible decisions others take.
pub(crate) fn change(initiative: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, initiative) = (changes.len(), changes.first()?.initiative());
    Some(Words {
        short: match n {
            1 => format!("Delegate reversible decisions to the leader of {initiative}"),
            _ => format!("Delegate reversible decisions to the leaders of {}", plural(n, "initiative", "initiatives")),
        },
        says: format!(
            "Agree with the levels above that reversible decisions are the leader's, for {}; first {initiative}",
            plural(n, "initiative", "initiatives")
        ),
        cost: plural(n, "agreement with the levels above", "agreements with the levels above"),
        gain: "reversible decisions need no approval".to_owned(),
        answers: n,
        price: None,
    })
}
