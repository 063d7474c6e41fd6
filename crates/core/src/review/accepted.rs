//! What the organization has accepted: waivers in force on the day.

use onethread_model::Day;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::World;

/// A state that a person accepted until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Accepted {
    /// The criterion or rule that it is about, as written.
    pub rule: String,
    /// What it is about, as `kind:id`.
    pub subject: String,
    /// Why it is accepted, as written.
    pub reason: Option<String>,
    /// Who accepted it, as written.
    pub owner: Option<String>,
    /// The day on which it ends.
    pub until: Option<Day>,
    /// Where it is written.
    pub place: Place,
}

impl Accepted {
    /// Whether it is about what a criterion says of an initiative, by the criterion or by a rule that says the same.
    pub fn covers(&self, criterion: &str, initiative: &str) -> bool {
        let says_the_same = SAME.iter().any(|(key, rules)| *key == criterion && rules.contains(&self.rule.as_str()));
        (self.rule == criterion || says_the_same) && self.is_about(initiative)
    }

    /// Whether it is about an initiative.
    pub(super) fn is_about(&self, initiative: &str) -> bool {
        self.subject.strip_prefix("initiative:") == Some(initiative)
    }
}

/// Criteria, with the rules whose finding about an initiative is the same state.
const SAME: &[(&str, &[&str])] = &[
    ("focus", &["ST101", "ST102", "ST103", "ST104"]),
    ("dedicated-team", &["ST111"]),
    ("charter", &["ST117"]),
    ("dependencies-known", &["DP101"]),
    ("untangling", &["DP103"]),
    ("scope", &["SC101"]),
];

/// Rules whose finding about an initiative is the state that a criterion answers for; none for another key.
pub(crate) fn rules_that_say(criterion: &str) -> &'static [&'static str] {
    SAME.iter().find(|(key, _)| *key == criterion).map_or(&[], |(_, rules)| rules)
}

/// Waivers in force, in the order in which they are written.
pub(super) fn gather(world: &World<'_>) -> Vec<Accepted> {
    let in_force = world.inputs.org.waivers.iter().filter(|waiver| waiver.is_in_force(world.day));
    in_force
        .map(|waiver| Accepted {
            rule: waiver.rule.value.clone(),
            subject: waiver.subject.value.clone(),
            reason: waiver.reason.as_ref().map(|reason| reason.value.clone()),
            owner: waiver.owner.as_ref().map(|owner| owner.value.clone()),
            until: waiver.until.as_ref().map(|until| until.value),
            place: world.inputs.sources.place(waiver.span),
        })
        .collect()
}
