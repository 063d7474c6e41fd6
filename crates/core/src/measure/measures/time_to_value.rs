//! `time-to-value`: how long initiatives take from idea to first value, with the unfinished ones counted rightly.

use onethread_kernel::survival::{Curve, Spell};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::{Initiative, World};

/// With fewer ends than this, a median says more about chance than about the organization.
const EVENTS_MIN: usize = 10;

pub(super) const MEASURE: Measure = Measure {
    key: "time-to-value",
    title: "How long initiatives take from idea to value",
    page: include_str!("time_to_value.md"),
    value: |world| json(&time_to_value(world)),
};

/// Time from the idea to an event, over all initiatives known on the day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TimeToValue {
    /// The event: `first-ship`, the name of the last milestone, or `first-value`.
    pub event: String,
    /// Whether initiatives count only from the day on which the evidence could see them. Without it the figure is the
    /// naive contrast, shown so that nobody has to wonder.
    pub delayed_entry: bool,
    /// Initiatives counted.
    pub n: usize,
    /// Of these, those that reached the event.
    pub events: usize,
    /// Initiatives left out because the event, or the end of observation, came before they were first seen.
    pub left_out: usize,
    /// Days within which half reach the event; absent when it is not reached or was refused.
    pub median_days: Option<i64>,
    /// Lower end of the 95 % interval of the median, in days.
    pub low_days: Option<i64>,
    /// Upper end of the 95 % interval of the median, in days.
    pub high_days: Option<i64>,
    /// Why no median is given.
    pub refused: Option<String>,
    /// The curve at days that people think in; empty when refused.
    pub horizons: Vec<Horizon>,
    /// The curve, one step for each day with an event; empty when refused.
    pub curve: Vec<CurveStep>,
}

/// A step of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CurveStep {
    /// Days since the idea.
    pub days: i64,
    /// Initiatives under observation that had not reached the event before this day.
    pub at_risk: usize,
    /// Initiatives that reached it on this day.
    pub events: usize,
    /// Estimated share that has not reached it after this day, 0 to 1.
    pub open_share: f64,
    /// Lower end of the 95 % band, 0 to 1.
    pub low_share: f64,
    /// Upper end of the 95 % band, 0 to 1.
    pub high_share: f64,
}

/// The curve at one day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Horizon {
    /// Days since the idea.
    pub days: i64,
    /// Estimated share that has reached the event by then, 0 to 1.
    pub reached_share: f64,
    /// Lower end of the 95 % band, 0 to 1.
    pub low_share: f64,
    /// Upper end of the 95 % band, 0 to 1.
    pub high_share: f64,
    /// Initiatives under observation at that age that have not reached it: what the estimate rests on from there.
    pub at_risk: usize,
}

/// Days at which reports read the curve.
const HORIZONS: [i64; 7] = [30, 91, 182, 365, 730, 1095, 1461];

/// Computes the measure: each event with delayed entry, then without.
pub fn time_to_value(world: &World<'_>) -> Vec<TimeToValue> {
    let mut results = Vec::new();
    let milestones = &world.inputs.config.registry.milestones;
    if world.initiatives.iter().any(Initiative::has_target) {
        results.extend(clock(world, "first-ship", Initiative::has_target, Initiative::first_shipped));
        if let Some(last) = milestones.last().filter(|_| milestones.len() > 1) {
            results.extend(clock(world, last, Initiative::has_target, Initiative::last_shipped));
        }
    }
    if world.initiatives.iter().any(|initiative| initiative.value.is_some()) {
        let value = |initiative: &Initiative| initiative.value.as_ref().map(|value| value.value);
        results.extend(clock(world, "first-value", |initiative| initiative.in_org, value));
    }
    results
}

fn clock(
    world: &World<'_>,
    event: &str,
    counts: impl Fn(&Initiative) -> bool,
    reached: impl Fn(&Initiative) -> Option<onethread_model::Day>,
) -> [TimeToValue; 2] {
    let spells = |delayed_entry: bool| -> Vec<Spell> {
        let counted = world.initiatives.iter().filter(|initiative| counts(initiative));
        let spell = |initiative: &Initiative| {
            let created = initiative.created.as_ref()?.value;
            let reached = reached(initiative);
            let end = reached.or(initiative.dropped).unwrap_or(world.day);
            let entry = if delayed_entry { initiative.entered.unwrap_or(created) } else { created };
            Some(Spell {
                entry_days: entry.days_since(created),
                end_days: end.days_since(created),
                happened: reached.is_some(),
            })
        };
        counted.filter_map(spell).collect()
    };
    [true, false].map(|delayed_entry| summarize(event, delayed_entry, &Curve::kaplan_meier(&spells(delayed_entry))))
}

fn summarize(event: &str, delayed_entry: bool, curve: &Curve) -> TimeToValue {
    let refused = if curve.events < EVENTS_MIN {
        Some(format!("{} reached it, and fewer than {EVENTS_MIN} say too little", curve.events))
    } else {
        // A tiny group at the start can bring the curve to zero for ever, although many are still open.
        curve
            .early_collapse
            .map(|day| format!("all of the few seen by day {day} had reached it, so the rest cannot be told"))
    };
    let median = if refused.is_none() { curve.median() } else { Default::default() };
    let steps = if refused.is_none() { curve.steps.as_slice() } else { &[] };
    // Beyond the last day that anybody was watched, the curve says nothing.
    let told = |days: &i64| refused.is_none() && curve.last_day().is_some_and(|last| *days <= last);
    let horizons = HORIZONS.into_iter().filter(told).map(|days| {
        let (open, low, high) = curve.survival_at(days);
        let at_risk = curve.at_risk_at(days);
        Horizon { days, reached_share: 1.0 - open, low_share: 1.0 - high, high_share: 1.0 - low, at_risk }
    });
    let horizons = horizons.collect();
    TimeToValue {
        event: event.to_owned(),
        delayed_entry,
        n: curve.n,
        events: curve.events,
        left_out: curve.dropped,
        median_days: median.days,
        low_days: median.low_days,
        high_days: median.high_days,
        horizons,
        refused,
        curve: steps
            .iter()
            .map(|step| CurveStep {
                days: step.day,
                at_risk: step.at_risk,
                events: step.events,
                open_share: step.survival,
                low_share: step.low,
                high_share: step.high,
            })
            .collect(),
    }
}

impl TimeToValue {
    /// The event as the end of "half ...".
    pub fn event_words(&self) -> String {
        match self.event.as_str() {
            "first-ship" => "ship something first".to_owned(),
            "first-value" => "bring a customer first value".to_owned(),
            milestone => format!("reach {milestone}"),
        }
    }
}
