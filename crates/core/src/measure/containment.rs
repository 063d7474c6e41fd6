//! How much of what changes stays within some paths, with an interval, and beside what their number alone would bring.

use std::collections::BTreeMap;

use onethread_kernel::bootstrap::Block;
use onethread_kernel::coupling::Incidence;
use onethread_kernel::separability::{Activity, Part, containment};
pub use onethread_kernel::weekly::WEEKS_MIN;
use onethread_kernel::weekly::share_of_weeks;
use schemars::JsonSchema;
use serde::Serialize;

use super::cochange::week_of;

/// With fewer change-sets than this, an interval leaves nearly every answer open.
pub const CHANGE_SETS_MIN: usize = 30;
/// Paths drawn at random in place of those looked at. With so many, no probability is below a quarter of a percent.
pub const DRAWS: u32 = 399;
/// Any number does; a fixed one gives the same interval every time.
pub(crate) const SEED: u64 = 20_260_630;

/// How much stays inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Containment {
    /// Change-sets that touch it or name it.
    pub change_sets: usize,
    /// Of these, those that touch nothing else.
    pub inside: usize,
    /// Weeks with any.
    pub weeks: usize,
    /// `inside / change_sets`, 0 to 1; this and what follows is absent when there are too few.
    pub share: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// The mean share of as many paths, changed about as often, drawn at random.
    pub by_chance: Option<f64>,
    /// `(share - by_chance) / (1 - by_chance)`: 1 when everything stays, 0 as by chance, and below for less than that.
    pub beyond_chance: Option<f64>,
    /// `share - by_chance` in standard deviations of drawn paths; absent when all draws are alike.
    pub z: Option<f64>,
    /// The share of draws that keep as much inside, 0 to 1.
    pub p: Option<f64>,
}

impl Containment {
    /// Looks at a part of an incidence, of which this is the activity.
    pub fn of(incidence: &Incidence, activity: &Activity, part: Part<'_>) -> Containment {
        let (mut found, weeks) = Containment::beside_chance(incidence, activity, part);
        if let Some(share) = (!found.is_thin()).then(|| share_of_weeks(&weeks)).flatten() {
            (found.share, found.low, found.high) = (Some(share.share), Some(share.low), Some(share.high));
        }
        found
    }

    /// The same without a share, with the weeks that it would be taken of: what chance alone would keep inside.
    pub fn beside_chance(
        incidence: &Incidence,
        activity: &Activity,
        part: Part<'_>,
    ) -> (Containment, Vec<(i32, Block)>) {
        let mut touched: BTreeMap<u32, u32> = BTreeMap::new();
        let sets = part.items.iter().flat_map(|item| incidence.sets_of(*item));
        sets.for_each(|set| *touched.entry(*set).or_default() += 1);
        for set in part.sets.iter().filter(|set| incidence.size(**set) > 0) {
            touched.entry(*set).or_default();
        }
        let mut weeks: BTreeMap<i32, Block> = BTreeMap::new();
        for (set, held) in &touched {
            let week = weeks.entry(week_of(incidence, *set)).or_default();
            week.trials += 1;
            week.hits += u64::from(*held == incidence.size(*set));
        }
        let mut found = Containment {
            change_sets: touched.len(),
            inside: weeks.values().map(|week| week.hits as usize).sum(),
            weeks: weeks.len(),
            ..Containment::default()
        };
        let weeks: Vec<(i32, Block)> = weeks.into_iter().collect();
        if found.is_thin() {
            return (found, weeks);
        }
        if let Some(chance) = containment(incidence, activity, part, 1, DRAWS, SEED) {
            (found.by_chance, found.beyond_chance) = (Some(chance.by_chance), chance.beyond_chance);
            (found.z, found.p) = (chance.z, Some(chance.p));
        }
        (found, weeks)
    }

    /// Whether there is too little to tell a share of.
    fn is_thin(&self) -> bool {
        self.change_sets < CHANGE_SETS_MIN || self.weeks < WEEKS_MIN
    }

    /// Why no share is reported; `None` when it is.
    pub fn refused(&self) -> Option<String> {
        let sets = crate::words::plural(self.change_sets, "change-set", "change-sets");
        let weeks = crate::words::plural(self.weeks, "week", "weeks");
        let why = format!("{sets} over {weeks}; at least {CHANGE_SETS_MIN} over {WEEKS_MIN} weeks required");
        self.is_thin().then_some(why)
    }
}
