//! What changes together more than chance explains.
//!
//! Counts of common changes mislead: items that change often, and sets that touch much, bring pairs together without
//! any tie between them. So each count is compared with what chance would give for these degrees and these sizes,
//! within epochs ([`Expectation`]); all pairs are judged at once; and what is reported a pair is how many times
//! likelier than chance its common changes are, drawn towards 1 as far as there is little to go by.
//!
//! What passes is looked at twice more. A hub has company everywhere, and a pair beside one is no tie unless it is
//! closer than the hub and any other (`company`). A project of some weeks brings its items together for as long, and is
//! one piece of evidence (`spells`). Neither makes a probability smaller, so that only pairs that passed need it.
//!
//! ```
//! use onethread_kernel::coupling::{Incidence, Options, coupling};
//!
//! // Items 0 and 1 change together; 2 to 5 change alone or with anything.
//! let sets = (0..120_u32).map(|n| (0, n / 5, match n % 6 { 0 | 1 => vec![0, 1], k => vec![k, (k + n / 6) % 6] }));
//! let found = coupling(&Incidence::new(6, sets), &Options::default());
//! assert_eq!(found.pairs.iter().map(|pair| (pair.a, pair.b)).collect::<Vec<_>>(), [(0, 1)]);
//! ```
//!
//! # Sources
//!
//! - M. E. J. Newman, "Scientific collaboration networks. II", Physical Review E 64 (2001), for the weight `1/(s-1)`.
//! - W. DuMouchel, "Bayesian data mining in large frequency tables", The American Statistician 53 (1999), for the risk
//!   ratio that is drawn towards 1.

mod company;
mod degree;
mod expectation;
mod fit;
mod incidence;
mod pairs;
mod power;
mod ratio;
mod spells;

use crate::discovery::q_values;
use crate::tails::{dispersed_at_least, gamma_lower};
use company::Company;
use spells::Activity;

pub use degree::{Degree, DegreeLimits, degrees};
pub use expectation::{CHUNG_LU_CHANCE_MAX, EXACT_ITEMS_MAX, Expectation, Models, chung_lu};
pub use incidence::Incidence;
pub use pairs::{Counter, JointCounts};
pub use power::visible;
pub use ratio::{RiskRatios, risk_ratio};

/// Items that fewer sets touch are not compared. Tested by `options_draw_their_lines`.
const ITEM_SETS_MIN: u32 = 5;
/// Pairs of fewer common sets are not reported. Tested by `options_draw_their_lines`.
const TOGETHER_MIN: u32 = 3;
/// A set of more items is huge. Tested by `options_draw_their_lines`.
const ORDINARY_MAX: u32 = 100;
/// The share of false discoveries that is put up with. Tested by `options_draw_their_lines`.
const Q_MAX: f64 = 0.05;
/// The smallest lower bound of a risk ratio. Tested by `a_ratio_is_reported_at_the_line_and_not_one_step_below`.
const RATIO_MIN: f64 = 1.25;

/// What is asked of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Items that fewer sets touch are left out of the comparison; they still count for the size of sets.
    pub item_sets_min: u32,
    /// Pairs of fewer common sets are not reported; they still count as compared.
    pub together_min: u32,
    /// A set of more items than this is huge: see [`Counter`].
    pub ordinary_max: u32,
    /// The share of false discoveries that is put up with, above 0 and up to 1.
    pub q_max: f64,
    /// Whether that share must hold whatever the dependence between pairs.
    pub strict: bool,
    /// Whether counts are divided by how much common changes come in bursts.
    pub deflate: bool,
    /// Shape and rate of what is believed of a risk ratio before anything was seen; both positive.
    pub prior: (f64, f64),
    /// The smallest lower bound of a risk ratio that is worth a word; at least 1.
    pub ratio_min: f64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            item_sets_min: ITEM_SETS_MIN,
            together_min: TOGETHER_MIN,
            ordinary_max: ORDINARY_MAX,
            q_max: Q_MAX,
            strict: false,
            deflate: true,
            prior: (2.0, 2.0),
            ratio_min: RATIO_MIN,
        }
    }
}

/// Two items that change together more than chance explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The item with the lower number.
    pub a: u32,
    /// The item with the higher number.
    pub b: u32,
    /// Sets that touch both.
    pub together: u32,
    /// Sets that would by chance.
    pub expected: f64,
    /// The probability that chance gives as many.
    pub p: f64,
    /// The smallest share of false discoveries at which it is one.
    pub q: f64,
    /// How many times likelier than by chance, drawn towards 1.
    pub risk_ratio: f64,
    /// What it exceeds with a probability of 95 %.
    pub risk_ratio_low: f64,
    /// Sets of `s` items counting `1/(s-1)`, less what their strengths let expect.
    pub excess: f64,
}

/// What was found, and what was looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coupling {
    /// Pairs beyond chance, the surest first.
    pub pairs: Vec<Pair>,
    /// Items compared.
    pub items: u32,
    /// Items that too few sets touch.
    pub items_left_out: u32,
    /// Pairs compared: all of these items.
    pub compared: u64,
    /// Pairs that some ordinary set has.
    pub seen: u64,
    /// Of these, pairs that chance may explain.
    pub by_chance: u64,
    /// Pairs beyond chance of too few common sets.
    pub too_few: u64,
    /// Pairs beyond chance whose risk ratio may still be smaller than is worth a word.
    pub not_reliable: u64,
    /// Sets that are huge.
    pub huge: u32,
    /// Variance over mean of counts, from how common changes come in bursts; at least 1.
    pub dispersion: f64,
    /// How chance was computed with.
    pub models: Models,
}

/// Finds the pairs that change together more than chance explains.
#[must_use]
pub fn coupling(incidence: &Incidence, options: &Options) -> Coupling {
    let expectation = Expectation::new(incidence);
    let strengths: Vec<u32> = (0..incidence.items()).map(|item| incidence.strength(item)).collect();
    let twice_all: f64 = strengths.iter().map(|strength| f64::from(*strength)).sum();
    let is_compared = |item: u32| incidence.degree(item) >= options.item_sets_min.max(1);
    let items = (0..incidence.items()).filter(|item| is_compared(*item)).count() as u32;
    let dispersion = if options.deflate { dispersion(incidence, options) } else { 1.0 };
    let mut found = Coupling {
        items,
        items_left_out: (0..incidence.items()).filter(|item| incidence.degree(*item) > 0).count() as u32 - items,
        compared: u64::from(items) * u64::from(items.saturating_sub(1)) / 2,
        huge: (0..incidence.sets()).filter(|set| incidence.size(*set) > options.ordinary_max).count() as u32,
        dispersion,
        models: expectation.models(),
        ..Coupling::default()
    };
    let factor = twice_all.max(1.0);
    let mut counter = Counter::new(incidence, options.ordinary_max);
    let mut ratios = RiskRatios::new(dispersion, options.prior);
    let mut likely = Vec::new();
    for a in (0..incidence.items()).filter(|item| is_compared(*item)) {
        for together in counter.row(a).filter(|together| is_compared(together.other)) {
            let JointCounts { other: b, count, weight, .. } = together;
            found.seen += 1;
            let expected = expectation.together(a, b);
            if f64::from(count) <= expected {
                continue;
            }
            let p = expectation.at_least(a, b, count, dispersion);
            // No step of the procedure accepts a larger one.
            if p > options.q_max {
                continue;
            }
            let chance = f64::from(strengths[a as usize]) * f64::from(strengths[b as usize]) / factor;
            let (risk_ratio, risk_ratio_low) = ratios.of(count, expected);
            let excess = weight - chance;
            likely.push(Pair { a, b, together: count, expected, p, q: 1.0, risk_ratio, risk_ratio_low, excess });
        }
    }
    let judge = |pairs: &mut Vec<Pair>| {
        let probabilities: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
        let q_values = q_values(&probabilities, found.compared, options.strict);
        pairs.iter_mut().zip(q_values).for_each(|(pair, q)| pair.q = q);
        pairs.retain(|pair| pair.q <= options.q_max);
    };
    judge(&mut likely);
    found.dispersion = doubt(&mut likely, incidence, &expectation, options, dispersion);
    judge(&mut likely);
    found.by_chance = found.seen - likely.len() as u64;
    let before = likely.len();
    likely.retain(|pair| pair.together >= options.together_min);
    found.too_few = (before - likely.len()) as u64;
    let before = likely.len();
    likely.retain(|pair| pair.risk_ratio_low >= options.ratio_min.max(1.0));
    found.not_reliable = (before - likely.len()) as u64;
    likely.sort_by(|x, y| y.risk_ratio_low.total_cmp(&x.risk_ratio_low).then((x.a, x.b).cmp(&(y.a, y.b))));
    found.pairs = likely;
    found
}

/// Looks at pairs that passed once more: beside what else the items join, and with spells of weeks as one piece of
/// evidence each. Gives the dispersion that their counts have.
fn doubt(
    pairs: &mut [Pair],
    incidence: &Incidence,
    expectation: &Expectation,
    options: &Options,
    dispersion: f64,
) -> f64 {
    if pairs.is_empty() {
        return dispersion;
    }
    let activity = Activity::of(incidence, options.ordinary_max);
    let variances = pairs.iter().map(|pair| activity.variances(incidence, expectation, pair.a, pair.b));
    let spells = spells::dispersion(variances.collect());
    let dispersion = if options.deflate { dispersion.max(spells) } else { dispersion };
    let company = Company::of(incidence);
    for pair in pairs {
        let count = f64::from(pair.together);
        for guest in [company.guest(pair.a, pair.b), company.guest(pair.b, pair.a)] {
            pair.expected = pair.expected.max(guest.expected);
            let scale = dispersion * guest.variance / guest.mean;
            let is_known = guest.mean > 0.0 && scale > 0.0;
            let p = if is_known { gamma_lower(count / scale, guest.mean / scale) } else { 1.0 };
            pair.p = pair.p.max(p);
        }
        pair.p = pair.p.max(dispersed_at_least(pair.together, pair.expected, dispersion));
        (pair.risk_ratio, pair.risk_ratio_low) = risk_ratio(pair.together, pair.expected, dispersion, options.prior);
    }
    dispersion
}

/// Variance over mean of the common changes of a pair, from how much they fall into the same blocks.
///
/// If common changes came one by one, two of a pair would fall into one block as often as any two changes of an epoch
/// do. What is beyond that comes in bursts. Only when they come is looked at, never how many there are, so that ties
/// between items do not pass for bursts.
fn dispersion(incidence: &Incidence, options: &Options) -> f64 {
    let in_one_block = in_one_block(incidence, options.ordinary_max);
    let mut counter = Counter::new(incidence, options.ordinary_max);
    let (mut count, mut in_block, mut in_epoch) = (0.0, 0.0, 0.0);
    for item in 0..incidence.items() {
        for together in counter.row(item) {
            count += f64::from(together.count);
            in_block += together.in_block as f64;
            in_epoch += together.in_epoch as f64;
        }
    }
    if count == 0.0 || in_one_block >= 1.0 {
        return 1.0;
    }
    let burst = (in_block - in_epoch * in_one_block) / (1.0 - in_one_block);
    (1.0 + burst / count).max(1.0)
}

/// How likely two common changes of a pair fall into one block, when they fall into sets of an epoch by chance: a set
/// of `s` items is `s(s-1)` times as likely as another, and none has both.
fn in_one_block(incidence: &Incidence, ordinary_max: u32) -> f64 {
    let (mut same, mut all) = (0.0, 0.0);
    let (mut in_block, mut in_epoch, mut twice) = (0.0, 0.0, 0.0);
    let mut last = None;
    for set in (0..incidence.sets()).chain([u32::MAX]) {
        let at = (set < u32::MAX).then(|| (incidence.epoch_of(set), incidence.block_of(set)));
        if at != last {
            same += in_block * in_block;
            in_block = 0.0;
            if at.map(|at| at.0) != last.map(|last: (u32, u32)| last.0) {
                all += in_epoch * in_epoch;
                in_epoch = 0.0;
            }
            last = at;
        }
        let size = f64::from(incidence.size(set));
        if at.is_some() && size <= f64::from(ordinary_max) {
            let pairs = size * (size - 1.0);
            in_block += pairs;
            in_epoch += pairs;
            twice += pairs * pairs;
        }
    }
    if all > twice { (same - twice) / (all - twice) } else { 1.0 }
}
