//! Patches against the system's git: what it writes is read as it means it, and what is written here it takes.

use std::fs;
use std::path::Path;
use std::process::Command;

use onethread_workspace::{FileText, apply_patch, git_patch};

/// Small numbers by chance, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    /// Lines of few different words, the last with or without its end, with both kinds of ends.
    fn text(&mut self) -> String {
        let words = ["a", "b", "[c]", "", "  d", "- e", "+ f", "@@ -1 +1 @@", "\u{e9}", "diff --git a/x b/x"];
        let lines: Vec<&str> = (0..self.below(30)).map(|_| words[self.below(words.len())]).collect();
        let end = if self.below(4) == 0 { "\r\n" } else { "\n" };
        let text = lines.join(end);
        if self.below(4) > 0 && !text.is_empty() { text + end } else { text }
    }

    /// The same with some lines others.
    fn edited(&mut self, text: &str) -> String {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        for _ in 0..=self.below(3) {
            let at = self.below(lines.len() + 1);
            match self.below(3) {
                0 => lines.insert(at.min(lines.len()), format!("new {}\n", self.below(9))),
                _ if at < lines.len() => drop(lines.remove(at)),
                _ => {}
            }
        }
        lines.concat()
    }
}

fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .args([
            "-c",
            "core.autocrlf=false",
            "-c",
            "user.name=Ada",
            "-c",
            "user.email=ada@example.org",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git starts");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

const NAME: &str = "org/a b.toml";

/// A repository with a file in a folder of it, committed with a text; none where that is empty.
fn repository(before: &str) -> tempfile::TempDir {
    let top = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(top.path().join("shop/org")).expect("a folder");
    fs::write(top.path().join("README"), "x\n").expect("written");
    if !before.is_empty() {
        fs::write(top.path().join("shop").join(NAME), before).expect("written");
    }
    git(top.path(), &["init", "--quiet"]);
    git(top.path(), &["add", "."]);
    git(top.path(), &["commit", "--quiet", "-m", "x"]);
    top
}

#[test]
fn what_git_writes_is_read_as_it_means_it_and_what_is_written_it_takes() {
    let mut dice = Dice(7);
    for round in 0..60 {
        let before = dice.text();
        let after = if round % 3 == 0 { dice.text() } else { dice.edited(&before) };
        if before == after {
            continue;
        }
        let top = repository(&before);
        let path = top.path().join("shop").join(NAME);
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        // Ours, applied by git.
        let file = FileText { path: NAME.to_owned(), before: some(&before), after: some(&after) };
        fs::write(top.path().join("ours.diff"), git_patch("shop/", &[file])).expect("written");
        git(top.path(), &["apply", "--index", "ours.diff"]);
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), after, "round {round}");
        // Git's, applied here, with any number of lines around a change.
        let context = format!("--unified={}", dice.below(4));
        let theirs = git(top.path(), &["diff", "--cached", &context, "HEAD"]);
        let found = apply_patch(&theirs, ("shop/", "org"), |path| {
            (path == NAME && !before.is_empty()).then_some(before.as_str())
        });
        let found = found.unwrap_or_else(|error| panic!("round {round}: {error}\n{theirs}"));
        assert_eq!(found.texts.get(NAME).map(String::as_str), Some(after.as_str()), "round {round}:\n{theirs}");
    }
}

#[test]
fn lines_that_moved_are_found_and_a_renamed_file_is_followed() {
    let before = "a\nb\nc\nd\ne\nf\n";
    let top = repository(before);
    fs::rename(top.path().join("shop").join(NAME), top.path().join("shop/org/c.toml")).expect("moved");
    fs::write(top.path().join("README"), "y\n").expect("written");
    git(top.path(), &["add", "--all", "."]);
    let patch = git(top.path(), &["diff", "--cached", "--find-renames", "HEAD"]);
    let found = apply_patch(&patch, ("shop/", "org"), |path| (path == NAME).then_some(before)).expect("it fits");
    assert_eq!(found.texts.get(NAME).map(String::as_str), Some(""), "{patch}");
    assert_eq!(found.texts.get("org/c.toml").map(String::as_str), Some(before));
    assert_eq!(found.left_out, ["README"]);
    // The same lines stand further down, and nearer comes first.
    let patch = "--- a/org/x.toml\n+++ b/org/x.toml\n@@ -1,2 +1,2 @@\n c\n-d\n+D\n";
    let found = apply_patch(patch, ("", "org"), |_| Some("new\na\nb\nc\nd\n[x]\nc\nd\n")).expect("it fits");
    assert_eq!(found.texts["org/x.toml"], "new\na\nb\nc\nD\n[x]\nc\nd\n");
    // Paths that lead elsewhere are none of ours.
    let patch = "--- a/org/../../x.toml\n+++ b/org/../../x.toml\n@@ -1 +1 @@\n-a\n+b\n";
    assert_eq!(apply_patch(patch, ("", "org"), |_| Some("a\n")).expect("read").left_out.len(), 1);
}
