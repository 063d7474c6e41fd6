//! `time-to-value`: how long initiatives take from idea to first value, with the unfinished ones counted rightly.

use onethread_kernel::incidence::{Ending, Endings};
use onethread_kernel::survival::{Band, Curve, Spell};
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::{Initiative, World};

/// With fewer ends than this, a median says more about chance than about the organization.
pub const EVENTS_MIN: usize = 10;

/// A day is reported while so many are still followed: with fewer, whether anybody is left depends on the waits
/// themselves, and the interval covers less than it promises.
pub const FOLLOWED_MIN: usize = 5;

/// Kinds of endings: one brings what is waited for, the other rules it out.
const REACHED: u8 = 1;
const GIVEN_UP: u8 = 2;

pub(super) const MEASURE: Measure = Measure {
    key: "time-to-value",
    title: "How long initiatives take from idea to value",
    page: include_str!("time_to_value.md"),
    value: |world| json(&clocks(world, None)),
};

/// Time from the idea to an event, over all initiatives known on the day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TimeToValue {
    /// The event: `first-ship`, the name of the last milestone, `first-value`, or `first-feature` where no first value
    /// is stated anywhere.
    pub event: String,
    /// The day from which days count: `idea`, `commitment` or `first-change`.
    pub clock: Clock,
    /// Whether initiatives count only from the day on which the evidence could see them. Without it the figure is the
    /// naive contrast, shown so that nobody has to wonder.
    pub delayed_entry: bool,
    /// Initiatives counted.
    pub n: usize,
    /// Of these, those that reached the event.
    pub events: usize,
    /// Of these, those that were given up before: they will never reach it.
    pub given_up: usize,
    /// Of those that are neither, the stalled ones: without a sign of life for longer than is usual. They count as
    /// unfinished, since dormancy ends. Absent where no sign of life tells.
    pub dormant: Option<usize>,
    /// Initiatives left out because the event, or the end of observation, came before they were first seen.
    pub left_out: usize,
    /// Days within which half reach the event; absent when it is not reached or was refused.
    pub median_days: Option<i64>,
    /// Lower end of the 95 % interval of the median, in days.
    pub low_days: Option<i64>,
    /// Upper end of the 95 % interval of the median, in days.
    pub high_days: Option<i64>,
    /// The restricted mean; absent when refused, or where no horizon is reported.
    pub mean: Option<Mean>,
    /// Why no median is given.
    pub refused: Option<String>,
    /// The curve at days that people think in; empty when refused.
    pub horizons: Vec<Horizon>,
    /// The curve, one step for each day with an event; empty when refused.
    pub curve: Vec<CurveStep>,
}

/// The day from which days count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// The day the idea was recorded.
    Idea,
    /// The day it was committed to.
    Commitment,
    /// The day of the first change for it.
    FirstChange,
}

/// The restricted mean: days spent waiting, on average, out of the first `horizon_days`. It exists where a median may
/// not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Mean {
    /// The horizon, in days.
    pub horizon_days: i64,
    /// The mean, in days, 0 to the horizon.
    pub mean_days: f64,
    /// Lower end of the 95 % interval, in days.
    pub low_days: f64,
    /// Upper end of the 95 % interval, in days.
    pub high_days: f64,
    /// Events up to the horizon.
    pub events: usize,
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
    /// Estimated share that has reached it by then when giving up rules it out (Aalen-Johansen), 0 to 1. It is at most
    /// `reached_share`, which asks how many would have if nobody had given up.
    pub brought_share: f64,
    /// Lower end of its 95 % band, 0 to 1.
    pub brought_low_share: f64,
    /// Upper end of its 95 % band, 0 to 1.
    pub brought_high_share: f64,
    /// Estimated share that was given up by then, 0 to 1.
    pub given_up_share: f64,
}

/// Days at which reports read the curve.
const HORIZONS: [i64; 7] = [30, 91, 182, 365, 730, 1095, 1461];

/// The clock from the idea: each event with delayed entry, then without.
pub fn time_to_value(world: &World<'_>) -> Vec<TimeToValue> {
    let computed = events(world).into_iter();
    computed
        .flat_map(|event| {
            [true, false].map(|delayed| {
                TtvQuery { event, clock: Clock::Idea, delayed, finished: false, from: None }.compute(world)
            })
        })
        .collect()
}

/// All three clocks: that from the idea as [`time_to_value`] gives it, then those from the commitment and from the
/// first change, with delayed entry, where any initiative says when that was. With a number of days, only what was seen
/// in that many days up to the day of the world.
pub fn clocks(world: &World<'_>, over_days: Option<i64>) -> Vec<TimeToValue> {
    let back = |days: i64| world.day.plus_days(-i32::try_from(days).unwrap_or(i32::MAX));
    let from = over_days.map(back);
    let mut computed = Vec::new();
    for event in events(world) {
        for delayed in [true, false] {
            computed.push(TtvQuery { event, clock: Clock::Idea, delayed, finished: false, from }.compute(world));
        }
    }
    for clock in [Clock::Commitment, Clock::FirstChange] {
        let any = world.initiatives.iter().any(|initiative| start(clock, initiative, world).is_some());
        let all = events(world).into_iter().filter(|_| any);
        computed
            .extend(all.map(|event| TtvQuery { event, clock, delayed: true, finished: false, from }.compute(world)));
    }
    computed
}

/// The clock from the idea over finished initiatives alone: the wrong figure that most tools show, for contrast.
pub fn finished_only(world: &World<'_>) -> Vec<TimeToValue> {
    let asked = |event| TtvQuery { event, clock: Clock::Idea, delayed: false, finished: true, from: None };
    events(world).into_iter().map(|event| asked(event).compute(world)).collect()
}

/// What is waited for.
#[derive(Clone, Copy)]
enum Event<'w> {
    /// The first milestone that shipped.
    FirstShip,
    /// The last milestone, by its name.
    LastShip(&'w str),
    /// First value for a customer.
    FirstValue,
    /// The first feature that reached anybody: in place of the first value where none is stated.
    FirstFeature,
}

/// The events that any initiative could reach, in the order of reports.
fn events<'w>(world: &World<'w>) -> Vec<Event<'w>> {
    let mut events = Vec::new();
    let milestones = &world.inputs.config.registry.milestones;
    if world.initiatives.iter().any(Initiative::has_target) {
        events.push(Event::FirstShip);
        events.extend(milestones.last().filter(|_| milestones.len() > 1).map(|last| Event::LastShip(last)));
    }
    if world.initiatives.iter().any(|initiative| initiative.value.is_some()) {
        events.push(Event::FirstValue);
    } else if world.initiatives.iter().any(|initiative| first_feature(initiative, world).is_some()) {
        events.push(Event::FirstFeature);
    }
    events
}

fn first_feature(initiative: &Initiative, world: &World<'_>) -> Option<Day> {
    let written = world.inputs.org.initiatives.get(&initiative.id)?;
    written.first_feature.as_ref().map(|at| at.value)
}

/// The day from which the days of an initiative count.
fn start(clock: Clock, initiative: &Initiative, world: &World<'_>) -> Option<Day> {
    match clock {
        Clock::Idea => initiative.created.as_ref().map(|at| at.value),
        Clock::Commitment => initiative.committed.as_ref().map(|at| at.value),
        Clock::FirstChange => world
            .changes_of(&initiative.id)
            .map(|change| change.worked.map_or(change.day, |worked| worked.min(change.day)))
            .min(),
    }
}

impl Event<'_> {
    fn key(self) -> String {
        match self {
            Event::FirstShip => "first-ship",
            Event::LastShip(name) => name,
            Event::FirstValue => "first-value",
            Event::FirstFeature => "first-feature",
        }
        .to_owned()
    }

    /// Whether an initiative could reach it.
    fn is_open_to(self, initiative: &Initiative) -> bool {
        match self {
            Event::FirstShip | Event::LastShip(_) => initiative.has_target(),
            Event::FirstValue | Event::FirstFeature => initiative.in_org,
        }
    }

    fn reached(self, initiative: &Initiative, world: &World<'_>) -> Option<Day> {
        match self {
            Event::FirstShip => initiative.first_shipped(),
            Event::LastShip(_) => initiative.last_shipped(),
            Event::FirstValue => initiative.value.as_ref().map(|value| value.value),
            Event::FirstFeature => first_feature(initiative, world),
        }
    }
}

/// One initiative on the way to an event.
#[derive(Clone, Copy)]
pub(super) struct Case {
    /// The day from which days count.
    pub(super) start: Day,
    /// The day after which it could be seen.
    pub(super) entry: Day,
    /// The day of the event, of its being given up, or the last one of observation.
    pub(super) end: Day,
    kind: Option<u8>,
}

impl Case {
    /// Whether it reached the event.
    pub(super) fn reached(&self) -> bool {
        self.kind == Some(REACHED)
    }
}

/// Every event with the initiatives on the way to it, from the idea, with delayed entry.
pub(super) fn cases(world: &World<'_>) -> Vec<(String, Vec<Case>)> {
    let of = |event: Event<'_>| {
        let asked = TtvQuery { event, clock: Clock::Idea, delayed: true, finished: false, from: None };
        (event.key(), asked.cases(world).into_iter().map(|(_, case)| case).collect())
    };
    events(world).into_iter().map(of).collect()
}

/// One clock to one event.
struct TtvQuery<'w> {
    event: Event<'w>,
    clock: Clock,
    /// Whether initiatives count only from the day on which they could be seen.
    delayed: bool,
    /// Whether only those count that reached the event.
    finished: bool,
    /// The day after which days count; absent for all days.
    from: Option<Day>,
}

impl TtvQuery<'_> {
    /// The initiatives that count, each with when it was watched and how that ended.
    fn cases<'w>(&self, world: &'w World<'_>) -> Vec<(&'w Initiative, Case)> {
        let mut cases = Vec::new();
        for initiative in world.initiatives.iter().filter(|initiative| self.event.is_open_to(initiative)) {
            let Some(start) = start(self.clock, initiative, world) else { continue };
            let reached = self.event.reached(initiative, world);
            if self.finished && reached.is_none() {
                continue;
            }
            let given_up = initiative.dropped.filter(|_| reached.is_none());
            let end = reached.or(given_up).unwrap_or(world.day);
            let seen = if self.delayed { initiative.entered.map_or(start, |seen| seen.max(start)) } else { start };
            // One that ended before the days that count is no case of theirs, and neither is one that was still to
            // begin.
            if self.from.is_some_and(|from| end <= from) {
                continue;
            }
            let entry = self.from.map_or(seen, |from| seen.max(from));
            let kind = reached.map(|_| REACHED).or(given_up.map(|_| GIVEN_UP));
            cases.push((initiative, Case { start, entry, end, kind }));
        }
        cases
    }

    fn compute(&self, world: &World<'_>) -> TimeToValue {
        let mut endings = Vec::new();
        let (mut signs, mut dormant) = (0, 0);
        for (initiative, Case { start, entry, end, kind }) in self.cases(world) {
            endings.push(Ending { entry_days: entry.days_since(start), end_days: end.days_since(start), kind });
            let is_open = kind.is_none() && entry < end;
            if let Some(is_dormant) = world.signs().is_dormant(initiative, world).filter(|_| is_open) {
                (signs, dormant) = (signs + 1, dormant + usize::from(is_dormant));
            }
        }
        let computed = summarize(&endings, Some(dormant).filter(|_| signs > 0));
        TimeToValue { event: self.event.key(), clock: self.clock, delayed_entry: self.delayed, ..computed }
    }
}

fn summarize(endings: &[Ending], dormant: Option<usize>) -> TimeToValue {
    let spell = |one: &Ending| Spell {
        entry_days: one.entry_days,
        end_days: one.end_days,
        happened: one.kind == Some(REACHED),
    };
    let curve = Curve::with_band(&endings.iter().map(spell).collect::<Vec<_>>(), Band::Fitting);
    let both = Endings::of(endings, &[REACHED, GIVEN_UP]);
    let refused = if curve.events < EVENTS_MIN {
        Some(format!("{} reached it; at least {EVENTS_MIN} required", curve.events))
    } else {
        // A tiny group at the start can bring the curve to zero for ever, although many are still open.
        curve
            .early_collapse
            .map(|day| format!("all of the few observed by day {day} had reached it, so later days are not known"))
    };
    let median = if refused.is_none() { curve.median() } else { Default::default() };
    let steps = if refused.is_none() { curve.steps.as_slice() } else { &[] };
    let shown = |days: &i64| refused.is_none() && curve.at_risk_at(*days) >= FOLLOWED_MIN;
    let horizons: Vec<Horizon> = HORIZONS.into_iter().filter(shown).map(|days| horizon(days, &curve, &both)).collect();
    let mean = horizons.last().and_then(|last| curve.restricted_mean(last.days)).map(|mean| Mean {
        horizon_days: mean.tau_days,
        mean_days: mean.days,
        low_days: mean.low_days,
        high_days: mean.high_days,
        events: mean.events,
    });
    TimeToValue {
        event: String::new(),
        clock: Clock::Idea,
        delayed_entry: true,
        n: curve.n,
        events: curve.events,
        given_up: endings.iter().filter(|one| one.kind == Some(GIVEN_UP) && one.entry_days < one.end_days).count(),
        dormant,
        left_out: curve.dropped,
        median_days: median.days,
        low_days: median.low_days,
        high_days: median.high_days,
        mean,
        horizons,
        refused,
        curve: steps
            .iter()
            .map(|step| CurveStep {
                days: step.day,
                at_risk: step.at_risk,
                events: step.events,
                open_share: step.survival,
                low_share: step.low(),
                high_share: step.high(),
            })
            .collect(),
    }
}

fn horizon(days: i64, curve: &Curve, both: &Endings) -> Horizon {
    let (open, low, high) = curve.survival_at(days);
    let share = |kind: usize| both.kinds.get(kind).map_or((0.0, 0.0, 0.0), |kind| kind.at(days));
    let (brought_share, brought_low_share, brought_high_share) = share(0);
    Horizon {
        days,
        reached_share: 1.0 - open,
        low_share: 1.0 - high,
        high_share: 1.0 - low,
        at_risk: curve.at_risk_at(days),
        brought_share,
        brought_low_share,
        brought_high_share,
        given_up_share: share(1).0,
    }
}

impl TimeToValue {
    /// The event as the end of "median time to ...".
    pub fn event_noun(&self) -> &str {
        match self.event.as_str() {
            "first-ship" => "first release",
            "first-value" => "first value",
            "first-feature" => "first feature (no first value is stated)",
            milestone => milestone,
        }
    }

    /// The event as the end of "half ...".
    pub fn event_words(&self) -> String {
        match self.event.as_str() {
            "first-ship" => "ship something first".to_owned(),
            "first-value" => "bring a customer first value".to_owned(),
            "first-feature" => "release a first feature (no first value is stated)".to_owned(),
            milestone => format!("reach {milestone}"),
        }
    }

    /// What became of those that did not reach it, as a sentence without a full stop; absent where all did or it was
    /// refused.
    pub fn rest_words(&self) -> Option<String> {
        let rest = (self.n - self.events).checked_sub(1).filter(|_| self.refused.is_none())? + 1;
        let dormant = match self.dormant {
            Some(dormant) => format!(", {dormant} have stalled"),
            None => String::new(),
        };
        Some(format!(
            "Of {rest} that did not {}, {} were given up{dormant}, and the rest continues",
            self.event_words(),
            self.given_up
        ))
    }

    /// The day from which days count, in words.
    pub fn clock_words(&self) -> &'static str {
        match self.clock {
            Clock::Idea => "the idea",
            Clock::Commitment => "the commitment",
            Clock::FirstChange => "the first change",
        }
    }
}
