//! How much of what changes stays within a part, and how much of that its size alone would bring.
//!
//! A part of a whole holds many changes because it is large. So its containment is compared with that of parts drawn at
//! random from the same whole, of as many items of about the same activity.
//!
//! # Sources
//!
//! - M. E. J. Newman and M. Girvan, "Finding and evaluating community structure in networks", Physical Review E 69 (2004).
//! - B. Phipson and G. K. Smyth, "Permutation p-values should never be zero", Statistical Applications in Genetics and
//!   Molecular Biology 9 (2010).

use std::collections::BTreeMap;

use crate::bootstrap::random;
use crate::coupling::Incidence;

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
    /// Reads the activity of all items.
    #[must_use]
    pub fn of(incidence: &Incidence) -> Activity {
        let mut classes = vec![Vec::new(); u32::BITS as usize + 1];
        for item in (0..incidence.items()).filter(|item| incidence.degree(*item) > 0) {
            classes[class(incidence, item)].push(item);
        }
        Activity { classes }
    }
}

fn class(incidence: &Incidence, item: u32) -> usize {
    (u32::BITS - incidence.degree(item).leading_zeros()) as usize
}

/// Compares a part with parts drawn at random; `activity` is that of the incidence.
///
/// Only sets of at least `size_min` items count. Every drawn part has as many items as the part in each class of activity,
/// which doubles from class to class. Equal input and an equal seed give equal bits on every machine. `None` when no such
/// set touches the part, or without draws.
#[must_use]
pub fn containment(
    incidence: &Incidence,
    activity: &Activity,
    part: &[u32],
    size_min: u32,
    draws: u32,
    seed: u64,
) -> Option<Containment> {
    let mut own: Vec<u32> = part.iter().copied().filter(|item| *item < incidence.items()).collect();
    own.sort_unstable();
    own.dedup();
    let mut counts = vec![0_u32; incidence.sets() as usize];
    let (touching, contained) = count(incidence, &own, size_min, &mut counts);
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
        let (touching, contained) = count(incidence, &drawn, size_min, &mut counts);
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

/// Sets that touch a part, and those that touch nothing else; `counts` is all zero before and after.
fn count(incidence: &Incidence, part: &[u32], size_min: u32, counts: &mut [u32]) -> (u32, u32) {
    let (mut touching, mut contained) = (0, 0);
    for item in part {
        for set in incidence.sets_of(*item) {
            let size = incidence.size(*set);
            if size < size_min.max(1) {
                continue;
            }
            let count = &mut counts[*set as usize];
            *count += 1;
            touching += u32::from(*count == 1);
            contained += u32::from(*count == size);
        }
    }
    for item in part {
        incidence.sets_of(*item).iter().for_each(|set| counts[*set as usize] = 0);
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

/// The parts of a whole: `part_of` gives the part of each item, and items without one belong to none.
#[must_use]
pub fn standings(incidence: &Incidence, part_of: &[Option<u32>], parts: u32) -> Vec<Standing> {
    let mut found = vec![Standing::default(); parts as usize];
    let part = |item: u32| part_of.get(item as usize).copied().flatten().filter(|part| *part < parts);
    let mut all = 0_u64;
    for set in (0..incidence.sets()).filter(|set| incidence.size(*set) > 1) {
        let items = incidence.items_of(set);
        all += items.len() as u64;
        let mut held: BTreeMap<u32, u32> = BTreeMap::new();
        items.iter().filter_map(|item| part(*item)).for_each(|part| *held.entry(part).or_default() += 1);
        for (part, held) in held {
            let standing = &mut found[part as usize];
            standing.strength += u64::from(held);
            standing.inner += f64::from(held) * (f64::from(held) - 1.0) / (items.len() as f64 - 1.0);
        }
    }
    for standing in &mut found {
        let (strength, all) = (standing.strength as f64, all as f64);
        if all > 0.0 {
            standing.modularity = standing.inner / all - (strength / all) * (strength / all);
        }
        let smaller = strength.min(all - strength);
        standing.conductance = (smaller > 0.0).then(|| ((strength - standing.inner) / smaller).max(0.0));
    }
    found
}
