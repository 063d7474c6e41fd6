//! No product text says that a form, a load, an approval or a dependency makes value come sooner or later. Nothing that
//! is observed here shows it: see `docs/background/what-the-data-say.md`.

use super::{Check, Finding};
use crate::code;
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "claims",
    find,
    planted: &[("crates/report/src/text/x.rs", "fn f() -> &'static str {\n    \"the impact of approvals\"\n}\n")],
};

/// What is not said, in small letters. `*` stands for up to three words.
const PHRASES: &[&str] = &[
    "impact of",
    "impact on",
    "impacts",
    "effect of",
    "makes * faster",
    "makes * slower",
    "make * faster",
    "make * slower",
    "makes * sooner",
    "make * sooner",
    "are faster because",
    "is faster because",
    "are slower because",
    "is slower because",
    "leads to faster",
    "leads to slower",
    "speeds up",
    "speed up",
    "slows down",
    "slow down",
    "accelerates",
    "boosts",
    "drives velocity",
    "productivity gain",
];

/// Words between two parts of a phrase.
const BETWEEN_MAX: usize = 3;

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let reads = |path: &str, ending: &str| match ending {
        "md" => !path.starts_with("docs/decisions/") && !path.contains("/data/"),
        "rs" => ["crates/core/src/", "crates/report/src/", "crates/model/src/"].iter().any(|of| path.starts_with(of)),
        _ => false,
    };
    for (path, text) in tree.texts(|file| reads(&file.path, file.ending())) {
        // In code only what may be printed counts: not its comments, and not its tests.
        let text = if path.ends_with(".rs") { code::literals(text) } else { text.to_owned() };
        for (at, line) in text.lines().enumerate() {
            if let Some(phrase) = PHRASES.iter().find(|phrase| says(&line.to_lowercase(), phrase)) {
                let says = format!("`{phrase}` claims a cause that nothing here shows");
                found.push(Finding::new(path, at + 1, says, "say what was counted, and leave the cause open"));
            }
        }
    }
    found
}

/// Whether a line holds a phrase as whole words.
fn says(line: &str, phrase: &str) -> bool {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (first, last) = match phrase.split_once(" * ") {
        Some((first, last)) => (first, Some(last)),
        None => (phrase, None),
    };
    let first: Vec<&str> = first.split(' ').collect();
    (0..words.len()).filter(|at| words[*at..].starts_with(&first)).any(|at| {
        let behind = &words[at + first.len()..];
        last.is_none_or(|last| behind.iter().take(BETWEEN_MAX + 1).any(|word| *word == last))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn each_phrase_is_found_in_a_page_and_in_a_sentence_of_code() {
        for phrase in PHRASES {
            let said = phrase.replace('*', "all of it");
            assert_eq!(count("docs/guides/x.md", &format!("This {said} things.\n")), 1, "{phrase}");
            let code = format!("fn f() -> &'static str {{\n    \"This {said} things.\"\n}}\n");
            assert_eq!(count("crates/core/src/x.rs", &code), 1, "{phrase}");
        }
    }

    #[test]
    fn comments_tests_and_parts_of_words_are_free() {
        let code =
            "// The impact of it.\nfn f() {}\n#[cfg(test)]\nmod tests {\n    const A: &str = \"impact of\";\n}\n";
        assert_eq!(count("crates/core/src/x.rs", code), 0);
        assert_eq!(count("crates/cli/src/x.rs", "const A: &str = \"impact of\";\n"), 0);
        assert_eq!(count("README.md", "A side effect often; compacts, impactful.\n"), 0);
        assert_eq!(count("README.md", "It makes nobody here run any faster.\n"), 0);
    }
}
