//! A small part of `cargo xtask proofs`, with each fault planted that it must catch: kills at any moment, a full disk and
//! a broken one, and sixteen who write at once. What is right is what the ledger and the undisturbed run say.

#![cfg(target_os = "linux")]
#![allow(unreachable_pub, missing_docs)]

#[path = "../../../xtask/src/proofs/harness.rs"]
mod harness;

use std::path::{Path, PathBuf};
use std::process::Command;

use harness::moments::{faults, kills, lies, unsynced};
use harness::scenes::{Scratch, Tools};
use harness::writers::writers;

/// The program of these tests, and the library, which is built here: no program depends on it.
fn tools() -> Tools {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_onethread"));
    let folder = program.parent().expect("a folder").to_owned();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--locked", "--package", "onethread-faults"]);
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(cargo.status().expect("cargo starts").success(), "the library cannot be built");
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("a folder");
    Tools { program, library: folder.join("libonethread_faults.so"), scratch }
}

#[test]
fn a_kill_at_any_moment_leaves_a_legal_state_and_no_draft_after_the_next_run() {
    let tally = kills(&tools(), 54).expect("runs");
    assert!(tally.killed >= 20, "{}", tally.told("kills"));
    assert!(tally.wrong.is_empty() && tally.drafts == 0, "{}", tally.told("kills"));
}

#[test]
fn a_full_or_broken_disk_at_any_call_is_told_and_leaves_a_legal_state() {
    let tally = faults(&tools(), 54).expect("runs");
    assert!(tally.refused >= 5, "{}", tally.told("faults"));
    assert!(tally.wrong.is_empty() && tally.drafts == 0, "{}", tally.told("faults"));
}

#[test]
fn planted_a_move_that_only_is_said_to_be_done_is_caught_in_every_scene() {
    let tools = tools();
    let tally = lies(&tools).expect("runs");
    assert!(tally.is_caught(), "{}", tally.told("lies"));
}

#[test]
fn every_file_is_on_disk_before_it_is_moved_and_planted_without_fsync_that_is_caught() {
    let tools = tools();
    let found = unsynced(&tools, None).expect("runs");
    assert_eq!(found, Vec::<String>::new());
    let planted = unsynced(&tools, Some("no-fsync")).expect("runs");
    assert!(planted.iter().any(|one| one.contains("before it was on disk")), "{planted:?}");
}

#[test]
fn of_sixteen_who_write_at_once_nobody_loses_anything_and_planted_without_locks_that_is_caught() {
    let tools = tools();
    // Each move waits, so that others may come in between.
    let slow = || ("SLOW", "4".to_owned());
    let ledger = writers(&tools, 96, 16, &[slow()]).expect("runs");
    assert_eq!((ledger.acknowledged, ledger.lost, ledger.doubled), (96, 0, 0), "{}", ledger.told());
    let planted = writers(&tools, 96, 16, &[slow(), ("PLANT", "no-lock".to_owned())]).expect("runs");
    assert!(planted.lost > 0, "{}", planted.told());
}
