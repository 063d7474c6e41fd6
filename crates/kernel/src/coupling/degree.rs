//! Coupling as other tools count it: common changes in percent of the mean of both, without any thought of chance.
//!
//! # Source
//!
//! - A. Tornhill, *Your Code as a Crime Scene* (2015), and his program code-maat, whose defaults [`DegreeLimits`] has.

use super::{Counter, Incidence};

/// Which sets count, and which pairs are told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DegreeLimits {
    /// Sets of more items are left out.
    pub items_max: u32,
    /// The least mean number of sets of both items.
    pub average_min: f64,
    /// The fewest common sets.
    pub together_min: u32,
    /// The least degree, in percent.
    pub degree_min: f64,
}

impl Default for DegreeLimits {
    fn default() -> DegreeLimits {
        DegreeLimits { items_max: 30, average_min: 5.0, together_min: 5, degree_min: 30.0 }
    }
}

/// Two items with their degree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Degree {
    /// The item with the lower number.
    pub a: u32,
    /// The item with the higher number.
    pub b: u32,
    /// Sets that touch both.
    pub together: u32,
    /// Common sets in percent of `average`, 0 to 100.
    pub degree: f64,
    /// The mean number of sets of both.
    pub average: f64,
}

/// The pairs within the limits, by whole percents of degree, the largest first, then by number.
#[must_use]
pub fn degrees(incidence: &Incidence, limits: &DegreeLimits) -> Vec<Degree> {
    let small = incidence.up_to(limits.items_max);
    let mut counter = Counter::new(&small, u32::MAX);
    let mut found = Vec::new();
    for a in 0..small.items() {
        for together in counter.row(a) {
            let average = f64::from(small.degree(a) + small.degree(together.other)) / 2.0;
            let degree = f64::from(together.count) / average * 100.0;
            let is_often = average >= limits.average_min && together.count >= limits.together_min;
            if is_often && degree >= limits.degree_min && degree <= 100.0 {
                found.push(Degree { a, b: together.other, together: together.count, degree, average });
            }
        }
    }
    found.sort_by_key(|pair| (std::cmp::Reverse(pair.degree as u32), pair.a, pair.b));
    found
}
