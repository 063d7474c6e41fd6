//! `reassign`: one of the initiatives that share a leader gets another one.

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, appoint};
use crate::measure::View;
use crate::words::{join, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "reassign",
    is_act: false,
    title: "Reassign one of several initiatives of a leader",
    phrase: None,
    page: include_str!("reassign.md"),
    blanks: &[
        Blank::new("initiatives", "Live initiatives that share a leader", BlankType::Initiatives).required(),
        Blank::new("initiative", "Which of them gets another leader", BlankType::Initiative).required(),
        Blank::new("leader", "Who leads that one", BlankType::Person).required(),
    ],
    by: CarriedOutBy::Files,
    decides: "whoever appoints leaders",
    not_known: &["whether the new leader is able and willing: the sponsor and that person say so"],
    alters_form: true,
    group,
    words,
    edits,
    price,
};

/// Live initiatives that share a leader, in alphabetical order.
pub(crate) fn change(initiatives: Vec<String>) -> Change {
    Change::new(MOVE.key).with("initiatives", initiatives)
}

fn group(change: &Change) -> String {
    change.list("initiatives").len().to_string()
}

/// As many leaders as changes, with as many initiatives each as the first has.
fn words(changes: &[Change]) -> Option<Words> {
    let (n, first) = (changes.len(), changes.first()?);
    let names: Vec<&str> = first.list("initiatives").iter().map(String::as_str).collect();
    let size = names.len();
    let reassigned = size.saturating_sub(1) * n;
    let short = match (n, names.as_slice()) {
        (1, [one, other]) => format!("Reassign {one} or {other}"),
        (1, _) => format!("Reassign {reassigned} of {size}: {}", join(&names)),
        (_, [_, _]) => format!("{n} leaders have two initiatives: reassign one each"),
        _ => format!("{n} leaders have {size} initiatives: reassign {} each", size.saturating_sub(1)),
    };
    Some(Words {
        says: if n == 1 { short.clone() } else { format!("{short}; first {}", join(&names)) },
        short,
        cost: plural(reassigned, "initiative changes leader", "initiatives change leader"),
        gain: format!("{} a leader with nothing else to lead", plural(size * n, "initiative has", "initiatives have")),
        answers: size * n,
        price: None,
    })
}

/// The one that is given away gets its leader.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    match change.text("initiative") {
        Some(_) => (appoint::MOVE.edits)(change, view),
        None => Ok(Vec::new()),
    }
}

fn price(change: &Change, view: &View<'_>) -> Price {
    // Until one of them is chosen, all but one get another leader.
    let leaders_changed = match change.text("initiative") {
        Some(_) => 1,
        None => change.list("initiatives").len().saturating_sub(1),
    };
    // Which of them keeps its leader is open: at most those of all but the smallest team.
    let managers_if_sto = match change.text("initiative") {
        Some(one) => appoint::managers_if_sto(one, change.text("leader"), view),
        None => {
            let each = change.list("initiatives").iter().map(|one| appoint::managers_if_sto(one, None, view));
            let each: Vec<usize> = each.collect();
            each.iter().sum::<usize>() - each.iter().min().copied().unwrap_or_default()
        }
    };
    Price {
        leaders_changed,
        managers_if_sto,
        statements: leaders_changed,
        positions: view.free_to_lead(),
        ..Price::default()
    }
}
