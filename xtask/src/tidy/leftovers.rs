//! Nothing is left half done: no reminders, no debugging, no page of a template that nobody filled in.

use super::{Check, Finding, is_text};
use crate::code::{line_of, places};
use crate::tree::Tree;

pub(super) const CHECK: Check =
    Check { name: "leftovers", find, planted: &[("crates/core/src/words.rs", "// TODO: later\n")] };

const WORDS: &[(&str, &str)] = &[
    ("TODO", "do it, or write an issue"),
    ("FIXME", "fix it, or write an issue"),
    ("XXX", "say what is meant, or write an issue"),
    ("dbg!", "take it away"),
    ("FILL IN", "a template wrote this line: write what it asks for, and take the two words away"),
];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts(|file| is_text(file.ending()) || file.path.starts_with(".ci/")) {
        for (word, fix) in WORDS {
            for place in places(text, word) {
                found.push(Finding::new(path, line_of(text, place), format!("`{word}` is left"), *fix));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_found_and_its_relatives_are_not() {
        for (word, _) in WORDS {
            assert_eq!(find(&Tree::of(&[("docs/x.md", &format!("a\n{word}: b\n"))])).len(), 1, "{word}");
        }
        assert_eq!(find(&Tree::of(&[("docs/x.md", "mktemp nameXXXXXX, mastodons, TODOS\n")])), []);
    }
}
