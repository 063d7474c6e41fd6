//! When something holds of most: one line for all that ask for it.

/// Whether more than half of some are so. Exactly half is not most.
pub(crate) fn is_majority(part: usize, whole: usize) -> bool {
    part > whole - whole.min(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_is_not_most() {
        let most = [(0, 0), (2, 4), (3, 4), (2, 5), (3, 5), (5, 5)].map(|(part, whole)| is_majority(part, whole));
        assert_eq!(most, [false, false, true, false, true, true]);
    }
}
