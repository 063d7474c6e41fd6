//! `reorganizations`: what was open before and after a reorganization, where it was changed and where it was not.

use onethread_kernel::interrupted::{PERIODS_MIN, shift};
use onethread_model::Day;
use onethread_model::org::Reorganization;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::World;
use crate::measure::open_asks::{OpenAsk, asks_of, open_by_day};
use crate::words::{difference as signed, interval};

/// Weeks that are looked at on each side of the day.
const WEEKS_MAX: i64 = 52;
/// Any number does; a fixed one gives the same interval every time.
const SEED: u64 = 20_260_105;

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
    /// The change of the first less the change of the second.
    pub difference: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval.
    pub high: Option<f64>,
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
        refused: None,
        weeks: Vec::new(),
        place: world.inputs.sources.place(declared.id.span),
    };
    if let Err(why) = tell(declared, world, &mut found) {
        found.refused = Some(why);
    }
    found
}

fn tell(declared: &Reorganization, world: &World<'_>, found: &mut BeforeAfter) -> Result<(), String> {
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
    let named = |id: &str| {
        declared.initiatives.iter().any(|one| one.value == id)
            || world.teams_on(id).any(|team| declared.teams.iter().any(|one| one.value == team.id.value))
            || world
                .initiative(id)
                .and_then(|one| one.team.as_ref())
                .is_some_and(|team| declared.teams.iter().any(|one| one.value == team.value))
    };
    let (changed, unchanged): (Vec<_>, Vec<_>) = all.iter().filter(|(id, _)| there(id)).partition(|(id, _)| named(id));
    (found.changed, found.unchanged) = (changed.len(), unchanged.len());
    if changed.is_empty() || unchanged.is_empty() {
        let which = if changed.is_empty() { "it changed" } else { "it left alone" };
        return Err(format!("no live initiative that {which} existed on {start}, so no comparison is possible"));
    }
    if found.weeks_before.min(found.weeks_after) < PERIODS_MIN {
        return Err(format!("{before} weeks before and {after} after; at least {PERIODS_MIN} on each side required"));
    }
    let weekly = |group: &[&(&str, Vec<OpenAsk>)]| -> Vec<f64> {
        let asks = group.iter().flat_map(|(_, asks)| asks);
        let open = open_by_day(asks, start, (before + after) as usize * 7);
        open.chunks(7).map(|week| week.iter().sum::<usize>() as f64 / 7.0 / group.len() as f64).collect()
    };
    let (changed, unchanged) = (weekly(&changed), weekly(&unchanged));
    let shift = shift(&changed, &unchanged, found.weeks_before, SEED).ok_or("the series cannot be compared")?;
    let both = changed.into_iter().zip(unchanged).zip(0..);
    found.weeks = both.map(|((changed, unchanged), at)| (start.plus_days(back(at)), changed, unchanged)).collect();
    (found.changed_open, found.unchanged_open) = (Some(shift.series), Some(shift.comparison));
    (found.difference, found.low, found.high) = (Some(shift.difference), Some(shift.low), Some(shift.high));
    Ok(())
}

impl BeforeAfter {
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
        let sure = if low > 0.0 || high < 0.0 { "" } else { ", which is within chance" };
        format!(
            "{name} ({}): requests open per initiative went from {:.1} to {:.1} where it changed something ({}), and from \
             {:.1} to {:.1} where it did not ({}); difference {} ({}){sure}. \
             The difference includes every other change since that day that affected only the first group",
            self.on,
            changed.0,
            changed.1,
            self.changed,
            unchanged.0,
            unchanged.1,
            self.unchanged,
            signed(difference),
            interval(&signed(low), &signed(high))
        )
    }
}
