//! The mapping of `examples/kubernetes`, on the whole data: every record accounted for, and the history folded whole is
//! the snapshot.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use onethread_evidence::{Gathering, People, Pseudonyms, gather};
use onethread_model::Day;
use onethread_model::config::load;
use onethread_model::diagnostic::Severity;
use onethread_model::facts::{FactKind, Facts, SourceReport};
use onethread_model::source::Sources;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/kubernetes")
}

fn kubernetes() -> Facts {
    let settings = std::fs::read_to_string(folder().join("onethread.toml")).expect("the settings of the example");
    let mut sources = Sources::default();
    let file = sources.add("onethread.toml", settings);
    let mut diagnostics = Vec::new();
    let config = load(&sources, file, &mut diagnostics);
    let people = People::new();
    let pseudonyms = Pseudonyms::from_key([0; 32]);
    let root = onethread_files::Root::new(&folder(), onethread_files::Outside::none());
    let gathering = Gathering { root: &root, config: &config, people: &people, pseudonyms: &pseudonyms };
    let mut told = BTreeMap::new();
    let (facts, more) = gather(&gathering, &mut |reading| {
        told.insert(reading.source.to_owned(), reading.records);
    });
    diagnostics.extend(more);
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error), "{diagnostics:#?}");
    assert_eq!(diagnostics, [], "not even a warning");
    let read: BTreeMap<String, usize> = facts.sources.iter().map(|report| (report.name.clone(), report.read)).collect();
    assert_eq!(told, read, "progress ends with the number of records");
    facts
}

fn report<'f>(facts: &'f Facts, name: &str) -> &'f SourceReport {
    facts.sources.iter().find(|report| report.name == name).expect("a report for each source")
}

fn last_day() -> Day {
    Day::from_ymd(2026, 7, 24).expect("a day")
}

#[test]
fn every_record_is_accounted_for() {
    let facts = kubernetes();
    // Lines of each file without its header.
    let counts: Vec<(&str, usize, usize, usize)> =
        facts.sources.iter().map(|r| (r.name.as_str(), r.read, r.kept, r.facts)).collect();
    assert_eq!(
        counts,
        [
            ("kep_events", 12_503, 12_503, 12_503),
            ("keps", 655, 655, 655),
            ("leaders", 4_360, 4_360, 4_360),
            ("releases", 29, 29, 29),
            ("touches", 13_655, 13_655, 13_655),
        ]
    );
    for report in &facts.sources {
        assert_eq!((report.skipped.len(), report.rejects.len()), (0, 0), "{}", report.name);
    }
    assert_eq!(facts.rows(FactKind::InitiativeEvent), 12_503);
    assert_eq!(facts.rows(FactKind::InitiativeSnapshot), 655);
    assert_eq!(facts.rows(FactKind::Membership), 4_360);
    assert_eq!(facts.rows(FactKind::Release), 29);
}

#[test]
fn what_no_setting_explains_is_counted() {
    let facts = kubernetes();
    let events = report(&facts, "kep_events");
    let words: Vec<(&str, &str, usize)> =
        events.unknown_words.iter().map(|((field, word), count)| (field.as_str(), word.as_str(), *count)).collect();
    assert_eq!(
        words,
        [
            ("status", "alpha", 1),
            ("status", "implemented (alpha)", 2),
            ("status", "implemented (beta)", 2),
            ("status", "removed", 1),
            ("status", "superseded", 1),
        ]
    );
    let remarks: Vec<(&str, usize)> = events.remarks.iter().map(|(remark, count)| (remark.as_str(), *count)).collect();
    assert_eq!(
        remarks,
        [("status `imlpemented` read as `implemented`", 1), ("status `implementeable` read as `implementable`", 3)]
    );
    assert_eq!(events.unread_columns, Vec::<String>::new());
    assert_eq!(report(&facts, "releases").unread_columns, ["minor"]);
    assert_eq!(report(&facts, "leaders").unread_columns, ["type"]);
    for name in ["keps", "leaders", "releases"] {
        assert!(report(&facts, name).remarks.is_empty() && report(&facts, name).unknown_words.is_empty(), "{name}");
    }
}

#[test]
fn intervals_and_releases_are_read() {
    let facts = kubernetes();
    let known = facts.as_of(last_day());
    let quarter = Day::from_ymd(2026, 7, 1).zip(Day::from_ymd(2026, 10, 1)).expect("days");
    let mut offices: BTreeMap<&str, usize> = BTreeMap::new();
    for membership in known.memberships() {
        assert_eq!((membership.from, membership.until), (quarter.0, Some(quarter.1).into()));
        *offices.entry(membership.role.map_or("", |role| known.text(role))).or_default() += 1;
    }
    let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
    let rows = table("leaders_history.csv");
    for row in rows.iter().filter(|row| row["quarter"] == "2026Q3") {
        *expected.entry(&row["role"]).or_default() += 1;
    }
    assert_eq!(offices, expected);
    let first = known.releases().next().expect("a release");
    assert_eq!((first.day.to_string().as_str(), known.text(first.release)), ("2017-09-28", "v1.8.0"));
}

/// Our registry field, and the column of `keps.csv` that says the same.
const SAME: [(&str, &str); 11] = [
    ("status", "status"),
    ("stage", "stage"),
    ("team", "owning_sig"),
    ("participants", "participating_sigs"),
    ("people", "authors"),
    ("approvers", "approvers"),
    ("created", "creation_date"),
    ("target.alpha", "alpha"),
    ("target.beta", "beta"),
    ("target.stable", "stable"),
    ("latest-target", "latest_milestone"),
];

/// There is no exception: all 655 rows agree in all eleven fields, so no list of them is kept here.
#[test]
fn the_history_folded_whole_is_the_snapshot() {
    let facts = kubernetes();
    let known = facts.as_of(last_day());
    let mut folded: BTreeMap<(&str, &str), String> = BTreeMap::new();
    for event in known.initiative_events() {
        let value: Vec<&str> = event.value.iter().map(|symbol| known.text(*symbol)).collect();
        folded.insert((known.text(event.initiative), known.text(event.field)), value.join(";"));
    }
    let rows = table("keps.csv");
    assert_eq!(rows.len(), 655);
    let mut differ = Vec::new();
    for row in &rows {
        for (ours, theirs) in SAME {
            let expected = match (ours, row[theirs].as_str()) {
                ("status", "imlpemented") => "implemented",
                ("status", "implementeable") => "implementable",
                (_, value) => value,
            };
            let value = folded.get(&(row["id"].as_str(), ours)).map_or("", String::as_str);
            if value != expected {
                differ.push(format!("{} {ours}: folded {value:?}, snapshot {expected:?}", row["id"]));
            }
        }
    }
    assert_eq!(differ, Vec::<String>::new());
    let initiatives: std::collections::BTreeSet<&str> = folded.keys().map(|(initiative, _)| *initiative).collect();
    assert_eq!(initiatives.len(), 655, "and no initiative stands in the history only");
    // The snapshot gives the titles.
    let titles: BTreeMap<&str, &str> = known
        .initiative_snapshots()
        .map(|row| (known.text(row.initiative), row.value.first().map_or("", |value| known.text(*value))))
        .collect();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(rows.iter().all(|row| words(titles[row["id"].as_str()]) == words(&row["title"])));
}

/// The example must not hold a name: everybody in it is a pseudonym already.
#[test]
fn everybody_is_a_pseudonym() {
    let is_pseudonym =
        |text: &str| text.len() == 11 && text.starts_with('p') && text[1..].bytes().all(|b| b.is_ascii_hexdigit());
    let columns = ["authors", "approvers", "prr_approvers", "first_authors", "first_approvers"];
    for row in table("keps.csv") {
        for person in columns.iter().flat_map(|column| row[*column].split(';')).filter(|person| !person.is_empty()) {
            assert!(is_pseudonym(person), "{}: a person is no pseudonym", row["id"]);
        }
    }
    assert!(table("leaders_history.csv").iter().all(|row| is_pseudonym(&row["person"])));
    let facts = kubernetes();
    let known = facts.as_of(last_day());
    for event in known.initiative_events() {
        let field = known.text(event.field);
        if matches!(field, "people" | "approvers") || field.starts_with("signoff.") {
            assert!(
                event.value.iter().all(|person| is_pseudonym(known.text(*person))),
                "{}",
                known.text(event.initiative)
            );
        }
    }
}

/// A file of the example, read without the importer.
fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder().join("data").join(name)).expect("a file of the example");
    let header = reader.headers().expect("a header").clone();
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.expect("a record");
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}
