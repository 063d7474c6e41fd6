//! Organizations that tests make up: rosters by every door, and requests, changes and decisions among them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use onethread_core::measure::Snapshot;
use onethread_model::Day;
use onethread_model::agreement::Agreement;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FACT_KINDS, FactKind, Facts, RecordRef, ReviewAsked, SourceReport, Symbol};
use onethread_model::org;
use onethread_model::source::Sources;

use super::below;

/// Teams that may be small. Their names are no other words.
pub(crate) const TEAMS: [&str; 6] = ["umbra", "quill", "zephyr", "fathom", "onyx", "kestrel"];
const INITIATIVES: [&str; 3] = ["returns", "search", "loyalty"];

pub(crate) fn today() -> Day {
    Day::parse("2026-06-30").expect("a day")
}

/// An organization as text, its records, and what was planted.
#[derive(Clone)]
pub(crate) struct Made {
    text: String,
    facts: Facts,
    lines: u32,
    /// Known sizes by team; a team of unknown size is not in it.
    pub(crate) sizes: BTreeMap<String, usize>,
    /// The team of each person who is on one.
    pub(crate) team_of: BTreeMap<String, String>,
    /// Change-sets by person.
    pub(crate) changes: BTreeMap<String, usize>,
}

impl Made {
    /// An organization of a text and rows of CSV by table.
    pub(crate) fn of(text: &str, rows: &[(&str, &[&'static str], &str)], sizes: BTreeMap<String, usize>) -> Made {
        let mut made = Made {
            text: text.to_owned(),
            facts: source(),
            lines: 0,
            sizes,
            team_of: BTreeMap::new(),
            changes: BTreeMap::new(),
        };
        for (table, columns, rows) in rows {
            let kind = FACT_KINDS.iter().find(|one| one.name == *table).expect("a table").kind;
            for row in rows.lines() {
                let cells: Vec<(&'static str, String)> =
                    columns.iter().copied().zip(row.split(',').map(str::to_owned)).collect();
                made.add(kind, &cells);
            }
        }
        made.facts.sort();
        made
    }

    fn add(&mut self, kind: FactKind, cells: &[(&'static str, String)]) {
        self.lines += 1;
        let mut row = Cells::default();
        cells.iter().filter(|(_, text)| !text.is_empty()).for_each(|(column, text)| row.set(column, text));
        self.facts.push(kind, &row, RecordRef { source: 0, line: self.lines }).expect("a row");
    }

    /// The same, where every request to one of these teams was made to one of them that is drawn.
    pub(crate) fn asked_of_others(&self, teams: &[&str], seed: u64) -> Made {
        let columns = self.facts.columns(FactKind::ReviewAsked, 0..usize::MAX);
        let mut made = self.clone();
        made.facts.truncate(FactKind::ReviewAsked, 0);
        let day = today();
        let asked = self.facts.as_of(day.plus_days(400));
        let texts = |row: &ReviewAsked| {
            let text = |symbol: Option<Symbol>| symbol.map_or("", |symbol| asked.text(symbol)).to_owned();
            let answered = asked.known(row.answered).map_or_else(String::new, |day| day.to_string());
            let team = text(row.team);
            let drawn = teams.get(below(seed, u64::from(row.at.line), teams.len() as u64) as usize);
            let team =
                if teams.contains(&team.as_str()) { drawn.copied().unwrap_or_default().to_owned() } else { team };
            [
                ("day", row.day.to_string()),
                ("initiative", text(row.initiative)),
                ("gate", text(row.gate)),
                ("team", team),
                ("answered", answered),
                ("change", text(row.change)),
                ("reviewer", text(row.reviewer)),
            ]
        };
        let rows: Vec<_> = asked.reviews().map(texts).collect();
        assert_eq!(rows.len(), columns.at.len(), "no request is asked later");
        made.lines = 0;
        rows.iter().for_each(|row| made.add(FactKind::ReviewAsked, row));
        made.facts.sort();
        made
    }

    /// The text of its file.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Its records beside another organization.
    pub(crate) fn beside(&self, org: org::Org, sources: Sources) -> Snapshot {
        Snapshot::new(Config::default(), org, sources, self.facts.clone())
    }

    /// It under an agreement.
    pub(crate) fn snapshot(&self, agreement: Agreement) -> Snapshot {
        let mut sources = Sources::default();
        let file = sources.add("org/made.toml", self.text.as_str());
        let org = org::load_without(&sources, &[file], agreement.fields_off(), &mut Vec::new());
        Snapshot::new(Config::default(), org, sources, self.facts.clone()).with_agreement(agreement)
    }

    /// Teams with fewer people, or an unknown number.
    pub(crate) fn small(&self, smallest: usize) -> Vec<&'static str> {
        TEAMS.into_iter().filter(|team| self.sizes.get(*team).is_none_or(|people| *people < smallest)).collect()
    }
}

fn source() -> Facts {
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { name: "made".to_owned(), path: "made.csv".into(), ..Default::default() });
    facts
}

/// The code of a team, whose name is not the team's.
fn part(team: usize) -> char {
    char::from(b'a' + team as u8)
}

/// A person's name of letters alone, so that no digit of it looks like a number.
fn person(team: usize, at: usize) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    format!("p{}{}", letter(team), letter(at))
}

/// An organization of a seed: each team has 1 to 9 people, by members, memberships or a headcount, or nobody says.
pub(crate) fn made(seed: u64) -> Made {
    build(seed, |at| 1 + below(seed, 100 + at as u64, 9) as usize, |at| below(seed, 200 + at as u64, 4))
}

/// An organization of large teams of stated members, each of whom makes changes.
pub(crate) fn busy(seed: u64) -> Made {
    build(seed, |at| 7 + below(seed, 100 + at as u64, 3) as usize, |_| 0)
}

fn build(seed: u64, size: impl Fn(usize) -> usize, door: impl Fn(usize) -> u64) -> Made {
    let mut made = Made {
        text: String::new(),
        facts: source(),
        lines: 0,
        sizes: BTreeMap::new(),
        team_of: BTreeMap::new(),
        changes: BTreeMap::new(),
    };
    for (at, team) in TEAMS.iter().enumerate() {
        let (people, door) = (size(at), door(at));
        let members: Vec<String> = (0..people).map(|one| person(at, one)).collect();
        let _ = write!(made.text, "[team.{team}]\nwhy = \"a reason\"\n");
        match door {
            0 => {
                let _ = writeln!(made.text, "members = [{}]", quoted(&members));
            }
            1 => {
                for member in &members {
                    let cells =
                        [("person", member.clone()), ("team", (*team).to_owned()), ("from", "2025-01-01".to_owned())];
                    made.add(FactKind::Membership, &cells);
                }
            }
            2 => {
                let _ = writeln!(made.text, "headcount = {people}");
            }
            _ => {}
        }
        if door < 3 {
            made.sizes.insert((*team).to_owned(), people);
        }
        for (one, member) in members.iter().enumerate() {
            let _ =
                writeln!(made.text, "\n[person.{member}]\nfunction = \"engineering\"\nfte = 0.5\ntitle = \"engineer\"");
            made.team_of.insert(member.clone(), (*team).to_owned());
            let changes = 2 + below(seed, 1_000 + (at * 40 + one) as u64, 25) as usize;
            made.changes.insert(member.clone(), changes);
            for change in 0..changes {
                let day =
                    today().plus_days(-(below(seed, 5_000 + (at * 2_000 + one * 60 + change) as u64, 360) as i32));
                let id = format!("{member}x{}", "i".repeat(change + 1));
                let other = below(seed, 60_000 + (at * 2_000 + one * 60 + change) as u64, 6) as usize;
                let cells = [("day", day.to_string()), ("change", id.clone()), ("author", member.clone())];
                made.add(FactKind::ChangeMade, &cells);
                let owner = part(if change % 3 == 0 { other } else { at });
                let cells = [("day", day.to_string()), ("change", id), ("component", format!("code/{owner}/a.rs"))];
                made.add(FactKind::Touch, &cells);
            }
        }
        let part = part(at);
        let _ = writeln!(made.text, "\n[component.part-{part}]\nowner = \"{team}\"\npaths = [\"code/{part}/**\"]\n");
    }
    ask(seed, &mut made);
    made.facts.sort();
    made
}

/// Initiatives that ask teams for reviews, and decide.
fn ask(seed: u64, made: &mut Made) {
    made.text += "[gate.board]\nowner = \"team:umbra\"\napplies-to = \"all\"\n\n[person.chief]\ntitle = \"chief\"\n";
    for (at, initiative) in INITIATIVES.iter().enumerate() {
        let leader = person(20 + at, 0);
        let needs = TEAMS[below(seed, 300 + at as u64, 6) as usize];
        let _ = writeln!(
            made.text,
            "\n[person.{leader}]\nreports-to = \"chief\"\n\n[initiative.{initiative}]\nidea = 2025-09-01\ncommitted = \
             2025-10-01\nleader = \"{leader}\"\nteam = \"core{initiative}\"\nsponsor = \"chief\"\n\n[[dependency]]\ninitiative = \
             \"{initiative}\"\non = \"team:{needs}\"\neffect = \"blocking\"\n\n[team.core{initiative}]\nheadcount = 8\ninitiative = \
             \"{initiative}\"\nwhy = \"a reason\"\n"
        );
        for n in 0..60 {
            let draw = |what: u64, end: u64| below(seed, 900_000 + at as u64 * 10_000 + n * 10 + what, end);
            let asked = today().plus_days(-(draw(0, 330) as i32));
            let answered = asked.plus_days(draw(1, 25) as i32);
            let team = TEAMS[draw(2, 6) as usize];
            let gate = ["", "board", "desk", ""][draw(3, 4) as usize];
            let cells = [
                ("day", asked.to_string()),
                ("answered", if answered <= today() { answered.to_string() } else { String::new() }),
                ("initiative", (*initiative).to_owned()),
                ("team", if gate == "desk" { String::new() } else { team.to_owned() }),
                ("gate", gate.to_owned()),
            ];
            made.add(FactKind::ReviewAsked, &cells);
            if n % 4 == 0 {
                let cells = [
                    ("day", asked.to_string()),
                    ("decided", answered.to_string()),
                    ("initiative", (*initiative).to_owned()),
                    ("decision", format!("{initiative}-{}", "i".repeat(1 + n as usize / 4))),
                    ("levels", draw(4, 3).to_string()),
                    ("door", "two-way".to_owned()),
                ];
                made.add(FactKind::DecisionMade, &cells);
            }
        }
    }
}

fn quoted(ids: &[String]) -> String {
    ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ")
}
