//! `review --quarter` and `review --initiative ID --days N`: against counts that this file makes by itself from the files
//! of the example, and against a history of commits that it writes.

#![cfg(unix)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use common::{folder, git, git_at, json, onethread, repository, stderr, stdout};
use serde_json::Value;

const HARBOUR: &str = "examples/harbour-market";

/// Days since 1970 of a day as written, by the calendar's own rule (Howard Hinnant, days_from_civil).
fn number(day: &str) -> i64 {
    let part = |at: std::ops::Range<usize>| day[at].parse::<i64>().expect("a number");
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Reversible decisions of the example: initiative, the day it was asked for, and whether someone above the leader agreed
/// or made it.
fn decisions() -> Vec<(String, i64, bool)> {
    let read = |path: &str| std::fs::read_to_string(repository().join(HARBOUR).join(path)).expect("a file");
    let mut all = Vec::new();
    let mut add = |of: &str, asked: &str, above: bool| all.push((of.to_owned(), number(asked), above));
    for line in read("data/decisions.jsonl").lines() {
        // One line of the example is cut off.
        let Ok(row) = serde_json::from_str::<Value>(line) else { continue };
        let (Some(_), Some(levels)) = (row["made"].as_str(), row["levels"].as_i64()) else { continue };
        if row["door"] == "two-way" {
            add(row["about"].as_str().expect("an initiative"), row["asked"].as_str().expect("a day"), levels > 0);
        }
    }
    let written: toml_edit::DocumentMut = read("org/decisions.toml").parse().expect("TOML");
    for (_, one) in written["decision"].as_table().expect("decisions") {
        let day = |key: &str| one.get(key).and_then(|day| day.as_datetime()).map(ToString::to_string);
        let is_reversible = one.get("reversible").and_then(|is| is.as_bool()) == Some(true);
        let (Some(asked), Some(_), true) = (day("opened"), day("decided"), is_reversible) else { continue };
        let levels = one.get("levels").and_then(|levels| levels.as_integer()).expect("each states its levels");
        add(one["initiative"].as_str().expect("an initiative"), &asked, levels > 0);
    }
    all
}

/// Who leads each initiative from which day on, as the registry's lines follow one another.
fn appointed() -> BTreeMap<String, Vec<(String, String)>> {
    let text = std::fs::read_to_string(repository().join(HARBOUR).join("data/registry.csv")).expect("a file");
    let mut all: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for line in text.lines().filter(|line| line.contains(",Owner,")) {
        let cells: Vec<&str> = line.split(',').collect();
        all.entry(cells[1].to_owned()).or_default().push((cells[0].to_owned(), cells[3].to_owned()));
    }
    all
}

/// `above of all` of an initiative among decisions asked for in some days, the last one left out.
fn above(of: &str, from: i64, until: i64, all: &[(String, i64, bool)]) -> [u64; 2] {
    let counted: Vec<bool> = all
        .iter()
        .filter(|(initiative, asked, _)| initiative == of && (from..until).contains(asked))
        .map(|(.., above)| *above)
        .collect();
    [counted.iter().filter(|above| **above).count() as u64, counted.len() as u64]
}

fn pair(value: &Value) -> [u64; 2] {
    [value["count"].as_u64().expect("a count"), value["of"].as_u64().expect("of")]
}

#[test]
fn every_count_of_the_example_is_that_of_its_files() {
    let found = json(&repository(), &["review", HARBOUR, "--quarter", "2026-Q2", "--format", "json", "--quiet"]);
    let (decisions, appointed, today) = (decisions(), appointed(), number("2026-06-30"));
    let mut expected: BTreeSet<(String, String)> = BTreeSet::new();
    for (initiative, lines) in &appointed {
        for (day, leader) in lines.iter().filter(|(_, leader)| !leader.is_empty()) {
            assert!(!leader.is_empty());
            expected.insert((day.clone(), initiative.clone()));
        }
    }
    let mut seen = BTreeSet::new();
    for cohort in found["cohorts"].as_array().expect("cohorts") {
        let on = cohort["on"].as_str().expect("a day");
        let days = (today - number(on) + 1).min(364);
        for one in cohort["initiatives"].as_array().expect("initiatives") {
            let id = one["id"].as_str().expect("an id");
            seen.insert((on.to_owned(), id.to_owned()));
            let since = above(id, number(on), number(on) + days, &decisions);
            assert_eq!(pair(&one["reversible_above"]["since"]), since, "{id} since {on}");
            let is_start = one["is_start"].as_bool().expect("whether");
            assert_eq!(is_start, appointed[id][0].0 == on, "{id} {on}");
            let before = if is_start { [0, 0] } else { above(id, number(on) - days, number(on), &decisions) };
            assert_eq!(pair(&one["reversible_above"]["before"]), before, "{id} before {on}");
        }
    }
    assert_eq!(seen, expected);
    let adoption = found["cohorts"].as_array().expect("cohorts").iter().find(|one| one["on"] == "2026-01-05");
    let compared = &adoption.expect("5 January")["compared"];
    assert_eq!((compared["changed"].as_u64(), compared["left_alone"].as_u64()), (Some(8), Some(5)));
    let left = ["contracts", "office-move", "payments", "fraud", "seller-onboarding"];
    let sum = |from: i64, until: i64| {
        let counts = left.map(|id| above(id, from, until, &decisions));
        counts.iter().fold([0, 0], |sum, one| [sum[0] + one[0], sum[1] + one[1]])
    };
    let on = number("2026-01-05");
    let sides = &compared["reversible_above"]["left_alone"];
    assert_eq!(pair(&sides["before"]), sum(on - 177, on));
    assert_eq!(pair(&sides["since"]), sum(on, on + 177));
}

/// The text of the example is one screen, and says what a director has to know.
#[test]
fn the_quarter_is_one_screen() {
    let output = onethread(&repository(), &["review", HARBOUR, "--quarter", "2026-Q2", "--quiet"]);
    let text = stdout(&output);
    assert!(text.lines().count() <= 46, "{} lines", text.lines().count());
    for words in [
        "No initiative got a leader in 2026-Q2",
        "8 initiatives got a leader on 5 January 2026",
        "no leader since 2026-03-16",
        "left alone (5)",
        "2 decisions reversed by someone else",
        "nobody keeps the standards of Quality",
        "does not show that work is done faster with a leader",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn a_quarter_that_is_none_ahead_or_not_over_is_explained() {
    let said = |quarter: &str, as_of: &str| {
        let args = ["review", HARBOUR, "--quarter", quarter, "--as-of", as_of, "--quiet"];
        let output = onethread(&repository(), &args);
        (output.status.code(), format!("{}{}", stdout(&output), stderr(&output)))
    };
    for (quarter, meant) in [
        ("2026-2", "did you mean 2026-Q2?"),
        ("2026-05", "did you mean 2026-Q2?"),
        ("2026-05-03", "did you mean 2026-Q2?"),
        ("Q2 2026", "did you mean 2026-Q2?"),
        ("26q2", "did you mean 2026-Q2?"),
        ("2026Q5", "expected a year and a quarter from 1 to 4"),
        ("spring", "expected a year and a quarter from 1 to 4"),
    ] {
        let (code, text) = said(quarter, "2026-06-30");
        assert_eq!(code, Some(2), "{quarter}");
        assert!(text.contains(meant), "{quarter}: {text}");
    }
    assert_eq!(said("2026Q2", "2026-06-30").0, Some(0));
    let (code, text) = said("2026-Q3", "2026-06-30");
    assert!(code == Some(2) && text.contains("2026-Q3 begins on 2026-07-01"), "{text}");
    let (code, text) = said("2026-Q2", "2026-06-29");
    assert!(code == Some(0) && text.contains("not over on 29 June 2026"), "{text}");
    assert!(!said("2026-Q2", "2026-06-30").1.contains("not over"));
    let (code, text) = said("2023-Q1", "2026-06-30");
    assert!(code == Some(0) && text.contains("the first one on record is of 1 July 2024"), "{text}");
}

fn commit(folder: &Path, time: &str, text: &str) {
    std::fs::write(folder.join("org/a.toml"), text).expect("a file");
    git(folder, &["add", "."]);
    git_at(folder, time, &["commit", "--quiet", "--message", "What is known"]);
}

const LED: &str =
    "[person.ines]\n[person.tom]\n[team.payments]\n[initiative.returns]\nleader = \"ines\"\nidea = 2026-01-05\n";
const TIME: &str = "[[allocation]]\nperson = \"ines\"\ninitiative = \"returns\"\nshare = 1.0\nfrom = 2026-01-05\n";

fn shop() -> tempfile::TempDir {
    folder(&[
        ("onethread.toml", b"[project]\nname = \"Shop\"\ndata-cut = 2026-03-20\n"),
        ("org/a.toml", format!("{LED}{}{TIME}", more()).as_bytes()),
    ])
}

/// What was written down after 60 days: a scope and a need.
fn more() -> &'static str {
    "scope = [\"path:services/returns/**\"]\n\n[[initiative.returns.dependency]]\non = \"team:payments\"\n\n"
}

fn declared(folder: &Path) -> Vec<String> {
    let found = json(folder, &["review", "--initiative", "returns", "--days", "90", "--format", "json", "--quiet"]);
    assert_eq!(found["appointment"]["on"], "2026-01-05");
    let row = found["rows"].as_array().expect("rows").iter().find(|row| row["key"] == "declared").expect("a row");
    let cells = row["cells"].as_array().expect("cells");
    cells.iter().map(|cell| cell["answer"].as_str().expect("an answer").to_owned()).collect()
}

/// Each day has the files that git had then; without git, what has no day is not shown, and what lies ahead is to come.
#[test]
fn each_day_has_its_own_files() {
    let all = shop();
    assert_eq!(declared(all.path()), ["not-shown", "not-shown", "not-shown", "not-reached"]);
    git(all.path(), &["init", "--quiet", "."]);
    commit(all.path(), "2026-01-05T12:00:00Z", &format!("{LED}{TIME}"));
    commit(all.path(), "2026-03-06T12:00:00Z", &format!("{LED}{}{TIME}", more()));
    // Day 60 is 6 March: one day earlier, the files are still those of the first commit.
    assert_eq!(declared(all.path()), ["not-yet", "not-yet", "yes", "not-reached"]);
    commit(all.path(), "2026-03-07T12:00:00Z", &format!("{LED}{TIME}\n# Reversed.\n"));
    assert_eq!(declared(all.path()), ["not-yet", "not-yet", "yes", "not-reached"]);
}

/// People who report to someone else since the day are counted from the files of both days, and only five or more of them.
#[test]
fn who_changed_manager_is_counted_from_five_people_on() {
    for (people, expected) in
        [(0, Value::from("nobody")), (4, "too-few".into()), (5, serde_json::json!({ "people": 5 }))]
    {
        let all = shop();
        let of = |manager: &dyn Fn(usize) -> &'static str| -> String {
            (0..6).map(|at| format!("[person.engineer-{at}]\nreports-to = \"{}\"\n", manager(at))).collect()
        };
        git(all.path(), &["init", "--quiet", "."]);
        commit(all.path(), "2026-01-02T12:00:00Z", &format!("{LED}{TIME}{}", of(&|_| "tom")));
        let moved = of(&|at| if at < people { "ines" } else { "tom" });
        commit(all.path(), "2026-01-05T12:00:00Z", &format!("{LED}{TIME}{moved}# The day.\n"));
        let found = json(all.path(), &["review", "--quarter", "2026-Q1", "--format", "json", "--quiet"]);
        assert_eq!(found["cohorts"][0]["changed_manager"], expected, "{people}");
    }
}

#[test]
fn days_are_from_one_to_two_years() {
    let all = shop();
    let code = |days: &str| {
        onethread(all.path(), &["review", "--initiative", "returns", "--days", days, "--quiet"]).status.code()
    };
    assert_eq!(
        [code("1"), code("728"), code("0"), code("729"), code("x")],
        [Some(0), Some(0), Some(2), Some(2), Some(2)]
    );
    let without = onethread(all.path(), &["review", "--days", "90"]);
    assert_eq!(without.status.code(), Some(2), "days are of one initiative");
}
