//! How strong a dependency is: a share of the needing side's work.

use std::borrow::Cow;
use std::sync::OnceLock;

use onethread_kernel::bootstrap::Block;
use onethread_kernel::weekly::share_of_weeks;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

/// How strong a dependency is: a share of the needing side's work, with its interval.
#[derive(Clone, Debug)]
pub struct Strength {
    /// Of how many pieces of work.
    pub of: usize,
    /// The share that involves the other, 0 to 1.
    pub share: f64,
    weeks: Vec<(i32, Block)>,
    /// It is only worth its time where someone looks.
    interval: OnceLock<Option<(f64, f64)>>,
}

/// The same, as it is reported.
#[derive(Serialize, JsonSchema)]
#[schemars(description = "How strong a dependency is: a share of the needing side's work, with its interval.")]
struct StrengthJson {
    /// Of how many pieces of work.
    of: usize,
    /// The share that involves the other, 0 to 1.
    share: f64,
    /// Lower end of the 95 % interval; absent when too few weeks have work.
    low: Option<f64>,
    /// Upper end of it.
    high: Option<f64>,
}

impl Strength {
    /// From the pieces of work of each week: hits involve the other.
    pub(super) fn of_weeks(weeks: Vec<(i32, Block)>) -> Strength {
        let of: u64 = weeks.iter().map(|(_, week)| week.trials).sum();
        let hits: u64 = weeks.iter().map(|(_, week)| week.hits).sum();
        Strength { of: of as usize, share: hits as f64 / of.max(1) as f64, weeks, interval: OnceLock::new() }
    }

    /// Both ends of the 95 % interval; absent when too few weeks have work.
    pub fn interval(&self) -> Option<(f64, f64)> {
        let known = || share_of_weeks(&self.weeks).map(|share| (share.low, share.high));
        *self.interval.get_or_init(known)
    }
}

impl PartialEq for Strength {
    fn eq(&self, other: &Strength) -> bool {
        self.weeks == other.weeks
    }
}

impl Serialize for Strength {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (low, high) = self.interval().unzip();
        StrengthJson { of: self.of, share: self.share, low, high }.serialize(serializer)
    }
}

impl JsonSchema for Strength {
    fn schema_name() -> Cow<'static, str> {
        "Strength".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        StrengthJson::json_schema(generator)
    }
}
