//! `decouple`: changes to an initiative's code no longer need changes elsewhere.

use onethread_model::Change;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Words, no_edits, one_group};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "decouple",
    is_act: false,
    title: "Decouple code",
    phrase: None,
    page: include_str!("decouple.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("from", "From what, as `team:id`, or a component or path whose team is not known", BlankType::Text)
            .required(),
    ],
    by: CarriedOutBy::People,
    decides: "the teams that own the code",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits: no_edits,
    price,
};

/// An initiative whose changes often need changes of something else.
pub(crate) fn change(initiative: &str, from: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("from", from)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, first) = (changes.len(), changes.first()?);
    let (initiative, from) = (first.initiative(), first.text("from").unwrap_or_default());
    Some(Words {
        short: match n {
            1 => format!("Decouple the code of {initiative} from {from}"),
            _ => format!("Decouple the code of {n} initiatives"),
        },
        says: format!(
            "Decouple the code of {}: move code or its ownership, or agree on an interface; first {initiative} from {from}",
            plural(n, "initiative", "initiatives")
        ),
        cost: "months of work on the code; slow pay-back".to_owned(),
        gain: "a change can be made without another team".to_owned(),
        answers: n,
        price: None,
    })
}

fn price(_: &Change, _: &View<'_>) -> Price {
    // Someone does this instead of something else, so it costs more than any agreement.
    Price::people(1)
}
