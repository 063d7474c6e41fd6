//! How much of what changes stays within a part, and how much of that its size alone would bring.
//!
//! A part of a whole holds many changes because it is large. So its containment is compared with that of parts drawn at
//! random from the same whole, of as many items of about the same activity.
//!
//! # Sources
//!
//! - M. E. J. Newman and M. Girvan, "Finding and evaluating community structure in networks", Physical Review E 69 (2004).
//! - B. Weisfeiler and A. Leman, "The reduction of a graph to canonical form and the algebra which appears therein"
//!   (1968), for an order of items that does not depend on their names.
//! - B. Phipson and G. K. Smyth, "Permutation p-values should never be zero", Statistical Applications in Genetics and
//!   Molecular Biology 9 (2010).

use std::collections::BTreeMap;

use crate::coupling::Incidence;
use crate::random::random;

/// How many sets of a part touch nothing else, and how many would if its items were others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Containment {
    /// Sets that touch the part.
    pub touching: u32,
    /// Of these, sets that touch nothing else.
    pub contained: u32,
    /// `contained / touching`, in [0, 1].
    pub share: f64,
    /// Its mean over drawn parts.
    pub by_chance: f64,
    /// Its standard deviation over drawn parts.
    pub spread: f64,
    /// `(share - by_chance) / (1 - by_chance)`: 1 when everything stays, 0 as by chance. Absent when chance keeps
    /// everything.
    pub beyond_chance: Option<f64>,
    /// `(share - by_chance) / spread`; absent when all drawn parts are alike.
    pub z: Option<f64>,
    /// The share of drawn parts that hold as much, the part itself counted as one of them, so that it is never 0.
    pub p: f64,
    /// Drawn parts.
    pub draws: u32,
}

/// Items of a whole in classes of activity, which doubles from class to class: what parts are drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// By how many bits the number of their sets has; items of no set are left out.
    classes: Vec<Vec<u32>>,
}

impl Activity {
    /// Reads the activity of all items. `moments` says of each set when it was, from the first one on; those that are
    /// not given were at once.
    ///
    /// Parts are drawn from items in an order that follows from what they touch, and when, and not from their numbers:
    /// other names give the same draws, but for items that nothing tells apart.
    #[must_use]
    pub fn of(incidence: &Incidence, moments: &[u32]) -> Activity {
        let colors = colors(incidence, moments);
        let mut classes = vec![Vec::new(); u32::BITS as usize + 1];
        for item in (0..incidence.items()).filter(|item| incidence.degree(*item) > 0) {
            classes[class(incidence, item)].push(item);
        }
        classes.iter_mut().for_each(|items: &mut Vec<u32>| items.sort_by_key(|item| colors.get(*item as usize)));
        Activity { classes }
    }
}

/// Rounds of refinement: after them an item knows with what it shares sets, and with what these do.
const ROUNDS: usize = 2;

/// Numbers that tell items of unlike surroundings apart: the refinement of colors of Weisfeiler and Leman. Sets begin
/// with their moments and sizes; then each side takes up the colors of the other.
fn colors(incidence: &Incidence, moments: &[u32]) -> Vec<u64> {
    let mut items = vec![0_u64; incidence.items() as usize];
    let moment = |set: u32| moments.get(set as usize).copied().map_or(0, u64::from);
    let mut sets: Vec<u64> =
        (0..incidence.sets()).map(|set| random(moment(set), u64::from(incidence.size(set)))).collect();
    // Sums do not depend on an order.
    let sum = |of: &[u32], colors: &[u64]| of.iter().fold(0_u64, |sum, at| sum.wrapping_add(colors[*at as usize]));
    for _ in 0..ROUNDS {
        for item in 0..incidence.items() {
            items[item as usize] = random(sum(incidence.sets_of(item), &sets), items[item as usize]);
        }
        for set in 0..incidence.sets() {
            sets[set as usize] = random(sum(incidence.items_of(set), &items), sets[set as usize]);
        }
    }
    items
}

fn class(incidence: &Incidence, item: u32) -> usize {
    (u32::BITS - incidence.degree(item).leading_zeros()) as usize
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default)]
pub struct Part<'p> {
    /// Its items.
    pub items: &'p [u32],
    /// Sets that are its own whatever they touch, each once, such as those that name it. Those that touch none of its
    /// items count as touching it, and as touching every part that is drawn in its place.
    pub sets: &'p [u32],
}

impl<'p> From<&'p [u32]> for Part<'p> {
    fn from(items: &'p [u32]) -> Part<'p> {
        Part { items, sets: &[] }
    }
}

/// Compares a part with parts drawn at random; `activity` is that of the incidence.
///
/// Only sets of at least `size_min` items, and of one at least, count. Every drawn part has as many items as the part
/// in each class of activity, which doubles from class to class. Equal input and an equal seed give equal bits on every
/// machine. `None` when no such set touches the part, or without draws.
#[must_use]
pub fn containment(
    incidence: &Incidence,
    activity: &Activity,
    part: Part<'_>,
    size_min: u32,
    draws: u32,
    seed: u64,
) -> Option<Containment> {
    let mut own: Vec<u32> = part.items.iter().copied().filter(|item| *item < incidence.items()).collect();
    own.sort_unstable();
    own.dedup();
    let size_min = size_min.max(1);
    // Those that touch its items would not be of its kind were its items others.
    let is_elsewhere = |set: &u32| !incidence.items_of(*set).iter().any(|item| own.binary_search(item).is_ok());
    let named = part.sets.iter().copied().filter(|set| incidence.size(*set) >= size_min);
    let named: Vec<u32> = named.filter(is_elsewhere).collect();
    let mut tallies: Vec<Tally> =
        (0..incidence.sets()).map(|set| Tally { size: incidence.size(set), touched: 0 }).collect();
    let (touching, contained) = count(incidence, &own, &named, size_min, &mut tallies);
    if touching == 0 || draws == 0 {
        return None;
    }
    let mut wanted: BTreeMap<usize, usize> = BTreeMap::new();
    for item in own.iter().filter(|item| incidence.degree(**item) > 0) {
        *wanted.entry(class(incidence, *item)).or_default() += 1;
    }
    let class = |(class, wanted): (usize, usize)| Some((activity.classes.get(class)?.clone(), wanted));
    let mut classes: Vec<(Vec<u32>, usize)> = wanted.into_iter().filter_map(class).collect();
    let share = f64::from(contained) / f64::from(touching);
    let (mut sum, mut squares, mut as_much, mut counter) = (0.0, 0.0, 1, 0_u64);
    let mut drawn = Vec::with_capacity(own.len());
    for _ in 0..draws {
        drawn.clear();
        for (items, wanted) in &mut classes {
            let wanted = items.len().min(*wanted);
            for place in 0..wanted {
                let left = (items.len() - place) as u128;
                let other = place + ((u128::from(random(seed, counter)) * left) >> 64) as usize;
                counter += 1;
                items.swap(place, other);
            }
            drawn.extend_from_slice(items.get(..wanted).unwrap_or_default());
        }
        let (touching, contained) = count(incidence, &drawn, &named, size_min, &mut tallies);
        // A part that nothing touches holds nothing, and lets nothing go.
        let found = if touching > 0 { f64::from(contained) / f64::from(touching) } else { share };
        sum += found;
        squares += found * found;
        as_much += u32::from(found >= share - 1e-12);
    }
    let n = f64::from(draws);
    let by_chance = sum / n;
    let spread = libm::sqrt((squares / n - by_chance * by_chance).max(0.0) * n / (n - 1.0).max(1.0));
    let spread = if spread > 1e-9 { spread } else { 0.0 };
    Some(Containment {
        touching,
        contained,
        share,
        by_chance,
        spread,
        beyond_chance: (by_chance < 1.0 - 1e-9).then(|| (share - by_chance) / (1.0 - by_chance)),
        z: (spread > 0.0).then(|| (share - by_chance) / spread),
        p: f64::from(as_much) / (n + 1.0),
        draws,
    })
}

/// How many items a set has, and how many of those of a part were met: side by side, since both are read at once.
struct Tally {
    size: u32,
    touched: u32,
}

/// Sets that touch a part or are named as its own, and those that touch nothing else; nothing is met in the tallies
/// before and after.
fn count(incidence: &Incidence, part: &[u32], named: &[u32], size_min: u32, tallies: &mut [Tally]) -> (u32, u32) {
    let (mut touching, mut contained) = (0, 0);
    for item in part {
        for set in incidence.sets_of(*item) {
            let tally = &mut tallies[*set as usize];
            let counts = tally.size >= size_min;
            tally.touched += 1;
            touching += u32::from(counts && tally.touched == 1);
            contained += u32::from(counts && tally.touched == tally.size);
        }
    }
    touching += named.iter().filter(|set| tallies[**set as usize].touched == 0).count() as u32;
    for item in part {
        incidence.sets_of(*item).iter().for_each(|set| tallies[*set as usize].touched = 0);
    }
    (touching, contained)
}

/// A part among the others, by sets of `s` items that weigh `1/(s-1)` for each of their pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// What its items share with anything, counted from both ends: a whole number.
    pub strength: u64,
    /// Of that, what they share among themselves.
    pub inner: f64,
    /// Its contribution to modularity, `inner / 2m - (strength / 2m)²`; those of all parts add up to it.
    pub modularity: f64,
    /// `(strength - inner) / min(strength, 2m - strength)`: 0 when nothing leaves it. Absent when it or the rest shares
    /// nothing.
    pub conductance: Option<f64>,
}

impl Standing {
    fn of(strength: u64, inner: f64, ties: u64) -> Standing {
        let mut found = Standing { strength, inner, ..Standing::default() };
        let (strength, ties) = (strength as f64, ties as f64);
        if ties > 0.0 {
            found.modularity = inner / ties - (strength / ties) * (strength / ties);
        }
        let smaller = strength.min(ties - strength);
        found.conductance = (smaller > 0.0).then(|| ((strength - inner) / smaller).max(0.0));
        found
    }
}

/// What all items share with each other, counted from both ends: `2m`, a whole number.
#[must_use]
pub fn ties(incidence: &Incidence) -> u64 {
    (0..incidence.sets()).map(|set| incidence.size(set)).filter(|size| *size > 1).map(u64::from).sum()
}

/// A part by itself, among all that is not part of it; `ties` are those of the incidence. Parts may overlap, and then
/// their modularity does not add up to anything.
#[must_use]
pub fn standing(incidence: &Incidence, ties: u64, part: &[u32]) -> Standing {
    let mut own: Vec<u32> = part.iter().copied().filter(|item| *item < incidence.items()).collect();
    own.sort_unstable();
    own.dedup();
    let mut held: BTreeMap<u32, u32> = BTreeMap::new();
    let sets = own.iter().flat_map(|item| incidence.sets_of(*item)).filter(|set| incidence.size(**set) > 1);
    sets.for_each(|set| *held.entry(*set).or_default() += 1);
    let strength = held.values().copied().map(u64::from).sum();
    let inner = held.iter().map(|(set, held)| shared_within(*held, incidence.size(*set))).sum();
    Standing::of(strength, inner, ties)
}

/// What `held` items of a set of `size` items share among themselves, counted from both ends.
fn shared_within(held: u32, size: u32) -> f64 {
    f64::from(held) * (f64::from(held) - 1.0) / (f64::from(size) - 1.0)
}

/// The parts of a whole: `part_of` gives the part of each item, and items without one belong to none.
#[must_use]
pub fn standings(incidence: &Incidence, part_of: &[Option<u32>], parts: u32) -> Vec<Standing> {
    let mut found = vec![(0_u64, 0.0); parts as usize];
    let part = |item: u32| part_of.get(item as usize).copied().flatten().filter(|part| *part < parts);
    for set in (0..incidence.sets()).filter(|set| incidence.size(*set) > 1) {
        let mut held: BTreeMap<u32, u32> = BTreeMap::new();
        let items = incidence.items_of(set).iter();
        items.filter_map(|item| part(*item)).for_each(|part| *held.entry(part).or_default() += 1);
        for (part, held) in held {
            let (strength, inner) = &mut found[part as usize];
            *strength += u64::from(held);
            *inner += shared_within(held, incidence.size(set));
        }
    }
    let ties = ties(incidence);
    found.into_iter().map(|(strength, inner)| Standing::of(strength, inner, ties)).collect()
}
