//! Releases of two initiatives on the same days, more often than the calendar that all follow, their weekdays and their
//! cadences bring about.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::facts::RecordRef;
use onethread_model::record::Reference;

use super::companions::companions;
use super::parties::reference;
use super::release_calendar::{Calendar, DaySet};
use super::{Activity, Class, Finding, Gathering, Risk, dated};
use crate::measure::released::{self, Released};

/// With fewer days of release than this, an initiative is not compared.
const DAYS_MIN: usize = 5;

/// Days of release, counted back from the day of the register, with the first record of each.
type Days = BTreeMap<i32, RecordRef>;

pub(super) fn gather(all: &mut Gathering<'_>) {
    let released = released(all);
    if released.len() > 1 {
        all.has(Class::SharedRelease);
    }
    let window = i32::try_from(all.window_days).unwrap_or(i32::MAX);
    let sets: Vec<DaySet> = released.values().map(|days| DaySet::of(days.keys().copied(), window)).collect();
    let mut calendar = Calendar::new(sets.iter(), window, all.inputs.view.day.epoch_days());
    let (named, sets): (Vec<(&String, &Days)>, Vec<DaySet>) =
        released.iter().zip(sets).filter(|(_, days)| days.len() >= DAYS_MIN).unzip();
    let found = companions(&sets, &mut calendar, window);
    all.visible_releases = found.visible;
    let since = all.inputs.view.facts.releases().map(|release| release.day).min();
    for companion in found.surest {
        let ((own, days), (on, others)) = (named[companion.own], named[companion.on]);
        let common: Vec<i32> = days.keys().copied().filter(|ago| others.contains_key(ago)).collect();
        let risk =
            Risk { together: common.len(), expected: companion.expected, ratio: companion.ratio, low: companion.low };
        let finding = finding(all, (own, on), (days, others), &common, risk, since);
        all.findings.extend(finding);
    }
    all.leave_out(
        "pairs of initiatives released on the same days no more than weekdays and cadence explain",
        found.explained,
    );
    all.leave_out("initiatives released on the same days as one that has ten closer companions", found.less_sure);
}

fn finding(
    all: &Gathering<'_>,
    (own, other): (&str, &str),
    (days, others): (&Days, &Days),
    common: &[i32],
    risk: Risk,
    since: Option<Day>,
) -> Option<Finding> {
    let (needs, on) = (reference("initiative", own), reference("initiative", other));
    let on: Reference = all.inputs.parties.team_of(&on).map(|team| reference("team", team)).unwrap_or(on);
    if on.kind == "team" && all.inputs.parties.is_own(&needs, &on.id) {
        return None;
    }
    let released = common.iter().filter_map(|ago| Some((all.inputs.view.day.plus_days(-ago), *days.get(ago)?, ())));
    let either: BTreeSet<i32> = days.keys().chain(others.keys()).copied().collect();
    let activity = Activity {
        days: either.into_iter().map(|ago| all.inputs.view.day.plus_days(-ago)).collect(),
        holds_counted: true,
        since,
    };
    let says = |(): &()| "both released".to_owned();
    let mut seen = dated(Class::SharedRelease, released.collect(), says, all, &activity, since);
    seen.mutual = true;
    seen.risk = Some(risk);
    Some(Finding { needs, team: None, on, effect: None, seen, written: None })
}

/// Days of release of live initiatives.
fn released(all: &Gathering<'_>) -> BTreeMap<String, Days> {
    let of = Released::of(all.inputs.view).of.into_iter();
    let live = of.filter(|(id, _)| all.inputs.view.initiative(id).is_some_and(|initiative| initiative.live));
    let recent = |(id, days): (String, released::Days)| {
        let recent = days.into_iter().filter(|(day, _)| all.is_recent(*day));
        let ago = |day: Day| i32::try_from(all.inputs.view.day.days_since(day)).unwrap_or(i32::MAX);
        (id, recent.map(|(day, at)| (ago(day), at)).collect::<Days>())
    };
    live.map(recent).filter(|(_, days)| !days.is_empty()).collect()
}
