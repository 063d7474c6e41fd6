//! Which change-set touches which item.

/// Change-sets and the items that they touch, read from either side.
///
/// Items and sets are numbered from 0. Each set belongs to an epoch, within which chance is computed, and to a block,
/// within which sets belong together, such as a week.
#[derive(Clone, Debug, Default)]
pub struct Incidence {
    by_set: Lists,
    by_item: Lists,
    epochs: Vec<u32>,
    blocks: Vec<u32>,
    epoch_count: usize,
}

/// Lists of numbers, end to end.
#[derive(Clone, Debug, Default)]
struct Lists {
    starts: Vec<usize>,
    values: Vec<u32>,
}

impl Lists {
    fn of(&self, at: u32) -> &[u32] {
        let at = at as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => self.values.get(*start..*end).unwrap_or_default(),
            _ => &[],
        }
    }

    fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}

impl Incidence {
    /// Reads sets as (epoch, block, items), in the order of time.
    ///
    /// Items from `items` on are left out, and one that a set names twice counts once. Epochs may be any numbers; they
    /// are renumbered from 0 in their order. A block's sets stand together; where they do not, it counts as several.
    pub fn new<I: AsRef<[u32]>>(items: u32, sets: impl IntoIterator<Item = (u32, u32, I)>) -> Incidence {
        let (mut by_set, mut epochs, mut blocks) = (Lists::default(), Vec::new(), Vec::new());
        by_set.starts.push(0);
        let mut one: Vec<u32> = Vec::new();
        for (epoch, block, touched) in sets {
            one.clear();
            one.extend(touched.as_ref().iter().filter(|item| **item < items));
            one.sort_unstable();
            one.dedup();
            by_set.values.extend_from_slice(&one);
            by_set.starts.push(by_set.values.len());
            epochs.push(epoch);
            blocks.push(block);
        }
        let mut distinct = epochs.clone();
        distinct.sort_unstable();
        distinct.dedup();
        for epoch in &mut epochs {
            *epoch = distinct.partition_point(|other| other < epoch) as u32;
        }
        let by_item = turned(&by_set, items);
        Incidence { by_set, by_item, epochs, blocks, epoch_count: distinct.len() }
    }

    /// How many items there are, touched or not.
    #[must_use]
    pub fn items(&self) -> u32 {
        self.by_item.len() as u32
    }

    /// How many sets there are.
    #[must_use]
    pub fn sets(&self) -> u32 {
        self.by_set.len() as u32
    }

    /// How many epochs there are.
    #[must_use]
    pub fn epochs(&self) -> usize {
        self.epoch_count
    }

    /// The items of a set, ascending.
    #[must_use]
    pub fn items_of(&self, set: u32) -> &[u32] {
        self.by_set.of(set)
    }

    /// The sets that touch an item, ascending.
    #[must_use]
    pub fn sets_of(&self, item: u32) -> &[u32] {
        self.by_item.of(item)
    }

    /// The epoch of a set, from 0.
    #[must_use]
    pub fn epoch_of(&self, set: u32) -> u32 {
        self.epochs.get(set as usize).copied().unwrap_or_default()
    }

    /// The block of a set.
    #[must_use]
    pub fn block_of(&self, set: u32) -> u32 {
        self.blocks.get(set as usize).copied().unwrap_or_default()
    }

    /// How many sets touch an item.
    #[must_use]
    pub fn degree(&self, item: u32) -> u32 {
        self.sets_of(item).len() as u32
    }

    /// How many items a set touches.
    #[must_use]
    pub fn size(&self, set: u32) -> u32 {
        self.items_of(set).len() as u32
    }

    /// How many sets touch an item and something else: its strength when each set of `s` items adds `1/(s-1)` to each
    /// of its pairs, since every such set then adds exactly 1 to each of its items.
    #[must_use]
    pub fn strength(&self, item: u32) -> u32 {
        self.sets_of(item).iter().filter(|set| self.size(**set) > 1).count() as u32
    }

    /// The sets that touch both items, ascending.
    pub fn both(&self, a: u32, b: u32) -> impl Iterator<Item = u32> + '_ {
        let other = self.sets_of(b);
        self.sets_of(a).iter().copied().filter(move |set| other.binary_search(set).is_ok())
    }

    /// The same sets, those of more than `items_max` items without any of them, so that all numbers stay.
    #[must_use]
    pub fn up_to(&self, items_max: u32) -> Incidence {
        let kept = |set: u32| if self.size(set) <= items_max { self.items_of(set) } else { &[] };
        let sets = (0..self.sets()).map(|set| (self.epoch_of(set), self.block_of(set), kept(set)));
        Incidence::new(self.items(), sets)
    }

    /// The same sets over groups of items: each item becomes the group at its place, and those without are left out.
    #[must_use]
    pub fn grouped(&self, groups: u32, group_of: &[Option<u32>]) -> Incidence {
        let group = |item: &u32| group_of.get(*item as usize).copied().flatten();
        let sets = (0..self.sets()).map(|set| {
            let items: Vec<u32> = self.items_of(set).iter().filter_map(group).collect();
            (self.epoch_of(set), self.block_of(set), items)
        });
        Incidence::new(groups, sets)
    }
}

/// The lists read from the other side.
fn turned(lists: &Lists, items: u32) -> Lists {
    let mut starts = vec![0_usize; items as usize + 1];
    for item in &lists.values {
        starts[*item as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let (mut next, mut values) = (starts.clone(), vec![0_u32; lists.values.len()]);
    for set in 0..lists.len() as u32 {
        for item in lists.of(set) {
            let place = &mut next[*item as usize];
            values[*place] = set;
            *place += 1;
        }
    }
    Lists { starts, values }
}
