//! `new-measure`: What it is

use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;

pub(super) const MEASURE: Measure = Measure {
    key: "new-measure",
    title: "What it is",
    page: include_str!("new_measure.md"),
    // FILL IN: `Nobody`, `Groups` or `People`. What touches people is listed in `agreement.toml`.
    touches: Touches::Unstated,
    value: |world| json(&new_measure(world)),
};

/// FILL IN: what it is, in a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct NewMeasure {
    /// Live initiatives that it counts.
    pub n: usize,
    /// FILL IN: what the number is, with its unit and range; absent where evidence is too thin.
    pub share: Option<f64>,
}

/// Computes the measure.
pub fn new_measure(world: &World<'_>) -> NewMeasure {
    // FILL IN: the number.
    NewMeasure { n: world.live().count(), share: None }
}
