//! `--watch`: the same command again whenever an input of its folder changes.
//!
//! Each run is a process of its own, so that one that fails ends nothing, and what it held is given back. Ctrl-C ends both.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use onethread_core::words::plural;
use onethread_report::inert::inert;
use onethread_workspace::{ChangeKind, ChangeSet, Watcher, Watching};

use crate::output::{self, Failure};
use crate::places;

const FLAG: &str = "--watch";
/// Changed files that are named; the others are counted.
const NAMED_MAX: usize = 5;

/// Runs this command line without `--watch`, and again after each change, until it is interrupted.
///
/// # Errors
/// When there is no such folder, or the program cannot be started again.
pub(super) fn run(folder: &Path, written: Option<&Path>) -> Result<u8, Failure> {
    let root = places::root(folder)?;
    // It begins before the first run, so that nothing is missed that changes during it.
    let mut watcher = Watcher::new(&root).apart_from(written);
    let words = without_watch(std::env::args_os().skip(1));
    loop {
        once(&words)?;
        let inputs = plural(watcher.inputs(), "file", "files");
        let how = match watcher.watching() {
            Watching::Notices => String::new(),
            Watching::Looks(why) => format!(", looking every second or less often because {why}"),
        };
        output::say(&inert_line(&format!("watching {inputs} and their folders{how}; Ctrl-C ends it")));
        let Some(changes) = watcher.wait(None) else { return Ok(0) };
        output::say(&inert_line(&format!("\n{}", said(&changes))));
    }
}

fn inert_line(text: &str) -> String {
    let (start, text) = text.strip_prefix('\n').map_or(("", text), |rest| ("\n", rest));
    format!("{start}{}\n", inert(text))
}

/// Runs it once. How it ends is its own matter: the next change may put it right.
fn once(words: &[OsString]) -> Result<(), Failure> {
    let failure = |error: std::io::Error| Failure::new(format!("the program cannot be started again: {error}"), "");
    let program = std::env::current_exe().map_err(failure)?;
    Command::new(program).args(words).stdin(Stdio::null()).status().map_err(failure)?;
    Ok(())
}

/// The command line without the flag, which is none behind `--`.
fn without_watch(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut is_behind = false;
    let is_kept = |word: &OsString| {
        is_behind |= word == "--";
        is_behind || word != FLAG
    };
    words.filter(is_kept).collect()
}

/// What changed, in a line.
fn said(changes: &ChangeSet) -> String {
    let word = |kind| match kind {
        ChangeKind::Added => "added",
        ChangeKind::Edited => "changed",
        ChangeKind::Removed => "removed",
    };
    let named = changes.changes.iter().take(NAMED_MAX).map(|change| format!("{} {}", change.path, word(change.kind)));
    let named: Vec<String> = named.collect();
    let rest = changes.total - named.len();
    let more = if rest > 0 { format!(", and {}", plural(rest, "other", "others")) } else { String::new() };
    named.join(", ") + &more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_is_left_out_and_a_folder_of_its_name_stays() {
        let left = |words: &[&str]| {
            let left = without_watch(words.iter().map(OsString::from));
            left.iter().map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(left(&["check", "--watch", "--all"]), "check --all");
        assert_eq!(left(&["check", "--watch", "--", "--watch"]), "check -- --watch");
    }
}
