//! Law over made organizations: every act on initiatives and people is refused with a reason, or carried out so that the
//! files hold no new mistake, read as they would if everything was read anew, and are the same bytes once it is undone.

mod made;

use std::collections::{BTreeMap, BTreeSet};

use made::{Dice, Records};
use onethread_core::measure::{Snapshot, View};
use onethread_core::moves;
use onethread_core::review::review;
use onethread_core::what_if::what_if;
use onethread_model::Day;
use onethread_model::diagnostic::Severity;
use onethread_model::edit::apply;

const PEOPLE: [&str; 6] = ["ada", "ines", "kim", "mia", "tom", "vp"];
const TEAMS: [&str; 3] = ["core", "pay", "search"];
const IDS: [&str; 4] = ["delivery", "labels", "returns", "search-2"];

/// Two files in which entries are written in whatever way: with headers, in braces, with comments within lists.
fn files(dice: &mut Dice) -> Vec<String> {
    let mut files = vec!["# who is here\n".to_owned(), "\n# what we do\n".to_owned()];
    let one = |dice: &mut Dice, of: &[&'static str]| of[dice.place(of.len())];
    for person in PEOPLE {
        files[0] += &format!("[person.{person}]\nfunction = \"design\" # for now\n");
        if person != "vp" && dice.below(3) > 0 {
            files[0] += &format!(
                "reports-to = \"{}\"\n",
                one(dice, &["vp", "ines"].map(|id| if id == person { "vp" } else { id }))
            );
        }
        if person == "tom" && dice.below(4) == 0 {
            files[0] += "until = 2026-05-01\n";
        }
    }
    for team in TEAMS {
        files[0] += &format!(
            "[team.{team}]\nmembers = [\n  \"{}\", # first\n  \"{}\",\n]\n",
            one(dice, &PEOPLE[..3]),
            one(dice, &PEOPLE[3..])
        );
        match dice.below(3) {
            0 => files[0] += &format!("initiative = \"{}\"\n", one(dice, &IDS)),
            1 => files[0] += &format!("initiative = [\"{}\", \"{}\"]\n", one(dice, &IDS[..2]), one(dice, &IDS[2..])),
            _ => {}
        }
    }
    for id in IDS {
        let text = &mut files[1];
        *text += &format!("[initiative.{id}]\n");
        match dice.below(6) {
            0 => *text += "stage = \"idea\"\n",
            1 => *text += "idea = 2026-01-12\nended = 2026-05-04\noutcome = \"delivered\"\n",
            2 => *text += "pause = [{ from = 2026-03-02 }]\n",
            3 => *text += "committed = 2026-02-02\n",
            _ => {}
        }
        match dice.below(4) {
            0 => *text += &format!("leader = [\"{}\", \"{}\"]\n", one(dice, &PEOPLE[..3]), one(dice, &PEOPLE[3..])),
            1 => {}
            _ => *text += &format!("leader = \"{}\"\n", one(dice, &PEOPLE)),
        }
        *text += &format!("scope = [\"path:services/{id}/**\", \"path:libs/{}/**\"]\n", one(dice, &TEAMS));
        if dice.below(2) == 0 {
            *text += &format!("people = [\"{}\"]\nsponsor = \"vp\"\n", one(dice, &PEOPLE));
        }
        if dice.below(2) == 0 {
            let other = one(dice, &IDS);
            let on = if other == id { "team:pay".to_owned() } else { format!("initiative:{other}") };
            *text += &format!(
                "[[initiative.{id}.dependency]]\non = \"{on}\"\nplan = {{ owner = \"core\", by = 2026-09-01 }}\n"
            );
        }
        if dice.below(2) == 0 {
            *text += &format!("[[initiative.{id}.metric]]\nname = \"m\"\nowner = \"{}\"\n", one(dice, &PEOPLE));
        }
        if dice.below(2) == 0 {
            files[1] += &format!("[decision.of-{id}]\ninitiative = \"{id}\"\nopened = 2026-06-01\n");
        }
    }
    let mut given = BTreeSet::new();
    for _ in 0..dice.below(6) {
        let (person, id) = (one(dice, &PEOPLE), one(dice, &IDS));
        if given.insert((person, id)) {
            files[1] += &format!("[[allocation]]\nperson = \"{person}\"\ninitiative = \"{id}\"\nshare = 0.25\n");
        }
    }
    if dice.below(2) == 0 {
        files[1] += &format!("[[dependency]]\ninitiative = \"{}\"\non = \"team:pay\"\n", one(dice, &IDS));
    }
    files[1] +=
        &format!("[gate.legal]\nowner = \"person:{}\"\napplies-to = [\"{}\"]\n", one(dice, &PEOPLE), one(dice, &IDS));
    files[1] +=
        &format!("[function.design]\nhead = \"{}\"\nstandard-owner = \"{}\"\n", one(dice, &PEOPLE), one(dice, &PEOPLE));
    files[1] += "[component.labels]\nowner = \"core\"\npaths = [\"services/labels/a/**\"]";
    files
}

/// An act, which may be one that cannot be.
fn act(dice: &mut Dice) -> String {
    let one = |dice: &mut Dice, of: &[&'static str]| of[dice.place(of.len())];
    let (person, other) = (one(dice, &PEOPLE), one(dice, &PEOPLE));
    let (id, into, team) = (one(dice, &IDS), one(dice, &IDS), one(dice, &TEAMS));
    let day = one(dice, &["2026-01-01", "2026-06-01", "2026-06-30", "2026-08-01"]);
    let moves = one(dice, &["position-and-person", "position", "person"]);
    match dice.below(14) {
        0 => format!("leave {person}, from {day}"),
        1 => format!("leave {person}, successor = {other}, moves = {moves}"),
        2 => format!("leave {person}, moves = {moves}"),
        3 => format!("hand over {id}, receiver = {other}, takes = all, share = 50 %"),
        4 => format!("hand over {id}, left = {day}"),
        5 => format!("hand over {id}, receiver = {other}, left = 2026-06-01, from {day}"),
        6 => format!("end {id}, outcome = delivered, team-to = {into}, dependants-to = team:{team}, from {day}"),
        7 => format!("end {id}, outcome = dropped, came = \"nothing\", code-to = {team}"),
        8 => format!("pause {id}, until = {day}"),
        9 => format!("pause {id}, from {day}, why = \"the law, \\\"new\\\"\""),
        10 => format!("split {id} into half, scope = path:services/{id}/**, team = {team}, leader = {person}"),
        11 => format!("merge {id} into {into}, from {day}"),
        12 => format!("start {id}, leader = {person}, purpose = \"p\", needs = design: 2, baseline = 0.5"),
        _ => format!("report-to person = {person}, manager = {other}, moves = {moves}, as = somebody"),
    }
}

fn texts(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let written = snapshot.sources.iter().filter(|(_, file)| !file.text.is_empty());
    written.map(|(_, file)| (file.path.to_string(), file.text.to_string())).collect()
}

/// What is wrong with the files, without what the made organization may leave open.
fn mistakes(snapshot: &Snapshot) -> Vec<(&'static str, String)> {
    let found = snapshot.diagnostics().into_iter().filter(|one| one.severity == Severity::Error);
    found.map(|one| (one.code, one.message)).collect()
}

#[test]
fn every_act_is_refused_with_a_reason_or_can_be_undone() {
    let day = Day::parse("2026-06-30").expect("a day");
    let mut carried: BTreeMap<&str, usize> = BTreeMap::new();
    let mut refused = 0;
    for seed in 0..600 {
        let mut dice = Dice::new(seed);
        let before = Records::new().snapshot_of_files(files(&mut dice));
        let words = act(&mut dice);
        let changes = match moves::read(&words, &View::on(&before, day)) {
            Ok(changes) => changes,
            Err(why) => panic!("{seed} {words}: {why:?}"),
        };
        let found = match what_if(&before, day, None, &changes) {
            Ok(found) => found,
            Err(why) => {
                assert!(!why.why.is_empty() && !why.why.ends_with('.'), "{seed} {words}: {why:?}");
                refused += 1;
                continue;
            }
        };
        let now = before.edited(&found.edits).unwrap_or_else(|why| panic!("{seed} {words}: {why}"));
        let back = apply(|path| now.text_of(path), &found.undo).unwrap_or_else(|why| panic!("{seed} {words}: {why}"));
        assert_eq!(texts(&now.with_texts(&back)), texts(&before), "{seed} {words}: undone, byte for byte");
        let known = mistakes(&before);
        let new: Vec<_> = mistakes(&now).into_iter().filter(|one| !known.contains(one)).collect();
        assert!(new.is_empty(), "{seed} {words}: {new:?}\n{:#?}", texts(&now));
        let anew = Records::new().snapshot_of_files(texts(&now).into_values().collect());
        let paths_stay = now.sources.iter().count() == before.sources.iter().count();
        assert!(!paths_stay || review(&anew, day) == review(&now, day), "{seed} {words}: as if read anew");
        assert!(!texts(&now).eq(&texts(&before)), "{seed} {words}: something is written");
        *carried.entry(changes[0].kind).or_default() += 1;
    }
    assert!(refused > 50 && carried.len() == 8 && carried.values().all(|n| *n > 5), "{refused} {carried:?}");
}
