//! Odds of touches that give every item its number of sets and every set its size.

use std::collections::BTreeMap;

/// How many items have which degree, and how many sets which size. Neither has a 0 among its keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Margins {
    pub(super) degrees: BTreeMap<u32, u32>,
    pub(super) sizes: BTreeMap<u32, u32>,
}

/// One number for each class.
pub(super) type Weights = Vec<f64>;

/// Rounds after which odds are taken as they are.
const ROUNDS_MAX: usize = 1_000;
/// Largest relative error of a degree at which rounds end.
const CLOSE: f64 = 1e-8;
/// Largest relative error of a degree at which odds are used at all.
const NEAR: f64 = 0.01;

/// What is left of margins when certain touches are removed: items that every set has, and sets that have every item,
/// again and again, until there are none. What is left has odds between 0 and infinity.
struct Peeled {
    /// By class of degree and of size: 1 for a certain touch, 0 for one that cannot be, else `None`.
    certain: Vec<Option<f64>>,
    /// Degree that is left and number of items; (0, 0) for classes that are gone.
    degrees: Vec<(u32, u32)>,
    /// Size that is left and number of sets; (0, 0) for classes that are gone.
    sizes: Vec<(u32, u32)>,
}

fn peel(margins: &Margins) -> Peeled {
    let mut degrees: Vec<(u32, u32)> = margins.degrees.iter().map(|(degree, items)| (*degree, *items)).collect();
    let mut sizes: Vec<(u32, u32)> = margins.sizes.iter().map(|(size, sets)| (*size, *sets)).collect();
    let width = sizes.len();
    let mut certain: Vec<Option<f64>> = vec![None; degrees.len() * width];
    loop {
        let (items, sets): (u32, u32) = (count(&degrees), count(&sizes));
        // Those with most are the only ones that can have all.
        let item = (0..degrees.len()).rev().find(|at| degrees[*at].1 > 0 && degrees[*at].0 == sets);
        let set = (0..width).rev().find(|at| sizes[*at].1 > 0 && sizes[*at].0 == items);
        if let Some(item) = item {
            for (at, size) in sizes.iter_mut().enumerate().filter(|(_, size)| size.1 > 0) {
                certain[item * width + at] = Some(1.0);
                size.0 = size.0.saturating_sub(degrees[item].1);
            }
            degrees[item] = (0, 0);
        } else if let Some(set) = set {
            for (at, degree) in degrees.iter_mut().enumerate().filter(|(_, degree)| degree.1 > 0) {
                certain[at * width + set] = Some(1.0);
                degree.0 = degree.0.saturating_sub(sizes[set].1);
            }
            sizes[set] = (0, 0);
        } else {
            break;
        }
        degrees.iter_mut().chain(&mut sizes).filter(|class| class.0 == 0).for_each(|class| class.1 = 0);
    }
    for (at, cell) in certain.iter_mut().enumerate() {
        let is_left = degrees[at / width].1 > 0 && sizes[at % width].1 > 0;
        if cell.is_none() && !is_left {
            *cell = Some(0.0);
        }
    }
    Peeled { certain, degrees, sizes }
}

fn count(classes: &[(u32, u32)]) -> u32 {
    classes.iter().map(|(_, count)| count).sum()
}

/// The chance of a touch by class of degree and of size, with the largest entropy: `xy / (1 + xy)`, rows by degree.
/// `None` when no such odds were found.
pub(super) fn fit_touches(margins: &Margins) -> Option<Vec<f64>> {
    let Peeled { certain, degrees, sizes } = peel(margins);
    let total: f64 = degrees.iter().map(|(degree, items)| f64::from(*degree) * f64::from(*items)).sum();
    let start = |classes: &[(u32, u32)]| -> Weights {
        classes.iter().map(|(value, _)| f64::from(*value) / libm::sqrt(total.max(1.0))).collect()
    };
    let (mut x, mut y) = (start(&degrees), start(&sizes));
    let mut error = 0.0;
    for _ in 0..ROUNDS_MAX {
        error = improve(&mut x, &degrees, &y, &sizes);
        improve(&mut y, &sizes, &x, &degrees);
        if error < CLOSE {
            break;
        }
    }
    let width = sizes.len();
    let chance = |at: usize| {
        let odds = x[at / width] * y[at % width];
        // Odds never reach 0 or infinity, but rounding may.
        certain[at].unwrap_or_else(|| (odds / (1.0 + odds)).clamp(1e-12, 1.0 - 1e-12))
    };
    (error < NEAR).then(|| (0..certain.len()).map(chance).collect())
}

/// One round for one side; gives the largest relative error before it.
fn improve(mine: &mut [f64], wanted: &[(u32, u32)], theirs: &[f64], classes: &[(u32, u32)]) -> f64 {
    let mut worst = 0.0_f64;
    for (weight, (degree, _)) in mine.iter_mut().zip(wanted).filter(|(_, (_, count))| *count > 0) {
        let rest: f64 =
            theirs.iter().zip(classes).map(|(other, (_, n))| f64::from(*n) * other / (1.0 + *weight * other)).sum();
        let degree = f64::from(*degree);
        worst = worst.max((*weight * rest - degree).abs() / degree);
        *weight = degree / rest;
    }
    worst
}

/// The chance that a set of a size has one item of each of two classes: rows by class, then class, then size. Sets of
/// one size are drawn from all sets of that size, with odds by item. `None` when no such odds were found.
pub(super) fn fit_sizes(margins: &Margins) -> Option<Vec<f64>> {
    let Peeled { certain, degrees, sizes } = peel(margins);
    let width = sizes.len();
    let largest = sizes.iter().map(|(size, _)| *size as usize).max().unwrap_or(0);
    let mut odds: Weights = degrees.iter().map(|(degree, _)| f64::from(*degree)).collect();
    let mut error = 0.0;
    for _ in 0..ROUNDS_MAX {
        scale(&mut odds, &degrees);
        let all = polynomial(&odds, &degrees, &[], largest);
        let mut next = odds.clone();
        error = 0.0_f64;
        for (class, (degree, _)) in degrees.iter().enumerate().filter(|(_, (_, items))| *items > 0) {
            let others = polynomial(&odds, &degrees, &[class], largest);
            let chance = |size: usize| odds[class] * others[size - 1] / all[size];
            let fitted: f64 =
                sizes.iter().filter(|(_, n)| *n > 0).map(|(r, n)| f64::from(*n) * chance(*r as usize)).sum();
            let wanted = f64::from(*degree);
            error = error.max((fitted - wanted).abs() / wanted);
            next[class] *= wanted / fitted;
        }
        if error < CLOSE || !error.is_finite() {
            break;
        }
        odds = next;
    }
    let is_near = error < NEAR;
    if !is_near {
        return None;
    }
    let all = polynomial(&odds, &degrees, &[], largest);
    let mut pairs = vec![0.0; degrees.len() * degrees.len() * width];
    for a in 0..degrees.len() {
        for b in a..degrees.len() {
            let enough = degrees[a].1 > 0 && degrees[b].1 > 0 && (a != b || degrees[a].1 > 1);
            let others = if enough { polynomial(&odds, &degrees, &[a, b], largest) } else { Vec::new() };
            for (size, (left, _)) in sizes.iter().enumerate() {
                let chance = match (certain[a * width + size], certain[b * width + size]) {
                    (Some(p), Some(q)) => p * q,
                    // The chance of one touch is needed only here.
                    (Some(p), None) => p * touch(&odds, &degrees, &all, b, *left as usize),
                    (None, Some(q)) => q * touch(&odds, &degrees, &all, a, *left as usize),
                    (None, None) if enough && *left > 1 => {
                        odds[a] * odds[b] * others[*left as usize - 2] / all[*left as usize]
                    }
                    (None, None) => 0.0,
                };
                pairs[(a * degrees.len() + b) * width + size] = chance.clamp(0.0, 1.0);
                pairs[(b * degrees.len() + a) * width + size] = chance.clamp(0.0, 1.0);
            }
        }
    }
    Some(pairs)
}

fn touch(odds: &[f64], degrees: &[(u32, u32)], all: &[f64], class: usize, size: usize) -> f64 {
    let others = polynomial(odds, degrees, &[class], size);
    size.checked_sub(1).map_or(0.0, |below| odds[class] * others[below] / all[size])
}

/// Keeps odds near 1, which changes no chance.
fn scale(odds: &mut [f64], degrees: &[(u32, u32)]) {
    let left = odds.iter().zip(degrees).filter(|(_, (_, items))| *items > 0);
    let (sum, n) = left.fold((0.0, 0.0), |(sum, n), (odds, _)| (sum + libm::log(*odds), n + 1.0));
    let mean = if n > 0.0 { libm::exp(sum / n) } else { 1.0 };
    odds.iter_mut().for_each(|odds| *odds /= mean);
}

/// The elementary symmetric polynomials of the odds of all items but one of each class named, from degree 0 up.
fn polynomial(odds: &[f64], degrees: &[(u32, u32)], without: &[usize], largest: usize) -> Vec<f64> {
    let mut terms = vec![0.0; largest + 1];
    terms[0] = 1.0;
    let mut seen = 0;
    for (class, (_, items)) in degrees.iter().enumerate() {
        let left_out = without.iter().filter(|other| **other == class).count() as u32;
        for _ in 0..items.saturating_sub(left_out) {
            seen += 1;
            for k in (1..=seen.min(largest)).rev() {
                terms[k] += terms[k - 1] * odds[class];
            }
        }
    }
    terms
}
