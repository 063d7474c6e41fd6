//! The exact choice of leaders, in numbers alone. Input: a [`Problem`]: initiatives in their order, and who could lead
//! which. Output: which of them get a leader, best first in the order; who leads each; and what the next best choice is.
//!
//! Which initiatives can have a leader together is a transversal matroid where nothing but "one person, one initiative"
//! limits the choice: taking them in their order, each that can still be matched beside those before it, gives the
//! lexicographically best set (Edmonds, "Matroids and the greedy algorithm", Mathematical Programming 1, 1971). Whether a
//! set can be matched is asked with augmenting paths (Kuhn, "The Hungarian method for the assignment problem", Naval Research
//! Logistics Quarterly 2, 1955). With pairs of people who do not go together the sets are no matroid, and taking them in
//! their order is still exact as long as each question "can these have a leader together?" is answered exactly: a matching
//! that uses both of a pair is split into one without the first and one without the second (branch and bound). The number of
//! such splits is bounded by [`SPLITS_MAX`]; beyond it the answer is [`TooLarge`], never an approximation.

use std::cell::Cell;

/// Most splits of a search, over all of its questions. Tested by `a_search_beyond_its_bound_says_so`.
pub(super) const SPLITS_MAX: u32 = 20_000;

/// The search would take more than [`SPLITS_MAX`] splits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// Who leads each initiative, by number.
pub(super) type Assignment = Vec<Option<usize>>;

/// Initiatives in their order, people, and what limits the choice; all by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Problem {
    /// How many people there are.
    pub(super) people: usize,
    /// Who could lead each initiative, in ascending order.
    pub(super) can: Vec<Vec<usize>>,
    /// Whether one person leads at most one.
    pub(super) one_thread: bool,
    /// People of whom at most one leads.
    pub(super) people_apart: Vec<(usize, usize)>,
    /// Initiatives of which at most one gets a leader.
    pub(super) initiatives_apart: Vec<(usize, usize)>,
    /// Initiatives that must have a leader.
    pub(super) must: Vec<usize>,
    /// Who must lead what.
    pub(super) fixed: Vec<(usize, usize)>,
    /// How many splits were made.
    pub(super) splits: Cell<u32>,
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// Whether each initiative gets a leader.
    pub(super) covered: Vec<bool>,
    /// Who leads it.
    pub(super) leads: Assignment,
}

impl Problem {
    /// The best choice: lexicographically in the order, under every wish; `None` where the wishes cannot be.
    ///
    /// # Errors
    /// The search is too large.
    pub(super) fn best(&self) -> Result<Option<Choice>, TooLarge> {
        self.best_with(&[])
    }

    /// The best choice that gives these a leader too.
    fn best_with(&self, more: &[usize]) -> Result<Option<Choice>, TooLarge> {
        let mut covered = vec![false; self.can.len()];
        let fixed = self.fixed.iter().map(|(initiative, _)| initiative);
        for wanted in self.must.iter().chain(fixed).chain(more) {
            covered[*wanted] = true;
        }
        let Some(mut leads) = self.cover(&covered, &self.fixed, None)? else { return Ok(None) };
        for initiative in 0..covered.len() {
            if covered[initiative] {
                continue;
            }
            covered[initiative] = true;
            match self.cover(&covered, &self.fixed, Some(&leads))? {
                Some(with) => leads = with,
                None => covered[initiative] = false,
            }
        }
        Ok(Some(Choice { covered, leads }))
    }

    /// The best choice that gives a leader to one that this one leaves without: lexicographically in the order among all
    /// sets that are no part of this one.
    ///
    /// # Errors
    /// The search is too large.
    pub(super) fn runner_up(&self, best: &Choice) -> Result<Option<Choice>, TooLarge> {
        let mut next: Option<Choice> = None;
        for without in (0..best.covered.len()).filter(|one| !best.covered[*one]) {
            let Some(found) = self.best_with(&[without])? else { continue };
            // `true` comes before `false`: the first in the order that only one of the two has decides.
            if next.as_ref().is_none_or(|known| found.covered > known.covered) {
                next = Some(found);
            }
        }
        Ok(next)
    }

    /// Of the assignments that give the same initiatives a leader, the one that changes least: in the order, whoever leads
    /// an initiative today stays where that is possible; then whoever leads one that goes without is left with it, where
    /// that is possible; the rest by number.
    ///
    /// `today` says who leads each initiative; `kept` lists people who lead something else, the first one first.
    ///
    /// # Errors
    /// The search is too large.
    pub(super) fn settled(&self, choice: &Choice, today: &[Vec<usize>], kept: &[usize]) -> Result<Choice, TooLarge> {
        let covered = &choice.covered;
        let mut problem = self.clone();
        let mut leads = choice.leads.clone();
        let in_order = || (0..covered.len()).filter(|one| covered[*one]);
        for initiative in in_order() {
            for person in &today[initiative] {
                problem.fix((initiative, *person), covered, &mut leads)?;
            }
        }
        for person in kept {
            let mut without = problem.clone();
            without.can.iter_mut().for_each(|can| can.retain(|one| one != person));
            if let Some(found) = without.cover(covered, &without.fixed, Some(&leads))? {
                (problem, leads) = (without, found);
            }
        }
        for initiative in in_order() {
            for person in problem.can[initiative].clone() {
                if problem.fix((initiative, person), covered, &mut leads)? {
                    break;
                }
            }
        }
        self.splits.set(problem.splits.get());
        Ok(Choice { covered: covered.clone(), leads })
    }

    /// Fixes who leads an initiative, where the others can still have a leader. Gives whether that is so.
    fn fix(&mut self, pair: (usize, usize), covered: &[bool], leads: &mut Assignment) -> Result<bool, TooLarge> {
        if self.fixed.iter().any(|(initiative, _)| *initiative == pair.0) {
            return Ok(self.fixed.contains(&pair));
        }
        let fixed: Vec<(usize, usize)> = self.fixed.iter().copied().chain([pair]).collect();
        let Some(found) = self.cover(covered, &fixed, Some(leads))? else { return Ok(false) };
        (self.fixed, *leads) = (fixed, found);
        Ok(true)
    }

    /// Whether another person could lead an initiative, and the same ones still have a leader.
    ///
    /// # Errors
    /// The search is too large.
    pub(super) fn has_other(&self, initiative: usize, choice: &Choice) -> Result<bool, TooLarge> {
        let Some(person) = choice.leads[initiative] else { return Ok(false) };
        if self.fixed.iter().any(|(fixed, _)| *fixed == initiative) {
            return Ok(false);
        }
        let mut without = self.clone();
        without.can[initiative].retain(|one| *one != person);
        let found = without.cover(&choice.covered, &without.fixed, Some(&choice.leads))?;
        self.splits.set(without.splits.get());
        Ok(found.is_some())
    }

    /// Whether the wishes can be: everything that must have a leader, with whom it must be.
    ///
    /// # Errors
    /// The search is too large.
    pub(super) fn is_feasible(&self) -> Result<bool, TooLarge> {
        let mut wanted = vec![false; self.can.len()];
        let fixed = self.fixed.iter().map(|(initiative, _)| initiative);
        for initiative in self.must.iter().chain(fixed) {
            wanted[*initiative] = true;
        }
        Ok(self.cover(&wanted, &self.fixed, None)?.is_some())
    }

    /// An assignment that gives all of these a leader, begun from another one; `None` where there is none.
    fn cover(
        &self,
        wanted: &[bool],
        fixed: &[(usize, usize)],
        from: Option<&Assignment>,
    ) -> Result<Option<Assignment>, TooLarge> {
        let both = |(a, b): &(usize, usize)| wanted[*a] && wanted[*b];
        if self.initiatives_apart.iter().any(both) {
            return Ok(None);
        }
        let from = from.cloned().unwrap_or_else(|| vec![None; wanted.len()]);
        if fixed.is_empty() && self.people_apart.is_empty() {
            return Ok(self.matched(wanted, &self.can, from));
        }
        let mut allowed: Vec<Vec<usize>> = self.can.clone();
        for (initiative, person) in fixed {
            allowed[*initiative].retain(|one| one == person);
        }
        self.split(wanted, allowed, from)
    }

    /// Matches; where the matching uses both of a pair that does not go together, tries without either.
    fn split(
        &self,
        wanted: &[bool],
        allowed: Vec<Vec<usize>>,
        from: Assignment,
    ) -> Result<Option<Assignment>, TooLarge> {
        let mut open = vec![(allowed, from)];
        while let Some((allowed, from)) = open.pop() {
            let Some(found) = self.matched(wanted, &allowed, from) else { continue };
            let leads = |person: usize| found.contains(&Some(person));
            let Some((a, b)) = self.people_apart.iter().copied().find(|(a, b)| leads(*a) && leads(*b)) else {
                return Ok(Some(found));
            };
            if self.splits.get() >= SPLITS_MAX {
                return Err(TooLarge);
            }
            self.splits.set(self.splits.get() + 1);
            for gone in [b, a] {
                let mut without = allowed.clone();
                without.iter_mut().for_each(|can| can.retain(|one| *one != gone));
                open.push((without, found.clone()));
            }
        }
        Ok(None)
    }

    /// A matching of all that are wanted, begun from another one; `None` where there is none.
    fn matched(&self, wanted: &[bool], allowed: &[Vec<usize>], mut leads: Assignment) -> Option<Assignment> {
        for (initiative, person) in leads.iter_mut().enumerate() {
            person.take_if(|person| !wanted[initiative] || allowed[initiative].binary_search(person).is_err());
        }
        if !self.one_thread {
            for initiative in (0..wanted.len()).filter(|one| wanted[*one]) {
                leads[initiative] = leads[initiative].or(allowed[initiative].first().copied());
                leads[initiative]?;
            }
            return Some(leads);
        }
        let mut led: Vec<Option<usize>> = vec![None; self.people];
        for (initiative, person) in leads.iter_mut().enumerate() {
            // Where one person led several before, the first one stays.
            person.take_if(|person| led[*person].is_some());
            if let Some(person) = person {
                led[*person] = Some(initiative);
            }
        }
        for initiative in (0..wanted.len()).filter(|one| wanted[*one]) {
            if leads[initiative].is_none() && !augment(initiative, allowed, &mut leads, &mut led) {
                return None;
            }
        }
        Some(leads)
    }
}

/// Finds a leader for one more initiative along an augmenting path, breadth first.
fn augment(root: usize, allowed: &[Vec<usize>], leads: &mut Assignment, led: &mut [Option<usize>]) -> bool {
    let mut reached_from: Vec<Option<usize>> = vec![None; led.len()];
    let mut queue = std::collections::VecDeque::from([root]);
    while let Some(initiative) = queue.pop_front() {
        for person in &allowed[initiative] {
            if reached_from[*person].is_some() {
                continue;
            }
            reached_from[*person] = Some(initiative);
            match led[*person] {
                Some(next) => queue.push_back(next),
                None => {
                    let mut person = *person;
                    while let Some(from) = reached_from[person] {
                        led[person] = Some(from);
                        let Some(before) = leads[from].replace(person) else { break };
                        person = before;
                    }
                    return true;
                }
            }
        }
    }
    false
}

#[cfg(test)]
#[path = "solve_tests.rs"]
mod tests;
