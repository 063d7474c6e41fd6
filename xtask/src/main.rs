//! The chores of the workspace, as `cargo xtask CHORE`.
//!
//! - `test` runs every test; laws meet the same generated cases each time, unless another seed is asked for.
//! - [`tidy`] holds the architecture and the house style.
//! - [`docs`] writes the reference pages, or says which are stale.
//! - [`bench`] measures against rivals.
//! - [`bless`] writes everything that is generated, and says what changed.
//! - [`browser`] opens every page in a real browser.
//! - [`fuzz`] runs the fuzz targets for so many seconds.
//! - [`harbour`] makes the example company, and larger ones.
//! - [`proofs`] kills the program, breaks its disk and has many write at once.
//! - [`scaffold`] makes the files of a new criterion, measure, rule or move kind.
//! - [`supply`] checks the packages that the workspace is built from, and lists them.
//! - [`worlds`] counts what is announced where nothing happened, and what is found where something was planted.

mod bench;
mod bless;
mod browser;
mod code;
mod docs;
mod fuzz;
mod harbour;
mod proofs;
mod scaffold;
mod supply;
mod tidy;
mod tree;
mod worlds;

// Tests compile the templates as if they stood in the core, where `crate` leads to its stages.
#[cfg(test)]
#[path = "../templates/mod.rs"]
mod templates;
#[cfg(test)]
use onethread_core::{check, measure, review};

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

const HELP: &str = "\
Chores of this workspace.

  cargo xtask test                             run every test; tidiness, reference pages and the browser included
  cargo xtask test --seed N|random             the same, with other generated cases for the laws
  cargo xtask tidy                             check architecture and house style
  cargo xtask docs [--check]                   write docs/reference, or say which pages are stale
  cargo xtask bench history REPOSITORY...      measure the git importer against git and other miners
  cargo xtask bench coupling REPOSITORY...     measure coupling against code-maat-python
  cargo xtask bless                            write all that is generated, and say what changed
  cargo xtask browser [--pictures FOLDER] [PART OF A NAME...]
                                               examine every page, or some, in Chromium; write what they look like
  cargo xtask fuzz --seconds N [--seed N]      run all fuzz targets, within so many seconds
  cargo xtask supply [--sbom FILE]             check licenses, bans and sources of all packages; list them
  cargo xtask harbour [--check | --expected]   write examples/harbour-market, compare it, or write its expected reports
  cargo xtask harbour --seats N --initiatives N [--seed N] [--company copied|drawn] --out FOLDER
                                               write a larger company
  cargo xtask worlds [KIND...] [--worlds N | --small] [--seed N] [--write]
                                               count what is announced where nothing happened; write the tables
  cargo xtask proofs [kills] [faults] [writers] [--kills N] [--faults N] [--writes N] [--writers N]
                         [--debug]                                                            kill commands, fail calls, have many write; count what is lost or torn
  cargo xtask bench measures [FOLDER...]       time all measures together
  cargo xtask bench review                     time reviews of two companies of 10,000 people, drawn and copied
  cargo xtask bench check                      time checks of the same companies
  cargo xtask bench edits                      time what-ifs in a running process, of each kind of change
  cargo xtask new-criterion NAME \"Question?\"   make the files of a criterion
  cargo xtask new-measure NAME \"Title\"         make the files of a measure
  cargo xtask new-rule CODE NAME \"Title\"       make the files of a rule
  cargo xtask new-move NAME \"Title\"            make the files of a move kind
";

/// Where the generated cases of laws start. A gate that meets other cases each time blames a change for what was there
/// before it; whoever looks for such cases asks for another seed.
const LAW_SEED: u64 = 20_260_802;

/// Variables that change what tools print, and so what tests see.
const DISTURBING: &[&str] =
    &["TRYCMD", "SNAPSHOTS", "COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "TERM"];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let root = root();
    let done = match words.as_slice() {
        ["test"] => return test(&root, Some(LAW_SEED)),
        ["test", "--seed", "random"] => return test(&root, None),
        ["test", "--seed", seed] if seed.parse::<u64>().is_ok() => return test(&root, seed.parse().ok()),
        ["tidy"] => tidy::run(&root),
        ["docs"] => docs::write(&root),
        ["docs", "--check"] => docs::check(&root),
        ["bench", wishes @ ..] => bench::run(&root, wishes),
        ["bless"] => bless::run(&root),
        ["browser", words @ ..] => browser::run(&root, words),
        ["fuzz", "--seconds", seconds] => fuzz::run(&root, seconds, None),
        ["fuzz", "--seconds", seconds, "--seed", seed] => fuzz::run(&root, seconds, Some(seed)),
        ["supply"] => supply::run(&root, None),
        ["supply", "--sbom", file] => supply::run(&root, Some(file)),
        ["harbour", wishes @ ..] => harbour::run(&root, wishes),
        ["worlds", wishes @ ..] => worlds::run(&root, wishes),
        // What the line above starts, optimized.
        ["worlds-here", wishes @ ..] => worlds::here(&root, wishes),
        ["proofs", wishes @ ..] => proofs::run(&root, wishes),
        ["new-criterion", name, question] => scaffold::new_criterion(&root, name, question),
        ["new-measure", name, title] => scaffold::new_measure(&root, name, title),
        ["new-rule", code, name, title] => scaffold::new_rule(&root, code, name, title),
        ["new-move", name, title] => scaffold::new_move(&root, name, title),
        ["help" | "--help" | "-h"] => Ok(HELP.to_owned()),
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(said) => {
            print!("{said}");
            ExitCode::SUCCESS
        }
        Err(said) => {
            eprint!("{said}");
            ExitCode::FAILURE
        }
    }
}

/// Runs every test, then examines every page in a browser, and ends with cargo's own exit code where a test failed.
///
/// Tidiness and reference pages are tests of this crate, so a plain `cargo test` cannot forget them, and nothing has to
/// run a second time here.
fn test(root: &Path, seed: Option<u64>) -> ExitCode {
    let mut command = cargo(root);
    if let Some(seed) = seed {
        command.env("PROPTEST_RNG_SEED", seed.to_string());
    }
    // Every failure is worth knowing at once, not one test program after another.
    command.args(["test", "--workspace", "--locked", "--no-fail-fast"]);
    let tested = match command.status() {
        Ok(status) => status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1),
        Err(error) => {
            eprintln!("cargo cannot be started: {error}");
            1
        }
    };
    match browser::test(root) {
        Ok(said) => {
            print!("{said}");
            ExitCode::from(tested)
        }
        Err(said) => {
            eprint!("{said}");
            ExitCode::from(tested.max(1))
        }
    }
}

/// Cargo at the root of the workspace, without what would make tests differ from one terminal to the next.
fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root).stdin(Stdio::null());
    for name in DISTURBING {
        command.env_remove(name);
    }
    command
}

/// The root of the workspace.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
