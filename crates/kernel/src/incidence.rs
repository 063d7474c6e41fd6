//! Time until each of several endings that rule each other out: the Aalen-Johansen estimate.
//!
//! An initiative ends by bringing value or by being given up, and whoever is given up will never bring value. Counting
//! the given-up ones as merely not watched any longer (censored), and taking one minus Kaplan-Meier, would answer how
//! many would have brought value had nobody given up: more than did and more than will. With d_k(u) endings of kind k
//! among r(u) at risk on day u, and S the Kaplan-Meier curve of either ending,
//!
//! ```text
//! F_k(t) = sum over days u <= t of S(u-) d_k(u) / r(u)
//! ```
//!
//! so that all F_k(t) and S(t) add up to 1. Risk sets are those of [`crate::survival`]: entry < t <= end.
//!
//! # Sources
//!
//! - O. O. Aalen and S. Johansen, "An empirical transition matrix for non-homogeneous Markov chains based on censored
//!   observations", Scandinavian Journal of Statistics 5 (1978).
//! - E. Marubini and M. G. Valsecchi, *Analysing Survival Data from Clinical Trials and Observational Studies* (1995),
//!   section 10.2, for the variance.

use crate::survival::{BAND_Z, Curve, Spell};

/// One subject's time under observation, and how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ending {
    /// The day after which the subject is watched. Any integer.
    pub entry_days: i64,
    /// The last day on which the subject is watched. Any integer; a spell that does not end after its entry is dropped.
    pub end_days: i64,
    /// Which kind of ending came on `end_days`; absent when the subject left without one (censored).
    pub kind: Option<u8>,
}

/// The share that has had one kind of ending by a day.
///
/// Ranges: `0 <= low <= share <= high <= 1`, all finite; `events >= 1`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncidenceStep {
    /// The day.
    pub day: i64,
    /// Endings of this kind on the day.
    pub events: usize,
    /// The share that has had it by the end of the day.
    pub share: f64,
    /// The variance of the share.
    pub variance: f64,
    /// Lower end of the pointwise 95 % band, on the log(-log) scale.
    pub low: f64,
    /// Upper end of the band.
    pub high: f64,
}

/// The cumulative incidence of one kind of ending.
#[derive(Clone, Debug, PartialEq)]
pub struct Incidence {
    /// Endings of this kind.
    pub events: usize,
    /// One step for each day with an ending of this kind, ascending.
    pub steps: Vec<IncidenceStep>,
}

/// The curve of either ending, and the incidence of each kind that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Endings {
    /// Kaplan-Meier for whichever ending comes first: the share that is still open.
    pub open: Curve,
    /// In the order in which the kinds were asked for.
    pub kinds: Vec<Incidence>,
}

impl Endings {
    /// Estimates the incidence of these kinds from any number of spells in any order.
    ///
    /// Endings on the same day are tied: each kind takes its part of the same risk set. Kinds that were not asked for
    /// still end spells. No input is an error.
    #[must_use]
    pub fn of(endings: &[Ending], kinds: &[u8]) -> Endings {
        let spell =
            |one: &Ending| Spell { entry_days: one.entry_days, end_days: one.end_days, happened: one.kind.is_some() };
        let open = Curve::kaplan_meier(&endings.iter().map(spell).collect::<Vec<_>>());
        let one = |kind: &u8| {
            let used = endings.iter().filter(|one| one.kind == Some(*kind) && one.entry_days < one.end_days);
            let mut days: Vec<i64> = used.map(|one| one.end_days).collect();
            days.sort_unstable();
            incidence(&open, &days)
        };
        let kinds = kinds.iter().map(one).collect();
        Endings { open, kinds }
    }
}

impl Incidence {
    /// The share that has had this ending by the end of a day, with its band: `(share, low, high)`. It is 0 before the
    /// first and keeps its last value after the last.
    #[must_use]
    pub fn at(&self, day: i64) -> (f64, f64, f64) {
        let reached = self.steps.partition_point(|step| step.day <= day);
        self.steps[..reached].last().map_or((0.0, 0.0, 0.0), |step| (step.share, step.low, step.high))
    }
}

/// The incidence of endings on these days, ascending, along the curve of all endings.
///
/// The variance of F(t) is a sum over days u <= t of
/// (F(t) - F(u))^2 d / (r (r - d)) + S(u-)^2 d_k (r - d_k) / r^3 - 2 (F(t) - F(u)) S(u-) d_k / r^2.
/// Multiplied out it needs only sums up to t, so that all steps together take time in proportion to their number.
fn incidence(open: &Curve, days: &[i64]) -> Incidence {
    let mut steps = Vec::new();
    let (mut before, mut share) = (1.0, 0.0);
    // Sums of c, c F and c F^2 with c = d / (r (r - d)), of the second term, and of the third without and with F.
    let (mut c0, mut c1, mut c2, mut own, mut m0, mut m1) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for step in &open.steps {
        let (r, d) = (step.at_risk as f64, step.events as f64);
        let of_kind = days.partition_point(|day| *day <= step.day) - days.partition_point(|day| *day < step.day);
        let k = of_kind as f64;
        share += before * k / r;
        // Once nobody is spared the curve is zero: nothing rises any more, and the term would count for nothing.
        let c = if r > d { d / (r * (r - d)) } else { 0.0 };
        (c0, c1, c2) = (c0 + c, c1 + c * share, c2 + c * share * share);
        own += before * before * k * (r - k) / (r * r * r);
        let m = before * k / (r * r);
        (m0, m1) = (m0 + m, m1 + m * share);
        before = step.survival;
        if of_kind > 0 {
            let first = c0 * share * share - 2.0 * c1 * share + c2;
            let variance = (first + own - 2.0 * (m0 * share - m1)).max(0.0);
            let (low, high) = log_log(share, variance);
            steps.push(IncidenceStep { day: step.day, events: of_kind, share: share.min(1.0), variance, low, high });
        }
    }
    Incidence { events: days.len(), steps }
}

/// The limits F^w and F^(1/w) with w = exp(z * standard error of ln(-ln F)).
fn log_log(share: f64, variance: f64) -> (f64, f64) {
    if share <= 0.0 || share >= 1.0 {
        return (share.clamp(0.0, 1.0), share.clamp(0.0, 1.0));
    }
    let log = libm::log(share);
    let spread = BAND_Z * libm::sqrt(variance) / (share * -log);
    (libm::exp(log * libm::exp(spread)).min(share), libm::exp(log * libm::exp(-spread)).max(share))
}
