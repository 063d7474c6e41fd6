//! `target-slips`: how many initiatives moved a target later than first planned.

use std::collections::HashMap;

use onethread_kernel::distributions::exact_share;
use onethread_model::Day;
use onethread_model::facts::Symbol;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::registry::Calendar;

/// With fewer initiatives than this a share is no share.
const INITIATIVES_MIN: usize = 10;

pub(super) const MEASURE: Measure = Measure {
    key: "target-slips",
    title: "How many initiatives moved a target later",
    page: include_str!("target_slips.md"),
    touches: Touches::Nobody,
    value: |world| json(&target_slips(world)),
};

/// Targets that moved, over all initiatives known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct TargetSlips {
    /// Initiatives with a target for any milestone on the day.
    pub with_target: usize,
    /// Of these, those that moved a target later than the first one they filed for its milestone.
    pub moved_later: usize,
    /// Their share, 0 to 1; absent with fewer than ten initiatives.
    pub moved_later_share: Option<f64>,
    /// Lower end of the exact 95 % interval, 0 to 1.
    pub low_share: Option<f64>,
    /// Upper end of the exact 95 % interval, 0 to 1.
    pub high_share: Option<f64>,
    /// Moves to a later target, over all milestones of these initiatives.
    pub moves_later: usize,
    /// Moves to an earlier one.
    pub moves_earlier: usize,
    /// First day on which a target was filed: what moved before is not known.
    pub since: Option<Day>,
}

/// Computes the measure.
pub fn target_slips(world: &World<'_>) -> TargetSlips {
    let facts = world.facts;
    let settings = &world.inputs.config.registry;
    let calendar = Calendar::new(settings);
    let fields: Vec<Symbol> =
        settings.milestones.iter().filter_map(|name| facts.symbols().find(&format!("target.{name}"))).collect();
    let mut targets: HashMap<(Symbol, Symbol), Vec<&str>> = HashMap::new();
    let mut since = None;
    for event in facts.initiative_events().filter(|event| fields.contains(&event.field)) {
        if let Some(target) = event.value.first() {
            since.get_or_insert(event.day);
            targets.entry((event.initiative, event.field)).or_default().push(facts.text(*target));
        }
    }
    let mut slips = TargetSlips { since, ..TargetSlips::default() };
    for initiative in world.initiatives.iter().filter(|initiative| initiative.has_target()) {
        slips.with_target += 1;
        let Some(id) = facts.symbols().find(&initiative.id) else { continue };
        let mut moved = false;
        for filed in fields.iter().filter_map(|field| targets.get(&(id, *field))) {
            for pair in filed.windows(2) {
                slips.moves_later += usize::from(calendar.is_before(pair[0], pair[1]));
                slips.moves_earlier += usize::from(calendar.is_before(pair[1], pair[0]));
            }
            moved |= filed.iter().any(|target| calendar.is_before(filed[0], target));
        }
        slips.moved_later += usize::from(moved);
    }
    if slips.with_target >= INITIATIVES_MIN && since.is_some() {
        let (low, high) = exact_share(slips.moved_later as u64, slips.with_target as u64, 0.95);
        slips.moved_later_share = Some(slips.moved_later as f64 / slips.with_target as f64);
        (slips.low_share, slips.high_share) = (Some(low), Some(high));
    }
    slips
}
