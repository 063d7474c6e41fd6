//! `onethread init`: what it writes, what it refuses, and what it never does.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{folder, onethread, stderr, stdout};

const ROSTER: &str = "Seat,Manager,Team,Title\nceo,,,Chief\nada,ceo,Payments,Lead\nbo,ada,Payments,Engineer\n";
const LIST: &str = "Initiative,Leader,Share,Start,Status\nWallet,ada,60 %,2026-02-02,live\n";
const FROM: &str = "--from=r.csv,i.csv";

fn sheets(more: &[(&str, &str)]) -> tempfile::TempDir {
    let files = [("r.csv", ROSTER), ("i.csv", LIST)];
    let all: Vec<(&str, &[u8])> = files.iter().chain(more).map(|(path, text)| (*path, text.as_bytes())).collect();
    folder(&all)
}

/// Every file of a folder with its text.
fn all(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(all(&path));
        } else {
            files.insert(path.display().to_string(), fs::read_to_string(&path).expect("a text"));
        }
    }
    files
}

/// Standard output of a run that must end well.
#[track_caller]
fn says(folder: &Path, args: &[&str]) -> String {
    let output = onethread(folder, args);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    stdout(&output)
}

/// Standard error of a run that must be refused, and must change nothing.
#[track_caller]
fn refused(folder: &Path, args: &[&str], expected: &[&str]) {
    let before = all(folder);
    let output = onethread(folder, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stdout(&output));
    assert_eq!(all(folder), before);
    let error = stderr(&output);
    assert!(expected.iter().all(|part| error.contains(part)), "{args:?}: expected {expected:?}, found {error}");
}

#[test]
fn nothing_is_written_unasked() {
    let place = sheets(&[]);
    refused(place.path(), &["init", "shop", FROM], &["nobody can be asked here", "--yes"]);
    let before = all(place.path());
    assert!(says(place.path(), &["init", "shop", FROM, "--dry-run"]).contains("Nothing was written"));
    assert_eq!(all(place.path()), before);
    assert!(!place.path().join("shop").exists());
}

#[test]
fn what_cannot_be_done_is_said_with_the_mend() {
    let place = sheets(&[("bad/org/people.toml", "[person.ada\ntitle = 1\n"), ("bad/onethread.toml", "")]);
    let at = place.path();
    refused(at, &["init"], &["there is no repository here", "onethread init --from"]);
    refused(at, &["init", "--from=rr.csv"], &["there is no file rr.csv", "did you mean `r.csv`?"]);
    refused(at, &["init", "--from=bad"], &["bad cannot be read: it is a folder"]);
    refused(at, &["init", FROM, "--column", "Team=teem"], &["there is no column `teem`; did you mean `team`?"]);
    refused(at, &["init", FROM, "--column", "Teem=team"], &["no sheet has a column `Teem`", "did you mean `Team`?"]);
    refused(at, &["init", "bad", FROM, "--yes"], &["org/people.toml", "not valid TOML: line 1"]);
    refused(at, &["init", FROM, "--as-of", "2030-01-01"], &["2030-01-01 lies ahead"]);
    refused(at, &["init", "r.csv", FROM], &["r.csv is not a folder"]);
}

#[test]
fn names_and_addresses_never_reach_a_file_or_the_screen() {
    // Letters that no hexadecimal digit is: the key and the pseudonyms are random ones.
    let roster = "Name,E-mail,Manager,Team,Role\nZuri Example,zuri.e@example.org,,Payments,Lead\n\
                  Bo Sample,bo.s@example.org,Zuri Example,Payments,Engineer\nCy Sample,,zuri.e@example.org,,\n";
    let list = "Initiative,Leader,Purpose\nWallet,Zuri Example,ask bo.s@example.org\nSearch,Di Elsewhere,\n";
    let place = folder(&[("r.csv", roster.as_bytes()), ("i.csv", list.as_bytes())]);
    let mut text = says(place.path(), &["init", "shop", FROM, "--yes"]);
    text += &stderr(&onethread(place.path(), &["init", "shop", FROM, "--yes"]));
    let files = all(&place.path().join("shop"));
    text.extend(files.values().map(String::as_str));
    for word in ["Zuri", "Sample", "Elsewhere", "zuri.e", "bo.s", "example.org", "@example"] {
        assert!(!text.to_lowercase().contains(&word.to_lowercase()), "{word}: {text}");
    }
    assert!(text.contains("leader = \"payments-lead-1\""));
    // The same person has the same id again, and the ignored folder is ignored.
    assert!(says(place.path(), &["init", "shop", FROM, "--yes"]).contains("Nothing to write"));
    assert_eq!(files[&place.path().join("shop/.onethread/.gitignore").display().to_string()], "*\n");
}

#[test]
fn an_organization_written_by_hand_wins_where_it_speaks() {
    let own = "# Ours.\n[person.ada]\ntitle = \"Head of payments\" # since May\n";
    let place = sheets(&[("shop/org/us.toml", own), ("shop/onethread.toml", "[project]\nname = \"Us\"\n")]);
    let said = says(place.path(), &["init", "shop", FROM, "--yes"]);
    assert!(
        said.contains("conflict  person ada: title is `Head of payments` in the file and `Lead` in the sheet"),
        "{said}"
    );
    let files = all(&place.path().join("shop"));
    let at = |path: &str| files[&place.path().join("shop").join(path).display().to_string()].as_str();
    assert_eq!(at("org/us.toml"), format!("{own}reports-to = \"ceo\"\n"));
    assert_eq!(at("onethread.toml"), "[project]\nname = \"Us\"\n");
    assert!(!at("org/people.toml").contains("[person.ada]"));
    let review = stderr(&onethread(place.path(), &["review", "shop"]));
    assert!(review.is_empty(), "{review}");
}

#[test]
fn the_day_of_the_review_moves_with_the_sheets() {
    let place = sheets(&[]);
    let settings = || fs::read_to_string(place.path().join("shop/onethread.toml")).expect("settings");
    says(place.path(), &["init", "shop", FROM, "--yes", "--as-of", "2026-07-01"]);
    assert!(settings().contains("data-cut = 2026-07-01"));
    // The same sheets on a later day are no news.
    says(place.path(), &["init", "shop", FROM, "--yes"]);
    assert!(settings().contains("data-cut = 2026-07-01"));
    fs::write(place.path().join("r.csv"), format!("{ROSTER}cy,ada,Payments,Engineer\n")).expect("a file");
    says(place.path(), &["init", "shop", FROM, "--yes"]);
    assert!(settings().contains("data-cut = 2026-08-01"));
    // A day that a person set stays.
    let own = settings().replace("2026-08-01", "2026-06-30");
    fs::write(place.path().join("shop/onethread.toml"), &own).expect("a file");
    fs::write(place.path().join("r.csv"), ROSTER).expect("a file");
    says(place.path(), &["init", "shop", FROM, "--yes"]);
    assert_eq!(settings(), own);
}

#[test]
fn text_that_would_take_over_the_terminal_is_inert() {
    let roster = "Seat,\u{1b}[31mTeam,Team\nada,x,\u{1b}]0;title\u{7}\u{202e}evil\nbo,,\u{1b}[2J\n";
    let place = folder(&[("r.csv", roster.as_bytes())]);
    let output = onethread(place.path(), &["init", "shop", "--from=r.csv", "--yes"]);
    assert!(output.status.success());
    for text in [stdout(&output), stderr(&output)].into_iter().chain(all(&place.path().join("shop/org")).into_values())
    {
        assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
    }
    assert!(!stdout(&output).contains('\u{202e}'));
}

#[test]
fn many_initiatives_get_a_file_each() {
    let rows: String = (0..25).map(|n| format!("Bet {n},ada,,2026-02-02,live\n")).collect();
    let list = format!("Initiative,Leader,Share,Start,Status\n{rows}");
    let place = folder(&[("r.csv", ROSTER.as_bytes()), ("i.csv", list.as_bytes())]);
    says(place.path(), &["init", "shop", FROM, "--yes"]);
    let files = all(&place.path().join("shop/org/initiatives"));
    assert_eq!(files.len(), 25);
    // A new one joins them.
    fs::write(place.path().join("i.csv"), format!("{list}One more,bo,,2026-03-02,live\n")).expect("a file");
    says(place.path(), &["init", "shop", FROM, "--yes"]);
    assert_eq!(all(&place.path().join("shop/org/initiatives")).len(), 26);
}

#[test]
fn what_is_gone_is_removed_only_where_nothing_names_it() {
    let place = sheets(&[]);
    says(place.path(), &["init", "shop", FROM, "--yes"]);
    let attested = "[[attestation]]\ninitiative = \"wallet\"\ncriterion = \"capable\"\nanswer = \"holds\"\nby = \"bo\"\non = 2026-07-01\n";
    fs::write(place.path().join("shop/org/attestations.toml"), attested).expect("a file");
    let people = place.path().join("shop/org/people.toml");
    fs::write(place.path().join("r.csv"), format!("{ROSTER}cy,ada,Payments,Engineer\n")).expect("a file");
    says(place.path(), &["init", "shop", FROM, "--yes"]);
    // Two leave. One has attested something, the other is named nowhere but in the team.
    fs::write(place.path().join("r.csv"), ROSTER.replace("bo,ada,Payments,Engineer\n", "")).expect("a file");
    refused(place.path(), &["init", "shop", FROM, "--yes"], &["2 of 4 people (50 %)", "--many-gone"]);
    let said = says(place.path(), &["init", "shop", FROM, "--yes", "--many-gone"]);
    assert!(said.contains("left      person bo: kept, named at org/attestations.toml:5:6"), "{said}");
    assert!(said.contains("left      person cy: kept, and nothing names it: --remove-gone"), "{said}");
    let said = says(place.path(), &["init", "shop", FROM, "--yes", "--remove-gone"]);
    assert!(said.contains("removed   person cy") && said.contains("left      person bo: kept"), "{said}");
    let text = fs::read_to_string(&people).expect("a file");
    assert!(text.contains("[person.bo]") && !text.contains("person.cy"), "{text}");
}

#[test]
fn people_under_other_ids_are_suspected() {
    let roster = "Name,Team,Role\nAda Example,Payments,Lead\nBo Sample,Payments,Engineer\nCy Sample,Search,Engineer\n";
    let place = folder(&[("r.csv", roster.as_bytes())]);
    says(place.path(), &["init", "shop", "--from=r.csv", "--yes"]);
    let warned = |args: &[&str]| stderr(&onethread(place.path(), args)).contains("warning[other-ids]: 3 of 3 people");
    let again = ["init", "shop", "--from=r.csv", "--dry-run"];
    assert!(!warned(&again));
    assert!(warned(&["init", "shop", "--from=r.csv", "--dry-run", "--keep-names"]));
    fs::remove_dir_all(place.path().join("shop/.onethread")).expect("a folder");
    assert!(warned(&again));
}

#[test]
fn a_start_is_a_commitment_and_no_idea() {
    let list = "Initiative,Leader,Start,Created\nWallet,ada,2026-02-02,\nSearch,bo,2026-02-02,2026-01-05\n";
    let place = folder(&[("i.csv", list.as_bytes())]);
    says(place.path(), &["init", "shop", "--from", "i.csv", "--yes"]);
    let days = |id: &str, command: &[&str]| {
        let said = says(place.path(), &[command, &["shop", "--initiative", id]].concat());
        let starts = ["  idea ", "  committed ", "- Idea:", "- Committed:"];
        let lines = said.lines().filter(|line| starts.iter().any(|start| line.starts_with(start)));
        lines
            .filter_map(|line| {
                let (start, end) = (line.find(char::is_numeric)?, line.find("2026")? + "2026".len());
                Some(format!("{} {}", line[..start].trim(), line[start..].get(..(end - start).max(10))?.trim()))
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(days("wallet", &["review"]), ["committed 2 February 2026"]);
    assert_eq!(days("search", &["review"]), ["idea 5 January 2026", "committed 2 February 2026"]);
    assert_eq!(days("wallet", &["ask"]), ["- Committed: 2026-02-02"]);
}

/// A workbook's worth of odd headers: said once, and never again.
#[test]
fn what_was_said_once_is_remembered() {
    let roster = "Seat,Boss of,Crowd,Title\nceo,,,Chief\nada,ceo,Payments,Lead\nbo,ada,Payments,Engineer\n";
    let list = "Endeavour,Captain,Since when,Situation,Wants\nWallet,ada,03/04/2026,Accepted,Paymnts\n";
    let place = folder(&[("r.csv", roster.as_bytes()), ("i.csv", list.as_bytes())]);
    let flags = [
        "--column",
        "Boss of=manager",
        "--column",
        "Crowd=team",
        "--column",
        "Endeavour=initiative",
        "--column",
        "Captain=leader",
        "--column",
        "Since when=start",
        "--column",
        "Situation=status",
        "--column",
        "Wants=depends-on",
        "--status",
        "Accepted=live",
        "--dates",
        "day-first",
        "--same",
        "Paymnts=Payments",
    ];
    let first: Vec<&str> = ["init", "shop", FROM, "--yes"].into_iter().chain(flags).collect();
    let said = says(place.path(), &first);
    assert!(said.contains("remembered from now on: days are day-first; column \"Boss of\" is manager"), "{said}");
    let before = all(&place.path().join("shop"));
    let initiatives = &before[&place.path().join("shop/org/initiatives.toml").display().to_string()];
    for part in ["leader = \"ada\"", "committed = 2026-04-03", "on = \"team:payments\""] {
        assert!(initiatives.contains(part), "{part}: {initiatives}");
    }
    let output = onethread(place.path(), &["init", "shop", FROM, "--yes"]);
    let (said, error) = (stdout(&output), stderr(&output));
    assert!(output.status.success() && error.is_empty(), "{error}");
    assert!(said.contains("remembered: days are day-first; column \"Boss of\" is manager"), "{said}");
    assert!(
        said.contains("status \"Accepted\" means live; name \"Paymnts\" is Payments  (.onethread/init/import.toml)"),
        "{said}"
    );
    assert!(said.contains("Nothing to write"), "{said}");
    assert_eq!(all(&place.path().join("shop")), before);
    // A person edits the memory, and that is what counts.
    let memory = place.path().join("shop/.onethread/init/import.toml");
    let text = fs::read_to_string(&memory).expect("a memory");
    fs::write(&memory, text.replace("Accepted = \"live\"", "Accepted = \"dropped\"")).expect("a file");
    let said = says(place.path(), &["init", "shop", FROM, "--dry-run"]);
    assert!(said.contains("initiative wallet: ended nothing ->"), "{said}");
}

#[test]
fn a_memory_that_cannot_be_read_stops_the_import() {
    let place = sheets(&[]);
    let at = place.path();
    says(at, &["init", "shop", FROM, "--yes", "--column", "Title=role"]);
    let memory = at.join("shop/.onethread/init/import.toml");
    let text = fs::read_to_string(&memory).expect("a memory");
    for (wrong, expected) in [
        (text.replace("\"role\"", "\"rolle\""), "import.toml:6:9"),
        (text.replace("[columns]", "[colums]"), "did you mean `columns`?"),
        (text.replace("[columns]", "[columns"), "import.toml:5:"),
        ("dates = 3\n".to_owned(), "import.toml:1:9"),
    ] {
        fs::write(&memory, &wrong).expect("a file");
        let parts = [expected, "cannot be read, and nothing was written", "correct .onethread/init/import.toml"];
        refused(at, &["init", "shop", FROM, "--yes"], &parts);
    }
    fs::write(&memory, [0xff, 0xfe, b'a']).expect("a file");
    let output = onethread(at, &["init", "shop", FROM, "--yes"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("is not UTF-8"), "{}", stderr(&output));
    fs::remove_file(&memory).expect("a file");
    fs::create_dir(&memory).expect("a folder");
    refused(at, &["init", "shop", FROM, "--yes"], &["nothing was written"]);
    fs::remove_dir(&memory).expect("a folder");
    let last = at.join("shop/.onethread/init/last.json");
    let text = fs::read_to_string(&last).expect("a memory");
    for wrong in [text.replace("\"lists\": \"roster\"", "\"lists\": \"rooster\""), text[..text.len() / 2].to_owned()] {
        fs::write(&last, wrong).expect("a file");
        refused(at, &["init", "shop", FROM, "--yes"], &["last.json is damaged", "nothing was written"]);
    }
}

/// The sheets with a list of ten initiatives, of which the first few are missing.
fn ten(place: &Path, gone: usize) {
    let rows: String = (gone..10).map(|n| format!("Bet {n},ada,,2026-02-02,live\n")).collect();
    fs::write(place.join("i.csv"), format!("Initiative,Leader,Share,Start,Status\n{rows}")).expect("a file");
}

#[test]
fn more_than_a_fifth_gone_needs_a_second_yes() {
    let place = sheets(&[]);
    let at = place.path();
    ten(at, 0);
    says(at, &["init", "shop", FROM, "--yes"]);
    ten(at, 3);
    let end = ["init", "shop", FROM, "--yes", "--end-gone"];
    refused(at, &end, &["3 of 10 initiatives (30 %)", "nothing was written", "--many-gone"]);
    let said = says(at, &["init", "shop", FROM, "--dry-run", "--end-gone"]);
    assert!(
        said.contains("More than a fifth of what the last import knew is gone: 3 of 10 initiatives (30 %)."),
        "{said}"
    );
    ten(at, 2);
    let ended =
        || fs::read_to_string(at.join("shop/org/initiatives.toml")).expect("a file").matches("ended = ").count();
    says(at, &end);
    assert_eq!(ended(), 2);
    // Two of the eight that are left are a quarter.
    ten(at, 4);
    refused(at, &end, &["2 of 8 initiatives (25 %)"]);
    says(at, &[end.as_slice(), &["--many-gone"]].concat());
    assert_eq!(ended(), 4);
}

#[test]
fn an_import_without_a_sheet_that_was_known_ends_nothing() {
    let place = sheets(&[]);
    let at = place.path();
    ten(at, 0);
    says(at, &["init", "shop", FROM, "--yes"]);
    let before = all(&at.join("shop/org"));
    let all_flags = ["init", "shop", "--from=r.csv", "--yes", "--end-gone", "--remove-gone", "--many-gone"];
    let output = onethread(at, &all_flags);
    assert!(output.status.success(), "{}", stderr(&output));
    let error = stderr(&output);
    assert!(error.contains("warning[missing-sheet]: `i.csv` was read as initiatives by the last import"), "{error}");
    assert!(error.contains("--sheet \"i.csv=skip\""), "{error}");
    assert_eq!(all(&at.join("shop/org")), before);
    // Gone for good: said once, and it is no question any more.
    refused(at, &["init", "shop", "--from=r.csv", "--yes", "--sheet", "i.csv=skip"], &["10 of 10 initiatives (100 %)"]);
    says(at, &[all_flags.as_slice(), &["--sheet", "i.csv=skip"]].concat());
    let output = onethread(at, &["init", "shop", "--from=r.csv", "--yes"]);
    assert!(stderr(&output).is_empty(), "{}", stderr(&output));
}

#[test]
fn a_renamed_column_is_asked_about_by_its_header_and_its_line() {
    let place = sheets(&[]);
    let at = place.path();
    ten(at, 0);
    says(at, &["init", "shop", FROM, "--yes"]);
    let before = all(&at.join("shop/org"));
    let list = fs::read_to_string(at.join("i.csv")).expect("a file").replace("Leader", "Kapitan");
    fs::write(at.join("i.csv"), list).expect("a file");
    let output = onethread(at, &["init", "shop", FROM, "--yes"]);
    let error = stderr(&output);
    for part in [
        "warning[renamed-column]: `Leader` of the last import is not there now, and `Kapitan` holds the same: 10 of 10 values",
        "--column \"Kapitan=leader\", once",
        "lines of [columns] in .onethread/init/import.toml",
    ] {
        assert!(output.status.success() && error.contains(part), "{part}: {error}");
    }
    assert_eq!(all(&at.join("shop/org")), before);
    let output = onethread(at, &["init", "shop", FROM, "--yes", "--column", "Kapitan=leader"]);
    assert!(stderr(&output).is_empty() && output.status.success(), "{}", stderr(&output));
    let output = onethread(at, &["init", "shop", FROM, "--yes"]);
    assert!(stderr(&output).is_empty(), "{}", stderr(&output));
    assert_eq!(all(&at.join("shop/org")), before);
}

/// A portfolio as a chief of staff has it: goals, a row for each membership, and a row for each ask. All of it invented.
fn three_sheets() -> tempfile::TempDir {
    let goals = (1..=70).map(|at| {
        let status = ["Accepted", "Accepted", "Accepted", "Proposed", "Not accepted"][at % 5];
        format!("Goal {at},@login-{},{status},Team {}; Kernel\n", at % 40, at % 9)
    });
    let people = (0..240).map(|at| format!("login-{},Team {},{}\n", at % 120, at % 18, ["Lead", "Member"][at % 7 % 2]));
    let asks = (1..=70).flat_map(|at| {
        let size = ["Small", "Medium", "Large"][at % 3];
        let slip = if at % 3 == 0 { format!("Gaol {at},Kernel,{size},\n") } else { String::new() };
        [format!("Goal {at},Kernel,{size},review\n"), format!("Goal {at},Team {},{size},\n", at % 18), slip]
    });
    let text = |header: &str, rows: &mut dyn Iterator<Item = String>| format!("{header}\n{}", rows.collect::<String>());
    let goals = text("Goal,Point of contact,Status,Teams asked", &mut goals.into_iter());
    let people = text("Login,Team,Role", &mut people.into_iter()) + "login-500,Kernel,Lead\n";
    let asks = text("Goal,Team,Support level,Notes", &mut asks.into_iter());
    folder(&[("goals.csv", goals.as_bytes()), ("people.csv", people.as_bytes()), ("asks.csv", asks.as_bytes())])
}

/// What a screen holds, in lines.
const SCREEN: usize = 60;

#[test]
fn a_first_import_of_three_sheets_fits_on_a_screen() {
    let place = three_sheets();
    let args = ["init", "shop", "--from=goals.csv,people.csv,asks.csv", "--yes"];
    let first = onethread(place.path(), &args);
    let (out, odd) = (stdout(&first), stderr(&first));
    assert!(first.status.success(), "{odd}");
    assert!(out.lines().count() + odd.lines().count() <= SCREEN, "{odd}\n{out}");
    assert!(
        out.contains("asks.csv (UTF-8, commas): asks, 163 rows") && out.contains("`Accepted` is read as live"),
        "{out}"
    );
    // What is lost is an error, once, with the other places; each of them is shown on request.
    assert_eq!(odd.matches("error[").count(), 1, "{odd}");
    assert!(odd.contains("error[unknown-initiative]") && odd.contains("22 more like it: line "), "{odd}");
    assert!(odd.contains("23 errors") && odd.contains("--all shows each"), "{odd}");
    let each = stderr(&onethread(place.path(), &[&args[..3], &["--dry-run", "--all"]].concat()));
    assert_eq!(each.matches("error[unknown-initiative]").count(), 23, "{each}");

    let asked = says(place.path(), &["show", "asked", "shop"]);
    assert!(asked.contains("42 of 42 live initiatives (100 %) ask kernel: one team is asked by many."), "{asked}");
    // The same once more changes nothing, and what the sheets are is remembered.
    let again = says(place.path(), &args);
    assert!(again.contains("Nothing to write") && again.contains("asks.csv: 163 rows"), "{again}");
    let memory = fs::read_to_string(place.path().join("shop/.onethread/init/last.json")).expect("a memory");
    assert!(memory.contains("\"lists\": \"asks\""), "{memory}");
    // People can say it as well, and that is remembered too.
    let said = says(place.path(), &["init", "other", args[2], "--yes", "--sheet", "asks.csv=asks"]);
    assert!(said.contains("sheet \"asks.csv\" is asks"), "{said}");
    refused(
        place.path(),
        &["init", "third", args[2], "--sheet", "asks.csv=aks"],
        &["roster, initiatives, asks or skip"],
    );
}
