//! Rows that are about nobody, rows that would become one, and people who have left: each is named, and nothing else is
//! lost.

use onethread_evidence::spreadsheet::{EntryKind, Said};

use crate::common::{Folder, Settings, imported, line, proposed};
use crate::xlsx::{SheetOf, X, workbook};

fn read(files: &[(&str, &str)]) -> (Folder, Vec<String>) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let (folder, found) = imported(&files, &Settings::default());
    (folder, found.iter().map(line).collect())
}

fn ids(folder: &Folder, kind: EntryKind) -> Vec<String> {
    folder.entries().all.into_keys().filter(|key| key.kind == kind).map(|key| key.id).collect()
}

#[track_caller]
fn says(found: &[String], expected: &[&str]) {
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (one, expected) in found.iter().zip(expected) {
        assert!(one.contains(expected), "expected {expected}, found {one}");
    }
}

/// The last day is one of work; the day of the spreadsheets is 2026-08-01.
#[test]
fn leavers_leave() {
    let one = |status: &str, day: &str| {
        let text = format!(
            "Seat,Manager,Team,Status,Termination date\nceo,,Top,Active,\na,ceo,Web,{status},{day}\nb,a,Web,Active,\n"
        );
        let (folder, found) = read(&[("r.csv", &text)]);
        (ids(&folder, EntryKind::Person).contains(&"a".to_owned()), found)
    };
    for (status, day, stays) in [
        ("Terminated", "2025-01-31", false),
        ("terminated", "", false),
        ("Inactive", "", false),
        ("Left company", "", false),
        ("", "2026-07-31", false),
        ("", "2026-08-01", true),
        ("Terminated", "2026-08-02", true),
        ("On leave", "", true),
        ("Probation", "", true),
        ("", "", true),
    ] {
        let (is_there, found) = one(status, day);
        assert_eq!((is_there, found.len()), (stays, 0), "{status} {day}: {found:#?}");
    }
    // Two cells of a row that contradict each other.
    let (is_there, found) = one("Active", "2026-07-31");
    assert!(is_there);
    says(&found, &["left-and-there r.csv:3:5: the status says that the person is there"]);
    // Other words, other columns.
    let (folder, _) = read(&[("r.csv", "Login,Team,Active\nada,Web,yes\nbo,Web,no\ncy,Web,TRUE\n")]);
    assert_eq!(ids(&folder, EntryKind::Person), ["ada", "cy"]);
    let (folder, _) = read(&[("r.csv", "Login,Name,Contract end date\nada,Ada Example,\nbo,Bo Other,31.07.2026\n")]);
    assert_eq!(ids(&folder, EntryKind::Person), ["ada"]);
    let (folder, _) = read(&[("r.csv", "Employee ID,Name,Team\n11,Ada Example,Web\n12,Bo Other (Terminated),Web\n")]);
    assert_eq!(ids(&folder, EntryKind::Person), ["11"]);
}

/// Who has left leads nothing and is no manager, and comes back as nobody.
#[test]
fn those_who_have_left_are_not_invented_again() {
    let roster = "Employee ID,Name,Manager,Status\n11,Ada Example,,Active\n12,Bo Other,Ada Example,Terminated\n13,Cy Model,Bo Other,Active\n";
    let list = "Initiative,Leader\nWallet,Bo Other\nSearch,Ada Example\n";
    let files: [(&str, &[u8]); 2] = [("r.csv", roster.as_bytes()), ("i.csv", list.as_bytes())];
    let (proposal, found) = proposed(&files, &Settings::default());
    assert_eq!(proposal.entries.count(EntryKind::Person), 2);
    says(&found.iter().map(line).collect::<Vec<_>>(), &["has-left i.csv:2:2: the leader has left"]);
    let choices = proposal.choices.join("\n");
    assert!(
        choices.contains("1 person has left") && choices.contains("2 cells name people who have left"),
        "{choices}"
    );
}

#[test]
fn rows_about_nobody_are_passed_over() {
    let text = "Team,Employee ID,Name,FTE\n\
                Web,,,\n\
                Web,11,Ada Example,1\n\
                Web,12,Bo Other,0.5\n\
                Web Total,,,1.5\n\
                Pay:,,,\n\
                Team,Employee ID,Name,FTE\n\
                Pay,13,Cy Model,1\n\
                Pay,14,Vacant,1\n\
                Pay,15,nan,1\n\
                Headcount: 4,,,3.5\n\
                Source: the personnel system,,,\n";
    let (folder, found) = read(&[("r.csv", text)]);
    assert_eq!(ids(&folder, EntryKind::Person), ["11", "12", "13", "15"]);
    assert_eq!(ids(&folder, EntryKind::Team), ["pay", "web"]);
    says(
        &found,
        &[
            "repeated-header r.csv:7",
            "total-row r.csv:5: 2 rows are totals, and were passed over: lines 5, 11",
            "caption-row r.csv:2: 3 rows are captions, and were passed over: lines 2, 6, 12",
            "vacant-position r.csv:9: 1 row is a vacant position",
            "says-nothing r.csv:10:3: 1 cell says nothing, and counts as empty: `nan`",
        ],
    );
    // What only looks like it is kept.
    let text = "Name,Manager,Team\nSumi Total,,Web\nCount Example,Sumi Total,Web\nWeb,,\n";
    let (proposal, _) = proposed(&[("r.csv", text.as_bytes())], &Settings::default());
    assert_eq!(proposal.entries.count(EntryKind::Person), 2);
    let list = "Initiative,Depends on\nHiring plan,Headcount\nHeadcount tool,\n";
    assert_eq!(ids(&read(&[("i.csv", list)]).0, EntryKind::Initiative), ["headcount-tool", "hiring-plan"]);
    let list = "Initiative,Leader,Share\nTotal,ada,50%\nTotal rewards,bo,\nCount,cy,10%\n";
    assert_eq!(ids(&read(&[("i.csv", list)]).0, EntryKind::Initiative), ["count", "total", "total-rewards"]);
}

#[test]
fn two_tables_in_one_sheet() {
    let text = "Name,Team,Manager,Title\nAda Example,Web,,Lead\nBo Other,Web,Ada Example,Engineer\n\n\
                Project,Owner,Status,Due\nWallet,Ada Example,live,\n";
    let (folder, found) = read(&[("r.csv", text)]);
    assert_eq!(ids(&folder, EntryKind::Person).len(), 2);
    says(&found, &["second-table r.csv:5: another table begins here, and its 1 row was not read"]);
    let (folder, found) = read(&[("r.csv", "Seat,Manager,Team\na,,Web\nb,a,Web, Pay\nc,a,Web\n")]);
    assert_eq!(ids(&folder, EntryKind::Person), ["a", "c"]);
    says(&found, &["too-many-cells r.csv:3: 1 row has more cells than the header"]);
}

#[test]
fn two_rows_that_would_be_one_are_told_with_both_places() {
    // One number and two names, in one sheet and in two.
    let text = "Employee ID,Name,Manager ID,Team\n1,Ada Example,,Top\n2,Bo Other,1,Web\n2,Cy Model,1,Pay\n";
    let (folder, found) = read(&[("r.csv", text)]);
    assert_eq!(ids(&folder, EntryKind::Person), ["1", "2", "2-2"]);
    says(&found, &["one-id-two-people r.csv:4: `2` stands beside two names"]);
    assert!(found[0].contains("the first one stands at r.csv:3"), "{found:#?}");
    let (folder, found) =
        read(&[("a.csv", "Login,Name\nx1,Ada Example\n"), ("b.csv", "Username,Full name\nx1,Bo Other\n")]);
    assert_eq!(ids(&folder, EntryKind::Person), ["x1", "x1-2"]);
    assert!(found.len() == 1 && found[0].contains("the first one stands at a.csv:2"), "{found:#?}");
    // One name in two spellings is one person in two rows.
    let text = "Employee ID,Name,Team\n1,Ada Example,Top\n1,\"Example, Ada\",Top\n";
    says(
        &read(&[("r.csv", text)]).1,
        &["two-rows r.csv:3: two rows are read as one person, `1`; the other row is r.csv:2"],
    );
    let text = "Employee ID,Name,Team\n1,Ada Example,Top\n1,Ada Other,Top\n";
    says(&read(&[("r.csv", text)]).1, &["two rows with names that differ are read as one person"]);
    // A row for each initiative is what such sheets are for.
    let text = "Name,Project,Share\nAda Example,Wallet,50%\nAda Example,Search,50%\n";
    says(&read(&[("r.csv", text)]).1, &[]);
    let text = "Name,Project,Share\nAda Example,Wallet,50%\nAda Example,Wallet,40%\n";
    says(&read(&[("r.csv", text)]).1, &["said-twice r.csv:3:3: an earlier row says another share", "two-rows r.csv:3"]);
    // Two people of one name, in two teams: that is asked.
    let text = "Name,Team,Title\nAda Example,Web,Engineer\nAda Example,Pay,Analyst\n";
    let (folder, found) = read(&[("r.csv", text)]);
    assert_eq!(ids(&folder, EntryKind::Person).len(), 1);
    says(
        &found,
        &["one-name-two-teams r.csv:3: one name stands in two teams, `Web` and `Pay`: is it one person, or two?"],
    );
    // Two sheets that contradict each other.
    let (folder, found) = read(&[
        ("a.csv", "Employee ID,Name,Manager ID,Title\n1,Ada Example,,CEO\n2,Bo Other,1,Engineer\n"),
        ("b.csv", "Employee ID,Name,Manager ID,Title\n2,Bo Other,3,Designer\n3,Cy Model,1,Lead\n"),
    ]);
    says(
        &found,
        &[
            "two-managers b.csv:2:3: `2` reports to `1` in an earlier row",
            "said-twice b.csv:2:4: an earlier row says another role of `2`: `Engineer`; that of a.csv:3",
        ],
    );
    assert!(found[0].contains("the other row is a.csv:3"), "{found:#?}");
    assert!(folder.bare().contains("title = \"Engineer\""));
}

#[test]
fn two_initiatives_and_two_teams_are_told_apart_or_told() {
    let list = "Key,Initiative,Owner\nA-1,Wallet,ada\nA-1,Search,bo\nA-2,Wallet,cy\nA-3,Labels,di\nA-3,Labels,di\n";
    let (folder, found) = read(&[("i.csv", list)]);
    assert_eq!(ids(&folder, EntryKind::Initiative), ["A-1", "A-1-2", "A-2", "A-3"]);
    says(
        &found,
        &[
            "one-id-two-initiatives i.csv:3:1: `A-1` stands beside two names",
            "one-name-two-initiatives i.csv:4:2: `A-1` and `A-2` are two initiatives of one name; the first one stands at i.csv:2",
            "two-rows i.csv:6:2: two rows are read as one initiative, `A-3`; the other row is i.csv:5",
        ],
    );
    let (folder, found) = read(&[("r.csv", "Seat,Team\na,Web\nb,WEB\nc,Web\nd,\"=\"\"Web\"\"\"\n")]);
    assert_eq!(ids(&folder, EntryKind::Team), ["web"]);
    says(
        &found,
        &["two-spellings r.csv:3: `Web` and `WEB` are read as one team, `web`; the first one stands at r.csv:2"],
    );
}

/// One sheet knows people by number, another one by name: they are the same people, in any order of the sheets.
#[test]
fn sheets_that_know_people_in_two_ways_meet() {
    let numbers = ("a.csv", "Employee ID,Name,Team\n00011,Ada Example,Web\n00012,Bo Other,Web\n");
    let names = ("b.csv", "Name,Project,Share\n\"Example, Ada\",Wallet,50%\nBo Other (interim),Wallet,20%\n");
    let bare = ("c.csv", "Employee no.,Project,Share\n11,Search,10%\n12.0,Search,20%\n");
    let (one, _) = read(&[numbers, names, bare]);
    let (other, _) = read(&[bare, names, numbers]);
    assert_eq!(ids(&one, EntryKind::Person), ["00011", "00012"]);
    assert_eq!(ids(&other, EntryKind::Person).len(), 2);
    assert_eq!(ids(&one, EntryKind::Allocation).len(), 4);
}

/// Zeros where there is no manager are nobody, unless someone has that number.
#[test]
fn zeros_are_no_manager() {
    let (folder, found) = read(&[("r.csv", "Personnel no.,Manager no.\n00000011,00000000\n00000012,11\n")]);
    assert_eq!((ids(&folder, EntryKind::Person).len(), found.len()), (2, 0), "{found:#?}");
    let (folder, _) = read(&[("r.csv", "Personnel no.,Manager no.\n00,\n12,0\n")]);
    assert!(folder.bare().contains("reports-to = \"00\""), "{}", folder.bare());
}

#[test]
fn ids_that_a_program_shortened_are_refused() {
    let text =
        "Employee ID,Manager ID,Team\n1.23457E+11,,Top\n1.23457E+11,1.23457E+11,Web\n1.23458E+11,1.23457E+11,Web\n";
    let (folder, found) = read(&[("r.csv", text)]);
    assert_eq!(ids(&folder, EntryKind::Person), [""; 0]);
    says(&found, &["shortened the ids of `Employee ID`"]);
    // Another column, where others still say who people are.
    let text = "Name,Line manager (ID),Title\nAda Example,,CEO\nBo Other,\"1,001E+03\",Engineer\n";
    let (folder, found) = read(&[("r.csv", text)]);
    assert_eq!(ids(&folder, EntryKind::Person).len(), 2);
    says(&found, &["shortened-ids r.csv:3:2: a program has shortened the ids of `Line manager (ID)`"]);
    let rows = vec![
        vec![X::S("Personnel no.".to_owned())],
        vec![X::N(1_234_567_890_123_456.0)],
        vec![X::N(123_456_789_012_345.0)],
    ];
    let book = workbook(&[SheetOf { name: "A", rows, merged: &[] }]);
    let (folder, found) = imported(&[("a.xlsx", &book)], &Settings::default());
    assert_eq!(ids(&folder, EntryKind::Person), ["123456789012345"]);
    assert!(line(&found[0]).starts_with("shortened-ids a.xlsx, sheet A:2:1"), "{found:#?}");
}

#[test]
fn half_beside_a_hundred_is_asked_about() {
    let share = |cells: &[&str]| {
        let rows: String = cells.iter().enumerate().map(|(at, cell)| format!("s{at},w{at},{cell}\n")).collect();
        let (folder, found) = read(&[("r.csv", &format!("Seat,Project,Allocation\n{rows}"))]);
        let shares = folder.entries().all.into_values().filter_map(|fields| match fields.get("share") {
            Some(Said::Share(share)) => Some(*share),
            _ => None,
        });
        (shares.collect::<Vec<_>>(), found)
    };
    let (shares, found) = share(&["0.5", "100", "60"]);
    assert_eq!(shares, [1.0, 0.6]);
    says(&found, &["two-scales r.csv:2:3: `0.5` stands in `Allocation` beside numbers up to 100"]);
    for (cells, expected) in [
        (&["0.5", "1", "0.25"][..], vec![0.5, 1.0, 0.25]),
        (&["50", "100"], vec![0.5, 1.0]),
        (&["0.5", "100 %"], vec![0.5, 1.0]),
        (&["0,5", "1,0"], vec![]),
    ] {
        let (shares, found) = share(cells);
        if !expected.is_empty() {
            assert_eq!((shares, found.len()), (expected, 0), "{cells:?} {found:#?}");
        }
    }
    // One more than the number that may be both.
    assert_eq!(share(&["1", "100"]).1.len(), 1);
    assert_eq!(share(&["1.5", "100"]).1.len(), 0);
    // Percent as a workbook shows them are percent.
    let text = |text: &str| X::S(text.to_owned());
    let header = vec![text("Seat"), text("Project"), text("Share")];
    let rows = vec![header, vec![text("a"), text("w"), X::Percent(0.5)], vec![text("b"), text("w"), X::N(100.0)]];
    let (folder, found) =
        imported(&[("a.xlsx", &workbook(&[SheetOf { name: "A", rows, merged: &[] }]))], &Settings::default());
    assert!(
        found.is_empty() && folder.bare().contains("share = 0.5") && folder.bare().contains("share = 1.0"),
        "{found:#?}"
    );
}

#[test]
fn people_against_initiatives() {
    let matrix = |cells: [&str; 3]| {
        format!(
            "Name,Team,Wallet,Search\nAda Example,Web,{}\nBo Other,Web,{}\nCy Model,Web,{}\n",
            cells[0], cells[1], cells[2]
        )
    };
    let list = "Initiative,Leader\nWallet,Ada Example\nSearch,Bo Other\n";
    for cells in
        [["x,", ",x", "x,x"], ["50 %,50 %", ",100 %", "20 %,"], ["50,50", ",100", "20,"], ["0.5,0.5", ",1", "0.2,"]]
    {
        let text = matrix(cells);
        // Nothing says that they are initiatives.
        says(&read(&[("r.csv", &text)]).1, &["shares-as-columns r.csv:1:3: 2 columns hold shares or marks"]);
        let (folder, found) = read(&[("r.csv", &text), ("i.csv", list)]);
        says(&found, &[]);
        let shares = ids(&folder, EntryKind::Allocation).len();
        assert_eq!(shares, if cells[0] == "x," { 0 } else { 4 }, "{cells:?} {}", folder.bare());
    }
    let text = "Name,Age,Salary band\nAda Example,41,7\nBo Other,39,6\n";
    says(&read(&[("r.csv", text)]).1, &[]);
}

#[test]
fn what_workbooks_hide() {
    let text = |text: &str| X::S(text.to_owned());
    let rows = vec![
        vec![text("Seat"), text("Team"), text("Manager")],
        vec![text("a"), X::Unvalued("VLOOKUP(A2,X:Y,2)".to_owned()), X::Empty],
        vec![
            text("hidden-b"),
            X::Unvalued("VLOOKUP(A3,X:Y,2)".to_owned()),
            X::Formula("A2".to_owned(), "a".to_owned()),
        ],
        vec![text("c"), text("Web"), text("#REF!")],
    ];
    let book = workbook(&[SheetOf { name: "A", rows, merged: &[] }]);
    let (folder, found) = imported(&[("a.xlsx", &book)], &Settings::default());
    assert_eq!(ids(&folder, EntryKind::Person), ["a", "c", "hidden-b"]);
    let found: Vec<String> = found.iter().map(line).collect();
    says(
        &found,
        &[
            "hidden-rows a.xlsx, sheet A: 1 row is hidden, and was read all the same, number 3",
            "formula-without-value a.xlsx, sheet A:2:2: for the formulas of `Team` no value is stored: 2 cells are read as empty",
            "says-nothing a.xlsx, sheet A:4:3: 1 cell says nothing, and counts as empty: `#REF!`",
        ],
    );
    // A workbook of formulas only has no header, and that is said with the reason.
    let rows = vec![vec![X::Unvalued("A".to_owned()), X::Unvalued("B".to_owned())]; 3];
    let (_, found) =
        imported(&[("a.xlsx", &workbook(&[SheetOf { name: "A", rows, merged: &[] }]))], &Settings::default());
    assert!(found.iter().map(line).any(|one| one.contains("formulas have no stored values")), "{found:#?}");
}

#[test]
fn files_that_are_broken_are_named_with_the_next_step() {
    let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0; 600], stream].concat();
    let one = |name: &str, bytes: &[u8]| {
        imported(&[(name, bytes)], &Settings::default()).1.iter().map(line).collect::<Vec<_>>()
    };
    says(&one("a.xlsx", &locked), &["it is a workbook with a password; take the password off"]);
    let rows = vec![vec![X::S("Seat".to_owned())], vec![X::S("a".to_owned())]];
    let whole = workbook(&[SheetOf { name: "A", rows, merged: &[] }]);
    says(
        &one("a.xlsx", &whole[..whole.len() / 2]),
        &["perhaps cut in the middle: its list of parts cannot be found; export or save it again"],
    );
    says(
        &one("a.csv", b"Seat,Manager,Team\na,,Web\nb,a,Web\nc,a"),
        &["cut-in-the-middle a.csv:4: the last line has 2 of 3 cells and no end"],
    );
    says(&one("a.csv", b"Seat,Manager,Team\na,,Web\nb,a,Web\nc,a,We"), &[]);
    says(&one("a.csv", b"Seat,Manager,Team\na,,Web\nb,a,Web\nc,a,\"We"), &["broken-row a.csv:4"]);
    let mixed = b"Seat,Team\na,Caf\xc3\xa9\nb,Caf\xe9\nc,Caf\xc3\xa9\n";
    let (folder, found) = imported(&[("a.csv", mixed)], &Settings::default());
    assert_eq!(ids(&folder, EntryKind::Team), ["cafe"]);
    says(
        &found.iter().map(line).collect::<Vec<_>>(),
        &["two-encodings a.csv: its cells are in two encodings, UTF-8 and Windows-1252, the rarer one first in line 3"],
    );
}

/// A day with a zone is its day in UTC.
#[test]
fn days_with_zones() {
    for (text, expected) in [
        ("2026-02-03T23:30:00-08:00", "2026-02-04"),
        ("2026-02-04T00:30:00+01:00", "2026-02-03"),
        ("2026-02-03T23:30:00.000-0800", "2026-02-04"),
        ("2026-02-03 23:30 -08", "2026-02-04"),
        ("2026-02-03T23:30:00Z", "2026-02-03"),
        ("2026-02-03T15:59:59-08:00", "2026-02-03"),
        ("2026-02-03T16:00:00-08:00", "2026-02-04"),
    ] {
        let (folder, found) = read(&[("i.csv", &format!("Initiative,Start\nWallet,{text}\n"))]);
        says(&found, &[]);
        assert!(folder.bare().contains(&format!("committed = {expected}")), "{text}: {}", folder.bare());
    }
}
