//! A smallest set of statements that contradict each other. Input: how many statements there are, and whether some of them
//! can hold together. Output: the numbers of as few as possible that cannot.
//!
//! The method is that of minimal hitting sets (Ignatiev, Previti, Liffiton and Marques-Silva, "Smallest MUS extraction with
//! minimal hitting set dualization", CP 2015): every set that contradicts itself has something of each *correction set*, that
//! is of what has to be left out for the rest to hold. A smallest set that hits all correction sets known so far either
//! contradicts itself, and then none is smaller; or it is grown until nothing more fits, and what is left out is one more
//! correction set.

use super::solve::TooLarge;

/// Most steps of the search for hitting sets, over all rounds. Tested by `beyond_the_bound_it_is_irreducible_and_says_so`.
const STEPS_MAX: usize = 200_000;

/// Statements that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Contradicting {
    /// Their numbers, in ascending order.
    pub(super) statements: Vec<usize>,
    /// Whether no smaller set contradicts itself. Where that was too much to search, none of these can be left out, and
    /// another set may still be smaller.
    pub(super) is_smallest: bool,
}

/// A smallest set of statements of which `holds` says that they cannot hold together; `None` where all of them can. What
/// holds together does so too with fewer.
///
/// # Errors
/// A question of `holds` is too large.
pub(super) fn smallest_conflict(
    statements: usize,
    holds: impl Fn(&[usize]) -> Result<bool, TooLarge>,
) -> Result<Option<Contradicting>, TooLarge> {
    let all: Vec<usize> = (0..statements).collect();
    if holds(&all)? {
        return Ok(None);
    }
    let (mut corrections, mut steps): (Vec<Vec<usize>>, usize) = (Vec::new(), 0);
    while let Some(hitting) = smallest_hitting_set(&corrections, statements, &mut steps) {
        if !holds(&hitting)? {
            return Ok(Some(Contradicting { statements: hitting, is_smallest: true }));
        }
        let (mut grown, mut left_out) = (hitting, Vec::new());
        for statement in &all {
            if grown.contains(statement) {
                continue;
            }
            grown.push(*statement);
            if !holds(&grown)? {
                grown.pop();
                left_out.push(*statement);
            }
        }
        corrections.push(left_out);
    }
    let mut irreducible = all.clone();
    for statement in all {
        let without: Vec<usize> = irreducible.iter().copied().filter(|one| *one != statement).collect();
        if !holds(&without)? {
            irreducible = without;
        }
    }
    Ok(Some(Contradicting { statements: irreducible, is_smallest: false }))
}

/// A smallest set that has something of each of these sets, none of which is empty: tried with none, one, two and more.
/// `None` where that takes more than [`STEPS_MAX`] steps.
fn smallest_hitting_set(sets: &[Vec<usize>], most: usize, steps: &mut usize) -> Option<Vec<usize>> {
    for size in 0..=most {
        let mut chosen = Vec::new();
        if hits(sets, size, &mut chosen, steps) {
            chosen.sort_unstable();
            return Some(chosen);
        }
    }
    None
}

fn hits(sets: &[Vec<usize>], left: usize, chosen: &mut Vec<usize>, steps: &mut usize) -> bool {
    let Some(missed) = sets.iter().find(|set| !set.iter().any(|one| chosen.contains(one))) else { return true };
    *steps += 1;
    if left == 0 || *steps > STEPS_MAX {
        return false;
    }
    for one in missed {
        chosen.push(*one);
        if hits(sets, left - 1, chosen, steps) {
            return true;
        }
        chosen.pop();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A family of sets of which none may be contained in what holds together.
    fn against<'f>(family: &'f [Vec<usize>]) -> impl Fn(&[usize]) -> Result<bool, TooLarge> + 'f {
        |held: &[usize]| Ok(!family.iter().any(|set| set.iter().all(|one| held.contains(one))))
    }

    #[test]
    fn the_smallest_of_several_is_found() {
        let family = vec![vec![0, 1, 2, 3], vec![2, 4, 5], vec![3, 6, 7, 8]];
        let found = smallest_conflict(9, against(&family)).expect("small").expect("a conflict");
        assert_eq!(found, Contradicting { statements: vec![2, 4, 5], is_smallest: true });
        assert_eq!(smallest_conflict(9, against(&[])).expect("small"), None);
        // What cannot be by itself is a conflict of one.
        assert_eq!(smallest_conflict(3, against(&[vec![1]])).expect("small").map(|one| one.statements), Some(vec![1]));
    }

    /// Any 12 of 40 contradict each other: there are more correction sets than anybody can list.
    #[test]
    fn beyond_the_bound_it_is_irreducible_and_says_so() {
        let found = smallest_conflict(40, |held| Ok(held.len() < 12)).expect("each question is small");
        let found = found.expect("a conflict");
        assert_eq!((found.statements.len(), found.is_smallest), (12, false));
    }
}
