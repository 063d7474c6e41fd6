//! A law over whole reviews: other names, another order of lines, files that are split, and days that are a whole
//! period of the calendar later change no answer, no probability and no sentence but names and days.

mod made;

use std::collections::BTreeMap;

use made::{Dice, Records};
use onethread_core::review::review;
use onethread_model::Day;
use onethread_model::facts::FactKind;
use serde_json::Value;

/// In 28 years weekdays, months and leap years come again.
const PERIOD_DAYS: i32 = 28 * 365 + 7;

/// How an organization is written.
#[derive(Clone, Copy, Default)]
struct Written {
    /// Names in the opposite order of the alphabet.
    renamed: bool,
    /// Lines of evidence from the last to the first, tables of the organization too.
    turned: bool,
    /// A file for each table.
    split: bool,
    /// Days later.
    later: i32,
}

impl Written {
    fn name(self, kind: &str, at: usize) -> String {
        format!("{kind}{:02}", if self.renamed { 99 - at } else { at })
    }
}

/// Rows of a table of facts.
type Rows = Vec<(FactKind, Vec<(&'static str, String)>)>;

const TEAMS: usize = 5;

/// A year of an organization of five teams with an initiative each; the last two change in lockstep.
fn rows(seed: u64, as_written: Written) -> Rows {
    let mut dice = Dice::new(seed);
    let first = Day::parse("2025-07-10").expect("a day");
    let day = |at: usize| first.plus_days(at as i32 + as_written.later).to_string();
    let name = |kind: &str, at: usize| as_written.name(kind, at);
    let mut rows: Rows = Vec::new();
    for change in 0..400 {
        let (team, at) = (dice.place(TEAMS), change * 350 / 400);
        let mut touched = vec![team];
        if dice.place(12) == 0 {
            touched.push(dice.place(TEAMS));
        }
        if team + 2 >= TEAMS && dice.place(2) == 0 {
            touched.push(2 * TEAMS - 3 - team);
        }
        let id = format!("c{change}");
        let author = name("person", team * 5 + dice.place(5));
        rows.push((FactKind::ChangeMade, vec![("day", day(at)), ("change", id.clone()), ("author", author)]));
        for team in touched {
            let path = format!("{}/{}.rs", name("part", team), name("file", dice.place(20)));
            let cells =
                vec![("day", day(at)), ("change", id.clone()), ("component", path), ("team", name("team", team))];
            rows.push((FactKind::Touch, cells));
        }
    }
    for one in 0..TEAMS {
        for asked in 0..12 {
            let (at, took) = (dice.place(300), dice.place(30));
            let by = name("team", dice.place(TEAMS));
            let cells =
                vec![("day", day(at)), ("initiative", name("work", one)), ("team", by), ("answered", day(at + took))];
            rows.push((FactKind::ReviewAsked, cells));
            let release = format!("{} {asked}", name("work", one));
            rows.push((FactKind::Release, vec![("day", day(dice.place(350))), ("release", release)]));
            let decision = vec![
                ("day", day(at)),
                ("decision", format!("{}-{asked}", name("work", one))),
                ("initiative", name("work", one)),
                ("decided", day(at + took)),
                ("door", "two-way".to_owned()),
                ("levels", (asked % 3 / 2).to_string()),
            ];
            rows.push((FactKind::DecisionMade, decision));
        }
    }
    rows
}

fn tables(as_written: Written) -> Vec<String> {
    let name = |kind: &str, at: usize| as_written.name(kind, at);
    let mut tables = Vec::new();
    for one in 0..TEAMS {
        let members: Vec<String> = (0..5).map(|at| format!("\"{}\"", name("person", one * 5 + at))).collect();
        tables.push(format!(
            "[team.{}]\ninitiative = \"{}\"\nmembers = [{}]\n\n",
            name("team", one),
            name("work", one),
            members.join(", ")
        ));
        tables.push(format!(
            "[initiative.{}]\nleader = \"{}\"\nscope = [\"path:{}\"]\n\n",
            name("work", one),
            name("person", one * 5),
            name("part", one)
        ));
    }
    tables
}

fn reviewed(seed: u64, as_written: Written) -> Value {
    let mut rows = rows(seed, as_written);
    let mut tables = tables(as_written);
    if as_written.turned {
        rows.reverse();
        tables.reverse();
    }
    let mut records = Records::new();
    rows.iter().for_each(|(kind, cells)| records.push(*kind, cells));
    let snapshot = records.snapshot_of_files(if as_written.split { tables } else { vec![tables.concat()] });
    let day = Day::parse("2026-06-30").expect("a day").plus_days(as_written.later);
    serde_json::to_value(review(&snapshot, day)).expect("JSON")
}

/// What must not change: of each initiative its answers with their numbers and sentences, names and days aside.
fn said(review: &Value, as_written: Written) -> BTreeMap<String, Vec<String>> {
    let plain = |text: &str| -> String {
        let words = text.split(' ').map(|word| {
            let core = word.trim_matches(|one: char| !one.is_ascii_alphanumeric());
            let name = core.rsplit([':', '/']).next().unwrap_or(core);
            let kind: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
            let at: Option<usize> = name[kind.len()..].split('.').next().and_then(|number| number.parse().ok());
            match at.filter(|_| ["team", "work", "part", "file", "person"].contains(&kind.as_str())) {
                // Lists stand in the order of names, and are cut after three: which of equals they name may change.
                Some(_) => word.replace(name, &kind),
                None if core.len() == 10 && Day::parse(core).is_ok() => "a day".to_owned(),
                None => word.to_owned(),
            }
        });
        words.collect::<Vec<String>>().join(" ")
    };
    let mut found = BTreeMap::new();
    for one in review["initiatives"].as_array().expect("initiatives") {
        let mut lines = Vec::new();
        for verdict in one["criteria"].as_array().expect("verdicts") {
            lines.push(format!("{} {}", verdict["criterion"], verdict["answer"]));
            let because = verdict["because"].as_array().into_iter().flatten();
            let mut reasons: Vec<String> = because.filter_map(|reason| reason["says"].as_str()).map(plain).collect();
            reasons.sort();
            lines.extend(reasons);
        }
        let id = one["id"].as_str().expect("an id");
        let at: usize = id.trim_start_matches("work").parse().expect("a number");
        found.insert(Written::default().name("work", if as_written.renamed { 99 - at } else { at }), lines);
    }
    found
}

fn holds(change: Written) {
    for seed in 1..=3 {
        let plain = said(&reviewed(seed, Written::default()), Written::default());
        assert!(plain.values().flatten().any(|line| line.contains("draws")), "nothing is drawn: {plain:#?}");
        let other = said(&reviewed(seed, change), change);
        assert_eq!(plain.len(), other.len());
        for (id, lines) in &plain {
            assert_eq!(Some(lines), other.get(id), "seed {seed}, {id}");
        }
    }
}

#[test]
fn other_names_change_nothing() {
    holds(Written { renamed: true, ..Written::default() });
}

#[test]
fn another_order_of_lines_changes_nothing() {
    holds(Written { turned: true, ..Written::default() });
}

#[test]
fn split_files_change_nothing() {
    holds(Written { split: true, ..Written::default() });
}

#[test]
fn a_whole_period_later_nothing_changes() {
    holds(Written { later: PERIOD_DAYS, ..Written::default() });
}
