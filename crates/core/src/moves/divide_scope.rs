//! `divide-scope`: of two initiatives that claim the same, one has it.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::{Reference, Value};
use onethread_model::source::At;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Refusal, Words, files, one_agreement, one_group};
use crate::measure::View;
use crate::measure::claims::meet;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "divide-scope",
    is_act: false,
    title: "Divide the scope that two initiatives claim",
    phrase: None,
    page: include_str!("divide_scope.md"),
    blanks: &[
        Blank::new("initiative", "The one that keeps it", BlankType::Initiative).required(),
        Blank::new("with", "The other one", BlankType::Initiative).required(),
        Blank::new("scope", "The piece that both claim", BlankType::Reference).required(),
    ],
    by: CarriedOutBy::Files,
    decides: "leaders or sponsors of both",
    not_known: &[],
    alters_form: false,
    group: one_group,
    words,
    edits,
    price: one_agreement,
};

/// Two initiatives that claim the same piece of scope, in alphabetical order: whichever of them says so, it is one
/// change.
pub(crate) fn change(initiative: &str, with: &str) -> Change {
    let (one, other) = if with < initiative { (with, initiative) } else { (initiative, with) };
    Change::new(MOVE.key).with("initiative", one).with("with", other)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, first) = (changes.len(), changes.first()?);
    let (initiative, with) = (first.initiative(), first.text("with").unwrap_or_default());
    Some(Words {
        short: match n {
            1 => format!("Divide the scope between {initiative} and {with}"),
            _ => format!("Divide the scope in {n} overlapping pairs"),
        },
        says: format!(
            "Divide the scope that both claim, in {}; first {initiative} and {with}",
            plural(n, "pair", "pairs")
        ),
        cost: plural(n, "decision", "decisions"),
        gain: "no scope is claimed twice".to_owned(),
        answers: 2 * n,
        price: None,
    })
}

/// The other one no longer claims the piece, nor a path of which one lies within the other.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (Some(with), Some(piece)) = (change.text("with"), change.text("scope")) else { return Ok(Vec::new()) };
    let org = view.inputs.org;
    let Value::Ref(wanted) = files::reference(piece) else { return Ok(Vec::new()) };
    let written = org.initiatives.get(with).into_iter().flat_map(|written| &written.scope);
    let claims = written.filter(|at| meet(&at.value, &wanted, org));
    let one = |at: &At<Reference>| {
        let file = files::of(at.span, view);
        Edit::take(file, "initiative", with, "scope", Value::Ref(at.value.clone()))
    };
    let edits: Vec<Edit> = claims.map(one).collect();
    match edits.is_empty() {
        false => Ok(edits),
        true => Err(Refusal::new(format!("no file says that {with} claims {piece}"))),
    }
}
