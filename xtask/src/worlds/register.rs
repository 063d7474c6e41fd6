//! The trend "rising" of the dependency register: pairs that need each other as often as ever, while all work more.

use std::fmt::Write as _;

use onethread_core::measure::register::Course;
use onethread_kernel::random::Stream;
use onethread_model::facts::FactKind;

use super::records::{Records, day_ago, name, today};
use super::{Kind, Outcome, Row, Truth};
use onethread_model::config::Config;

pub(super) const KIND: Kind = Kind {
    key: "register",
    title: "A dependency is rising",
    announced: "Announced: at least one dependency of the register is called rising or falling. Every second team \
                changes code together with the next one, and asks it for reviews.",
    rows,
};

/// How teams work over the year of the register.
#[derive(Clone, Copy)]
struct Work {
    teams: usize,
    /// Change-sets of a team in a year at the activity of the first half.
    changes: f64,
    /// How many times as active everybody is in the second half.
    busier: f64,
    /// How many times as large the share of change-sets of the first pair is that touch both, in the second half.
    closer: f64,
}

const STEADY: Work = Work { teams: 14, changes: 120.0, busier: 1.0, closer: 1.0 };
/// The share of change-sets of a pair that touch the code of both.
const TOGETHER: f64 = 0.25;
/// Reviews that are asked for with a change-set.
const REVIEWS: f64 = 0.25;

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for busier in [1.0, 1.5, 2.0, 3.0] {
        for teams in [14, 60] {
            let says = format!("activity x{busier}");
            let row = row(&says, Truth::Nothing, Work { teams, busier, ..STEADY });
            rows.push(row.in_tests(if teams == 14 && busier > 1.5 { 12 } else { 0 }));
        }
    }
    rows.push(row("activity x2", Truth::Nothing, Work { teams: 400, busier: 2.0, changes: 60.0, ..STEADY }));
    for teams in [14, 60] {
        let work = Work { teams, closer: 3.0, ..STEADY };
        let says = "three times as often together, of as many changes";
        rows.push(row(says, Truth::Planted, work).in_tests(if teams == 14 { 12 } else { 0 }));
    }
    rows
}

fn row(says: &str, truth: Truth, work: Work) -> Row {
    Row::new(says, truth, move |stream| world(stream, work)).of(work.teams)
}

fn world(stream: &mut Stream, work: Work) -> Outcome {
    let mut evidence = Records::new();
    let mut files = String::new();
    for team in 0..work.teams {
        let id = name(team);
        let _ =
            writeln!(files, "[team.t{id}]\nheadcount = 9\n\n[initiative.{id}]\nidea = 2024-01-01\nteam = \"t{id}\"");
        for (half, busier) in [(1, 1.0), (0, work.busier)] {
            let closer = if team < 2 && half == 0 { work.closer } else { 1.0 };
            for change in 0..stream.poisson(work.changes / 2.0 * busier) {
                draw(stream, &mut evidence, team, half, change, closer);
            }
        }
    }
    let snapshot = evidence.snapshot(Config::default(), &files);
    let world = snapshot.on(today());
    let seen = || world.register().entries.iter().flat_map(|entry| &entry.seen);
    if seen().all(|seen| seen.shown.as_ref().is_none_or(|shown| shown.trend.is_none())) {
        return Outcome::Refused;
    }
    seen()
        .any(|seen| {
            seen.shown.as_ref().and_then(|shown| shown.trend).is_some_and(|trend| trend.course != Course::NotShown)
        })
        .into()
}

fn draw(stream: &mut Stream, evidence: &mut Records, team: usize, half: i64, change: usize, closer: f64) {
    let ago = half * 182 + stream.below(182) as i64;
    let (on, change) = (day_ago(ago).to_string(), format!("c{team}-{half}-{change}"));
    let (id, mate) = (name(team), name(team ^ 1));
    let mut touch = |team: &str| {
        let path = format!("code/{team}/file.rs");
        let owner = format!("t{team}");
        let row = [("day", on.as_str()), ("change", &change), ("component", &path), ("team", &owner)];
        evidence.row(FactKind::Touch, &row);
    };
    touch(&id);
    // Each pair has two sides, so each of them brings half of what both touch.
    if stream.chance(TOGETHER / 2.0 * closer) {
        touch(&mate);
    } else if stream.chance(0.05) {
        touch(&name(stream.below(if team < 14 { 14 } else { 60 })));
    }
    if stream.chance(REVIEWS) {
        evidence.review(&id, &format!("t{mate}"), ago, ago - 5);
    }
}
