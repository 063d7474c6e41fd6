//! Planted identities: whatever a spreadsheet or evidence says of people by name or address, no output of any command
//! and no file has it.

#![cfg(unix)]

mod common;

use std::fs;
use std::path::Path;

use common::{FORMATS, folder, onethread, stderr, stdout};

/// Invented people: given name, family name, and an account at `example.org`. No word of any output is one of these.
const PEOPLE: [(&str, &str); 12] = [
    ("Zyxara", "Quintholme"),
    ("Bolgrim", "Vexwater"),
    ("Cindraq", "Omberfell"),
    ("Dvorlin", "Threxley"),
    ("Eskarra", "Wolmhurst"),
    ("Fyndra", "Kjeldoso"),
    ("\u{738b}\u{5c0f}\u{660e}", ""),
    ("\u{7530}\u{4e2d}", "\u{592a}\u{90ce}"),
    ("\u{41e}\u{43a}\u{441}\u{430}\u{43d}\u{430}", "\u{428}\u{443}\u{431}\u{456}\u{43d}\u{430}"),
    ("\u{645}\u{647}\u{633}\u{627}", "\u{6a9}\u{627}\u{638}\u{645}\u{6cc}"),
    ("Gwynvor", "O\u{2019}Tarrasch"),
    ("Hjalmaro", "van der Ixelbeek"),
];

fn name(index: usize) -> String {
    let (given, family) = PEOPLE[index % PEOPLE.len()];
    format!("{given} {family}").trim().to_owned()
}

/// How exports write a name, and what they add to it.
fn written(index: usize, shape: usize) -> String {
    let (given, family) = PEOPLE[index % PEOPLE.len()];
    let name = name(index);
    match shape % 8 {
        _ if family.is_empty() => name,
        0 => name,
        1 => format!("{family}, {given}"),
        2 => format!("{name} (On Leave)"),
        3 => format!("{name} (interim)"),
        4 => name.to_lowercase(),
        5 => name.to_uppercase(),
        6 => format!("{name} (ext)"),
        _ => format!("{name} [C]"),
    }
}

/// Words that no output may hold, in small letters.
fn canaries() -> Vec<String> {
    let parts = PEOPLE.iter().flat_map(|(given, family)| {
        let family = family.trim_start_matches("van der ").trim_start_matches("O\u{2019}");
        [given.to_lowercase(), family.to_lowercase()]
    });
    parts.filter(|part| !part.is_empty()).chain(["@example.org".to_owned()]).collect()
}

#[track_caller]
fn has_none(what: &str, text: &str) {
    let lower = text.to_lowercase();
    for canary in canaries() {
        if let Some(at) = lower.find(&canary) {
            let from = lower[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
            panic!("{what}: {canary} behind {:?}", &lower[from..at]);
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A roster and a list in which names stand under every header that may have one, and where none should.
fn sheets() -> (String, String) {
    let mut roster = "Name,Email,Reports to,Team,Title,Function,Initiative,Share,Start,Mentor,Notes\n".to_owned();
    for index in 0..24 {
        let boss = written(index / 6, index + 1);
        let cells = [
            format!(
                "{}{}",
                written(index, 0),
                if index >= PEOPLE.len() { format!(" {}", index) } else { String::new() }
            ),
            format!("user{index}@example.org"),
            if index == 0 { String::new() } else { boss.clone() },
            match index % 4 {
                0 => format!("Payments ({boss})"),
                1 => format!("Team {}", written(index / 6, 0)),
                2 => "Search".to_owned(),
                _ => format!("{}'s crew", name(index / 6)),
            },
            if index % 5 == 0 { format!("Assistant to {}", name(1)) } else { "Engineer".to_owned() },
            if index % 7 == 0 { name(2) } else { "Engineering".to_owned() },
            if index % 3 == 0 { format!("Wallet for {}", name(3)) } else { "Returns".to_owned() },
            if index % 11 == 0 { name(4) } else { "50 %".to_owned() },
            if index % 13 == 0 { name(5) } else { "2026-01-05".to_owned() },
            written(index + 1, index),
            format!("see {}", written(index + 2, 0)),
        ];
        roster += &(cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\n");
    }
    let mut list = "Initiative,Owner,People,Team,Purpose,Status,Depends on,Start,Due,Form,Sponsor\n".to_owned();
    for (index, title) in ["Returns", "Search", "Loyalty by", "Wallet -", "Checkout ("].iter().enumerate() {
        let title = if index < 2 { (*title).to_owned() } else { format!("{title} {}", written(index, 0)) };
        let cells = [
            title,
            written(index, index + 2),
            format!("{}; {}", written(index + 1, 0), written(index + 2, 1)),
            format!("Payments ({})", written(0, 2)),
            format!("{} asked for it, and {} agreed", name(index), written(index + 3, 1)),
            if index == 3 { name(6) } else { "live".to_owned() },
            if index == 2 { format!("Team {}", name(7)) } else { "Search".to_owned() },
            if index == 4 { name(8) } else { "2026-02-02".to_owned() },
            "2026-12-01".to_owned(),
            if index == 1 { name(9) } else { "sto".to_owned() },
            written(index + 4, 0),
        ];
        list += &(cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\n");
    }
    (roster, list)
}

fn files_have_none(what: &str, folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        has_none(&format!("{what}, name of a file"), &entry.file_name().to_string_lossy());
        if path.is_dir() {
            files_have_none(what, &path);
        } else {
            let bytes = fs::read(&path).expect("a file");
            has_none(&format!("{what}, {}", path.display()), &String::from_utf8_lossy(&bytes));
        }
    }
}

fn run(what: &str, place: &Path, args: &[&str]) {
    let output = onethread(place, args);
    let (out, err) = (stdout(&output), stderr(&output));
    assert!(output.status.code().is_some(), "{args:?}: {err}");
    has_none(&format!("{what}: {args:?}"), &out);
    has_none(&format!("{what}: {args:?}, standard error"), &err);
}

/// Every command that reads a folder.
fn every_command(what: &str, place: &Path) {
    for format in ["text", "html", "markdown", "json"] {
        run(what, place, &["review", "--format", format]);
    }
    for format in FORMATS {
        run(what, place, &["check", "--exit-zero", "--all", "--format", format]);
    }
    for subject in ["waiting", "dependencies", "ownership", "coupling", "matrix", "decisions", "ttv", "releases", "all"]
    {
        run(what, place, &["show", subject]);
    }
    for format in ["csv", "json", "svg"] {
        run(what, place, &["show", "waiting", "--format", format]);
    }
    for args in [
        &[][..],
        &["--verbose", "review"],
        &["--statistics", "check"],
        &["evidence", "--all"],
        &["evidence", "--format", "json"],
        &["ask", "-o", "questions"],
        &["ask", "--format", "json"],
        &["review", "--threats"],
        &["check", "--show-settings"],
        &["what-if", "appoint payments-engineer-1 to returns"],
        &["check", "--diff"],
        &["review", "--since", "2026-01-31"],
    ] {
        run(what, place, args);
    }
}

#[test]
fn no_name_of_a_spreadsheet_is_anywhere() {
    let (roster, list) = sheets();
    let place = folder(&[("r.csv", roster.as_bytes()), ("i.csv", list.as_bytes())]);
    let from = "--from=r.csv,i.csv";
    let naming = ["--status", "live=live"];
    run("dry run", place.path(), &["init", "shop", from, "--dry-run", "--all", naming[0], naming[1]]);
    run("dry run", place.path(), &["init", "shop", from, "--dry-run", "--format", "json"]);
    run("unasked", place.path(), &["init", "shop", from]);
    run("import", place.path(), &["init", "shop", from, "--yes", "--all"]);
    let shop = place.path().join("shop");
    assert!(fs::read_to_string(shop.join("org/people.toml")).expect("people").matches("[person.").count() >= 12);
    files_have_none("import", &shop);
    // A newer one, with everybody in another shape.
    let mut newer = roster.replace("Engineer", "Developer");
    newer += &format!(
        "{},x@example.org,{},Search,Engineer,,Returns,20 %,,,\n",
        quoted(&written(9, 3)),
        quoted(&written(1, 1))
    );
    fs::write(place.path().join("r.csv"), newer).expect("a file");
    run("again", place.path(), &["init", "shop", from, "--dry-run", "--all", "--theirs"]);
    run("again", place.path(), &["init", "shop", from, "--yes", "--all", "--theirs", "--remove-gone"]);
    files_have_none("again", &shop);
    every_command("spreadsheet", &shop);
    files_have_none("spreadsheet", &shop);
}

/// Every column of every table of evidence that holds people, and reasons for rejects beside them.
#[test]
fn no_name_of_evidence_is_anywhere() {
    let mut allocations = "person,initiative,share,from\n".to_owned();
    let mut members = "person,team,role,from\n".to_owned();
    let mut events = "day,initiative,field,value\n".to_owned();
    for index in 0..24 {
        let (one, mail) = (quoted(&written(index, index)), format!("user{index}@example.org"));
        allocations += &format!("{one},returns,{},2026-01-01\n", if index % 5 == 0 { one.as_str() } else { "0.5" });
        members += &format!(
            "{},core,engineer,{}\n",
            if index % 2 == 0 { &one } else { &mail },
            if index % 6 == 0 { one.as_str() } else { "2026-01-01" }
        );
        events += &format!(
            "2026-01-0{},returns,{},{}\n",
            index % 9 + 1,
            if index % 2 == 0 { "leader" } else { "people" },
            one
        );
    }
    let settings = "[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n\
        [source.a]\nfile = \"a.csv\"\ntable = \"allocation\"\n[source.m]\nfile = \"m.csv\"\ntable = \"membership\"\n\
        [source.e]\nfile = \"e.csv\"\ntable = \"initiative_event\"\n";
    let org = "[initiative.returns]\nleader = \"payments-engineer-1\"\n[person.payments-engineer-1]\n[team.core]\n";
    let place = folder(&[
        ("onethread.toml", settings.as_bytes()),
        ("org/a.toml", org.as_bytes()),
        ("a.csv", allocations.as_bytes()),
        ("m.csv", members.as_bytes()),
        ("e.csv", events.as_bytes()),
    ]);
    every_command("evidence", place.path());
    for file in ["a.csv", "m.csv", "e.csv"] {
        fs::remove_file(place.path().join(file)).expect("a file");
    }
    files_have_none("evidence", place.path());
}

/// The test itself: a name that is let through is found.
#[test]
#[should_panic(expected = "names kept")]
fn a_name_that_passes_is_found() {
    let (roster, _) = sheets();
    let place = folder(&[("r.csv", roster.as_bytes())]);
    onethread(place.path(), &["init", "shop", "--from=r.csv", "--yes", "--keep-names"]);
    files_have_none("names kept", &place.path().join("shop"));
}
