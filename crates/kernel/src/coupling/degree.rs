//! Coupling as other tools count it: common changes in percent of the mean of both, without any thought of chance.
//!
//! # Source
//!
//! - A. Tornhill, *Your Code as a Crime Scene* (2015), and his program code-maat, whose defaults [`DegreeLimits`] has.

use super::Incidence;

/// Which sets count, and which pairs are reported.
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
    let is_small = |set: &&u32| incidence.size(**set) <= limits.items_max;
    let degree_of = |item: u32| incidence.sets_of(item).iter().filter(is_small).count() as u32;
    let revisions: Vec<u32> = (0..incidence.items()).map(degree_of).collect();
    let mut counts = vec![0_u32; revisions.len()];
    let (mut touched, mut found) = (Vec::new(), Vec::new());
    for (a, of_a) in (0..).zip(&revisions) {
        for set in incidence.sets_of(a).iter().filter(is_small) {
            let items = incidence.items_of(*set);
            let above = items.partition_point(|b| *b <= a);
            for b in items.get(above..).unwrap_or_default() {
                let count = &mut counts[*b as usize];
                if *count == 0 {
                    touched.push(*b);
                }
                *count += 1;
            }
        }
        for b in touched.drain(..) {
            let together = std::mem::take(&mut counts[b as usize]);
            let average = f64::from(of_a + revisions[b as usize]) / 2.0;
            let degree = f64::from(together) / average * 100.0;
            let is_often = average >= limits.average_min && together >= limits.together_min;
            if is_often && degree >= limits.degree_min && degree <= 100.0 {
                found.push(Degree { a, b, together, degree, average });
            }
        }
    }
    found.sort_by_key(|pair| (std::cmp::Reverse(pair.degree as u32), pair.a, pair.b));
    found
}
