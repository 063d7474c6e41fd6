//! Limits: up to one everything is read, and one step beyond it is refused in words that name the limit.

#![cfg(unix)]

mod common;

use std::path::Path;

use common::{folder, onethread, stderr, stdout};
use onethread_model::config::CONFIG_KINDS;
use onethread_model::fields::{FieldType, Shape};
use onethread_model::limits::LIMITS;

const ROSTER: &str = "Login,Team,Title,Manager\nada,core,Lead,\nbo,core,Engineer,ada\ncy,core,Engineer,ada\n";

fn organization() -> tempfile::TempDir {
    folder(&[
        ("org/a.toml", b"[initiative.a]\nleader = \"x\"\n"),
        ("org/b.toml", b"[initiative.b]\nleader = \"y\"\n"),
        ("org/deep/er/c.toml", b"[initiative.c]\nleader = \"z\"\n"),
        ("r.csv", ROSTER.as_bytes()),
    ])
}

/// Each limit with the number that just holds for the small input, and a command that meets it.
const REACHED: &[(&str, u64, &[&str])] = &[
    ("organization-files", 3, &["review"]),
    ("organization-depth", 2, &["review"]),
    ("organization-file-bytes", 28, &["review"]),
    ("organization-file-statements", 2, &["review"]),
    ("organization-bytes", 84, &["review"]),
    ("entities", 3, &["review"]),
    ("sheet-file-bytes", 82, &["init", "x", "--from=r.csv", "--dry-run"]),
    ("sheet-rows", 4, &["init", "x", "--from=r.csv", "--dry-run"]),
    ("sheet-columns", 4, &["init", "x", "--from=r.csv", "--dry-run"]),
    ("sheet-cells", 16, &["init", "x", "--from=r.csv", "--dry-run"]),
];

#[test]
fn limits_hold_at_the_line_and_not_beyond_it() {
    for (key, reached, args) in REACHED {
        let place = organization();
        let run = |number: u64| {
            let limit = format!("{key}={number}");
            onethread(place.path(), &[args, &["--limit", &limit][..]].concat())
        };
        let at = run(*reached);
        assert!(at.status.success(), "{key}={reached}: {}", stderr(&at));
        let beyond = run(reached - 1);
        let said = stderr(&beyond);
        assert_eq!(beyond.status.code(), Some(2), "{key}={}: {said}{}", reached - 1, stdout(&beyond));
        assert!(said.contains(&format!("--limit {key}")), "{key}: {said}");
    }
}

/// A limit that no test above meets is met by one below, or by one of the crate that reads such files.
#[test]
fn every_limit_is_met_by_a_test() {
    let elsewhere =
        ["organization-walk", "sheets", "sheet-parts", "sheet-unpacked-bytes", "source-file-bytes", "settings-bytes"];
    for limit in LIMITS {
        let is_met = REACHED.iter().any(|(key, ..)| *key == limit.key) || elsewhere.contains(&limit.key);
        assert!(is_met, "{}: no test meets it", limit.key);
    }
}

#[test]
fn folders_and_sources_are_bounded() {
    let place = organization();
    let walk = onethread(place.path(), &["review", "--limit", "organization-walk=3"]);
    assert!(stderr(&walk).contains("--limit organization-walk"), "{}", stderr(&walk));
    let settings = b"[source.a]\nfile = \"a.csv\"\ntable = \"decision\"\n";
    let place = folder(&[("onethread.toml", settings), ("a.csv", b"initiative,day\n")]);
    let run = |number: u64| onethread(place.path(), &["review", "--limit", &format!("source-file-bytes={number}")]);
    assert!(!stderr(&run(15)).contains("source-file-bytes"));
    assert!(stderr(&run(14)).contains("--limit source-file-bytes"), "{}", stderr(&run(14)));
}

/// What is written from less than all would be wrong: beyond each limit of the organization's files nothing is.
#[test]
fn nothing_is_written_where_a_limit_left_something_out() {
    let writers: &[&[&str]] = &[
        &["check", "--fix"],
        &["check", "--write-baseline"],
        &["check", "--add-waivers", "--owner", "x", "--until", "2026-12-31", "--reason", "x"],
        &["attest", "--initiative", "a", "--criterion", "capable", "--answer", "holds", "--by", "x"],
    ];
    let limits = REACHED.iter().filter(|(key, ..)| !key.starts_with("sheet-"));
    for (key, reached, _) in limits.chain([&("organization-walk", 5, &["review"][..])]) {
        for args in writers {
            let place = organization();
            let run = |number: u64| {
                let limit = format!("{key}={number}");
                onethread(place.path(), &[args, &["--limit", &limit][..]].concat())
            };
            let before = common::everything_in(place.path());
            let beyond = run(reached - 1);
            let said = stderr(&beyond);
            assert_eq!(beyond.status.code(), Some(2), "{key} {args:?}: {said}");
            assert!(said.contains("nothing was written") && said.contains(key), "{key} {args:?}: {said}");
            assert_eq!(common::everything_in(place.path()), before, "{key} {args:?}");
            let at = run(*reached);
            assert!(!stderr(&at).contains("nothing was written"), "{key} {args:?}: {}", stderr(&at));
        }
    }
}

fn days(place: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = onethread(place, args);
    (output.status.code(), stderr(&output) + &stdout(&output))
}

/// Every whole number of the settings at both ends of its range and one step beyond: a diagnostic, and never a panic.
#[test]
fn numbers_of_settings_stay_in_their_range() {
    let rows: String =
        (0..40).map(|n| format!("d{n},returns,2026-0{}-01,2026-0{}-09\n", n % 6 + 1, n % 6 + 1)).collect();
    let decisions = format!("decision,initiative,day,decided\n{rows}");
    let mut seen = 0;
    for kind in CONFIG_KINDS {
        for field in kind.fields {
            let FieldType::Count(least, most) = field.ty else { continue };
            seen += 1;
            let (least, most) = (u64::from(least), u64::from(most));
            for number in [least.wrapping_sub(1), 0, 1, least, most, most + 1, u64::from(u32::MAX), u64::MAX >> 1] {
                let header = match kind.shape {
                    Shape::ById => format!("[{}.x]\nfile = \"org\"\nformat = \"git\"", kind.name),
                    _ => format!("[{}]", kind.name),
                };
                let settings = format!(
                    "{header}\n{} = {}\n[source.dec]\nfile = \"dec.csv\"\ntable = \"decision\"\n",
                    field.key, number as i64
                );
                let place = folder(&[
                    ("onethread.toml", settings.as_bytes()),
                    ("org/a.toml", b"[initiative.returns]\nleader = \"x\"\n"),
                    ("dec.csv", decisions.as_bytes()),
                ]);
                let is_fine = (least..=most).contains(&number);
                for args in [&["check", "--exit-zero"][..], &["review"], &["show", "decisions"]] {
                    let (code, said) = days(place.path(), args);
                    assert!(code.is_some_and(|code| code <= 2), "{} = {number}: {said}", field.key);
                    let refused = said.contains(&format!("expected a whole number from {least}"));
                    assert_eq!(refused, !is_fine, "{args:?} {} = {number}: {said}", field.key);
                }
            }
        }
    }
    assert!(seen >= 5, "{seen} numbers");
}
