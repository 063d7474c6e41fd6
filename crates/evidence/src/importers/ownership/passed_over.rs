//! Files of owners that lie in a repository and are not read: counted and named, so that nobody takes a part for all.
//!
//! Input: the paths of a tree and what was read of it. Output: clauses, each with how many files it is about.

use super::super::{codeowners, maintainers, owners};
use super::OwnershipRules;
use crate::tree::Tree;

/// Most files that are named; the others are counted.
const NAMED_MAX: usize = 3;

/// What the repository has of a format beside what was read, but for the places where forges look for CODEOWNERS.
pub(super) fn passed_over(format: &str, rules: &OwnershipRules, tree: &Tree) -> Vec<(String, usize)> {
    let name: &[u8] = match format {
        "owners" => owners::FILE.as_bytes(),
        "maintainers" => maintainers::FILE.as_bytes(),
        _ => b"CODEOWNERS",
    };
    let is_read = |path: &str| rules.files.iter().any(|file| file.path == path);
    let paths = tree.paths.iter().filter(|path| path.rsplit(|byte| *byte == b'/').next() == Some(name));
    let others: Vec<String> =
        paths.map(|path| String::from_utf8_lossy(path).into_owned()).filter(|path| !is_read(path)).collect();
    let read = rules.files.first().map_or("", |file| file.path.as_str());
    let is_place = |path: &String| codeowners::PLACES.iter().any(|(place, _)| place == path);
    let clause = match format {
        "owners" => clause(&others, "links out of the repository or to nothing, too large, or no regular file"),
        "maintainers" => clause(&others, &format!("the sections of {read} alone count")),
        _ => {
            let others: Vec<String> = others.into_iter().filter(|path| !is_place(path)).collect();
            clause(&others, "no forge looks for them there")
        }
    };
    clause.into_iter().collect()
}

/// That these files are not read, and why.
fn clause(files: &[String], why: &str) -> Option<(String, usize)> {
    let named: Vec<&str> = files.iter().take(NAMED_MAX).map(String::as_str).collect();
    let more = if files.len() > NAMED_MAX { " and others" } else { "" };
    (!files.is_empty()).then(|| (format!("file that is not read: {}{more}: {why}", named.join(", ")), files.len()))
}
