//! `cargo xtask tidy`: what must stay true of the files of this workspace, each with its fix.
//!
//! A check is one file with one function over the files. It carries a small violation of itself, planted, and every run
//! first looks whether that is found: a check that cannot fail is a defect.

mod arrows;
mod causes;
mod claims;
mod days;
mod decisions;
mod emails;
mod encoding;
mod exits;
mod files;
mod guards;
mod language;
mod leftovers;
mod lines;
mod machine_paths;
mod notices;
mod purity;
mod size;
mod spelling;
mod stages;
mod waivers;

use std::fmt::Write as _;
use std::path::Path;

use crate::tree::Tree;
use waivers::{WAIVERS, Waiver};

/// Something that must stay true.
struct Check {
    /// Name in messages and waivers.
    name: &'static str,
    /// Finds where it is not true.
    find: fn(&Tree) -> Vec<Finding>,
    /// Files, with their text; in the last one it is not true.
    planted: &'static [(&'static str, &'static str)],
}

/// The checks, in alphabetical order.
const CHECKS: &[Check] = &[
    arrows::CHECK,
    causes::CHECK,
    claims::CHECK,
    days::CHECK,
    decisions::CHECK,
    emails::CHECK,
    encoding::CHECK,
    exits::CHECK,
    files::CHECK,
    guards::CHECK,
    language::CHECK,
    leftovers::CHECK,
    lines::CHECK,
    machine_paths::CHECK,
    notices::CHECK,
    purity::CHECK,
    size::CHECK,
    spelling::CHECK,
    stages::CHECK,
];

/// A place where a check does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    /// From 1; 0 for the file as a whole.
    line: usize,
    says: String,
    fix: String,
}

impl Finding {
    fn new(path: &str, line: usize, says: impl Into<String>, fix: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, says: says.into(), fix: fix.into() }
    }
}

/// Checks the workspace.
pub(crate) fn run(root: &Path) -> Result<String, String> {
    let tree = Tree::read(root).map_err(|error| format!("the files cannot be read: {error}\n"))?;
    let said = check(&tree, CHECKS, WAIVERS);
    if said.is_empty() {
        return Ok(format!("tidy: {} checks over {} files\n", CHECKS.len(), tree.files.len()));
    }
    Err(said)
}

/// Everything that is not as it must be, one line each.
fn check(tree: &Tree, checks: &[Check], waivers: &[Waiver]) -> String {
    // Writing to a string cannot fail, so its result is passed over here.
    let mut said = String::new();
    let mut used = vec![false; waivers.len()];
    for check in checks {
        if !finds_what_is_planted(check) {
            let _ = writeln!(said, "xtask/src/tidy: [{}] does not find what is planted; fix the check", check.name);
        }
        for finding in (check.find)(tree) {
            if let Some(waived) = waivers.iter().position(|waiver| waiver.covers(check.name, &finding.path)) {
                used[waived] = true;
                continue;
            }
            let Finding { path, line, says, fix } = finding;
            let place = if line == 0 { path } else { format!("{path}:{line}") };
            let _ = writeln!(said, "{place}: [{}] {says}; {fix}", check.name);
        }
    }
    for (waiver, used) in waivers.iter().zip(used) {
        if !used {
            let Waiver { check, path, .. } = waiver;
            let _ =
                writeln!(said, "{path}: [waivers] nothing to waive for `{check}`; take the waiver out of waivers.rs");
        }
    }
    said
}

fn finds_what_is_planted(check: &Check) -> bool {
    let found = (check.find)(&Tree::of(check.planted));
    check.planted.last().is_some_and(|(path, _)| found.iter().any(|finding| finding.path == *path))
}

/// Endings of files that people read and write.
fn is_text(ending: &str) -> bool {
    matches!(ending, "rs" | "md" | "toml" | "html" | "css" | "js" | "sh" | "py" | "yml" | "yaml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_is_tidy() {
        if let Err(said) = run(&crate::root()) {
            panic!("\n{said}");
        }
    }

    #[test]
    fn a_check_that_finds_nothing_is_found_out() {
        for check in CHECKS {
            assert!(finds_what_is_planted(check), "{}", check.name);
        }
        let blind = Check { name: "blind", find: |_| Vec::new(), planted: &[("a.md", "a\n")] };
        assert!(check(&Tree::of(&[]), &[blind], &[]).contains("[blind] does not find what is planted"));
    }

    #[test]
    fn no_check_finds_anything_in_a_clean_file() {
        let tree = Tree::of(&[("crates/core/src/measure/x.rs", "//! A page.\n\nfn one() {}\n")]);
        for check in CHECKS {
            assert_eq!((check.find)(&tree), [], "{}", check.name);
        }
    }

    #[test]
    fn every_check_is_listed_in_order() {
        let names: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
        assert!(names.is_sorted(), "{names:?}");
        let tree = Tree::read(&crate::root()).expect("it can be read");
        let files = tree.files.iter().filter_map(|file| file.path.strip_prefix("xtask/src/tidy/")?.strip_suffix(".rs"));
        for file in files.filter(|file| !matches!(*file, "mod" | "waivers")) {
            assert!(names.contains(&file.replace('_', "-").as_str()), "add {file}::CHECK to CHECKS in tidy/mod.rs");
        }
    }

    #[test]
    fn a_waiver_silences_its_own_check_under_its_own_path() {
        let tree = Tree::of(&[("a/x.md", "Colour\n"), ("b/x.md", "Colour\n")]);
        let waiver = |check, path| Waiver { check, path, why: "a test" };
        let waived = check(&tree, &[spelling::CHECK], &[waiver("spelling", "a/")]);
        assert!(!waived.contains("a/x.md") && waived.contains("b/x.md:1: [spelling]"), "{waived}");
        let idle = check(&tree, &[spelling::CHECK], &[waiver("lines", "a/")]);
        assert!(idle.contains("a/x.md:1: [spelling]") && idle.contains("[waivers] nothing to waive"), "{idle}");
    }
}
