//! Two years of evidence, as the exports of nine different tools would have it.

mod code;
mod manifests;
mod paper;

use std::collections::BTreeMap;

use onethread_model::Day;

use super::company::{Company, Placed};
use super::random::Dice;
use super::story::{ADOPTION, CUT, FIRST};

/// Every file below `data/`, by path.
pub(super) fn write(company: &Company) -> BTreeMap<String, String> {
    let code = code::write(company);
    BTreeMap::from([
        ("data/registry.csv".to_owned(), paper::registry(company)),
        ("data/planning.csv".to_owned(), paper::planning(company)),
        ("data/roster.csv".to_owned(), paper::roster(company)),
        ("data/catalog.csv".to_owned(), paper::catalog(company)),
        ("data/decisions.jsonl".to_owned(), paper::decisions(company)),
        ("data/metrics.csv".to_owned(), paper::metrics(company)),
        ("data/gates.tsv".to_owned(), paper::gates(company)),
        ("data/changes.csv".to_owned(), code.changes),
        ("data/touches.csv".to_owned(), code.touches),
        ("data/code-reviews.csv".to_owned(), code.reviews),
        ("data/releases.csv".to_owned(), paper::releases(company)),
        ("data/packages.csv".to_owned(), manifests::packages()),
        ("data/links.csv".to_owned(), manifests::links()),
    ])
}

/// Days in a row that are counted together.
const STRETCH: i32 = 28;

/// Stretches of four weeks from the first day of evidence, each as its first and last day.
fn stretches() -> impl Iterator<Item = (Day, Day)> {
    let starts = (0..).map(|n| FIRST.plus_days(n * STRETCH)).take_while(|start| *start <= CUT);
    starts.map(|start| (start, start.plus_days(STRETCH - 1).min(CUT)))
}

/// The first of two before adoption, the second after it.
fn then<T: Copy>(pair: (T, T), day: Day) -> T {
    if day < ADOPTION { pair.0 } else { pair.1 }
}

/// A working day from one day to another.
fn working_day(dice: &mut Dice, from: Day, to: Day) -> Day {
    let day = from.plus_days(dice.between(0, i32::try_from(to.days_since(from)).unwrap_or(0)));
    // 1970-01-01 was a Thursday.
    match (day.epoch_days() + 3).rem_euclid(7) {
        5 => day.plus_days(-1),
        6 => day.plus_days(-2),
        _ => day,
    }
    .max(from)
}

/// The day on which work on an initiative began.
fn begun(placed: &Placed) -> Day {
    placed.course.committed.unwrap_or(placed.story.idea).max(FIRST)
}

/// A day that has come, or nothing.
fn come(day: Day) -> String {
    if day <= CUT { day.to_string() } else { String::new() }
}

/// `2026-02-03` as `03/02/2026`, with any sign between.
fn day_first(day: Day, between: char) -> String {
    let text = day.to_string();
    let parts: Vec<&str> = text.split('-').rev().collect();
    parts.join(&between.to_string())
}

/// Rows in the order of their days; rows of one day in the order in which they were made.
fn by_day<T>(mut rows: Vec<(Day, T)>) -> Vec<(Day, T)> {
    rows.sort_by_key(|(day, _)| *day);
    rows
}
