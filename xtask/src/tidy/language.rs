//! Sentences say it as the field says it: no word of a private dialect, no plural by hand, a real minus sign.
//!
//! Input: pages outside their code, sentences in literals, and comments. Output: a finding for each place.

use super::{Check, Finding};
use crate::code;
use crate::tree::{File, Tree};

/// Literals here are the words of an invented company or the input of a test; only comments are read.
const INPUT: &[&str] = &["xtask/src/harbour/", "xtask/src/tidy/", "/tests/"];

pub(super) const CHECK: Check =
    Check { name: "language", find, planted: &[("docs/guides/x.md", "Somebody should mend it, as we were told.\n")] };

/// Words of the dialect in small letters, and the field's word.
const WORDS: &[(&str, &str)] = &[
    ("mend", "fix"),
    ("mends", "fixes"),
    ("mended", "fixed"),
    ("mending", "fixing"),
    ("told", "reported, shown or known"),
    ("tell of", "show"),
    ("reckon", "compute"),
    ("reckons", "computes"),
    ("reckoned", "computed"),
    ("seen to wait", "waited"),
    ("95 sure", "95 % CI"),
    ("take back", "reverse"),
    ("taken back", "reversed"),
    ("took back", "reversed"),
    ("programs", "bots, or tools"),
    ("sweep", "bulk change"),
    ("sweeps", "bulk changes"),
    ("craft", "discipline"),
    ("crafts", "disciplines"),
    ("wished", "intended"),
    ("the place is empty", "vacant"),
    ("dormant", "stalled"),
    ("process limits", "control limits"),
    ("course of a metric", "trend"),
    ("functional lines", "functional reporting lines"),
    ("solid line", "solid reporting line"),
    ("seat", "position"),
    ("seats", "positions"),
    ("free changes", "decouple the code"),
    ("takes away", "removes"),
    ("taken away", "removed"),
    ("goes away", "is removed"),
    ("without a word", "not stated"),
    ("whole plan", "complete plan (owner, action, date)"),
    ("left unnamed", "all are declared"),
    ("no room for", "columns hidden (terminal too narrow)"),
    ("that brings", "effect:"),
    ("line to write", "write 1 statement"),
    ("lines to write", "write N statements"),
    ("on purpose", "by design"),
    ("somebody", "who it is; else a person, or someone"),
    ("of late", "recently"),
    ("bears", "has"),
    ("for sure", "leave it out, or give the interval"),
    ("is watched is played", "metrics get gamed"),
    ("pays late", "slow pay-back"),
    ("good things collide", "priorities conflict"),
    ("otherwise than you expected", "did not turn out as expected"),
    ("whose yes", "who must approve"),
    ("else do you carry", "what else are you responsible for"),
    ("for want of", "required data is missing"),
    ("nobody alone decides", "no single decision-maker"),
    ("why is not shown", "cause unknown"),
    ("cheapest for", "lowest cost"),
    ("does by itself", "control limits"),
    ("are the fewest that", "at least N required"),
];

/// Where a word of the list is the right one, with the words around it.
const FINE: &[(&str, &str)] = &[
    // The name of a column of a roster, and the option of the generator.
    ("seat", "such as seat"),
    ("seats", "need at least"),
    ("wished", "\"wished form\""),
];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts(is_read) {
        let sentences = if path.ends_with(".md") { prose(text) } else { sentences(path, text) };
        for (at, line) in sentences.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let small = line.to_lowercase();
            for (word, say) in WORDS.iter().filter(|(word, _)| says(&small, word) && !is_fine(&small, word)) {
                found.push(Finding::new(
                    path,
                    at + 1,
                    format!("`{word}` is not the field's word"),
                    format!("say: {say}"),
                ));
            }
            if is_for_people(path) && has_iso_day(line) {
                let fix = "write `30 June 2026` for people; tables and files hold ISO days";
                found.push(Finding::new(path, at + 1, "an ISO day in a sentence", fix));
            }
            if !line.trim_start().starts_with("//") && has_hyphen_for_minus(line) {
                let fix = "write a minus sign, U+2212: `words::with_minus`";
                found.push(Finding::new(path, at + 1, "a hyphen before a number", fix));
            }
        }
        if path.ends_with(".rs") {
            found.extend(plurals(path, text));
        }
    }
    found
}

fn is_read(file: &File) -> bool {
    let path = file.path.as_str();
    matches!(file.ending(), "md" | "rs")
        && !path.contains("/data/")
        && !path.contains("/golden/")
        && !path.contains("/fixtures/")
        && path != "xtask/src/tidy/language.rs"
}

/// A page without its blocks of code and its spans of code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if !is_fence && !is_code {
            out.push_str(&without_spans(line));
        }
        out.push('\n');
    }
    out
}

/// The comments of code, and the literals outside its tests that are sentences, line by line as before.
fn sentences(path: &str, text: &str) -> String {
    let is_input = INPUT.iter().any(|input| path.contains(input));
    let literals = if is_input { String::new() } else { code::literals(text) };
    let mut literals = literals.lines();
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let literal = literals.next().unwrap_or_default();
        let trimmed = line.trim_start();
        let read = if trimmed.starts_with("//") { trimmed } else { literal };
        // A literal of one word is a key.
        if read.trim().contains(' ') {
            out.push_str(&without_spans(read));
        }
        out.push('\n');
    }
    out
}

/// A line with blanks in the place of its spans of code; an open span reaches to the end.
fn without_spans(line: &str) -> String {
    let prose: String = line.split('`').enumerate().map(|(at, part)| if at % 2 == 0 { part } else { " x " }).collect();
    // A value that is filled in has the name of a variable.
    let parts = prose.split('{').enumerate();
    parts.map(|(at, part)| if at == 0 { part } else { part.split_once('}').map_or(part, |(_, rest)| rest) }).collect()
}

/// Whether a line holds a phrase as whole words.
fn says(line: &str, phrase: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let is_in = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'');
        text.split(|c: char| !is_in(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (line, phrase) = (words(line), words(phrase));
    line.windows(phrase.len()).any(|window| window == phrase)
}

fn is_fine(line: &str, word: &str) -> bool {
    // In quotes by itself it is a key.
    line.contains(&format!("\"{word}\"")) || FINE.iter().any(|(fine, context)| *fine == word && line.contains(context))
}

/// ` -3` in a sentence; `1 - x`, `a-3` and `2026-03` are something else.
fn has_hyphen_for_minus(line: &str) -> bool {
    let letters: Vec<char> = line.chars().collect();
    letters.windows(4).any(|at| at[0].is_alphabetic() && at[1] == ' ' && at[2] == '-' && at[3].is_ascii_digit())
}

/// Pages that people read from the beginning to the end.
fn is_for_people(path: &str) -> bool {
    // Exports are as their tools write them.
    if path.starts_with("docs/guides/exports/") {
        return false;
    }
    let folders = ["docs/tutorial/", "docs/guides/", "docs/background/", "examples/"];
    // Exports are in the form of the tools that made them.
    let is_export = path.starts_with("docs/guides/exports/");
    matches!(path, "README.md" | "ETHICS.md") || !is_export && folders.iter().any(|folder| path.starts_with(folder))
}

/// `2026-06-30` outside code; a row of a table is free.
fn has_iso_day(line: &str) -> bool {
    let is_day = |word: &str| {
        word.len() == 10
            && word.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
    };
    !line.starts_with('|') && line.split(|c: char| !c.is_ascii_digit() && c != '-').any(is_day)
}

/// `if n == 1 { "is" } else { "are" }`: plurals have helpers, which agree everywhere. `model` knows none of them.
fn plurals(path: &str, text: &str) -> Vec<Finding> {
    let is_by_hand = |line: &str| {
        let behind = line.split_once("== 1 { \"").map(|(_, behind)| behind);
        behind.is_some_and(|behind| behind.starts_with(char::is_alphabetic) && behind.contains("\" } else { \""))
    };
    let by_hand = text.lines().enumerate().filter(|(_, line)| is_by_hand(line));
    by_hand
        .filter(|_| !path.contains("/tests/") && !path.starts_with("xtask/") && !path.starts_with("crates/model/"))
        .map(|(at, _)| Finding::new(path, at + 1, "a plural by hand", "use `words::plural` or `words::agreeing`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn each_word_is_found_in_a_page_a_sentence_and_a_comment() {
        for (word, _) in WORDS {
            assert!(count("docs/guides/x.md", &format!("We {word} it.\n")) > 0, "{word}");
            let code = format!("fn f() -> &'static str {{\n    \"We {word} it.\"\n}}\n");
            assert!(count("crates/core/src/x.rs", &code) > 0, "{word}");
            assert!(count("crates/core/src/x.rs", &format!("/// We {word} it.\nfn f() {{}}\n")) > 0, "{word}");
        }
    }

    #[test]
    fn code_keys_tests_and_other_words_are_free() {
        assert_eq!(count("README.md", "`told` and `a seat`.\n\n```text\nsomebody told us\n```\n"), 0);
        assert_eq!(count("crates/core/src/x.rs", "const A: &str = \"dormant\";\nfn told() {}\n"), 0);
        let test = "fn f() {}\n#[cfg(test)]\nmod tests {\n    const A: &str = \"we were told\";\n}\n";
        assert_eq!(count("crates/core/src/x.rs", test), 0);
        assert_eq!(count("README.md", "Crafty, retold and recommended.\n"), 0);
    }

    #[test]
    fn plurals_and_hyphens_before_numbers_are_found() {
        let plural = "fn f(n: usize) -> &'static str {\n    if n == 1 { \"is\" } else { \"are\" }\n}\n";
        assert_eq!(count("crates/core/src/x.rs", plural), 1);
        assert_eq!(count("README.md", "It fell by -3 points.\n"), 1);
        assert_eq!(count("docs/decisions/x.md", "From 2026-03-01, 1 - 0.3, and a list:\n- 3 of them\n"), 0);
    }

    #[test]
    fn an_iso_day_is_found_in_a_sentence_for_people() {
        assert_eq!(count("docs/guides/x.md", "It ended on 2026-06-30.\n"), 1);
        assert_eq!(count("docs/guides/x.md", "| 2026-06-30 |\n\nOn `2026-06-30`, or 30 June 2026.\n"), 0);
        assert_eq!(count("docs/decisions/x.md", "It ended on 2026-06-30.\n"), 0);
    }

    #[test]
    fn an_exception_needs_its_words() {
        assert_eq!(count("README.md", "Columns such as Seat.\n"), 0);
        assert_eq!(count("README.md", "Give them a seat.\n"), 1);
    }
}
