//! Lines fit on a screen, and end where they seem to end.

use super::{Check, Finding, is_text};
use crate::code::filled;
use crate::tree::Tree;

/// `rustfmt.toml` holds code to 120; what the formatter leaves alone, comments and the bodies of macros, may reach
/// this.
const COLUMNS_MAX: usize = 160;

pub(super) const CHECK: Check =
    Check { name: "lines", find, planted: &[("crates/core/src/words.rs", "fn one() {} \n")] };

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts(|file| is_text(file.ending()) || file.path.starts_with(".ci/")) {
        if path.ends_with(".rs") {
            found.extend(too_long(path, text));
        }
        for (at, line) in text.lines().enumerate() {
            if line.ends_with([' ', '\t']) {
                found.push(Finding::new(path, at + 1, "blanks at the end of the line", "take them away"));
            }
        }
    }
    found
}

/// A literal counts as nothing: a sentence or the input of a test is read best as the one line that it is, and
/// `rustfmt` leaves it alone.
fn too_long(path: &str, text: &str) -> Vec<Finding> {
    const LITERAL: char = '\0';
    let marked = filled(text, LITERAL);
    let mut found = Vec::new();
    for (at, (line, marked)) in text.lines().zip(marked.lines()).enumerate() {
        let is_comment = line.trim_start().starts_with("//");
        let columns = if is_comment { line.chars().count() } else { marked.chars().filter(|c| *c != LITERAL).count() };
        if columns > COLUMNS_MAX {
            let says = format!("{columns} columns, more than {COLUMNS_MAX}");
            found.push(Finding::new(path, at + 1, says, "break it; a text breaks with `\\` at the end of the line"));
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

    #[test]
    fn a_long_literal_is_free() {
        let count = |path: &str, line: &str| find(&Tree::of(&[(path, line)])).len();
        let literal = format!("    check(\"{}\");\n", "a ".repeat(COLUMNS_MAX));
        assert_eq!(count("crates/core/src/x.rs", &literal), 0);
        assert_eq!(count("crates/core/src/x.rs", &format!("check({});\n", "a, ".repeat(COLUMNS_MAX))), 1);
        assert_eq!(count("crates/core/src/x.rs", &format!("// {}\n", "a".repeat(COLUMNS_MAX))), 1);
    }
}
