//! Every help ends with examples, and they do what they show.

mod common;

use std::path::Path;
use std::process::Command;

use common::{git, onethread, repository, stderr, stdout};

/// A small shop that is a git repository with two spreadsheets: the tutorial's organization.
fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (from, to) in
        [("examples/first-thread", "."), ("docs/guides/spreadsheets", "."), ("docs/guides/exports", "exports")]
    {
        copy(&repository().join(from), &folder.path().join(to));
    }
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "-m", "Begin"]);
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a file");
        }
    }
}

/// The words of all commands, as the program lists them.
fn commands() -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    let mut next = 0;
    while let Some(words) = all.get(next).cloned() {
        next += 1;
        let help = help(&words, "--help");
        let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
        let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        for name in names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
            all.push([words.clone(), vec![name.to_owned()]].concat());
        }
    }
    all
}

fn help(words: &[String], flag: &str) -> String {
    let words: Vec<&str> = words.iter().map(String::as_str).chain([flag]).collect();
    let output = onethread(&repository(), &words);
    assert!(output.status.success(), "{words:?}: {}", stderr(&output));
    stdout(&output)
}

/// The command lines below `Examples:`.
fn examples(help: &str) -> Vec<String> {
    let below = help.lines().skip_while(|line| *line != "Examples:").skip(1);
    let mut examples: Vec<String> = Vec::new();
    for line in below.take_while(|line| line.starts_with("  ")) {
        assert!(line.len() <= 80, "{line}");
        match examples.last_mut().filter(|last| last.ends_with('\\')) {
            Some(last) => *last += &format!("\n{}", line.trim()),
            None => examples.push(line.trim().to_owned()),
        }
    }
    examples
}

#[test]
fn every_help_has_examples_and_they_work() {
    let commands = commands();
    assert!(commands.len() >= 15, "{commands:?}");
    for words in commands {
        let examples = examples(&help(&words, "--help"));
        assert!(!examples.is_empty(), "{words:?} has no examples");
        assert_eq!(examples, self::examples(&help(&words, "-h")), "{words:?}: both helps have them");
        for line in examples {
            let begin = ["onethread".to_owned()].into_iter().chain(words.clone()).collect::<Vec<_>>().join(" ");
            assert!(line.starts_with(&begin) || words.is_empty(), "{begin}: {line}");
            run(&line);
        }
    }
}

/// A folder that holds what the first example of the page of an act is about; the shop for every other command.
fn place(command: &str) -> tempfile::TempDir {
    let Some(kind) = onethread_core::moves::kind(command).filter(|kind| kind.is_act) else { return shop() };
    let block = kind.page.split("\n```toml org\n").nth(1).and_then(|rest| rest.split("\n```").next());
    let org = format!("{}\n", block.expect("an example"));
    let settings = "[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n";
    common::folder(&[("onethread.toml", settings.as_bytes()), ("org/a.toml", org.as_bytes())])
}

/// Runs an example as a shell does, in a shop of its own.
fn run(line: &str) {
    let command = line.split_whitespace().nth(1).unwrap_or_default();
    let (folder, program) = (place(command), env!("CARGO_BIN_EXE_onethread"));
    if matches!(command, "undo" | "redo") {
        let done: [&[&str]; 2] = [&["appoint", "returns-engineer-1", "search", "--apply", "--yes"], &["undo", "--yes"]];
        for words in done.iter().take(if command == "undo" { 1 } else { 2 }) {
            let output = onethread(folder.path(), words);
            assert!(output.status.success(), "{line}: {}", stderr(&output));
        }
    }
    let args = line.strip_prefix("onethread").expect("an example of the program");
    if args.contains("--from answers.csv") {
        for form in ["answers.csv", "sponsors.md"] {
            let asked = Command::new(program).args(["ask", "--form", form]).current_dir(folder.path()).output();
            assert!(asked.expect("the program starts").status.success(), "{line}");
        }
    }
    let output = Command::new("sh")
        .args(["-c", &format!("\"$0\"{args}"), program])
        .current_dir(folder.path())
        .env("SOURCE_DATE_EPOCH", "1785542400")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("GITHUB_STEP_SUMMARY")
        .env_remove("GITLAB_CI")
        .output()
        .expect("a shell");
    // A check that finds something ends with 1.
    let allowed = if args.starts_with(" check") { 0..=1 } else { 0..=0 };
    assert!(allowed.contains(&output.status.code().unwrap_or(-1)), "{line}: {}", stderr(&output));
    let writes = args.contains(" -o ") || args.contains(" --fix") || args.contains(" --ci");
    assert!(writes || !output.stdout.is_empty() || !output.stderr.is_empty(), "{line} prints nothing");
    assert!(!stderr(&output).starts_with("error: "), "{line}: {}", stderr(&output));
}
