//! Work in the core is split over threads in few places, none of which others wait for.
//!
//! What the core reads once, the others wait for. A thread of the pool that is in the middle of it and waits for its helpers
//! takes up other work, which may ask for the very thing: then it waits for itself, on a machine of many cores, once in a
//! thousand runs. No test finds that, so the places are listed.

use super::{Check, Finding};
use crate::code::{blank, line_of, places, without_tests};
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "threads",
    find,
    planted: &[("crates/core/src/measure/x.rs", "fn all() { rows.par_iter().map(read).collect() }\n")],
};

/// Where nobody waits for what is made.
const SPLIT: &[&str] = &[
    "crates/core/src/check/run.rs",
    "crates/core/src/measure/mod.rs",
    "crates/core/src/report/check/text.rs",
    "crates/core/src/review/mod.rs",
];

const WORDS: &[&str] = &[
    "rayon::join",
    "rayon::scope",
    "rayon::spawn",
    "par_iter",
    "par_iter_mut",
    "into_par_iter",
    "par_chunks",
    "par_bridge",
    "par_sort",
];

fn find(tree: &Tree) -> Vec<Finding> {
    let whole = |path: &str| path.starts_with("crates/core/src/") && path.ends_with(".rs") && !SPLIT.contains(&path);
    let mut found = Vec::new();
    for (path, text) in tree.texts(|file| whole(&file.path)) {
        let code = without_tests(&blank(text));
        for word in WORDS {
            for place in places(&code, word) {
                let says = format!("`{word}` where others may wait for what is made");
                let mend = "do it on one thread, or list the file here when nothing that is read once asks for it";
                found.push(Finding::new(path, line_of(&code, place), says, mend));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_files_split_their_work() {
        let found = |path: &str, text: &str| find(&Tree::of(&[(path, text)])).len();
        assert_eq!(found("crates/core/src/measure/owners.rs", "fn a() { rayon::join(b, c); d.into_par_iter(); }\n"), 2);
        assert_eq!(found("crates/core/src/review/mod.rs", "fn a() { rayon::join(b, c); }\n"), 0);
        assert_eq!(found("crates/evidence/src/gather.rs", "fn a() { b.par_iter(); }\n"), 0);
    }
}
