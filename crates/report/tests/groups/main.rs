//! Laws of privacy over made-up organizations: no number stands beside a group under five in any form of any command, no
//! difference of two outputs gives one away, and what an agreement switches off is in no output.

mod days;
mod made;
mod off;
mod outputs;

use std::collections::BTreeMap;

use made::{Made, TEAMS, made};
use onethread_core::agreed::items;
use onethread_core::measure::Snapshot;
use onethread_core::measure::measures::finished_inside::finished_inside;
use onethread_kernel::random::random;
use onethread_model::Day;
use onethread_model::agreement::{self, AGREEMENT, Agreement};
use onethread_model::edit::Edit;
use onethread_model::record::Value;
use onethread_model::source::Sources;
use outputs::{Breadth, beside, outputs};

/// How many organizations are made up.
const WORLDS: u64 = 6;

/// The agreement of a text, read on the day of the made-up organizations.
fn agreed(text: &str) -> Agreement {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let file = sources.add(AGREEMENT, text);
    let found = agreement::load(&sources, file, &items(), made::today(), &mut diagnostics);
    assert!(diagnostics.is_empty(), "{text}: {diagnostics:?}");
    found
}

/// Lines and values that have a number beside a group that is too small, over all outputs of a day.
fn broken(made: &Made, agreement: &str, day: Day) -> Vec<String> {
    let snapshot = made.snapshot(agreed(agreement));
    let small = made.small(5);
    let all = outputs(&snapshot, day, Breadth::Whole);
    let one = |(name, text): &(String, String)| {
        beside(text, &small).into_iter().map(|said| format!("{name}: {said}")).collect::<Vec<String>>()
    };
    all.iter().flat_map(one).collect()
}

#[test]
fn no_number_stands_beside_a_group_under_five() {
    let mut found: Vec<String> = Vec::new();
    for seed in 0..WORLDS {
        let made = made(seed);
        for day in [made::today(), made::today().plus_days(-40)] {
            let broken = broken(&made, "", day);
            found.extend(broken.iter().map(|said| format!("{seed} {day} {:?} {said}", made.small(5))));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The same law finds numbers as soon as the smallest group is one person: it can fail.
#[test]
fn a_smallest_group_of_one_is_caught() {
    let caught = (0..WORLDS).filter(|seed| {
        !broken(&made(*seed), "[agreement]\nowner = \"nobody\"\nsmallest-group = 1\n", made::today()).is_empty()
    });
    assert!(caught.count() as u64 > WORLDS / 2, "the law does not see what it forbids");
}

/// A team at its line: five people have a number, four have none.
#[test]
fn the_line_is_five() {
    let at = |people: usize| {
        let text = format!(
            "[team.legal]\nheadcount = {people}\n[initiative.returns]\nidea = 2026-01-01\nleader = \"ines\"\n[person.ines]\n"
        );
        let rows: String = (1..7).map(|n| format!("2026-0{n}-02,2026-0{n}-20,returns,legal\n")).collect();
        let made = Made::of(&text, &[("review", &["day", "answered", "initiative", "team"], &rows)], BTreeMap::new());
        let all = outputs(&made.snapshot(Agreement::default()), made::today(), Breadth::Whole);
        let found: Vec<String> = all.iter().flat_map(|(_, text)| beside(text, &["legal"])).collect();
        found
    };
    assert!(!at(5).is_empty());
    assert_eq!(at(4), Vec::<String>::new());
}

/// What people did is counted by the teams before a change, whatever is changed: an attacker who moves everybody through
/// every team ranks those who did most no better than by chance. Without that, the attacker knows.
#[test]
fn a_what_if_gives_away_nobody() {
    let (mut right, mut pairs, mut open) = (0.0, 0.0, 0.0);
    for seed in 0..4 {
        let made = made::busy(seed);
        let before = made.snapshot(Agreement::default());
        let people: Vec<(String, usize)> = made.changes.clone().into_iter().collect();
        let scores = |held: bool| -> Vec<f64> {
            let score = |person: &String| {
                let edits = made.moved(person);
                let after = before.edited(&edits).expect("an edit");
                let after = if held { after.with_rosters_of(&before) } else { after };
                differs(&before, &after)
            };
            people.iter().map(|(person, _)| score(person)).collect()
        };
        let (held, bare) = (scores(true), scores(false));
        for (at, (_, one)) in people.iter().enumerate() {
            for (other, (_, less)) in people.iter().enumerate().filter(|(_, (_, less))| less < one) {
                let order = |scores: &[f64]| match scores[at].total_cmp(&scores[other]) {
                    std::cmp::Ordering::Greater => 1.0,
                    std::cmp::Ordering::Equal => 0.5,
                    std::cmp::Ordering::Less => 0.0,
                };
                assert!(less < one);
                right += order(&held);
                open += order(&bare);
                pairs += 1.0;
            }
        }
    }
    assert!(pairs > 100.0, "{pairs}");
    assert!(right / pairs <= 0.55, "AUC {}", right / pairs);
    assert!(open / pairs > 0.8, "the planted leak is not seen: AUC {}", open / pairs);
}

/// How much the numbers of teams differ.
fn differs(before: &Snapshot, after: &Snapshot) -> f64 {
    let counts = |snapshot: &Snapshot| -> BTreeMap<String, usize> {
        let found = finished_inside(&snapshot.on(made::today()), 365);
        found.teams.into_iter().map(|one| (one.team, one.changes.n)).collect()
    };
    let (one, other) = (counts(before), counts(after));
    let of = |all: &BTreeMap<String, usize>, team: &str| all.get(team).copied().unwrap_or_default() as f64;
    TEAMS.iter().map(|team| (of(&one, team) - of(&other, team)).abs()).sum()
}

/// Each thing that can be switched off is switched off in turn, and no output says its name any more.
#[test]
fn what_is_off_is_in_no_output() {
    let made = made::busy(3);
    let on: BTreeMap<String, String> =
        outputs(&made.snapshot(Agreement::default()), made::today(), Breadth::Brief).into_iter().collect();
    let (mut seen, mut found) = (0, Vec::new());
    for item in items().into_iter().filter(|item| item.is_strictly_on && item.kind != "table") {
        let words = outputs::words_of(&item);
        let text = format!("[agreement]\nowner = \"council\"\n[{}.\"{}\"]\non = false\n", item.kind, item.key);
        let snapshot = made.snapshot(agreed(&text));
        if words.is_empty() {
            continue;
        }
        for (name, text) in &outputs(&snapshot, made::today(), Breadth::Brief) {
            let said = words.iter().find(|word| outputs::says(text, word));
            found.extend(said.map(|word| format!("{} {} is off, and {name} says `{word}`", item.kind, item.key)));
        }
        let was = on.values().any(|text| words.iter().any(|word| outputs::says(text, word)));
        seen += usize::from(was);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    // The law has something to see.
    assert!(seen > 15, "{seen}");
}

/// Moves of a member from one team to another, as edits of the files.
impl Made {
    fn moved(&self, person: &str) -> Vec<Edit> {
        let from = self.team_of.get(person).cloned().unwrap_or_default();
        let other = TEAMS.iter().find(|team| **team != from && self.sizes.contains_key(**team)).unwrap_or(&TEAMS[0]);
        let members = |team: &str| -> Vec<Value> {
            let stays = self.team_of.iter().filter(|(one, of)| one.as_str() != person && of.as_str() == team);
            let joins = (team == *other).then_some(person);
            stays.map(|(one, _)| one.as_str()).chain(joins).map(|one| Value::reference("person", one)).collect()
        };
        let set = |team: &str| Edit::set("org/made.toml", "team", team, "members", Value::list(members(team)));
        vec![set(&from), set(other)]
    }
}

/// Draws of a world.
fn below(seed: u64, n: u64, end: u64) -> u64 {
    random(seed, n) % end
}
