//! What a change gained and lost.

use std::collections::BTreeSet;

use onethread_model::diagnostic::Spot;
use onethread_model::source::Span;

use super::{Checked, Finding};

/// What a change gained and lost. Findings are the same where rule, subject and which one are.
pub struct Compared {
    /// Findings that are there before and after.
    pub stayed: usize,
    /// Findings that are gone.
    pub lost: Vec<Finding>,
}

/// Leaves in `after` what was not there before.
pub fn compare(before: Checked, after: &mut Checked) -> Compared {
    let owned = |finding: &Finding| {
        let (rule, subject, about) = finding.identity();
        (rule, subject.to_owned(), about.to_owned())
    };
    let now: BTreeSet<_> = after.findings.iter().map(owned).collect();
    let then: BTreeSet<_> = before.findings.iter().map(owned).collect();
    after.findings.retain(|finding| !then.contains(&owned(finding)));
    let lost: Vec<Finding> = before.findings.into_iter().filter(|finding| !now.contains(&owned(finding))).collect();
    Compared { stayed: now.intersection(&then).count(), lost }
}

/// Lets findings stand at a line that changed, where one of their places is on such a line and the first is not: there
/// the reader of a change sees them.
pub fn point_at(findings: &mut [Finding], is_changed: impl Fn(Span) -> bool) {
    let changed = |spot: &Spot| matches!(spot, Spot::Span(span) if is_changed(*span));
    for finding in findings.iter_mut().filter(|finding| !changed(&finding.primary.spot)) {
        if let Some(other) = finding.related.iter_mut().find(|label| changed(&label.spot)) {
            std::mem::swap(&mut finding.primary, other);
        }
    }
}
