//! Steps of which some must wait for others: how many follow each other at most.
//!
//! With m equal steps whose waits are independent and exponential, one after the other take m mean waits, and side by
//! side, all begun at once, H(m) = 1 + 1/2 + ... + 1/m: for four 4 and 2.083. So depth weighs more than number. That is
//! a model and no observation.

/// The number of steps on the longest path, each step after those in its list; 0 without steps.
///
/// Lists may name steps that do not exist and name one several times; such names are left out. `None` when steps wait
/// for each other in a circle.
#[must_use]
pub fn depth(after: &[Vec<usize>]) -> Option<usize> {
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); after.len()];
    let mut waiting_for = vec![0_usize; after.len()];
    for (step, before) in after.iter().enumerate() {
        let mut before: Vec<usize> = before.iter().copied().filter(|one| *one < after.len()).collect();
        before.sort_unstable();
        before.dedup();
        waiting_for[step] = before.len();
        for one in before {
            followers[one].push(step);
        }
    }
    let mut ready: Vec<usize> = (0..after.len()).filter(|step| waiting_for[*step] == 0).collect();
    let mut depths = vec![1_usize; after.len()];
    let mut done = 0;
    while let Some(step) = ready.pop() {
        done += 1;
        for &next in &followers[step] {
            depths[next] = depths[next].max(depths[step] + 1);
            waiting_for[next] -= 1;
            if waiting_for[next] == 0 {
                ready.push(next);
            }
        }
    }
    (done == after.len()).then(|| depths.into_iter().max().unwrap_or(0))
}

/// Mean waits that so many equal, independent, exponential waits take side by side: the harmonic number, 0 for none.
#[must_use]
pub fn side_by_side(steps: u32) -> f64 {
    (1..=steps).map(|step| 1.0 / f64::from(step)).sum()
}

#[cfg(test)]
mod tests {
    use super::{depth, side_by_side};

    /// SCIENCE, section 1.7: four in parallel 2.083, four in sequence 4.
    #[test]
    fn section_1_7_four_side_by_side_take_two_waits() {
        assert!((side_by_side(4) - 25.0 / 12.0).abs() < 1e-12);
        assert_eq!(depth(&[vec![], vec![0], vec![1], vec![2]]), Some(4));
        assert_eq!(depth(&[vec![], vec![], vec![], vec![]]), Some(1));
        assert_eq!((side_by_side(0), depth(&[])), (0.0, Some(0)));
    }

    #[test]
    fn the_longest_path_counts_and_a_circle_is_refused() {
        let diamond = [vec![], vec![0, 0, 99], vec![0], vec![1, 2], vec![]];
        assert_eq!(depth(&diamond), Some(3));
        assert_eq!(depth(&[vec![1], vec![0], vec![]]), None);
        assert_eq!(depth(&[vec![0]]), None);
    }

    /// Trying every order of up to six steps: the longest chain in which each waits for the one before.
    #[test]
    fn a_search_agrees() {
        fn longest(step: usize, after: &[Vec<usize>]) -> usize {
            1 + after[step].iter().map(|before| longest(*before, after)).max().unwrap_or(0)
        }
        for seed in 0_u64..300 {
            let n = (seed % 6 + 1) as usize;
            let bit = |a: usize, b: usize| (seed.wrapping_mul(2_654_435_761) >> (a * 6 + b)) & 1 == 1;
            let after: Vec<Vec<usize>> = (0..n).map(|a| (0..a).filter(|b| bit(a, *b)).collect()).collect();
            assert_eq!(depth(&after), (0..n).map(|step| longest(step, &after)).max());
        }
    }
}
