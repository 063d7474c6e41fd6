//! Sheets of asks: a row for each initiative and whom it asks.

use onethread_evidence::spreadsheet::{
    EntryKey, EntryKind, Fields, Memory, Said, SameName, SheetKind, find_asks, read, understand,
};

use crate::common::{Settings, imported, line, proposed};

const ROSTER: &str =
    "Login,Team,Role\nada,Payments,Lead\nbo,Search,Engineer\nbo,Payments,Lead\ncy,Legal,Counsel\nbo,Search,Engineer\n";
const LIST: &str = "Goal,Owner,Teams asked\nWallet,ada,Payments; Search\nReturns in one tap,bo,\nLabels,cy,\n";
const ASKS: &str = "Goal,Team,Support level,Notes\nWallet,Payments,Large,Reviews of the interface\n\
                    Wallet,Legal,Small,\nReturns in one tap,Payments,Small,Design\nReturns in one tap,Customs,Small,\n\
                    Labels,Payments,Medium,\n";

/// What is asked, as `initiative > team: field value, ...`.
fn asks(files: &[(&str, &str)], settings: &Settings) -> (Vec<String>, Vec<String>) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let (proposal, found) = proposed(&files, settings);
    let said = |(key, fields): (&EntryKey, &Fields)| {
        let (initiative, on) = key.parts();
        let more: Vec<String> = fields.iter().map(|(field, said)| format!("{field} {}", said.words())).collect();
        format!("{initiative} > {on}: {}", more.join(", "))
    };
    let all = proposal.entries.all.iter().filter(|(key, _)| key.kind == EntryKind::Dependency).map(said);
    (all.collect(), found.iter().map(line).collect())
}

fn kind_of(text: &str, others: &[&str]) -> SheetKind {
    let texts: Vec<&str> = std::iter::once(text).chain(others.iter().copied()).collect();
    let mut sheets: Vec<_> =
        texts.iter().map(|text| read("a.csv", text.as_bytes(), &mut Vec::new()).remove(0)).collect();
    find_asks(&mut sheets, &[]);
    understand(&mut sheets[0], &[], &mut Vec::new()).expect("a header").kind
}

#[test]
fn three_sheets_are_read_at_the_first_try() {
    let files = [("r.csv", ROSTER), ("i.csv", LIST), ("a.csv", ASKS)];
    let (all, found) = asks(&files, &Settings::default());
    assert_eq!(
        all,
        [
            "labels > team:payments: size Medium",
            "returns-in-one-tap > team:customs: size Small",
            "returns-in-one-tap > team:payments: note Design, size Small",
            "wallet > team:legal: size Small",
            "wallet > team:payments: note Reviews of the interface, size Large",
            "wallet > team:search: ",
        ]
    );
    // One person in two teams under one id is no riddle, and what is lost of the roles is said once.
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("two-rows r.csv:6: `bo` stands in two rows with the same team"), "{found:#?}");
    assert!(found[1].starts_with("several-roles r.csv:4:3: 1 person has another role"), "{found:#?}");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let (folder, _) = imported(&files, &Settings::default());
    let text = folder.bare();
    for part in [
        "on = \"team:payments\"\nsize = \"Large\"\nnote = \"Reviews of the interface\"",
        "[team.customs]\ntitle = \"Customs\"\noutside = true",
        "members = [\"ada\", \"bo\"]",
        "members = [\"bo\"]",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (proposal, _) = proposed(&files, &Settings::default());
    let says = |part: &str| proposal.choices.iter().filter(|choice| choice.contains(part)).count() == 1;
    assert!(says("1 row adds a team to someone whom an earlier row has under the same id, such as r.csv:4"));
}

/// A sheet says by its headers that it lists asks, and else by what it holds.
#[test]
fn asks_are_known_by_headers_and_by_what_they_hold() {
    const PLAIN: &str = "Initiative,Team\nWallet,Payments\nWallet,Legal\nLabels,Payments\nReturns,Search\n";
    const OTHER: &str = "Initiative,Owner\nWallet,ada\nLabels,bo\nReturns,cy\n";
    for header in [
        "Goal,Team,Support level,Notes",
        "Initiative,Asked of,Size of ask",
        "Project,Needed from,Needed by,Status",
        "Initiative,Requesting team,Providing team,Date needed",
        "Epic,Depends on,Need by,Notes",
        "Workstream,Supplier,Effort,When",
        "Initiative,Gate,Needed by",
    ] {
        assert_eq!(kind_of(&format!("{header}\nWallet,Payments,Small,x\n"), &[]), SheetKind::Asks, "{header}");
    }
    for header in [
        "Initiative,Owner,Depends on,Effort",
        "Initiative,Team,Notes",
        "Initiative,Team,Status,Due",
        "Initiative,Depends on,Effort",
        "Project,Lead,Team,Size,Comments",
        "Goal,Team,Sponsor,Needed by",
    ] {
        assert_eq!(kind_of(&format!("{header}\nWallet,Payments,x,y\n"), &[]), SheetKind::Initiatives, "{header}");
    }
    assert_eq!(
        kind_of("Person,Initiative,Share\nada,Wallet,50 %\nbo,Wallet,50 %\nada,Labels,50 %\n", &[OTHER]),
        SheetKind::Roster
    );
    assert_eq!(kind_of("Person,Initiative,Share\nada,Wallet,50 %\nbo,Labels,50 %\n", &[OTHER]), SheetKind::Initiatives);
    assert_eq!(kind_of("Initiative,Person,Role\nWallet,ada,Lead\nWallet,bo,QA\n", &[OTHER]), SheetKind::Roster);
    // With headers that a list has as well, the cells tell: names repeat, and stand in another sheet.
    assert_eq!(kind_of(PLAIN, &[OTHER]), SheetKind::Asks);
    assert_eq!(kind_of(PLAIN, &[]), SheetKind::Initiatives);
    assert_eq!(kind_of(PLAIN, &["Initiative,Owner\nTea,ada\nCoffee,bo\nMilk,cy\n"]), SheetKind::Initiatives);
    assert_eq!(
        kind_of("Initiative,Team\nWallet,Payments\nLabels,Search\nReturns,Web\n", &[OTHER]),
        SheetKind::Initiatives
    );
    // One in five rows has to be about one of another row: at the line, and one row beyond.
    let with = |more: usize| {
        let more: String = (0..more).map(|at| format!("Other {at},Team {at}\n")).collect();
        let names: String = (0..4).map(|at| format!("Other {at},ada\n")).collect();
        kind_of(&format!("{PLAIN}{more}"), &[&format!("{OTHER}{names}")])
    };
    assert_eq!((with(1), with(2)), (SheetKind::Asks, SheetKind::Initiatives));
}

#[test]
fn what_one_row_says_of_an_ask_stands_with_it() {
    let text = "Initiative,Requesting team,Providing team,Needed by,Status,Comment\n\
                Wallet,Search,Payments,2026-10-01,Agreed,the interface\nWallet,Search,Payments,2026-09-01,,and its tests\n\
                Labels,Search,Payments; Legal,,Done,\nLabels,Search,Search,,Declined,\n";
    let (all, found) = asks(&[("r.csv", ROSTER), ("i.csv", LIST), ("a.csv", text)], &Settings::default());
    assert_eq!(
        all,
        [
            "labels > team:search: status Declined",
            "wallet > team:payments: needed 2026-09-01, note the interface; and its tests, status Agreed",
            "wallet > team:search: ",
        ]
    );
    assert_eq!(found.len(), 2, "{found:#?}");
}

#[test]
fn groups_of_rows_have_one_head_and_what_is_lost_is_said() {
    let text = "Goal,Team,Support level\nWallet,,\n,Payments,Large\n,Legal,Small\nLabels,Search,Small\n,Payments,\n\
                Lables,Search,Small\nReturns in one tap,,Small\nLabels,,\n";
    let (all, found) = asks(
        &[("r.csv", ROSTER), ("i.csv", "Goal,Owner\nWallet,ada\nLabels,bo\nReturns in one tap,cy\n"), ("a.csv", text)],
        &Settings::default(),
    );
    assert_eq!(
        all,
        [
            "labels > team:payments: ",
            "labels > team:search: size Small",
            "wallet > team:legal: size Small",
            "wallet > team:payments: size Large",
        ]
    );
    let has = |part: &str| found.iter().any(|one| one.contains(part));
    assert!(has("unknown-initiative a.csv:7:1: no sheet lists the initiative `Lables`, and what it asks was left out"));
    assert!(has("--same \"Lables=labels\""), "{found:#?}");
    assert!(has("nobody-asked a.csv:8") && has("nobody-asked a.csv:9"), "{found:#?}");
}

#[test]
fn two_sheets_that_contradict_each_other_are_named() {
    let list = "Goal,Owner,Depends on\nWallet,ada,Payments (S)\n";
    let (all, found) = asks(&[("r.csv", ROSTER), ("i.csv", list), ("a.csv", ASKS)], &Settings::default());
    assert!(all.contains(&"wallet > team:payments: note Reviews of the interface, size S".to_owned()), "{all:#?}");
    let both = found.iter().find(|one| one.starts_with("said-twice a.csv:2:2")).expect("a report");
    assert!(both.contains("`S`") && both.contains("that of i.csv:2 was kept"), "{both}");
}

/// A column of people holds people, whom nothing names, and no teams.
#[test]
fn a_person_who_is_asked_is_no_team() {
    let text = "Goal,Person asked,Effort,Needed by\nWallet,Zemina Ozwick,2 days,2026-10-01\nLabels,bo,1 day,\n";
    let (all, found) = asks(&[("r.csv", ROSTER), ("i.csv", LIST), ("a.csv", text)], &Settings::default());
    assert!(all.iter().any(|one| one.starts_with("labels > person:bo")), "{all:#?}");
    let output = format!("{all:?} {found:?}").to_lowercase();
    assert!(!output.contains("zemina") && all.iter().any(|one| one.starts_with("wallet > person:p-")), "{output}");
}

/// What a newer sheet says of a known ask is carried into the files, and what people wrote there stays.
#[test]
fn a_newer_size_is_carried_into_the_file() {
    let files = |asks: &str| {
        let (list, asks) = (LIST.to_owned(), asks.to_owned());
        vec![("r.csv", ROSTER.to_owned()), ("i.csv", list), ("a.csv", asks)]
    };
    let bytes = |files: &[(&'static str, String)]| -> Vec<(&'static str, Vec<u8>)> {
        files.iter().map(|(name, text)| (*name, text.clone().into_bytes())).collect()
    };
    let read = |asks: &str, memory: Memory| {
        let files = bytes(&files(asks));
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        proposed(&files, &Settings { memory, ..Settings::default() }).0
    };
    let first = bytes(&files(ASKS));
    let first: Vec<(&str, &[u8])> = first.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let (mut folder, _) = imported(&first, &Settings::default());
    let path = "org/initiatives.toml";
    let by_hand = folder.files[path].replace("on = \"team:legal\"\n", "on = \"team:legal\"\neffect = \"slowing\"\n");
    folder.files.insert(path.to_owned(), by_hand);
    let newer = ASKS.replace("Payments,Large", "Payments,Small") + "Labels,Search,Large,\n";
    let newer = newer.replace("Returns in one tap,Customs,Small,\n", "");
    let (comparison, written) = folder.import(&read(&newer, folder.memory.clone()), false);
    assert!(comparison.conflicts.is_empty() && written.refused.is_empty(), "{comparison:#?}");
    let text = folder.bare();
    assert!(text.contains("on = \"team:payments\"\nsize = \"Small\"\nnote = \"Reviews of the interface\""), "{text}");
    assert!(text.contains("on = \"team:legal\"\neffect = \"slowing\"\nsize = \"Small\""), "{text}");
    assert!(!text.contains("\"Large\"\nnote"), "{text}");
    // What is asked no more ends by hand; what is over by its status ends on the day of the import.
    let gone: Vec<&str> = comparison.gone.iter().map(|key| key.id.as_str()).collect();
    assert_eq!(gone, ["customs", "returns-in-one-tap\tteam:customs"]);
    let now = folder.entries();
    assert!(now.get(&EntryKey::dependency("labels", "team:search")).is_some(), "{text}");
    let over = newer.replace("Goal,Team,Support level,Notes", "Goal,Team,Support level,Status");
    let over = over.replace("Labels,Payments,Medium,", "Labels,Payments,Medium,Done");
    folder.import(&read(&over, folder.memory.clone()), false);
    let ended = folder.entries().get(&EntryKey::dependency("labels", "team:payments")).cloned().unwrap_or_default();
    assert_eq!(ended.get("until").map(Said::words).as_deref(), Some("2026-08-01"), "{}", folder.bare());
    // Once more, nothing changes.
    let before = folder.files.clone();
    folder.import(&read(&over, folder.memory.clone()), false);
    assert_eq!(before, folder.files);
}

/// Letters for nothing may be what a team is called, where people say so.
#[test]
fn a_word_for_nothing_can_be_a_name() {
    let roster = "Login,Team\nada,NA\nbo,Search\n";
    let list = "Initiative,Owner,Depends on\nWallet,bo,NA\n";
    let (all, found) = asks(&[("r.csv", roster), ("i.csv", list)], &Settings::default());
    assert!(all.is_empty() && found[0].contains("if `NA` is a team: --same \"NA=Team NA\""), "{found:#?}");
    let same = [SameName::parse("NA=North America").expect("a name")];
    let files: [(&str, &[u8]); 2] = [("r.csv", roster.as_bytes()), ("i.csv", list.as_bytes())];
    let (folder, found) = imported(&files, &Settings { same: &same, ..Settings::default() });
    let text = folder.bare();
    assert!(found.is_empty() && text.contains("on = \"team:north-america\""), "{found:?} {text}");
    assert!(text.contains("[team.north-america]\ntitle = \"North America\"\nmembers = [\"ada\"]"), "{text}");
}
