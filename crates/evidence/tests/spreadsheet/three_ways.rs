//! A newer spreadsheet, and what people wrote into the files in the meantime.

use onethread_evidence::spreadsheet::{EntryKey, EntryKind, Memory, Said, Step};

use crate::common::{Folder, Settings, imported, proposed};

const ROSTER: &str =
    "Seat,Manager,Team,Title\nceo,,,Chief\nada,ceo,Payments,Lead\nbo,ada,Payments,Engineer\ncy,ada,Payments,Engineer\n";
const LIST: &str = "Initiative,Leader,Share,Start,Status,Blocked by\nWallet,ada,60 %,2026-02-02,live,\nSearch,,,2026-03-02,live,Payments\n";

fn first() -> Folder {
    imported(&[("r.csv", ROSTER.as_bytes()), ("i.csv", LIST.as_bytes())], &Settings::default()).0
}

/// Imports newer sheets, and gives the files, the conflicts and what is gone, each as a line.
fn newer(folder: &mut Folder, roster: &str, list: &str, theirs: bool) -> (Vec<String>, Vec<String>) {
    let settings = Settings { memory: folder.memory.clone(), ..Settings::default() };
    let (proposal, _) = proposed(&[("r.csv", roster.as_bytes()), ("i.csv", list.as_bytes())], &settings);
    let (comparison, written) = folder.import(&proposal, theirs);
    assert_eq!(written.refused, [""; 0]);
    let words = |said: &Option<Said>| said.as_ref().map_or("nothing".to_owned(), Said::words);
    let conflicts = comparison.conflicts.iter();
    let conflicts = conflicts.map(|c| format!("{} {}: {} | {}", c.key.id, c.field, words(&c.file), words(&c.sheet)));
    (conflicts.collect(), comparison.gone.iter().map(|key| key.id.clone()).collect())
}

fn change(folder: &mut Folder, path: &str, from: &str, to: &str) {
    let text = folder.files.get_mut(path).expect("the file");
    assert!(text.contains(from), "{text}");
    *text = text.replace(from, to);
}

#[test]
fn a_newer_sheet_changes_only_what_it_changed() {
    let mut folder = first();
    change(&mut folder, "org/people.toml", "[person.bo]\n", "# Back in May.\n[person.bo]   # on leave\n");
    change(&mut folder, "org/people.toml", "title = \"Chief\"", "title = \"Chief executive\"");
    change(
        &mut folder,
        "org/initiatives.toml",
        "[initiative.wallet]\n",
        "[initiative.wallet]\nscope = [\"service:wallet\"]\n",
    );
    let roster = ROSTER
        .replace("bo,ada,Payments,Engineer", "bo,ceo,Search,Engineer")
        .replace("cy,ada,Payments,Engineer\n", "di,ada,Payments,Designer\n");
    let list = LIST.replace("60 %", "80 %").replace("Search,,", "Search,bo,");
    let before = folder.files.clone();
    let (conflicts, gone) = newer(&mut folder, &roster, &list, false);
    assert_eq!((conflicts.len(), gone), (0, vec!["cy".to_owned()]));
    let lines = |path: &str| -> Vec<String> {
        let (old, new) = (&before[path], &folder.files[path]);
        new.lines().filter(|line| !old.lines().any(|known| known == *line)).map(str::to_owned).collect()
    };
    assert_eq!(lines("org/people.toml"), ["[person.di]", "title = \"Designer\""]);
    assert_eq!(
        lines("org/teams.toml"),
        ["members = [\"ada\", \"di\"]", "[team.search]", "title = \"Search\"", "members = [\"bo\"]"]
    );
    assert_eq!(lines("org/initiatives.toml"), ["leader = \"bo\""]);
    assert_eq!(lines("org/time.toml"), ["share = 0.8"]);
    assert!(folder.files["org/people.toml"].contains("# Back in May.\n[person.bo]   # on leave\n"));
    assert!(folder.files["org/people.toml"].contains("[person.cy]"), "who left is kept");
    // The same once more is nothing new, and who left is reported until someone takes them out.
    let after = folder.files.clone();
    assert_eq!(newer(&mut folder, &roster, &list, false), (vec![], vec!["cy".to_owned()]));
    assert_eq!(folder.files, after);
}

#[test]
fn an_initiative_that_is_listed_no_more_can_be_ended_and_goes_on_when_it_is_listed_again() {
    let mut folder = first();
    let wallet_only = LIST.lines().take(2).collect::<Vec<_>>().join("\n");
    let run = |folder: &mut Folder, list: &str, end: bool| {
        let settings = Settings { memory: folder.memory.clone(), ..Settings::default() };
        let (proposal, _) = proposed(&[("r.csv", ROSTER.as_bytes()), ("i.csv", list.as_bytes())], &settings);
        folder
            .import_with(&proposal, |comparison| {
                if end {
                    comparison.end_gone(crate::common::day())
                }
            })
            .0
    };
    assert_eq!(run(&mut folder, &wallet_only, false).gone.len(), 1, "it is told, and nothing ends by itself");
    assert!(!folder.bare().contains("ended"));
    assert!(run(&mut folder, &wallet_only, true).gone.is_empty());
    assert_eq!(folder.bare().matches("ended = 2026-08-01").count(), 1, "{}", folder.bare());
    let after = folder.files.clone();
    assert!(run(&mut folder, &wallet_only, false).gone.is_empty(), "what has ended is not told again");
    assert_eq!(folder.files, after);
    run(&mut folder, LIST, false);
    assert!(!folder.bare().contains("ended"), "{}", folder.bare());
}

#[test]
fn what_was_over_before_anybody_looked_is_left_out_and_what_ends_later_is_dated() {
    let list = "Initiative,Leader,Status,End\nWallet,ada,live,\nOld,ada,done,\nPast,ada,done,2026-01-05\nOdd,ada,done,2027-01-05\n";
    let run = |folder: &mut Folder, list: &str| {
        let settings = Settings { memory: folder.memory.clone(), ..Settings::default() };
        let (proposal, found) = proposed(&[("r.csv", ROSTER.as_bytes()), ("i.csv", list.as_bytes())], &settings);
        assert!(found.is_empty(), "{found:#?}");
        folder.import(&proposal, false);
        proposal.choices
    };
    let mut folder = Folder::default();
    let choices = run(&mut folder, list);
    let expected = "2 not written, because no cell says since when they are over: odd, old";
    assert!(choices.iter().any(|choice| choice == expected), "{choices:#?}");
    let ids = |folder: &Folder| -> Vec<String> {
        let all = folder.entries().all.into_keys().filter(|key| key.kind == EntryKind::Initiative);
        all.map(|key| key.id).collect()
    };
    assert_eq!(ids(&folder), ["past", "wallet"]);
    let over = list.replace("Wallet,ada,live", "Wallet,ada,done");
    for _ in 0..2 {
        let choices = run(&mut folder, &over);
        assert_eq!(folder.bare().matches("ended = 2026-08-01").count(), 1, "{choices:#?} {}", folder.bare());
        assert_eq!(ids(&folder), ["past", "wallet"]);
    }
}

#[test]
fn what_both_changed_is_a_conflict_until_somebody_decides() {
    let mut folder = first();
    change(&mut folder, "org/people.toml", "title = \"Lead\"", "title = \"Head of payments\"");
    change(&mut folder, "org/initiatives.toml", "leader = \"ada\"", "leader = \"ceo\"");
    let (roster, list) = (ROSTER.replace("Lead", "Principal"), LIST.replace("Wallet,ada", "Wallet,bo"));
    let expected = ["ada title: Head of payments | Principal", "wallet leader: ceo | bo"];
    let files = folder.files.clone();
    for _ in 0..2 {
        let (conflicts, _) = newer(&mut folder, &roster, &list, false);
        assert_eq!(conflicts, expected);
        assert_eq!(folder.files["org/people.toml"], files["org/people.toml"]);
    }
    let mut theirs = folder.clone();
    assert!(newer(&mut theirs, &roster, &list, true).0.is_empty());
    assert!(theirs.files["org/people.toml"].contains("title = \"Principal\""));
    assert!(theirs.files["org/initiatives.toml"].contains("leader = \"bo\""));
    // To write what the sheet says ends it as well.
    change(&mut folder, "org/people.toml", "Head of payments", "Principal");
    assert_eq!(newer(&mut folder, &roster, &list, false).0, expected[1..]);
}

#[test]
fn what_somebody_took_out_stays_out() {
    let mut folder = first();
    change(&mut folder, "org/people.toml", "[person.cy]\ntitle = \"Engineer\"\nreports-to = \"ada\"\n", "");
    change(&mut folder, "org/teams.toml", "\"bo\", \"cy\"", "\"bo\"");
    let files = folder.files.clone();
    assert_eq!(newer(&mut folder, ROSTER, LIST, false), (vec![], vec![]));
    assert_eq!(folder.files, files);
    let (conflicts, _) =
        newer(&mut folder, &ROSTER.replace("cy,ada,Payments,Engineer", "cy,ceo,Payments,Engineer"), LIST, false);
    assert_eq!(conflicts, ["cy reports-to: nothing | ceo"]);
}

#[test]
fn a_seat_keeps_its_number_however_rows_are_sorted() {
    let sheet = "Name,Team,Role\nAda Example,Payments,Engineer\nBo Sample,Payments,Engineer\n";
    let mut folder = imported(&[("r.csv", sheet.as_bytes())], &Settings::default()).0;
    let before = folder.files.clone();
    // Two in another order, a third one before them, and Bo elsewhere.
    let sheet =
        "Name,Team,Role\nCy Sample,Payments,Engineer\nBo Sample,Search,Engineer\nAda Example,Payments,Engineer\n";
    let used = folder.entries().all.into_keys().map(|key| key.id).collect();
    let settings = Settings { memory: folder.memory.clone(), used, ..Settings::default() };
    let (proposal, _) = proposed(&[("r.csv", sheet.as_bytes())], &settings);
    let (comparison, _) = folder.import(&proposal, false);
    let steps: Vec<String> = comparison
        .steps
        .iter()
        .map(|step| match step {
            Step::New(key, _) => format!("new {}", key.id),
            Step::Add { key, item, .. } => format!("{} + {item}", key.id),
            Step::Take { key, item, .. } => format!("{} - {item}", key.id),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        steps,
        ["new payments-engineer-3", "payments + payments-engineer-3", "payments - payments-engineer-2", "new search"]
    );
    assert_ne!(folder.files, before);
}

#[test]
fn the_memory_is_read_as_it_was_written() {
    let mut memory = first().memory;
    memory.ids.insert("p-0123456789abcdef".to_owned(), "payments-engineer-1".to_owned());
    memory.columns.push("Seat=seat".to_owned());
    memory.data_cut = Some(crate::common::day());
    assert_eq!(Memory::from_json(&memory.to_json()), Some(memory.clone()));
    for damaged in
        ["", "{}", "[]", &memory.to_json().replace("\"version\": 1", "\"version\": 2"), &memory.to_json()[1..]]
    {
        assert_eq!(Memory::from_json(damaged), None);
    }
    assert!(memory.entries.get(&EntryKey::new(EntryKind::Person, "ada")).is_some());
}

/// In a roster that says nothing of initiatives, the FTE is the contract of the person; a full week is not written down.
#[test]
fn a_contract_is_read_from_a_roster_and_not_from_a_plan() {
    let roster = "Name,Team,FTE\nAda Bo,Payments,50 %\nCy Di,Payments,100 %\n";
    let (folder, _) = imported(&[("r.csv", roster.as_bytes())], &Settings::default());
    assert_eq!(folder.files["org/people.toml"].matches("fte = 0.5").count(), 1, "{:?}", folder.files);
    assert_eq!(folder.files["org/people.toml"].matches("fte = ").count(), 1);
    let plan = "Name,Initiative,FTE,Employment percentage\nAda Bo,Wallet,0.4,80\n";
    let (folder, _) = imported(&[("p.csv", plan.as_bytes())], &Settings::default());
    assert_eq!(folder.files["org/people.toml"].matches("fte = 0.8").count(), 1);
    let all: String = folder.files.values().map(String::as_str).collect();
    assert!(all.contains("share = 0.4"), "{all}");
}
