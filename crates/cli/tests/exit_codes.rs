//! How commands end: 0, 1 or 2 as their help says, with a sentence on standard error wherever it is 2.

#![cfg(unix)]

mod common;

use std::fs::OpenOptions;
use std::process::{Command, Stdio};

use common::{folder, onethread, stderr, stdout};

const SETTINGS: &str = "[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n";
const ORG: &str = "[initiative.returns]\nleader = \"ines\"\n";
const TWO: &str = "[initiative.a]\nleader = \"ines\"\n[initiative.b]\nleader = \"ines\"\n";
const BROKEN: &str = "[initiative.search\nleader = \"ada\"\n";
const UNKNOWN: &str = "[initiative.search]\nleeder = \"ada\"\n";
const WRONG: &str = "error: onethread.toml has an error";
const LOST: &str = "error: nothing of org/b.toml could be read";

/// Files; arguments; the exit code; what standard error says, and standard output.
type Case = (&'static [(&'static str, &'static str)], &'static [&'static str], i32, &'static str, &'static str);

const CASES: &[Case] = &[
    (&[("onethread.toml", SETTINGS), ("org/a.toml", ORG)], &["review"], 0, "", "1 live initiative"),
    (
        &[("onethread.toml", SETTINGS), ("org/a.toml", TWO)],
        &["review", "--fail-on", "warning"],
        1,
        "",
        "2 live initiatives",
    ),
    (&[("onethread.toml", SETTINGS), ("org/a.toml", ORG)], &["check", "--fail-on", "never"], 0, "", ""),
    (&[("org/a.toml", ORG)], &["review"], 0, "", "1 live initiative"),
    // A single entry with an error is a diagnostic.
    (&[("org/a.toml", ORG), ("org/b.toml", UNKNOWN)], &["review"], 0, "unknown-key", "live initiative"),
    (&[("org/a.toml", ORG), ("org/b.toml", UNKNOWN)], &["review", "--fail-on", "error"], 1, "unknown-key", ""),
    (&[("org/a.toml", ORG), ("org/b.toml", UNKNOWN)], &["check", "--fail-on", "error"], 1, "", "unknown-key"),
    (&[("org/a.toml", ORG), ("org/b.toml", UNKNOWN)], &["check", "--exit-zero"], 0, "", "unknown-key"),
    // Of one file something was understood: its other entries.
    (
        &[("org/b.toml", "[initiative.search]\nleader = \"ada\"\n[person.x\n")],
        &["review"],
        0,
        "toml-syntax",
        "1 live initiative",
    ),
    // A file of which nothing was.
    (&[("org/a.toml", ORG), ("org/b.toml", BROKEN)], &["review"], 2, LOST, "1 live initiative"),
    (&[("org/a.toml", ORG), ("org/b.toml", BROKEN)], &["check"], 2, LOST, "toml-syntax"),
    (&[("org/a.toml", ORG), ("org/b.toml", BROKEN)], &["check", "--exit-zero"], 2, LOST, "toml-syntax"),
    (&[("org/a.toml", ORG), ("org/b.toml", BROKEN)], &["review", "--format", "json"], 2, LOST, "schema_version"),
    // An empty file, and one with a comment, have nothing to read, and nothing wrong.
    (&[("org/a.toml", ORG), ("org/b.toml", ""), ("org/c.toml", "# later\n")], &["review"], 0, "", "1 live initiative"),
    // Settings.
    (&[("onethread.toml", "[project\n"), ("org/a.toml", ORG)], &["review"], 2, WRONG, "1 live initiative"),
    (
        &[("onethread.toml", "[project]\nnmae = \"x\"\n"), ("org/a.toml", ORG)],
        &["review"],
        2,
        WRONG,
        "1 live initiative",
    ),
    (&[("onethread.toml", "[project]\nnmae = \"x\"\n"), ("org/a.toml", ORG)], &["check"], 2, WRONG, "unknown-key"),
    (&[("onethread.toml", "[review]\nperiod-days = 36500\n"), ("org/a.toml", ORG)], &["review"], 0, "", ""),
    (
        &[("onethread.toml", "[review]\nperiod-days = 36501\n"), ("org/a.toml", ORG)],
        &["review"],
        2,
        "from 1 to 36,500",
        "",
    ),
    (
        &[("onethread.toml", "[review]\nperiod-days = 4294967295\n"), ("org/a.toml", ORG)],
        &["check"],
        2,
        WRONG,
        "36,500",
    ),
    (&[("onethread.toml", "[review]\nperiod-days = 0\n"), ("org/a.toml", ORG)], &["review"], 2, "from 1 to 36,500", ""),
    (&[("onethread.toml", "organization = \"gone\"\n"), ("org/a.toml", ORG)], &["review"], 2, WRONG, ""),
    (
        &[("onethread.toml", "[check]\nignore = [\"XX999\"]\n"), ("org/a.toml", ORG)],
        &["check"],
        2,
        WRONG,
        "unknown-rule",
    ),
    // Evidence that is missing is a diagnostic.
    (
        &[("onethread.toml", "[source.a]\nfile = \"a.csv\"\ntable = \"decision\"\n"), ("org/a.toml", ORG)],
        &["review"],
        0,
        "a.csv",
        "1 live initiative",
    ),
    // Nothing at all.
    (&[], &["review"], 2, "this folder is empty", ""),
    (&[], &["check"], 2, "onethread init", ""),
    (&[], &["show", "waiting"], 2, "this folder is empty", ""),
    (&[], &["ask"], 2, "this folder is empty", ""),
    (&[("notes.txt", "x")], &["review"], 2, "neither onethread.toml nor files of an organization", ""),
    (&[], &["review", "nowhere"], 2, "there is no folder", ""),
    // The command line.
    (&[], &["--help"], 0, "", "Exit codes:"),
    (&[], &["review", "--help"], 0, "", "Exit codes:"),
    (&[], &["check", "--help"], 0, "", "Exit codes:"),
    (&[], &["--version"], 0, "", "onethread"),
    (&[], &["--no-such"], 2, "unexpected argument", ""),
    (&[], &["reveiw"], 2, "review", ""),
    (&[], &["review", "--limit", "sheet-row=1"], 2, "did you mean `sheet-rows`?", ""),
];

#[test]
fn commands_end_as_their_help_says() {
    for (files, args, code, err, out) in CASES {
        let bytes: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let place = folder(&bytes);
        let output = onethread(place.path(), args);
        let (said, shown) = (stderr(&output), stdout(&output));
        assert_eq!(output.status.code(), Some(*code), "{args:?} {files:?}: {said}{shown}");
        assert!(said.contains(err), "{args:?} {files:?}: expected {err} in {said}");
        assert!(shown.contains(out) || said.contains(out), "{args:?} {files:?}: expected {out} in {shown}");
        assert!(*code != 2 || said.contains("error: "), "{args:?}: {said}");
    }
}

/// A device that is full takes nothing, and no command may end as if it had.
#[test]
fn a_full_device_is_said() {
    let place = folder(&[("onethread.toml", SETTINGS.as_bytes()), ("org/a.toml", ORG.as_bytes())]);
    for args in [
        &["--help"][..],
        &["--version"],
        &["help", "review"],
        &["review", "--help"],
        &["review"],
        &["check"],
        &["show"],
        &["show", "waiting"],
        &["evidence"],
        &["explain"],
        &["explain", "focus"],
        &["ask"],
        &["schema", "review"],
        &["completions", "bash"],
        &["man", "review"],
        &[],
        &["check", "--show-settings"],
        &["review", "--format", "json"],
        &["review", "--format", "html"],
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").expect("a full device");
        let output = Command::new(env!("CARGO_BIN_EXE_onethread"))
            .args(args)
            .current_dir(place.path())
            .env("SOURCE_DATE_EPOCH", "1785542400")
            .stdout(Stdio::from(full))
            .output()
            .expect("the program starts");
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains("standard output cannot be written"), "{args:?}: {said}");
    }
}
