//! How often items change together.

use super::Incidence;

/// An item that changes together with another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct JointCounts {
    /// The item with the higher number.
    pub other: u32,
    /// Sets that touch both.
    pub count: u32,
    /// The same, each set of `s` items counting `1/(s-1)`.
    pub weight: f64,
    /// Ordered pairs of these sets that lie in one block, huge sets left aside.
    pub in_block: u64,
    /// Ordered pairs of these sets that lie in one epoch, huge sets left aside.
    pub in_epoch: u64,
}

/// Counts pairs item by item, in space that grows with the number of items and not with that of pairs.
///
/// A huge set is never spread out into its pairs: it is added to the pairs that some ordinary set has. So the counts of
/// every pair that occurs in an ordinary set are exact, and a pair that only huge sets have is not given.
#[derive(Debug)]
pub struct Counter<'i> {
    incidence: &'i Incidence,
    ordinary_max: u32,
    places: Vec<Place>,
    touched: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    together: JointCounts,
    block: u32,
    block_run: u32,
    epoch: u32,
    epoch_run: u32,
}

impl<'i> Counter<'i> {
    /// A counter for which a set of more than `ordinary_max` items is huge.
    #[must_use]
    pub fn new(incidence: &'i Incidence, ordinary_max: u32) -> Counter<'i> {
        Counter {
            incidence,
            ordinary_max,
            places: vec![Place::default(); incidence.items() as usize],
            touched: Vec::new(),
        }
    }

    /// The items with a higher number that change together with this one, ascending.
    pub fn row(&mut self, item: u32) -> impl Iterator<Item = JointCounts> + '_ {
        let incidence = self.incidence;
        for other in self.touched.drain(..) {
            self.places[other as usize] = Place::default();
        }
        let (ordinary, huge): (Vec<u32>, Vec<u32>) =
            incidence.sets_of(item).iter().partition(|set| incidence.size(**set) <= self.ordinary_max);
        for set in ordinary {
            let items = incidence.items_of(set);
            let weight = 1.0 / (items.len() as f64 - 1.0);
            let (block, epoch) = (incidence.block_of(set), incidence.epoch_of(set));
            let above = items.partition_point(|other| *other <= item);
            for other in items.get(above..).unwrap_or_default() {
                let place = &mut self.places[*other as usize];
                if place.together.count == 0 {
                    self.touched.push(*other);
                    place.together.other = *other;
                }
                place.add(weight, block, epoch);
            }
        }
        self.touched.sort_unstable();
        for set in huge {
            let items = incidence.items_of(set);
            let weight = 1.0 / (items.len() as f64 - 1.0);
            for other in self.touched.iter().filter(|other| items.binary_search(other).is_ok()) {
                let together = &mut self.places[*other as usize].together;
                together.count += 1;
                together.weight += weight;
            }
        }
        self.touched.iter().map(|other| self.places[*other as usize].together)
    }
}

impl Place {
    fn add(&mut self, weight: f64, block: u32, epoch: u32) {
        let is_first = self.together.count == 0;
        self.together.count += 1;
        self.together.weight += weight;
        if is_first || epoch != self.epoch {
            (self.epoch, self.epoch_run, self.block_run) = (epoch, 0, 0);
        }
        if block != self.block {
            (self.block, self.block_run) = (block, 0);
        }
        self.together.in_epoch += 2 * u64::from(self.epoch_run);
        self.together.in_block += 2 * u64::from(self.block_run);
        self.epoch_run += 1;
        self.block_run += 1;
    }
}
