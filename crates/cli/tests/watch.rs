//! `--watch`: runs again after a change, says what changed, and outlives runs that fail. Each wait has an end.

#![cfg(unix)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use common::{folder, onethread, stderr};

/// More than any run takes.
const LONG: Duration = Duration::from_secs(30);

/// A run that watches; it is ended when dropped.
struct Run {
    child: Child,
    lines: Receiver<String>,
}

impl Run {
    fn start(folder: &Path, args: &[&str]) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_onethread"))
            .current_dir(folder)
            .args(args)
            .env("SOURCE_DATE_EPOCH", "1785542400")
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (sender, lines) = channel();
        let outputs: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().expect("output")), Box::new(child.stderr.take().expect("errors"))];
        for output in outputs {
            let sender = sender.clone();
            std::thread::spawn(move || {
                BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
            });
        }
        Run { child, lines }
    }

    /// Everything that is said up to a line that has these words, that one included.
    fn until(&self, words: &str) -> String {
        let mut said = String::new();
        loop {
            match self.lines.recv_timeout(LONG) {
                Ok(line) => said += &format!("{line}\n"),
                Err(_) => panic!("nobody said `{words}`, but: {said}"),
            }
            if said.lines().last().is_some_and(|line| line.contains(words)) {
                return said;
            }
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const PEOPLE: &[u8] = b"[person.ines]\n";

#[test]
fn a_check_runs_again_after_each_change_and_says_which() {
    let shop = folder(&[("org/people.toml", PEOPLE)]);
    let run = Run::start(shop.path(), &["check", "--watch"]);
    run.until("Ctrl-C ends it");
    fs::write(shop.path().join("org/initiatives.toml"), "[initiative.returns]\nleadr = \"ines\"\n").expect("a file");
    let said = run.until("Ctrl-C ends it");
    assert!(said.contains("org/initiatives.toml added"), "{said}");
    assert!(said.contains("leadr"), "the check is that of the new file: {said}");
    // What cannot be read ends a run, and not the watch.
    fs::write(shop.path().join("onethread.toml"), "[project\n").expect("a file");
    let said = run.until("Ctrl-C ends it");
    assert!(said.contains("onethread.toml added") && said.contains("error"), "{said}");
    fs::remove_file(shop.path().join("onethread.toml")).expect("removed");
    let said = run.until("Ctrl-C ends it");
    assert!(said.contains("onethread.toml removed") && said.contains("leadr"), "{said}");
}

#[test]
fn a_review_in_a_file_is_written_again_and_its_file_starts_nothing() {
    let shop =
        folder(&[("org/people.toml", PEOPLE), ("org/initiatives.toml", b"[initiative.returns]\nleader = \"ines\"\n")]);
    // Even where it lies among the inputs.
    let page = shop.path().join("org/review.toml");
    let run = Run::start(shop.path(), &["review", "--watch", "--format", "json", "-o", "org/review.toml"]);
    run.until("Ctrl-C ends it");
    let first = fs::read_to_string(&page).expect("a page");
    assert!(run.lines.recv_timeout(Duration::from_secs(2)).is_err(), "it runs again after itself");
    fs::write(shop.path().join("org/people.toml"), "[person.ines]\ntitle = \"Head\"\n[person.bo]\n").expect("a file");
    let said = run.until("Ctrl-C ends it");
    assert!(said.contains("org/people.toml changed"), "{said}");
    assert_ne!(fs::read_to_string(&page).expect("a page"), first);
}

#[test]
fn what_writes_into_the_inputs_is_not_watched() {
    let shop = folder(&[("org/people.toml", PEOPLE)]);
    for other in ["--fix", "--diff", "--write-baseline", "--show-settings"] {
        let refused = onethread(shop.path(), &["check", "--watch", other]);
        assert_eq!(refused.status.code(), Some(2), "{other}: {}", stderr(&refused));
    }
}
