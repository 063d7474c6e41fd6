//! Records of a made-up organization, and the snapshot that they make.

use onethread_core::measure::Snapshot;
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::source::Sources;

/// Days of a world, in whole weeks; [`today`] is the last one.
pub(super) const DAYS: usize = 364;

/// The day on which worlds are looked at, 2026-06-30: a Tuesday at the end of a quarter.
pub(super) const fn today() -> Day {
    Day::from_epoch_days(20_634)
}

/// A day of a world, from 0.
pub(super) fn day(at: usize) -> Day {
    today().plus_days(at as i32 - (DAYS as i32 - 1))
}

/// The day so many days before the last one.
pub(super) fn day_ago(ago: i64) -> Day {
    today().plus_days(-i32::try_from(ago).unwrap_or(i32::MAX))
}

/// The name of an initiative, by its number.
pub(super) fn name(at: usize) -> String {
    format!("i{at:03}")
}

/// Records while they are made.
pub(super) struct Records {
    facts: Facts,
    line: u32,
}

impl Records {
    pub(super) fn new() -> Records {
        let mut facts = Facts::default();
        facts.sources.push(SourceReport { name: "made".to_owned(), path: "made.csv".into(), ..Default::default() });
        Records { facts, line: 0 }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, kind: FactKind, cells: &[(&'static str, &str)]) {
        self.line += 1;
        let mut row = Cells::default();
        cells.iter().for_each(|(column, text)| row.set(column, text));
        let at = RecordRef { source: 0, line: self.line };
        if let Err((column, why)) = self.facts.push(kind, &row, at) {
            unreachable!("{column}: {why}");
        }
    }

    /// A change-set of a day with what it touches: folders, each of the team of that name.
    pub(super) fn change(&mut self, at: usize, touched: impl IntoIterator<Item = (String, String)>) {
        let (day, change) = (day(at).to_string(), format!("c{}", self.line));
        for (path, team) in touched {
            let cells = [("day", day.as_str()), ("change", &change), ("component", &path), ("team", &team)];
            self.row(FactKind::Touch, &cells);
        }
    }

    /// A review that an initiative asks a team for, so many days before the last one; answered then, or open where that is
    /// below 0.
    pub(super) fn review(&mut self, initiative: &str, team: &str, asked_ago: i64, answered_ago: i64) {
        let (asked, answered) = (day_ago(asked_ago).to_string(), day_ago(answered_ago).to_string());
        let mut row = vec![("day", asked.as_str()), ("initiative", initiative), ("team", team)];
        if answered_ago >= 0 {
            row.push(("answered", answered.as_str()));
        }
        self.row(FactKind::ReviewAsked, &row);
    }

    /// The organization as these files say, with these records.
    pub(super) fn snapshot(mut self, config: Config, org: &str) -> Snapshot {
        self.facts.sort();
        let mut sources = Sources::default();
        let file = sources.add("org/made.toml", org);
        let org = onethread_model::org::load(&sources, &[file], &mut Vec::new());
        Snapshot::new(config, org, sources, self.facts)
    }
}
