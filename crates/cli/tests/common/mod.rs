//! Running the program as its users do.

#![allow(dead_code, unreachable_pub, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The day of the tests, after all examples: 2026-08-01.
const TODAY: &str = "1785542400";

/// The forms of `onethread check`.
pub const FORMATS: &[&str] = &["full", "concise", "json", "sarif", "github", "gitlab", "markdown", "html"];

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("crates/cli lies two below").to_owned()
}

/// Everything in a folder, with every byte.
pub fn everything_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut found, mut waiting) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            match entry.path().is_dir() {
                true => waiting.push(entry.path()),
                false => found.push((entry.path(), std::fs::read(entry.path()).expect("a file"))),
            }
        }
    }
    found.sort();
    found
}

pub fn onethread(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onethread"))
        .current_dir(folder)
        .args(args)
        .env("SOURCE_DATE_EPOCH", TODAY)
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS")
        .output()
        .expect("the program starts")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Checks that a run with `--statistics` held at most 256 MiB at a time, as the system counts, where it ended by itself.
pub fn check_memory(output: &Output, name: &str) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let Some((_, peak)) = said.split_once("peak memory: ") else {
        // Words that it does not understand end it before it counts.
        return assert_eq!(output.status.code(), Some(2), "{name}: {}: {said}", output.status);
    };
    let peak: u64 = peak.chars().filter(char::is_ascii_digit).collect::<String>().parse().expect("a number");
    assert!(peak <= 256, "{name}: {peak} MiB");
}

pub fn json(folder: &Path, args: &[&str]) -> Value {
    let output = onethread(folder, args);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}: {}", stdout(&output)))
}

/// A folder with these files, removed when dropped.
pub fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    folder
}

/// Runs the system's git, as nobody in particular.
pub fn git(folder: &Path, args: &[&str]) {
    git_at(folder, "2026-06-30T12:00:00Z", args);
}

/// The same at a time, which a commit keeps.
pub fn git_at(folder: &Path, time: &str, args: &[&str]) {
    let identity = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git")
        .args(identity)
        .args(["-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main"])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        // An author's day lies long before: it must not count.
        .env("GIT_AUTHOR_DATE", "2020-01-01T12:00:00Z")
        .env("GIT_COMMITTER_DATE", time)
        .output()
        .expect("git starts");
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
}

/// Reads output as a runner of GitHub does: a command is a line that begins with two colons and has two more, or has
/// `##[` anywhere.
pub fn check_commands(format: &str, text: &str) {
    let mut stopped: Option<String> = None;
    for line in text.lines() {
        let line = line.trim_start();
        if let Some(word) = &stopped {
            if line == format!("::{word}::") {
                stopped = None;
            }
        } else if let Some(word) = line.strip_prefix("::stop-commands::") {
            stopped = Some(word.to_owned());
        } else if line.strip_prefix("::").is_some_and(|rest| rest.contains("::")) {
            let is_ours = format == "github"
                && ["::error file=", "::warning file=", "::notice file="].iter().any(|own| line.starts_with(own));
            assert!(is_ours, "{format}: {line}");
            // One list of properties and one message: nothing in them ends them.
            let properties = line[2..].split("::").next().unwrap_or_default();
            assert!(properties.contains(",title="), "{format}: {line}");
        } else {
            assert!(!line.contains("##["), "{format}: {line}");
        }
    }
    assert_eq!(stopped, None, "{format}: commands are never taken up again");
}
