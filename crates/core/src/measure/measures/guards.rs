//! `guards`: whether something watches quality and value while time-to-value is looked at, and what became of it.

use schemars::JsonSchema;
use serde::Serialize;

use super::metric_courses::{Course, MetricCourse, metric_courses};
use super::{Measure, Touches, json};
use crate::measure::World;
use crate::words::plural;

pub(super) const MEASURE: Measure = Measure {
    key: "guards",
    title: "Guardrail metrics for quality and value",
    page: include_str!("guards.md"),
    touches: Touches::Nobody,
    value: |world| json(&guards(world)),
};

/// Guards over all live initiatives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Guards {
    /// Live initiatives.
    pub live: usize,
    /// What watches that nothing gets worse on the way.
    pub quality: Guard,
    /// What watches that what is delivered is worth it.
    pub value: Guard,
}

/// Guards of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Guard {
    /// Live initiatives that name one.
    pub named: usize,
    /// Of these, those of which a guard got worse against the period before.
    pub worse: usize,
    /// Of these, those of which none is known to have moved or not.
    pub not_shown: usize,
    /// Those of which a guard got worse, in alphabetical order.
    pub worse_initiatives: Vec<String>,
}

/// Computes the measure.
pub fn guards(world: &World<'_>) -> Guards {
    let mut all = Guards::default();
    let courses = metric_courses(world);
    for initiative in world.live() {
        all.live += 1;
        for (kind, guard) in [("quality", &mut all.quality), ("value", &mut all.value)] {
            let guards = |course: &&MetricCourse| course.guards.as_deref() == Some(kind);
            let of_initiative = courses.iter().filter(|course| course.initiative == initiative.id);
            let courses: Vec<&MetricCourse> = of_initiative.filter(guards).collect();
            if courses.is_empty() {
                continue;
            }
            guard.named += 1;
            if courses.iter().any(|course| course.course == Course::Worse) {
                guard.worse += 1;
                guard.worse_initiatives.push(initiative.id.clone());
            } else if courses.iter().all(|course| course.course == Course::NotShown) {
                guard.not_shown += 1;
            }
        }
    }
    all
}

impl Guards {
    /// What watches quality and value, as a sentence without a full stop; absent where no initiative is live.
    pub fn words(&self) -> Option<String> {
        let kind = |name: &str, guard: &Guard| {
            let worse = match guard.worse_initiatives.as_slice() {
                [] => String::new(),
                [one] => format!(" (it got worse in {one})"),
                all => format!(" (it got worse in {} of them)", all.len()),
            };
            format!("{} of {} for {name}{worse}", guard.named, self.live)
        };
        let live = plural(self.live, "live initiative", "live initiatives");
        match (self.live, self.quality.named + self.value.named) {
            (0, _) => None,
            (_, 0) => Some(format!("None of {live} has a guardrail metric for quality or value")),
            _ => Some(format!(
                "Initiatives with a guardrail metric: {} and {}",
                kind("quality", &self.quality),
                kind("value", &self.value)
            )),
        }
    }
}
