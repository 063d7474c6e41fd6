//! There is one way to files: the crate `files`. No other part of the product opens, reads, writes, moves or lists any.

use super::{Check, Finding};
use crate::code::{blank, line_of, places, without_tests};
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "files",
    find,
    planted: &[
        ("crates/files/src/read.rs", "use std::fs::File;\n"),
        ("crates/workspace/src/x.rs", "fn plain(root: &Path) { let _ = std::fs::read(root.join(\"org/x.toml\")); }\n"),
    ],
};

/// The crate that is the one way.
const HOME: &str = "crates/files/src/";

/// What opens files in other ways. A file that was opened elsewhere may be held, so `fs::File` alone is free.
const WAYS: &[(&str, &str)] = &[
    ("fs::read_to_string", "read it with `Root::read_text`, or `Typed::read` where a person typed the path"),
    ("fs::read_link", "ask `Root::real_path`"),
    ("fs::read", "read it with `Root::read`, or `Typed::read` where a person typed the path"),
    ("fs::write", "write it with `Writing::replace`, or `Typed::write` where a person typed the path"),
    ("fs::rename", "replace files with `Writing::replace`"),
    ("fs::copy", "read it with `Root::read`, and write it with `Writing::replace`"),
    ("fs::hard_link", "make it with `Root::create_private`"),
    ("fs::remove_file", "remove it with `Root::remove`"),
    ("fs::remove_dir", "folders stay"),
    ("fs::remove_dir_all", "folders stay"),
    ("fs::create_dir", "make folders with `Root::make_local` or `Typed::make_folder`"),
    ("fs::create_dir_all", "make folders with `Root::make_local`, `Writing::replace` or `Typed::make_folder`"),
    ("fs::metadata", "ask `Root::kind` or `Root::size`"),
    ("fs::symlink_metadata", "ask `Root::is_link` or `Root::is_free`"),
    ("fs::canonicalize", "ask `Root::real_path`"),
    ("fs::set_permissions", "a file that is replaced keeps its mode"),
    ("read_dir", "list it with `Root::names`, `Root::entries` or `Root::walk`"),
    (".canonicalize(", "ask `Root::real_path`"),
    ("File::open", "open it with `Root::open`"),
    ("File::create_new", "make it with `Root::create_new`"),
    ("File::create", "make it with `Writing::replace`, or `Root::create_new`"),
    ("File::options", "open it with `Root::open`"),
    ("OpenOptions", "open it with `Root::open`, or make it with `Root::create_new`"),
    ("walkdir", "walk with `Root::walk`"),
    ("cap_std", "only crates/files knows that library"),
    ("tempfile", "drafts are made by `Writing::replace` and `Typed::write`"),
];

fn find(tree: &Tree) -> Vec<Finding> {
    let is_product = |path: &str| {
        let inside = path.strip_prefix("crates/").and_then(|rest| rest.split_once('/'));
        path.ends_with(".rs") && inside.is_some_and(|(_, rest)| rest.starts_with("src/")) && !path.starts_with(HOME)
    };
    let mut found = Vec::new();
    for (path, text) in tree.texts(|file| is_product(&file.path)) {
        let code = without_tests(&blank(text));
        let mut lines = std::collections::BTreeSet::new();
        for (way, fix) in WAYS {
            for place in places(&code, way) {
                // The longest way of a line says it all.
                if lines.insert(line_of(&code, place)) {
                    found.push(Finding::new(
                        path,
                        line_of(&code, place),
                        format!("`{way}` is another way to files"),
                        *fix,
                    ));
                }
            }
        }
        for place in places(&code, "use std::fs::{") {
            let names = code.get(place..).and_then(|rest| rest.split(';').next()).unwrap_or_default();
            let inside = names.split(['{', ',', '}']).skip(1).map(str::trim);
            if inside.clone().any(|name| !matches!(name, "" | "File" | "Metadata" | "TryLockError")) {
                let fix = "name `File`, `Metadata` or `TryLockError` alone, and open files by the crate `files`";
                found.push(Finding::new(path, line_of(&code, place), "`std::fs` is another way to files", fix));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn each_other_way_is_found() {
        for code in [
            "std::fs::read_to_string(p);",
            "fs::write(p, b);",
            "File::open(p);",
            "OpenOptions::new();",
            "std::fs::read_dir(p);",
            "walkdir::WalkDir::new(p);",
            "use std::fs::{self, File};",
            "p.canonicalize();",
            "std::fs::create_dir_all(p);",
        ] {
            assert_eq!(count("crates/cli/src/x.rs", &format!("fn a() {{ {code} }}\n")), 1, "{code}");
        }
    }

    #[test]
    fn handles_tests_chores_and_the_one_way_are_free() {
        assert_eq!(count("crates/cli/src/x.rs", "use std::fs::{File, TryLockError};\nfn a(f: &std::fs::File) {}\n"), 0);
        assert_eq!(
            count(
                "crates/cli/src/x.rs",
                "#[cfg(test)]\nmod tests {\n    use std::fs;\n    fn a() { fs::read(p); }\n}\n"
            ),
            0
        );
        for path in ["crates/files/src/x.rs", "crates/cli/tests/x.rs", "xtask/src/x.rs", "fuzz/src/x.rs"] {
            assert_eq!(count(path, "fn a() { std::fs::read(p); }\n"), 0, "{path}");
        }
    }
}
