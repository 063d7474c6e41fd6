//! `approval-queues`: how long gates and teams take to answer, and how many others were open when someone asked.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::survival::{Band, Curve, Spell};
use onethread_model::Day;
use onethread_model::facts::RecordRef;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::groups::GroupLabel;

/// With fewer answers than this, a median says more about chance than about the gate.
pub const ANSWERED_MIN: usize = 5;

pub(super) const MEASURE: Measure = Measure {
    key: "approval-queues",
    title: "Response time and queue length of approval gates",
    page: include_str!("approval_queues.md"),
    touches: Touches::Groups,
    value: |world| json(&approval_queues(world, world.inputs.config.thresholds.period_days)),
};

/// Requests to one gate or team.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Queue {
    /// The gate or the team; teams under five are one.
    pub on: GroupLabel,
    /// `gate` or `team`.
    pub kind: &'static str,
    /// How many people must agree there, where the organization's files say.
    pub approvers: Option<u32>,
    /// Initiatives that asked.
    pub initiatives: usize,
    /// Requests open on any day of the period.
    pub n: usize,
    /// Of these, those answered within it.
    pub answered: usize,
    /// Requests that say an answer before they were asked.
    pub left_out: usize,
    /// Days within which half are answered; absent when that is not reached or was refused.
    pub median_days: Option<i64>,
    /// Lower end of the 95 % interval of the median, in days.
    pub low_days: Option<i64>,
    /// Upper end of the 95 % interval of the median, in days.
    pub high_days: Option<i64>,
    /// Why no median is given.
    pub refused: Option<String>,
    /// Requests asked within the period, for which the queue is counted.
    pub asked: usize,
    /// Median of how many others were open there when each was asked; absent with fewer than five.
    pub queue_median: Option<usize>,
    /// The most others that were open when one was asked.
    pub queue_most: usize,
    /// The first record of the period.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// A request.
#[derive(Clone, Copy)]
struct Request {
    asked: Day,
    answered: Option<Day>,
    at: RecordRef,
}

/// Computes the measure over so many days up to the day of the world: gates and teams in alphabetical order. Teams under
/// five are one queue without days, where there are two or more of them with enough people together.
pub fn approval_queues(world: &World<'_>, period_days: u32) -> Vec<Queue> {
    if !world.computes("approval-queues") {
        return Vec::new();
    }
    let facts = world.facts;
    let groups = world.groups_for(&["approval-queues"]);
    let mut requests: BTreeMap<(&'static str, GroupLabel), (Vec<Request>, Vec<_>)> = BTreeMap::new();
    let mut small: BTreeSet<String> = BTreeSet::new();
    for review in facts.reviews() {
        let on = match (review.gate, review.team) {
            (Some(gate), _) => ("gate", groups.gate(facts.text(gate))),
            (None, Some(team)) => {
                let team = facts.text(team);
                small.extend(groups.is_small(team).then(|| format!("team:{team}")));
                ("team", groups.team(team))
            }
            (None, None) => continue,
        };
        let request = Request { asked: review.day, answered: facts.known(review.answered), at: review.at };
        let (all, initiatives) = requests.entry(on).or_default();
        all.push(request);
        initiatives.extend(review.initiative.map(|initiative| (initiative, request)));
    }
    let from = world.day.plus_days(-i32::try_from(period_days).unwrap_or(i32::MAX));
    // One small team alone would be printed as itself.
    let is_enough = groups.are_enough(small.iter().map(String::as_str));
    let queue = |((kind, on), (mut all, asked_for)): ((&'static str, GroupLabel), (Vec<Request>, Vec<_>))| {
        all.sort_by_key(|one| (one.asked, one.at));
        let within = |one: &Request| one.answered.is_none_or(|answered| answered > from);
        let mut initiatives: Vec<_> =
            asked_for.into_iter().filter(|(_, one)| within(one)).map(|(initiative, _)| initiative).collect();
        initiatives.sort_unstable();
        initiatives.dedup();
        if on.is_sum() && !is_enough {
            return None;
        }
        let gate = world.inputs.org.gates.get(on.as_str()).filter(|_| kind == "gate");
        let approvers = gate.and_then(|gate| gate.approvers.as_ref()).map(|at| at.value as u32);
        let counted = Queue { approvers, initiatives: initiatives.len(), ..of(on, kind, &all, from, world) };
        Some(if counted.on.is_sum() { counted.withheld() } else { counted })
    };
    requests.into_iter().filter_map(queue).filter(|queue| queue.n > 0).collect()
}

impl Queue {
    /// The same without what would speak of fewer than five people.
    fn withheld(self) -> Queue {
        Queue {
            median_days: None,
            low_days: None,
            high_days: None,
            refused: Some("added up, and no days are reported".to_owned()),
            queue_median: None,
            queue_most: 0,
            place: None,
            ..self
        }
    }
}

/// The numbers of one gate or team from its requests, in order of asking.
fn of(on: GroupLabel, kind: &'static str, all: &[Request], from: Day, world: &World<'_>) -> Queue {
    let odd = |one: &&Request| one.answered.is_some_and(|answered| answered < one.asked);
    let within: Vec<&Request> = all.iter().filter(|one| one.answered.is_none_or(|answered| answered > from)).collect();
    let spell = |one: &&&Request| Spell {
        entry_days: from.days_since(one.asked).max(-1),
        end_days: one.answered.unwrap_or(world.day).days_since(one.asked),
        happened: one.answered.is_some(),
    };
    let sound = within.iter().filter(|one| !odd(one));
    let curve = Curve::with_band(&sound.map(|one| spell(&one)).collect::<Vec<_>>(), Band::Fitting);
    let collapsed = |day: Option<i64>| day.is_some() && day == curve.early_collapse;
    let median = curve.median();
    let refused = if curve.events < ANSWERED_MIN {
        Some(format!("{} answered; at least {ANSWERED_MIN} required", curve.events))
    } else {
        collapsed(median.days).then(|| "too few were observed from the start".to_owned())
    };
    let told = refused.is_none();
    let mut queues: Vec<usize> =
        all.iter().filter(|one| one.asked > from).map(|one| open_before(all, one.asked)).collect();
    queues.sort_unstable();
    Queue {
        on,
        kind,
        approvers: None,
        initiatives: 0,
        n: within.len(),
        answered: within.iter().filter(|one| one.answered.is_some()).count(),
        left_out: within.iter().filter(|one| odd(one)).count(),
        median_days: median.days.filter(|_| told),
        low_days: median.low_days.filter(|_| told),
        high_days: median.high_days.filter(|_| told),
        refused,
        asked: queues.len(),
        queue_median: (queues.len() >= ANSWERED_MIN).then(|| queues[(queues.len() - 1) / 2]),
        queue_most: queues.last().copied().unwrap_or(0),
        place: within.first().map(|one| world.facts.place(one.at)),
    }
}

/// Requests asked on an earlier day and still open at the beginning of a day. What is asked later cannot have been in
/// the way of what is asked now, however long both are open together.
fn open_before(all: &[Request], day: Day) -> usize {
    let earlier = all.iter().take_while(|other| other.asked < day);
    earlier.filter(|other| other.answered.is_none_or(|answered| answered >= day)).count()
}
