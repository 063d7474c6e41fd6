//! How often items would change together by chance, given how often each changes and how large change-sets are.
//!
//! Chance deals the touches of an epoch out anew, so that every item keeps its number of sets and every set its size.
//! Three ways to account for that, chosen for each epoch:
//!
//! - **Sizes exact**, with up to [`EXACT_ITEMS_MAX`] items: a set of `s` is drawn among all sets of `s`, with odds that
//!   give each item its number of sets. Needed where a few items share everything, such as teams.
//! - **Chung and Lu**: `d_a d_b Σ s(s-1) / K²`, while no touch is likelier than [`CHUNG_LU_CHANCE_MAX`] by it.
//! - **Maximum entropy** for bipartite graphs (BiCM) where some items or sets are hubs, for which the former overstates:
//!   the chance of a touch is `xy / (1 + xy)`, and the pairs of a set are scaled to their number, `s(s-1)/2`.
//!
//! Items of equal degree and sets of equal size are alike, so all of it is computed by classes.
//!
//! # Sources
//!
//! - F. Chung and L. Lu, "Connected components in random graphs with given expected degree sequences" (2002).
//! - F. Saracco et al., "Inferring monopartite projections of bipartite networks: an entropy-based approach", New Journal
//!   of Physics 19 (2017).
//! - S. X. Chen, A. P. Dempster and J. S. Liu, "Weighted finite population sampling to maximize entropy", Biometrika 81
//!   (1994), for sets of exact size.

use std::collections::BTreeMap;

use super::Incidence;
use super::fit::{Margins, Weights, fit_sizes, fit_touches};
use crate::tails::{dispersed_at_least, poisson_at_least, trials_at_least};

/// Items of an epoch up to which sizes are kept exactly.
pub const EXACT_ITEMS_MAX: u32 = 48;
/// The chance of a touch up to which Chung and Lu's form is near enough: it is too high by about this share.
pub const CHUNG_LU_CHANCE_MAX: f64 = 0.25;
/// When the squares of all chances add up to less than this share of their sum, Poisson's law is as good as exact.
const SQUARES_SHARE: f64 = 0.01;
/// Steps that an exact tail may take.
const STEPS_MAX: u64 = 4_000_000;

/// How many epochs were computed in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Models {
    /// Chung and Lu.
    pub chung_lu: usize,
    /// Sizes exact.
    pub sizes_exact: usize,
    /// Maximum entropy.
    pub maximum_entropy: usize,
    /// Where no odds were found that give each item its number of sets: Chung and Lu, no chance above 1.
    pub capped: usize,
}

/// What chance would give, for every pair of items.
#[derive(Clone, Debug)]
pub struct Expectation {
    epochs: Vec<Epoch>,
    starts: Vec<usize>,
    /// Of each item, its epochs with the class of its degree there.
    classes: Vec<(u32, u32)>,
}

#[derive(Clone, Debug)]
enum Epoch {
    ChungLu { degrees: Vec<u32>, factor: f64 },
    ByClass { width: usize, expected: Vec<f64>, sets: Vec<u32>, chances: Chances, way: Way },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    SizesExact,
    MaximumEntropy,
    Capped,
}

/// The chance that a set of a size class has an item of each of two classes.
#[derive(Clone, Debug)]
enum Chances {
    Pairs(Vec<f64>),
    Touches { chances: Vec<f64>, scales: Vec<f64> },
}

impl Chances {
    fn of(&self, width: usize, sizes: usize, a: usize, b: usize, size: usize) -> f64 {
        match self {
            Chances::Pairs(pairs) => pairs[(a * width + b) * sizes + size],
            Chances::Touches { chances, scales } => {
                let (p, q) = (chances[a * sizes + size], chances[b * sizes + size]);
                let is_free = |chance: f64| chance > 0.0 && chance < 1.0;
                let scale = if is_free(p) && is_free(q) { scales[size] } else { 1.0 };
                (p * q * scale).min(p.min(q))
            }
        }
    }
}

/// Chung and Lu's expectation for two items: `sizes` are those of all sets, of whatever items.
///
/// 0 when nothing is touched.
#[must_use]
pub fn chung_lu(degree_a: u32, degree_b: u32, sizes: impl IntoIterator<Item = u32>) -> f64 {
    f64::from(degree_a) * f64::from(degree_b) * chung_lu_factor(sizes)
}

fn chung_lu_factor(sizes: impl IntoIterator<Item = u32>) -> f64 {
    let (mut touches, mut pairs) = (0.0, 0.0);
    for size in sizes {
        let size = f64::from(size);
        touches += size;
        pairs += size * (size - 1.0).max(0.0);
    }
    if touches > 0.0 { pairs / (touches * touches) } else { 0.0 }
}

impl Expectation {
    /// Computes for all epochs of an incidence.
    #[must_use]
    pub fn new(incidence: &Incidence) -> Expectation {
        let mut margins: Vec<Margins> = vec![Margins::default(); incidence.epochs()];
        for set in (0..incidence.sets()).filter(|set| incidence.size(*set) > 0) {
            let margin = &mut margins[incidence.epoch_of(set) as usize];
            *margin.sizes.entry(incidence.size(set)).or_default() += 1;
        }
        let mut degrees: Vec<(u32, u32)> = Vec::new();
        let mut starts = vec![0];
        for item in 0..incidence.items() {
            let mut of_item: BTreeMap<u32, u32> = BTreeMap::new();
            incidence.sets_of(item).iter().for_each(|set| *of_item.entry(incidence.epoch_of(*set)).or_default() += 1);
            for (epoch, degree) in of_item {
                *margins[epoch as usize].degrees.entry(degree).or_default() += 1;
                degrees.push((epoch, degree));
            }
            starts.push(degrees.len());
        }
        let mut classes = degrees;
        for (epoch, degree) in &mut classes {
            let known = &margins[*epoch as usize].degrees;
            *degree = known.range(..*degree).count() as u32;
        }
        Expectation { epochs: margins.iter().map(reckon).collect(), starts, classes }
    }

    /// How many sets would touch both items by chance.
    #[must_use]
    pub fn together(&self, a: u32, b: u32) -> f64 {
        self.by_epoch(a, b).map(|(_, expected)| expected).sum()
    }

    /// The epochs in which both are touched, ascending, each with how many sets would touch both by chance.
    pub(super) fn by_epoch(&self, a: u32, b: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.shared(a, b).map(|(at, epoch, a, b)| (at, epoch.expected(a, b)))
    }

    /// The probability that chance gives at least this many.
    ///
    /// With a dispersion of 1 it is exact where it matters and can be computed; elsewhere it is Poisson's, which above
    /// the mean is never too small.
    #[must_use]
    pub fn at_least(&self, a: u32, b: u32, count: u32, dispersion: f64) -> f64 {
        let mean = self.together(a, b);
        if dispersion > 1.0 {
            return dispersed_at_least(count, mean, dispersion);
        }
        let (mut trials, mut squares, mut known) = (Vec::new(), 0.0, 0_u64);
        for (_, epoch, a, b) in self.shared(a, b) {
            match epoch {
                Epoch::ChungLu { .. } => return poisson_at_least(count, mean),
                Epoch::ByClass { width, sets, chances, .. } => {
                    for (size, sets) in sets.iter().enumerate() {
                        let chance = chances.of(*width, sets_len(epoch), a, b, size);
                        squares += f64::from(*sets) * chance * chance;
                        known += if chance > 0.0 { u64::from(*sets) } else { 0 };
                        trials.push((chance, *sets));
                    }
                }
            }
        }
        if squares < SQUARES_SHARE * mean || known * u64::from(count) > STEPS_MAX {
            return poisson_at_least(count, mean);
        }
        trials_at_least(count, trials.into_iter().filter(|(chance, _)| *chance > 0.0))
    }

    /// How the epochs were computed.
    #[must_use]
    pub fn models(&self) -> Models {
        let mut models = Models::default();
        for epoch in &self.epochs {
            *match epoch {
                Epoch::ChungLu { .. } => &mut models.chung_lu,
                Epoch::ByClass { way: Way::SizesExact, .. } => &mut models.sizes_exact,
                Epoch::ByClass { way: Way::MaximumEntropy, .. } => &mut models.maximum_entropy,
                Epoch::ByClass { way: Way::Capped, .. } => &mut models.capped,
            } += 1;
        }
        models
    }

    /// The epochs in which both items are touched, with the classes of their degrees.
    fn shared(&self, a: u32, b: u32) -> impl Iterator<Item = (u32, &Epoch, usize, usize)> {
        let of = |item: u32| {
            let item = item as usize;
            let ends = self.starts.get(item).zip(self.starts.get(item + 1));
            ends.and_then(|(start, end)| self.classes.get(*start..*end)).unwrap_or_default()
        };
        let (mine, mut theirs) = (of(a).iter(), of(b).iter().peekable());
        mine.filter_map(move |(epoch, a)| {
            while theirs.next_if(|(other, _)| other < epoch).is_some() {}
            let (_, b) = theirs.next_if(|(other, _)| other == epoch)?;
            Some((*epoch, self.epochs.get(*epoch as usize)?, *a as usize, *b as usize))
        })
    }
}

fn sets_len(epoch: &Epoch) -> usize {
    match epoch {
        Epoch::ChungLu { .. } => 0,
        Epoch::ByClass { sets, .. } => sets.len(),
    }
}

impl Epoch {
    fn expected(&self, a: usize, b: usize) -> f64 {
        match self {
            Epoch::ChungLu { degrees, factor } => f64::from(degrees[a]) * f64::from(degrees[b]) * factor,
            Epoch::ByClass { width, expected, .. } => expected[a * width + b],
        }
    }
}

/// Chooses how to account for an epoch, and does.
fn reckon(margins: &Margins) -> Epoch {
    let items: u32 = margins.degrees.values().sum();
    let touches: f64 = margins.degrees.iter().map(|(degree, items)| f64::from(*degree) * f64::from(*items)).sum();
    let largest = |of: &BTreeMap<u32, u32>| of.keys().next_back().copied().map_or(0.0, f64::from);
    let likeliest = largest(&margins.degrees) * largest(&margins.sizes) / touches.max(1.0);
    if items > EXACT_ITEMS_MAX && likeliest <= CHUNG_LU_CHANCE_MAX {
        let sizes = margins.sizes.iter().flat_map(|(size, sets)| std::iter::repeat_n(*size, *sets as usize));
        return Epoch::ChungLu { degrees: margins.degrees.keys().copied().collect(), factor: chung_lu_factor(sizes) };
    }
    let exact = (items <= EXACT_ITEMS_MAX).then(|| fit_sizes(margins)).flatten();
    let fitted = exact.map(|pairs| (Chances::Pairs(pairs), Way::SizesExact)).or_else(|| {
        let chances = fit_touches(margins)?;
        Some((touches_scaled(margins, chances), Way::MaximumEntropy))
    });
    let (chances, way) = fitted.unwrap_or_else(|| {
        let chance = |degree: &u32, size: &u32| (f64::from(*degree) * f64::from(*size) / touches.max(1.0)).min(1.0);
        let chances: Vec<f64> = margins
            .degrees
            .keys()
            .flat_map(|degree| margins.sizes.keys().map(move |size| chance(degree, size)))
            .collect();
        (touches_scaled(margins, chances), Way::Capped)
    });
    let (width, sets): (usize, Vec<u32>) = (margins.degrees.len(), margins.sizes.values().copied().collect());
    let mut expected = vec![0.0; width * width];
    for a in 0..width {
        for b in 0..width {
            let by_size =
                sets.iter().enumerate().map(|(at, n)| f64::from(*n) * chances.of(width, sets.len(), a, b, at));
            expected[a * width + b] = by_size.sum();
        }
    }
    Epoch::ByClass { width, expected, sets, chances, way }
}

/// Chances of touches, with the scale that gives the pairs of each size their number: of a set whose certain items are
/// removed, `r` are left, and `Σ scale·p·q` over its other pairs must be `r(r-1)`.
fn touches_scaled(margins: &Margins, chances: Vec<f64>) -> Chances {
    let sizes = margins.sizes.len();
    let items: Weights = margins.degrees.values().map(|items| f64::from(*items)).collect();
    let scales = (0..sizes).map(|size| {
        let (mut left, mut squares) = (0.0, 0.0);
        for (class, items) in items.iter().enumerate() {
            let chance = chances[class * sizes + size];
            if chance > 0.0 && chance < 1.0 {
                left += items * chance;
                squares += items * chance * chance;
            }
        }
        let pairs = left * left - squares;
        if pairs > 0.0 { (left * (left - 1.0)).max(0.0) / pairs } else { 0.0 }
    });
    let scales = scales.collect();
    Chances::Touches { chances, scales }
}
