//! `release-lag`: how long changes wait for their release.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::lag::{BLOCKS_MIN, Block, mean_wait, quantile};
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::containment::{CHANGE_SETS_MIN, SEED};
use crate::measure::released::{Days, Released};
use crate::words::plural;

pub(super) const MEASURE: Measure = Measure {
    key: "release-lag",
    title: "How long changes wait for their release",
    page: include_str!("release_lag.md"),
    touches: Touches::Nobody,
    value: |world| json(&release_lag(world, WINDOW_DAYS)),
};

/// How long changes of a window wait for their release.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ReleaseLag {
    /// Days that are looked at.
    pub window_days: i64,
    /// Change-sets that touch anything.
    pub change_sets: usize,
    /// Of these, those of which no source says with which releases they go out.
    pub without: usize,
    /// All streams of releases together.
    pub all: Stream,
    /// Streams of releases, those with the most change-sets first.
    pub streams: Vec<Stream>,
}

/// Releases of one initiative, or of everything at once, and what waits for them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Stream {
    /// `initiative:id`, or `releases` for those that name no initiative.
    pub stream: String,
    /// Releases within the window that carried any change-set.
    pub releases: usize,
    /// Change-sets.
    pub change_sets: usize,
    /// Of these, those that wait still.
    pub open: usize,
    /// Days within which half were released; this and what follows is absent when refused.
    pub median_days: Option<u32>,
    /// Lower end of its 95 % interval.
    pub low_days: Option<u32>,
    /// Upper end of it; absent too where it lies beyond what was seen.
    pub high_days: Option<u32>,
    /// Days within which nine of ten were released; absent too where not so many were.
    pub p90_days: Option<u32>,
    /// Mean days from one release to the next.
    pub cadence_days: Option<f64>,
    /// What changes wait on average that land at any time: half the cadence, and more where that is not regular.
    pub any_time_days: Option<f64>,
    /// Releases of which it is known whether the field answered: those of initiatives with metrics in evidence.
    pub asked_field: usize,
    /// Days from the release to the next value of any metric of the initiative within which half had one.
    pub signal_days: Option<u32>,
    /// Why nothing is reported changes.
    pub refused: Option<String>,
    /// The days of release that carried any, the newest first, with how many.
    #[serde(skip)]
    pub carried: Vec<(Day, usize)>,
    /// Records of these releases.
    #[serde(skip)]
    pub at: Days,
}

/// A stream while it is gathered.
#[derive(Default)]
struct Gathered {
    /// Days waited, by the day of release; without a day what waits still.
    waits: BTreeMap<Option<Day>, Vec<u32>>,
    at: Days,
    gaps: Vec<u32>,
    /// Days from each release to a value of a metric, and whether none came yet.
    signals: Vec<Block>,
}

/// Computes the measure over the last `window_days` days.
pub fn release_lag(world: &World<'_>, window_days: i64) -> ReleaseLag {
    let paths = world.paths_over(window_days);
    let released = Released::of(world);
    let between = paths.between_initiatives(world);
    let mut found = ReleaseLag { window_days, change_sets: paths.sets.len(), ..ReleaseLag::default() };
    let mut streams: BTreeMap<String, Gathered> = BTreeMap::new();
    let mut placed: BTreeSet<_> = BTreeSet::new();
    for (set, at) in between.sets.iter().zip(0..) {
        for item in between.incidence.items_of(at) {
            let Some((id, days)) = released.of.get_key_value(between.name(*item)) else { continue };
            placed.insert(set.change);
            streams.entry(format!("initiative:{id}")).or_default().wait(set.day, days, world.day);
        }
    }
    for set in paths.sets.iter().filter(|set| !placed.contains(&set.change)) {
        match released.common.is_empty() {
            true => found.without += 1,
            false => streams.entry("releases".to_owned()).or_default().wait(set.day, &released.common, world.day),
        }
    }
    let mut all = Gathered::default();
    for (name, mut stream) in streams {
        let id = name.strip_prefix("initiative:");
        stream.follow(id.and_then(|id| released.of.get(id)).unwrap_or(&released.common), id, window_days, world);
        found.streams.push(stream.told(&name));
        all.join(stream);
    }
    found.streams.sort_by(|a, b| b.change_sets.cmp(&a.change_sets).then_with(|| a.stream.cmp(&b.stream)));
    found.all = all.told("all");
    found
}

impl Gathered {
    /// A change-set that landed on a day waits for the next day of release; what lands on one goes out with it.
    fn wait(&mut self, landed: Day, days: &Days, today: Day) {
        let next = days.range(landed..).next().map(|(day, _)| *day);
        let waited = next.unwrap_or(today).days_since(landed);
        self.at.extend(next.and_then(|day| Some((day, *days.get(&day)?))));
        self.waits.entry(next).or_default().push(u32::try_from(waited).unwrap_or(0));
    }

    /// Reads the releases of the window: the days between them, and when the field answered each.
    fn follow(&mut self, days: &Days, initiative: Option<&str>, window_days: i64, world: &World<'_>) {
        let days: Vec<Day> = days.keys().copied().collect();
        let first = days.partition_point(|day| world.day.days_since(*day) >= window_days);
        let gap = |pair: &[Day]| u32::try_from(pair[1].days_since(pair[0])).ok();
        self.gaps = days[first.saturating_sub(1)..].windows(2).filter_map(gap).collect();
        let values: BTreeSet<Day> =
            initiative.into_iter().flat_map(|id| world.metric_points_of(id)).map(|point| point.day).collect();
        if values.is_empty() {
            return;
        }
        for day in &days[first..] {
            let next = values.range(*day..).next();
            let waited = next.copied().unwrap_or(world.day).days_since(*day);
            self.signals.push(Block { days: vec![u32::try_from(waited).unwrap_or(0)], open: next.is_none() });
        }
    }

    fn join(&mut self, other: Gathered) {
        // Two streams that release on a day may follow one calendar: it is one piece of evidence.
        self.at.extend(other.at);
        self.gaps.extend(other.gaps);
        self.signals.extend(other.signals);
        for (day, waits) in other.waits {
            self.waits.entry(day).or_default().extend(waits);
        }
    }

    fn told(&self, name: &str) -> Stream {
        let blocks: Vec<Block> =
            self.waits.iter().map(|(day, days)| Block { days: days.clone(), open: day.is_none() }).collect();
        let carried: Vec<(Day, usize)> =
            self.waits.iter().rev().filter_map(|(day, waits)| Some(((*day)?, waits.len()))).collect();
        let open = self.waits.get(&None).map_or(0, Vec::len);
        let mut found = Stream {
            stream: name.to_owned(),
            releases: carried.len(),
            change_sets: blocks.iter().map(|block| block.days.len()).sum(),
            open,
            asked_field: self.signals.len(),
            carried,
            at: self.at.clone(),
            ..Stream::default()
        };
        found.cadence_days =
            mean_wait(&self.gaps).map(|_| self.gaps.iter().sum::<u32>() as f64 / self.gaps.len() as f64);
        found.any_time_days = mean_wait(&self.gaps);
        if self.signals.len() >= BLOCKS_MIN {
            found.signal_days = quantile(&self.signals, 0.5, SEED).days;
        }
        if found.change_sets < CHANGE_SETS_MIN || found.releases < BLOCKS_MIN {
            found.refused = Some(format!(
                "{} and {}; at least {CHANGE_SETS_MIN} and {BLOCKS_MIN} required",
                plural(found.change_sets, "change-set", "change-sets"),
                plural(found.releases, "release that carried any", "releases that carried any")
            ));
            return found;
        }
        let half = quantile(&blocks, 0.5, SEED);
        (found.median_days, found.low_days, found.high_days) = (half.days, half.low, half.high);
        found.p90_days = quantile(&blocks, 0.9, SEED).days;
        found
    }
}
