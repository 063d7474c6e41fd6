//! What was accepted or declined before, as a section of a plan: a line each, what is back first.

use onethread_core::plan::{EarlierRow, EarlierState, Plan};

use crate::document::{Block, Depth, Point, Points, Prose, Section};

/// Lines that a brief plan shows; the rest is counted.
const BRIEF_MAX: usize = 4;

/// The section; none where nothing was accepted or declined.
pub(crate) fn section(plan: &Plan) -> Option<Section<'static>> {
    let mut rows: Vec<&EarlierRow> = plan.earlier.iter().collect();
    rows.sort_by_key(|row| rank(row.state));
    let point = |row: &&EarlierRow| Point::new(Prose::literal(&format!("{}.", row.says))).at([&row.place]);
    let points: Vec<Point> = rows.iter().map(point).collect();
    if points.is_empty() {
        return None;
    }
    let rest = Prose::new("The others: onethread plan --full.");
    let blocks = vec![Block::Points(Points { brief_max: BRIEF_MAX, rest: Some(rest), ..Points::plain(points) })];
    Section::new("earlier", "Accepted and declined before", Depth::Brief, blocks)
}

/// What asks for something comes first, then what stands, then what is over.
fn rank(state: EarlierState) -> u8 {
    match state {
        EarlierState::Late => 0,
        EarlierState::Returned => 1,
        EarlierState::Accepted => 2,
        EarlierState::Declined => 3,
        EarlierState::Known => 4,
        EarlierState::Undone | EarlierState::Stopped => 5,
        EarlierState::Overtaken => 6,
    }
}
