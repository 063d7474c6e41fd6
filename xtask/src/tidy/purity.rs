//! The kernel, the model, the core and the reports do no IO, look at no clock and draw no random number that no seed
//! explains.

use super::{Check, Finding};
use crate::code::{blank, line_of, names_behind, places, without_tests};
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "purity",
    find,
    planted: &[("crates/core/src/measure/x.rs", "use std::{fmt, fs};\nfn now() { std::time::Instant::now(); }\n")],
};

/// Crates that must be pure.
const PURE: &[&str] = &["crates/kernel/src/", "crates/model/src/", "crates/core/src/", "crates/report/src/"];

const PRINTS: &[&str] = &["print!", "println!", "eprint!", "eprintln!"];
const MODULES: &[&str] = &["env", "fs", "io", "net", "process", "thread", "time"];
const CLOCKS: &[&str] = &["SystemTime", "Instant", "Timestamp::now", "Zoned::now"];
const CHANCE: &[&str] = &["thread_rng", "rand::rng", "rand::random", "getrandom", "RandomState"];

fn find(tree: &Tree) -> Vec<Finding> {
    let pure = |path: &str| path.ends_with(".rs") && PURE.iter().any(|folder| path.starts_with(folder));
    let mut found = Vec::new();
    for (path, text) in tree.texts(|file| pure(&file.path)) {
        let code = without_tests(&blank(text));
        let mut add = |line: usize, what: &str, fix: &str| {
            found.push(Finding::new(path, line, format!("`{what}` in a pure crate"), fix));
        };
        let words: [(&[&str], &str); 3] = [
            (PRINTS, "return the text and let crates/cli print it"),
            (CLOCKS, "take the day as an argument from crates/workspace"),
            (CHANCE, "take a seed as an argument"),
        ];
        for (words, fix) in words {
            for word in words {
                for place in places(&code, word) {
                    add(line_of(&code, place), word, fix);
                }
            }
        }
        for (line, name) in names_behind(&code, "std::") {
            if MODULES.contains(&name.as_str()) {
                add(
                    line,
                    &format!("std::{name}"),
                    "take what it gives as an argument from crates/workspace or crates/evidence",
                );
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        find(&Tree::of(&[(path, text)])).into_iter().map(|finding| finding.says).collect()
    }

    #[test]
    fn each_kind_is_found() {
        let text = "fn a() { println!(); std::fs::read(p); std::env::var(v); SystemTime::now(); rand::rng(); }\n";
        assert_eq!(found("crates/kernel/src/x.rs", text).len(), 5);
        assert_eq!(found("crates/model/src/x.rs", "use std::{collections::BTreeMap, time::Duration};\n").len(), 1);
    }

    #[test]
    fn comments_texts_tests_and_other_crates_are_free() {
        let text = "// println!\nconst A: &str = \"std::fs\";\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        assert!(found("crates/core/src/x.rs", text).is_empty());
        assert!(found("crates/cli/src/x.rs", "use std::fs;\n").is_empty());
        assert!(found("crates/core/tests/x.rs", "use std::fs;\n").is_empty());
    }
}
