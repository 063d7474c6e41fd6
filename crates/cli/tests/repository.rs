//! A newcomer's first minute in a repository: look, draft, review, accept.

#![cfg(unix)]

mod common;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{folder, onethread, stderr, stdout};

const OWNERS: &str = "/pay/ @shop/payments\n/cart/ @shop/checkout\n/gone/ @shop/ghosts\n";

/// Runs the system's git; absent where there is none.
fn git(folder: &Path, args: &[&str], input: &str) -> Option<()> {
    let mut child = Command::new("git")
        .current_dir(folder)
        .args(args)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    assert!(child.wait().ok()?.success(), "git {args:?}");
    Some(())
}

/// A year of an invented shop: six people in `pay`, whose subjects carry `PAY-n`, six in `cart`, one change in ten of
/// theirs over both, a program in `web`, and nobody's `lib`. The key is another one where `key` says so.
fn shop(root: &Path, key: &str) -> Option<()> {
    // 2025-07-01, and a change a day from there.
    const START: i64 = 1_751_328_000;
    let mut script = String::new();
    for day in 0..364_i64 {
        let (team, person) =
            ([("pay", "p"), ("cart", "c"), ("web", "bot"), ("lib", "x")][(day % 4) as usize], day / 4 % 6);
        let name = if team.1 == "bot" { "dependabot[bot]".to_owned() } else { format!("Person {}{person}", team.1) };
        let subject = if team.0 == "pay" { format!("{key}-{day} pay faster") } else { format!("Change {day}") };
        let when = START + day * 86_400;
        let who = format!("{name} <{}{person}@example.org> {when} +0000", team.1);
        let _ = write!(
            script,
            "commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {}\n{subject}\n",
            subject.len()
        );
        let mut file = |path: String, text: String| {
            let _ = write!(script, "M 100644 inline {path}\ndata {}\n{text}\n", text.len());
        };
        if day == 0 {
            file(".github/CODEOWNERS".to_owned(), OWNERS.to_owned());
        }
        file(format!("{}/src/{}.rs", team.0, day % 7), format!("{day}"));
        if team.0 == "pay" && day % 40 == 0 {
            file("cart/src/shared.rs".to_owned(), format!("{day}"));
        }
        script.push('\n');
    }
    git(root, &["init", "--quiet", "--initial-branch=main"], "")?;
    git(root, &["fast-import", "--quiet"], &script)
}

#[test]
fn a_newcomer_sees_something_true_and_keeps_every_file() {
    let folder = folder(&[]);
    let root = folder.path();
    if shop(root, "PAY").is_none() {
        eprintln!("skipped: there is no git here");
        return;
    }
    let look = stdout(&onethread(root, &[]));
    for says in ["this folder is a repository", "CODEOWNERS", "nothing is described", "Next: onethread init"] {
        assert!(look.contains(says), "{says}: {look}");
    }

    let dry = onethread(root, &["init", "--dry-run"]);
    let said = stdout(&dry);
    assert!(!root.join("onethread.toml").exists() && !root.join("org").exists(), "a dry run wrote: {said}");
    for says in ["known-as = [\"shop/payments\"]", "[component.cart]", "pay: changes carry the issue prefix `PAY`"] {
        assert!(said.contains(says), "{says}: {said}{}", stderr(&dry));
    }

    let done = stdout(&onethread(root, &["init"]));
    assert!(done.contains("Wrote onethread.toml"), "{done}");
    // 273 changes of people, each of a change-set of its own; both count the same.
    assert!(done.contains("in the last 365 days 273 changes by 18 people, and 91 by bots"), "{done}");
    let settings = std::fs::read_to_string(root.join("onethread.toml")).expect("settings");
    assert!(
        settings.contains(r"references = '\b(PAY)-[0-9]+\b'") || settings.contains(r#""\\b(PAY)-[0-9]+\\b""#),
        "{settings}"
    );
    assert!(settings.contains("data-cut = 2026-06-29"), "{settings}");

    let review = onethread(root, &["review"]);
    let said = stdout(&review);
    assert_eq!(stderr(&review), "", "what init writes is understood");
    let findings: Vec<&str> =
        said.lines().skip_while(|line| !line.starts_with("What stands out")).filter(|line| is_numbered(line)).collect();
    assert!(findings.len() >= 2, "{said}");
    for says in [
        // 91 of the 273 changes that people made are in `lib`, and each touches one path but ten that touch two.
        "changes to files in the last year",
        "rule without effect in ownership files",
        "273 changes by 18 people in a year",
        "more changes, by bots, are left out",
        "Where people work",
        "What changes together",
        "Changes carry the issue prefix `PAY`: 91 changes",
        "onethread init --accept pay",
    ] {
        // Wherever a line ends.
        assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(says), "{says}: {said}");
    }
    assert!(!said.contains("belong to no initiative"), "none is known that anything could belong to: {said}");
    // Two teams are too few to compare, and enough for a matrix.
    let subjects = [("coupling", "components"), ("matrix", "checkout"), ("areas", "cart")];
    for (subject, says) in subjects {
        let said = stdout(&onethread(root, &["show", subject]));
        assert!(said.contains(says), "{subject}: {said}");
    }

    std::fs::write(root.join("org/teams.toml"), "# mine\n[team.payments]\n").expect("a file");
    let again = stdout(&onethread(root, &["init"]));
    assert!(again.contains("Wrote nothing"), "{again}");
    assert_eq!(std::fs::read_to_string(root.join("org/teams.toml")).expect("a file"), "# mine\n[team.payments]\n");

    let wrong = onethread(root, &["init", "--accept", "pya"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("did you mean `pay`?"), "{}", stderr(&wrong));
    let accepted = stdout(&onethread(root, &["init", "--accept", "pay"]));
    assert!(accepted.contains("Wrote org/initiatives.toml"), "{accepted}");
    let said = stdout(&onethread(root, &["review"]));
    assert!(said.contains("1 live initiative"), "{said}");
    let twice = onethread(root, &["init", "--accept", "pay"]);
    assert_eq!(twice.status.code(), Some(2), "{}", stdout(&twice));
}

#[test]
fn a_prefix_of_proposals_is_a_registry_and_no_initiative() {
    let folder = folder(&[]);
    let root = folder.path();
    if shop(root, "KEP").is_none() {
        eprintln!("skipped: there is no git here");
        return;
    }
    let done = stdout(&onethread(root, &["init"]));
    assert!(done.contains("a registry of them: changes carry numbers of the list of proposals `KEP`"), "{done}");
    assert!(!done.contains("--accept kep"), "{done}");
    let said = stdout(&onethread(root, &["review"]));
    assert!(said.contains("`KEP` numbers the entries of a list of proposals"), "{said}");
    assert!(!said.contains("no issue prefix in the subjects"), "there is one: {said}");
    let refused = onethread(root, &["init", "--accept", "kep"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("a list of many matters, and no initiative"), "{}", stderr(&refused));
}

fn is_numbered(line: &str) -> bool {
    line.trim_start().split(' ').next().is_some_and(|word| word.trim_end_matches('.').parse::<u32>().is_ok())
}

#[test]
fn a_folder_with_nothing_says_what_to_bring() {
    let empty = folder(&[]);
    let look = stdout(&onethread(empty.path(), &[]));
    assert!(look.contains("no repository here") && look.contains("onethread init --from"), "{look}");
    let output = onethread(empty.path(), &["init"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no repository here"), "{}", stderr(&output));
    let sheets = folder(&[("people.csv", b"Seat,Team\npay-1,payments\n")]);
    let output = onethread(sheets.path(), &["init"]);
    assert!(stderr(&output).contains("onethread init --from people.csv"), "{}", stderr(&output));
}
