//! Organizations that tests make up: random numbers, rows of evidence, and the snapshot of both.

#![allow(dead_code, unreachable_pub, missing_docs)]

use onethread_core::measure::Snapshot;
use onethread_kernel::random::random;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::org;
use onethread_model::source::Sources;

/// Random numbers by seed, one after another.
pub struct Dice {
    seed: u64,
    drawn: u64,
}

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice { seed, drawn: 0 }
    }

    pub fn bits(&mut self) -> u64 {
        self.drawn += 1;
        random(self.seed, self.drawn - 1)
    }

    /// A whole number from 0 up to and without the end.
    pub fn below(&mut self, end: u64) -> u64 {
        self.bits() % end
    }

    /// The same as a place in a list.
    pub fn place(&mut self, end: usize) -> usize {
        self.below(end as u64) as usize
    }

    /// A number from 0 up to and without 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Rows of evidence while they are made.
pub struct Records {
    facts: Facts,
    line: u32,
}

impl Records {
    pub fn new() -> Records {
        let mut facts = Facts::default();
        facts.sources.push(SourceReport { name: "made".to_owned(), path: "made.csv".into(), ..Default::default() });
        Records { facts, line: 0 }
    }

    pub fn push<T: AsRef<str>>(&mut self, kind: FactKind, cells: &[(&'static str, T)]) {
        self.line += 1;
        let mut row = Cells::default();
        cells.iter().for_each(|(column, text)| row.set(column, text.as_ref()));
        self.facts.push(kind, &row, RecordRef { source: 0, line: self.line }).expect("a row");
    }

    /// The organization of one file, with these rows.
    pub fn snapshot(self, text: impl Into<String>) -> Snapshot {
        let (sources, org) = organization([text.into()]);
        self.of(sources, org)
    }

    /// The organization of several files, with these rows.
    pub fn snapshot_of_files(self, texts: Vec<String>) -> Snapshot {
        let (sources, org) = organization(texts);
        self.of(sources, org)
    }

    fn of(mut self, sources: Sources, org: org::Org) -> Snapshot {
        self.facts.sort();
        Snapshot::new(Config::default(), org, sources, self.facts)
    }
}

fn organization(texts: impl IntoIterator<Item = String>) -> (Sources, org::Org) {
    let mut sources = Sources::default();
    let files: Vec<_> = (0..).zip(texts).map(|(at, text)| sources.add(format!("org/{at}.toml"), text)).collect();
    let org = org::load(&sources, &files, &mut Vec::new());
    (sources, org)
}
