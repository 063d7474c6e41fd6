//! The sheets of the guide are read at the first try, without a flag.

use onethread_evidence::spreadsheet::EntryKind::{Allocation, Dependency, Initiative, Person, Team};
use onethread_model::diagnostic::Severity;

use crate::common::{Folder, Settings, imported, line};

macro_rules! example {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../../../docs/guides/spreadsheets/", $name)).as_slice())
    };
}

/// What is read; nothing worse than a note may be said.
fn read(files: &[(&str, &[u8])]) -> Folder {
    let (folder, found) = imported(files, &Settings::default());
    let worse: Vec<String> = found.iter().filter(|one| one.severity != Severity::Note).map(line).collect();
    assert_eq!(worse, [""; 0]);
    for name in ["Ada", "Bea", "Eli", "Example", "Figure", "Gus"] {
        assert!(!folder.bare().contains(name), "{name}: {}", folder.bare());
    }
    folder
}

fn lines(folder: &Folder, expected: &[(&str, usize)]) {
    for (text, times) in expected {
        assert_eq!(folder.bare().matches(text).count(), *times, "{text}: {}", folder.bare());
    }
}

/// Counted by hand in the sheets.
#[test]
fn exports_of_systems_are_read() {
    let folder = read(&[example!("like-bamboohr.csv")]);
    assert_eq!((folder.entries().count(Person), folder.entries().count(Team)), (5, 0));
    lines(&folder, &[("reports-to = \"8\"", 2), ("reports-to = \"7\"", 1), ("reports-to", 3)]);
    let folder = read(&[example!("like-workday.csv")]);
    assert_eq!((folder.entries().count(Person), folder.entries().count(Team)), (6, 3));
    lines(
        &folder,
        &[
            ("reports-to = \"0001002\"", 2),
            ("reports-to = \"0001007\"", 1),
            ("reports-to = \"0001001\"", 2),
            ("title = \"Returns\"", 1),
            ("fte = 0.8", 1),
            ("fte = 0.6", 1),
        ],
    );
    let folder = read(&[example!("like-personio.csv")]);
    assert_eq!((folder.entries().count(Person), folder.entries().count(Team)), (4, 1));
    lines(&folder, &[("reports-to = \"1002\"", 2), ("reports-to = \"1001\"", 1), ("fte = 0.8", 1), ("fte = 0.6", 1)]);
}

#[test]
fn a_plain_sheet_is_read() {
    let folder = read(&[example!("like-workday.csv"), example!("plain.csv")]);
    let count = |kind| folder.entries().count(kind);
    assert_eq!((count(Person), count(Team), count(Initiative), count(Allocation)), (6, 3, 4, 2));
    lines(
        &folder,
        &[
            ("committed = 2026-02-13", 1),
            ("committed = 2026-03-02", 1),
            ("committed = 2026-04-06", 1),
            ("leader = ", 3),
            ("share = 0.6", 1),
            ("share = 0.4", 1),
            ("[[initiative.", 2),
        ],
    );
}

#[test]
fn a_sheet_of_asks_is_read() {
    let folder = read(&[example!("roster.csv"), example!("asks.csv")]);
    let count = |kind| folder.entries().count(kind);
    assert_eq!((count(Team), count(Initiative), count(Dependency)), (3, 3, 5));
    lines(
        &folder,
        &[
            ("size = \"Large\"", 1),
            ("size = \"Small\"", 3),
            ("needed = 2026-10-01", 1),
            ("needed = 2026-09-01", 1),
            ("note = ", 3),
            ("on = \"team:payments\"", 3),
            ("outside = true", 1),
        ],
    );
}
