//! Which teams so many hires complete, exactly. Input: how many people of each role each team lacks, how many of each role
//! could move, and how many can be hired. Output: as many teams as possible; of the sets that are equally many, the one that
//! is first in the order.
//!
//! Each person who is lacking moves or is hired, so that a set of teams takes as many people as its teams lack, and as many
//! hires as of each role are more than could move. The search takes each team in the order, or leaves it, and cuts off what
//! cannot reach more teams than the best so far: without regard to roles the cheapest of the teams that are left cost at
//! least what they lack together (branch and bound; A. H. Land and A. G. Doig, "An automatic method of solving discrete
//! programming problems", Econometrica 28, 1960).

use std::cell::Cell;

/// Most steps of the search, over all of its questions. Tested by `a_search_beyond_its_bound_says_so`.
const STEPS_MAX: u32 = 500_000;

/// The search would take more than [`STEPS_MAX`] steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// What teams lack, and what is there for them; roles by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Lacks {
    /// People whom each team lacks, by role, in the order of the teams.
    pub(super) teams: Vec<Vec<usize>>,
    /// People who could move, by role.
    pub(super) movable: Vec<usize>,
    /// How many steps were made.
    pub(super) steps: Cell<u32>,
}

impl Lacks {
    /// Hires that a set of teams takes.
    pub(super) fn hires(&self, teams: &[usize]) -> usize {
        let lacking = |role: usize| teams.iter().map(|team| self.teams[*team][role]).sum::<usize>();
        (0..self.movable.len()).map(|role| lacking(role).saturating_sub(self.movable[role])).sum()
    }

    /// The most teams that so many hires complete, the first in the order where several sets are as many; in ascending
    /// order.
    ///
    /// # Errors
    /// The search is too large.
    pub(super) fn most_teams(&self, hires_max: usize) -> Result<Vec<usize>, TooLarge> {
        let all: Vec<usize> = (0..self.teams.len()).collect();
        if self.hires(&all) <= hires_max {
            return Ok(all);
        }
        let mut best = None;
        self.search(0, &mut Vec::new(), hires_max, &mut best)?;
        Ok(best.unwrap_or_default())
    }

    fn search(
        &self,
        next: usize,
        chosen: &mut Vec<usize>,
        hires_max: usize,
        best: &mut Option<Vec<usize>>,
    ) -> Result<(), TooLarge> {
        if self.steps.get() >= STEPS_MAX {
            return Err(TooLarge);
        }
        self.steps.set(self.steps.get() + 1);
        let reached = best.as_ref().map_or(0, Vec::len);
        if best.is_some() && chosen.len() + self.more_at_most(next, chosen, hires_max) <= reached {
            return Ok(());
        }
        if next == self.teams.len() {
            *best = Some(chosen.clone());
            return Ok(());
        }
        chosen.push(next);
        if self.hires(chosen) <= hires_max {
            self.search(next + 1, chosen, hires_max, best)?;
        }
        chosen.pop();
        self.search(next + 1, chosen, hires_max, best)
    }

    /// How many of the teams that are left could be completed at most, whatever their roles.
    fn more_at_most(&self, next: usize, chosen: &[usize], hires_max: usize) -> usize {
        let used = |role: usize| chosen.iter().map(|team| self.teams[*team][role]).sum::<usize>();
        let movable: usize = (0..self.movable.len()).map(|role| self.movable[role].saturating_sub(used(role))).sum();
        let mut left = hires_max.saturating_sub(self.hires(chosen)) + movable;
        let mut lacking: Vec<usize> = self.teams[next..].iter().map(|team| team.iter().sum()).collect();
        lacking.sort_unstable();
        let fits = |lacks: &&usize| {
            let is_enough = **lacks <= left;
            left = left.saturating_sub(**lacks);
            is_enough
        };
        lacking.iter().take_while(fits).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        fn lacks()(roles in 1..=3usize, teams in 0..=7usize)(
            teams in prop::collection::vec(prop::collection::vec(0..=3usize, roles), teams),
            movable in prop::collection::vec(0..=4usize, roles),
        ) -> Lacks {
            Lacks { teams, movable, steps: Cell::default() }
        }
    }

    proptest! {
        /// Against every set of teams.
        #[test]
        fn the_most_teams_equal_brute_force(lacks in lacks(), hires_max in 0..=8usize) {
            let n = lacks.teams.len();
            let sets = (0..1_u32 << n).map(|bits| (0..n).filter(|team| bits >> team & 1 == 1).collect::<Vec<usize>>());
            let possible = sets.filter(|set| lacks.hires(set) <= hires_max);
            // Of equally many, the set that has the first team that only one of two has.
            let order = |set: &Vec<usize>| (set.len(), (0..n).map(|team| set.contains(&team)).collect::<Vec<bool>>());
            prop_assert_eq!(lacks.most_teams(hires_max).ok(), possible.max_by_key(order));
        }
    }

    #[test]
    fn a_search_beyond_its_bound_says_so() {
        // Each team lacks one or two of five roles, in a pattern in which no bound without roles sees what is short.
        let team =
            |at: usize| (0..5).map(|role| usize::from((at >> role) & 1 == 1) + usize::from(at % 5 == role)).collect();
        let lacks = Lacks { teams: (1..60).map(team).collect(), movable: vec![40, 0, 30, 0, 25], ..Lacks::default() };
        assert_eq!(lacks.most_teams(17), Err(TooLarge));
        assert_eq!(Lacks { steps: Cell::default(), ..lacks }.most_teams(1_000).map(|all| all.len()), Ok(59));
    }
}
