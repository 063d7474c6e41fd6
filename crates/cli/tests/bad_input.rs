//! Bad input gets a clear diagnostic, everything else is still read, and nothing ever panics.

#![cfg(unix)]

mod common;

use std::path::Path;

use common::{FORMATS, check_commands, folder, onethread, stderr, stdout};

const SETTINGS: &[u8] = b"[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n";
const INITIATIVES: &[u8] = b"[initiative.returns]\nleader = \"ines\"\n\n[initiative.search]\nleader = \"ada\"\n";

/// Reviews the folder, and checks that every text is said on standard error and that both initiatives are still there.
fn check(name: &str, files: &[(&str, &[u8])], says: &[&str]) {
    let folder = folder(files);
    check_folder(name, folder.path(), says);
}

fn check_folder(name: &str, folder: &Path, says: &[&str]) {
    let output = onethread(folder, &["review", "."]);
    let (out, err) = (stdout(&output), stderr(&output));
    let ends = ends(&err);
    assert_eq!(output.status.code(), Some(ends), "{name}: {err}");
    for text in says {
        assert!(err.contains(text), "{name}: `{text}` is not said in:\n{err}");
    }
    assert!(out.contains("2 live initiatives"), "{name}: something understood was lost:\n{out}\n{err}");
    assert!(!err.contains("panicked"), "{name}: {err}");
    check_forms(name, folder, says);
}

/// The exit code: 2 with a sentence where the settings have an error, or nothing of a file could be read.
fn ends(err: &str) -> i32 {
    let says = ["error: onethread.toml has an error", "error: nothing of "];
    if says.iter().any(|says| err.contains(says)) { 2 } else { 0 }
}

/// What is wrong with the input goes through every form of a check too, and breaks none of them.
fn check_forms(name: &str, folder: &Path, says: &[&str]) {
    for format in FORMATS {
        let output = onethread(folder, &["check", ".", "--format", format, "--exit-zero"]);
        let (out, err) = (stdout(&output), stderr(&output));
        assert_eq!(output.status.code(), Some(ends(&err)), "{name}, {format}: {err}");
        assert!(!err.contains("panicked"), "{name}, {format}: {err}");
        assert!(out.len() < 1_000_000, "{name}, {format}: {} bytes", out.len());
        check_commands(format, &out);
        if matches!(*format, "json" | "sarif" | "gitlab") {
            let value: Result<serde_json::Value, _> = serde_json::from_str(&out);
            assert!(value.is_ok(), "{name}, {format}: {:?}", value.err());
        }
        // The page for those who use no terminal has no codes.
        for code in
            says.iter().filter_map(|text| text.split_once('[')?.1.strip_suffix(']')).filter(|_| *format != "html")
        {
            assert!(out.contains(code), "{name}, {format}: `{code}` is not said in:\n{out}");
        }
    }
}

#[test]
fn mistakes_of_governance_are_named_and_hide_nothing() {
    let governance = b"
[person.vp]
[initiative.returns]
title = \"Returns <b>bold</b> \\u202E turned\"
form = \"sto\"
idea = 2026-03-01
capable = { attested-by = \"vp\", on = 2026-04-01 }
[[initiative.returns.metric]]
name = \"never measured\"
[[attestation]]
initiative = \"returns\"
criterion = \"capable\"
answer = \"fails\"
by = \"vp\"
on = 2026-06-01
[gate.a]
after = [\"b\"]
[gate.b]
after = [\"a\"]
[decision.early]
initiative = \"returns\"
decided = 2025-01-02
";
    let other = b"[initiative.returns]\nform = \"stl\"\n";
    let files: &[(&str, &[u8])] =
        &[("onethread.toml", SETTINGS), ("org/a.toml", INITIATIVES), ("org/b.toml", governance), ("org/c.toml", other)];
    let said = [
        "error[gate-cycle]",
        "warning[decision-before-initiative]",
        "warning[incapability-attested]",
        "contradicts the first one",
    ];
    check("governance", files, &said);
    let folder = folder(files);
    let one = stdout(&onethread(folder.path(), &["review", ".", "--initiative", "returns"]));
    for says in ["The attestation of 2026-06-01 is none", "never measured"] {
        assert!(one.contains(says), "{says}: {one}");
    }
    let page = stdout(&onethread(folder.path(), &["review", ".", "--format", "html"]));
    assert!(page.contains("Returns &lt;b&gt;bold&lt;/b&gt; \\u{202e} turned"), "markup or a bidi control is alive");
}

#[test]
fn a_broken_file_hides_no_other() {
    check(
        "broken TOML",
        &[
            ("onethread.toml", SETTINGS),
            ("org/a.toml", INITIATIVES),
            ("org/b.toml", b"[person.ines\nreports-to = \"vp\"\n"),
        ],
        &["error[toml-syntax]", "org/b.toml:1"],
    );
    check(
        "unknown key",
        &[("onethread.toml", SETTINGS), ("org/a.toml", &[INITIATIVES, b"leeder = \"ada\"\n"].concat())],
        &["error[unknown-key]", "org/a.toml:6:1", "did you mean `leader`?"],
    );
    check(
        "broken settings",
        &[("onethread.toml", b"[project]\nnmae = \"Shop\"\ndata-cut = 2026-06-30\n"), ("org/a.toml", INITIATIVES)],
        &["onethread.toml:2:1", "did you mean `name`?"],
    );
    check(
        "not UTF-8",
        &[
            ("onethread.toml", SETTINGS),
            ("org/a.toml", INITIATIVES),
            ("org/b.toml", b"[person.ines]\ntitle = \"\xff\xfe\"\n"),
        ],
        &["error[not-utf8]", "org/b.toml:2"],
    );
}

#[test]
fn sources_that_cannot_be_read() {
    let with = |source: &str| [SETTINGS, source.as_bytes()].concat();
    let missing = with("[source.people]\nfile = \"data/people.csv\"\ntable = \"membership\"\n");
    check(
        "missing file",
        &[("onethread.toml", &missing), ("org/a.toml", INITIATIVES), ("data/peoples.csv", b"person\n")],
        &["error[missing-file]", "onethread.toml:5:8", "peoples.csv"],
    );
    check(
        "missing column",
        &[
            ("onethread.toml", &missing),
            ("org/a.toml", INITIATIVES),
            ("data/people.csv", b"persn,team,from\nx,y,2026-01-01\n"),
        ],
        &["error[missing-column]", "persn"],
    );
    let rows = b"person,team,from\nx,y,2026-01-01\nx,y,2026-02-30\nx,y\n";
    let folder = folder(&[("onethread.toml", &missing), ("org/a.toml", INITIATIVES), ("data/people.csv", rows)]);
    check_folder("rows that do not parse", folder.path(), &[]);
    let report = stdout(&onethread(folder.path(), &["evidence", "."]));
    assert!(report.contains("data/people.csv:3") && report.contains("not in the calendar"), "{report}");
    assert!(report.contains("data/people.csv:4"), "{report}");
}

#[test]
fn a_field_of_ten_megabytes() {
    let huge = "x".repeat(10_000_000);
    let text = format!("[person.ines]\ntitle = \"{huge}\"\nreports-to = 3\n");
    check(
        "10 MB of text",
        &[("onethread.toml", SETTINGS), ("org/a.toml", INITIATIVES), ("org/b.toml", text.as_bytes())],
        &["error[wrong-type]", "org/b.toml:3"],
    );
    let row = format!("person,team,from\nx,{huge},2026-01-01\n");
    let settings = [SETTINGS, b"[source.people]\nfile = \"people.csv\"\ntable = \"membership\"\n"].concat();
    check(
        "a cell of 10 MB",
        &[("onethread.toml", &settings), ("org/a.toml", INITIATIVES), ("people.csv", row.as_bytes())],
        &[],
    );
}

#[test]
fn links_that_lead_in_a_circle() {
    let folder = folder(&[("onethread.toml", SETTINGS), ("org/a.toml", INITIATIVES)]);
    std::os::unix::fs::symlink("..", folder.path().join("org/loop")).expect("a link");
    check_folder("link loop", folder.path(), &["error[link-loop]", "org/loop"]);
}

#[test]
fn a_folder_that_cannot_be_written() {
    let settings = [SETTINGS, b"[source.people]\nfile = \"people.csv\"\ntable = \"membership\"\n"].concat();
    let rows = b"person,team,from\nx,y,2026-01-01\n";
    let folder = folder(&[("onethread.toml", &settings), ("org/a.toml", INITIATIVES), ("people.csv", rows)]);
    let mode = |mode| std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(mode));
    mode(0o555).expect("permissions");
    check_folder("read-only folder", folder.path(), &[]);
    mode(0o755).expect("permissions");
}

#[test]
fn nothing_to_review_says_what_to_do() {
    let empty = folder(&[]);
    let output = onethread(empty.path(), &["review", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("begin with `onethread init`"), "{}", stderr(&output));
    let bare = folder(&[("onethread.toml", SETTINGS)]);
    let output = onethread(bare.path(), &["review", "."]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).contains("Start one with `onethread start TITLE`"), "{}", stdout(&output));
}

#[test]
fn usage_that_cannot_be_carried_out() {
    let folder = folder(&[("onethread.toml", SETTINGS), ("org/a.toml", INITIATIVES)]);
    for (args, says) in [
        (&["review", "nowhere"][..], "there is no folder nowhere"),
        (&["review", "onethread.toml"], "is not a folder"),
        (&["review", ".", "--as-of", "2031-01-01"], "lies ahead"),
        (&["review", ".", "--as-of", "2026-02-30"], "not in the calendar"),
        (&["review", ".", "--initiative", "retruns"], "did you mean `returns`?"),
        (&["explain", "fokus"], "did you mean `focus`?"),
        (&["reviw"], "review"),
    ] {
        let output = onethread(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(says), "{args:?}: {}", stderr(&output));
    }
    // Past the end of the evidence is possible, and said.
    let late = onethread(folder.path(), &["review", ".", "--as-of", "2026-07-15"]);
    assert!(late.status.success() && stderr(&late).contains("the evidence ends on 2026-06-30"), "{}", stderr(&late));
}

#[test]
fn exit_codes_follow_what_was_asked_for() {
    let fine = folder(&[("onethread.toml", SETTINGS), ("org/a.toml", INITIATIVES)]);
    let split = folder(&[
        ("onethread.toml", SETTINGS),
        ("org/a.toml", b"[initiative.a]\nleader = \"ines\"\n[initiative.b]\nleader = \"ines\"\n"),
    ]);
    let broken = folder(&[("onethread.toml", SETTINGS), ("org/a.toml", b"[initiative.a]\nleader = 3\n")]);
    for (folder, level, code) in [
        (&fine, "never", 0),
        (&fine, "warning", 0),
        (&split, "never", 0),
        (&split, "error", 0),
        (&split, "warning", 1),
        (&broken, "never", 0),
        (&broken, "error", 1),
        (&broken, "warning", 1),
    ] {
        let output = onethread(folder.path(), &["review", ".", "--fail-on", level]);
        assert_eq!(output.status.code(), Some(code), "--fail-on {level}: {}{}", stdout(&output), stderr(&output));
    }
}

#[test]
fn text_that_would_take_over_the_terminal_is_inert() {
    let files: &[(&str, &[u8])] = &[
        ("onethread.toml", SETTINGS),
        ("org/a.toml", b"[initiative.returns]\ntitle = \"\\u001b[31mred\\u202e\"\nleader = \"a\"\n[initiative.x]\nleader = \"a\"\n"),
    ];
    let folder = folder(files);
    for args in
        [&["review", "."][..], &["review", ".", "--initiative", "returns"], &["review", ".", "--format", "json"]]
    {
        let out = stdout(&onethread(folder.path(), args));
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{args:?}: {out:?}");
    }
}

#[test]
fn sources_that_disagree_are_both_shown() {
    let settings = [
        SETTINGS,
        b"[registry]\nlive-status = [\"open\"]\n[source.registry]\nfile = \"r.csv\"\ntable = \"initiative_event\"\npeople = \"pseudonymous\"\n",
    ]
    .concat();
    let rows = b"day,initiative,field,value\n2026-01-01,returns,status,open\n2026-01-01,returns,leader,p7\n";
    let folder = folder(&[("onethread.toml", &settings), ("org/a.toml", INITIATIVES), ("r.csv", rows)]);
    let out = stdout(&onethread(folder.path(), &["review", ".", "--initiative", "returns"]));
    assert!(out.contains("Where sources disagree") && out.contains("ines") && out.contains("p7"), "{out}");
    assert!(out.contains("r.csv:3") && out.contains("org/a.toml:2:10"), "{out}");
}
