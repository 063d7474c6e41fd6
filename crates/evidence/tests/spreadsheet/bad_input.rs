//! Each bad input is named with its place, its reason and its fix, and everything else is still read.

use onethread_evidence::spreadsheet::{Column, DateOrder, EntryKey, EntryKind, Meaning, Naming, Said, Wish};

use crate::common::{Folder, Settings, imported, line, proposed, understood};
use crate::xlsx::{SheetOf, X, workbook, zip};

const ROSTER: &str = "Seat,Manager,Team\nceo,,\nada,ceo,Payments\nbo,ceo,Payments\n";

/// What is said of these spreadsheets.
#[track_caller]
fn said(files: &[(&str, &[u8])]) -> Vec<String> {
    imported(files, &Settings::default()).1.iter().map(line).collect()
}

#[track_caller]
fn one(name: &str, bytes: &[u8], expected: &[&str]) {
    let said = said(&[(name, bytes)]);
    assert!(
        said.len() == 1 && expected.iter().all(|part| said[0].contains(part)),
        "expected {expected:?}, found {said:#?}"
    );
}

#[test]
fn files_that_are_no_spreadsheets() {
    one("a.csv", b"", &["unreadable-spreadsheet a.csv: it is empty", "with a header line"]);
    one("a.csv", b"\n \n", &["it is empty"]);
    one("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &["a password, or an old .xls", "save it as .xlsx"]);
    one("a.csv", b"%PDF-1.7", &["it is a PDF"]);
    one("a.xls", b"<html><table></table></html>", &["it is a web page or XML"]);
    one("a.csv", b"\x00\x01\x02\x03\xff\xfe\x00", &["it is no text and no workbook"]);
    one("a.xlsx", b"PK\x03\x04broken", &["it is a broken workbook", "save it again"]);
    one("a.xlsx", &zip(&[("x.txt", b"x".to_vec(), 0)]), &["it is no workbook that can be read"]);
    let ods = zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec(), 0)]);
    one("a.ods", &ods, &["it is an OpenDocument file (.ods)", "save it as .xlsx or as CSV"]);
    one("a.csv", b"\xef\xbb\xbf", &["no-header a.csv:1: there is nothing in it"]);
    let header = "x,".repeat(1_000_000);
    one("a.csv", header.as_bytes(), &["1000001 columns; more than 1,024 columns are not read (--limit sheet-columns)"]);
    let rows = "a,b\n".repeat(100_001);
    one("a.csv", rows.as_bytes(), &["more than 100,000 rows are not read (--limit sheet-rows)"]);
}

#[test]
fn zip_bombs_are_found_before_they_are_kept() {
    use std::io::Read as _;
    // Two hundred million zeros, which a stated size of any kind cannot hide.
    let mut packed = Vec::new();
    flate2::read::DeflateEncoder::new(std::io::repeat(0).take(200_000_000), flate2::Compression::new(9))
        .read_to_end(&mut packed)
        .expect("memory");
    assert!(packed.len() < 1_000_000);
    one(
        "a.xlsx",
        &zip(&[("xl/workbook.xml", packed, 8)]),
        &["unpacks to too much: more than 67,108,864 bytes are not read (--limit sheet-unpacked-bytes)"],
    );
    let parts: Vec<(&str, Vec<u8>, u16)> = (0..5_000).map(|_| ("x", Vec::new(), 0)).collect();
    one("a.xlsx", &zip(&parts), &["has 5000 parts; more than 4,096 parts are not read (--limit sheet-parts)"]);
    // A list of texts that states more than there are would be given room for all of them.
    let texts = b"<sst uniqueCount=\"129999999999\"><si/></sst>".to_vec();
    one("a.xlsx", &zip(&[("xl/sharedStrings.xml", texts, 0)]), &["states more texts than it has room for"]);
    // A cell in the last row and column is no reason to make all those before it.
    let mut far = workbook(&[SheetOf { name: "A", rows: vec![vec![X::S("Seat".to_owned())]], merged: &[] }]);
    let at = far.windows(6).position(|window| window == b"r=\"A1\"").expect("the cell");
    far[at..at + 6].copy_from_slice(b"r=\"ZZ1");
    assert!(!said(&[("a.xlsx", &far)]).is_empty());
}

/// A workbook of so many sheets that are all the same part, of so many rows.
fn one_part(sheets: usize, rows: usize) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let list = |of: &dyn Fn(usize) -> String, count: usize| (1..=count).map(of).collect::<String>();
    let sheet = |n: usize| format!("<sheet name=\"s{n}\" sheetId=\"{n}\" r:id=\"r{n}\"/>");
    let link =
        |n: usize| format!("<Relationship Id=\"r{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>");
    let row = |n: usize| format!("<row r=\"{n}\"><c r=\"A{n}\" t=\"inlineStr\"><is><t>Name</t></is></c></row>");
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{}</sheets></workbook>",
                list(&sheet, sheets)
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{}</Relationships>", list(&link, sheets)),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData></worksheet>", list(&row, rows)),
        ),
    ];
    zip(&parts.map(|(name, text)| (name, text.into_bytes(), 0)))
}

#[test]
fn a_part_that_many_sheets_share_is_not_read_for_each() {
    one("a.xlsx", &one_part(257, 3), &["it has 257 sheets; more than 256 sheets are not read (--limit sheets)"]);
    one("a.xlsx", &one_part(256, 5_000), &["several of its sheets are one part"]);
    // Two names for one part are nothing to refuse.
    let found = said(&[("a.xlsx", &one_part(2, 3))]);
    assert!(found.len() == 2 && found.iter().all(|one| one.starts_with("repeated-header")), "{found:#?}");
}

#[test]
fn damaged_workbooks_never_panic() {
    let text = |text: &str| X::S(text.to_owned());
    let rows =
        vec![vec![text("Seat"), text("Manager")], vec![text("ada"), text("bo")], vec![text("bo"), X::Day(46_000)]];
    let whole = workbook(&[SheetOf { name: "A", rows, merged: &["A1:A2"] }]);
    // Every byte in turn is another one; the checksum catches some, the parsers must bear the rest.
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x15;
        let _ = proposed(&[("a.xlsx", &bytes)], &Settings::default());
        if at % 7 == 0 {
            let _ = proposed(&[("a.xlsx", &whole[..at])], &Settings::default());
        }
    }
}

#[test]
fn headers() {
    one("a.csv", b"1,2\n3,4\n", &["no-header a.csv:1: no header was found", "--column \"Squad name=team\""]);
    one("a.csv", b"Seat,Seat\nada,bo\n", &["two-columns a.csv:1:2: there are two columns `Seat`"]);
    one("a.csv", b"Seat,Team,Squad\nada,A,B\n", &["a.csv:1:3: `Team` and `Squad` are both read as team", "=skip"]);
    one("a.csv", b"Seat,Mangaer\nada,bo\n", &["unread-column a.csv:1:2: `Mangaer` is not read", "\"Mangaer=manager\""]);
    // Without an initiative nobody has a share of it: the FTE and the start are those of a contract.
    let (folder, said) = imported(&[("a.csv", b"Seat,FTE,Start date\nada,0.8,03/04/2020\n")], &Settings::default());
    assert!(said.is_empty() && folder.bare().ends_with("[person.ada]\nfte = 0.8"), "{said:#?} {}", folder.bare());
    // A header that stands again further down is no row.
    let twice = "Seat,Team\nada,A\nSeat,Team\nbo,A\n";
    let (folder, said) = imported(&[("a.csv", twice.as_bytes())], &Settings::default());
    assert!(said.len() == 1 && line(&said[0]).starts_with("repeated-header a.csv:3: 1 row is the header again"));
    assert_eq!(folder.entries().count(EntryKind::Person), 2, "{}", folder.bare());
    let wishes = [Wish::parse("Squad name=team").expect("a wish")];
    let settings = Settings { wishes: &wishes, ..Settings::default() };
    let (folder, _) = imported(&[("a.csv", b"Seat,Squad name\nada,Blue\n")], &settings);
    assert!(folder.bare().contains("[team.blue]"));
    assert!(Wish::parse("Squad=teem").expect_err("a slip").contains("did you mean `team`?"));
}

#[test]
fn headers_that_say_something_else_beside_others() {
    let read = |text: &str| {
        let mut found = Vec::new();
        let all = understood(&[("a.csv", text.as_bytes())], &[], &mut found);
        assert!(found.is_empty(), "{text}: {found:#?}");
        let columns = all.iter().flat_map(|(_, table)| &table.columns);
        columns.map(|column| column.says.map_or("-", |says| says.words().word)).collect::<Vec<_>>().join(" ")
    };
    // A goal is the purpose of what has a name of its own, and the initiative where nothing else is.
    assert_eq!(read("Initiative,Lead,Goal\nWallet,ada,Pay faster\n"), "initiative leader purpose");
    assert_eq!(read("Goal,Point of contact\nPay faster,ada\n"), "initiative leader");
    assert_eq!(read("Objective,Owner,Key results,RAG\nPay faster,ada,-,Amber\n"), "initiative leader - status");
    assert_eq!(read("Initiative,Status,Stage\nWallet,live,beta\n"), "initiative status phase");
    // A title alone is that of a position in a roster, and an initiative where nobody is named.
    assert_eq!(read("Title,Status\nWallet,live\n"), "initiative status");
    assert_eq!(read("Name,Title\nAda Example,Engineer\n"), "name role");
    // The export of a planning tool: a project is what an issue belongs to.
    assert_eq!(
        read("Issue key,Summary,Assignee,Project name\nPAY-1,Wallet,ada,Payments\n"),
        "initiative-id initiative leader -"
    );
    assert_eq!(read("ID,Initiative,Title,Lead\n1,Wallet,x,ada\n"), "initiative-id initiative - leader");
    assert_eq!(read("Initiative,Title\nwallet,The wallet\n"), "initiative-id initiative");
    // The export of a personnel system.
    assert_eq!(
        read("Worker ID,Preferred First Name,Legal Last Name,Supervisory Organization,Manager's Name\n1,A,B,C,D\n"),
        "number first-name last-name team manager"
    );
    // What is understood is reported, and how to go on.
    one("a.csv", b"Thing,Status,Due\nada,live,\n", &["`Status`, `Due` is understood", "\"Thing=initiative\""]);
    one("a.csv", b"Seat,Wallet,Search\nada,50%,50%\n", &["shares-as-columns a.csv:1:2: 2 columns hold shares"]);
}

#[test]
fn what_spreadsheets_have_beside_rows() {
    // Sums in any column, several teams in a cell, and the manager whom some systems write behind a team.
    let roster = "Seat,Teams,Boss\nada,Payments; Search,\nbo,Payments (Ada Example),ada\nTotal (2),,\n";
    let (folder, found) = imported(&[("r.csv", roster.as_bytes())], &Settings::default());
    assert!(found.len() == 1 && line(&found[0]).starts_with("total-row r.csv:4"), "{found:#?}");
    let ids: Vec<String> = folder.entries().all.into_keys().map(|key| key.id).collect();
    assert_eq!(ids, ["ada", "bo", "payments", "search"]);
    // Another program lost the accents of a name.
    let roster = "Name,Login\nS\u{f8}ren E\u{df}er,se\nOtto Sample,os\n";
    let list = "No,Initiative,Leader,Start,End,Status\n1,Wallet,Soren Esser,Q3 2026,,live\n\
                2,Search,Milo Sample,2026-05,,live\n3,Returns,Otto Sampel,2026-1-5,2026H1,done\nTOTAL (3),,,,,\n";
    let files = [("r.csv", roster.as_bytes()), ("i.csv", list.as_bytes())];
    let (folder, found) = imported(&files, &Settings::default());
    // Half of a name is no slip of the fingers: only the third is near.
    let found: Vec<String> = found.iter().map(line).filter(|one| !one.starts_with("total-row i.csv:5")).collect();
    assert!(found.len() == 1 && found[0].starts_with("unknown-person i.csv:4:3: this leader"), "{found:#?}");
    assert!(found[0].ends_with("did you mean the one who is `os`?"), "{found:#?}");
    let bare = folder.bare();
    for line in ["leader = \"se\"", "committed = 2026-07-01", "committed = 2026-05-01", "ended = 2026-06-30"] {
        assert!(bare.contains(line), "{line}\n{bare}");
    }
    assert_eq!(folder.entries().count(EntryKind::Initiative), 3);
    let two = "Initiative,Leader\nWallet,\"Ada Example, Bo Sample\"\nSearch,\"Example, Ada\"\n";
    let (folder, _) = imported(&[("i.csv", two.as_bytes())], &Settings::default());
    assert_eq!(folder.bare().matches("leader = [").count(), 1, "{}", folder.bare());
}

#[test]
fn bare_numbers_say_what_they_count() {
    let ids = |header: &str| {
        let list = format!("{header},Initiative,Needs\n7,Wallet,12\n12,Search,\nx-3,Labels,7\n");
        let wish = [Wish { header: header.to_owned(), says: Some(Column::InitiativeId) }];
        let settings = Settings { wishes: &wish, ..Settings::default() };
        let (folder, found) = imported(&[("i.csv", list.as_bytes())], &settings);
        assert!(found.is_empty(), "{found:#?}");
        let keys = folder.entries().all.into_keys().filter(|key| key.kind == EntryKind::Initiative);
        let ids: Vec<String> = keys.map(|key| key.id).collect();
        (ids.join(" "), folder.bare())
    };
    let (pep, text) = ids("PEP");
    assert_eq!(pep, "pep-12 pep-7 x-3");
    assert!(text.contains("on = \"initiative:pep-12\"") && text.contains("on = \"initiative:pep-7\""), "{text}");
    assert_eq!(ids("Project ID").0, "project-12 project-7 x-3");
    assert_eq!(ids("No.").0, "initiative-12 initiative-7 x-3");
}

#[test]
fn a_status_is_asked_for_once_and_can_be_told() {
    let list = "Initiative,Status\nWallet,Accepted\nSearch,accepted\nPay,Accepted\nOld,Cancelled\n";
    let found = said(&[("i.csv", list.as_bytes())]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("`Accepted` is not a known status, and occurs in 3 rows"), "{found:#?}");
    assert!(found[0].contains("--status \"Accepted=live\""), "{found:#?}");
    let statuses = [Meaning::parse(" Accepted = planned").expect("a meaning")];
    let settings = Settings { statuses: &statuses, ..Settings::default() };
    let (folder, found) = imported(&[("i.csv", list.as_bytes())], &settings);
    assert!(found.is_empty() && folder.entries().count(EntryKind::Initiative) == 0, "{found:#?} {}", folder.bare());
    // Beside proposals, what is accepted is under way; several that are not known are one question.
    let beside = "Initiative,Status\nWallet,Accepted\nSearch,Not accepted\n";
    let (proposal, found) = proposed(&[("i.csv", beside.as_bytes())], &Settings::default());
    assert!(found.is_empty() && proposal.choices.iter().any(|one| one.starts_with("`Accepted` is read as live")));
    let several = "Initiative,Status\nWallet,Simmering\nSearch,Simmering\nPay,Boiled\n";
    let found = said(&[("i.csv", several.as_bytes())]);
    assert!(found.len() == 1 && found[0].contains("`Simmering` and `Boiled` are no known statuses"), "{found:#?}");
    assert!(found[0].contains("--status \"Simmering=live\" --status \"Boiled=live\""), "{found:#?}");
    let begun = "Initiative,Status,Start\nWallet,Proposed,2026-02-02\nSearch,Proposed,2026-09-01\n";
    let found = said(&[("i.csv", begun.as_bytes())]);
    assert!(
        found.len() == 1 && found[0].contains("`Proposed` says that no work has begun, and in 1 row"),
        "{found:#?}"
    );
    assert!(Meaning::parse("Accepted").expect_err("no meaning").contains("expected a status, `=`"));
    assert!(Meaning::parse("Accepted=maybe").expect_err("no meaning").contains("cannot mean `maybe`"));
}

#[test]
fn people() {
    let with = |rows: &str| ROSTER.to_owned() + rows;
    let two = with("ada,bo,Payments\n");
    one(
        "a.csv",
        two.as_bytes(),
        &["two-managers a.csv:5:2: `ada` reports to `ceo` in an earlier row", "neither was kept"],
    );
    one("a.csv", b"Seat,Manager\nada,bo\nbo,cy\ncy,ada\ndi,ada\n", &["report to each other in a cycle: ada, bo, cy"]);
    one(
        "a.csv",
        b"Seat,Manager\nada,bo\nbo,\ncy,boo\n",
        &["unknown-person a.csv:4:2", "did you mean the one who is `bo`?"],
    );
    one("a.csv", with(",ceo,Payments\n").as_bytes(), &["nobody a.csv:5: the row says of nobody who it is"]);
    let names = "Name,Number,Manager\nAda Example,1,\nAda Example,2,1\nBo Sample,3,Ada Example\n";
    one(
        "a.csv",
        names.as_bytes(),
        &["ambiguous-person a.csv:4:3: several people", "write the position, login or number"],
    );
    // The head of all is listed as reporting to themselves.
    let (folder, found) = imported(&[("a.csv", b"Seat,Manager\nada,ada\nbo,ada\n")], &Settings::default());
    assert!(found.is_empty() && folder.bare().matches("reports-to").count() == 1);
}

#[test]
fn names_and_addresses_stay_outside() {
    let sheet = "Name,E-mail,Manager,Team,Role\nAda Example,ada@example.org,,Payments,Lead\n\
                 Bo Sample,bo@example.org,ada@example.org,Payments,Engineer\nCy Sample,cy@example.org,Ada Example,,\n";
    let text = |naming| imported(&[("a.csv", sheet.as_bytes())], &Settings { naming, ..Settings::default() }).0.bare();
    let seats = text(Naming::default());
    assert!(seats.contains("[person.payments-lead-1]") && seats.contains("[person.payments-engineer-1]"), "{seats}");
    assert_eq!(seats.matches("reports-to = \"payments-lead-1\"").count(), 2);
    assert_eq!(seats.matches("[person.p-").count(), 1, "no team and no role make no seat: {seats}");
    let kept = text(Naming { keep_names: true, ..Naming::default() });
    assert!(kept.contains("[person.ada-example]"));
    let local = text(Naming { keep_local_parts: true, ..Naming::default() });
    assert!(local.contains("[person.ada]"));
    for all in [&seats, &local] {
        assert!(!all.contains('@') && !all.to_lowercase().contains("example") && !all.contains("Sample"), "{all}");
    }
    // Addresses in any other cell are cut out as well.
    let odd = "Initiative,Purpose,Leader\nWallet,ask ada@example.org first,ada@example.org\n";
    assert!(!imported(&[("a.csv", odd.as_bytes())], &Settings::default()).0.bare().contains('@'));
}

#[test]
fn initiatives() {
    let list = |rows: &str| format!("Initiative,Leader,Share,Start,Status,Depends on\n{rows}");
    let both = |rows: &str| said(&[("r.csv", ROSTER.as_bytes()), ("i.csv", list(rows).as_bytes())]);
    for (row, expected) in [
        ("Wallet,ada,180 %,,live,\n", "not-a-share i.csv:2:3: 180 % is no share"),
        ("Wallet,ada,half,,live,\n", "not-a-share i.csv:2:3: `half` is no share"),
        ("Wallet,aad,,,live,\n", "did you mean the one who is `ada`?"),
        ("Wallet,ada;bo,50%,,live,\n", "whose-share i.csv:2:3: `wallet` has several leaders"),
        ("Wallet,Payments team,,,live,\n", "team-as-leader i.csv:2:2: `Payments team` is a team and no person"),
        ("Wallet,ada,,,wobbly,\n", "unknown-status i.csv:2:5: `wobbly`"),
        ("Wallet,ada,,,live,Paymnts\n", "did you mean `Payments`?"),
        ("Wallet,ada,,2026-02-30,live,\n", "not-a-day i.csv:2:4"),
        ("Wallet,ada,,,live,\nWallet,bo,,,live,\n", "said-twice i.csv:3:2: an earlier row says another leader"),
        (",ada,,,live,\n", "no-initiative i.csv:2: the row names no initiative"),
        ("Wallet,ada,,03/04/2026,live,\n", "ambiguous-day i.csv:2:4: `03/04/2026` could be two different days"),
        ("Wallet,ada,,13/04/2026,live,\nPay,bo,,04/13/2026,live,\n", "two-date-styles"),
    ] {
        let found = both(row);
        assert!(found.len() == 1 && found[0].contains(expected), "{row}: expected {expected}, found {found:#?}");
    }
    let sums = both("Wallet,ada,50%,,live,#N/A\nTotal,,50%,,,\n");
    let is_note = |one: &String| one.starts_with("total-row i.csv:3") || one.starts_with("says-nothing i.csv:2:6");
    assert!(sums.len() == 2 && sums.iter().all(is_note), "sums and errors of formulas are no facts: {sums:#?}");
    assert!(both("Wallet,ada,,03/04/2026,live,\nPay,bo,,25/04/2026,live,\n").is_empty(), "the second row tells");
    let settings = Settings { dates: Some(DateOrder::MonthFirst), ..Settings::default() };
    let (folder, found) = imported(&[("i.csv", list("Wallet,ada,,03/04/2026,live,\n").as_bytes())], &settings);
    assert!(found.is_empty() && folder.bare().contains("committed = 2026-03-04"));
}

#[test]
fn formulas_stay_text() {
    let evil = "=HYPERLINK(\"\"http://x.example\"\",\"\"pay\"\")";
    let list = format!("Initiative,Leader,Purpose\n\"{evil}\",ada,\"@SUM(1)\"\n+cmd|' /C calc'!A0,bo,\n");
    let (folder, found) = imported(&[("i.csv", list.as_bytes())], &Settings::default());
    assert!(found.is_empty(), "{found:#?}");
    let key = EntryKey::new(EntryKind::Initiative, "hyperlink-http-x-example-pay");
    let entries = folder.entries();
    let fields = entries.get(&key).expect("the initiative");
    assert_eq!(fields["title"], Said::Text("=HYPERLINK(\"http://x.example\",\"pay\")".to_owned()));
}

#[test]
fn everything_else_is_still_read() {
    let mut bad = ROSTER.replace("ada,ceo,Payments", "ada,\"ceo,Payments");
    bad.push_str("cy,bo,Search\n");
    let (folder, found) = imported(&[("r.csv", bad.as_bytes())], &Settings::default());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(line(&found[0]).starts_with("broken-row r.csv:3: the line has a quote that is never closed"));
    let ids: Vec<String> = folder.entries().all.into_keys().map(|key| key.id).collect();
    assert_eq!(ids, ["bo", "ceo", "cy", "payments", "search"]);
    let _: Folder = folder;
}
