//! Shares of a week as whole thousandths, so that sums and comparisons are exact.

use std::iter::Sum;
use std::ops::Add;

/// A share in whole thousandths: 800 stands for 80 %. What people write as 80 % is not exact as a float, and neither is
/// a sum of such numbers; both are as whole numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thousandths(pub i64);

impl Thousandths {
    /// All of it.
    pub const WHOLE: Thousandths = Thousandths(1000);

    /// The nearest whole thousandth of a share, where 1 is the whole.
    pub fn of(share: f64) -> Thousandths {
        Thousandths((share * 1000.0).round() as i64)
    }

    /// The share as a number, where 1 is the whole.
    pub fn share(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// What is left of the whole; nothing where it is used up.
    pub fn rest(self) -> Thousandths {
        Thousandths((Thousandths::WHOLE.0 - self.0).max(0))
    }

    /// Whether this is at least a share of `whole`.
    pub fn is_at_least(self, share: Thousandths, whole: Thousandths) -> bool {
        self.0 * Thousandths::WHOLE.0 >= share.0 * whole.0
    }
}

impl Add for Thousandths {
    type Output = Thousandths;

    fn add(self, other: Thousandths) -> Thousandths {
        Thousandths(self.0.saturating_add(other.0))
    }
}

impl Sum for Thousandths {
    fn sum<I: Iterator<Item = Thousandths>>(shares: I) -> Thousandths {
        shares.fold(Thousandths::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Thousandths;

    /// As a sum of floats, 0.1 eight times is less than 0.8.
    #[test]
    fn sums_are_exact() {
        let tenth = Thousandths::of(0.1);
        assert!((0..8).map(|_| 0.1).sum::<f64>() < 0.8);
        assert_eq!((0..8).map(|_| tenth).sum::<Thousandths>(), Thousandths::of(0.8));
    }

    /// Every share of whole percents: 80 % of a whole is 80 % of it, and a thousandth less is not.
    #[test]
    fn the_line_is_at_the_line() {
        let line = Thousandths::of(0.8);
        for percents in 1..=200 {
            let whole = Thousandths::of(5.0 * f64::from(percents) / 100.0);
            let part = Thousandths(whole.0 / 5 * 4);
            assert!(part.is_at_least(line, whole));
            assert!(!Thousandths(part.0 - 1).is_at_least(line, whole));
        }
    }
}
