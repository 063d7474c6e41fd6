//! Measurements against rivals, in one run.

mod check;
mod coupling;
mod edits;
mod history;
mod measure;
mod measures;
mod review;

use std::path::Path;

/// Carries out a benchmark.
///
/// # Errors
/// What is wrong with the words, or with what was measured.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    match words {
        ["review"] => review::run(root),
        ["check"] => check::run(root),
        ["edits"] => edits::run(root),
        // What the line above starts, optimized.
        ["edits-of", folder] => edits::of(folder),
        ["measures", folders @ ..] => measures::run(root, folders),
        ["history", wishes @ ..] => history::run(root, wishes),
        ["coupling", wishes @ ..] => coupling::run(root, wishes),
        ["couple", table, what @ ("degree" | "chance")] => coupling::couple(table, what),
        // What the measurement above starts, so that each is a process of its own.
        ["mine", path, threads, what @ ("names" | "lines"), out @ ("count" | "records")] => {
            history::mine(path, threads, what, out)
        }
        _ => Err("cargo xtask bench review\ncargo xtask bench check\ncargo xtask bench edits\ncargo xtask bench measures [FOLDER...]\n\
                  cargo xtask bench coupling REPOSITORY... [--rounds N]\n\
                  cargo xtask bench history REPOSITORY... [--rounds N] [--without-rivals]\n"
            .to_owned()),
    }
}
