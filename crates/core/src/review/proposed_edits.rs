//! The edits that carry out what verdicts propose. Input: the review of an initiative, and the organization on its day;
//! output: edits by change. Few read them, so that a review does without.

use std::collections::BTreeMap;

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::source::Place;

use super::InitiativeReview;
use crate::measure::View;
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
pub struct ProposedEdits(BTreeMap<Change, Vec<ProposedEdit>>);

impl ProposedEdits {
    /// Makes them from the files of the organization.
    pub fn of(one: &InitiativeReview, view: &View<'_>) -> ProposedEdits {
        let proposals = one.verdicts.iter().flat_map(|verdict| &verdict.judgement.would_change);
        let edits = proposals.map(|proposal| {
            let edits = moves::edits(&proposal.change, view).unwrap_or_default();
            let proposed = |edit: Edit| ProposedEdit { into: moves::written_at(&edit, view), edit };
            (proposal.change.clone(), edits.into_iter().map(proposed).collect())
        });
        ProposedEdits(edits.collect())
    }

    /// Those of one change; none where people carry it out, or where it does not apply.
    pub fn get(&self, change: &Change) -> &[ProposedEdit] {
        self.0.get(change).map_or(&[], Vec::as_slice)
    }
}
