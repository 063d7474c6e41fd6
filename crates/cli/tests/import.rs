//! `onethread import git`: what it writes into the settings, what it refuses, and what it says.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{folder, onethread, stderr, stdout};

/// A repository of two commits in this folder; false where there is no git to make it.
fn repository(folder: &Path, name: &str) -> bool {
    let path = folder.join(name);
    fs::create_dir(&path).expect("a folder");
    let git = |arguments: &[&str]| {
        Command::new("git")
            .current_dir(&path)
            .args(["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", "@1780000000 +0000")
            .env("GIT_COMMITTER_DATE", "@1780000000 +0000")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    let begun = git(&["init", "--quiet"]);
    if !begun {
        eprintln!("SKIPPED: there is no git to make a repository with");
        return false;
    }
    fs::write(path.join("a"), "1\n").expect("a file");
    assert!(git(&["add", "a"]) && git(&["commit", "--quiet", "-m", "Begin"]));
    assert!(git(&["commit", "--quiet", "--allow-empty", "-m", "Nothing (#2)"]));
    true
}

const SETTINGS: &str =
    "# Ours.\n[project]\nname = \"Till\" # the shop\n\n[source.other]\nfile = \"o.csv\"\ntable = \"release\"\n";

#[test]
fn repositories_are_named_read_and_told() {
    let folder = folder(&[("home/onethread.toml", SETTINGS.as_bytes()), ("home/o.csv", b"day,release\n")]);
    let home = folder.path().join("home");
    if !repository(folder.path(), "till") || !repository(folder.path(), "shop") {
        return;
    }
    let settings = || fs::read_to_string(home.join("onethread.toml")).expect("a file");
    let says = |args: &[&str]| {
        let output = onethread(&home, args);
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let tried = says(&["import", "git", "../till", "--dry-run"]);
    assert!(tried.starts_with("Would be written to onethread.toml:9\n\n[source.history]\n"), "{tried}");
    assert!(tried.contains("\n  ../till           2         2         0         0  change, touch\n"), "{tried}");
    assert_eq!(settings(), SETTINGS);
    assert!(!home.join(".onethread").exists(), "a dry run leaves nothing behind");

    let done = says(&["import", "git", "../till"]);
    assert_eq!(done.lines().next(), Some("Written to onethread.toml:9"));
    let one = format!("{SETTINGS}\n[source.history]\nfile = \"../till\"\nformat = \"git\"\n");
    assert_eq!(settings(), one);
    assert!(done.contains(" note: change of a pull request (1)\n"), "{done}");
    assert!(!done.contains("o.csv"), "the other source is left alone: {done}");

    says(&["import", "git", "../till", "../shop", "--lines"]);
    let two = one.replace("\"../till\"", "[\"../till\", \"../shop\"]") + "lines = true\n";
    assert_eq!(settings(), two);
    let again = says(&["import", "git", "../shop", "--lines"]);
    assert_eq!(again.lines().next(), Some("onethread.toml names it already."));
    assert_eq!(settings(), two);
}

#[test]
fn what_cannot_be_opened_changes_nothing() {
    let folder = folder(&[("onethread.toml", SETTINGS.as_bytes()), ("plain/a", b"")]);
    if !repository(folder.path(), "till") {
        return;
    }
    for (args, told) in [
        (&["tilll"][..], "there is no folder tilll\n  = help: did you mean `till`?"),
        (&["till", "plain"], "plain cannot be read as a git repository"),
        (&["till", "--name", "other"], "source `other` of onethread.toml is no git source"),
    ] {
        let output = onethread(folder.path(), &[&["import", "git"], args].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
        assert_eq!(fs::read_to_string(folder.path().join("onethread.toml")).expect("a file"), SETTINGS);
    }
}

#[test]
fn an_export_that_is_none_says_what_to_do_and_changes_nothing() {
    let error = b"{\"message\":\"Not Found\",\"documentation_url\":\"https://docs.example\"}".as_slice();
    let own = b"[source.mine]\nfile = \"x.csv\"\ntable = \"release\"\n".as_slice();
    let pulls = b"[{\"number\":1,\"url\":\"https://x.example/g/t/pull/1\",\"createdAt\":\"2026-01-02T00:00:00Z\",\"mergedAt\":null}]".as_slice();
    let files = [
        ("onethread.toml", own),
        ("x.csv", b"day,release\n".as_slice()),
        ("error.json", error),
        ("page.html", b"<!DOCTYPE html><title>Log in</title>".as_slice()),
        ("pulls.json", pulls),
        ("other.csv", b"a,b\n1,2\n".as_slice()),
    ];
    let folder = folder(&files);
    for (arguments, what, help) in [
        (
            &["error.json"][..],
            "is an error message of the tool, and no export: \"Not Found\"",
            "onethread explain presets",
        ),
        (&["error.json", "--preset", "github-pulls"], "is an error message", "gh pr list"),
        (&["page.html"], "is a page of the web, and no export", "make the export again"),
        (&["pulls.json", "--preset", "jira-csv"], "is no export that preset `jira-csv` reads", "--preset github-pulls"),
        (
            &["pulls.json", "--preset", "github-pull"],
            "there is no preset `github-pull`",
            "did you mean `github-pulls`?",
        ),
        (&["pull.json"], "there is no file pull.json", "did you mean `pulls.json`?"),
        (&["other.csv"], "is not recognized as the export of a tool", "onethread init --from other.csv"),
        (
            &["pulls.json", "--name", "mine"],
            "source `mine` of onethread.toml has another preset",
            "choose another --name",
        ),
        (&["pulls.json", "--as-of", "9999-01-01"], "9999-01-01 lies ahead", "name a day up to today"),
    ] {
        let output = onethread(folder.path(), &[&["import"], arguments].concat());
        let said = stderr(&output);
        assert!(!output.status.success() && said.contains(what) && said.contains(help), "{arguments:?}: {said}");
        assert_eq!(fs::read(folder.path().join("onethread.toml")).expect("a file"), own, "{arguments:?}");
    }
    let output = onethread(folder.path(), &["import", "pulls.json", "--name", "till"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let written = fs::read_to_string(folder.path().join("onethread.toml")).expect("a file");
    assert!(written.ends_with("[source.till]\nfile = \"pulls.json\"\npreset = \"github-pulls\"\n"), "{written}");
}
