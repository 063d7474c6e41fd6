//! `show coupling --definition code-maat` against code-maat itself, on two public histories.

use onethread_core::measure::{Snapshot, World};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::org::Org;
use onethread_model::source::Sources;
use onethread_report::Style;
use onethread_report::show::{Asked, Form, answer, render, subject};

/// Written by `golden/code_maat.py` with code-maat-python; its columns but the last are also those that the published
/// definition of the original gives.
const HISTORIES: [(&str, &str, &str); 2] = [
    (
        "ripgrep",
        include_str!("golden/code_maat_ripgrep_changes.txt"),
        include_str!("golden/code_maat_ripgrep_pairs.csv"),
    ),
    ("cargo", include_str!("golden/code_maat_cargo_changes.txt"), include_str!("golden/code_maat_cargo_pairs.csv")),
];

/// Paths whose alphabetical order is that of their numbers.
fn path(number: &str) -> String {
    format!("{:0>6}", number)
}

fn facts(changes: &str) -> Facts {
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { name: "log".to_owned(), path: "log.csv".into(), ..Default::default() });
    for (line, paths) in (1..).zip(changes.lines()) {
        let id = format!("c{line}");
        for number in paths.split(' ') {
            let component = path(number);
            let mut cells = Cells::default();
            cells.set("day", "2026-06-01");
            cells.set("change", &id);
            // All of them are one change-set, which this definition must not see.
            cells.set("set", "one");
            cells.set("component", &component);
            facts.push(FactKind::Touch, &cells, RecordRef { source: 0, line }).expect("a touch");
        }
    }
    facts
}

#[test]
fn pairs_are_those_of_code_maat() {
    for (name, changes, pairs) in HISTORIES {
        let (config, org, sources, facts) = (Config::default(), Org::default(), Sources::default(), facts(changes));
        let snapshot = Snapshot::new(config, org, sources, facts);
        let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
        let subject = subject("coupling").expect("a known subject");
        let asked = Asked { definition: Some("code-maat".to_owned()), ..Asked::default() };
        let sheet = answer(subject, &world, &asked);
        let style = Style { color: false, width: 100 };
        let csv = render(&sheet, subject, &world, &asked, Form::Csv, style).expect("a table");
        let mut ours = csv.lines();
        assert_eq!(ours.next(), Some("entity,coupled,degree,average-revs"), "{name}");
        let theirs = pairs.lines().skip(1).map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            format!("{},{},{},{}", path(cells[0]), path(cells[1]), cells[2], cells[3])
        });
        let theirs: Vec<String> = theirs.collect();
        assert_eq!(ours.collect::<Vec<_>>(), theirs, "{name}");
        assert!(theirs.len() >= 70, "{name}");
    }
}
