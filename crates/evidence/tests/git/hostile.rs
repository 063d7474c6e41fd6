//! Repositories that someone made to do harm: nothing runs, and what is too much is named.

use std::fs;
use std::time::Instant;

use onethread_evidence::importers::git::{HistoryOptions, Repository, limits};

use crate::common::{Repo, binary, records};

/// The reasons of all changes that were refused.
#[track_caller]
fn refused(repo: &Repo) -> Vec<String> {
    let started = Instant::now();
    let history = repo.mine(&HistoryOptions::default());
    assert!(started.elapsed().as_secs() < 20, "far more than it should ever take");
    let ids: Vec<String> = history.refused().map(|refused| refused.why.to_string()).collect();
    ids.into_iter().chain(history.walked.faults.iter().map(|(_, fault)| fault.to_string())).collect()
}

#[test]
fn nothing_that_a_repository_names_is_run() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write(".gitattributes", "* diff=evil filter=evil\n");
    repo.write("a", "1\n");
    let id = repo.commit("Begin");
    let mark = repo.around().join("was-run");
    let run = format!("touch {}", mark.display());
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = {run}\n\thooksPath = hooks\n\tpager = {run}\n\
         \tsshCommand = {run}\n\teditor = {run}\n[alias]\n\tlog = !{run}\n[diff \"evil\"]\n\ttextconv = {run}\n\
         \tcommand = {run}\n[filter \"evil\"]\n\tclean = {run}\n\tsmudge = {run}\n[uploadpack]\n\tpackObjectsHook = {run}\n\
         [include]\n\tpath = /dev/zero\n[gpg]\n\tprogram = {run}\n[remote \"x\"]\n\turl = ext::{run}\n\tpromisor = true\n\
         [extensions]\n\tpartialClone = x\n[core]\n\tattributesFile = /dev/zero\n"
    );
    fs::write(repo.path.join(".git/config"), config).expect("file");
    let history = repo.mine(&HistoryOptions { lines: true, ..HistoryOptions::default() });
    assert_eq!(history.changes().map(|change| change.id().to_string()).collect::<Vec<_>>(), [id]);
    assert_eq!(records(&history).len(), 2);
    assert!(!mark.exists());
}

#[test]
fn a_bomb_of_shared_trees_is_refused() {
    let Some(repo) = Repo::new(&["--bare"]) else { return };
    let blob = repo.object("blob", b"");
    let level = |below: &str, mode: &str| {
        let mut bytes = Vec::new();
        for name in 0..10 {
            bytes.extend(format!("{mode} {name}\0").as_bytes());
            bytes.extend(binary(below));
        }
        repo.object("tree", &bytes)
    };
    let mut tree = level(&blob, "100644");
    for _ in 0..9 {
        tree = level(&tree, "40000");
    }
    repo.commit_object(&tree, &[], b"author A <a> 1 +0\ncommitter A <a> 1 +0\n\nBomb");
    let expected = format!("it touches more than {} paths; `touches-max` is the setting", limits::TOUCHES_MAX);
    assert_eq!(refused(&repo), [expected]);
    // The same without any file.
    let mut tree = repo.object("tree", b"");
    for _ in 0..10 {
        tree = level(&tree, "40000");
    }
    repo.commit_object(&tree, &[], b"author A <a> 1 +0\ncommitter A <a> 1 +0\n\nBomb");
    assert_eq!(refused(&repo).len(), 1);
}

#[test]
fn depth_and_length_are_limited() {
    let Some(repo) = Repo::new(&["--bare"]) else { return };
    let blob = repo.object("blob", b"");
    let mut tree = repo.tree("100644", b"f", &blob);
    for _ in 0..limits::DEPTH_MAX + 1 {
        tree = repo.tree("40000", b"d", &tree);
    }
    let rest = b"author A <a> 1 +0\ncommitter A <a> 1 +0\n\nx";
    let deep = repo.commit_object(&tree, &[], rest);
    let long = repo.tree("100644", &vec![b'n'; 1 << 20], &blob);
    let long = repo.commit_object(&long, &[], rest);
    let plain = repo.tree("100644", b"f", &blob);
    let mut author = b"author ".to_vec();
    author.extend(vec![b'A'; 1 << 20]);
    author.extend(b" <a@example.org> 1 +0\ncommitter B <b> 1 +0\n\nx");
    repo.commit_object(&plain, &[&deep, &long], rest);
    repo.commit_object(&plain, &[&repo.line(&["rev-parse", "HEAD"])], &author);
    let mut told = refused(&repo);
    told.sort();
    assert_eq!(
        told,
        [
            format!("it touches a path more than {} folders deep", limits::DEPTH_MAX),
            format!("it touches a path of more than {} bytes", limits::PATH_BYTES_MAX),
        ]
    );
}

#[test]
fn what_is_missing_or_broken_is_named_and_the_rest_is_read() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    let mut commits = Vec::new();
    for number in 0..6 {
        repo.write("a/b", format!("{number}\n"));
        commits.push(repo.commit("x"));
    }
    let tree = |commit: &str, path: &str| repo.line(&["rev-parse", &format!("{commit}{path}")]);
    let (missing, broken) = (tree(&commits[4], ":a"), tree(&commits[2], "^{tree}"));
    fs::remove_file(repo.file_of(&missing)).expect("removed");
    let file = repo.file_of(&broken);
    fs::remove_file(&file).expect("removed");
    fs::write(&file, b"no object").expect("written");
    fs::remove_file(repo.file_of(&commits[0])).expect("removed");
    let mut told = refused(&repo);
    told.sort();
    let short = |id: &str| id[..12].to_owned();
    let expected = [
        format!("commit {} is missing", short(&commits[0])),
        format!("commit {} is missing", short(&commits[0])),
        format!("tree {} cannot be read", short(&broken)),
        format!("tree {} cannot be read", short(&broken)),
        format!("tree {} is missing", short(&missing)),
        format!("tree {} is missing", short(&missing)),
    ];
    assert_eq!(told, expected);
    assert_eq!(repo.mine(&HistoryOptions::default()).changes().count(), 0);
}

#[test]
fn folders_that_are_no_repository_are_refused() {
    let Some(repo) = Repo::new(&[]) else { return };
    let odd = repo.around().join("odd");
    fs::create_dir(&odd).expect("folder");
    assert!(Repository::open(&odd).is_err(), "an empty folder");
    fs::write(odd.join(".git"), "gitdir: ../odd/.git\n").expect("file");
    assert!(Repository::open(&odd).is_err(), "a link to itself");
    fs::remove_file(odd.join(".git")).expect("removed");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(".git", odd.join(".git")).expect("link");
        assert!(Repository::open(&odd).is_err(), "a link that leads to itself");
        fs::remove_file(odd.join(".git")).expect("removed");
    }
    // Objects that are said to be in the same place again.
    fs::write(repo.path.join(".git/objects/info/alternates"), "../objects\n").expect("file");
    fs::write(repo.path.join(".git/HEAD"), "ref: refs/heads/a\n").expect("file");
    fs::write(repo.path.join(".git/refs/heads/a"), "ref: refs/heads/b\n").expect("file");
    fs::write(repo.path.join(".git/refs/heads/b"), "ref: refs/heads/a\n").expect("file");
    let opened = Repository::open(&repo.path);
    assert!(
        opened.is_err() || opened.is_ok_and(|repository| repository.head().is_err()),
        "a head that leads to itself"
    );
}
