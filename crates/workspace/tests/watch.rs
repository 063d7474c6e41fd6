//! Watching: a table of what people and tools do to a folder, each met by notices and by looks alone. Every wait has an end.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use onethread_files::{Outside, Root};
use onethread_workspace::{ChangeKind, Watcher};

const SETTINGS: &str = "[source.plan]\nfile = \"data/plan.csv\"\ntable = \"allocation\"\n";
/// More than any change takes to be given.
const LONG: Duration = Duration::from_secs(20);
/// More than a change takes that is given.
const SHORT: Duration = Duration::from_millis(1_700);

fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in [
        ("onethread.toml", SETTINGS),
        ("org/people.toml", "[person.ines]\n"),
        ("org/teams/core.toml", "[team.core]\n"),
        ("data/plan.csv", "person,initiative,share,from\n"),
        ("notes.txt", "nothing of this is read\n"),
    ] {
        write(folder.path(), path, text);
    }
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Writes as editors do: another file, over the one that is there.
fn replace(folder: &Path, path: &str, text: &str) {
    write(folder, &format!("{path}.swp"), text);
    fs::rename(folder.join(format!("{path}.swp")), folder.join(path)).expect("renamed");
}

/// A way to watch.
type Way = (&'static str, fn(&Root) -> Watcher);

/// Both of them.
const WAYS: [Way; 2] = [("notices", Watcher::new), ("looks", Watcher::looking)];

fn root(folder: &Path) -> Root {
    Root::new(folder, Outside::none())
}

fn said(watcher: &mut Watcher, most: Duration) -> Vec<String> {
    let changes = watcher.wait(Some(Instant::now() + most)).unwrap_or_default();
    assert_eq!(changes.total, changes.changes.len());
    let word = |kind| match kind {
        ChangeKind::Added => "added",
        ChangeKind::Edited => "edited",
        ChangeKind::Removed => "removed",
    };
    changes.changes.iter().map(|change| format!("{} {}", change.path, word(change.kind))).collect()
}

/// What is done to a folder, and what is given of it.
type Deed = (&'static str, fn(&Path), &'static [&'static str]);

const DEEDS: &[Deed] = &[
    ("a file is written", |at| write(at, "org/people.toml", "[person.bo]\n"), &["org/people.toml edited"]),
    (
        "a file is written with as many bytes",
        |at| write(at, "org/people.toml", "[person.aden]\n"),
        &["org/people.toml edited"],
    ),
    ("a file is replaced", |at| replace(at, "org/people.toml", "[person.ines]\n"), &["org/people.toml edited"]),
    ("a file is new", |at| write(at, "org/new.toml", ""), &["org/new.toml added"]),
    ("a folder in a folder is new", |at| write(at, "org/a/b/c.toml", "[team.c]\n"), &["org/a/b/c.toml added"]),
    (
        "a file is renamed",
        |at| fs::rename(at.join("org/people.toml"), at.join("org/staff.toml")).expect("renamed"),
        &["org/people.toml removed", "org/staff.toml added"],
    ),
    (
        "a folder goes",
        |at| fs::remove_dir_all(at.join("org/teams")).expect("removed"),
        &["org/teams/core.toml removed"],
    ),
    (
        "a folder goes, and comes again with another file",
        |at| {
            fs::remove_dir_all(at.join("org")).expect("removed");
            write(at, "org/all.toml", "");
        },
        &["org/all.toml added", "org/people.toml removed", "org/teams/core.toml removed"],
    ),
    (
        "a source grows",
        |at| write(at, "data/plan.csv", "person,initiative,share,from\na,b,1,2026-01-01\n"),
        &["data/plan.csv edited"],
    ),
    ("the agreement is new", |at| write(at, "agreement.toml", "[agreement]\n"), &["agreement.toml added"]),
    (
        "the settings name another source, which is there",
        |at| {
            write(at, "data/other.csv", "");
            replace(at, "onethread.toml", &SETTINGS.replace("plan.csv", "other.csv"));
        },
        &["data/other.csv added", "data/plan.csv removed", "onethread.toml edited"],
    ),
    (
        "two files change together",
        |at| {
            write(at, "org/people.toml", "[person.cy]\n");
            sleep(Duration::from_millis(40));
            write(at, "org/teams/core.toml", "[team.core]\nwhy = \"x\"\n");
        },
        &["org/people.toml edited", "org/teams/core.toml edited"],
    ),
];

/// Something that is done in a folder.
type Nothing = (&'static str, fn(&Path));

/// What changes no input.
const NOTHINGS: &[Nothing] = &[
    ("another file", |at| write(at, "notes.txt", "still not read\n")),
    ("a file of another ending", |at| write(at, "org/people.toml.bak", "x")),
    ("the local folder", |at| write(at, ".onethread/lock", "x")),
    ("a draft", |at| write(at, "org/.onethread.0123456789abcdef.draft", "[team.x]\n")),
    ("a file that comes and goes", |at| {
        write(at, "org/passing.toml", "");
        fs::remove_file(at.join("org/passing.toml")).expect("removed");
    }),
    ("reading", |at| drop(fs::read(at.join("org/people.toml")))),
];

#[test]
fn every_change_is_given_once_and_whole() {
    for (what, deed, expected) in DEEDS {
        for (how, watch) in WAYS {
            let shop = shop();
            let mut watcher = watch(&root(shop.path()));
            assert_eq!(watcher.inputs(), 4, "{what}, {how}");
            deed(shop.path());
            assert_eq!(said(&mut watcher, LONG), *expected, "{what}, by {how}");
        }
    }
}

#[test]
fn what_is_no_input_is_not_given() {
    for (how, watch) in WAYS {
        let shop = shop();
        let mut watcher = watch(&root(shop.path()));
        for (what, deed) in NOTHINGS {
            deed(shop.path());
            assert_eq!(said(&mut watcher, SHORT), Vec::<String>::new(), "{what}, by {how}");
        }
        // It was not deaf.
        write(shop.path(), "org/people.toml", &format!("[person.{how}]\n"));
        assert_eq!(said(&mut watcher, LONG), ["org/people.toml edited"], "{how}");
    }
}

#[test]
fn a_written_output_is_no_input() {
    let shop = shop();
    write(shop.path(), "onethread.toml", "[source.packages]\nfile = \".\"\ntable = \"package\"\nformat = \"npm\"\n");
    let mut watcher = Watcher::new(&root(shop.path())).apart_from(Some(&shop.path().join("review.html")));
    write(shop.path(), "review.html", "<p>");
    assert_eq!(said(&mut watcher, SHORT), Vec::<String>::new());
    write(shop.path(), "package.json", "{}");
    assert_eq!(said(&mut watcher, LONG), [". edited"]);
}

#[test]
fn a_commit_in_a_repository_of_a_source_is_given() {
    let shop = shop();
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org"];
        let done = Command::new("git")
            .args(identity)
            .args(args)
            .current_dir(shop.path().join("code"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output();
        assert!(done.expect("git starts").status.success(), "{args:?}");
    };
    write(shop.path(), "onethread.toml", "[source.history]\nfile = \"code\"\nformat = \"git\"\n");
    write(shop.path(), "code/a.rs", "");
    git(&["init", "-q"]);
    for (how, watch) in WAYS {
        let mut watcher = watch(&root(shop.path()));
        write(shop.path(), "code/a.rs", how);
        git(&["add", "a.rs"]);
        git(&["commit", "-q", "-m", how]);
        let expected = if how == "notices" { "code added" } else { "code edited" };
        assert_eq!(said(&mut watcher, LONG), [expected], "{how}");
    }
}

/// All of it in few sets, none lost, and no list that grows with it.
#[test]
fn ten_thousand_files_at_once_are_given_in_few_sets() {
    let shop = shop();
    let mut watcher = Watcher::new(&root(shop.path()));
    let at = shop.path().to_owned();
    let writer = std::thread::spawn(move || {
        for number in 0..10_000 {
            let name = format!("org/{}/f{number}.toml", number % 40);
            write(&at, &name, "");
        }
    });
    let (mut given, mut sets, end) = (0, 0, Instant::now() + 3 * LONG);
    while given < 10_000 && Instant::now() < end {
        let Some(set) = watcher.wait(Some(end)) else { break };
        assert!(set.changes.len() <= 1_000, "{}", set.changes.len());
        let added = set.changes.iter().filter(|change| change.kind == ChangeKind::Added).count();
        assert_eq!(added, set.changes.len(), "nothing but new files");
        (given, sets) = (given + set.total, sets + 1);
    }
    writer.join().expect("the writer");
    // A file may be met between its making and its first byte, and is then given again.
    assert!((10_000..10_100).contains(&given), "{given} in {sets} sets");
    assert!(sets <= 30, "{sets}");
    assert_eq!(watcher.inputs(), 10_004);
}

/// What never ends is given all the same, and not at every step.
#[test]
fn a_file_that_is_never_still_is_given_every_few_seconds() {
    let shop = shop();
    let mut watcher = Watcher::new(&root(shop.path()));
    let at = shop.path().to_owned();
    let writer = std::thread::spawn(move || {
        for number in 0..120 {
            write(&at, "data/plan.csv", &"x".repeat(number));
            sleep(Duration::from_millis(50));
        }
    });
    let (mut sets, end) = (0, Instant::now() + Duration::from_secs(6));
    while watcher.wait(Some(end)).is_some() {
        sets += 1;
    }
    writer.join().expect("the writer");
    assert!((2..=6).contains(&sets), "{sets} sets in six seconds");
}
