//! How often two items would change together if each had company as often beside the one as beside any other.
//!
//! Degrees and sizes alone mislead beside a hub. Where most items change alone and a hub joins a third of all changes,
//! nearly every set of two is an item with the hub, and by their sizes alone each of these pairs is beyond chance. So
//! the sets of the one are compared with sets of equal size, itself left aside, and of the same epoch: the other one is
//! in as many of them as chance gives when it is dealt out among all of these (hypergeometric within each class, as in
//! the test of Mantel and Haenszel).
//!
//! # Source
//!
//! - N. Mantel and W. Haenszel, "Statistical aspects of the analysis of data from retrospective studies of disease",
//!   Journal of the National Cancer Institute 22 (1959).

use std::collections::BTreeMap;

use super::Incidence;

/// An epoch, and the class of a size.
type Class = (u32, u32);

/// 1, 2, 3 to 4, 5 to 8, and so on, from 1; 0 for none.
fn class(size: u32) -> u32 {
    u32::BITS - size.saturating_sub(1).leading_zeros() + u32::from(size > 0)
}

/// How many sets there are of each epoch and class of sizes.
#[derive(Debug)]
pub(super) struct Company<'i> {
    incidence: &'i Incidence,
    sets: BTreeMap<Class, u32>,
}

/// Common sets that chance would give a host and a guest, when the guest is dealt out among the sets that it might
/// join.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Guest {
    /// By how often it joins sets without the host: what it would be if there were no tie.
    pub(super) expected: f64,
    /// By how often it joins any.
    pub(super) mean: f64,
    /// The variance of the latter.
    pub(super) variance: f64,
}

/// Of a class of sets, the guest left aside: how many there are, and how many have the host, the guest, and both.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    all: i64,
    hosts: i64,
    guests: i64,
    both: i64,
}

impl<'i> Company<'i> {
    pub(super) fn of(incidence: &'i Incidence) -> Company<'i> {
        let mut sets: BTreeMap<Class, u32> = BTreeMap::new();
        for set in 0..incidence.sets() {
            *sets.entry((incidence.epoch_of(set), class(incidence.size(set)))).or_default() += 1;
        }
        Company { incidence, sets }
    }

    /// What chance gives a host and a guest.
    pub(super) fn guest(&self, host: u32, guest: u32) -> Guest {
        let hosting = self.incidence.sets_of(host);
        let mut counts: BTreeMap<Class, Counts> = BTreeMap::new();
        for set in self.incidence.sets_of(guest) {
            let (epoch, size) = (self.incidence.epoch_of(*set), self.incidence.size(*set));
            let is_both = i64::from(hosting.binary_search(set).is_ok());
            // Without the guest it is a smaller set.
            let here = counts.entry((epoch, class(size))).or_default();
            (here.all, here.hosts) = (here.all - 1, here.hosts - is_both);
            let here = counts.entry((epoch, class(size - 1))).or_default();
            here.all += 1;
            here.hosts += is_both;
            here.guests += 1;
            here.both += is_both;
        }
        for set in hosting {
            let at = (self.incidence.epoch_of(*set), class(self.incidence.size(*set)));
            counts.entry(at).or_default().hosts += 1;
        }
        let mut found = Guest::default();
        for (at, count) in counts.iter().filter(|((_, class), _)| *class > 0) {
            let all = count.all + self.sets.get(at).copied().map_or(0, i64::from);
            let [all, hosts, guests, both] = [all, count.hosts, count.guests, count.both].map(|count| count as f64);
            if hosts <= 0.0 {
                continue;
            }
            let mean = hosts * guests / all;
            found.mean += mean;
            if all > 1.0 {
                found.variance += mean * (all - hosts) / all * (all - guests) / (all - 1.0);
            }
            found.expected += if all > hosts { hosts * (guests - both) / (all - hosts) } else { mean };
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every class counted set by set, straight from what it is.
    fn plain(incidence: &Incidence, host: u32, guest: u32) -> Guest {
        let mut classes: BTreeMap<(u32, u32), [f64; 4]> = BTreeMap::new();
        for set in 0..incidence.sets() {
            let items = incidence.items_of(set);
            let rest = items.iter().filter(|item| **item != guest).count() as u32;
            let count = classes.entry((incidence.epoch_of(set), [0, 1, 2, 3, 3, 4, 4][rest as usize])).or_default();
            let (has_host, has_guest) = (items.contains(&host), items.contains(&guest));
            for (at, is) in [true, has_host, has_guest, has_host && has_guest].into_iter().enumerate() {
                count[at] += f64::from(u8::from(is));
            }
        }
        let mut found = Guest::default();
        for (_, [all, hosts, guests, both]) in classes.into_iter().filter(|((_, rest), _)| *rest > 0) {
            let mean = hosts * guests / all;
            found.mean += mean;
            found.variance += if all > 1.0 { mean * (all - hosts) / all * (all - guests) / (all - 1.0) } else { 0.0 };
            found.expected += if all > hosts { hosts * (guests - both) / (all - hosts) } else { mean };
        }
        found
    }

    #[test]
    fn guests_are_counted_as_set_by_set() {
        let mut bits = 7_u64;
        let mut below = |end: u64| {
            bits = crate::random::random(bits, 1);
            (bits >> 20) % end
        };
        for _ in 0..40 {
            let sets: Vec<(u32, u32, Vec<u32>)> = (0..60)
                .map(|at| (at / 20, at / 5, (0..6).filter(|item| below(3 + u64::from(*item)) == 0).collect()))
                .collect();
            let incidence = Incidence::new(6, sets);
            let company = Company::of(&incidence);
            for (host, guest) in (0..6).flat_map(|host| (0..6).map(move |guest| (host, guest))).filter(|(a, b)| a != b)
            {
                let (ours, theirs) = (company.guest(host, guest), plain(&incidence, host, guest));
                let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
                assert!(near(ours.mean, theirs.mean) && near(ours.variance, theirs.variance), "{ours:?} {theirs:?}");
                assert!(near(ours.expected, theirs.expected), "{ours:?} {theirs:?}");
            }
        }
    }

    /// Ten items that change alone nine times each, and each with a hub three times: the hub is with each as often as
    /// with any other. By sizes alone it would be with none of them so often.
    #[test]
    fn a_hub_is_with_each_as_often_as_with_any_other() {
        let sets = (1..=10_u32).flat_map(|item| (0..12).map(move |n| if n < 9 { vec![item] } else { vec![0, item] }));
        let incidence = Incidence::new(11, sets.map(|set| (0, 0, set)));
        let found = Company::of(&incidence).guest(4, 0);
        assert_eq!((found.expected, found.mean), (3.0, 3.0));
    }
}
