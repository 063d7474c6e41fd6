//! Many names, searched for the one nearest to what was written, many times over.
//!
//! The names are sorted, so that those with a common start stand together, and the table of distances is filled once
//! for each common start: the search of K. Oflazer, "Error-tolerant Finite-state Recognition", *Computational
//! Linguistics* 22 (1996), with a sorted list in place of the automaton. The distance is that of
//! [`nearest`](crate::diagnostic::nearest), the optimal string alignment, and so is the answer; a test compares them.

use std::borrow::Cow;
use std::cell::Cell;

use crate::diagnostic::{NAME_BYTES_MAX, WRITTEN_BYTES_MAX};

/// Most letters of names that all searches together compare: some tenths of a second. After that nothing is suggested.
pub const NEAR_NAME_STEPS_MAX: u64 = 20_000_000;

/// Names to be searched.
#[derive(Debug)]
pub struct NearNames<'n> {
    /// Each name in lower case, letter by letter, and as it is written; in order.
    names: Vec<(Vec<char>, Cow<'n, str>)>,
    steps_left: Cell<u64>,
}

impl<'n> NearNames<'n> {
    /// Names to be searched, in any order.
    pub fn new<N: Into<Cow<'n, str>>>(names: impl IntoIterator<Item = N>) -> NearNames<'n> {
        let fits = |name: &Cow<'_, str>| name.len() <= NAME_BYTES_MAX;
        let lower = |name: Cow<'n, str>| (name.to_lowercase().chars().collect(), name);
        let mut names: Vec<(Vec<char>, Cow<'_, str>)> =
            names.into_iter().map(N::into).filter(fits).map(lower).collect();
        names.sort_unstable();
        NearNames { names, steps_left: Cell::new(NEAR_NAME_STEPS_MAX) }
    }

    /// The name nearest to what was written, when near enough to be meant; ties go to the first in the alphabet.
    ///
    /// `None` also when all searches so far have compared [`NEAR_NAME_STEPS_MAX`] letters.
    pub fn nearest(&self, written: &str) -> Option<&str> {
        if written.len() > WRITTEN_BYTES_MAX {
            return None;
        }
        let limit = (written.chars().count() / 3).max(1);
        let letters: Vec<char> = written.to_lowercase().chars().collect();
        // Most slips are one letter or two, and a narrow search meets few names.
        (0..=limit).find_map(|bound| self.within(written, &letters, bound))
    }

    fn within(&self, written: &str, letters: &[char], bound: usize) -> Option<&str> {
        let mut rows: Vec<Vec<usize>> = vec![(0..=letters.len()).collect()];
        let mut best: Option<&str> = None;
        let mut at = 0;
        while let Some((name, shown)) = self.names.get(at) {
            let kept = match at.checked_sub(1).and_then(|before| self.names.get(before)) {
                Some((before, _)) => name.iter().zip(before).take_while(|(a, b)| a == b).count().min(rows.len() - 1),
                None => 0,
            };
            rows.truncate(kept + 1);
            let mut is_far = false;
            while rows.len() <= name.len() && !is_far {
                let steps = self.steps_left.get().checked_sub(1 + letters.len() as u64)?;
                self.steps_left.set(steps);
                rows.push(next_row(&rows, letters, name));
                is_far = is_beyond(&rows, bound);
            }
            if is_far {
                // No name with this start is near.
                let start = &name[..rows.len() - 1];
                at += 1 + self.names[at + 1..].partition_point(|(other, _)| other.starts_with(start));
                continue;
            }
            let distance = rows.last().and_then(|row| row.last()).copied();
            if distance.is_some_and(|distance| distance <= bound) && shown != written {
                best = Some(best.map_or(shown.as_ref(), |best| best.min(shown)));
            }
            at += 1;
        }
        best
    }
}

/// The row of the table for the next letter of a name: how far each start of what was written is from its own start.
fn next_row(rows: &[Vec<usize>], letters: &[char], name: &[char]) -> Vec<usize> {
    let at = rows.len();
    let (above, before) = (&rows[at - 1], at.checked_sub(2).map(|before| &rows[before]));
    let mut row = Vec::with_capacity(letters.len() + 1);
    row.push(at);
    for (column, letter) in letters.iter().enumerate() {
        let cost = usize::from(*letter != name[at - 1]);
        let mut least = (above[column] + cost).min(above[column + 1] + 1).min(row[column] + 1);
        // Two letters that changed places are one slip.
        if let Some(before) = before.filter(|_| column > 0)
            && *letter == name[at - 2]
            && letters[column - 1] == name[at - 1]
        {
            least = least.min(before[column - 1] + 1);
        }
        row.push(least);
    }
    row
}

/// Whether no name with the start that these rows are of can be as near as the bound. The last row but one counts too,
/// because of letters that changed places.
fn is_beyond(rows: &[Vec<usize>], bound: usize) -> bool {
    let least = |row: Option<&Vec<usize>>| row.and_then(|row| row.iter().min().copied()).unwrap_or(usize::MAX);
    let before = rows.len().checked_sub(2).and_then(|at| rows.get(at));
    least(rows.last()) > bound && least(before) >= bound
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::nearest;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        /// The answer is that of comparing with every name.
        #[test]
        fn the_answer_is_that_of_brute_force(
            names in prop::collection::btree_set("(team-)?[aAb\u{e9}c]{0,7}", 0..40),
            written in "(team-|taem-|te)?[aAb\u{e9}c]{0,9}",
        ) {
            let known = NearNames::new(names.iter().map(String::as_str));
            prop_assert_eq!(known.nearest(&written), nearest(&written, names.iter().map(String::as_str)));
        }
    }

    /// Ids that differ in a number are near to each other, and that is the dear case.
    #[test]
    fn the_work_is_bounded() {
        let names: Vec<String> = (0..20_000).map(|number| format!("person{number}")).collect();
        let known = NearNames::new(names.iter().map(String::as_str));
        assert_eq!(known.nearest("persn1234x"), Some("person1234"));
        let used = NEAR_NAME_STEPS_MAX - known.steps_left.get();
        assert!(used < 200_000, "{used} steps for one of 20,000 names: comparing with all takes 2,000,000");
        let asked = (0..1_000_000)
            .position(|_| known.nearest("zzzzzzzzzzzzzzzzzzzzzzzzzzzzz").is_none() && known.steps_left.get() < 30);
        assert!(asked.is_some(), "the search ends");
    }
}
