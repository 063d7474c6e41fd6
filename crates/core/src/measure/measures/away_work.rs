//! `away-work`: how much teams work in what other teams own.

use super::{Measure, json};

pub(super) const MEASURE: Measure = Measure {
    key: "away-work",
    title: "Work of teams in other teams' code",
    page: include_str!("away_work.md"),
    value: |world| json(world.away_work()),
};
