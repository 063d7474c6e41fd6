//! What each day since the idea was spent on, before and after the first value: a ledger for a single initiative, and
//! sums over several.

mod asks;
mod days;
mod held;
mod signs;
mod spans;
mod totals;
mod words;

use onethread_model::Day;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

pub use days::{Spent, WEEKEND_DAYS};
pub use held::{Held, HeldTogether};
pub(super) use signs::Signs;
pub use spans::{OpenSpan, OpenSpans, SpanHolder, SpentRun};
pub use totals::{HolderTotal, WaitingTotals};

use super::groups::GroupLabel;
use super::{Initiative, World};
use asks::Asks;
use days::{Attributed, Known, attribute, within};
use held::{Holder, Holders};

/// The day from which a ledger counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The day the idea was recorded.
    #[default]
    Idea,
    /// The day it was committed to.
    Commitment,
}

/// How days ended: those of a ledger, or those of the road to the first value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EndedBy {
    /// First value for a customer; it ends the road to it, and no ledger.
    Value,
    /// A release, where no first value is stated; it ends the road, and no ledger.
    Release,
    /// It was given up.
    GivenUp,
    /// It ended, its work delivered.
    Ended,
    /// It goes on, up to the day of the review.
    Open,
}

/// What days were spent on, each on exactly one thing. All counts are of calendar days and add up to `elapsed_days`:
/// deciding, waiting, working, stalled, paused and unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DaySums {
    /// Days in all.
    pub elapsed_days: i64,
    /// Days on which it was being decided.
    pub deciding_days: i64,
    /// Of these, days held by a decision that had to go above the leader.
    pub deciding_above_days: i64,
    /// Of these, days held by a decision that the leader could make.
    pub deciding_within_days: i64,
    /// Days on which others had something to give.
    pub waiting_days: i64,
    /// Of these, days on which nobody was asked, and only a statement says that something blocks.
    pub stated_blocking_days: i64,
    /// Days on which work was seen, or that lie between two such days in the usual way.
    pub working_days: i64,
    /// Days without a sign of work for longer than is usual.
    pub dormant_days: i64,
    /// Days on which nobody was to work on it, by decision.
    pub paused_days: i64,
    /// Days of which nothing says what they were spent on.
    pub unknown_days: i64,
    /// Working days on which someone was waited for all the same.
    pub working_while_open_days: i64,
    /// Days on which more than one thing was waited for: one of them holds the day.
    pub several_open_days: i64,
}

/// The days of one initiative from its first day to that of the review, or to its end. The first value ends nothing: work
/// goes on, waits and is decided after it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Ledger {
    /// The initiative.
    pub initiative: String,
    /// The first day: that of the idea, or of the commitment where that was asked for.
    pub from: Day,
    /// The day on which it ended, or that of the review, which is not counted.
    pub until: Day,
    /// How it ended.
    pub ended_by: EndedBy,
    /// What all days were spent on.
    #[serde(flatten)]
    pub days: DaySums,
    /// The days to the first value, a sum of its own.
    pub road: Road,
    /// The last days.
    pub recent: Recent,
    /// Whom it waited on: those who alone held it up lately first.
    pub waits: Vec<WaitedOn>,
    /// What decisions held up that had to go above the leader.
    pub above: Held,
    /// Share of elapsed days spent on waiting for others or for levels above the leader.
    pub drag: Option<Drag>,
    /// Changes, decisions, reviews and dated dependencies that the ledger rests on.
    pub n: usize,
    /// Changes among these.
    pub changes: usize,
    /// Blocking dependencies without any day: they are in no count.
    pub undated: usize,
    /// Days that follow each other in one state, for pictures.
    #[serde(skip)]
    pub stretches: Box<[Stretch]>,
    /// What was open on each day, for whoever counts what could be saved.
    #[serde(skip)]
    pub spans: OpenSpans,
    /// Where the first day is written.
    #[serde(skip)]
    pub place: Place,
}

/// The days from the first one to the first value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Road {
    /// The day on which it ended, or that of the review, which is not counted.
    pub until: Day,
    /// How it ended: by a first value, by a release where no value is stated, or not yet.
    pub ended_by: EndedBy,
    /// What these days were spent on.
    #[serde(flatten)]
    pub days: DaySums,
}

/// The last days of a ledger: as many as `period-days` says, up to the day of the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recent {
    /// The first of them.
    pub from: Day,
    /// What these days were spent on.
    #[serde(flatten)]
    pub days: DaySums,
}

/// What was waited for from one team, function or gate.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WaitedOn {
    /// The team, function or gate; groups under five are one.
    pub on: GroupLabel,
    /// What it held up.
    #[serde(flatten)]
    pub held: Held,
    /// Of the days attributed to it, those on which nobody was asked, and only a statement says that it blocks.
    pub stated_blocking_days: i64,
    /// Days on which anything of it was open, whatever the day was spent on.
    pub open_days: i64,
    /// Requests and stated dependencies.
    pub asked: usize,
    /// Of these, open at the end of the ledger.
    pub still_open: usize,
    /// Whether it is a gate that the initiative must still pass; absent where it is no gate of the organization's files.
    pub in_force: Option<bool>,
    /// The first record or line of it.
    #[serde(skip)]
    pub place: Place,
}

/// Share of elapsed days that were waiting for other teams or for levels above the leader: a range, since some days say
/// nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Drag {
    /// What was seen, 0 to 1: the share if no other day was lost to it.
    pub low_share: f64,
    /// The share if every day that could have been was, 0 to 1.
    pub high_share: f64,
    /// Share of elapsed days without evidence of what they were spent on, 0 to 1.
    pub missing_share: f64,
}

/// Days that follow each other in one state.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The first day.
    pub from: Day,
    /// The first day that no longer belongs to it.
    pub until: Day,
    /// `deciding`, `waiting`, `working`, `dormant`, `paused` or `unknown`.
    pub state: &'static str,
    /// On whom it waited.
    pub on: Option<GroupLabel>,
}

impl Spent {
    /// The state in one word.
    pub fn word(self) -> &'static str {
        match self {
            Spent::DecidingAbove | Spent::DecidingWithin | Spent::Deciding => "deciding",
            Spent::Waiting => "waiting",
            Spent::Working => "working",
            Spent::Dormant => "dormant",
            Spent::Paused => "paused",
            Spent::Unknown => "unknown",
        }
    }
}

/// The ledger of an initiative.
///
/// # Errors
/// Why there is none: no first day, or days that contradict each other.
pub fn ledger(initiative: &Initiative, world: &World<'_>, clock: Clock) -> Result<Ledger, String> {
    if !world.computes("waiting-ledger") {
        return Err("not agreed".to_owned());
    }
    let first = match clock {
        Clock::Idea => initiative.created.as_ref().ok_or("the day of the idea is not written down")?,
        Clock::Commitment => initiative.committed.as_ref().ok_or("the day it was committed to is not written down")?,
    };
    let from = first.value;
    let (until, ended_by) = end(initiative, world.day);
    let arrived = arrival(initiative);
    let elapsed = until.days_since(from);
    let what = if clock == Clock::Idea { "idea" } else { "commitment" };
    if elapsed < 0 {
        return Err(format!("it ended on {until}, before its {what} of {from}"));
    }
    if let Some((day, _)) = arrived.filter(|(day, _)| *day < from) {
        return Err(format!("its first value of {day} comes before its {what} of {from}"));
    }
    let asks = Asks::gather(initiative, world, from, until);
    let signs = world.signs().of(initiative, world, from);
    let committed = match clock {
        Clock::Idea => initiative.committed.as_ref().map_or(0, |at| at.value.days_since(from)),
        Clock::Commitment => 0,
    };
    let day = |day: Day| day.days_since(from);
    let pauses = initiative.pauses.iter().map(|pause| (day(pause.from), pause.until.map_or(elapsed, day)));
    let known = Known {
        elapsed,
        work: signs.work,
        committed,
        pauses: pauses.collect(),
        waits: asks.waits.iter().map(|ask| ask.wait.clone()).collect(),
        signs: signs.life,
        usual_gap: signs.usual_gap,
    };
    let days = attribute(&known);
    let recent_days = usize::try_from(world.inputs.config.thresholds.period_days).unwrap_or(usize::MAX);
    let holders = Holders::of(&known, &days, recent_days.saturating_sub(silent_since(until, world.day)));
    let road = arrived.filter(|(day, _)| *day <= until).unwrap_or((until, ended_by));
    let counted = Counted { days: &days, asks: &asks, holders: &holders, known: &known, from };
    let in_force = |on: &str| {
        let gate = world.inputs.org.gates.get(on)?;
        Some(ended_by == EndedBy::Open && gate.stands_before(&initiative.id, world.day))
    };
    Ok(Ledger {
        initiative: initiative.id.clone(),
        from,
        until,
        ended_by,
        days: counted.sums(0..days.len()),
        road: Road {
            until: road.0,
            ended_by: road.1,
            days: counted.sums(within(0, road.0.days_since(from), days.len())),
        },
        recent: Recent { from: counted.day(holders.recent()), days: counted.sums(holders.recent()..days.len()) },
        waits: counted.waits(in_force),
        above: holders.held_by(Holder::DecisionAbove, &asks.names),
        drag: counted.drag(),
        n: counted.changes() + asks.waits.len(),
        changes: counted.changes(),
        undated: asks.undated,
        stretches: counted.stretches(),
        spans: OpenSpans::of(&known, &days, &asks.names),
        place: first.place.clone(),
    })
}

/// Days between the end of a ledger and the day of the review.
fn silent_since(until: Day, today: Day) -> usize {
    usize::try_from(today.days_since(until)).unwrap_or(0)
}

/// The day on which the days of an initiative end, and why.
fn end(initiative: &Initiative, today: Day) -> (Day, EndedBy) {
    if initiative.live {
        return (today, EndedBy::Open);
    }
    let ended = initiative.ended.map(|day| (day, EndedBy::Ended));
    // A registry that closes an entry without a day does so when its last milestone has shipped.
    let delivered =
        || initiative.last_shipped().or(arrival(initiative).map(|(day, _)| day)).map(|day| (day, EndedBy::Ended));
    let given_up = initiative.dropped.map(|day| (day, EndedBy::GivenUp));
    given_up.or(ended).or_else(delivered).unwrap_or((today, EndedBy::Open))
}

/// The day of the first value and what shows it: the value itself, else the first release.
fn arrival(initiative: &Initiative) -> Option<(Day, EndedBy)> {
    let value = initiative.first_value().map(|value| (value.on, EndedBy::Value));
    value.or_else(|| initiative.first_shipped().map(|day| (day, EndedBy::Release)))
}

/// The states of all days, ready to be counted.
struct Counted<'l> {
    days: &'l [Attributed],
    asks: &'l Asks,
    holders: &'l Holders,
    known: &'l Known,
    from: Day,
}

impl Counted<'_> {
    fn day(&self, at: usize) -> Day {
        self.from.plus_days(i32::try_from(at).unwrap_or(i32::MAX))
    }

    /// Days with changes.
    fn changes(&self) -> usize {
        self.known.work.iter().filter(|day| (0..self.known.elapsed).contains(*day)).count()
    }

    /// What some of the days were spent on.
    fn sums(&self, range: std::ops::Range<usize>) -> DaySums {
        let days = self.days.get(range).unwrap_or(&[]);
        let count = |found: &dyn Fn(&Attributed) -> bool| days.iter().filter(|day| found(day)).count() as i64;
        let spent = |state: Spent| count(&|day| day.spent == state);
        let (above, inside, unstated) =
            (spent(Spent::DecidingAbove), spent(Spent::DecidingWithin), spent(Spent::Deciding));
        DaySums {
            elapsed_days: days.len() as i64,
            deciding_days: above + inside + unstated,
            deciding_above_days: above,
            deciding_within_days: inside,
            waiting_days: spent(Spent::Waiting),
            stated_blocking_days: count(&|day| self.is_only_stated(day)),
            working_days: spent(Spent::Working),
            dormant_days: spent(Spent::Dormant),
            paused_days: spent(Spent::Paused),
            unknown_days: spent(Spent::Unknown),
            working_while_open_days: count(&|day| day.spent == Spent::Working && day.open > 0),
            several_open_days: count(&|day| day.open > 1),
        }
    }

    fn is_only_stated(&self, day: &Attributed) -> bool {
        day.wait.is_some_and(|at| !self.known.waits[at].asked)
    }

    fn drag(&self) -> Option<Drag> {
        let sums = self.sums(0..self.days.len());
        let share = |days: i64| days as f64 / sums.elapsed_days as f64;
        (sums.elapsed_days > 0).then(|| Drag {
            low_share: share(sums.lost_days()),
            high_share: share(sums.lost_days() + sums.possible_days()),
            missing_share: share(sums.silent_days()),
        })
    }

    /// Whom was waited on: those who alone held it up lately first, then those who did at any time, then by days, by
    /// days open, and by name.
    fn waits(&self, in_force: impl Fn(&str) -> Option<bool>) -> Vec<WaitedOn> {
        let mut all: Vec<WaitedOn> = Vec::new();
        for (on, name) in self.asks.names.iter().enumerate() {
            let of = || self.asks.waits.iter().filter(move |ask| ask.wait.on == Some(on));
            let mut open = vec![false; self.days.len()];
            for ask in of() {
                open[within(ask.wait.from, ask.wait.until, self.days.len())].fill(true);
            }
            let stated = |day: &&Attributed| {
                self.is_only_stated(day) && day.wait.is_some_and(|at| self.asks.waits[at].wait.on == Some(on))
            };
            let Some(first) = of().min_by_key(|ask| (ask.wait.from, &ask.place)) else { continue };
            all.push(WaitedOn {
                on: name.clone(),
                held: self.holders.held_by(Holder::Other(on), &self.asks.names),
                stated_blocking_days: self.days.iter().filter(stated).count() as i64,
                open_days: open.iter().filter(|open| **open).count() as i64,
                asked: of().count(),
                still_open: of().filter(|ask| ask.still_open).count(),
                in_force: in_force(name.as_str()).filter(|_| !name.is_sum()),
                place: first.place.clone(),
            });
        }
        all.retain(|wait| wait.open_days > 0);
        all.sort_by(|a, b| (b.held.weight(), b.open_days, &a.on).cmp(&(a.held.weight(), a.open_days, &b.on)));
        all
    }

    fn stretches(&self) -> Box<[Stretch]> {
        let key = |day: &Attributed| {
            let on = day.wait.and_then(|at| self.asks.waits[at].wait.on);
            (day.spent.word(), on)
        };
        let mut start = 0;
        self.days
            .chunk_by(|a, b| key(a) == key(b))
            .filter_map(|days| {
                let (state, on) = key(days.first()?);
                let from = start;
                start += days.len();
                let on = on.and_then(|on| self.asks.names.get(on)).cloned();
                Some(Stretch { from: self.day(from), until: self.day(start), state, on })
            })
            .collect()
    }
}
