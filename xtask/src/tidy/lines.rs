//! Lines fit on a screen, and end where they seem to end.

use super::{Check, Finding, is_text};
use crate::tree::Tree;

/// The same as `max_width` in `rustfmt.toml`, which leaves texts alone that it cannot break.
const COLUMNS_MAX: usize = 120;

pub(super) const CHECK: Check =
    Check { name: "lines", find, planted: &[("crates/core/src/words.rs", "fn one() {} \n")] };

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts(|file| is_text(file.ending()) || file.path.starts_with(".ci/")) {
        for (at, line) in text.lines().enumerate() {
            let columns = line.chars().count();
            if path.ends_with(".rs") && columns > COLUMNS_MAX {
                let says = format!("{columns} columns, more than {COLUMNS_MAX}");
                found.push(Finding::new(
                    path,
                    at + 1,
                    says,
                    "break it; a text breaks with `\\` at the end of the line",
                ));
            }
            if line.ends_with([' ', '\t']) {
                found.push(Finding::new(path, at + 1, "blanks at the end of the line", "take them away"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters() {
        let count = |line: &str| find(&Tree::of(&[("crates/core/src/x.rs", line)])).len();
        assert_eq!(count(&"é".repeat(COLUMNS_MAX)), 0);
        assert_eq!(count(&"é".repeat(COLUMNS_MAX + 1)), 1);
    }
}
