//! Every preset on invented exports in the tool's true form: what becomes of them, that two forms of the same facts give
//! equal facts, and what is said of a file that is something else.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use onethread_evidence::importers::presets::{PRESETS, Preset, Sample};
use onethread_model::facts::{FACT_KINDS, Facts, Values};

use crate::common::{Gathered, gather_files, gather_in};

fn exports() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guides/exports")
}

/// Each preset with an export that it reads.
const EXPORTS: &[(&str, &str)] = &[
    ("adr", "adr-madr"),
    ("adr", "adr-nygard"),
    ("backstage", "catalog-info.yaml"),
    ("github-issues", "issues.json"),
    ("github-pulls", "pulls-rest.json"),
    ("github-pulls", "pulls.json"),
    ("github-timeline", "timeline.json"),
    ("gitlab-approvals", "approvals.json"),
    ("gitlab-merges", "merge_requests.json"),
    ("gitlab-states", "state_events.json"),
    ("jira-csv", "jira.csv"),
    ("jira-json", "jira.json"),
];

/// Gathers an export by nothing but its preset.
fn read(preset: &str, file: &str) -> Gathered {
    gather_in(&exports(), &settings(preset, file))
}

fn settings(preset: &str, file: &str) -> String {
    // A record of decisions does not say whose they are.
    let whose = if preset == "adr" { "constants = { initiative = \"returns\" }\n" } else { "" };
    format!("[source.x]\nfile = \"{file}\"\npreset = \"{preset}\"\nobserved = 2026-07-24\n{whose}")
}

/// Every fact but where it was read, sorted: the table, then `column=value` for each cell that holds any.
fn rows(facts: &Facts) -> Vec<String> {
    let mut rows = Vec::new();
    for schema in FACT_KINDS {
        let count = facts.rows(schema.kind);
        let columns = facts.columns(schema.kind, 0..count);
        let mut cells = vec![vec![schema.name.to_owned()]; count];
        for (of, column) in schema.columns.iter().zip(&columns.columns) {
            let mut texts = match &column.values {
                Values::Days(days) => days.iter().map(ToString::to_string).collect::<Vec<_>>(),
                Values::Numbers(numbers) => numbers.iter().map(ToString::to_string).collect(),
                Values::Reals(reals) => reals.iter().map(ToString::to_string).collect(),
                Values::Symbols(symbols) => symbols.iter().map(|one| facts.symbols.text(*one).to_owned()).collect(),
            }
            .into_iter();
            for (row, cells) in cells.iter_mut().enumerate() {
                let n = column.counts.get(row).map_or(1, |count| *count as usize);
                let parts: Vec<String> = texts.by_ref().take(n).collect();
                if !parts.is_empty() {
                    cells.push(format!("{}={}", of.name, parts.join(";")));
                }
            }
        }
        rows.extend(cells.iter().map(|cells| cells.join(" ")));
    }
    rows.sort();
    rows
}

fn of_table(rows: &[String], table: &str) -> Vec<String> {
    rows.iter().filter(|row| row.starts_with(&format!("{table} "))).cloned().collect()
}

#[test]
fn every_preset_reads_its_exports_without_a_word_of_complaint() {
    let tried: BTreeSet<&str> = EXPORTS.iter().map(|(preset, _)| *preset).collect();
    assert!(tried.iter().copied().eq(PRESETS.iter().map(|preset| preset.key)), "an export for each preset");
    for (preset, file) in EXPORTS {
        let gathered = read(preset, file);
        assert_eq!(gathered.problems(), Vec::<String>::new(), "{preset} {file}");
        let rejects: Vec<_> = gathered.facts.sources.iter().flat_map(|report| &report.rejects).collect();
        // The catalog holds a definition that is elsewhere, which no table asks for.
        assert!(rejects.is_empty(), "{preset} {file}: {rejects:#?}");
        let kept: usize = gathered.facts.sources.iter().map(|report| report.kept).sum();
        assert!(kept > 0, "{preset} {file}");
    }
}

#[test]
fn files_are_recognized_by_what_they_hold() {
    for (preset, file) in EXPORTS {
        let path = exports().join(file);
        let path = match path.is_dir() {
            true => std::fs::read_dir(&path).expect("a folder").next().expect("a file").expect("a file").path(),
            false => path,
        };
        let bytes = std::fs::read(&path).expect("a file");
        let name = path.to_string_lossy().into_owned();
        let start = &bytes[..bytes.len().min(Sample::BYTES_MAX)];
        let sample = Sample::new(&name, start);
        let all: Vec<&str> = PRESETS.iter().filter(|one| (one.detects)(&sample)).map(|one| one.key).collect();
        assert_eq!(all, [*preset], "{file}: one preset, and no other");
        // The start of a long file is enough.
        let cut = &bytes[..(bytes.len() * 2 / 3).min(Sample::BYTES_MAX)];
        assert_eq!(Preset::detect(&Sample::new(&name, cut)).map(|one| one.key), Some(*preset), "{file}, cut");
    }
    for (name, text) in [
        ("x.json", "{}"),
        ("x.json", "[]"),
        ("x.json", ""),
        ("x.csv", "a,b\n1,2\n"),
        ("x.yaml", "kind: Deployment\napiVersion: apps/v1\n"),
        ("x.md", "# Notes\n\n## Plan\n\nNone.\n"),
        ("x.json", "[{\"name\": 1, \"status\": \"x\"}]"),
    ] {
        assert_eq!(Preset::detect(&Sample::new(name, text.as_bytes())).map(|one| one.key), None, "{text}");
    }
}

/// No address, no name and no picture passes, in facts or in what is said about them.
#[test]
fn people_are_pseudonyms_and_nothing_else() {
    for (preset, file) in EXPORTS {
        let gathered = read(preset, file);
        let said = format!("{:?}{:?}", gathered.facts.sources, gathered.problems());
        for text in rows(&gathered.facts).iter().chain([&said]) {
            for private in ["tillco.example", "avatar", "Example", "-dev", "5b10", "mailto"] {
                assert!(!text.contains(private), "{preset} {file}: {text}");
            }
        }
    }
    let known = rows(&read("github-pulls", "pulls.json").facts);
    assert!(known.iter().any(|row| row.contains("author=p-")), "{known:#?}");
}

/// The same facts in two tools' forms give equal facts.
#[test]
fn two_forms_give_equal_facts() {
    // The snapshot of Jira as CSV and as JSON; only the JSON has history.
    let (csv, json) = (rows(&read("jira-csv", "jira.csv").facts), rows(&read("jira-json", "jira.json").facts));
    for table in ["initiative_snapshot", "change"] {
        assert_eq!(of_table(&csv, table), of_table(&json, table));
        assert!(!of_table(&csv, table).is_empty());
    }
    assert_eq!(of_table(&csv, "initiative_event"), [] as [&str; 0]);
    // GitHub's command and its REST API, as far as that has files and reviews.
    let pulls = rows(&read("github-pulls", "pulls.json").facts);
    let rest = rows(&read("github-pulls", "pulls-rest.json").facts);
    let same_bot = |rows: Vec<String>| rows.into_iter().map(|row| without_bots(&row)).collect::<Vec<_>>();
    assert_eq!(same_bot(of_table(&pulls, "change")), same_bot(of_table(&rest, "change")));
    let open = |rows: &[String]| {
        of_table(rows, "review").into_iter().filter(|row| !row.contains("answered=")).collect::<Vec<_>>()
    };
    assert_eq!(open(&pulls), open(&rest));
    assert_eq!(open(&pulls).len(), 2);
    // The timeline has the same changes, and the same answers, of each reviewer the first.
    let timeline = rows(&read("github-timeline", "timeline.json").facts);
    assert_eq!(same_bot(of_table(&pulls, "change")), same_bot(of_table(&timeline, "change")));
    assert_eq!(open(&timeline), open(&pulls));
    let first = |rows: &[String]| rows.iter().filter(|row| !row.contains("answered=2026-03-10")).cloned().collect();
    let (of_pulls, of_timeline): (Vec<String>, Vec<String>) =
        (first(&of_table(&pulls, "review")), first(&of_table(&timeline, "review")));
    assert_eq!(of_pulls, of_timeline);
    // Merge requests are pull requests, but for what they are called and where they are.
    let merges = rows(&read("gitlab-merges", "merge_requests.json").facts);
    let called = |rows: Vec<String>| {
        let one = |row: &String| {
            let row = row.replace("tillco/till/pull/", "77!");
            without_bots(&row)
        };
        let mut rows: Vec<String> = rows.iter().map(one).collect();
        rows.sort();
        rows
    };
    assert_eq!(called(of_table(&pulls, "change")), called(of_table(&merges, "change")));
    let approvals = rows(&read("gitlab-approvals", "approvals.json").facts);
    let approved = |row: &String| !row.contains("answered=2026-03-04") && row.contains("answered=");
    let of_github = called(of_table(&pulls, "review")).into_iter().filter(approved).collect::<Vec<_>>();
    assert_eq!(of_github, called(of_table(&approvals, "review")));
    assert_eq!(of_github.len(), 6);
    // Both templates of decision records.
    let (madr, nygard) = (rows(&read("adr", "adr-madr").facts), rows(&read("adr", "adr-nygard").facts));
    assert_eq!(madr, nygard);
    assert_eq!(madr.len(), 3);
}

/// Of a bot each form writes another name, and none of them is a person's.
fn without_bots(row: &str) -> String {
    match row.contains("maker=bot") {
        true => row.split(' ').filter(|cell| !cell.starts_with("author=")).collect::<Vec<_>>().join(" "),
        false => row.replace(" maker=person", ""),
    }
}

#[test]
fn a_catalog_says_who_is_on_which_team_and_what_is_built_with_what() {
    let gathered = read("backstage", "catalog-info.yaml");
    let table = "[source.p]\nfile = \"p.csv\"\ntable = \"membership\"\nobserved = 2026-07-24\n\
                 [source.o]\nfile = \"o.csv\"\ntable = \"ownership\"\nobserved = 2026-07-24\n\
                 [source.l]\nfile = \"l.csv\"\ntable = \"link\"\nobserved = 2026-07-24\n";
    // The same facts as plain tables.
    let people = "person,team\nines,returns-core\nada-dev,returns-core\nsam-dev,returns-core\nkim-dev,returns-core\n\
                  lee-dev,returns-core\ntomas-dev,payments\nnoor-dev,payments\n";
    let owners =
        "component,team,person\nreturns-api,returns-core,\nledger,payments,\ncheckout,payments,\nwallet,,tomas-dev\n";
    let links = "component,on\nreturns-api,ledger\nreturns-api,label-printer\nwallet,ledger\n";
    let plain =
        gather_files(&[("p.csv", people.as_bytes()), ("o.csv", owners.as_bytes()), ("l.csv", links.as_bytes())], table);
    assert_eq!(rows(&gathered.facts), rows(&plain.facts));
}

#[test]
fn a_changelog_becomes_history_and_waiting() {
    let found = rows(&read("jira-json", "jira.json").facts);
    let reviews = of_table(&found, "review");
    assert_eq!(
        reviews,
        [
            "review day=2026-05-04 initiative=SHOP-1 gate=approval answered=2026-05-20 change=SHOP-14",
            "review day=2026-06-10 initiative=SHOP-1 gate=approval change=SHOP-15",
        ]
    );
    let of_one: Vec<String> = of_table(&found, "initiative_event")
        .into_iter()
        .filter(|row| row.contains("initiative=SHOP-1 field=status") || row.contains("initiative=SHOP-3"))
        .collect();
    assert_eq!(
        of_one,
        [
            "initiative_event day=2026-01-12 initiative=SHOP-1 field=status value=To Do",
            "initiative_event day=2026-02-02 initiative=SHOP-1 field=status value=In Progress",
            "initiative_event day=2026-04-20 initiative=SHOP-3 field=status value=To Do",
        ]
    );
    let assignees = of_table(&found, "initiative_event").into_iter().filter(|row| row.contains("SHOP-1 field=people"));
    assert_eq!(assignees.count(), 2, "from the first assignee to the second");
}

#[test]
fn pull_requests_find_their_epic_through_the_story() {
    let settings = "[source.jira]\nfile = \"jira.json\"\npreset = \"jira-json\"\nobserved = 2026-07-24\n\
                    [source.pulls]\nfile = \"pulls.json\"\npreset = \"github-pulls\"\n";
    let gathered = gather_in(&exports(), settings);
    assert_eq!(gathered.problems(), Vec::<String>::new());
    let found = rows(&gathered.facts);
    for (pull, epic) in [("41", "SHOP-1"), ("42", "SHOP-1"), ("45", "SHOP-2"), ("46", "SHOP-2")] {
        let row = found
            .iter()
            .find(|row| row.starts_with("change ") && row.contains(&format!("change=tillco/till/pull/{pull} ")));
        assert!(row.is_some_and(|row| row.contains(&format!(" initiative={epic} "))), "{pull}: {row:?}");
    }
    let open = found.iter().filter(|row| row.starts_with("review ") && row.contains("pull/47")).count();
    assert_eq!(open, 2);
    // What was asked for one change alone is so also for its initiative.
    let asked = found.iter().find(|row| row.starts_with("review ") && row.contains("pull/41")).expect("a review");
    assert!(asked.contains(" initiative=SHOP-1 "), "{asked}");
}
