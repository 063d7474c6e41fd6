//! What is wrong between entries: references that lead nowhere, circles, days in the wrong order, shares over 1,
//! statements that contradict each other, moves that share an id, and agents in charge.

mod agents;
pub(super) mod cycles;
mod days;
mod moves;
mod references;
mod shares;
mod statements;
mod triage;

use self::references::References;
use super::Org;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// More places than these help nobody to find the first one.
const MOST_RELATED: usize = 5;

/// Reports what is wrong between entries.
pub(super) fn check(org: &Org, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    references::check(&mut References::new(org, sources, diagnostics));
    cycles::check(org, diagnostics);
    days::check(org, diagnostics);
    moves::check(org, diagnostics);
    statements::check(org, sources, diagnostics);
    shares::check(org, diagnostics);
    agents::check(org, diagnostics);
    triage::check(org, diagnostics);
}
