//! The product speaks American English. Data, and what sources are called, keep their own spelling.

use super::{Check, Finding};
use crate::tree::Tree;

pub(super) const CHECK: Check =
    Check { name: "spelling", find, planted: &[("docs/guides/x.md", "An Organisation is more than its teams.\n")] };

/// The British beginning of a word, and the American one.
const WORDS: &[(&str, &str)] = &[
    ("behaviour", "behavior"),
    ("colour", "color"),
    ("favour", "favor"),
    ("generalis", "generaliz"),
    ("initialis", "initializ"),
    ("licence", "license"),
    ("neighbour", "neighbor"),
    ("normalis", "normaliz"),
    ("organis", "organiz"),
    ("prioritis", "prioritiz"),
    ("recognis", "recogniz"),
    ("serialis", "serializ"),
    ("summaris", "summariz"),
];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let reads = |path: &str, ending: &str| matches!(ending, "rs" | "md" | "toml" | "html") && !path.contains("/data/");
    for (path, text) in tree.texts(|file| reads(&file.path, file.ending())) {
        for (at, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            for (british, american) in WORDS {
                if line.match_indices(british).any(|(start, _)| !is_other_word(&line[start..], british)) {
                    let says = format!("`{british}` is British");
                    found.push(Finding::new(path, at + 1, says, format!("write `{american}`")));
                }
            }
        }
    }
    found
}

/// An organism, an organist and a generalist are spelled so everywhere.
fn is_other_word(text: &str, british: &str) -> bool {
    british.ends_with("is") && text[british.len()..].starts_with(['m', 't'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_found() {
        for (british, american) in WORDS {
            let count = |word: &str| find(&Tree::of(&[("README.md", &format!("Its {word}es.\n"))])).len();
            assert_eq!((count(british), count(american)), (1, 0), "{british}");
        }
    }

    #[test]
    fn data_and_words_of_their_own_are_free() {
        assert_eq!(find(&Tree::of(&[("examples/x/data/keps.md", "colour\n"), ("x.csv", "colour\n")])), []);
        assert_eq!(find(&Tree::of(&[("README.md", "A generalist studies the organism.\n")])), []);
    }
}
