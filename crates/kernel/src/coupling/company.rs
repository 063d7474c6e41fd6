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

/// Sets of an epoch and a size.
type Class = (u32, u32);

/// How many sets there are of each epoch and size.
#[derive(Debug)]
pub(super) struct Company<'i> {
    incidence: &'i Incidence,
    sets: BTreeMap<Class, u32>,
}

/// Common sets that chance would give two items, when the guest is dealt out among the sets that it might join.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Guest {
    /// By how often it joins sets without the host: what it would be if there were no tie.
    pub(super) expected: f64,
    /// By how often it joins any.
    pub(super) mean: f64,
    /// The variance of the latter.
    pub(super) variance: f64,
}

/// Of a class of sets, the guest left aside: how many of them have the host, the guest, and both.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    host: u32,
    guest: u32,
    both: u32,
}

impl<'i> Company<'i> {
    pub(super) fn of(incidence: &'i Incidence) -> Company<'i> {
        let mut sets: BTreeMap<Class, u32> = BTreeMap::new();
        for set in 0..incidence.sets() {
            *sets.entry((incidence.epoch_of(set), incidence.size(set))).or_default() += 1;
        }
        Company { incidence, sets }
    }

    /// What chance gives a host and a guest.
    pub(super) fn guest(&self, host: u32, guest: u32) -> Guest {
        let own = self.incidence.sets_of(host);
        let mut counts: BTreeMap<Class, Counts> = BTreeMap::new();
        for set in self.incidence.sets_of(guest) {
            let count = counts.entry((self.incidence.epoch_of(*set), self.incidence.size(*set) - 1)).or_default();
            count.guest += 1;
            count.both += u32::from(own.binary_search(set).is_ok());
        }
        let mut alone: BTreeMap<Class, u32> = BTreeMap::new();
        for set in own {
            *alone.entry((self.incidence.epoch_of(*set), self.incidence.size(*set))).or_default() += 1;
        }
        let joined: BTreeMap<Class, Counts> = counts.clone();
        for ((epoch, size), sets) in alone {
            // Those that the guest is in are of another class: one that has one item less.
            let with_guest = size.checked_sub(1).and_then(|one_less| joined.get(&(epoch, one_less)));
            let with_guest = with_guest.map_or(0, |count| count.both);
            counts.entry((epoch, size)).or_default().host += sets - with_guest;
        }
        let mut found = Guest::default();
        for ((epoch, size), count) in counts.iter().filter(|((_, size), _)| *size > 0) {
            let of_size = |size: u32| self.sets.get(&(*epoch, size)).copied().unwrap_or_default();
            let joined_smaller = size.checked_sub(1).and_then(|smaller| joined.get(&(*epoch, smaller)));
            let without = of_size(*size) - joined_smaller.map_or(0, |count| count.guest);
            let all = f64::from(without + count.guest);
            let (hosts, guests) = (f64::from(count.host + count.both), f64::from(count.guest));
            if hosts == 0.0 {
                continue;
            }
            let mean = hosts * guests / all;
            found.mean += mean;
            if all > 1.0 {
                found.variance += mean * (all - hosts) / all * (all - guests) / (all - 1.0);
            }
            let others = all - hosts;
            found.expected += if others > 0.0 { hosts * (guests - f64::from(count.both)) / others } else { mean };
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every class counted set by set, straight from what it is.
    fn plain(incidence: &Incidence, host: u32, guest: u32) -> Guest {
        let mut classes: BTreeMap<(u32, usize), [f64; 4]> = BTreeMap::new();
        for set in 0..incidence.sets() {
            let items = incidence.items_of(set);
            let rest = items.iter().filter(|item| **item != guest).count();
            let count = classes.entry((incidence.epoch_of(set), rest)).or_default();
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
            for (host, guest) in (0..6).flat_map(|host| (0..6).map(move |guest| (host, guest))).filter(|(a, b)| a != b) {
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
