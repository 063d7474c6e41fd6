//! A guard that ARCHITECTURE.md names is there: a page that promises a test which nobody runs is worse than none.

use super::{Check, Finding};
use crate::tree::Tree;

const PAGE: &str = "ARCHITECTURE.md";
const MARK: &str = "Guard:";

pub(super) const CHECK: Check = Check {
    name: "guards",
    find,
    planted: &[
        ("crates/core/tests/pages.rs", "fn every_page_is_listed() {}\n"),
        (PAGE, "- **No page is lost.** Guard: `pages::every_page_is_listed`, `pages::no_page_is_lost`.\n"),
    ],
};

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, line) in tree.text(PAGE).unwrap_or_default().lines().enumerate() {
        let Some((_, guards)) = line.split_once(MARK) else { continue };
        // Between the first two backticks, the next two, and so on.
        for guard in guards.split('`').skip(1).step_by(2) {
            if !exists(tree, guard) {
                let fix = "name a test as `file::test`, or a path from the root";
                found.push(Finding::new(PAGE, at + 1, format!("there is no guard `{guard}`"), fix));
            }
        }
    }
    found
}

fn exists(tree: &Tree, guard: &str) -> bool {
    if let Some((file, test)) = guard.split_once("::") {
        let ending = format!("/{file}.rs");
        let holds = |text: &str| text.contains(&format!("fn {test}("));
        return tree.texts(|file| file.path.ends_with(&ending)).any(|(_, text)| holds(text));
    }
    // A command is checked where it is run, and a word of the language not at all.
    let is_path = guard.contains('/') && !guard.contains(' ');
    let under = |path: &str| path == guard || path.starts_with(&format!("{}/", guard.trim_end_matches('/')));
    !is_path || tree.files.iter().any(|file| under(&file.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_a_file_and_a_folder_are_guards() {
        let test = ("crates/core/tests/pages.rs", "#[test]\nfn every_page_is_listed() {\n}\n");
        let missing = |guard: &str| find(&Tree::of(&[test, (PAGE, &format!("- x. Guard: {guard}.\n"))])).len();
        assert_eq!(missing("`pages::every_page_is_listed`, `crates/core/tests`, `cargo xtask docs --check`"), 0);
        assert_eq!(missing("`crates/core/tests/pages.rs` and the type system"), 0);
        assert_eq!(missing("`pages::another`"), 1);
        assert_eq!(missing("`other::every_page_is_listed` or `crates/core/tests/other.rs`"), 2);
    }
}
