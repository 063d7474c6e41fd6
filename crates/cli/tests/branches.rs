//! Branches and patches of acts, against the system's git: it finds them well formed, and nothing else changed.

#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use common::{stderr, stdout};

const SETTINGS: &str = "[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n";
const ORG: &str = "[person.bo]\n[person.ines]\n\n[initiative.search]\ntitle = \"Search\"\n";

/// Runs git or the program where only the repository says who commits.
fn run(program: &str, folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder).env("SOURCE_DATE_EPOCH", "1785542400").env("NO_COLOR", "1");
    command.env("HOME", folder).env("XDG_CONFIG_HOME", folder.join("none")).env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null");
    for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"] {
        command.env_remove(name);
    }
    command.output().expect("it starts")
}

fn git(folder: &Path, args: &[&str]) -> String {
    let output = run("git", folder, args);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    stdout(&output)
}

fn onethread(folder: &Path, args: &[&str]) -> Output {
    run(env!("CARGO_BIN_EXE_onethread"), folder, args)
}

fn refused(folder: &Path, args: &[&str], says: &str) {
    let output = onethread(folder, args);
    assert_eq!(output.status.code(), Some(2), "{says}: {}", stdout(&output));
    assert!(stderr(&output).contains(says), "{says}: {}", stderr(&output));
}

/// A repository with an organization in a folder of it, which is empty for the top.
fn repository(below: &str, init: &[&str]) -> tempfile::TempDir {
    let top = tempfile::tempdir().expect("a folder");
    let folder = top.path().join(below);
    fs::create_dir_all(folder.join("org")).expect("a folder");
    fs::write(folder.join("onethread.toml"), SETTINGS).expect("written");
    fs::write(folder.join("org/shop.toml"), ORG).expect("written");
    fs::write(top.path().join("README"), "A shop.\n").expect("written");
    git(top.path(), &[&["init", "--quiet", "--initial-branch=main"], init].concat());
    git(top.path(), &["config", "user.name", "Ada Example"]);
    git(top.path(), &["config", "user.email", "ada@example.org"]);
    git(top.path(), &["config", "commit.gpgsign", "false"]);
    git(top.path(), &["add", "."]);
    git(top.path(), &["commit", "--quiet", "-m", "Begin"]);
    top
}

const BRANCH: &[&str] = &["appoint", "bo", "search", "--share", "80", "--branch", "new/leader"];

#[test]
fn a_branch_holds_what_apply_would_write_and_nothing_else_moves() {
    for (below, init) in [("", &[][..]), ("", &["--object-format=sha256"]), ("shops/north", &[])] {
        let top = repository(below, init);
        let folder = top.path().join(below);
        // A hook that ran would leave its mark.
        for hook in ["pre-commit", "commit-msg", "post-commit", "post-checkout", "reference-transaction"] {
            let path = top.path().join(".git/hooks").join(hook);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, "#!/bin/sh\ntouch \"$(git rev-parse --git-dir)/it-ran\"\n").expect("written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a mode");
        }
        // What is staged, and what lies about, stays so.
        fs::write(top.path().join("README"), "Two shops.\n").expect("written");
        git(top.path(), &["add", "README"]);
        let _ = fs::remove_file(top.path().join(".git/it-ran"));
        let index = fs::read(top.path().join(".git/index")).expect("an index");
        let before = (
            git(top.path(), &["status", "--porcelain"]),
            git(top.path(), &["rev-parse", "HEAD", "--symbolic-full-name", "HEAD"]),
        );
        let output = onethread(&folder, BRANCH);
        assert!(output.status.success(), "{}", stderr(&output));
        let said = stdout(&output);
        let parent = git(top.path(), &["rev-parse", "HEAD"]);
        for line in [
            "Branch:    new/leader\n",
            "Author:    Ada Example <ada@example.org>\n",
            &format!("On top of: {}, the newest of main\n", &parent[..12]),
            "No hook ran, and nothing was signed.",
            "git switch --create new/leader &&",
        ] {
            assert!(said.contains(line), "no \"{line}\" in {said}");
        }
        assert_eq!(fs::read(top.path().join(".git/index")).expect("an index"), index);
        assert!(!top.path().join(".git/it-ran").exists(), "a hook ran");
        assert_eq!(git(top.path(), &["status", "--porcelain"]), before.0);
        assert_eq!(git(top.path(), &["rev-parse", "HEAD", "--symbolic-full-name", "HEAD"]), before.1);
        assert_eq!(git(top.path(), &["fsck", "--strict"]), "");
        let path = |name: &str| if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
        let changed = git(top.path(), &["diff", "--name-only", "main..new/leader"]);
        let names = [path("org/moves.toml"), path("org/shop.toml"), path("org/time.toml")];
        assert_eq!(changed.lines().collect::<Vec<_>>(), names);
        assert_eq!(
            git(top.path(), &["log", "-1", "--format=%an %ce %s", "new/leader"]),
            "Ada Example ada@example.org Appoint bo to search\n"
        );
        assert_eq!(git(top.path(), &["rev-parse", "new/leader^"]), parent);
        // What another look says of the branch is what the act said, and apply writes the same.
        let look = onethread(&folder, &["what-if", "--branch", "new/leader"]);
        assert!(
            stdout(&look).contains("To write   2 statements in org/shop.toml and org/time.toml")
                || stdout(&look).contains("org/shop.toml and org/time.toml"),
            "{}",
            stdout(&look)
        );
        assert!(onethread(&folder, &["appoint", "bo", "search", "--share", "80", "--apply", "--yes"]).status.success());
        for name in names {
            let held = git(top.path(), &["show", &format!("new/leader:{name}")]);
            assert_eq!(fs::read_to_string(top.path().join(&name)).expect("read"), held, "{name}");
        }
    }
}

#[test]
fn names_that_are_taken_or_collide_are_refused_packed_or_not() {
    let top = repository("", &[]);
    for name in ["topic", "deep/er/name"] {
        git(top.path(), &["branch", name]);
    }
    for packed in [false, true] {
        if packed {
            git(top.path(), &["pack-refs", "--all", "--prune"]);
        }
        for (name, says) in [
            ("topic", "the branch `topic` exists, and no branch is moved here"),
            ("topic/x", "the branch `topic` exists, so that none can be named `topic/x`"),
            ("topic/x/y", "the branch `topic` exists, so that none can be named `topic/x/y`"),
            ("deep", "the branch `deep/er/name` exists, so that none can be named `deep`"),
            ("deep/er", "the branch `deep/er/name` exists, so that none can be named `deep/er`"),
            ("main", "the branch `main` exists"),
            ("a..b", "`a..b` is no name for a branch"),
            ("-x", "`-x` is no name"),
            ("HEAD", "`HEAD` is no name"),
            ("x.lock", "`x.lock` is no name"),
        ] {
            let branch = format!("--branch={name}");
            refused(top.path(), &["appoint", "bo", "search", &branch], says);
        }
        // Beside them is free.
        let free = format!("other/{packed}");
        assert!(onethread(top.path(), &["appoint", "bo", "search", "--branch", &free]).status.success());
    }
    assert_eq!(git(top.path(), &["rev-parse", "topic"]), git(top.path(), &["rev-parse", "main"]));
}

#[test]
fn what_a_branch_cannot_be_made_of_is_said() {
    let top = repository("", &[]);
    let act = ["appoint", "bo", "search", "--branch", "x"];
    // Edited and not committed; and a file that is not committed at all.
    fs::write(top.path().join("org/shop.toml"), format!("{ORG}# new\n")).expect("written");
    refused(
        top.path(),
        &act,
        "org/shop.toml is not what the commit that HEAD leads to has; a branch is made of what is committed",
    );
    git(top.path(), &["checkout", "--quiet", "org/shop.toml"]);
    fs::write(
        top.path().join("org/time.toml"),
        "[[allocation]]\nperson = \"ines\"\ninitiative = \"search\"\nshare = 0.5\n",
    )
    .expect("written");
    refused(
        top.path(),
        &["appoint", "bo", "search", "--share", "80", "--branch", "x"],
        "org/time.toml is here, and not in the commit",
    );
    // A file that it does not touch may be as it is.
    assert!(onethread(top.path(), &["appoint", "bo", "search", "--branch", "beside"]).status.success());
    fs::remove_file(top.path().join("org/time.toml")).expect("removed");
    // A link.
    fs::rename(top.path().join("org/shop.toml"), top.path().join("shop.toml")).expect("moved");
    std::os::unix::fs::symlink("../shop.toml", top.path().join("org/shop.toml")).expect("a link");
    git(top.path(), &["add", "."]);
    git(top.path(), &["commit", "--quiet", "-m", "A link"]);
    refused(top.path(), &act, "org/shop.toml is a link in the commit");
    git(top.path(), &["reset", "--quiet", "--hard", "HEAD^"]);
    // Nobody.
    git(top.path(), &["config", "--unset", "user.name"]);
    git(top.path(), &["config", "--unset", "user.email"]);
    refused(top.path(), &act, "git does not know who you are");
    refused(top.path(), &act, "git config --global user.name \"YOUR NAME\"");
    git(top.path(), &["config", "user.name", "Ada"]);
    git(top.path(), &["config", "user.email", "ada@example.org"]);
    // The same already.
    assert!(onethread(top.path(), &["appoint", "bo", "search", "--apply", "--yes"]).status.success());
    refused(top.path(), &act, "the files say the same already");
    assert_eq!(git(top.path(), &["branch", "--list", "x"]), "", "none was made");
    // No commit, and no repository.
    let empty = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(empty.path().join("org")).expect("a folder");
    fs::write(empty.path().join("org/shop.toml"), ORG).expect("written");
    refused(empty.path(), &act, "lies in no git repository");
    git(empty.path(), &["init", "--quiet"]);
    refused(empty.path(), &act, "there is no commit yet");
}

#[test]
fn reftable_is_said_and_a_linked_work_tree_is_served() {
    let top = repository("", &[]);
    let aside = tempfile::tempdir().expect("a folder");
    let tree = aside.path().join("tree");
    git(top.path(), &["worktree", "add", "--quiet", "-b", "side", tree.to_str().expect("a path")]);
    let output = onethread(&tree, &["appoint", "bo", "search", "--branch", "from-side"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(git(top.path(), &["rev-parse", "from-side^"]), git(&tree, &["rev-parse", "side"]));
    assert_eq!(git(&tree, &["status", "--porcelain"]), "");
    let probe = tempfile::tempdir().expect("a folder");
    if !run("git", probe.path(), &["init", "--quiet", "--ref-format=reftable"]).status.success() {
        // An old git has none.
        return;
    }
    let top = repository("", &["--ref-format=reftable"]);
    refused(top.path(), &["appoint", "bo", "search", "--branch", "x"], "reftable");
}

#[test]
fn git_applies_a_patch_from_the_top_and_a_what_if_reads_it_back() {
    for below in ["", "shops/north"] {
        let top = repository(below, &[]);
        let folder = top.path().join(below);
        let act = ["appoint", "bo", "search", "--share", "80"];
        let patch = stdout(&onethread(&folder, &[&act[..], &["--patch"]].concat()));
        let file = folder.join("appoint.patch");
        let output = onethread(&folder, &[&act[..], &["--patch", "appoint.patch"]].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(fs::read_to_string(&file).expect("a patch"), patch, "to a file as to standard output");
        let look = onethread(&folder, &["what-if", "--patch", "appoint.patch", "--format", "json"]);
        let of_act = onethread(&folder, &[&act[..], &["--format", "json"]].concat());
        let difference = |output: &Output| {
            let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
            (found["difference"].clone(), found["files"].clone())
        };
        assert_eq!(difference(&look), difference(&of_act));
        git(top.path(), &["apply", "--index", file.to_str().expect("a path")]);
        assert!(fs::read_to_string(folder.join("org/time.toml")).expect("read").contains("share = 0.8"));
        // It fits no more, and says where.
        refused(&folder, &["what-if", "--patch", "appoint.patch"], "appoint.patch:");
        // The way back, as git writes it.
        let back = git(top.path(), &["diff", "--cached", "-R"]);
        fs::write(&file, back).expect("written");
        let look = onethread(&folder, &["what-if", "--patch", "appoint.patch"]);
        assert!(look.status.success(), "{}", stderr(&look));
    }
}

#[test]
fn files_of_a_branch_without_a_person_are_looked_at_all_the_same() {
    let top = repository("", &[]);
    git(top.path(), &["switch", "--quiet", "--create", "older"]);
    git(top.path(), &["switch", "--quiet", "main"]);
    fs::write(top.path().join("org/more.toml"), "[person.mia]\nreports-to = \"bo\"\n").expect("written");
    let look = onethread(top.path(), &["what-if", "--branch", "older"]);
    assert!(look.status.success(), "{}", stderr(&look));
    assert!(
        stderr(&look).contains("evidence is read once more: people or teams of org/more.toml differ"),
        "{}",
        stderr(&look)
    );
    assert!(stdout(&look).contains("org/more.toml"), "{}", stdout(&look));
}

#[test]
fn a_patch_that_does_not_fit_is_refused_with_its_line() {
    let top = repository("", &[]);
    let write = |text: &str| fs::write(top.path().join("x.diff"), text).expect("written");
    let head = "--- a/org/shop.toml\n+++ b/org/shop.toml\n";
    for (patch, says) in [
        ("", "x.diff:1:1: it holds no difference"),
        ("--- a/README\n+++ b/README\n@@ -1 +1 @@\n-A shop.\n+B\n", "x.diff is about no file of the organization"),
        (
            &format!("{head}@@ -4,2 +4,2 @@\n [initiative.search]\n-title = \"Serch\"\n+title = \"S\"\n"),
            "x.diff:5:1: it does not fit org/shop.toml:5, which reads `title = \"Search\"` and not `title = \"Serch\"`",
        ),
        (&format!("{head}@@ -4,9 +4,2 @@\n [initiative.search]\n"), "x.diff:4:1: it ends in the middle"),
        (&format!("{head}@@ nonsense\n"), "x.diff:3:1: it is no `@@"),
        (&format!("{head}@@ -a +b @@\n"), "x.diff:3:1: it is no `@@ -LINE,COUNT +LINE,COUNT @@`"),
        ("--- /dev/null\n+++ b/org/shop.toml\n@@ -0,0 +1 @@\n+x = 1\n", "org/shop.toml is there already"),
        ("--- a/org/none.toml\n+++ b/org/none.toml\n@@ -1 +1 @@\n-x\n+y\n", "there is no file org/none.toml"),
        (
            "--- a/onethread.toml\n+++ b/onethread.toml\n@@ -1 +1 @@\n-[project]\n+[projects]\n",
            "the settings decide what is read",
        ),
    ] {
        write(patch);
        refused(top.path(), &["what-if", "--patch", "x.diff"], says);
    }
    refused(top.path(), &["what-if", "--patch", "none.diff"], "there is no file none.diff");
    refused(top.path(), &["what-if", "--branch", "none"], "the revision `none` cannot be read");
    assert_eq!(git(top.path(), &["status", "--porcelain"]), "?? x.diff\n");
}
