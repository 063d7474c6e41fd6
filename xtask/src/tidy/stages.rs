//! Inside the core a stage reads earlier stages only, directly or by way of a module beside them. A report reads the
//! review and nothing behind it; only `show` asks measures.

use std::collections::BTreeMap;

use super::{Check, Finding};
use crate::code::{blank, line_of, names_behind, places, without_tests};
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "stages",
    find,
    planted: &[("crates/core/src/measure/x.rs", "use crate::{measure::World, review::Answer};\n")],
};

const SOURCE: &str = "crates/core/src/";

/// Folders of the core, in the order of the flow.
const STAGES: &[&str] = &["measure", "moves", "review", "answers", "check", "what_if", "plan"];

const REPORTS: &str = "crates/report/src/";
/// What measures are asked of.
const BEHIND_THE_REVIEW: &[&str] = &["World", "View", "Snapshot"];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut uses: Vec<(&str, usize, String)> = Vec::new();
    for (path, text) in tree.texts(|file| file.path.starts_with(SOURCE) && file.path.ends_with(".rs")) {
        let code = blank(text);
        let mut names = names_behind(&code, "crate::");
        // `super` as often as the file is deep leads to the root, and then down into a stage.
        names.extend(names_behind(&code, &"super::".repeat(depth(path))));
        uses.extend(names.into_iter().map(|(line, name)| (path, line, name)));
    }
    let ranks = ranks(&uses);
    let mut found = Vec::new();
    for (path, line, name) in uses {
        let stage = module(path);
        let (Some(own), Some(used)) = (STAGES.iter().position(|of| *of == stage), ranks.get(&name)) else { continue };
        if *used > own {
            let says = format!("`{stage}` must not use `{name}`, which comes later or reads what does");
            let fix = format!("the order is {}: move what is needed to `{stage}` or before", STAGES.join(", "));
            found.push(Finding::new(path, line, says, fix));
        }
    }
    for (path, _) in tree.texts(|file| file.path.starts_with(SOURCE)) {
        if path.ends_with("/mod.rs") && depth(path) == 1 && !STAGES.contains(&module(path)) {
            found.push(Finding::new(path, 0, "a folder that is no stage", "add it to STAGES in tidy/stages.rs"));
        }
    }
    found.extend(reports_that_ask(tree));
    found
}

/// Reports that ask more than the review.
fn reports_that_ask(tree: &Tree) -> Vec<Finding> {
    let may_ask = |path: &str| path.ends_with("/tests.rs") || path.starts_with("crates/report/src/show/");
    let mut found = Vec::new();
    for (path, text) in tree.texts(|file| file.path.starts_with(REPORTS) && file.path.ends_with(".rs")) {
        let code = without_tests(&blank(text));
        for name in BEHIND_THE_REVIEW.iter().filter(|_| !may_ask(path)) {
            found.extend(places(&code, name).into_iter().map(|place| {
                let says = format!("a report reads `{name}`, which is behind the review");
                Finding::new(path, line_of(&code, place), says, "put what it needs into the review")
            }));
        }
    }
    found
}

/// The place of each module under the root in the flow: a stage has its own, any other that of the last one it uses.
fn ranks(uses: &[(&str, usize, String)]) -> BTreeMap<String, usize> {
    let mut ranks: BTreeMap<String, usize> =
        STAGES.iter().enumerate().map(|(rank, stage)| ((*stage).to_owned(), rank)).collect();
    // Modules may use each other, so what one has learned is handed on until nothing changes.
    loop {
        let mut changed = false;
        for (path, _, name) in uses {
            let user = module(path);
            let Some(used) = ranks.get(name).copied() else { continue };
            if !STAGES.contains(&user) && ranks.get(user).is_none_or(|rank| *rank < used) {
                ranks.insert(user.to_owned(), used);
                changed = true;
            }
        }
        if !changed {
            return ranks;
        }
    }
}

/// The module under the root in which a file lies.
fn module(path: &str) -> &str {
    let inside = path.strip_prefix(SOURCE).unwrap_or(path);
    inside.split_once('/').map_or(inside.trim_end_matches(".rs"), |(folder, _)| folder)
}

/// How many modules a file lies under the root: 1 for `review/mod.rs`, 2 for `review/form.rs`.
fn depth(path: &str) -> usize {
    let inside = path.strip_prefix(SOURCE).unwrap_or(path);
    let parts = inside.split('/').count();
    if inside.ends_with("/mod.rs") { parts - 1 } else { parts }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        find(&Tree::of(files)).into_iter().map(|finding| format!("{}:{}", finding.path, finding.line)).collect()
    }

    #[test]
    fn later_stages_are_out_of_reach() {
        let check = "\nfn a() { crate::check::run(); }\n";
        assert_eq!(found(&[("crates/core/src/review/x.rs", check)]), ["crates/core/src/review/x.rs:2"]);
        assert_eq!(found(&[("crates/core/src/review/x.rs", "use crate::measure::World;\n")]), [""; 0]);
        let up = "use super::super::review::Answer;\n";
        assert_eq!(found(&[("crates/core/src/measure/x.rs", up)]), ["crates/core/src/measure/x.rs:1"]);
        assert_eq!(found(&[("crates/core/src/measure/mod.rs", "use super::review;\n")]).len(), 1);
    }

    #[test]
    fn a_module_beside_the_stages_is_no_way_around() {
        let around = [
            ("crates/core/src/measure/x.rs", "use crate::words::join;\n"),
            ("crates/core/src/words.rs", "use crate::pages;\n"),
            ("crates/core/src/pages.rs", "use crate::check::Level;\n"),
        ];
        assert_eq!(found(&around), ["crates/core/src/measure/x.rs:1"]);
        assert_eq!(found(&around[..2]), [""; 0]);
    }

    #[test]
    fn only_show_asks_measures() {
        let text = "use onethread_core::measure::{World, initiative};\n";
        assert_eq!(found(&[("crates/report/src/text/x.rs", text)]), ["crates/report/src/text/x.rs:1"]);
        assert_eq!(found(&[("crates/report/src/show/x.rs", text), ("crates/report/src/html/tests.rs", text)]), [""; 0]);
    }

    #[test]
    fn a_new_folder_has_to_find_its_place() {
        assert_eq!(found(&[("crates/core/src/attic/mod.rs", "")]), ["crates/core/src/attic/mod.rs:0"]);
    }
}
