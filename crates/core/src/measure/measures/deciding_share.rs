//! `deciding-share`: of the days from idea to value, how many passed before the commitment.

use onethread_kernel::bootstrap::{Block, share_of_blocks};
use onethread_kernel::survival::{Band, Curve, Estimate, Spell};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::{Initiative, World};
use crate::words::{days, interval, percent, plural};

/// With fewer initiatives a median and a share say more about chance than about the organization.
const INITIATIVES_MIN: usize = 10;
/// Any number does; a fixed one gives the same interval every time.
const SEED: u64 = 20_260_724;

pub(super) const MEASURE: Measure = Measure {
    key: "deciding-share",
    title: "Share of time-to-value before the commitment",
    page: include_str!("deciding_share.md"),
    touches: Touches::Nobody,
    value: |world| json(&deciding_share(world, None)),
};

/// Days before and after the commitment, over initiatives that got there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct DecidingShare {
    /// Initiatives with an idea, a commitment and an arrival, in this order.
    pub n: usize,
    /// Initiatives that got there and say no commitment, or one out of order.
    pub left_out: usize,
    /// Of these, those committed to before or on the day their registry's entry was first seen: nothing of their
    /// deciding was seen but the day on which they say they began.
    pub committed_when_first_seen: usize,
    /// Days from the idea to the commitment.
    pub deciding: Days,
    /// Days from the commitment to the first value, else to the first release.
    pub doing: Days,
    /// All days before the commitment / all days, 0 to 1; absent with fewer than ten initiatives.
    pub share: Option<f64>,
    /// Lower end of the 95 % interval, 0 to 1.
    pub low_share: Option<f64>,
    /// Upper end of the 95 % interval, 0 to 1.
    pub high_share: Option<f64>,
}

/// A median of finished spans with its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Days {
    /// The median, in days; of an even number the mean of the two in the middle, rounded down. Absent with fewer than
    /// ten.
    pub median_days: Option<i64>,
    /// Lower end of the 95 % interval, in days.
    pub low_days: Option<i64>,
    /// Upper end of the 95 % interval, in days.
    pub high_days: Option<i64>,
}

/// Computes the measure, over all ideas or over those of so many days up to the day of the world.
pub fn deciding_share(world: &World<'_>, over_days: Option<i64>) -> DecidingShare {
    let is_recent = |initiative: &&Initiative| {
        let created = initiative.created.as_ref().map(|at| world.day.days_since(at.value));
        created.is_some_and(|age| over_days.is_none_or(|days| age < days))
    };
    let mut spans: Vec<(i64, i64)> = Vec::new();
    let (mut left_out, mut at_entry) = (0, 0);
    for initiative in world.initiatives.iter().filter(is_recent) {
        let (Some(created), Some(arrived)) = (&initiative.created, initiative.arrived()) else { continue };
        let committed = initiative.committed.as_ref().map(|at| at.value);
        match committed.map(|committed| (committed.days_since(created.value), arrived.days_since(committed))) {
            Some((deciding, doing)) if deciding >= 0 && doing >= 0 => {
                spans.push((deciding, doing));
                at_entry += usize::from(initiative.in_registry && committed <= initiative.entered);
            }
            _ => left_out += 1,
        }
    }
    let mut found =
        DecidingShare { n: spans.len(), left_out, committed_when_first_seen: at_entry, ..DecidingShare::default() };
    if spans.len() < INITIATIVES_MIN {
        return found;
    }
    found.deciding = median(spans.iter().map(|(deciding, _)| *deciding).collect());
    found.doing = median(spans.iter().map(|(_, doing)| *doing).collect());
    // All days of one initiative belong together.
    let block = |(deciding, doing): &(i64, i64)| Block {
        hits: deciding.unsigned_abs(),
        trials: deciding.unsigned_abs() + doing.unsigned_abs(),
    };
    if let Some(share) = share_of_blocks(&spans.iter().map(block).collect::<Vec<_>>(), SEED) {
        (found.share, found.low_share, found.high_share) = (Some(share.share), Some(share.low), Some(share.high));
    }
    found
}

fn median(mut days: Vec<i64>) -> Days {
    days.sort_unstable();
    let spells: Vec<Spell> =
        days.iter().map(|days| Spell { entry_days: -1, end_days: *days, happened: true }).collect();
    let Estimate { low_days, high_days, .. } = Curve::with_band(&spells, Band::Fitting).median();
    let middle = days.len() / 2;
    let median = if days.len() % 2 == 1 { days[middle] } else { (days[middle - 1] + days[middle]) / 2 };
    Days {
        median_days: Some(median),
        low_days: low_days.map(|low| low.min(median)),
        high_days: high_days.map(|high| high.max(median)),
    }
}

impl DecidingShare {
    /// What was found, as a sentence without a full stop; absent where it was refused.
    pub fn words(&self) -> Option<String> {
        let (share, deciding, doing) = (self.share?, self.deciding.median_days?, self.doing.median_days?);
        let range = match (self.low_share, self.high_share) {
            (Some(low), Some(high)) => format!(" ({})", interval(&percent(low), &percent(high))),
            _ => String::new(),
        };
        Some(format!(
            "In {} that got there, {}{range} of the days passed before the commitment: median {} to the commitment and \
             {} from there to value; unfinished initiatives are not in these medians, and {} had committed when first \
             recorded",
            plural(self.n, "initiative", "initiatives"),
            percent(share),
            days(deciding),
            days(doing),
            self.committed_when_first_seen
        ))
    }
}
