//! Law: of a clean work tree, the newest commit gives what the files on disk give; also where they are broken.

#![cfg(unix)]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use onethread_model::diagnostic::PlacedDiagnostic;
use onethread_workspace::{Allowance, FilesOn, Folder};

fn git(folder: &Path, args: &[&str]) {
    let identity = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
    let status = Command::new("git")
        .args(identity)
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_COMMITTER_DATE", "2026-03-01T12:00:00Z")
        .status();
    assert!(status.expect("git starts").success(), "{args:?}");
}

/// Files whose order differs by bytes and by folders, that say things twice, and that are broken.
const FILES: [(&str, &[u8]); 7] = [
    ("below/onethread.toml", b"[project]\nname = \"Shop\"\norganization = \"./org/\"\ndata-cut = 2026-06-30\nx = 1\n"),
    ("below/org/a-b.toml", b"[person.ines]\ntitle = \"First\"\n"),
    ("below/org/a/x.toml", b"[person.ines]\ntitle = \"Second\"\n[initiative.returns]\nleader = \"inez\"\n"),
    ("below/org/a.toml", b"[initiative.loyalty]\ntitle = \"caf\xe9\"\n"),
    ("below/org/z.toml", b"[initiative.search\nleader = \n"),
    ("below/org/notes.md", b"[initiative.no]\n"),
    ("elsewhere.toml", b"[initiative.no]\n"),
];

#[test]
fn the_newest_commit_of_a_clean_work_tree_is_what_lies_on_disk() {
    let all = tempfile::tempdir().expect("a folder");
    for (path, bytes) in FILES {
        let path = all.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    git(all.path(), &["init", "--quiet", "."]);
    git(all.path(), &["add", "."]);
    git(all.path(), &["commit", "--quiet", "--message", "All"]);
    let read = || Folder::read(&all.path().join("below"), &Allowance::none(), &mut |_| ()).expect("a folder");
    let (mut folder, disk) = (read(), read());
    let revision = folder.at("HEAD").expect("a commit");
    assert!(
        revision.has_files && !revision.has_moved && revision.folder == "below/org" && revision.left_out.is_empty()
    );
    assert_eq!(revision.day.to_string(), "2026-03-01");
    assert!(Arc::ptr_eq(&revision.snapshot.facts, &folder.facts), "facts are shared");
    folder.take(revision);
    assert_eq!(format!("{:?}", folder.org), format!("{:?}", disk.org));
    let texts = |folder: &Folder| {
        let all = folder.sources.iter();
        all.map(|(_, file)| (file.path.clone(), file.text.clone())).collect::<Vec<_>>()
    };
    assert_eq!(texts(&folder), texts(&disk));
    let diagnostics = |folder: &Folder| {
        let placed = folder.diagnostics.iter().map(|one| PlacedDiagnostic::of(one, &folder.sources));
        placed.map(|one| format!("{one:?}")).collect::<Vec<_>>()
    };
    assert!(disk.diagnostics.len() > 3, "{:#?}", disk.diagnostics);
    assert_eq!(diagnostics(&folder), diagnostics(&disk));
    // The newest commit is no earlier one.
    assert!(matches!(folder.files_on(onethread_model::Day::parse("2026-03-01").expect("a day")), FilesOn::Disk));
}
