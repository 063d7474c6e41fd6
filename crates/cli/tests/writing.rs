//! What is written is written on what stands there, and what cannot be known is not guessed.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::{everything_in, folder, onethread, stderr, stdout};

const SHEET: &str = "Seat,Reports to,Squad,Title\nvp,,,VP\nines,vp,Core,Manager\n";
const PEOPLE: &str = "[person.vp]\ntitle = \"VP\"\n[person.ines]\nreports-to = \"vp\"\n";
const RETURNS: &str = "[initiative.returns]\nleader = \"ines\"\nidea = 2026-01-12\n";
const ATTEST: [&str; 9] =
    ["attest", "--initiative", "returns", "--criterion", "capable", "--answer", "holds", "--by", "vp"];

fn shop() -> tempfile::TempDir {
    let files: [(&str, &[u8]); 3] = [
        ("onethread.toml", b"[project]\ndata-cut = 2026-06-30\n"),
        ("org/people.toml", PEOPLE.as_bytes()),
        ("org/initiatives.toml", RETURNS.as_bytes()),
    ];
    folder(&files)
}

#[test]
fn a_memory_that_cannot_be_read_stops_the_import_and_only_none_is_none() {
    let place = folder(&[("roster.csv", SHEET.as_bytes())]);
    let import = || onethread(place.path(), &["init", "--from", "roster.csv", "--yes", "--as-of", "2026-06-30"]);
    assert!(import().status.success());
    let memory = place.path().join(".onethread/init/last.json");
    let kept = fs::read(&memory).expect("a memory");
    fs::write(place.path().join("roster.csv"), SHEET.replace("VP", "President")).expect("a file");
    let stops = |what: &str| {
        let before = everything_in(place.path());
        let output = import();
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{what}: {told}");
        assert!(told.contains("error[broken]: the memory of the last import cannot be read, and nothing was written"));
        assert!(told.contains(".onethread/init/last.json") && told.contains("or remove it"), "{what}: {told}");
        assert_eq!(everything_in(place.path()), before, "{what}");
    };
    for damaged in [&b""[..], b"{}", b"{\"version\": 99}", &kept[..kept.len() / 2], b"\xff\xfe"] {
        fs::write(&memory, damaged).expect("a file");
        stops(&String::from_utf8_lossy(damaged));
    }
    fs::remove_file(&memory).expect("a file");
    fs::create_dir(&memory).expect("a folder");
    stops("a folder in its place");
    fs::remove_dir(&memory).expect("a folder");
    fs::write(&memory, &kept).expect("a file");
    let output = import();
    assert!(output.status.success() && stdout(&output).contains("VP -> President"), "{}", stdout(&output));
    fs::remove_file(&memory).expect("a file");
    assert!(import().status.success(), "none is none");
}

#[test]
fn where_nothing_can_be_written_a_folder_is_still_read() {
    let shop = shop();
    // As on a read-only disk, no local folder can be made.
    fs::write(shop.path().join(".onethread"), "in the way").expect("a file");
    let before = everything_in(shop.path());
    for words in [&["review"][..], &["check", "--exit-zero"], &["evidence"], &["ask", "--initiative", "returns"]] {
        let output = onethread(shop.path(), words);
        assert!(output.status.success(), "{words:?}: {}", stderr(&output));
    }
    let refused = onethread(shop.path(), &ATTEST);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains(".onethread/lock cannot be written"), "{}", stderr(&refused));
    assert_eq!(everything_in(shop.path()), before);
    let beside = tempfile::tempdir().expect("a folder");
    let pages = beside.path().join("pages");
    assert!(onethread(shop.path(), &["ask", "-o", pages.to_str().expect("a path")]).status.success());
}

fn at(epoch: &str, folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onethread"));
    command.args(words).current_dir(folder).env("SOURCE_DATE_EPOCH", epoch).env("NO_COLOR", "1");
    command.output().expect("it starts")
}

#[test]
fn a_second_that_is_none_is_told_and_not_followed() {
    for (epoch, why) in [
        ("1785542400000", "seems to be in milliseconds"),
        ("-1", "before 1970"),
        ("253402300800", "behind the year 9999"),
        ("99999999999999999999", "no whole number of seconds"),
        ("today", "no whole number of seconds"),
    ] {
        let shop = shop();
        let review = at(epoch, shop.path(), &["review", "--format", "json"]);
        assert!(review.status.success(), "{epoch}: {}", stderr(&review));
        assert!(
            stdout(&review).contains("wrong-epoch") && stdout(&review).contains(why),
            "{epoch}: {}",
            stdout(&review)
        );
        let attest = at(epoch, shop.path(), &ATTEST);
        assert!(attest.status.success(), "{epoch}: {}", stderr(&attest));
        assert!(stderr(&attest).contains("warning[wrong-epoch]: SOURCE_DATE_EPOCH is"), "{}", stderr(&attest));
        let text = fs::read_to_string(shop.path().join("org/attestations.toml")).expect("a file");
        let year: i32 = text.split("\non = ").nth(1).and_then(|rest| rest.get(..4)?.parse().ok()).expect("a year");
        assert!((2024..2200).contains(&year), "{epoch}: {text}");
    }
    let last = at("253402300799", shop().path(), &["review", "--format", "json"]);
    assert!(!stdout(&last).contains("wrong-epoch"));
}
