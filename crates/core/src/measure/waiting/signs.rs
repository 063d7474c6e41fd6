//! Signs of life of all initiatives, and how long gaps between them usually are.

use std::collections::HashMap;

use onethread_kernel::dormancy::{gaps, usual_gap_days};
use onethread_model::Day;
use onethread_model::facts::Symbol;

use crate::measure::{Initiative, View};

/// Days on which a registry's entry was filed anew, and the yardsticks of both kinds of signs.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    versions: HashMap<Symbol, Vec<Day>>,
    usual_work_gap: Option<i64>,
    usual_version_gap: Option<i64>,
}

/// The signs of one initiative, in days since a day.
pub(super) struct OfOne {
    /// Days with work on it.
    pub(super) work: Vec<i64>,
    /// Signs by which dormancy is reported: work, or filed versions where no source shows work.
    pub(super) life: Vec<i64>,
    /// The longest gap between such signs that is usual.
    pub(super) usual_gap: Option<i64>,
}

impl Signs {
    /// Reads the signs of all initiatives.
    pub(crate) fn of_all(view: &View<'_>) -> Signs {
        let facts = view.facts;
        let mut versions: HashMap<Symbol, Vec<Day>> = HashMap::new();
        if let Some(version) = facts.symbols().find("version") {
            for event in facts.initiative_events().filter(|event| event.field == version) {
                versions.entry(event.initiative).or_default().push(event.day);
            }
        }
        let since = |days: &[Day]| days.iter().map(|day| day.days_since(view.day)).collect::<Vec<i64>>();
        let usual = |all: Vec<Vec<i64>>| usual_gap_days(&all.iter().flat_map(|days| gaps(days)).collect::<Vec<i64>>());
        let work = view.initiatives.iter().map(|initiative| work_days(initiative, view, view.day));
        Signs {
            usual_work_gap: usual(work.collect()),
            usual_version_gap: usual(versions.values().map(|days| since(days)).collect()),
            versions,
        }
    }

    /// The signs of one initiative, in days since a day.
    pub(super) fn of(&self, initiative: &Initiative, view: &View<'_>, since: Day) -> OfOne {
        let work = work_days(initiative, view, since);
        if !work.is_empty() {
            return OfOne { life: work.clone(), work, usual_gap: self.usual_work_gap };
        }
        let versions = view.facts.symbols().find(&initiative.id).and_then(|id| self.versions.get(&id));
        let life: Vec<i64> = versions.into_iter().flatten().map(|day| day.days_since(since)).collect();
        // Without any sign, silence is no state: nothing would have been heard.
        let usual_gap = self.usual_version_gap.filter(|_| !life.is_empty());
        OfOne { work, life, usual_gap }
    }

    /// Whether an initiative is stalled on the day of the view; absent where no sign or no yardstick tells.
    pub(crate) fn is_dormant(&self, initiative: &Initiative, view: &View<'_>) -> Option<bool> {
        let signs = self.of(initiative, view, view.day);
        let latest = signs.life.iter().max()?;
        Some(-latest > signs.usual_gap?)
    }
}

/// Days on which a change for it landed, or on which its author finished one.
fn work_days(initiative: &Initiative, view: &View<'_>, since: Day) -> Vec<i64> {
    let days = view.changes_of(&initiative.id).flat_map(|change| [Some(change.day), change.worked]);
    let mut days: Vec<i64> = days.flatten().map(|day| day.days_since(since)).collect();
    days.sort_unstable();
    days.dedup();
    days
}
