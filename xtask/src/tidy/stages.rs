//! Inside the core a stage reads earlier stages only, directly or by way of a module beside them.

use std::collections::BTreeMap;

use super::{Check, Finding};
use crate::code::{blank, names_behind};
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "stages",
    find,
    planted: &[("crates/core/src/measure/x.rs", "use crate::{measure::World, review::Answer};\n")],
};

const SOURCE: &str = "crates/core/src/";

/// Folders of the core, in the order of the flow.
const STAGES: &[&str] = &["measure", "moves", "review", "check", "plan", "report"];

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
            let mend = format!("the order is {}: move what is needed to `{stage}` or before", STAGES.join(", "));
            found.push(Finding::new(path, line, says, mend));
        }
    }
    for (path, _) in tree.texts(|file| file.path.starts_with(SOURCE)) {
        if path.ends_with("/mod.rs") && depth(path) == 1 && !STAGES.contains(&module(path)) {
            found.push(Finding::new(path, 0, "a folder that is no stage", "add it to STAGES in tidy/stages.rs"));
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
        let report = "\nfn a() { crate::report::text(); }\n";
        assert_eq!(found(&[("crates/core/src/review/x.rs", report)]), ["crates/core/src/review/x.rs:2"]);
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
            ("crates/core/src/pages.rs", "use crate::report::Style;\n"),
        ];
        assert_eq!(found(&around), ["crates/core/src/measure/x.rs:1"]);
        assert_eq!(found(&around[..2]), [""; 0]);
    }

    #[test]
    fn a_new_folder_has_to_find_its_place() {
        assert_eq!(found(&[("crates/core/src/attic/mod.rs", "")]), ["crates/core/src/attic/mod.rs:0"]);
    }
}
