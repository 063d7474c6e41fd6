//! What is reported while evidence is read.

use std::collections::BTreeMap;
use std::path::Path;

use onethread_workspace::Folder;
use onethread_workspace::files::{Outside, Root};

#[test]
fn every_source_is_reported_from_its_start_to_its_end_and_counted() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/harbour-market");
    let settings = std::fs::read_to_string(example.join("onethread.toml")).expect("settings");
    let mut events: Vec<(String, usize, bool, usize, usize)> = Vec::new();
    let root = Root::new(&example, Outside::none());
    let folder = Folder::read_with(&root, &settings, false, &mut |reading| {
        let source = reading.source.to_owned();
        events.push((source, reading.records, reading.is_done, reading.sources_done, reading.sources));
    })
    .expect("a folder");
    let sources = folder.config.sources.len();
    assert!(sources > 10 && events.iter().all(|(.., all)| *all == sources));
    let mut by_source: BTreeMap<&str, Vec<(usize, bool)>> = BTreeMap::new();
    for (source, records, is_done, ..) in &events {
        by_source.entry(source).or_default().push((*records, *is_done));
    }
    assert_eq!(by_source.len(), sources);
    for (source, events) in by_source {
        let read: usize =
            folder.facts.sources.iter().filter(|report| report.name == source).map(|report| report.read).sum();
        assert_eq!(events.first(), Some(&(0, false)), "{source}");
        assert_eq!(events.last(), Some(&(read, true)), "{source}");
        assert_eq!(events.iter().filter(|(_, is_done)| *is_done).count(), 1, "{source}");
    }
    // Sources are read side by side; what is done is counted one by one.
    let done: Vec<usize> =
        events.iter().filter(|(_, _, is_done, ..)| *is_done).map(|(_, _, _, done, _)| *done).collect();
    assert_eq!(done, (1..=sources).collect::<Vec<_>>());
}
