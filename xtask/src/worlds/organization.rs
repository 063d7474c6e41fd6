//! A generated organization in memory: its files as text, and rows of evidence.

use onethread_core::measure::Snapshot;
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::org;
use onethread_model::source::Sources;

/// The day on which every world is looked at.
pub(super) fn today() -> Day {
    day(0)
}

/// A day so many days before the one on which worlds are looked at.
pub(super) fn day(ago: i64) -> Day {
    // 2026-06-30.
    Day::from_epoch_days(20_634).plus_days(-i32::try_from(ago).unwrap_or(i32::MAX))
}

/// The name of an initiative, by its number.
pub(super) fn name(at: usize) -> String {
    format!("i{at:03}")
}

/// Rows of evidence, gathered one by one.
pub(super) struct Evidence {
    facts: Facts,
    line: u32,
}

impl Evidence {
    pub(super) fn new() -> Evidence {
        let mut facts = Facts::default();
        facts.sources.push(SourceReport { path: "world.csv".to_owned(), ..SourceReport::default() });
        Evidence { facts, line: 0 }
    }

    /// Adds a row. A row that the table does not take is left out, and the world then says less than it should: the
    /// tests of a kind must find what it plants.
    pub(super) fn add(&mut self, kind: FactKind, row: &[(&'static str, &str)]) {
        self.line += 1;
        let mut cells = Cells::default();
        row.iter().for_each(|(column, text)| cells.set(column, text));
        let added = self.facts.push(kind, &cells, RecordRef { source: 0, line: self.line });
        debug_assert!(added.is_ok(), "{row:?}: {added:?}");
    }

    /// A review that an initiative asks a team for, so many days before the day of the world, answered or not.
    pub(super) fn review(&mut self, initiative: &str, team: &str, asked_ago: i64, answered_ago: i64) {
        let (asked, answered) = (day(asked_ago).to_string(), day(answered_ago).to_string());
        let mut row = vec![("day", asked.as_str()), ("initiative", initiative), ("team", team)];
        if answered_ago >= 0 {
            row.push(("answered", answered.as_str()));
        }
        self.add(FactKind::ReviewAsked, &row);
    }

    /// The organization with these files and all rows.
    pub(super) fn organization(mut self, files: &str) -> Snapshot {
        self.facts.sort();
        let mut sources = Sources::default();
        let file = sources.add("org/world.toml", files.to_owned());
        let org = org::load(&sources, &[file], &mut Vec::new());
        Snapshot::new(Config::default(), org, sources, self.facts)
    }
}
