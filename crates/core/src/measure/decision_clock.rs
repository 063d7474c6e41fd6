//! The clock of each decision: when it was needed, asked for, made and communicated, when the first change for it landed and was
//! released, and whether its expected result was seen. Input: decisions, changes and releases as known on a day.

use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::decisions::KnownDecision;
use super::released::Released;

/// The days of one decision, as far as anything states them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionClock {
    /// Its id.
    pub id: String,
    /// The day by which it was needed.
    pub needed: Option<Day>,
    /// The day it was asked for.
    pub opened: Option<Day>,
    /// The day it was made.
    pub decided: Option<Day>,
    /// The day it was communicated to those concerned.
    pub communicated: Option<Day>,
    /// The day the first change that it names landed.
    pub first_change: Option<Day>,
    /// The first day of release on or after that, of its initiative or of everything at once.
    pub released: Option<Day>,
    /// Whether it says what was expected.
    pub expected: bool,
    /// Whether it says what came of it.
    pub seen: bool,
}

/// How many decisions can be followed how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DecisionSteps {
    /// Decisions made in the period.
    pub made: usize,
    /// Of these, those that say by when they were needed.
    pub needed: usize,
    /// Of those, the ones that were made after that day.
    pub late: usize,
    /// Those that say when they were asked for.
    pub opened: usize,
    /// Those that say when they were communicated.
    pub communicated: usize,
    /// Those that name a change that landed.
    pub first_change: usize,
    /// Of those, the ones of which a release followed.
    pub released: usize,
    /// Those that say what was expected.
    pub expected: usize,
    /// Of those, the ones that say what came of it.
    pub seen: usize,
    /// Those that can be followed from asking to the expected result: each step is stated.
    pub whole: usize,
}

/// The clocks of some decisions, in their order.
pub fn clocks_of(decisions: &[&KnownDecision], view: &View<'_>) -> Vec<DecisionClock> {
    // Releases are read only where a change can lead to one.
    let released = decisions.iter().any(|one| one.first_change.is_some()).then(|| Released::of(view));
    let one = |decision: &&KnownDecision| {
        let days = released.as_ref().map(|all| {
            let own = decision.initiative.and_then(|id| all.of.get(id));
            own.unwrap_or(&all.common)
        });
        let release = |from: Day| days.and_then(|days| days.range(from..).next()).map(|(day, _)| *day);
        DecisionClock {
            id: decision.id.to_owned(),
            needed: decision.needed,
            opened: decision.opened,
            decided: decision.decided,
            communicated: decision.communicated,
            first_change: decision.first_change,
            released: decision.first_change.and_then(release),
            expected: decision.expected,
            seen: decision.actual,
        }
    };
    decisions.iter().map(one).collect()
}

impl DecisionSteps {
    /// Counts the clocks of decisions that were made after a day, up to and including another one.
    pub(super) fn between(after: Day, until: Day, clocks: &[DecisionClock]) -> DecisionSteps {
        let is_in = |clock: &&DecisionClock| clock.decided.is_some_and(|day| after < day && day <= until);
        let count =
            |found: fn(&DecisionClock) -> bool| clocks.iter().filter(is_in).filter(|clock| found(clock)).count();
        DecisionSteps {
            made: count(|_| true),
            needed: count(|one| one.needed.is_some()),
            late: count(|one| one.needed.is_some_and(|needed| one.decided.is_some_and(|decided| decided > needed))),
            opened: count(|one| one.opened.is_some()),
            communicated: count(|one| one.communicated.is_some()),
            first_change: count(|one| one.first_change.is_some()),
            released: count(|one| one.released.is_some()),
            expected: count(|one| one.expected),
            seen: count(|one| one.expected && one.seen),
            whole: count(|one| one.opened.is_some() && one.released.is_some() && one.expected && one.seen),
        }
    }

    /// How many can be followed how far, as a sentence without a full stop.
    pub fn words(&self) -> String {
        let late = if self.needed > 0 { format!(" ({} made after that)", self.late) } else { String::new() };
        let released = match self.first_change {
            0 => String::new(),
            _ => format!(", {} of these a release after it", self.released),
        };
        format!(
            "of {} made, {} state when they were asked for, {} by when they were needed{late}, {} when they were \
             communicated, {} a first change{released}, {} an expected result, {} of these the outcome; {} can be followed \
             all the way",
            crate::words::plural(self.made, "decision", "decisions"),
            self.opened,
            self.needed,
            self.communicated,
            self.first_change,
            self.expected,
            self.seen,
            self.whole
        )
    }
}

impl DecisionClock {
    /// Its days in order; what nothing states is left out.
    pub fn words(&self) -> String {
        let day = |what: &str, day: Option<Day>| day.map(|day| format!("{what} {day}"));
        let result = match (self.expected, self.seen) {
            (true, true) => Some("expected result: outcome stated".to_owned()),
            (true, false) => Some("expected result: not seen yet".to_owned()),
            (false, _) => None,
        };
        let steps = [
            day("needed", self.needed),
            day("asked", self.opened),
            Some(self.decided.map_or_else(|| "open".to_owned(), |day| format!("made {day}"))),
            day("communicated", self.communicated),
            day("first change", self.first_change),
            day("released", self.released),
            result,
        ];
        steps.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
