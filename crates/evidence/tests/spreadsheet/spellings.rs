//! One organization in three spellings gives the same files.

use crate::common::{Settings, imported};
use crate::xlsx::{SheetOf, X, workbook};

/// Position, manager, function, team, role.
const PEOPLE: &[[&str; 5]] = &[
    ["chief-executive", "", "general management", "", "Chief executive"],
    ["vp-engineering", "chief-executive", "engineering", "", "VP engineering"],
    ["returns-manager", "chief-executive", "general management", "Retours Z\u{fc}rich", "General manager"],
    ["returns-engineer-1", "returns-manager", "engineering", "Retours Z\u{fc}rich", "Engineer"],
    ["returns-designer-1", "returns-manager", "design", "Retours Z\u{fc}rich", "Designer, \"senior\""],
    ["payments-lead", "vp-engineering", "engineering", "Payments", "Lead"],
    ["payments-engineer-1", "payments-lead", "engineering", "Payments", "Engineer"],
];

/// Name, leader, share in percent, start, status, team, dependency.
type Line = (&'static str, &'static str, Option<u32>, (i32, i32, i32), &'static str, &'static str, &'static str);

const INITIATIVES: &[Line] = &[
    ("Returns in one tap", "returns-manager", Some(100), (2026, 2, 13), "live", "Retours Z\u{fc}rich", "Payments"),
    ("Wallet", "payments-lead", Some(60), (2026, 4, 3), "live", "Payments", ""),
    ("Loyalty", "payments-lead", Some(35), (2025, 12, 1), "dropped", "", ""),
    ("Search", "", None, (2026, 5, 4), "live", "", "Wallet; Payments"),
];

fn commas() -> (String, String) {
    let cell = |text: &str| {
        if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    };
    let mut roster = "Seat,Reports to,Function,Team,Title\n".to_owned();
    for person in PEOPLE {
        roster += &(person.map(cell).join(",") + "\n");
    }
    let mut list = "Initiative,Leader,Share,Start,Status,Team,Depends on,End\n".to_owned();
    for (name, leader, share, (y, m, d), status, team, on) in INITIATIVES {
        let share = share.map_or(String::new(), |share| (f64::from(share) / 100.0).to_string());
        let end = if *status == "dropped" { "2026-03-02" } else { "" };
        list += &format!("{name},{leader},{share},{y:04}-{m:02}-{d:02},{status},{team},{on},{end}\n");
    }
    (roster, list)
}

/// As a European office writes it: semicolons, other words, percent, day first, Windows-1252.
fn semicolons() -> (Vec<u8>, Vec<u8>) {
    let cell =
        |text: &str| if text.contains('"') { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() };
    let mut roster =
        "Roster of August;;;;\r\n;;;;\r\nJob title;Squad;Line manager;Position ID;Department\r\n".to_owned();
    for [seat, manager, function, team, role] in PEOPLE.map_owned() {
        roster += &format!("{};{team};{manager};{seat};{}\r\n", cell(&role), function.to_uppercase());
    }
    let mut list = "Project;DRI;Allocation (%);Start date;Phase;Group;Dependencies;Finished\r\n".to_owned();
    for (name, leader, share, (y, m, d), status, team, on) in INITIATIVES {
        let share = share.map_or(String::new(), |share| format!("{share} %"));
        let status = if *status == "dropped" { "Cancelled" } else { "In progress" };
        let end = if status == "Cancelled" { "02/03/2026" } else { "" };
        let on = if on.contains(';') { format!("\"{on}\"") } else { (*on).to_owned() };
        list += &format!("{name};{leader};{share};{d:02}/{m:02}/{y:04};{status};{team};{on};{end}\r\n");
    }
    (latin(&roster), latin(&list))
}

trait Owned {
    fn map_owned(&self) -> Vec<[String; 5]>;
}

impl Owned for [[&str; 5]] {
    fn map_owned(&self) -> Vec<[String; 5]> {
        self.iter().map(|person| person.map(str::to_owned)).collect()
    }
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a Latin letter")).collect()
}

/// Two sheets and one of notes, a title above the header, a merged team, percent cells, days as days.
fn book() -> Vec<u8> {
    let text = |text: &str| if text.is_empty() { X::Empty } else { X::S(text.to_owned()) };
    let header = |names: &[&str]| names.iter().map(|name| text(name)).collect::<Vec<_>>();
    let mut roster =
        vec![vec![text("People, August 2026")], header(&["Seat", "Manager", "Discipline", "Squad", "Role"])];
    for (index, [seat, manager, function, team, role]) in PEOPLE.iter().enumerate() {
        // Rows 5 to 7 are one merged cell, which holds its text in the first row only.
        let team = if (3..=4).contains(&index) { X::Empty } else { text(team) };
        roster.push(vec![text(seat), text(manager), text(function), team, X::Inline((*role).to_owned())]);
    }
    let mut list = vec![header(&["Epic", "Owner", "FTE", "From", "State", "Team", "Depends-on", "Until"])];
    for (name, leader, share, date, status, team, on) in INITIATIVES {
        let share = share.map_or(X::Empty, |share| X::Percent(f64::from(share) / 100.0));
        let end = if *status == "dropped" { X::Day(serial((2026, 3, 2))) } else { X::Empty };
        list.push(vec![
            X::Formula(format!("TRIM(\"{name}\")"), (*name).to_owned()),
            text(leader),
            share,
            X::Day(serial(*date)),
            text(status),
            text(team),
            text(on),
            end,
        ]);
    }
    workbook(&[
        SheetOf { name: "Notes", rows: vec![vec![text("Ask the office of the chief of staff.")]], merged: &[] },
        // Sheets whose name begins with Old are hidden.
        SheetOf { name: "Old people", rows: roster.iter().skip(1).take(2).cloned().collect(), merged: &[] },
        SheetOf { name: "People", rows: roster, merged: &["A1:E1", "D5:D7"] },
        SheetOf { name: "Portfolio", rows: list, merged: &[] },
    ])
}

/// Days since 1899-12-30, which is how workbooks count days after February 1900.
fn serial((y, m, d): (i32, i32, i32)) -> i32 {
    let day = onethread_model::Day::from_ymd(y as i16, m as i8, d as i8).expect("a day");
    day.epoch_days() + 25_569
}

#[test]
fn three_spellings_give_the_same_files() {
    let settings = Settings::default();
    let (roster, list) = commas();
    let (plain, said) = imported(&[("roster.csv", roster.as_bytes()), ("initiatives.csv", list.as_bytes())], &settings);
    assert!(said.is_empty(), "{said:#?}");
    // Checked by hand, line by line, against the rows above.
    let expected = include_str!("expected.txt");
    assert_eq!(plain.bare().trim(), expected.trim());

    let (roster, list) = semicolons();
    let (office, said) = imported(&[("staff.csv", &roster), ("projects.csv", &list)], &settings);
    assert!(said.is_empty(), "{said:#?}");
    assert_eq!(office.bare(), plain.bare());

    let (workbook, said) = imported(&[("people.xlsx", &book())], &settings);
    let codes: Vec<&str> = said.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["hidden-sheet", "merged-cells", "no-header"], "{said:#?}");
    assert_eq!(workbook.bare(), plain.bare());
}

#[test]
fn encodings_are_told() {
    let (roster, _) = commas();
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let with = |mark: &[u8], rest: Vec<u8>| [mark.to_vec(), rest].concat();
    let plain = imported(&[("roster.csv", roster.as_bytes())], &Settings::default()).0.bare();
    for (bytes, name) in [
        (roster.clone().into_bytes(), "UTF-8, commas"),
        (with(b"\xef\xbb\xbf", roster.clone().into_bytes()), "UTF-8 with a byte-order mark, commas"),
        (with(b"\xff\xfe", utf16(&roster, u16::to_le_bytes)), "UTF-16, commas"),
        (with(b"\xfe\xff", utf16(&roster, u16::to_be_bytes)), "UTF-16, commas"),
        (utf16(&roster, u16::to_le_bytes), "UTF-16, commas"),
        (latin(&roster), "Windows-1252, commas"),
        (with(b"sep=,\r\n", roster.clone().into_bytes()), "UTF-8, commas"),
    ] {
        let sheets = onethread_evidence::spreadsheet::read("roster.csv", &bytes, &mut Vec::new());
        assert_eq!(sheets[0].read_as, name);
        assert_eq!(imported(&[("roster.csv", &bytes)], &Settings::default()).0.bare(), plain, "{name}");
    }
    let tabs = "Seat\tManager\nbo\t\nada\tbo\n";
    assert!(
        imported(&[("roster.tsv", tabs.as_bytes())], &Settings::default()).0.bare().contains("reports-to = \"bo\"")
    );
}

#[test]
fn numbers_are_ids_however_a_workbook_keeps_them() {
    let text = |text: &str| X::S(text.to_owned());
    let rows = vec![
        vec![text("Employee ID"), text("Supervisor"), text("Squad")],
        vec![X::N(1001.0), X::Empty, text("Payments")],
        vec![text("1002"), X::N(1001.0), text("Payments")],
        vec![X::N(1003.0), text("1002"), X::N(7.0)],
    ];
    let book = workbook(&[SheetOf { name: "People", rows, merged: &[] }]);
    let (folder, said) = imported(&[("a.xlsx", &book)], &Settings::default());
    assert!(said.is_empty(), "{said:#?}");
    let text = folder.bare();
    assert!(text.contains("[person.1002]\nreports-to = \"1001\"") && text.contains("[team.7]"), "{text}");
}
