//! `change-coupling`: which teams and which components change together more than chance explains.

use onethread_kernel::coupling::{self, Options, chung_lu};
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::View;
use crate::measure::World;
use crate::measure::aside::Aside;
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::cochange::{CochangeMatrix, Level, Shown, quarter};
use crate::words::plural;

/// With fewer change-sets than this, nothing but the strongest tie could be distinguished from chance.
pub const CHANGE_SETS_MIN: usize = 30;
/// Fewer weeks than this are one piece of work.
pub const WEEKS_MIN: usize = 8;
/// Of two items it cannot be said that they change together more than others do.
pub const ITEMS_MIN: usize = 3;
/// With fewer change-sets of several items than this, a single large one would decide.
pub const CROSSING_MIN: usize = 5;

pub(super) const MEASURE: Measure = Measure {
    key: "change-coupling",
    title: "Change coupling beyond chance",
    page: include_str!("change_coupling.md"),
    touches: Touches::Groups,
    value: |world| json(&change_coupling(world)),
};

/// Coupling of the last 365 days.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ChangeCoupling {
    /// Between teams, by what they own.
    pub teams: CouplingOf,
    /// Between components of the organization's files; where they name none with paths, parts of repositories.
    pub components: CouplingOf,
}

/// Coupling at one level.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct CouplingOf {
    /// Days that were looked at.
    pub window_days: i64,
    /// Change-sets that touch any item.
    pub change_sets: usize,
    /// Of these, those that touch several.
    pub crossing: usize,
    /// Weeks with any.
    pub weeks: usize,
    /// Items compared.
    pub items: usize,
    /// Items left out because fewer than 5 change-sets touch them.
    pub items_left_out: usize,
    /// Changes that bots made, left out.
    pub bots: usize,
    /// Touches that show no work, left out.
    pub aside: Aside,
    /// Touches, each path once for each change-set.
    pub touches: usize,
    /// Of these, touches of what belongs to no item.
    pub unplaced: usize,
    /// Change-sets of more than 100 items, which are never spread out into pairs.
    pub huge: usize,
    /// Pairs judged at once: all pairs of the items compared.
    pub compared: u64,
    /// Of these, pairs that change together at all.
    pub seen: u64,
    /// Of these, pairs that chance may explain.
    pub by_chance: u64,
    /// Pairs beyond chance of fewer than 3 common change-sets, left out.
    pub too_few: u64,
    /// Pairs beyond chance whose risk ratio may still be 1, left out.
    pub not_reliable: u64,
    /// Variance over mean of counts, from how common changes come in bursts; at least 1.
    pub dispersion: f64,
    /// What two items of usual activity would have needed in common to be found; absent when refused.
    pub visible: Option<VisibleCoupling>,
    /// Why nothing is reported.
    pub refused: Option<String>,
    /// Pairs beyond chance, those with the largest excess first.
    pub pairs: Vec<CoupledPair>,
}

/// What two items of usual activity would have needed in common to be found in four of five cases.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct VisibleCoupling {
    /// Change-sets that touch each of them: the median of the items compared, the lower one of two in the middle.
    pub of_each: u32,
    /// Change-sets that would touch both by chance.
    pub expected: f64,
    /// Change-sets that would have to touch both on average.
    pub change_sets: f64,
}

/// Two items that change together more than chance explains.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CoupledPair {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// Change-sets that touch both.
    pub change_sets: usize,
    /// Change-sets that would by chance.
    pub expected: f64,
    /// How many times as often as by chance, drawn towards 1 where evidence is thin.
    pub risk_ratio: f64,
    /// What it exceeds with a probability of 95 %.
    pub risk_ratio_low: f64,
    /// The smallest share of false discoveries at which the pair is one, 0 to 1.
    pub q: f64,
    /// Common change-sets at which a pair like it, judged alone, would have been found in four of five cases; absent where
    /// that is too many to be looked for.
    pub visible_change_sets: Option<f64>,
    /// Change-sets of `s` items counting `1/(s-1)`, less what chance lets expect.
    pub excess: f64,
    /// Change-sets that touch the one.
    pub of_one: usize,
    /// Change-sets that touch the other.
    pub of_other: usize,
    /// The day of the first common change-set.
    pub first: Option<Day>,
    /// The day of the last one.
    pub last: Option<Day>,
    /// Common change-sets by quarter, from the first quarter with changes to the last.
    pub quarters: Vec<Quarter>,
    /// Numbers of the common change-sets.
    #[serde(skip)]
    pub sets: Vec<u32>,
    /// The change that shows it best: the newest that touches both, else the newest of several that do together.
    #[serde(skip)]
    pub shown: Option<Shown>,
}

/// Common change-sets of a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Quarter {
    /// The quarter, such as `2026-Q1`.
    pub quarter: String,
    /// Common change-sets.
    pub change_sets: usize,
}

/// Computes the measure.
pub fn change_coupling(world: &World<'_>) -> ChangeCoupling {
    let components = world.cochange(Level::Component, WINDOW_DAYS);
    let teams = world.cochange(Level::Team, WINDOW_DAYS);
    ChangeCoupling { teams: coupling_of(&teams, world, false), components: coupling_of(&components, world, false) }
}

/// Coupling between the items of some change-sets; `strict` bounds false discoveries whatever the dependence between
/// pairs.
pub fn coupling_of(together: &CochangeMatrix, view: &View<'_>, strict: bool) -> CouplingOf {
    let mut found = CouplingOf {
        window_days: together.window_days,
        change_sets: together.sets.len(),
        crossing: together.crossing(),
        weeks: together.weeks(),
        bots: together.bots,
        aside: together.aside,
        touches: together.touches,
        unplaced: together.unplaced,
        dispersion: 1.0,
        ..CouplingOf::default()
    };
    found.refused = refused(&found, together);
    if found.refused.is_some() {
        return found;
    }
    let options = Options { strict, ..Options::default() };
    let all = coupling::coupling(&together.incidence, &options);
    let quarters: Vec<String> = {
        let mut quarters: Vec<String> = together.sets.iter().map(|set| quarter(set.day)).collect();
        quarters.dedup();
        quarters
    };
    let visible = |expected: f64| coupling::visible(expected, all.compared, all.dispersion, &options);
    found.visible = visible_coupling(together, options.item_sets_min, visible);
    let told = |pair: &coupling::Pair| CoupledPair {
        visible_change_sets: visible(pair.expected),
        ..told(pair, together, view, &quarters)
    };
    found.pairs = all.pairs.iter().map(told).collect();
    found.pairs.sort_by(|a, b| b.excess.total_cmp(&a.excess));
    found.items = all.items as usize;
    found.items_left_out = all.items_left_out as usize;
    found.huge = all.huge as usize;
    found.dispersion = all.dispersion;
    (found.compared, found.seen, found.by_chance) = (all.compared, all.seen, all.by_chance);
    (found.too_few, found.not_reliable) = (all.too_few, all.not_reliable);
    if found.items < ITEMS_MIN {
        let left = plural(found.items_left_out, "other is", "others are");
        let items = plural(found.items, "item is", "items are");
        found.refused = Some(format!("{items} changed often enough to compare, and {left} not"));
        found.visible = None;
        found.pairs.clear();
    }
    found
}

/// What two items of usual activity would have needed in common. Who they are does not matter, so that names alter
/// nothing: chance is that of Chung and Lu for two of the median degree.
fn visible_coupling(
    together: &CochangeMatrix,
    item_sets_min: u32,
    visible: impl Fn(f64) -> Option<f64>,
) -> Option<VisibleCoupling> {
    let incidence = &together.incidence;
    let degrees = (0..incidence.items()).map(|item| incidence.degree(item));
    let mut degrees: Vec<u32> = degrees.filter(|degree| *degree >= item_sets_min).collect();
    degrees.sort_unstable();
    let of_each = *degrees.get(degrees.len().checked_sub(1)? / 2)?;
    let expected = chung_lu(of_each, of_each, (0..incidence.sets()).map(|set| incidence.size(set)));
    Some(VisibleCoupling { of_each, expected, change_sets: visible(expected)? })
}

impl VisibleCoupling {
    /// What would have been found, as a sentence without a full stop; `items` is the word for several of them.
    pub fn words(&self, items: &str) -> String {
        let each = plural(self.of_each as usize, "change", "changes");
        if self.change_sets > f64::from(self.of_each) {
            return format!(
                "no tie between two {items} of usual activity ({each} each) would have been found in 4 of 5 cases"
            );
        }
        format!(
            "two {items} of usual activity ({each} each) would have been found in 4 of 5 cases with {:.0} in common, where \
             chance gives {:.1}",
            self.change_sets.ceil(),
            self.expected
        )
    }
}

fn refused(found: &CouplingOf, together: &CochangeMatrix) -> Option<String> {
    let items = together.names.len();
    if together.touches == 0 {
        Some(format!("no source shows what changes of the last {} days touch", together.window_days))
    } else if items < ITEMS_MIN {
        let known = plural(items, "owner or component is", "owners or components are");
        Some(format!("{known} known for what changed; at least {ITEMS_MIN} required"))
    } else if found.change_sets < CHANGE_SETS_MIN || found.weeks < WEEKS_MIN {
        Some(format!(
            "{} over {}; at least {CHANGE_SETS_MIN} over {WEEKS_MIN} weeks required",
            plural(found.change_sets, "change", "changes"),
            plural(found.weeks, "week", "weeks")
        ))
    } else if found.crossing < CROSSING_MIN {
        let crossing = plural(found.crossing, "change touches", "changes touch");
        Some(format!("{crossing} more than one of {items}; at least {CROSSING_MIN} required"))
    } else {
        None
    }
}

fn told(pair: &coupling::Pair, together: &CochangeMatrix, view: &View<'_>, quarters: &[String]) -> CoupledPair {
    let incidence = &together.incidence;
    let sets: Vec<u32> = incidence.both(pair.a, pair.b).collect();
    let days: Vec<Day> = sets.iter().filter_map(|set| together.set(*set)).map(|set| set.day).collect();
    let in_quarter = |name: &String| days.iter().filter(|day| quarter(**day) == *name).count();
    CoupledPair {
        one: together.name(pair.a).to_owned(),
        other: together.name(pair.b).to_owned(),
        change_sets: pair.together as usize,
        expected: pair.expected,
        risk_ratio: pair.risk_ratio,
        risk_ratio_low: pair.risk_ratio_low,
        q: pair.q,
        visible_change_sets: None,
        excess: pair.excess,
        of_one: incidence.degree(pair.a) as usize,
        of_other: incidence.degree(pair.b) as usize,
        first: days.first().copied(),
        last: days.last().copied(),
        quarters: quarters
            .iter()
            .map(|name| Quarter { quarter: name.clone(), change_sets: in_quarter(name) })
            .collect(),
        shown: sets
            .iter()
            .filter_map(|set| together.shows(*set, &[pair.a, pair.b], view))
            .max_by_key(|shown| (shown.items, shown.moment)),
        sets,
    }
}
