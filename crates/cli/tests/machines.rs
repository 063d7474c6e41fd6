//! What repositories hold beside the work of people, and what they do not hold: machines among the authors, and histories
//! that were cut off when they were cloned.

#![cfg(unix)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{folder, git, onethread, stderr, stdout};

const SETTINGS: &[u8] = b"[source.history]\nfile = \"code\"\nformat = \"git\"\n";

/// Commits something new under a name.
fn commit(repository: &Path, author: &str, at: usize, message: &str) {
    fs::write(repository.join(format!("f{at}")), message).expect("a file");
    git(repository, &["add", "--all"]);
    git(repository, &["commit", "--quiet", "--message", message, "--author", author]);
}

#[test]
fn machines_are_counted_apart_and_what_only_looks_like_one_is_offered() {
    let place = folder(&[
        ("onethread.toml", SETTINGS),
        ("code/README.md", b"x"),
        (
            "org/people.toml",
            b"[person.ines]\n[person.helper]\nkind = \"agent\"\nanswerable = \"ines\"\nknown-as = \"Shop Helper\"\n",
        ),
    ]);
    let code = place.path().join("code");
    git(&code, &["init", "--quiet", "."]);
    let host = "shop.example";
    for (at, (name, message)) in [
        ("dependabot[bot]", "a"),
        ("project_7_bot_0a1b", "b"),
        ("Copilot", "c"),
        ("Shop Helper", "d"),
        ("Ada Example", "e\n\nCo-authored-by: Devin <devin-ai-integration[bot]@users.noreply.github.com>\n"),
        ("Ada Example", "f"),
        ("Acme CI Robot", "g"),
        ("Acme CI Robot", "h"),
        ("Till Automation", "i"),
        ("Abbott Example", "j"),
    ]
    .into_iter()
    .enumerate()
    {
        commit(&code, &format!("{name} <x{at}@{host}>"), at, message);
    }
    let said = stdout(&onethread(place.path(), &["evidence", "--all"]));
    for part in [
        "change made by a bot (2)",
        "change made by a coding agent (2)",
        "change made by a person with a coding agent (1)",
        // Two of them are one name under two addresses.
        "author that looks like a bot: name those that are one in `bots` (3)",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    fs::write(
        place.path().join("onethread.toml"),
        [SETTINGS, b"bots = [\"Acme CI Robot\", \"Till Automation\"]\n"].concat(),
    )
    .expect("the settings");
    let said = stdout(&onethread(place.path(), &["evidence", "--all"]));
    assert!(said.contains("change made by a bot (5)") && !said.contains("looks like a bot"), "{said}");
}

#[test]
fn a_shallow_history_is_said_first_by_every_command_that_rests_on_it() {
    let place = folder(&[("whole/README.md", b"x")]);
    let whole = place.path().join("whole");
    git(&whole, &["init", "--quiet", "."]);
    for at in 0..3 {
        commit(&whole, "Ada Example <ada@shop.example>", at, &format!("c{at}"));
    }
    let from = format!("file://{}", whole.display());
    git(place.path(), &["clone", "--quiet", "--depth", "1", &from, "code"]);
    fs::write(place.path().join("onethread.toml"), SETTINGS).expect("the settings");
    fs::create_dir(place.path().join("org")).expect("a folder");
    fs::write(place.path().join("org/a.toml"), "[initiative.a]\n").expect("a file");
    let first = |args: &[&str], at: &Path| {
        let said = stderr(&onethread(at, args));
        said.lines().take(8).collect::<Vec<_>>().join("\n")
    };
    for args in [&["review"][..], &["check"], &["evidence"]] {
        let output = onethread(place.path(), args);
        let said = stderr(&output) + &stdout(&output);
        assert!(said.contains("the history of `code` is shallow"), "{args:?}: {said}");
        assert!(said.contains("git fetch --unshallow"), "{args:?}: {said}");
    }
    assert!(first(&["review"], place.path()).contains("is shallow"));
    let code = place.path().join("code");
    assert!(first(&["init", "--dry-run"], &code).contains("is shallow"));
    // What the clone does not have, it says why.
    fs::create_dir(code.join("org")).expect("a folder");
    fs::write(code.join("org/a.toml"), "[initiative.a]\n").expect("a file");
    let since = stderr(&onethread(&code, &["check", "--since", "HEAD~1"]));
    assert!(since.contains("this clone is shallow: `git fetch --unshallow` brings the rest"), "{since}");
    // A whole history is none.
    Command::new("git").args(["fetch", "--quiet", "--unshallow"]).current_dir(&code).status().expect("git starts");
    assert!(!stderr(&onethread(place.path(), &["review"])).contains("shallow"));
}
