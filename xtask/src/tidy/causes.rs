//! Sentences of the program claim no more than was computed: no cause without a design that shows one, no floor of a
//! simulation as a p value, no certainty.
//!
//! Input: literals of `core` and `report`. Output: a finding for each place.

use super::{Check, Finding};
use crate::code;
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "causes",
    find,
    planted: &[
        (
            "crates/core/src/x.rs",
            "fn f() -> &'static str {\n    \"the team has other work; that is why others wait\"\n}\n",
        ),
        ("crates/report/src/x.rs", "fn f(p: f64) -> String {\n    format!(\"more than by chance (p {p:.3})\")\n}\n"),
        ("crates/core/src/y.rs", "fn f() -> &'static str {\n    \"the share is higher (95 % sure)\"\n}\n"),
    ],
};

/// Phrases that state a cause or a certainty, and what to say instead.
const PHRASES: &[(&str, &str)] = &[
    ("that is why", "what was seen; a cause needs a design that shows one"),
    ("waits whenever", "what was seen; a cause needs a design that shows one"),
    ("drops this one whenever", "what was seen; a cause needs a design that shows one"),
    ("adds waiting", "what was seen; a cause needs a design that shows one"),
    ("as a result of", "what was seen; a cause needs a design that shows one"),
    ("results in", "what was seen; a cause needs a design that shows one"),
    ("leads to more", "what was seen; a cause needs a design that shows one"),
    ("leads to fewer", "what was seen; a cause needs a design that shows one"),
    ("impact of", "what was seen; a correlation is no impact"),
    ("costs both", "what was seen; a cause needs a design that shows one"),
    ("leaders ask first", "what was seen; a cause needs a design that shows one"),
    ("queue longer", "what was seen; a cause needs a design that shows one"),
    ("95 % sure", "95 % CI"),
    ("with a probability of 95 %", "the 95 % confidence bound, or 95 % CI"),
    ("proves that", "shows, with n and its interval"),
    ("certainly", "what was seen, with its interval"),
];

/// The one place that writes a p value out of draws, with its floor.
const HAS_FLOOR: &[&str] = &["crates/core/src/words.rs"];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let is_read = |path: &str| path.starts_with("crates/core/src/") || path.starts_with("crates/report/src/");
    for (path, text) in tree.texts(|file| file.ending() == "rs" && is_read(&file.path)) {
        for (at, line) in code::literals(text).lines().enumerate() {
            let small = line.to_lowercase();
            for (phrase, say) in PHRASES.iter().filter(|(phrase, _)| small.contains(phrase)) {
                found.push(Finding::new(
                    path,
                    at + 1,
                    format!("`{phrase}` claims what nobody computed"),
                    format!("say: {say}"),
                ));
            }
            if small.contains("p {p:") && !HAS_FLOOR.contains(&path) {
                let fix = "say `< 0.005, 399 draws` where it is the floor of a simulation";
                found.push(Finding::new(path, at + 1, "a p value without its floor", fix));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_planted_defect_is_found() {
        for (path, text) in CHECK.planted {
            assert_eq!(find(&Tree::of(&[(path, text)])).len(), 1, "{path}");
        }
    }

    #[test]
    fn each_phrase_is_found_in_a_literal_and_nowhere_else() {
        let count = |path: &str, text: &str| find(&Tree::of(&[(path, text)])).len();
        for (phrase, _) in PHRASES {
            let code = format!("fn f() -> &'static str {{\n    \"it {phrase} it\"\n}}\n");
            assert_eq!(count("crates/core/src/x.rs", &code), 1, "{phrase}");
            assert_eq!(count("crates/cli/src/x.rs", &code), 0, "{phrase}");
            assert_eq!(count("crates/core/src/x.rs", &format!("/// It {phrase} it.\nfn f() {{}}\n")), 0, "{phrase}");
        }
    }
}
