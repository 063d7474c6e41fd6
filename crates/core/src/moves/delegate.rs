//! `delegate`: decisions that those above made are the leader's from a day on.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::REVERSIBLE;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, mandate, one_group};
use crate::measure::{Leadership, View};
use crate::words::plural;

pub(crate) const MOVE: MoveKind = MoveKind {
    key: "delegate",
    is_act: true,
    title: "Leave decisions to the leader",
    phrase: Some("delegate {initiative}"),
    page: include_str!("delegate.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("class", "Which decisions; all that are reversible unless stated", BlankType::DecisionClasses),
        mandate::ABOVE,
        Blank::FROM,
    ],
    by: CarriedOutBy::Files,
    decides: "those above the leader",
    not_known: &[
        "whether those above keep to it: only decisions made from then on show it, and those made before still count",
    ],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price,
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

/// The mandate says it from the day on; a mandate that is there already stays as it is otherwise.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let id = change.initiative();
    if view.initiative(id).is_none_or(|known| matches!(known.leadership, Leadership::Nobody { .. })) {
        let why = format!("nobody leads `{id}`, to whom decisions could be left");
        return Err(Refusal::new(why).help(format!("appoint one first: `appoint ... to {id}`")));
    }
    let reversible = [REVERSIBLE.to_owned()];
    let classes = match change.list("class") {
        [] => &reversible[..],
        classes => classes,
    };
    mandate::handed_down(change, classes, change.day("from").unwrap_or(view.day), view)
}

fn price(change: &Change, view: &View<'_>) -> Price {
    Price { agreements: 1, statements: edits(change, view).map_or(0, |edits| edits.len()), ..Price::default() }
}
