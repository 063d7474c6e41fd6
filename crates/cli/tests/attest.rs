//! `onethread attest` and `onethread ask`: what they write, what they refuse, and what they leave as it was.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// The day of these tests: 2026-06-30.
const TODAY: &str = "1782777600";

const INITIATIVES: &str = "# Two of them.\n[initiative.returns]\nleader = \"ines\"\nidea = 2026-01-12\n\n\
    [initiative.search]\nleader = \"bo\"\nidea = 2026-01-12\n";
const PEOPLE: &str = "[person.ines]\nreports-to = \"vp\"\nknown-as = \"ines-dev\"\n[person.bo]\n[person.vp]\n";

fn folder(more: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("org")).expect("a folder");
    for (path, text) in
        [("onethread.toml", ""), ("org/initiatives.toml", INITIATIVES), ("org/people.toml", PEOPLE)].iter().chain(more)
    {
        fs::write(folder.path().join(path), text).expect("a file");
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onethread"))
        .current_dir(folder)
        .args(args)
        .env("SOURCE_DATE_EPOCH", TODAY)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

/// Standard output of a run that must end well.
#[track_caller]
fn says(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Standard error of a run that must be refused, and must change nothing.
#[track_caller]
fn refused(folder: &Path, args: &[&str]) -> String {
    let before = all(folder);
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.is_empty());
    assert_eq!(all(folder), before);
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// Every file of a folder with its text, in alphabetical order.
fn all(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(all(&path));
        } else {
            files.push((path.display().to_string(), fs::read(&path).expect("a file")));
        }
    }
    files.sort();
    files
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).expect("a file")
}

fn attest<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut args =
        vec!["attest", "--initiative", "returns", "--criterion", "capable", "--answer", "holds", "--by", "vp"];
    args.extend(more);
    args
}

const BLOCK: &str = "[[attestation]]\ninitiative = \"returns\"\ncriterion = \"capable\"\nanswer = \"holds\"\nby = \"vp\"\n\
    leader = \"ines\"\non = 2026-06-30\n";

#[test]
fn an_answer_is_written_once() {
    let folder = folder(&[]);
    let first = says(folder.path(), &attest(&[]));
    assert_eq!(
        first,
        format!(
            "Added to org/attestations.toml:1\n\n{BLOCK}\nThe review now answers `capable` with `holds` (before: not \
             shown).\n"
        )
    );
    assert_eq!(text(folder.path(), "org/attestations.toml"), BLOCK);
    let before = all(folder.path());
    let again = says(folder.path(), &attest(&["--note", "in other words"]));
    assert_eq!(again, "Nothing to add: this answer of 2026-06-30 stands at org/attestations.toml:5:6 already.\n");
    assert_eq!(all(folder.path()), before);
    // Another day is another answer, and so is another person's.
    says(folder.path(), &attest(&["--on", "2026-06-29"]));
    says(
        folder.path(),
        &["attest", "--initiative", "returns", "--criterion", "capable", "--answer", "holds", "--by", "bo"],
    );
    assert_eq!(text(folder.path(), "org/attestations.toml").matches("[[attestation]]").count(), 3);
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = folder(&[]);
    let before = all(folder.path());
    let said = says(folder.path(), &attest(&["--dry-run", "--note", "a \"b\"\n\u{202e}c"]));
    assert!(said.starts_with("Would be added to org/attestations.toml:1\n\n[[attestation]]\n"), "{said}");
    assert!(said.contains("note = \"a \\\"b\\\"\\n\\u{202e}c\"\n"), "{said}");
    assert!(said.contains("The review would answer `capable` with `holds`"), "{said}");
    assert_eq!(all(folder.path()), before);
}

#[test]
fn what_is_written_already_stays_as_it_is() {
    let teams = "# Teams\r\n[[attestation]] # first\r\ninitiative = 'search'\r\ncriterion = 'capable'\r\nanswer = 'fails'\r\n\
        by = 'vp'\r\non = 2026-01-02\r\n\r\n# Payments\r\n[team.payments]\r\n";
    let folder = folder(&[("org/teams.toml", teams)]);
    let said = says(folder.path(), &attest(&[]));
    assert!(said.starts_with("Added to org/teams.toml:9\n"), "{said}");
    let (above, below) = teams.split_at(teams.find("# Payments").expect("a comment"));
    let expected = format!("{above}{}\r\n{below}", BLOCK.replace('\n', "\r\n"));
    assert_eq!(text(folder.path(), "org/teams.toml"), expected);
    assert!(!folder.path().join("org/attestations.toml").exists());
}

#[test]
fn who_and_what_is_not_known_is_refused_with_the_nearest_name() {
    let folder = folder(&[]);
    let with = |initiative: &str, criterion: &str, by: &str, on: &str| {
        let args = [
            "attest",
            "--initiative",
            initiative,
            "--criterion",
            criterion,
            "--answer",
            "holds",
            "--by",
            by,
            "--on",
            on,
        ];
        refused(folder.path(), &args)
    };
    for (said, what, near) in [
        (with("retruns", "capable", "vp", "2026-06-30"), "initiative `retruns`", "did you mean `returns`?"),
        (with("returns", "capabel", "vp", "2026-06-30"), "criterion `capabel`", "did you mean `capable`?"),
        (with("returns", "capable", "inse", "2026-06-30"), "person `inse`", "did you mean `ines`?"),
        (with("returns", "capable", "nobody-like-it", "2026-06-30"), "person `nobody-like-it`", "describe them first"),
    ] {
        assert!(said.contains(&format!("there is no {what}")) && said.contains(near), "{said}");
    }
    assert!(with("returns", "capable", "vp", "2026-07-01").contains("lies ahead"));
    assert!(with("returns", "capable", "vp", "2026-02-30").contains("not in the calendar"));
}

#[test]
fn people_are_known_by_other_names_too() {
    let folder = folder(&[]);
    let args = ["attest", "--initiative", "search", "--criterion", "capable", "--answer", "holds", "--by", "ines-dev"];
    assert!(says(folder.path(), &args).contains("by = \"ines\"\n"));
}

#[test]
fn an_answer_that_does_not_count_is_said_not_to() {
    let folder = folder(&[("onethread.toml", "[project]\ndata-cut = 2026-06-01\n")]);
    // What counts later is said before it is written.
    let late = "The review is as of 2026-06-01, the last day of the evidence, as `data-cut` says, and counts an answer of \
                2026-06-30 from that day on. Where it was known by 2026-06-01: --on 2026-06-01\n\nAdded to ";
    let said = says(folder.path(), &attest(&[]));
    assert!(said.starts_with(late), "{said}");
    // The leader's own word.
    let args = [
        "attest",
        "--initiative",
        "search",
        "--criterion",
        "capable",
        "--answer",
        "holds",
        "--by",
        "bo",
        "--on",
        "2026-05-01",
    ];
    let said = says(folder.path(), &args);
    assert!(said.contains("The review answers `capable` with `not shown`, as before"), "{said}");
}

#[test]
fn a_broken_file_is_left_alone() {
    let broken = folder(&[("org/attestations.toml", "[[attestation]]\nby = \"vp\n")]);
    let said = refused(broken.path(), &attest(&[]));
    assert!(said.contains("org/attestations.toml was not changed: the file is not valid TOML: line 2"), "{said}");
    let folder = folder(&[]);
    fs::write(folder.path().join("org/attestations.toml"), b"# \xff\n").expect("a file");
    assert!(refused(folder.path(), &attest(&[])).contains("is not UTF-8, so it was not changed"));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_file_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("kept.toml", "# kept\n")]);
    fs::set_permissions(folder.path().join("kept.toml"), fs::Permissions::from_mode(0o640)).expect("a mode");
    std::os::unix::fs::symlink("../kept.toml", folder.path().join("org/attestations.toml")).expect("a link");
    says(folder.path(), &attest(&[]));
    assert!(folder.path().join("org/attestations.toml").is_symlink());
    assert_eq!(text(folder.path(), "kept.toml"), format!("# kept\n\n{BLOCK}"));
    let mode = fs::metadata(folder.path().join("kept.toml")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_page_is_about_one_initiative() {
    let folder = folder(&[]);
    let several = refused(folder.path(), &["ask", "--format", "html"]);
    assert!(several.contains("2 initiatives are live") && several.contains("--initiative returns"), "{several}");
    let page = says(folder.path(), &["ask", "--initiative", "returns"]);
    assert!(page.starts_with("# returns\n") && page.contains("How much of your week goes to this"), "{page}");
    assert!(!page.contains("written by onethread ask"), "{page}");
    let html = says(folder.path(), &["ask", "--initiative", "returns", "--format", "html"]);
    assert!(html.starts_with("<!DOCTYPE html>") && !html.contains("<script"), "{html}");
    assert!(refused(folder.path(), &["ask", "--initiative", "retruns"]).contains("did you mean `returns`?"));
}

#[test]
fn pages_that_somebody_wrote_into_are_kept() {
    let folder = folder(&[]);
    let ask = |more: &[&str]| {
        let mut args = vec!["ask", "-o", "pages"];
        args.extend(more);
        let output = run(folder.path(), &args);
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    };
    let slashed = |text: String| text.replace('\\', "/");
    let (code, said) = ask(&[]);
    assert_eq!((code, slashed(said)), (Some(0), "written   pages/returns.md\nwritten   pages/search.md\n".to_owned()));
    assert_eq!(slashed(ask(&[]).1), "as it was pages/returns.md\nas it was pages/search.md\n");
    // An answer written into a page, and a file that was never ours.
    let returns = text(folder.path(), "pages/returns.md").replacen("Answer:\n", "Answer: all of it\n", 1);
    fs::write(folder.path().join("pages/returns.md"), &returns).expect("a file");
    fs::write(folder.path().join("pages/search.md"), "# My notes\n").expect("a file");
    let (code, said) = ask(&[]);
    assert_eq!((code, slashed(said)), (Some(1), "kept      pages/returns.md\nkept      pages/search.md\n".to_owned()));
    assert_eq!(text(folder.path(), "pages/returns.md"), returns);
    assert_eq!(text(folder.path(), "pages/search.md"), "# My notes\n");
    let (code, said) = ask(&["--force", "--initiative", "search"]);
    assert_eq!((code, slashed(said)), (Some(0), "written   pages/search.md\n".to_owned()));
    // What nobody touched follows what is known.
    says(
        folder.path(),
        &["attest", "--initiative", "search", "--criterion", "capable", "--answer", "holds", "--by", "vp"],
    );
    assert!(ask(&[]).1.ends_with("search.md\n") && !text(folder.path(), "pages/search.md").contains("capable`."));
    let left: Vec<String> = all(&folder.path().join("pages")).into_iter().map(|(path, _)| path).collect();
    assert_eq!(left.len(), 2, "no draft is left behind: {left:?}");
}
