//! `--as-of`: the organization's files are those that git had on the day; what is expected was written by hand with the
//! commits.

#![cfg(unix)]

mod common;

use std::path::Path;

use common::{folder, git, git_at, json, onethread, stderr, stdout};

const SETTINGS: &[u8] = b"[project]\nname = \"Shop\"\n";
const PEOPLE: &str = "[person.ines]\n[person.tom]\n[person.uma]\n[team.of-ines]\n[team.of-tom]\n[team.of-uma]\n";

fn led_by(leader: &str) -> String {
    format!(
        "{PEOPLE}[initiative.returns]\nleader = \"{leader}\"\nidea = 2026-01-12\n\n\
         [[initiative.returns.dependency]]\non = \"team:of-{leader}\"\n"
    )
}

fn commit(folder: &Path, time: &str) {
    git(folder, &["add", "."]);
    git_at(folder, time, &["commit", "--quiet", "--message", "Who leads what"]);
}

fn write(folder: &Path, path: &str, text: &str) {
    std::fs::write(folder.join(path), text).expect("a file");
}

/// The shop without a repository, led by ines.
fn shop() -> tempfile::TempDir {
    folder(&[("shop/onethread.toml", SETTINGS), ("shop/org/a.toml", led_by("ines").as_bytes())])
}

/// A repository in which ines led from 1 March, and tom leads from 1 May on.
fn two_leaders() -> tempfile::TempDir {
    let all = shop();
    git(all.path(), &["init", "--quiet", "."]);
    commit(all.path(), "2026-03-01T12:00:00Z");
    write(all.path(), "shop/org/a.toml", &led_by("tom"));
    commit(all.path(), "2026-05-01T12:00:00Z");
    all
}

/// Who leads returns, and what is said beside it.
fn leader(folder: &Path, day: Option<&str>) -> (String, String) {
    let mut args = vec!["review", "shop", "--initiative", "returns", "--format", "json"];
    args.extend(day.iter().flat_map(|day| ["--as-of", day]));
    let output = onethread(folder, &args);
    assert!(output.status.success(), "{}", stderr(&output));
    let value: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let leader = &value["leadership"]["one"]["leader"]["value"];
    (leader.as_str().expect("one leader").to_owned(), stderr(&output))
}

const NONE: &str = "the organization's files are those of today: no commit reaches";

#[test]
fn a_day_has_the_files_of_its_newest_commit() {
    let all = two_leaders();
    // What was not committed is of today.
    write(all.path(), "shop/org/a.toml", &led_by("uma"));
    for (day, expected, said) in [
        (None, "uma", ""),
        (Some("2026-06-30"), "uma", ""),
        (Some("2026-05-01"), "uma", ""),
        (Some("2026-04-30"), "ines", ", 2026-03-01\n"),
        (Some("2026-03-01"), "ines", ", 2026-03-01\n"),
        (Some("2026-02-28"), "uma", "no commit reaches 2026-02-28\n"),
    ] {
        let (leader, words) = leader(all.path(), day);
        assert_eq!(leader, expected, "{day:?}: {words}");
        assert!(words.ends_with(said) && words.lines().count() == usize::from(!said.is_empty()), "{day:?}: {words}");
    }
}

#[test]
fn every_command_reads_the_files_of_the_day() {
    let all = two_leaders();
    let broken = led_by("tom") + "\n[initiative.loyalty]\nleader = \"tom\"\nidea = 2026-01-01\ntitel = \"Loyalty\"\n";
    write(all.path(), "shop/org/a.toml", &broken);
    commit(all.path(), "2026-06-01T12:00:00Z");
    let found = |day: &str| {
        let args = ["check", "shop", "--as-of", day, "--select", "ST101", "--format", "json", "--exit-zero"];
        let found = json(all.path(), &args);
        (found["findings"].as_array().map(Vec::len), found["diagnostics"].as_array().map(Vec::len))
    };
    assert_eq!((found("2026-05-31"), found("2026-06-01")), ((Some(0), Some(0)), (Some(1), Some(1))));
    let shown = |args: &[&str]| stdout(&onethread(all.path(), args));
    let of = |day: &'static str| ["--as-of", day];
    let show = |day| shown(&[&["show", "dependencies", "shop", "--format", "csv"][..], &of(day)].concat());
    let ask = |day| shown(&[&["ask", "shop", "--initiative", "returns"][..], &of(day)].concat());
    let (earlier, later) = (show("2026-04-01"), show("2026-05-31"));
    assert!(earlier.contains("of-ines") && !earlier.contains("of-tom"), "{earlier}");
    assert!(later.contains("of-tom") && !later.contains("of-ines"), "{later}");
    assert_ne!(ask("2026-04-01"), ask("2026-05-31"));
    // What is fixed are the files on disk.
    let args = ["--as-of", "2026-04-01", "--select", "WV", "--fix", "--unsafe-fixes", "--exit-zero"];
    let fixed = onethread(all.path(), &[&["check", "shop"][..], &args].concat());
    assert!(!stderr(&fixed).contains("commit"), "{}", stderr(&fixed));
    let text = std::fs::read_to_string(all.path().join("shop/org/a.toml")).expect("a file");
    assert_eq!(text, broken.replace("titel", "title"));
}

#[test]
fn where_no_history_reaches_the_files_are_those_of_today() {
    let day = "2026-03-15";
    // No repository.
    let nowhere = shop();
    assert_eq!(leader(nowhere.path(), Some(day)), ("ines".to_owned(), format!("{NONE} {day}\n")));
    // One without a commit.
    git(nowhere.path(), &["init", "--quiet", "."]);
    assert_eq!(leader(nowhere.path(), Some(day)), ("ines".to_owned(), format!("{NONE} {day}\n")));
    // A shallow one.
    let (all, clone) = (two_leaders(), tempfile::tempdir().expect("a folder"));
    let url = format!("file://{}", all.path().display());
    git(clone.path(), &["clone", "--quiet", "--depth", "1", &url, "."]);
    assert_eq!(leader(clone.path(), Some(day)), ("tom".to_owned(), format!("{NONE} {day}\n")));
    assert_eq!(leader(all.path(), Some(day)).0, "ines");
    // The files came later.
    let late = folder(&[("README.md", b"A shop")]);
    git(late.path(), &["init", "--quiet", "."]);
    commit(late.path(), "2026-03-01T12:00:00Z");
    let files = shop();
    let status = std::process::Command::new("cp").arg("-r").arg(files.path().join("shop")).arg(late.path()).status();
    assert!(status.expect("cp starts").success());
    commit(late.path(), "2026-05-01T12:00:00Z");
    let (leader, said) = leader(late.path(), Some(day));
    assert!(leader == "ines" && said.ends_with("the newest up to 2026-03-15, has none in shop/org\n"), "{said}");
}

#[test]
fn a_branch_counts_from_its_merge_on_and_a_day_ends_in_utc() {
    let all = shop();
    git(all.path(), &["init", "--quiet", "."]);
    commit(all.path(), "2026-03-01T12:00:00Z");
    git(all.path(), &["checkout", "--quiet", "-b", "change"]);
    write(all.path(), "shop/org/a.toml", &led_by("tom"));
    commit(all.path(), "2026-03-10T12:00:00Z");
    git(all.path(), &["checkout", "--quiet", "main"]);
    // In the evening of 10 April there, which was 11 April in UTC.
    git_at(all.path(), "2026-04-10T22:00:00-04:00", &["merge", "--quiet", "--no-ff", "-m", "Merge", "change"]);
    write(all.path(), "shop/org/a.toml", &led_by("uma"));
    commit(all.path(), "2026-06-01T12:00:00Z");
    for (day, expected) in
        [("2026-03-20", "ines"), ("2026-04-10", "ines"), ("2026-04-11", "tom"), ("2026-06-01", "uma")]
    {
        assert_eq!(leader(all.path(), Some(day)).0, expected, "{day}");
    }
}

#[test]
fn a_folder_that_moved_is_found() {
    let all = two_leaders();
    git(all.path(), &["mv", "shop", "store"]);
    commit(all.path(), "2026-06-01T12:00:00Z");
    let output = onethread(all.path(), &["review", "store", "--as-of", "2026-04-01", "--format", "json"]);
    assert!(output.status.success() && stderr(&output).ends_with(", 2026-03-01\n"), "{}", stderr(&output));
    let review: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let leader = &review["initiatives"][0]["leadership"]["one"]["leader"];
    assert_eq!((&leader["value"], &leader["place"]), (&"ines".into(), &"org/a.toml:8:10".into()), "{leader:#}");
}
