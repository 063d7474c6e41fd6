//! The edits that carry out what verdicts propose. Input: the review of an initiative, and the organization on its day;
//! output: edits by change. Few read them, so that a review does without.

use std::collections::BTreeMap;

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;
use onethread_model::source::Place;

use super::InitiativeReview;
use crate::measure::roles::undeclared_functions;
use crate::measure::{Initiative, View};
use crate::moves;

/// An edit that would carry a change out.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedEdit {
    /// The edit.
    pub edit: Edit,
    /// Where the entry that it is about is written already.
    pub into: Option<Place>,
}

/// The edits of every change that the verdicts of an initiative propose, with blanks for what only people know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProposedEdits {
    of_changes: BTreeMap<Change, Vec<ProposedEdit>>,
    /// Functions of its members of which it is not declared whether they build, coordinate or approve, each with the edit
    /// that declares it. Each function is asked about once: with the first initiative that has members of it.
    undeclared: Vec<(String, ProposedEdit)>,
}

impl ProposedEdits {
    /// Makes them from the files of the organization.
    pub fn of(one: &InitiativeReview, view: &View<'_>) -> ProposedEdits {
        let proposed = |edit: Edit| ProposedEdit { into: moves::written_at(&edit, view), edit };
        let proposals = one.verdicts.iter().flat_map(|verdict| &verdict.judgement.would_change);
        let of_changes = proposals.map(|proposal| {
            let edits = moves::edits(&proposal.change, view).unwrap_or_default();
            (proposal.change.clone(), edits.into_iter().map(proposed).collect())
        });
        let declares = |function: String| {
            let edit = Edit::set("", "function", &function, "work", Value::Blank);
            (function, proposed(edit))
        };
        ProposedEdits {
            of_changes: of_changes.collect(),
            undeclared: first_undeclared(&one.known, view).into_iter().map(declares).collect(),
        }
    }

    /// Those of one change; none where people carry it out, or where it does not apply.
    pub fn get(&self, change: &Change) -> &[ProposedEdit] {
        self.of_changes.get(change).map_or(&[], Vec::as_slice)
    }

    /// Functions of which it is not declared what they do, by id, each with the edit that declares it.
    pub(crate) fn undeclared(&self) -> &[(String, ProposedEdit)] {
        &self.undeclared
    }
}

/// Undeclared functions of the members of an initiative that states the roles it needs, without those that an earlier one
/// of these has members of.
fn first_undeclared(known: &Initiative, view: &View<'_>) -> Vec<String> {
    let states_needs = |one: &Initiative| {
        let entry = view.inputs.org.initiatives.get(&one.id);
        entry.is_some_and(|entry| !entry.needs.is_empty()) && one.functional_by_design().is_none()
    };
    if !states_needs(known) {
        return Vec::new();
    }
    let mut open = undeclared_functions(known, view);
    for earlier in view.live().take_while(|one| one.id < known.id).filter(|one| states_needs(one)) {
        if open.is_empty() {
            break;
        }
        let asked = undeclared_functions(earlier, view);
        open.retain(|function| !asked.contains(function));
    }
    open
}
