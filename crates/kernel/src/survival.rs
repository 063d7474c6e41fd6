//! Time until an event: the Kaplan-Meier estimate with delayed entry and right censoring.
//!
//! A subject is watched over a [`Spell`]: from the day after `entry_days` up to and including
//! `end_days`. It may be seen late (delayed entry, also called left truncation) and it may leave
//! before anything happened (right censoring). At an event day t the risk set is everyone with
//! entry < t <= end, and
//!
//! ```text
//! S(t) = product over event days u <= t of (1 - d(u) / r(u))
//! ```
//!
//! with d(u) events among r(u) subjects at risk. Leaving out those that have not finished would make
//! everything look quicker than it is; counting late entrants before they entered would make it look
//! slower, because nobody whose event came before entry could ever have been seen.
//!
//! Three things the numbers cannot say by themselves:
//!
//! - With delayed entry, S(t) speaks of subjects that are still waiting at the smallest entry. Late
//!   entry and late leaving must have nothing to do with how soon the event would come.
//! - A thin risk set early on can drive the curve to zero for ever. See [`Curve::early_collapse`].
//! - A day on which nobody is watched says nothing; the curve is flat there. See
//!   [`Curve::at_risk_at`] and [`Curve::last_day`].
//!
//! # Sources
//!
//! - E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958).
//! - M. Greenwood, "The natural duration of cancer" (1926), for the variance.
//! - J. D. Kalbfleisch and R. L. Prentice, *The Statistical Analysis of Failure Time Data*, 2nd ed.
//!   (2002), section 1.4, for the log-log band.
//! - J. P. Klein and M. L. Moeschberger, *Survival Analysis*, 2nd ed. (2003), section 4.5, for the error of
//!   the restricted mean; section 4.6, for the risk set under delayed entry and for the early collapse.
//! - M. P. Fay, E. H. Brittain and M. A. Proschan, "Pointwise confidence intervals for a survival distribution
//!   with small samples or heavy censoring", Biostatistics 14 (2013), for the beta product band.

mod band;

use band::Moments;
pub use band::{Band, LOG_LOG_EVENTS_MIN, LOG_LOG_SPARED_MIN};

use crate::distributions::student;

/// The pointwise confidence level of every band in this module.
pub const BAND_LEVEL: f64 = 0.95;

/// The standard normal quantile at `(1 + BAND_LEVEL) / 2`.
pub const BAND_Z: f64 = 1.959_963_984_540_054;

/// How far above a level a curve may lie and still count as having reached it.
///
/// A product such as 3/4 * 2/3 can come out a hair above one half. Without this allowance a quantile
/// would jump to the next event day, or to "never", by rounding alone.
const LEVEL_TOLERANCE: f64 = 1e-9;

/// One subject's time under observation, in whole days since the subject's own day zero.
///
/// The subject is at risk on day t when `entry_days < t <= end_days`. A subject watched from its day
/// zero has `entry_days` 0; an event on day zero itself is therefore not observable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spell {
    /// The day after which the subject is watched. Any integer.
    pub entry_days: i64,
    /// The last day on which the subject is watched. Any integer; a spell that does not end after
    /// its entry is dropped.
    pub end_days: i64,
    /// Whether the event happened on `end_days`. If not, the subject left without it (censored).
    pub happened: bool,
}

/// What happened on one event day.
///
/// Ranges: `events >= 1`, `at_risk >= events`, `0 <= low <= survival <= high <= 1`, all finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The event day.
    pub day: i64,
    /// Subjects with entry < `day` <= end.
    pub at_risk: usize,
    /// Subjects at risk whose event came on `day`.
    pub events: usize,
    /// The estimated share still waiting after `day`.
    pub survival: f64,
    limits: Limits,
}

impl Step {
    /// The lower limit of the band at [`BAND_LEVEL`].
    #[must_use]
    pub fn low(&self) -> f64 {
        match self.limits {
            Limits::LogLog { low, .. } => low,
            Limits::BetaProduct { product, at_risk_next } => product.low(at_risk_next).min(self.survival),
        }
    }

    /// The upper limit of the band at [`BAND_LEVEL`].
    #[must_use]
    pub fn high(&self) -> f64 {
        match self.limits {
            Limits::LogLog { high, .. } => high,
            Limits::BetaProduct { product, .. } => product.high().max(self.survival),
        }
    }

    /// What the beta product band needs, where it is used.
    fn exact(&self) -> Option<Moments> {
        match self.limits {
            Limits::LogLog { .. } => None,
            Limits::BetaProduct { product, .. } => Some(product),
        }
    }
}

/// Limits of a band after a step, or what they follow from: those of the beta product take a search each.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Limits {
    LogLog { low: f64, high: f64 },
    BetaProduct { product: Moments, at_risk_next: usize },
}

/// A day read off a curve, with the days read off its band.
///
/// Where two of the three exist, `low_days <= days <= high_days`. `None` means that the curve, or
/// that limit of its band, does not get so far within the observation: "later than we have seen".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Estimate {
    /// The day at which the curve reaches the level.
    pub days: Option<i64>,
    /// The day at which the lower limit of the band reaches the level.
    pub low_days: Option<i64>,
    /// The day at which the upper limit of the band reaches the level.
    pub high_days: Option<i64>,
}

/// A Kaplan-Meier curve with its band and its risk sets.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Subjects used: those whose spell ends after its entry.
    pub n: usize,
    /// Subjects used whose event was observed.
    pub events: usize,
    /// Subjects not used because their spell ended on or before the day they entered.
    pub dropped: usize,
    /// One step for each distinct event day, ascending. Empty when nothing happened.
    pub steps: Vec<Step>,
    /// The day on which the curve fell to zero although some subjects were watched after it.
    ///
    /// This happens only with delayed entry: on that day all who had entered had their event, so the
    /// product is zero and stays zero, whatever is learned from those who entered later. Everything
    /// the curve says from this day on is an accident of who was watched early. A caller should
    /// refuse to report from it, or restrict the question to subjects still waiting at a day by
    /// which enough of them are watched.
    pub early_collapse: Option<i64>,
    /// Entry days of the subjects used, ascending.
    entries: Vec<i64>,
    /// End days of the subjects used, ascending.
    ends: Vec<i64>,
    /// How the band was made.
    band: Band,
}

/// A restricted mean with its error and interval, in days.
///
/// Ranges: `0 <= low_days <= days <= high_days <= tau_days`, all finite; `error_days` >= 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestrictedMean {
    /// Days spent waiting, on average, out of the first `tau_days`.
    pub days: f64,
    /// Its standard error.
    pub error_days: f64,
    /// Lower end of the interval at [`BAND_LEVEL`].
    pub low_days: f64,
    /// Upper end of the interval at [`BAND_LEVEL`].
    pub high_days: f64,
    /// The horizon.
    pub tau_days: i64,
    /// Events up to the horizon: what the interval rests on.
    pub events: usize,
}

impl Curve {
    /// Estimates the curve from any number of spells in any order, in O(n log n).
    ///
    /// Events on the same day are tied and make one step. A subject censored on an event day is at
    /// risk on it; a subject that enters on an event day is not.
    ///
    /// The band is pointwise, from Greenwood's variance on the log(-log) scale, which keeps its limits
    /// within [0, 1]. Where the curve is 1 the limits are 1, and where it is 0 (Greenwood's variance
    /// is then infinite) they are 0: such limits are conventions and carry no confidence.
    ///
    /// No input is an error. Without usable spells the curve has `n` 0 and no steps.
    #[must_use]
    pub fn kaplan_meier(spells: &[Spell]) -> Self {
        Curve::with_band(spells, Band::LogLog)
    }

    /// The same curve with another band around it.
    #[must_use]
    pub fn with_band(spells: &[Spell], band: Band) -> Self {
        let mut entries = Vec::with_capacity(spells.len());
        let mut ends = Vec::with_capacity(spells.len());
        let mut event_days = Vec::new();
        for spell in spells.iter().filter(|s| s.entry_days < s.end_days) {
            entries.push(spell.entry_days);
            ends.push(spell.end_days);
            if spell.happened {
                event_days.push(spell.end_days);
            }
        }
        entries.sort_unstable();
        ends.sort_unstable();
        event_days.sort_unstable();

        let mut steps: Vec<Step> = Vec::new();
        let mut survival = 1.0;
        // Greenwood's sum of d / (r (r - d)): the variance of ln S. Infinite once nobody is spared, but
        // the curve is zero from there on and the band no longer asks for it.
        let mut log_variance = 0.0;
        let (mut product, mut events_so_far) = (Moments::ONE, 0);
        for tied in event_days.chunk_by(|a, b| a == b) {
            let Some(&day) = tied.first() else { continue };
            let events = tied.len();
            let at_risk = count_at_risk(&entries, &ends, day);
            let spared = at_risk.saturating_sub(events) as f64;
            survival *= spared / at_risk as f64;
            log_variance += events as f64 / (at_risk as f64 * spared);
            (product, events_so_far) = (product.at_risk_after(at_risk, events), events_so_far + events);
            let limits = if band.is_exact(events_so_far, at_risk.saturating_sub(events)) {
                let at_risk_next = count_at_risk(&entries, &ends, day.saturating_add(1));
                Limits::BetaProduct { product, at_risk_next }
            } else {
                let (low, high) = band::log_log(survival, log_variance);
                Limits::LogLog { low, high }
            };
            steps.push(Step { day, at_risk, events, survival, limits });
        }

        let early_collapse = steps
            .iter()
            .find(|step| step.survival <= 0.0)
            .map(|step| step.day)
            .filter(|&day| ends.last().is_some_and(|&last| last > day));
        Self {
            n: entries.len(),
            events: event_days.len(),
            dropped: spells.len() - entries.len(),
            steps,
            early_collapse,
            entries,
            ends,
            band,
        }
    }

    /// The number of subjects with entry < `day` <= end, in O(log n). Any day may be asked for.
    #[must_use]
    pub fn at_risk_at(&self, day: i64) -> usize {
        count_at_risk(&self.entries, &self.ends, day)
    }

    /// The last day on which any subject is watched, or `None` without subjects.
    ///
    /// Beyond it nothing is known. [`Curve::survival_at`] and [`Curve::rmst`] then go on with the last
    /// value, so a caller that asks for more should refuse.
    #[must_use]
    pub fn last_day(&self) -> Option<i64> {
        self.ends.last().copied()
    }

    /// How the band was made.
    #[must_use]
    pub fn band(&self) -> Band {
        self.band
    }

    /// The share still waiting after `day`, with its band: `(survival, low, high)`, each in [0, 1].
    ///
    /// The curve is a step function: it holds its value from one event day to the next, is 1 before the
    /// first (and everywhere when nothing happened), and keeps its last value beyond
    /// [`Curve::last_day`]. So does the log-log band, in O(log n). The lower limit of the beta product
    /// band falls with every subject that leaves, and is 0 where nobody is watched.
    #[must_use]
    pub fn survival_at(&self, day: i64) -> (f64, f64, f64) {
        let reached = self.steps.partition_point(|step| step.day <= day);
        let step = self.steps[..reached].last();
        let survival = step.map_or(1.0, |step| step.survival);
        let next = || self.at_risk_at(day.saturating_add(1));
        let low = match self.exact_after(reached) {
            Some(product) => product.low(next()).min(survival),
            None => step.map_or(1.0, Step::low),
        };
        (survival, low, step.map_or(1.0, Step::high))
    }

    /// What the beta product band needs after so many steps, where it is used.
    fn exact_after(&self, steps: usize) -> Option<Moments> {
        match steps.checked_sub(1) {
            None => self.band.is_exact(0, usize::MAX).then_some(Moments::ONE),
            Some(last) => self.steps.get(last).and_then(Step::exact),
        }
    }

    /// The day by which half of the subjects have had the event: [`Curve::quantile`] of 0.5.
    #[must_use]
    pub fn median(&self) -> Estimate {
        self.quantile(0.5)
    }

    /// The day by which a share `p` of the subjects has had the event.
    ///
    /// It is the first event day on which the curve is at most `1 - p`; its interval is the first
    /// such day of the lower and of the upper limit of the band (Brookmeyer and Crowley, Biometrics 38,
    /// 1982, on the log-log scale). Where the curve stays exactly on the level for a while this is
    /// the first day of that stretch, not its middle.
    ///
    /// The upper limit of the log-log band is never taken from a day on which the curve is zero, since
    /// there is no band there: `high_days` is then `None`.
    ///
    /// `p` lies in (0, 1]; for any other value, NaN included, all three days are `None`. Levels are met
    /// to within 1e-9. If [`Curve::early_collapse`] is set, `days` may be an artifact.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Estimate {
        if !(p > 0.0 && p <= 1.0) {
            return Estimate::default();
        }
        let level = 1.0 - p;
        let first = |reached: &dyn Fn(&Step) -> bool| self.steps.iter().find(|step| reached(step)).map(|step| step.day);
        let days = first(&|step| band::reached(step.survival, level));
        let low_days = match self.band {
            Band::LogLog => first(&|step| band::reached(step.low(), level)),
            _ => self.first_low(level),
        };
        let high_days = first(&|step| match step.exact() {
            None => step.survival > 0.0 && band::reached(step.high(), level),
            // No limit lies on the wrong side of the curve, as in `Step::high`.
            Some(product) => band::reached(step.survival, level) && product.high_reaches(level),
        });
        Estimate { days, low_days: low_days.or(days), high_days }
    }

    /// The first day on which the lower limit is at most `level`. That of the beta product falls on days on which
    /// someone leaves, with the event or without.
    fn first_low(&self, level: f64) -> Option<i64> {
        let mut days = self.ends.clone();
        days.dedup();
        days.into_iter().find(|&day| {
            let reached = self.steps.partition_point(|step| step.day <= day);
            let step = self.steps[..reached].last();
            match self.exact_after(reached) {
                Some(product) => {
                    step.is_some_and(|step| band::reached(step.survival, level))
                        || product.low_reaches(self.at_risk_at(day.saturating_add(1)), level)
                }
                None => step.is_some_and(|step| band::reached(step.low(), level)),
            }
        })
    }

    /// The restricted mean: the days spent waiting, on average, out of the first `tau_days` days.
    ///
    /// It is the area under the curve from day 0 to day `tau_days`, in days: between 0 and `tau_days`,
    /// and 0 when `tau_days` is not positive. Unlike the median it always exists, but it means
    /// something only when `tau_days` does not lie beyond [`Curve::last_day`].
    #[must_use]
    pub fn rmst(&self, tau_days: i64) -> f64 {
        let mut area_days = 0.0;
        let mut from = 0;
        let mut survival = 1.0;
        for step in self.steps.iter().take_while(|step| step.day < tau_days) {
            if step.day > from {
                area_days += survival * step.day.abs_diff(from) as f64;
                from = step.day;
            }
            survival = step.survival;
        }
        if tau_days > from {
            area_days += survival * tau_days.abs_diff(from) as f64;
        }
        area_days
    }

    /// The restricted mean with its standard error and interval; `None` without an event on or before `tau_days`, with
    /// fewer than two of them, or when `tau_days` lies beyond [`Curve::last_day`] or is not positive.
    ///
    /// The error is Greenwood's: each event day adds the square of the area still to come, weighted with
    /// d / (r (r - d)). The interval takes Student's t for the number of events less one, and widens the
    /// error by events / (events - 1), which is what it lacks with few of them (Klein and Moeschberger).
    #[must_use]
    pub fn restricted_mean(&self, tau_days: i64) -> Option<RestrictedMean> {
        let days = self.rmst(tau_days);
        let seen = self.steps.partition_point(|step| step.day <= tau_days);
        let steps = &self.steps[..seen];
        let events: usize = steps.iter().map(|step| step.events).sum();
        if tau_days <= 0 || events < 2 || self.last_day()? < tau_days {
            return None;
        }
        let (mut variance, mut to_come, mut upper) = (0.0, 0.0, tau_days);
        for step in steps.iter().rev() {
            to_come += step.survival * upper.max(0).abs_diff(step.day.max(0)) as f64;
            upper = step.day;
            let (r, d) = (step.at_risk as f64, step.events as f64);
            // Once nobody is spared, no area is left to come.
            if r > d {
                variance += to_come * to_come * d / (r * (r - d));
            }
        }
        let error_days = libm::sqrt(variance);
        let few = events as f64 / (events as f64 - 1.0);
        let half = student(BAND_LEVEL, events as f64 - 1.0) * error_days * libm::sqrt(few);
        let (low_days, high_days) = ((days - half).max(0.0), (days + half).min(tau_days as f64));
        Some(RestrictedMean { days, error_days, low_days, high_days, tau_days, events })
    }
}

/// Counts subjects with entry < `day` <= end. Both slices are ascending and of one length.
///
/// Every entry lies before its own end, so those who have left by `day` are among those who have
/// entered, and the difference of two counts is enough.
fn count_at_risk(entries: &[i64], ends: &[i64], day: i64) -> usize {
    let entered = entries.partition_point(|&entry| entry < day);
    let left = ends.partition_point(|&end| end < day);
    entered.saturating_sub(left)
}
