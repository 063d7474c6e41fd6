//! An agent is no person: whatever files and sources give to one, every answer is what it would be if nobody had.

use onethread_core::measure::Snapshot;
use onethread_core::review::{ReviewOptions, review_with};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::org;
use onethread_model::source::Sources;

/// An organization in which a place for an agent is `AGENT`, with the mark around it that a list needs.
const TEXT: &str = r#"
[initiative.returns]
idea = 2026-01-01
committed = 2026-01-20
leader = LEADER
people = ["ada"LISTED]
team = "core"
nature = "product"
needs = { engineering = 2, quality = 1 }

[team.core]
members = ["ada", "bo", "cy", "di"MEMBER]
initiative = "returns"

[team.legal]
members = ["ed", "fay", "gus", "hal"MEMBER]

[function.engineering]
head = HEAD

[gate.board]
owner = GATE
applies-to = ["returns"]

[person.ines]
reports-to = "vp"
[person.vp]
[person.ada]
function = "engineering"
reports-to = LINE
[person.bo]
function = "engineering"
[person.cy]
function = "engineering"
[person.di]
function = "engineering"
[person.ed]
[person.fay]
[person.gus]
[person.hal]

[[attestation]]
initiative = "returns"
criterion = "capable"
answer = "holds"
by = BY
on = 2026-02-01

"#;

/// Places that can be given to an agent: their mark, the words that do it, and those of as many bytes that do not.
const PLACES: &[(&str, &str, &str)] =
    &[("LISTED", ", \"helper\"", "          "), ("MEMBER", ", \"helper\"", "          ")];

fn day() -> Day {
    Day::parse("2026-06-30").expect("a day")
}

const AGENT: &str = "kind = \"agent\"\nanswerable = \"ines\"\n";
const PERSON: &str = "kind = \"person\"\n";

/// The organization, where an agent has what is given to it; its review as JSON, and what is wrong with its files.
fn review(given: Option<&str>, offices: &str, is_in_sources: bool, kind: &str) -> (String, Vec<Diagnostic>) {
    let mut text = TEXT.to_owned();
    for (mark, with, without) in PLACES {
        text = text.replace(mark, if given == Some(mark) { with } else { without });
    }
    for mark in ["LEADER", "HEAD", "GATE", "LINE", "BY"] {
        let to = match (offices == mark, mark) {
            (true, "GATE") => "\"person:helper\"",
            (true, _) => "\"helper\"",
            (false, "LEADER") => "\"ines\"  ",
            (false, "GATE") => "\"person:vp\"    ",
            (false, _) => "\"vp\"    ",
        };
        text = text.replace(mark, to);
    }
    text += &format!("[person.helper]\nfunction = \"quality\"\n{kind}");
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let file = sources.add("org/all.toml", text);
    let org = org::load(&sources, &[file], &mut diagnostics);
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { name: "made".to_owned(), path: "made.csv".into(), ..SourceReport::default() });
    let mut add = |kind, cells: &[(&'static str, &'static str)]| {
        let mut row = Cells::default();
        cells.iter().for_each(|(column, text)| row.set(column, text));
        facts.push(kind, &row, RecordRef { source: 0, line: 1 }).expect("a row");
    };
    if is_in_sources {
        add(FactKind::Membership, &[("person", "helper"), ("team", "legal"), ("from", "2026-01-01")]);
        let share = [("person", "helper"), ("initiative", "returns"), ("share", "1"), ("from", "2026-01-01")];
        add(FactKind::Allocation, &share);
    }
    facts.sort();
    let snapshot = Snapshot::new(Config::default(), org, sources, facts);
    let options = ReviewOptions { quarters: 0, ..ReviewOptions::default() };
    (serde_json::to_string(&review_with(&snapshot, day(), &options)).expect("JSON"), diagnostics)
}

#[test]
fn an_agent_on_a_team_or_a_list_alters_no_answer() {
    let (without, wrong) = review(None, "", false, AGENT);
    assert!(wrong.is_empty(), "{wrong:?}");
    for (mark, ..) in PLACES {
        assert_eq!(review(Some(mark), "", false, AGENT).0, without, "{mark}");
    }
    // The law has something to see: a person in that place counts.
    assert_ne!(review(Some("MEMBER"), "", false, PERSON).0, review(None, "", false, PERSON).0);
}

#[test]
fn what_a_source_says_of_an_agent_counts_for_no_person() {
    let (without, _) = review(None, "", false, AGENT);
    let said = review(None, "", true, AGENT).0;
    let shares = |json: &str| json.matches("helper").count();
    assert_eq!((shares(&said), shares(&without)), (0, 0));
    assert_ne!(review(None, "", true, PERSON).0, review(None, "", false, PERSON).0, "of a person it counts");
}

#[test]
fn an_agent_in_charge_is_reported_and_passed_over() {
    for mark in ["LEADER", "HEAD", "GATE", "LINE", "BY"] {
        let (said, wrong) = review(None, mark, false, AGENT);
        let codes: Vec<&str> = wrong.iter().map(|one| one.code).collect();
        assert_eq!(codes, ["agent-in-charge"], "{mark}: {wrong:?}");
        assert!(wrong[0].help[0].contains("`ines` answers for it"), "{:?}", wrong[0]);
        assert!(!said.contains("helper"), "{mark}: {said}");
    }
}
