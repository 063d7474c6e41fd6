//! Text leaves through its encoder only: nothing else prints, writes CSV, or puts text into a page as it is.

use super::{Check, Finding};
use crate::code::{blank, line_of, places, without_tests};
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "exits",
    find,
    planted: &[("crates/cli/src/commands/x.rs", "fn a(id: &str) { eprintln!(\"{id}\"); }\n")],
};

/// What lets text out, the files that may, and what to use instead.
const EXITS: &[(&[&str], &[&str], &str)] = &[
    (
        &["print!", "println!", "eprint!", "eprintln!", "stdout().lock", "stderr().lock"],
        &["crates/cli/src/output.rs"],
        "use print, say or speak of crates/cli/src/output.rs",
    ),
    (&["csv::Writer", "csv::WriterBuilder"], &["crates/report/src/encode/csv.rs"], "use encode::csv of crates/report"),
    (&["PreEscaped"], &["crates/report/src/document/html.rs"], "let maud escape it, inside Safe"),
];

fn find(tree: &Tree) -> Vec<Finding> {
    let is_ours = |path: &str| path.ends_with(".rs") && path.starts_with("crates/") && path.contains("/src/");
    let mut found = Vec::new();
    for (path, text) in tree.texts(|file| is_ours(&file.path) && !file.path.ends_with("/tests.rs")) {
        let code = without_tests(&blank(text));
        for (words, _, fix) in EXITS.iter().filter(|(_, allowed, _)| !allowed.contains(&path)) {
            for word in words.iter() {
                for place in places(&code, word) {
                    found.push(Finding::new(path, line_of(&code, place), format!("`{word}` lets text out"), *fix));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_exit_is_found_and_its_own_file_is_free() {
        for (words, allowed, _) in EXITS {
            for word in words.iter() {
                let text = format!("fn a() {{ {word}(x) }}\n");
                assert_eq!(find(&Tree::of(&[("crates/report/src/x.rs", &text)])).len(), 1, "{word}");
                for path in allowed.iter() {
                    assert!(find(&Tree::of(&[(path, &text)])).is_empty(), "{word} {path}");
                }
            }
        }
        let test = "#[cfg(test)]\nmod tests {\n    fn a() { println!(); }\n}\n";
        assert!(find(&Tree::of(&[("crates/cli/src/x.rs", test)])).is_empty());
    }
}
