//! `cargo xtask bench measures FOLDER...`: how long all measures of an organization take together, and how much memory.
//!
//! It is a benchmark: it prints, and judges nothing. A folder is one with `onethread.toml`, such as `init` writes for a
//! repository.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::measure::{Cost, median, once};
use crate::cargo;

/// Runs of each folder; the middle one is told.
const RUNS: usize = 5;

/// Builds the program and runs `show all -o json` over each folder: once, so that evidence is stored, then a few times.
///
/// # Errors
/// What could not be built or run.
pub(crate) fn run(root: &Path, folders: &[&str]) -> Result<String, String> {
    let built = cargo(root).args(["build", "--release", "--quiet", "--package", "onethread"]).status();
    if !built.is_ok_and(|status| status.success()) {
        return Err("bench: the program cannot be built\n".to_owned());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let program = target.join("release").join("onethread").to_string_lossy().into_owned();
    let examples = ["examples/kubernetes", "examples/harbour-market"];
    let folders = if folders.is_empty() { &examples[..] } else { folders };
    let mut said = String::from("all measures, from the store\n");
    for folder in folders {
        let words = ["show", "all", folder, "-o", "json"].map(str::to_owned);
        let words: Vec<String> = std::iter::once(program.clone()).chain(words).collect();
        let python = PathBuf::from("python3");
        once(&python, &words)?;
        let costs = (0..RUNS).map(|_| once(&python, &words)).collect::<Result<Vec<Cost>, String>>()?;
        let cost = median(&costs);
        // Writing to a string cannot fail.
        let _ = writeln!(
            said,
            "{folder:<40} {:.2} s, {:.2} s of CPU, {:.0} MiB at most (middle of {RUNS})",
            cost.wall_seconds, cost.cpu_seconds, cost.peak_mib
        );
    }
    Ok(said)
}
