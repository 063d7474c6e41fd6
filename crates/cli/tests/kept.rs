//! Answers that are kept while nothing changes: they say what a run would say that reads everything.

mod common;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use common::{FORMATS, onethread, repository, stderr, stdout};

/// The folder of kept answers.
const ANSWERS: &str = ".onethread/answers";

/// The example company, with so much beside it that its answers are kept.
fn large() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&repository().join("examples/harbour-market"), folder.path());
    fs::write(folder.path().join("org/long.toml"), "# a line of no meaning at all\n".repeat(300_000)).expect("written");
    age(&folder.path().join("data"));
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("readable").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        match path.is_dir() {
            true if name == ".onethread" => {}
            true => copy(&path, &to.join(name)),
            false => drop(fs::copy(&path, to.join(name)).expect("copied")),
        }
    }
}

/// Makes files an hour old: a file that changed just now may change again without a new time.
fn age(folder: &Path) {
    for entry in fs::read_dir(folder).expect("readable").flatten() {
        let file = File::options().append(true).open(entry.path()).expect("open");
        file.set_modified(SystemTime::now() - Duration::from_secs(3600)).expect("aged");
    }
}

fn answers(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join(ANSWERS)).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Bytes of all answers.
fn size(folder: &Path) -> u64 {
    answers(folder).iter().map(|path| fs::metadata(path).expect("an answer").len()).sum()
}

fn check(folder: &Path, more: &[&str]) -> String {
    let args: Vec<&str> = ["check", "--exit-zero"].into_iter().chain(more.iter().copied()).collect();
    let output = onethread(folder, &args);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    stdout(&output)
}

/// Runs until the answer is kept, and gives what is then told.
fn kept(folder: &Path, more: &[&str]) -> String {
    check(folder, more);
    check(folder, more);
    check(folder, more)
}

#[test]
fn a_kept_answer_is_told_in_every_form_as_one_made_anew() {
    let folder = large();
    kept(folder.path(), &[]);
    let without = size(folder.path());
    // What mends replace is told by some forms only, and kept from then on.
    kept(folder.path(), &["--format", "json"]);
    assert!(size(folder.path()) > without);
    let all = answers(folder.path());
    let newest = all.iter().max_by_key(|path| fs::metadata(path).and_then(|meta| meta.modified()).expect("a time"));
    let answer = newest.expect("it is kept");
    let bytes = fs::read(answer).expect("readable");
    for format in FORMATS {
        let told = check(folder.path(), &["--format", format]);
        assert!(told == check(folder.path(), &["--format", format, "--no-cache"]), "{format}");
    }
    assert_eq!(answers(folder.path()), all, "the form is not asked of the organization");
    assert!(fs::read(answer).expect("readable") == bytes, "what is found is not made");

    fs::write(answer, &bytes[..bytes.len() - 1]).expect("written");
    let told = check(folder.path(), &["--format", "json"]);
    assert!(told == check(folder.path(), &["--format", "json", "--no-cache"]), "half an answer is none");
    assert!(fs::read(answer).expect("readable") == bytes, "and is made anew");
}

#[test]
fn whatever_changes_no_old_answer_is_told() {
    let folder = large();
    let at = |path: &str| folder.path().join(path);
    let change = |path: &str, from: &str, to: &str| {
        let text = fs::read_to_string(at(path)).expect("readable");
        assert!(text.contains(from), "{path} has no {from}");
        fs::write(at(path), text.replace(from, to)).expect("written");
    };
    let mut told = vec![kept(folder.path(), &[])];
    let mut tell = |what: &str, more: &[&str]| {
        let anew: Vec<&str> = more.iter().copied().chain(["--no-cache"]).collect();
        let now = kept(folder.path(), more);
        assert!(now == check(folder.path(), &anew), "an old answer is told after {what} changed");
        assert!(!told.contains(&now), "{what} changes nothing, so that this test says nothing");
        told.push(now);
        assert!(answers(folder.path()).len() <= 4, "{what}");
    };
    tell("rules", &["--select", "ST"]);
    tell("a day", &["--as-of", "2026-05-01"]);
    fs::write(at("org/more.toml"), "[team.nobody]\nwhi = \"none\"\n").expect("written");
    tell("a new file", &[]);
    fs::rename(at("org/more.toml"), at("org/other.toml")).expect("renamed");
    fs::write(at("org/other.toml"), "[team.somebody]\nwhi = \"none\"\n").expect("written");
    tell("another file", &[]);
    change("onethread.toml", "[review]", "[check]\nignore = [\"DC\"]\n\n[review]");
    tell("settings", &[]);
    // A word of the same length, and the times of before: only what the file system itself notes tells.
    let registry = at("data/registry.csv");
    let before = fs::metadata(&registry).expect("there").modified().expect("a time");
    change("data/registry.csv", "Owner", "Ownex");
    File::options().append(true).open(&registry).expect("open").set_modified(before).expect("aged");
    tell("a word of the evidence", &[]);
}
