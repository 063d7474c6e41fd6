//! `cargo xtask bench measures FOLDER...`: how long all measures of an organization take together, and how much memory.
//!
//! It is a benchmark: it prints, and judges nothing. A folder is one with `onethread.toml`, such as `init` writes for a
//! repository.

use std::path::Path;

use super::measure::{Cost, once, row};
use super::review::{program, target, words};

/// Runs of each folder; the middle one is reported.
const RUNS: usize = 5;

/// Builds the program and runs `show all --format json` over each folder: once, so that evidence is stored, then a few times.
///
/// # Errors
/// What could not be built or run.
pub(crate) fn run(root: &Path, folders: &[&str]) -> Result<String, String> {
    let program = program(root, &target(root))?;
    let examples = ["examples/kubernetes", "examples/harbour-market"];
    let folders = if folders.is_empty() { &examples[..] } else { folders };
    let mut said = String::from("all measures, from the store\n");
    for folder in folders {
        let words = words(&program, &["show", "all", "--format", "json"], Path::new(folder));
        let python = Path::new("python3");
        once(python, &words)?;
        let costs = (0..RUNS).map(|_| once(python, &words)).collect::<Result<Vec<Cost>, String>>()?;
        said.push_str(&row(folder, &costs));
    }
    Ok(said)
}
