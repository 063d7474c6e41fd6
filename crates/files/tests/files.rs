//! What may be opened, and what becomes of a file that others write as well.

#![cfg(unix)]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use onethread_files::{FailureKind, FileFailure, Outside, Root, Typed, WalkLimit, WalkLimits, Writing, relative};

const MAX: u64 = 1 << 20;

fn folder() -> (tempfile::TempDir, Root) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Root::new(folder.path(), Outside::none());
    (folder, root)
}

fn writing(root: &Root) -> Writing {
    root.writing(&mut || ()).expect("the right to write")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn paths_stay_inside_or_where_a_person_allowed_them() {
    let all = tempfile::tempdir().expect("a folder");
    let path = |name: &str| all.path().join(name);
    for name in ["in/a/x", "in/y", "out/z", "out/deep/w"] {
        fs::create_dir_all(path(name).parent().expect("a parent")).expect("a folder");
        fs::write(path(name), name).expect("a file");
    }
    symlink(path("out/z"), path("in/link")).expect("a link");
    symlink("../out", path("in/folder")).expect("a link");
    symlink("a/x", path("in/inner")).expect("a link");
    symlink(path("in/a/x"), path("in/whole")).expect("a link");
    let inside = ["y", "a/x", "./a/../y", "inner", "whole", "a/./x"].map(PathBuf::from);
    let inside = inside.into_iter().chain([path("in/a/x")]);
    let outside = ["../out/z", "link", "folder/z", "a/../../out/z", "/etc/passwd", ".."].map(PathBuf::from);
    let strict = Root::new(&path("in"), Outside::none());
    for inside in inside {
        assert!(strict.read(&inside, MAX).expect("it is inside").is_some(), "{}", inside.display());
    }
    for outside in outside.into_iter().chain([path("out/z")]) {
        let failure = strict.read(&outside, MAX).expect_err("it lies outside");
        assert_eq!(failure.kind, FailureKind::Refused, "{failure}");
        assert!(failure.what.contains("is not opened") && failure.hints[0].contains("--allow-outside"), "{failure}");
    }
    let allowed = |place: &str| Root::new(&path("in"), Outside::of([path(place)]));
    for (place, read, is_read) in [
        ("out", "../out/z", true),
        ("out", "link", true),
        ("out", "folder/deep/w", true),
        ("out/z", "../out/z", true),
        ("out/z", "link", true),
        ("out/z", "../out/deep/w", false),
        ("out/deep", "../out/z", false),
        ("ou", "../out/z", false),
    ] {
        assert_eq!(allowed(place).read(read, MAX).is_ok_and(|read| read.is_some()), is_read, "{place}: {read}");
    }
    // Writing is not freer than reading.
    let writing = writing(&strict);
    for outside in ["../out/z", "link", "folder/new", "../new"] {
        let failure = writing.overwrite(outside, b"no").expect_err("it lies outside");
        assert_eq!(failure.kind, FailureKind::Refused, "{outside}: {failure}");
    }
    assert_eq!(fs::read_to_string(path("out/z")).expect("a file"), "out/z");
    assert_eq!(names(&path("out")), ["deep", "z"]);
}

#[test]
fn only_regular_files_up_to_a_limit_are_read() {
    let (folder, root) = folder();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("ten"), "0123456789").expect("a file");
    assert_eq!(root.read("ten", 10).expect("at the line"), Some(b"0123456789".to_vec()));
    let over = root.read("ten", 9).expect_err("one beyond it");
    assert!(over.what.contains("ten cannot be read: it holds 10 bytes, more than the limit of 9"), "{over}");
    assert_eq!(root.read("nothing", 9).expect("none is no failure"), None);
    assert_eq!(root.read("nothing/here", 9).expect("none is no failure"), None);
    // In the way of a folder stands a file: that is not "none".
    assert!(root.read("ten/x", 9).is_err());
    assert!(std::process::Command::new("mkfifo").arg(path("pipe")).status().expect("mkfifo").success());
    drop(std::os::unix::net::UnixListener::bind(path("socket")).expect("a socket"));
    fs::create_dir(path("folder")).expect("a folder");
    for (name, what) in [("pipe", "a named pipe"), ("socket", "a socket"), ("folder", "a folder")] {
        let failure = root.read(name, MAX).expect_err(name);
        assert!(failure.what.starts_with(&format!("{name} cannot be read: it is {what}")), "{failure}");
        assert!(!failure.hints.is_empty(), "{failure}");
    }
    // Where a person allowed it, a device is still none.
    symlink("/dev/zero", path("zero")).expect("a link");
    let freer = root.allowing(Outside::of(["/dev/zero"]));
    assert!(freer.read("zero", MAX).expect_err("a device").what.contains("it is a device"));
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused() {
    let (folder, root) = folder();
    let path = folder.path().join("log");
    fs::write(&path, vec![b'x'; 64 << 20]).expect("a file");
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::OpenOptions::new().append(true).open(&path).expect("a file");
            while !is_over.load(Ordering::Relaxed) {
                file.write_all(b"x").expect("written");
            }
        });
        let failure = root.read("log", 256 << 20);
        is_over.store(true, Ordering::Relaxed);
        let failure = failure.expect_err("it grows");
        assert!(failure.what.contains("log cannot be read: it changes or grows while it is read"), "{failure}");
    });
    assert!(root.read("log", 256 << 20).is_ok(), "when nobody writes, it is read");
}

#[test]
fn an_edit_is_made_on_what_stands_there_just_before_it_is_written() {
    let (folder, root) = folder();
    let path = folder.path().join("a.toml");
    fs::write(&path, "one\n").expect("a file");
    let writing = writing(&root);
    let mut tries = 0;
    // An editor, which takes no lock, saves while the edit is made.
    let edited = writing.edit("a.toml", MAX, |text| {
        tries += 1;
        if tries <= 2 {
            fs::write(&path, format!("{text}by hand {tries}\n")).expect("a file");
        }
        Ok::<_, FileFailure>(format!("{text}edited\n"))
    });
    assert_eq!(edited.expect("it ends").after, "one\nby hand 1\nby hand 2\nedited\n");
    assert_eq!(fs::read_to_string(&path).expect("a file"), "one\nby hand 1\nby hand 2\nedited\n");
    // Whoever never stops keeps what they wrote.
    let mut last = String::new();
    let edited = writing.edit("a.toml", MAX, |text| {
        last = format!("{text}again\n");
        fs::write(&path, &last).expect("a file");
        Ok::<_, FileFailure>("edited\n".to_owned())
    });
    let failure = edited.expect_err("it never keeps still");
    assert_eq!(failure.kind, FailureKind::Conflict);
    assert!(failure.what.contains("a.toml changed since it was read: it holds other text now"), "{failure}");
    assert_eq!(fs::read_to_string(&path).expect("a file"), last);
    // What appeared, and what is gone.
    let appeared = writing.replace("a.toml", None, b"x").expect_err("it is there");
    assert!(appeared.what.contains("it is there now"), "{appeared}");
    let gone = writing.replace("b.toml", Some(b"x"), b"y").expect_err("it is not there");
    assert!(gone.what.contains("it is gone"), "{gone}");
    assert_eq!(names(folder.path()), [".onethread", "a.toml"], "no draft is left");
}

#[test]
fn one_run_writes_at_a_time_and_others_wait() {
    let (_folder, root) = folder();
    let first = writing(&root);
    let (waited, got) = (AtomicBool::new(false), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let second = root.writing(&mut || waited.store(true, Ordering::SeqCst));
            got.store(second.is_ok(), Ordering::SeqCst);
        });
        std::thread::sleep(Duration::from_millis(700));
        assert!(waited.load(Ordering::SeqCst) && !got.load(Ordering::SeqCst), "it waits, and says so");
        drop(first);
    });
    assert!(got.load(Ordering::SeqCst), "it goes on when the first one ends");
    let _first = writing(&root);
    let failure = root.writing_within(Duration::from_secs(1), &mut || ()).expect_err("it is held");
    assert_eq!(failure.kind, FailureKind::Busy);
    assert!(failure.what.contains("another run has been writing here for 1 seconds"), "{failure}");
    assert!(failure.what.contains(".onethread/lock") && failure.hints.len() == 2, "{failure}");
}

#[test]
fn drafts_of_dead_runs_go_and_those_of_the_living_stay() {
    let (folder, root) = folder();
    let draft = |digit: &str| folder.path().join(format!(".onethread.{}.draft", digit.repeat(16)));
    fs::write(draft("a"), "dead").expect("a file");
    fs::write(draft("b"), "alive").expect("a file");
    let alive = fs::File::open(draft("b")).expect("a file");
    alive.try_lock().expect("the maker has it");
    for theirs in [".onethread.draft", ".attestations.toml.1.draft", ".onethread.0123456789abcdeg.draft"] {
        fs::write(folder.path().join(theirs), "a person's own").expect("a file");
    }
    drop(writing(&root));
    assert!(!draft("a").exists() && draft("b").exists());
    assert_eq!(names(folder.path()).len(), 5);
    drop(alive);
    root.sweep("");
    assert!(!draft("b").exists());
    // Beside a file that is written to, wherever that lies.
    fs::write(draft("c"), "dead").expect("a file");
    let typed = Typed::new(&folder.path().join("report"), &Outside::none()).expect("a path");
    typed.write(b"whole").expect("written");
    assert!(!draft("c").exists());
}

#[test]
fn the_local_folder_is_no_link_and_stays_out_of_git() {
    let (folder, root) = folder();
    drop(writing(&root));
    assert_eq!(fs::read_to_string(folder.path().join(".onethread/.gitignore")).expect("a file"), "*\n");
    for inside in [true, false] {
        let (folder, root) = self::folder();
        let elsewhere = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("kept")).expect("a folder");
        let to = if inside { Path::new("kept") } else { elsewhere.path() };
        symlink(to, folder.path().join(".onethread")).expect("a link");
        let failure = root.writing(&mut || ()).expect_err("it is a link");
        assert!(failure.what.contains(".onethread is a link"), "{failure}");
        assert!(names(elsewhere.path()).is_empty() && names(&folder.path().join("kept")).is_empty());
    }
}

#[test]
fn a_walk_ends_and_says_what_is_in_the_way() {
    let (folder, root) = folder();
    let path = |name: &str| folder.path().join(name);
    for name in ["org/b.toml", "org/a/x.toml", "org/a.toml", "org/notes.md"] {
        fs::create_dir_all(path(name).parent().expect("a parent")).expect("a folder");
        fs::write(path(name), name).expect("a file");
    }
    symlink("..", path("org/a/up")).expect("a link");
    symlink("/etc", path("org/etc")).expect("a link");
    let limits = WalkLimits { entries_max: 7, depth_max: 3, files_max: 3 };
    let walked = root.walk(Path::new("org"), "toml", limits);
    assert_eq!(walked.files, ["org/a/x.toml", "org/a.toml", "org/b.toml"].map(PathBuf::from));
    assert_eq!(walked.loops, [PathBuf::from("org/a/up")]);
    assert_eq!(walked.failures.len(), 1, "{:?}", walked.failures);
    assert!(walked.failures[0].1.what.contains("org/etc is not opened"), "{:?}", walked.failures);
    assert_eq!(walked.passed, []);
}

#[test]
fn a_walk_goes_up_to_its_limits_and_names_the_one_that_it_passes() {
    let (folder, root) = folder();
    let path = |name: &str| folder.path().join(name);
    for name in ["org/1/2/x.toml", "org/1/y.toml", "org/z.toml"] {
        fs::create_dir_all(path(name).parent().expect("a parent")).expect("a folder");
        fs::write(path(name), name).expect("a file");
    }
    let walk = |entries_max, depth_max, files_max| {
        let walked = root.walk(Path::new("org"), "toml", WalkLimits { entries_max, depth_max, files_max });
        (walked.files.len(), walked.passed)
    };
    let passed = |path: &str, limit| vec![(PathBuf::from(path), limit)];
    assert_eq!(walk(5, 2, 3), (3, Vec::new()));
    assert_eq!(walk(4, 2, 3), (2, passed("org", WalkLimit::Entries)));
    assert_eq!(walk(0, 2, 3), (0, passed("org", WalkLimit::Entries)));
    // What lies beside a folder that is too deep is found.
    assert_eq!(walk(5, 1, 3), (2, passed("org/1/2", WalkLimit::Depth)));
    assert_eq!(walk(5, 2, 2), (2, passed("org/z.toml", WalkLimit::Files)));
}

#[test]
fn what_a_person_types_may_lie_anywhere_but_no_link_of_a_tree_leads_it_out() {
    let all = tempfile::tempdir().expect("a folder");
    let path = |name: &str| all.path().join(name);
    for name in ["tree/.git", "tree/sub", "free", "other/.git"] {
        fs::create_dir_all(path(name)).expect("a folder");
    }
    fs::write(path("free/x"), "x").expect("a file");
    symlink(path("free"), path("tree/free")).expect("a link");
    symlink(path("other"), path("tree/other")).expect("a link");
    symlink(path("free/x"), path("link")).expect("a link");
    let typed = |name: &str| Typed::new(&path(name), &Outside::none());
    // Outside of any tree, a link is the person's own.
    typed("link").expect("a path").write(b"new").expect("written");
    assert_eq!(fs::read_to_string(path("free/x")).expect("a file"), "new");
    assert!(path("link").is_symlink());
    typed("tree/sub/../report").expect("a path").write(b"r").expect("written");
    assert_eq!(fs::read_to_string(path("tree/report")).expect("a file"), "r");
    assert_eq!(typed("tree/free/x").expect("a path").write(b"no").expect_err("led out").kind, FailureKind::Refused);
    assert_eq!(typed("tree/free/x").expect("a path").read(MAX).expect_err("led out").kind, FailureKind::Refused);
    // Also where the link leads to another tree.
    assert_eq!(typed("tree/other/report").expect_err("led out").kind, FailureKind::Refused);
    let allowed = Outside::of([path("free")]);
    let read = Typed::new(&path("tree/free/x"), &allowed).expect("a path").read(MAX);
    assert_eq!(read.expect("allowed"), Some(b"new".to_vec()));
    assert_eq!(relative(&path("tree/sub"), &path("free/x")), "../../free/x");
    assert_eq!(relative(&path("tree"), &path("tree")), ".");
}
