//! The journal: all files or none, and bounds at the line and one step beyond.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use onethread_model::Day;
use onethread_workspace::files::{FailureKind, Outside, Root};
use onethread_workspace::{FileState, FileText, JOURNAL_BYTES_MAX, JOURNAL_ENTRIES_MAX, Journal};

fn day() -> Day {
    Day::parse("2026-06-30").expect("a day")
}

fn file(path: &str, before: Option<&str>, after: Option<&str>) -> FileText {
    FileText { path: path.to_owned(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
}

fn text(folder: &Path, path: &str) -> Option<String> {
    fs::read_to_string(folder.join(path)).ok()
}

#[test]
fn all_files_are_written_or_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Root::new(folder.path(), Outside::none());
    fs::create_dir(folder.path().join("org")).expect("a folder");
    fs::write(folder.path().join("org/b.toml"), "b\n").expect("written");
    let writing = root.writing(&mut || ()).expect("the right to write");
    let journal = Journal::under(&writing);
    // The second one is not what was read, so that the first is not written.
    let stale = vec![file("org/a.toml", None, Some("a\n")), file("org/b.toml", Some("other\n"), Some("c\n"))];
    let error = journal.write("one", day(), stale).expect_err("a conflict");
    assert_eq!((error.kind, text(folder.path(), "org/a.toml")), (FailureKind::Conflict, None));
    // A folder stands where the second one is to be, which is found only on the way.
    fs::create_dir(folder.path().join("org/c.toml")).expect("a folder");
    let blocked = vec![file("org/a.toml", None, Some("a\n")), file("org/c.toml", None, Some("c\n"))];
    journal.write("two", day(), blocked).expect_err("a folder");
    assert_eq!(text(folder.path(), "org/a.toml"), None);
    assert!(journal.entries().is_empty());
    // One comes to be, one is replaced, one goes.
    fs::write(folder.path().join("org/d.toml"), "d\n").expect("written");
    let good = vec![
        file("org/a.toml", None, Some("a\n")),
        file("org/b.toml", Some("b\n"), Some("c\n")),
        file("org/d.toml", Some("d\n"), None),
    ];
    let id = journal.write("Three files, ümläut!", day(), good).expect("written");
    assert_eq!(id, "three-files-ml-ut-2026-06-30");
    let now = |path| text(folder.path(), path);
    assert_eq!(
        [now("org/a.toml"), now("org/b.toml"), now("org/d.toml")],
        [Some("a\n".into()), Some("c\n".into()), None]
    );
    let entry = journal.entries().remove(0);
    let paths: BTreeSet<String> = entry.files.iter().map(|file| file.path.clone()).collect();
    journal.undo(&entry, paths).expect("undone");
    assert_eq!(
        [now("org/a.toml"), now("org/b.toml"), now("org/d.toml")],
        [None, Some("b\n".into()), Some("d\n".into())]
    );
    let entry = journal.entries().remove(0);
    assert!(entry.undone.is_some());
    assert!(entry.files.iter().all(|file| journal.state(file).expect("read") == FileState::Before));
}

#[test]
fn the_oldest_go_first_and_the_newest_stays_however_large() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Root::new(folder.path(), Outside::none());
    let writing = root.writing(&mut || ()).expect("the right to write");
    let journal = Journal::under(&writing);
    let mut before = None;
    let mut write = |n: usize, text: String| {
        let file = FileText { path: "org/a.toml".to_owned(), before: before.clone(), after: Some(text.clone()) };
        before = Some(text);
        journal.write(&format!("act {n}"), day(), vec![file]).expect("written")
    };
    for n in 1..=JOURNAL_ENTRIES_MAX {
        write(n, format!("{n}\n"));
    }
    assert_eq!((journal.entries().len(), journal.entries()[0].says.as_str()), (JOURNAL_ENTRIES_MAX, "act 1"));
    write(JOURNAL_ENTRIES_MAX + 1, "one more\n".to_owned());
    assert_eq!((journal.entries().len(), journal.entries()[0].says.as_str()), (JOURNAL_ENTRIES_MAX, "act 2"));
    // An entry that is larger than all that is kept pushes the others out, and stays itself.
    let large = "x".repeat(usize::try_from(JOURNAL_BYTES_MAX).expect("a size") + 1);
    write(JOURNAL_ENTRIES_MAX + 2, large);
    let left: Vec<String> = journal.entries().into_iter().map(|entry| entry.says).collect();
    assert_eq!(left, [format!("act {}", JOURNAL_ENTRIES_MAX + 2)]);
}
