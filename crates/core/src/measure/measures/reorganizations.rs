//! `reorganizations`: what was open before and after a reorganization, where it was changed and where it was not.

use onethread_kernel::shift::{Shift, UNITS_MIN, of_units};
use onethread_model::Day;
use onethread_model::org::Reorganization;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::open_asks::{OpenAsk, asks_of, open_by_day};
use crate::measure::{View, World};
use crate::words::{difference as signed, interval, percent, plural};

/// Weeks that are looked at on each side of the day.
const WEEKS_MAX: i64 = 52;
/// The fewest weeks on each side.
const WEEKS_MIN: usize = 12;
/// How sure the interval is taken, so that it covers 95 of 100 where Welch's approximation falls short by one.
const LEVEL: f64 = 0.96;
/// Where nothing smaller than this share of the level before could be seen, nothing is said.
const VISIBLE_MAX: f64 = 0.5;

pub(super) const MEASURE: Measure = Measure {
    key: "reorganizations",
    title: "Before and after a reorganization, against a comparison group",
    page: include_str!("reorganizations.md"),
    value: |world| json(&reorganizations(world)),
};

/// What was open before and after a reorganization.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BeforeAfter {
    /// The reorganization.
    pub reorganization: String,
    /// The day from which it held.
    pub on: Day,
    /// Initiatives for which something was changed.
    pub changed: usize,
    /// Initiatives for which nothing was: the comparison.
    pub unchanged: usize,
    /// Whole weeks looked at before the day.
    pub weeks_before: usize,
    /// Whole weeks looked at from the day on.
    pub weeks_after: usize,
    /// Requests open per initiative on a day, where something was changed: before and after.
    pub changed_open: Option<(f64, f64)>,
    /// The same where nothing was.
    pub unchanged_open: Option<(f64, f64)>,
    /// The mean change of the initiatives that were changed, less that of those that were not.
    pub difference: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval.
    pub high: Option<f64>,
    /// The smallest difference that would be found in four of five cases.
    pub visible_difference: Option<f64>,
    /// The same as a share of what was open before where something was changed.
    pub visible_share: Option<f64>,
    /// Why nothing is reported.
    pub refused: Option<String>,
    /// First day of each week, with what was open per initiative where something was changed and where nothing was;
    /// empty when refused.
    #[serde(skip)]
    pub weeks: Vec<(Day, f64, f64)>,
    /// Where it is declared.
    #[serde(skip)]
    pub place: Place,
}

/// Computes the measure: reorganizations up to the day of the world, in alphabetical order of id.
pub fn reorganizations(world: &World<'_>) -> Vec<BeforeAfter> {
    world.inputs.org.reorganizations.values().map(|one| before_after(one, world)).collect()
}

fn before_after(declared: &Reorganization, world: &World<'_>) -> BeforeAfter {
    let on = declared.on.value;
    let mut found = BeforeAfter {
        reorganization: declared.id.value.clone(),
        on,
        changed: 0,
        unchanged: 0,
        weeks_before: 0,
        weeks_after: 0,
        changed_open: None,
        unchanged_open: None,
        difference: None,
        low: None,
        high: None,
        visible_difference: None,
        visible_share: None,
        refused: None,
        weeks: Vec::new(),
        place: world.inputs.sources.place(declared.id.span),
    };
    if let Err(why) = compute(declared, world, &mut found) {
        found.refused = Some(why);
    }
    found
}

fn compute(declared: &Reorganization, world: &World<'_>, found: &mut BeforeAfter) -> Result<(), String> {
    let on = found.on;
    let all: Vec<(&str, Vec<OpenAsk>)> = world.live().map(|one| (one.id.as_str(), asks_of(&one.id, world))).collect();
    // Before anything was recorded, nothing open is no news.
    let first = all.iter().flat_map(|(_, asks)| asks).map(|ask| ask.asked).min();
    let first = first.ok_or("no decision and no review states when it was asked for")?;
    let before = (on.days_since(first) / 7).clamp(0, WEEKS_MAX);
    let after = ((world.day.days_since(on) + 1) / 7).clamp(0, WEEKS_MAX);
    (found.weeks_before, found.weeks_after) = (before as usize, after as usize);
    let back = |weeks: i64| i32::try_from(7 * weeks).unwrap_or(i32::MAX);
    let start = on.plus_days(-back(before));
    // Those that came later would change who is compared.
    let there =
        |id: &str| world.initiative(id).and_then(|one| one.created.as_ref()).is_some_and(|at| at.value <= start);
    let (changed, unchanged): (Vec<_>, Vec<_>) =
        all.iter().filter(|(id, _)| there(id)).partition(|(id, _)| is_named(declared, id, world));
    (found.changed, found.unchanged) = (changed.len(), unchanged.len());
    if changed.len().min(unchanged.len()) < UNITS_MIN {
        let (n, which) = match changed.len() < UNITS_MIN {
            true => (changed.len(), "it changed"),
            false => (unchanged.len(), "it left alone"),
        };
        let known = plural(n, "live initiative", "live initiatives");
        return Err(format!("{known} that {which} existed on {start}; at least {UNITS_MIN} required for a comparison"));
    }
    if found.weeks_before.min(found.weeks_after) < WEEKS_MIN {
        return Err(format!("{before} weeks before and {after} after; at least {WEEKS_MIN} on each side required"));
    }
    let weekly = |asks: &[OpenAsk]| -> Vec<usize> {
        let open = open_by_day(asks.iter(), start, (before + after) as usize * 7);
        open.chunks(7).map(|week| week.iter().sum()).collect()
    };
    let group =
        |group: &[&(&str, Vec<OpenAsk>)]| Group::of(group.iter().map(|(_, asks)| weekly(asks)), before as usize);
    let (changed, unchanged) = (group(&changed), group(&unchanged));
    let shift = of_units(&changed.changes, &unchanged.changes).ok_or("the initiatives cannot be compared")?;
    let both = changed.weeks.iter().zip(&unchanged.weeks).zip(0..);
    found.weeks = both.map(|((changed, unchanged), at)| (start.plus_days(back(at)), *changed, *unchanged)).collect();
    (found.changed_open, found.unchanged_open) = (Some(changed.open), Some(unchanged.open));
    let visible = shift.visible(1.0 - LEVEL);
    found.visible_difference = Some(visible);
    found.visible_share = Some(visible / changed.open.0).filter(|share| share.is_finite());
    if found.visible_share.is_none_or(|share| share > VISIBLE_MAX) {
        let share =
            found.visible_share.map_or_else(|| "no change".to_owned(), |share| format!("less than {}", percent(share)));
        return Err(format!(
            "with {} and {} initiatives {share} of the {:.1} open before could not be seen in 4 of 5 cases; at most {} \
             required",
            found.changed,
            found.unchanged,
            changed.open.0,
            percent(VISIBLE_MAX)
        ));
    }
    found.set(&shift);
    Ok(())
}

/// Whether a reorganization changed something for an initiative: it names it, or a team of it.
pub(crate) fn is_named(declared: &Reorganization, id: &str, view: &View<'_>) -> bool {
    let names_team = |team: &str| declared.teams.iter().any(|one| one.value == team);
    declared.initiatives.iter().any(|one| one.value == id)
        || view.initiative(id).is_some_and(|one| view.own_teams(one).into_iter().any(names_team))
}

/// Initiatives that are looked at together.
struct Group {
    /// Requests open per initiative, week by week.
    weeks: Vec<f64>,
    /// The mean before the day, and from it on.
    open: (f64, f64),
    /// Of each initiative, the mean from the day on less the mean before.
    changes: Vec<f64>,
}

impl Group {
    /// Initiatives by what each had open on the days of each week, so many weeks of them before the day.
    fn of(initiatives: impl Iterator<Item = Vec<usize>>, before: usize) -> Group {
        let all: Vec<Vec<usize>> = initiatives.collect();
        let weeks = all.first().map_or(0, Vec::len);
        // Whole numbers first, so that the order of initiatives does not reach the last digit.
        let mean = |open: &[usize], of: usize| open.iter().sum::<usize>() as f64 / (7 * open.len() * of) as f64;
        let sides = |open: &[usize], of: usize| (mean(&open[..before], of), mean(&open[before..], of));
        let together: Vec<usize> = (0..weeks).map(|week| all.iter().map(|one| one[week]).sum()).collect();
        let changes = all.iter().map(|one| sides(one, 1)).map(|(before, since)| since - before).collect();
        Group {
            open: sides(&together, all.len()),
            weeks: together.iter().map(|open| mean(&[*open], all.len())).collect(),
            changes,
        }
    }
}

impl BeforeAfter {
    fn set(&mut self, shift: &Shift) {
        let (low, high) = shift.interval(LEVEL);
        (self.difference, self.low, self.high) = (Some(shift.difference), Some(low), Some(high));
    }

    /// What is reported, as a sentence without a full stop.
    pub fn words(&self) -> String {
        let name = &self.reorganization;
        if let Some(refused) = &self.refused {
            return format!("{name} ({}): not known: {refused}", self.on);
        }
        let (Some(changed), Some(unchanged), Some(difference), Some(low), Some(high)) =
            (self.changed_open, self.unchanged_open, self.difference, self.low, self.high)
        else {
            return format!("{name} ({}): not known", self.on);
        };
        let visible = self.visible_share.map_or_else(String::new, |share| {
            format!(
                "; a difference of {} of what was open before would have been found in 4 of 5 cases",
                percent(share)
            )
        });
        let sure = if self.is_beyond_chance() { "" } else { ", which is within chance" };
        format!(
            "{name} ({}): requests open per initiative went from {:.1} to {:.1} where it changed something ({}), and from \
             {:.1} to {:.1} where it did not ({}); difference {} ({}){sure}{visible}. \
             The difference includes every other change since that day that affected only the first group",
            self.on,
            changed.0,
            changed.1,
            plural(self.changed, "initiative", "initiatives"),
            unchanged.0,
            unchanged.1,
            self.unchanged,
            signed(difference),
            interval(&signed(low), &signed(high))
        )
    }

    /// Whether the two groups moved apart by more than chance explains.
    pub fn is_beyond_chance(&self) -> bool {
        self.low > Some(0.0) || self.high.is_some_and(|high| high < 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two against two, ever farther apart: the interval is without zero exactly where chance alone moves them as far in
    /// fewer than 4 of 100 cases, by Welch's test.
    #[test]
    fn groups_moved_apart_where_chance_is_rarer_than_the_level() {
        let text = "[reorganization.one]\non = 2026-01-05\n";
        let mut sources = onethread_model::source::Sources::default();
        let file = sources.add("org/a.toml", text);
        let org = onethread_model::org::load(&sources, &[file], &mut Vec::new());
        let snapshot = crate::measure::Snapshot::new(Default::default(), org, sources, Default::default());
        let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
        let mut found = reorganizations(&world).remove(0);
        let mut near = (f64::INFINITY, f64::INFINITY);
        for hundredths in 0..2_000 {
            let apart = f64::from(hundredths) / 100.0;
            let shift = of_units(&[apart, apart + 1.0, apart + 0.4], &[0.0, 1.0, 0.7]).expect("two groups");
            found.set(&shift);
            assert_eq!(found.is_beyond_chance(), shift.p < 1.0 - LEVEL, "{shift:?}");
            let off = shift.p - (1.0 - LEVEL);
            near = if off < 0.0 { (near.0.min(-off), near.1) } else { (near.0, near.1.min(off)) };
        }
        assert!(near.0 < 0.001 && near.1 < 0.001, "the line is crossed in small steps: {near:?}");
        assert_eq!(LEVEL, 0.96);
    }
}
