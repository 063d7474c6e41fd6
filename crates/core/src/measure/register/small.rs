//! What of the register may be printed: numbers about groups under five are removed, and added up where the sum is
//! about enough people.
//!
//! Input: entries with all that was counted, and who is on which team. Output: the same with what may be printed, and the
//! sum.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Behind, Class, Entry, Figures, Seen};
use crate::measure::groups::{GroupLabel, Groups};

/// What groups under five were asked for or changed, added up. How many groups they are is not said.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SmallGroups {
    /// What stands in place of their names.
    pub on: GroupLabel,
    /// Pieces of evidence by class.
    pub by_class: BTreeMap<&'static str, usize>,
    /// Days waited for their answers, of all together: at least so many.
    pub waited_days_min: i64,
}

/// Says of each entry what may be printed, and adds up the rest.
pub(super) fn disclose(entries: &mut [Entry], groups: &Groups) -> Option<SmallGroups> {
    let mut teams: BTreeSet<String> = BTreeSet::new();
    let mut sum = SmallGroups { on: groups.sum(), by_class: BTreeMap::new(), waited_days_min: 0 };
    for entry in entries {
        let small: Vec<String> = sides(entry).filter(|side| groups.party(side).is_sum()).map(str::to_owned).collect();
        let is_open = small.is_empty();
        entry.is_small = !is_open;
        for seen in &mut entry.seen {
            if is_open {
                seen.shown = Some(figures(seen));
                continue;
            }
            if seen.reliable {
                *sum.by_class.entry(seen.class.key()).or_default() += seen.n;
                teams.extend(small.iter().cloned());
            }
            withhold(seen);
        }
        if let Some(wait) = entry.wait.take_if(|_| !is_open) {
            sum.waited_days_min += wait.days_min;
        }
    }
    groups.are_enough(teams.iter().map(String::as_str)).then_some(sum)
}

/// Who is on either side of an entry, as far as that is people.
fn sides(entry: &Entry) -> impl Iterator<Item = &str> {
    [entry.needs.as_str(), entry.on.as_str()].into_iter()
}

fn figures(seen: &Seen) -> Figures {
    Figures {
        n: seen.n,
        strength: seen.strength.clone(),
        risk: seen.risk.clone(),
        trend: seen.trend,
        first: seen.first,
        last: seen.last,
    }
}

/// Leaves one record to look at, which says neither when nor how fast.
fn withhold(seen: &mut Seen) {
    seen.behind.truncate(1);
    for behind in &mut seen.behind {
        *behind = Behind { day: None, what: what(seen.class).to_owned(), place: behind.place.clone() };
    }
}

impl Seen {
    /// Whether it goes on after a day, also where that day may not be printed.
    pub(crate) fn is_after(&self, day: Day) -> bool {
        self.last > Some(day)
    }

    /// Whether it has days, and more of them than chance would give.
    pub(crate) fn is_beyond_chance(&self) -> bool {
        let by_chance = self.class == Class::Evolutionary && self.risk.as_ref().is_none_or(|risk| risk.low <= 1.0);
        self.reliable && self.first.is_some() && !by_chance
    }
}

fn what(class: Class) -> &'static str {
    match class {
        Class::Structural => "a link",
        Class::Evolutionary => "a common change",
        Class::Review => "review asked for",
        Class::Approval => "approval asked for",
        Class::SharedPerson => "a person of both",
        Class::SharedRelease => "both released",
    }
}
