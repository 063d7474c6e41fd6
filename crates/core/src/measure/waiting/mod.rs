//! What each day between the idea and the first value was spent on: a ledger for a single initiative.

mod asks;
mod days;
mod signs;
mod words;

use onethread_model::Day;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

pub use days::{Spent, WEEKEND_DAYS};
pub(super) use signs::Signs;

use super::{Initiative, World};
use asks::Asks;
use days::{Attributed, Known, attribute, within};

/// The day from which a ledger counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The day the idea was recorded.
    #[default]
    Idea,
    /// The day it was committed to.
    Commitment,
}

/// How the days of a ledger ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EndedBy {
    /// First value for a customer.
    Value,
    /// A release, where no first value is stated.
    Release,
    /// It was given up.
    GivenUp,
    /// It goes on: the ledger ends with the day of the review.
    Open,
}

/// The days of one initiative, each spent on exactly one thing. All counts are of calendar days and add up to
/// `elapsed_days`: deciding, waiting, working, stalled and unknown.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Ledger {
    /// The initiative.
    pub initiative: String,
    /// The first day: that of the idea, or of the commitment where that was asked for.
    pub from: Day,
    /// The day on which it ended, which is not counted.
    pub until: Day,
    /// How it ended.
    pub ended_by: EndedBy,
    /// Days from the first to the last.
    pub elapsed_days: i64,
    /// Days on which it was being decided.
    pub deciding_days: i64,
    /// Of these, days held by a decision that had to go above the leader.
    pub deciding_above_days: i64,
    /// Of these, days held by a decision that the leader could make.
    pub deciding_within_days: i64,
    /// Days on which others had something to give.
    pub waiting_days: i64,
    /// Days on which work was seen, or that lie between two such days in the usual way.
    pub working_days: i64,
    /// Days without a sign of work for longer than is usual.
    pub dormant_days: i64,
    /// Days of which nothing says what they were spent on.
    pub unknown_days: i64,
    /// Working days on which someone was waited for all the same.
    pub working_while_open_days: i64,
    /// Days on which more than one thing was waited for: one of them holds the day.
    pub several_open_days: i64,
    /// Whom it waited on, most days first.
    pub waits: Vec<WaitedOn>,
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
    pub stretches: Vec<Stretch>,
    /// Where the first day is written.
    #[serde(skip)]
    pub place: Place,
}

/// What was waited for from one team, function or gate.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WaitedOn {
    /// The team, function or gate.
    pub on: String,
    /// Days that it holds.
    pub days: i64,
    /// Days on which anything of it was open, whatever the day was spent on.
    pub open_days: i64,
    /// Requests and stated dependencies.
    pub asked: usize,
    /// Of these, open at the end of the ledger.
    pub still_open: usize,
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
    /// `deciding`, `waiting`, `working`, `dormant` or `unknown`.
    pub state: &'static str,
    /// On whom it waited.
    pub on: Option<String>,
}

impl Spent {
    /// The state in one word.
    pub fn word(self) -> &'static str {
        match self {
            Spent::DecidingAbove | Spent::DecidingWithin | Spent::Deciding => "deciding",
            Spent::Waiting => "waiting",
            Spent::Working => "working",
            Spent::Dormant => "dormant",
            Spent::Unknown => "unknown",
        }
    }
}

/// The ledger of an initiative.
///
/// # Errors
/// Why there is none: no first day, or days that contradict each other.
pub fn ledger(initiative: &Initiative, world: &World<'_>, clock: Clock) -> Result<Ledger, String> {
    let first = match clock {
        Clock::Idea => initiative.created.as_ref().ok_or("the day of the idea is not written down")?,
        Clock::Commitment => initiative.committed.as_ref().ok_or("the day it was committed to is not written down")?,
    };
    let from = first.value;
    let (until, ended_by) = end(initiative, world.day);
    let elapsed = until.days_since(from);
    if elapsed < 0 {
        let what = if clock == Clock::Idea { "idea" } else { "commitment" };
        return Err(format!("it ended on {until}, before its {what} of {from}"));
    }
    let asks = Asks::gather(initiative, world, from, until);
    let signs = world.signs().of(initiative, world, from);
    let committed = match clock {
        Clock::Idea => initiative.committed.as_ref().map_or(0, |at| at.value.days_since(from)),
        Clock::Commitment => 0,
    };
    let known = Known {
        elapsed,
        work: signs.work,
        committed,
        waits: asks.waits.iter().map(|ask| ask.wait.clone()).collect(),
        signs: signs.life,
        usual_gap: signs.usual_gap,
    };
    let days = attribute(&known);
    let place = first.place.clone();
    let changes = known.work.iter().filter(|day| (0..elapsed).contains(*day)).count();
    Ok(Counted { days: &days, asks: &asks, from }.ledger(&initiative.id, until, ended_by, changes, place))
}

/// The day on which the days of an initiative end, and why.
fn end(initiative: &Initiative, today: Day) -> (Day, EndedBy) {
    let value = initiative.value.as_ref().map(|value| (value.value, EndedBy::Value));
    let release = || initiative.first_shipped().map(|day| (day, EndedBy::Release));
    let given_up = || initiative.dropped.map(|day| (day, EndedBy::GivenUp));
    value.or_else(release).or_else(given_up).unwrap_or((today, EndedBy::Open))
}

/// The states of all days, ready to be counted.
struct Counted<'l> {
    days: &'l [Attributed],
    asks: &'l Asks,
    from: Day,
}

impl Counted<'_> {
    fn ledger(&self, id: &str, until: Day, ended_by: EndedBy, changes: usize, place: Place) -> Ledger {
        let count = |found: &dyn Fn(&Attributed) -> bool| self.days.iter().filter(|day| found(day)).count() as i64;
        let spent = |state: Spent| count(&|day| day.spent == state);
        let (above, inside, unstated) =
            (spent(Spent::DecidingAbove), spent(Spent::DecidingWithin), spent(Spent::Deciding));
        let (waiting, dormant, unknown) = (spent(Spent::Waiting), spent(Spent::Dormant), spent(Spent::Unknown));
        let elapsed = self.days.len() as i64;
        let share = |days: i64| days as f64 / elapsed as f64;
        let drag = (elapsed > 0).then(|| Drag {
            low_share: share(waiting + above),
            high_share: share(waiting + above + unstated + dormant + unknown),
            missing_share: share(dormant + unknown),
        });
        Ledger {
            initiative: id.to_owned(),
            from: self.from,
            until,
            ended_by,
            elapsed_days: elapsed,
            deciding_days: above + inside + unstated,
            deciding_above_days: above,
            deciding_within_days: inside,
            waiting_days: waiting,
            working_days: spent(Spent::Working),
            dormant_days: dormant,
            unknown_days: unknown,
            working_while_open_days: count(&|day| day.spent == Spent::Working && day.open > 0),
            several_open_days: count(&|day| day.open > 1),
            waits: self.waits(),
            drag,
            n: changes + self.asks.waits.len(),
            changes,
            undated: self.asks.undated,
            stretches: self.stretches(),
            place,
        }
    }

    /// Whom was waited on, most days first, then by name.
    fn waits(&self) -> Vec<WaitedOn> {
        let mut all: Vec<WaitedOn> = Vec::new();
        for (on, name) in self.asks.names.iter().enumerate() {
            let of = || self.asks.waits.iter().filter(move |ask| ask.wait.on == Some(on));
            let mut open = vec![false; self.days.len()];
            for ask in of() {
                open[within(ask.wait.from, ask.wait.until, self.days.len())].fill(true);
            }
            let held = |day: &&Attributed| day.wait.is_some_and(|at| self.asks.waits[at].wait.on == Some(on));
            let Some(first) = of().min_by_key(|ask| (ask.wait.from, &ask.place)) else { continue };
            all.push(WaitedOn {
                on: name.clone(),
                days: self.days.iter().filter(held).count() as i64,
                open_days: open.iter().filter(|open| **open).count() as i64,
                asked: of().count(),
                still_open: of().filter(|ask| ask.still_open).count(),
                place: first.place.clone(),
            });
        }
        all.retain(|wait| wait.open_days > 0);
        all.sort_by(|a, b| (b.days, b.open_days, &a.on).cmp(&(a.days, a.open_days, &b.on)));
        all
    }

    fn stretches(&self) -> Vec<Stretch> {
        let key = |day: &Attributed| {
            let on = day.wait.and_then(|at| self.asks.waits[at].wait.on);
            (day.spent.word(), on)
        };
        let at = |days: usize| self.from.plus_days(i32::try_from(days).unwrap_or(i32::MAX));
        let mut start = 0;
        self.days
            .chunk_by(|a, b| key(a) == key(b))
            .filter_map(|days| {
                let (state, on) = key(days.first()?);
                let from = start;
                start += days.len();
                let on = on.and_then(|on| self.asks.names.get(on)).cloned();
                Some(Stretch { from: at(from), until: at(start), state, on })
            })
            .collect()
    }
}
