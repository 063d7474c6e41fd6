//! Every limit of what is read, as one page: those that can be moved, and those that bound single values.

use std::fmt::Write as _;

use onethread_model::limits::{LIMITS, Limit, thousands};
use onethread_model::near_names::NEAR_NAME_STEPS_MAX;

use crate::importers::git::limits as git;
use crate::importers::manifests::limits as manifests;
use crate::importers::ownership::limits as ownership;
use crate::importers::table::limits as table;
use crate::{gather, tree};

/// What is read, what is counted of it, the most, and a setting that moves it.
type Row = (&'static str, &'static str, u64, &'static str);

const fn count(number: usize) -> u64 {
    number as u64
}

/// Limits that nothing moves, or a setting of the source that they are about.
const FIXED: &[Row] = &[
    ("names that are compared to find what was meant", "letters", NEAR_NAME_STEPS_MAX, ""),
    ("an evidence table", "files of all sources", count(gather::FILES_MAX), ""),
    ("an evidence table", "bytes of a record", count(table::RECORD_BYTES_MAX), ""),
    ("an evidence table", "bytes of a cell that is read", count(table::CELL_BYTES_MAX), ""),
    ("an evidence table", "lines of a quoted cell", table::CELL_LINES_MAX as u64, ""),
    ("an evidence table", "columns", count(table::COLUMNS_MAX), ""),
    ("JSON and YAML", "lists inside each other", count(table::JSON_DEPTH_MAX), ""),
    ("JSON and YAML", "bytes of an item, or of a document", count(table::RECORD_BYTES_MAX), ""),
    ("JSON and YAML", "records of an item, or of a document", count(table::UNIT_RECORDS_MAX), ""),
    ("JSON and YAML", "values of a YAML document, with what aliases repeat", count(table::YAML_NODES_MAX), ""),
    ("a changelog", "transitions, where each record is one", count(table::TRANSITIONS_MAX), ""),
    ("an evidence table", "rejects listed one by one", count(table::REJECTS_LISTED_MAX), ""),
    ("a git history", "commits", count(git::COMMITS_MAX), ""),
    ("a git history", "paths that a change touches", git::TOUCHES_MAX as u64, "`touches-max`"),
    ("a git history", "bytes of a path", count(git::PATH_BYTES_MAX), ""),
    ("a git history", "folders in a path", count(git::DEPTH_MAX), ""),
    ("a git history", "bytes of an object", count(git::OBJECT_BYTES_MAX), ""),
    ("a git history", "bytes of a commit that are read", count(git::COMMIT_BYTES_MAX), ""),
    ("a git history", "co-authors of a commit", count(git::COAUTHORS_MAX), ""),
    ("a registry in git", "versions of its files", count(git::VERSIONS_MAX), ""),
    ("a registry in git", "files, with those that are gone", count(git::LINEAGES_MAX), ""),
    ("a registry in git", "bytes of a version", count(git::VERSION_BYTES_MAX), ""),
    (
        "a registry in git",
        "pairs of files of a commit that are compared to find moves",
        count(git::RENAME_PAIRS_MAX),
        "",
    ),
    ("a tree of files", "paths", count(tree::PATHS_MAX), ""),
    ("rules of ownership", "bytes of a file", count(ownership::FILE_BYTES_MAX), ""),
    ("rules of ownership", "rules", count(ownership::RULES_MAX), ""),
    ("rules of ownership", "files", count(ownership::FILES_MAX), ""),
    ("rules of ownership", "nesting of YAML", count(ownership::YAML_DEPTH_MAX), ""),
    ("manifests", "bytes of a manifest", count(manifests::MANIFEST_BYTES_MAX), ""),
    ("manifests", "bytes of a lockfile", count(manifests::LOCK_BYTES_MAX), ""),
    ("manifests", "manifests of a repository", count(manifests::MANIFESTS_MAX), ""),
    ("manifests", "packages of a lockfile", count(manifests::RECORDS_MAX), ""),
];

/// The page of the reference.
pub fn page() -> String {
    let mut page = String::from(
        "# Limits\n\n\
         How much is read of what. Beyond a limit something is left out or refused, in words that name the limit; nothing \
         ends the run unheard. No file and no setting under review can move a limit of the first table: whoever runs the \
         program does, as in `onethread init --from roster.csv --limit sheet-rows=200000`.\n\n\
         | Limit | The most | Unless moved | At most |\n|---|---|---:|---:|\n",
    );
    for Limit { key, doc, default, highest, .. } in LIMITS {
        // Writing to a String cannot fail.
        let _ =
            writeln!(page, "| `{key}` | {doc} | {} | {} |", thousands((*default).into()), thousands((*highest).into()));
    }
    page += "\n## What bounds single values\n\nNothing moves these, but for a setting where one is named.\n\n\
             | Of | The most | | Moved by |\n|---|---|---:|---|\n";
    for (of, what, most, setting) in FIXED {
        let _ = writeln!(page, "| {of} | {what} | {} | {setting} |", thousands((*most).into()));
    }
    page
}
