//! `decision-latency`: how long decisions take, by whether they are reversible, and how high they go.

use std::collections::BTreeSet;

use onethread_kernel::survival::{Band, Curve, Spell};
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::time_to_value::FOLLOWED_MIN;
use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::decision_clock::{DecisionSteps, clocks_of};
use crate::measure::decisions::{KnownDecision, known_decisions};
use crate::words::median_days;
use onethread_model::agreement::{DECISION_OUTCOMES, DECISION_TIMES};

/// With fewer decisions made than this, a median says more about chance than about the organization.
pub const DECIDED_MIN: usize = 5;

/// Days at which the curve is read.
const AGES: [i64; 7] = [1, 3, 7, 14, 30, 60, 91];

/// Beyond so many levels all count as so many.
const LEVELS_TOLD: u32 = 3;

pub(super) const MEASURE: Measure = Measure {
    key: "decision-latency",
    title: "How long decisions take, and how high they go",
    page: include_str!("decision_latency.md"),
    touches: Touches::People,
    value: |world| json(&decision_latency(world)),
};

/// How long decisions take, over all initiatives known on the day or over one of them.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DecisionLatency {
    /// Days up to that of the review that are looked at.
    pub period_days: u32,
    /// Decisions open on any of these days.
    pub decisions: usize,
    /// Those that are reversible at little cost.
    pub reversible: Latency,
    /// Those that cannot.
    pub irreversible: Latency,
    /// Those that do not say.
    pub unstated: Latency,
    /// What became of them; absent where they are acts of fewer deciders than the smallest group.
    pub outcomes: Option<Outcomes>,
    /// How many decisions made in the period can be followed how far, from the day they were needed to their result;
    /// absent as `outcomes` is.
    pub steps: Option<DecisionSteps>,
}

/// What became of decisions of any age.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Outcomes {
    /// Those that were reversed later.
    pub reversed: usize,
    /// Those that were made and say what was expected of them.
    pub expected: usize,
    /// Of these, those that say what came of it.
    pub expected_and_actual: usize,
}

/// How long decisions of one kind take.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Latency {
    /// Decisions open on any day of the period.
    pub n: usize,
    /// Of these, those made within it.
    pub decided: usize,
    /// Of these, those that show whether they went above the leader: by the levels that they state, else by who made
    /// them.
    pub levels_stated: usize,
    /// Of these, those that did.
    pub went_above: usize,
    /// Decisions that the days cannot count, because they do not say when they were asked for, or say a later day than
    /// that on which they were made.
    pub left_out: usize,
    /// Days from asking within which half are made; absent when that is not reached or was refused.
    pub median_days: Option<i64>,
    /// Lower end of the 95 % interval of the median, in days.
    pub low_days: Option<i64>,
    /// Upper end of the 95 % interval of the median, in days.
    pub high_days: Option<i64>,
    /// Why no median is given.
    pub refused: Option<String>,
    /// Those made within the period and levels stated, by how many levels above the leader had to agree: 0, 1, 2, 3 or
    /// more. Levels are only known once a decision is made, so these speak of finished ones and are too short.
    pub by_levels: Vec<AtLevel>,
    /// The curve, one step for each day on which any was made; empty when refused.
    #[serde(skip)]
    pub steps: Vec<Made>,
    /// The curve at days that people think in, while five or more are still followed; empty when refused.
    pub ages: Vec<Made>,
    /// The same over as many days before; absent when these are too few to compare with.
    pub before: Option<Before>,
}

/// The share that is made by a number of days after asking.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Made {
    /// Days since asking.
    pub days: i64,
    /// Estimated share made by then, 0 to 1.
    pub made_share: f64,
    /// Lower end of the 95 % band, 0 to 1.
    pub low_share: f64,
    /// Upper end of the 95 % band, 0 to 1.
    pub high_share: f64,
    /// Decisions still followed.
    pub followed: usize,
}

/// Decisions made with so many levels above the leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AtLevel {
    /// Levels above the leader that had to agree; 3 stands for 3 or more.
    pub levels: u32,
    /// Decisions made.
    pub made: usize,
    /// Median of the days from asking to deciding; absent with fewer than five.
    pub median_days: Option<i64>,
    /// Lower end of the 95 % interval of the median, in days.
    pub low_days: Option<i64>,
    /// Upper end of the 95 % interval of the median, in days.
    pub high_days: Option<i64>,
}

/// How long decisions of one kind took in the period before.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Before {
    /// Decisions open on any day of that period.
    pub n: usize,
    /// Days from asking within which half were made.
    pub median_days: i64,
    /// Lower end of the 95 % interval of the median, in days.
    pub low_days: Option<i64>,
    /// Upper end of the 95 % interval of the median, in days.
    pub high_days: Option<i64>,
}

/// Days on which decisions are looked at: after `from`, up to and including `to`.
#[derive(Clone, Copy)]
struct Period {
    from: Day,
    to: Day,
}

/// Computes the measure over all initiatives.
pub fn decision_latency(world: &World<'_>) -> DecisionLatency {
    let all: Vec<&KnownDecision> = known_decisions(world).iter().collect();
    latency_over(&all, world, world.inputs.config.thresholds.period_days)
}

/// Computes the measure over some decisions, for the period of the settings and without curves: `steps`, `ages` and
/// `by_levels` stay empty.
pub fn latency_of(decisions: &[&KnownDecision], world: &World<'_>) -> DecisionLatency {
    compute(decisions, world, world.inputs.config.thresholds.period_days, false)
}

/// Computes the measure over some decisions, for so many days up to the day of the world.
pub fn latency_over(decisions: &[&KnownDecision], world: &World<'_>, period_days: u32) -> DecisionLatency {
    compute(decisions, world, period_days, true)
}

fn compute(decisions: &[&KnownDecision], world: &World<'_>, period_days: u32, with_curves: bool) -> DecisionLatency {
    let back = |day: Day| day.plus_days(-i32::try_from(period_days).unwrap_or(i32::MAX));
    let now = Period { from: back(world.day), to: world.day };
    let before = Period { from: back(now.from), to: now.from };
    let agreement = world.inputs.agreement;
    let deciders_min = agreement.smallest_group_of("decision-latency");
    let kind = |reversible: Option<bool>| {
        let of_kind: Vec<&KnownDecision> =
            decisions.iter().filter(|decision| decision.reversible == reversible).copied().collect();
        if !agreement.opens(DECISION_TIMES) && deciders(&of_kind, world) < deciders_min {
            return latency(&of_kind, now, false, world).without_days(deciders_min);
        }
        Latency {
            before: latency(&of_kind, before, false, world).as_before(),
            ..latency(&of_kind, now, with_curves, world)
        }
    };
    let (reversible, irreversible, unstated) = (kind(Some(true)), kind(Some(false)), kind(None));
    let is_open = agreement.opens(DECISION_OUTCOMES) || deciders(decisions, world) >= deciders_min;
    let expected = || decisions.iter().filter(|decision| decision.decided.is_some() && decision.expected);
    DecisionLatency {
        period_days,
        decisions: reversible.n + irreversible.n + unstated.n,
        reversible,
        irreversible,
        unstated,
        outcomes: is_open.then(|| Outcomes {
            reversed: decisions.iter().filter(|decision| decision.reversed.is_some()).count(),
            expected: expected().count(),
            expected_and_actual: expected().filter(|decision| decision.actual).count(),
        }),
        steps: is_open.then(|| DecisionSteps::between(now.from, now.to, &clocks_of(decisions, world))),
    }
}

/// How many people decided: those who are named, else the leader of the initiative, else whoever decides there. A leader
/// is a group of one, so what few of them did is nobody's to count.
fn deciders(decisions: &[&KnownDecision], world: &World<'_>) -> usize {
    let decider = |decision: &KnownDecision| {
        let initiative = decision.initiative;
        let leader = || Some(world.initiative(initiative?)?.leadership.leader()?.value.clone());
        let named = decision.decided_by.map(str::to_owned).or_else(leader);
        named.or_else(|| initiative.map(|id| format!("initiative:{id}"))).unwrap_or_default()
    };
    decisions.iter().map(|decision| decider(decision)).collect::<BTreeSet<String>>().len()
}

fn latency(decisions: &[&KnownDecision], period: Period, with_curves: bool, world: &World<'_>) -> Latency {
    let decided = |decision: &KnownDecision| decision.decided.filter(|day| *day <= period.to);
    let within: Vec<&KnownDecision> = decisions
        .iter()
        .filter(|decision| decision.opened.is_none_or(|opened| opened <= period.to))
        .filter(|decision| decided(decision).is_none_or(|day| day > period.from))
        .copied()
        .collect();
    let made = || within.iter().filter(|decision| decided(decision).is_some());
    let above: Vec<bool> = made().filter_map(|decision| decision.went_above(world)).collect();
    let mut latency = Latency {
        n: within.len(),
        decided: made().count(),
        levels_stated: above.len(),
        went_above: above.iter().filter(|above| **above).count(),
        ..Latency::default()
    };
    let spells = within.iter().filter_map(|decision| {
        let opened = decision.opened?;
        Some(Spell {
            // One asked for earlier is watched from the first day of the period on. All others are watched from the day
            // before they were asked for, so that one made on that very day counts.
            entry_days: period.from.days_since(opened).max(-1),
            end_days: decided(decision).unwrap_or(period.to).days_since(opened),
            happened: decided(decision).is_some(),
        })
    });
    let spells: Vec<Spell> = spells.collect();
    let curve = Curve::with_band(&spells, Band::Fitting);
    latency.left_out = latency.n - curve.n;
    if with_curves {
        latency.by_levels = by_levels(&made().copied().collect::<Vec<_>>());
    }
    if latency.n > 0 && curve.events < DECIDED_MIN {
        latency.refused = Some(format!("{} made; at least {DECIDED_MIN} required", curve.events));
    } else if curve.events >= DECIDED_MIN {
        let median = curve.median();
        // Where the curve falls to zero because nobody younger was left to watch, the median is that accident.
        if median.days.is_some() && median.days == curve.early_collapse {
            latency.refused = Some("too few were observed from the start".to_owned());
            return latency;
        }
        (latency.median_days, latency.low_days, latency.high_days) = (median.days, median.low_days, median.high_days);
        if !with_curves {
            return latency;
        }
        let made = |days: i64| {
            let (open, low, high) = curve.survival_at(days);
            let followed = curve.at_risk_at(days);
            Made { days, made_share: 1.0 - open, low_share: 1.0 - high, high_share: 1.0 - low, followed }
        };
        latency.steps = curve.steps.iter().map(|step| made(step.day)).collect();
        latency.ages = AGES.into_iter().map(made).filter(|age| age.followed >= FOLLOWED_MIN).collect();
    }
    latency
}

/// Medians of decisions that were made, by levels.
fn by_levels(made: &[&KnownDecision]) -> Vec<AtLevel> {
    let at_level = |levels: u32| {
        let of = made.iter().filter(|one| one.levels.is_some_and(|stated| stated.min(LEVELS_TOLD) == levels));
        let spells: Vec<Spell> = of
            .filter_map(|one| Some(one.decided?.days_since(one.opened?)))
            .filter(|days| *days >= 0)
            .map(|days| Spell { entry_days: -1, end_days: days, happened: true })
            .collect();
        let curve = Curve::with_band(&spells, Band::Fitting);
        let median = if curve.events >= DECIDED_MIN { curve.median() } else { Default::default() };
        let (median_days, low_days, high_days) = (median.days, median.low_days, median.high_days);
        AtLevel { levels, made: curve.events, median_days, low_days, high_days }
    };
    (0..=LEVELS_TOLD).map(at_level).filter(|level| level.made > 0).collect()
}

impl Latency {
    /// Decisions asked for and not yet made.
    pub fn open(&self) -> usize {
        self.n - self.decided
    }

    /// The same without what would say how fast few people decide.
    fn without_days(self, deciders_min: usize) -> Latency {
        let refused = (self.n > 0).then(|| format!("acts of fewer than {deciders_min} deciders"));
        let (n, decided, levels_stated, went_above) = (self.n, self.decided, self.levels_stated, self.went_above);
        Latency { n, decided, levels_stated, went_above, refused, ..Latency::default() }
    }

    fn as_before(&self) -> Option<Before> {
        let (n, low_days, high_days) = (self.n, self.low_days, self.high_days);
        self.median_days.map(|median_days| Before { n, median_days, low_days, high_days })
    }

    /// How long they took before, as a sentence without a full stop; absent when one of both is not known.
    pub fn before_words(&self, period_days: u32) -> Option<String> {
        let before = self.before.as_ref().filter(|_| self.median_days.is_some())?;
        let median = median_days(before.median_days, before.low_days, before.high_days);
        let median = median.trim_start_matches("median ");
        Some(format!("{median} in the {period_days} days before (n = {})", before.n))
    }

    /// How long they take, as a sentence without a full stop.
    pub fn words(&self) -> String {
        if let Some(refused) = &self.refused {
            return format!("median not known: {refused}");
        }
        let Some(median) = self.median_days else {
            return "median not reached: fewer than half are made so far".to_owned();
        };
        median_days(median, self.low_days, self.high_days)
    }
}
