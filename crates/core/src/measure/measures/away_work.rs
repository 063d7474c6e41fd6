//! `away-work`: how much teams work in what other teams own.

use super::{Measure, Touches, json};

pub(super) const MEASURE: Measure = Measure {
    key: "away-work",
    title: "Work of teams in other teams' code",
    page: include_str!("away_work.md"),
    touches: Touches::Groups,
    value: |world| json(world.away_work()),
};
