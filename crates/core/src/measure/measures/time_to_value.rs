//! `time-to-value`: how long initiatives take from idea to first value, with the unfinished ones counted rightly.

use onethread_kernel::incidence::{Ending, Endings};
use onethread_kernel::quasi_independence::Dependence;
use onethread_kernel::survival::{Band, Curve, Spell};
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::{Initiative, World};

/// With fewer ends than this, a median says more about chance than about the organization.
pub const EVENTS_MIN: usize = 10;

/// A day is reported while so many are still followed: with fewer, whether anybody is left depends on the waits
/// themselves, and the interval covers less than it promises.
pub const FOLLOWED_MIN: usize = 5;

/// One that was first seen within so many days of its start was seen at once.
pub const SEEN_AT_ONCE_DAYS: i64 = 30;

/// With fewer initiatives, no dependence on the day of entry is tested.
pub const DEPENDENCE_MIN: usize = 30;

/// A clock whose days of entry and of ending are associated by more standard errors than this does not lead.
pub const DEPENDENCE_Z_MAX: f64 = 2.0;

/// Kinds of endings: one brings what is waited for, the other rules it out.
const REACHED: u8 = 1;
const GIVEN_UP: u8 = 2;

pub(super) const MEASURE: Measure = Measure {
    key: "time-to-value",
    title: "How long initiatives take from idea to value",
    page: include_str!("time_to_value.md"),
    touches: Touches::Nobody,
    value: |world| json(&clocks(world, None)),
};

/// Time from the idea to an event, over all initiatives known on the day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TimeToValue {
    /// The event: `first-ship`, the name of the last milestone, `first-value`, or `first-feature` where no first value
    /// is stated anywhere.
    pub event: String,
    /// The day from which days count: `idea`, `commitment`, `first-change` or `filing`.
    pub clock: Clock,
    /// Which initiatives are counted: all, or only those that were seen at once, or later.
    pub seen: Seen,
    /// Whether initiatives count only from the day on which the evidence could see them. Without it the figure is the
    /// naive contrast, shown so that nobody has to wonder.
    pub delayed_entry: bool,
    /// Whether the day of entry says anything about the day of the event; absent where all are watched from the start
    /// and with fewer than 30 initiatives.
    pub entry_dependence: Option<EntryDependence>,
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
    /// The day it was filed, from which the evidence could see it end; that of the idea where it was seen from then on.
    Filing,
}

/// Which initiatives a clock counts, by when they were first seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// All.
    All,
    /// Those first seen within 30 days of the idea.
    AtOnce,
    /// Those first seen later than that.
    Later,
}

impl Seen {
    /// Whether one that was first seen so many days after its idea is counted.
    fn counts(self, days: i64) -> bool {
        match self {
            Seen::All => true,
            Seen::AtOnce => days <= SEEN_AT_ONCE_DAYS,
            Seen::Later => days > SEEN_AT_ONCE_DAYS,
        }
    }
}

/// Conditional Kendall's tau of the day of entry and the day of the event (Tsai 1990). Delayed entry supposes that it is
/// zero: that those who were seen late end as those do that were seen early and are as old.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EntryDependence {
    /// Initiatives compared.
    pub n: usize,
    /// Of these, those that reached the event.
    pub events: usize,
    /// The association, -1 to 1: above 0 where those that enter later also end later.
    pub tau: f64,
    /// The association in standard errors.
    pub z: f64,
    /// Probability of one as strong where there is none, 0 to 1.
    pub p: f64,
}

impl EntryDependence {
    /// Whether the association is too strong for delayed entry to hold.
    pub fn is_strong(&self) -> bool {
        self.z.abs() > DEPENDENCE_Z_MAX
    }
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

/// The clock from the idea: each event with delayed entry, then without. Where any initiative was first seen later than
/// that, the clock from filing follows, for all and by when they were seen, and that from the idea for those seen at once.
pub fn time_to_value(world: &World<'_>) -> Vec<TimeToValue> {
    events(world).into_iter().flat_map(|event| from_idea(event, None, world)).collect()
}

fn from_idea(event: Event<'_>, from: Option<Day>, world: &World<'_>) -> Vec<TimeToValue> {
    let all = TtvQuery { from, ..TtvQuery::from_idea(event) };
    let mut computed = vec![all.compute(world), TtvQuery { delayed: false, ..all }.compute(world)];
    let is_late = |(initiative, case): &(&Initiative, Case)| initiative.entered.is_some_and(|seen| seen > case.start);
    if all.cases(world).iter().any(is_late) {
        let filing = TtvQuery { clock: Clock::Filing, ..all };
        computed.extend([Seen::All, Seen::AtOnce, Seen::Later].map(|seen| TtvQuery { seen, ..filing }.compute(world)));
        computed.push(TtvQuery { seen: Seen::AtOnce, ..all }.compute(world));
    }
    computed
}

/// All three clocks: that from the idea as [`time_to_value`] gives it, then those from the commitment and from the
/// first change, with delayed entry, where any initiative says when that was. With a number of days, only what was seen
/// in that many days up to the day of the world.
pub fn clocks(world: &World<'_>, over_days: Option<i64>) -> Vec<TimeToValue> {
    let back = |days: i64| world.day.plus_days(-i32::try_from(days).unwrap_or(i32::MAX));
    let from = over_days.map(back);
    let mut computed = Vec::new();
    for event in events(world) {
        computed.extend(from_idea(event, from, world));
    }
    for clock in [Clock::Commitment, Clock::FirstChange] {
        let any = world.initiatives.iter().any(|initiative| start(clock, initiative, world).is_some());
        let all = events(world).into_iter().filter(|_| any);
        computed.extend(all.map(|event| TtvQuery { clock, from, ..TtvQuery::from_idea(event) }.compute(world)));
    }
    computed
}

/// The clock from the idea over finished initiatives alone: the wrong figure that most tools show, for contrast.
pub fn finished_only(world: &World<'_>) -> Vec<TimeToValue> {
    let asked = |event| TtvQuery { delayed: false, finished: true, ..TtvQuery::from_idea(event) };
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
    if world.initiatives.iter().any(|initiative| !initiative.values.is_empty()) {
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
        Clock::Filing => seen(initiative),
    }
}

/// The first day on which the evidence could have seen the end of an initiative.
fn seen(initiative: &Initiative) -> Option<Day> {
    let idea = initiative.created.as_ref().map(|at| at.value)?;
    Some(initiative.entered.map_or(idea, |seen| seen.max(idea)))
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
            Event::FirstValue => initiative.first_value().map(|value| value.on),
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
        (event.key(), TtvQuery::from_idea(event).cases(world).into_iter().map(|(_, case)| case).collect())
    };
    events(world).into_iter().map(of).collect()
}

/// One clock to one event.
#[derive(Clone, Copy)]
struct TtvQuery<'w> {
    event: Event<'w>,
    clock: Clock,
    /// Whether initiatives count only from the day on which they could be seen.
    delayed: bool,
    /// Whether only those count that reached the event.
    finished: bool,
    /// The day after which days count; absent for all days.
    from: Option<Day>,
    /// Which initiatives count.
    seen: Seen,
}

impl<'e> TtvQuery<'e> {
    /// The clock from the idea, for all, with delayed entry.
    fn from_idea(event: Event<'e>) -> TtvQuery<'e> {
        TtvQuery { event, clock: Clock::Idea, delayed: true, finished: false, from: None, seen: Seen::All }
    }

    /// The initiatives that count, each with when it was watched and how that ended.
    fn cases<'w>(&self, world: &'w World<'_>) -> Vec<(&'w Initiative, Case)> {
        let mut cases = Vec::new();
        for initiative in world.initiatives.iter().filter(|initiative| self.event.is_open_to(initiative)) {
            let Some(start) = start(self.clock, initiative, world) else { continue };
            let reached = self.event.reached(initiative, world);
            if self.finished && reached.is_none() {
                continue;
            }
            let idea = initiative.created.as_ref().map_or(start, |at| at.value);
            if !self.seen.counts(seen(initiative).map_or(0, |seen| seen.days_since(idea))) {
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
        let (clock, seen, delayed_entry) = (self.clock, self.seen, self.delayed);
        TimeToValue { event: self.event.key(), clock, seen, delayed_entry, ..computed }
    }
}

fn summarize(endings: &[Ending], dormant: Option<usize>) -> TimeToValue {
    let spell = |one: &Ending| Spell {
        entry_days: one.entry_days,
        end_days: one.end_days,
        happened: one.kind == Some(REACHED),
    };
    let spells: Vec<Spell> = endings.iter().map(spell).collect();
    let dependence = Dependence::of(&spells).filter(|one| one.n >= DEPENDENCE_MIN);
    let curve = Curve::with_band(&spells, Band::Fitting);
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
        seen: Seen::All,
        delayed_entry: true,
        entry_dependence: dependence.map(|Dependence { n, events, tau, z, p, .. }| EntryDependence {
            n,
            events,
            tau,
            z,
            p,
        }),
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
