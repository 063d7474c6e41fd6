//! Worlds of changes in which it is known what is coupled.

#![allow(dead_code)]

use std::collections::BTreeMap;

use onethread_kernel::coupling::Incidence;

/// A generator of its own, so that tests share nothing with what they test (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n - 1)
    }

    pub(crate) fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (2.0 * std::f64::consts::PI * self.unit()).cos()
    }
}

/// Sets as (epoch, block, items), in the order of time.
pub(crate) struct World {
    pub(crate) items: u32,
    pub(crate) sets: Vec<(u32, u32, Vec<u32>)>,
    pub(crate) planted: Vec<(u32, u32)>,
}

/// Sets of a block, and blocks of an epoch.
const BLOCK: usize = 12;
const EPOCH: usize = 13;

impl World {
    fn of(items: u32, sets: Vec<Vec<u32>>) -> World {
        let placed = |(at, items): (usize, Vec<u32>)| ((at / (BLOCK * EPOCH)) as u32, (at / BLOCK) as u32, items);
        World { items, sets: sets.into_iter().enumerate().map(placed).collect(), planted: Vec::new() }
    }

    pub(crate) fn incidence(&self) -> Incidence {
        Incidence::new(self.items, self.sets.iter().map(|(epoch, block, items)| (*epoch, *block, items)))
    }

    /// Items of lognormal popularity, in sets of lognormal size; nothing else.
    pub(crate) fn null(items: u32, sets: usize, seed: u64) -> World {
        let mut dice = Dice(seed.wrapping_mul(7_919));
        let popular = Popular::new(items, 1.0, &mut dice);
        World::of(items, (0..sets).map(|_| popular.draw(size(items, &mut dice), &mut dice)).collect())
    }

    /// The same, where the second of each planted pair joins every other set that has the first.
    pub(crate) fn planted(items: u32, sets: usize, pairs: u32, seed: u64) -> World {
        let mut world = World::null(items, sets, seed);
        let mut dice = Dice(seed.wrapping_mul(104_729));
        world.planted = (0..pairs).map(|n| (2 * n, 2 * n + 1)).collect();
        for (.., set) in &mut world.sets {
            for (a, b) in &world.planted {
                if set.contains(a) != set.contains(b) && dice.unit() < 0.5 {
                    set.extend([a, b].into_iter().filter(|item| !set.contains(item)).collect::<Vec<_>>());
                }
            }
        }
        world
    }

    /// Bursts of one to eight sets, each set a part of the handful of items that its burst is about.
    pub(crate) fn bursts(items: u32, sets: usize, seed: u64) -> World {
        let mut dice = Dice(seed.wrapping_mul(15_485_863));
        let popular = Popular::new(items, 1.0, &mut dice);
        let mut all = Vec::new();
        while all.len() < sets {
            let handful = popular.draw(size(items, &mut dice) + 2, &mut dice);
            for _ in 0..1 + dice.below(8) {
                let part: Vec<u32> = handful.iter().copied().filter(|_| dice.unit() < 0.6).collect();
                all.extend(Some(part).filter(|part| !part.is_empty()));
            }
        }
        World::of(items, all)
    }

    /// Few items, most sets of one, a hub; with a pair that every fifth set of either has both of, when asked for.
    pub(crate) fn teams(items: u32, sets: usize, lockstep: Option<(u32, u32)>, seed: u64) -> World {
        let mut dice = Dice(seed.wrapping_mul(32_452_843));
        let mut popular = Popular::new(items, 0.4, &mut dice);
        popular.0[0] = popular.0.iter().sum::<f64>() / 2.0;
        let mut world = World::of(
            items,
            (0..sets).map(|_| popular.draw(if dice.unit() < 0.8 { 1 } else { 2 + dice.below(2) }, &mut dice)).collect(),
        );
        world.sets.iter_mut().enumerate().for_each(|(at, set)| set.0 = (at * 4 / sets) as u32);
        for (.., set) in &mut world.sets {
            let Some((a, b)) = lockstep else { break };
            if set.contains(&a) != set.contains(&b) && dice.unit() < 0.2 {
                set.retain(|item| *item != a && *item != b);
                set.extend([a, b]);
            }
        }
        world
    }

    /// The mean number of common changes of every pair over many worlds with the same degrees and sizes, made by swaps.
    pub(crate) fn shuffled_means(&self, shuffles: usize, seed: u64) -> BTreeMap<(u32, u32), f64> {
        let mut dice = Dice(seed);
        let mut touches: Vec<(usize, u32)> = Vec::new();
        let mut has = vec![vec![false; self.items as usize]; self.sets.len()];
        for (at, (.., items)) in self.sets.iter().enumerate() {
            for item in items {
                if !std::mem::replace(&mut has[at][*item as usize], true) {
                    touches.push((at, *item));
                }
            }
        }
        let mut sums: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for _ in 0..shuffles {
            for _ in 0..touches.len() * 4 {
                let (x, y) = (dice.below(touches.len()), dice.below(touches.len()));
                let ((s, i), (t, j)) = (touches[x], touches[y]);
                if s != t && i != j && !has[s][j as usize] && !has[t][i as usize] {
                    has[s][i as usize] = false;
                    has[t][j as usize] = false;
                    has[s][j as usize] = true;
                    has[t][i as usize] = true;
                    (touches[x].1, touches[y].1) = (j, i);
                }
            }
            for row in &has {
                let items: Vec<u32> = (0..self.items).filter(|item| row[*item as usize]).collect();
                for (at, a) in items.iter().enumerate() {
                    items[at + 1..].iter().for_each(|b| *sums.entry((*a, *b)).or_default() += 1.0 / shuffles as f64);
                }
            }
        }
        sums
    }
}

/// The size of a set: lognormal, most of a few items and some of dozens.
fn size(items: u32, dice: &mut Dice) -> usize {
    ((0.9 + 1.1 * dice.normal()).exp().round() as usize).clamp(1, items as usize / 2)
}

/// Weights of items.
struct Popular(Vec<f64>);

impl Popular {
    fn new(items: u32, spread: f64, dice: &mut Dice) -> Popular {
        Popular((0..items).map(|_| (spread * dice.normal()).exp()).collect())
    }

    /// So many different items: those with the largest `unit^(1/weight)` (Efraimidis and Spirakis, 2006).
    fn draw(&self, count: usize, dice: &mut Dice) -> Vec<u32> {
        let key = |(item, weight): (usize, &f64), unit: f64| (unit.ln() / weight, item as u32);
        let mut keys: Vec<(f64, u32)> = self.0.iter().enumerate().map(|pair| key(pair, dice.unit())).collect();
        keys.sort_by(|a, b| b.0.total_cmp(&a.0));
        keys.into_iter().take(count).map(|(_, item)| item).collect()
    }
}

/// The probability of at least `count` common sets when items of these degrees are dealt among equal sets.
pub(crate) fn hypergeometric_at_least(count: u32, sets: u32, a: u32, b: u32) -> f64 {
    let choose = |n: u32, k: u32| {
        let [n, k] = [f64::from(n), f64::from(k)];
        libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
    };
    let possible = |x: &u32| a + b <= sets + x;
    let p = |x: u32| (choose(a, x) + choose(sets - a, b - x) - choose(sets, b)).exp();
    (count..=a.min(b)).filter(possible).map(p).sum()
}
