//! `deciding-alone`: which share of an initiative's reversible decisions went above its leader.

use onethread_kernel::distributions::exact_share;
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::decisions::KnownDecision;
use crate::measure::{Initiative, Reporting, View, World};
use crate::words::{interval, percent, plural};

/// With fewer reversible decisions nothing is said.
pub const DECISIONS_MIN: usize = 3;

/// From one level more on, a decision went above the leader.
pub(crate) const LEVELS_MAX: u32 = 0;

/// "Decides alone" is only said where the upper end of the interval of the share lies below this.
pub const HIGH_SHARE_BELOW: f64 = 0.5;

pub(super) const MEASURE: Measure = Measure {
    key: "deciding-alone",
    title: "Share of reversible decisions above the leader",
    page: include_str!("deciding_alone.md"),
    touches: Touches::People,
    value: |world| json(&deciding_alone(world)),
};

/// Whether the leader of an initiative decides reversible matters alone, beside whatever form it has.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DecidingAlone {
    /// The initiative.
    pub initiative: String,
    /// What can be said.
    pub answer: DecidesAlone,
    /// Days up to that of the review that are looked at.
    pub period_days: u32,
    /// The largest share that counts as deciding alone, 0 to 1, from the settings.
    pub limit_share: f64,
    /// Reversible decisions of the period.
    pub now: WentAbove,
    /// Those of as many days before.
    pub before: WentAbove,
}

/// What can be said of deciding alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecidesAlone {
    /// The share above the leader is within the limit, and the upper end of its interval is below one half.
    Yes,
    /// The share is beyond the limit, also at the lower end of its interval.
    No,
    /// There is no one leader, or too few decisions or levels are stated to say.
    NotKnown,
}

/// Reversible decisions made in a period, by whether they went above the leader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct WentAbove {
    /// Reversible decisions made.
    pub n: usize,
    /// Of these, those that had to go above the leader, or were made there.
    pub above: usize,
    /// Of these, those that do not say.
    pub not_stated: usize,
    /// Share above the leader of those that say, 0 to 1; absent where none does.
    pub share: Option<f64>,
    /// Lower end of its 95 % interval, 0 to 1.
    pub low_share: Option<f64>,
    /// Upper end of its 95 % interval, 0 to 1.
    pub high_share: Option<f64>,
}

/// Computes the measure for live initiatives, in alphabetical order of id.
pub fn deciding_alone(world: &World<'_>) -> Vec<DecidingAlone> {
    let agreed = world.live().filter(|_| world.computes("deciding-alone"));
    agreed.map(|initiative| deciding_alone_of(initiative, world)).collect()
}

/// Computes the measure for one initiative.
pub fn deciding_alone_of(initiative: &Initiative, world: &World<'_>) -> DecidingAlone {
    let thresholds = &world.inputs.config.thresholds;
    let (period_days, limit_share) = (thresholds.period_days, thresholds.above_share);
    let back = |day: Day| day.plus_days(-i32::try_from(period_days).unwrap_or(i32::MAX));
    let start = back(world.day);
    let now = WentAbove::between(start, world.day, initiative, world);
    let before = WentAbove::between(back(start), start, initiative, world);
    let has_leader = initiative.leadership.leader().is_some();
    let answer = if has_leader { now.answer(limit_share) } else { DecidesAlone::NotKnown };
    DecidingAlone { initiative: initiative.id.clone(), answer, period_days, limit_share, now, before }
}

impl KnownDecision<'_> {
    /// Whether it went above the leader of its initiative, once it is made: by the levels that had to agree, else by who
    /// made it. It is the one definition of that, read by all that counts such decisions; absent where neither is known.
    pub fn went_above(&self, view: &View<'_>) -> Option<bool> {
        self.decided?;
        if let Some(levels) = self.levels {
            return Some(levels > LEVELS_MAX);
        }
        let leader = &view.initiative(self.initiative?)?.leadership.leader()?.value;
        let by = self.decided_by?;
        let is_above = view.people.reporting(leader, by) == Reporting::Under;
        if is_above { Some(true) } else { (leader == by).then_some(false) }
    }
}

impl WentAbove {
    /// Decisions made after a day, up to and including another one.
    fn between(after: Day, until: Day, initiative: &Initiative, world: &World<'_>) -> WentAbove {
        let is_of = |decision: &&KnownDecision| {
            let made = decision.decided.is_some_and(|day| after < day && day <= until);
            made && decision.reversible == Some(true)
        };
        let of_initiative = world.decisions_of(&initiative.id).filter(is_of);
        let all: Vec<Option<bool>> = of_initiative.map(|decision| decision.went_above(world)).collect();
        let with = |wanted: Option<bool>| all.iter().filter(|above| **above == wanted).count();
        WentAbove::of(all.len(), with(Some(true)), with(None))
    }

    fn of(n: usize, above: usize, not_stated: usize) -> WentAbove {
        let mut found = WentAbove { n, above, not_stated, ..WentAbove::default() };
        let stated = n - not_stated;
        if stated > 0 {
            let (low, high) = exact_share(above as u64, stated as u64, 0.95);
            found.share = Some(above as f64 / stated as f64);
            (found.low_share, found.high_share) = (Some(low), Some(high));
        }
        found
    }

    /// What these decisions say. Those that state nothing count against every answer: as above the leader where the
    /// answer would be yes, and as below where it would be no.
    fn answer(&self, limit_share: f64) -> DecidesAlone {
        if self.n - self.not_stated < DECISIONS_MIN {
            return DecidesAlone::NotKnown;
        }
        let most = self.above + self.not_stated;
        // In whole thousandths, so that exactly the limit is within it.
        let limit_thousandths = (limit_share * 1000.0).round() as usize;
        let (_, high) = exact_share(most as u64, self.n as u64, 0.95);
        let (low, _) = exact_share(self.above as u64, self.n as u64, 0.95);
        if low > limit_share {
            DecidesAlone::No
        } else if most * 1000 <= limit_thousandths * self.n && high < HIGH_SHARE_BELOW {
            DecidesAlone::Yes
        } else {
            DecidesAlone::NotKnown
        }
    }

    /// `2 of 23 (9 %, 95 % CI 1 to 28 %)`; the interval only where few leave much open.
    fn words(&self) -> String {
        let stated = self.n - self.not_stated;
        let silent = if self.not_stated > 0 { format!(", {} not stated", self.not_stated) } else { String::new() };
        let range = match (self.share, self.low_share, self.high_share) {
            (Some(share), Some(low), Some(high)) => {
                format!(" ({}, {})", percent(share), interval(&percent(low), &percent(high)))
            }
            _ => String::new(),
        };
        format!("{} of {stated}{range}{silent}", self.above)
    }
}

impl DecidesAlone {
    /// The answer in a word or two.
    pub fn words(self) -> &'static str {
        match self {
            DecidesAlone::Yes => "yes",
            DecidesAlone::No => "no",
            DecidesAlone::NotKnown => "not known",
        }
    }
}

impl DecidingAlone {
    /// What the decisions of the period say, against those before, as a sentence without a full stop.
    pub fn words(&self) -> String {
        let (days, now) = (self.period_days, &self.now);
        if now.n - now.not_stated < DECISIONS_MIN {
            let decisions = plural(now.n, "reversible decision", "reversible decisions");
            let silent = match now.not_stated {
                0 => String::new(),
                silent => format!(", {silent} of which do not state who had to agree"),
            };
            return format!("nothing can be said with {decisions} in {days} days{silent}");
        }
        let before = match self.before.n - self.before.not_stated {
            0 => format!("; none in the {days} days before"),
            _ => format!("; {} in the {days} days before", self.before.words()),
        };
        format!("{} reversible decisions of the last {days} days went above the leader{before}", now.words())
    }

    /// The share above the leader for a table: `2 of 23`; empty where too few are stated.
    pub fn short(&self) -> String {
        match self.now.n - self.now.not_stated {
            0 => String::new(),
            stated => format!("{} of {stated}", self.now.above),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share is compared as it is stated, at its line and one step beyond.
    #[test]
    fn the_limit_is_within() {
        assert_eq!(WentAbove::of(20, 2, 0).answer(0.1), DecidesAlone::Yes);
        assert_eq!(WentAbove::of(19, 2, 0).answer(0.1), DecidesAlone::NotKnown);
        // Exactly three tenths, which no float is.
        assert_eq!(WentAbove::of(20, 6, 0).answer(0.3), DecidesAlone::NotKnown, "the upper end is 54 %");
        assert_eq!(WentAbove::of(30, 9, 0).answer(0.3), DecidesAlone::Yes);
        assert_eq!(WentAbove::of(100, 29, 0).answer(0.29), DecidesAlone::Yes, "a float says 28.999");
        // Six without any above leave at most 46 %, five leave 52 %.
        assert_eq!(WentAbove::of(6, 0, 0).answer(0.1), DecidesAlone::Yes);
        assert_eq!(WentAbove::of(5, 0, 0).answer(0.1), DecidesAlone::NotKnown);
        // Three of three are at least 29 %; two are too few.
        assert_eq!(WentAbove::of(3, 3, 0).answer(0.1), DecidesAlone::No);
        assert_eq!(WentAbove::of(2, 2, 0).answer(0.1), DecidesAlone::NotKnown);
        // Those that state nothing are against every answer.
        assert_eq!(WentAbove::of(20, 2, 1).answer(0.1), DecidesAlone::NotKnown);
        assert_eq!(WentAbove::of(10, 3, 7).answer(0.1), DecidesAlone::NotKnown);
    }

    /// Whatever is counted, more above the leader never turns no into yes.
    #[test]
    fn more_above_is_never_more_alone() {
        let rank = |answer: DecidesAlone| match answer {
            DecidesAlone::Yes => 0,
            DecidesAlone::NotKnown => 1,
            DecidesAlone::No => 2,
        };
        for n in 3..60 {
            for above in 1..=n {
                let (fewer, more) = (WentAbove::of(n, above - 1, 0), WentAbove::of(n, above, 0));
                assert!(rank(fewer.answer(0.1)) <= rank(more.answer(0.1)), "{above} of {n}");
            }
        }
    }
}
