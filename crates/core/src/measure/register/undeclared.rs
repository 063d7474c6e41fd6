//! What shows a need beyond doubt: one definition, read by the register, the criterion `dependencies-known`, the rule
//! `DP101` and `show dependencies`.
//!
//! Input: entries of the register with all that shows them, and what the organization declared to be over. Output: of
//! each [`Seen`], whether it shows a need that is to be declared.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use onethread_model::record::Reference;

use super::declared::team_behind;
use super::parties::{Parties, reference};
use super::{Class, Entry, Seen};
use crate::measure::View;

/// Reviews or approvals in a year that make a team one that is needed: one a month. Fewer may be a courtesy.
pub const ASKED_A_YEAR_MIN: i64 = 12;
/// Common changes are at least so many times as many as chance would give. Less is more than chance and still little.
/// Tested by `code_that_changes_together_shows_a_need_from_its_lines_on`.
pub const TIMES_MIN: f64 = 1.5;
/// Of the changes in one's own code, at least so many touch the other's: below it the other is seldom needed. Tested by
/// `code_that_changes_together_shows_a_need_from_its_lines_on`.
pub const TOGETHER_MIN: f64 = 0.1;
/// People of a team whose approval is required, before they speak for it: one may hold the office beside another one.
pub const APPROVERS_MIN: usize = 2;
/// Days of a year.
const YEAR_DAYS: i64 = 365;

impl Seen {
    /// Whether it shows a need beyond doubt: a record that says so, a link of what is built, code that changes together
    /// more than chance and often, reviews or approvals once a month, or approvers of whom two are of the team.
    ///
    /// People in common and releases on one day have other reasons too.
    fn can_be_nothing_else(&self, window_days: i64) -> bool {
        match self.class {
            _ if self.recorded => true,
            Class::Structural => self.reliable,
            Class::Evolutionary => {
                let share = self.strength.as_ref().map_or(0.0, |strength| strength.share);
                let times = self.risk.as_ref().map_or(0.0, |risk| risk.low);
                self.reliable && times >= TIMES_MIN && share >= TOGETHER_MIN
            }
            Class::Approval if self.is_of_named_approvers() => self.n >= APPROVERS_MIN,
            Class::Review | Class::Approval => {
                i64::try_from(self.n).unwrap_or(i64::MAX).saturating_mul(YEAR_DAYS) >= ASKED_A_YEAR_MIN * window_days
            }
            Class::SharedPerson | Class::SharedRelease => false,
        }
    }

    /// Whether it is approvers who are named, and not what was asked for on some days.
    pub(crate) fn is_of_named_approvers(&self) -> bool {
        self.class == Class::Approval && self.first.is_none()
    }
}

/// Dependencies that the organization's files say are over, by who had them and on whom: the classes that they are of,
/// `None` for any.
pub(super) type Over = BTreeMap<(String, String), BTreeSet<Option<Class>>>;

/// What the organization's files say is over. `DP116` reports evidence that it is not; here it is no unknown need.
pub(super) fn over(view: &View<'_>, parties: &Parties) -> Over {
    let mut over = Over::new();
    for initiative in view.live() {
        let org = view.inputs.org;
        let inside = org.initiatives.get(&initiative.id).into_iter().flat_map(|written| &written.dependencies);
        let outside = org.outside_dependencies.iter().filter(|(id, _)| id.value == initiative.id).map(|(_, one)| one);
        let is_over = |until: onethread_model::Day| until <= view.day;
        for one in inside.chain(outside).filter(|one| one.until.as_ref().is_some_and(|until| is_over(until.value))) {
            let class = one.class.as_ref().and_then(|class| Class::from_key(&class.value));
            let on: Reference = team_behind(&one.on.value, view, parties);
            let pair = (reference("initiative", &initiative.id).to_string(), on.to_string());
            over.entry(pair).or_default().insert(class);
        }
    }
    over
}

/// Marks what shows a need that is to be declared. What both sides share is known when either of them declares it.
pub(super) fn mark(entry: &mut Entry, window_days: i64, over: &Over, declared: &HashSet<(String, String)>) {
    let pair = (entry.needs.clone(), entry.on.clone());
    let is_over = |class: Class| over.get(&pair).is_some_and(|all| all.contains(&None) || all.contains(&Some(class)));
    let there = match (entry.team.as_ref(), entry.on.strip_prefix("team:")) {
        (Some(team), Some(on)) if !entry.declared => declared.contains(&(on.to_owned(), team.clone())),
        _ => false,
    };
    for seen in &mut entry.seen {
        let is_shared = seen.mutual && !seen.recorded && there;
        seen.shows_need = seen.can_be_nothing_else(window_days) && !is_over(seen.class) && !is_shared;
    }
}

#[cfg(test)]
mod tests {
    use onethread_kernel::bootstrap::Block;

    use super::super::Risk;
    use super::super::strength::Strength;
    use super::*;

    #[test]
    fn code_that_changes_together_shows_a_need_from_its_lines_on() {
        let shows = |times: f64, share: f64| {
            let risk = Risk { together: 20, expected: 5.0, ratio: 3.0, low: times };
            let strength = Strength::of_weeks(vec![(0, Block { hits: (1_000.0 * share) as u64, trials: 1_000 })]);
            let seen = Seen {
                class: Class::Evolutionary,
                n: 20,
                recorded: false,
                mutual: true,
                reliable: true,
                shows_need: false,
                strength: Some(strength),
                risk: Some(risk),
                trend: None,
                first: None,
                last: None,
                behind: Vec::new(),
            };
            seen.can_be_nothing_else(365)
        };
        assert!(shows(TIMES_MIN, TOGETHER_MIN));
        assert!(!shows(TIMES_MIN - 0.001, TOGETHER_MIN) && !shows(TIMES_MIN, TOGETHER_MIN - 0.001));
        assert_eq!((TIMES_MIN, TOGETHER_MIN), (1.5, 0.1));
    }
}
