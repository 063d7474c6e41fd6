//! An order of things in which those that belong together stand together.

/// The order of `n` things: clusters by average linkage, each turned so that its ends fit its neighbors.
///
/// `likeness` is symmetric and not negative. Things that resemble nothing keep their place among themselves, at the
/// end. O(n³); meant for a few dozen.
pub(crate) fn clustered(n: usize, likeness: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let mut groups: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for a in 0..groups.len() {
            for b in a + 1..groups.len() {
                let sum: f64 = groups[a].iter().flat_map(|x| groups[b].iter().map(|y| likeness(*x, *y))).sum();
                let mean = sum / (groups[a].len() * groups[b].len()) as f64;
                if mean > 0.0 && best.is_none_or(|(most, ..)| mean > most) {
                    best = Some((mean, a, b));
                }
            }
        }
        let Some((_, a, b)) = best else { break };
        let right = groups.remove(b);
        let left = std::mem::take(&mut groups[a]);
        groups[a] = joined(left, right, &likeness);
    }
    // Large clusters first; sorting is stable, so loners stay in their order.
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups.concat()
}

/// Two groups end to end, each turned the way that puts the most alike beside each other.
fn joined(mut left: Vec<usize>, mut right: Vec<usize>, likeness: &impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let end = |group: &[usize], last: bool| if last { group[group.len() - 1] } else { group[0] };
    let ways = [(true, false), (true, true), (false, false), (false, true)];
    let fit = |(l, r): (bool, bool)| likeness(end(&left, l), end(&right, r));
    let mut best = ways[0];
    for way in ways {
        if fit(way) > fit(best) {
            best = way;
        }
    }
    if !best.0 {
        left.reverse();
    }
    if best.1 {
        right.reverse();
    }
    left.append(&mut right);
    left
}

#[cfg(test)]
mod tests {
    use super::clustered;

    #[test]
    fn planted_clusters_stand_together() {
        // Three groups dealt like cards; within a group all are alike, between groups hardly.
        let likeness = |a: usize, b: usize| if a % 3 == b % 3 { 1.0 } else { 0.01 };
        let order = clustered(12, likeness);
        let changes = order.windows(2).filter(|pair| pair[0] % 3 != pair[1] % 3).count();
        assert_eq!(changes, 2, "{order:?}");
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..12).collect::<Vec<_>>());
    }

    #[test]
    fn a_chain_stays_a_chain() {
        let likeness = |a: usize, b: usize| if a.abs_diff(b) == 1 { 1.0 } else { 0.0 };
        let order = clustered(8, likeness);
        assert!(order.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) == 1).count() >= 5, "{order:?}");
    }

    #[test]
    fn strangers_keep_their_order() {
        assert_eq!(clustered(3, |_, _| 0.0), [0, 1, 2]);
        assert!(clustered(0, |_, _| 0.0).is_empty());
    }
}
