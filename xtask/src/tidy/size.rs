//! Files and functions stay small enough to be read in one go. Tests may be as long as they need.

use super::{Check, Finding};
use crate::code::{blank, functions, without_tests};
use crate::tree::Tree;

/// Lines of a file.
const FILE_LINES_MAX: usize = 600;
/// Lines of a function.
const FUNCTION_LINES_MAX: usize = 80;

pub(super) const CHECK: Check = Check {
    name: "size",
    find,
    planted: &[(
        "crates/core/src/words.rs",
        // Eighty empty lines inside two braces.
        concat!(
            "fn long() {\n",
            "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
            "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
            "}\n",
        ),
    )],
};

fn find(tree: &Tree) -> Vec<Finding> {
    let is_source = |path: &str| {
        let in_crate = path.starts_with("crates/") && path.contains("/src/");
        path.ends_with(".rs") && !path.ends_with("/tests.rs") && (in_crate || path.starts_with("xtask/src/"))
    };
    let mut found = Vec::new();
    for (path, text) in tree.texts(|file| is_source(&file.path)) {
        let all = blank(text);
        let code = without_tests(&all);
        // A line counts unless it is code of a test.
        let lines = all.lines().zip(code.lines()).filter(|(all, code)| all == code).count();
        if lines > FILE_LINES_MAX {
            let says = format!("{lines} lines without tests, more than {FILE_LINES_MAX}");
            found.push(Finding::new(path, 0, says, "split it along what it does"));
        }
        for function in functions(&code) {
            if function.lines > FUNCTION_LINES_MAX {
                let says = format!("`{}` has {} lines, more than {FUNCTION_LINES_MAX}", function.name, function.lines);
                found.push(Finding::new(path, function.line, says, "give its steps names of their own"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        find(&Tree::of(&[("crates/core/src/x.rs", text)])).into_iter().map(|finding| finding.says).collect()
    }

    #[test]
    fn the_last_line_allowed_is_allowed() {
        let function = |lines: usize| format!("fn long() {{\n{}}}\n", "    a();\n".repeat(lines - 2));
        assert_eq!(found(&function(FUNCTION_LINES_MAX)), [""; 0]);
        assert_eq!(found(&function(FUNCTION_LINES_MAX + 1)), ["`long` has 81 lines, more than 80"]);
        assert_eq!(found(&"a();\n".repeat(FILE_LINES_MAX)), [""; 0]);
        assert_eq!(found(&"a();\n".repeat(FILE_LINES_MAX + 1)), ["601 lines without tests, more than 600"]);
    }

    #[test]
    fn tests_may_be_long() {
        assert_eq!(found(&format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "a();\n".repeat(700))), [""; 0]);
    }
}
