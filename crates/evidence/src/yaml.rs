//! What YAML from outside may cost to read, and what of an error may be said.

use serde_saphyr::{DuplicateKeyPolicy, Options};

/// Most aliases of a document, and most anchors.
const ALIASES_MAX: usize = 1_000;

/// Reads one document of so much depth, so many values and so many bytes, what aliases repeat included; a key may stand
/// once.
pub(crate) fn options(depth_max: usize, nodes_max: usize, bytes_max: usize) -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: depth_max,
            flow_nesting_limit: depth_max + 1,
            max_nodes: nodes_max,
            max_events: 4 * nodes_max,
            max_documents: 1,
            max_aliases: ALIASES_MAX,
            max_anchors: ALIASES_MAX,
            max_recorded_anchor_events: nodes_max,
            max_recorded_anchor_bytes: bytes_max,
            max_total_scalar_bytes: bytes_max,
        },
        duplicate_keys: DuplicateKeyPolicy::Error,
    }
}

/// What is wrong, without its place and without what a file may have put into it, which comes behind a colon or in quotes;
/// empty where nothing is left.
pub(crate) fn clause(error: &serde_saphyr::Error) -> String {
    let said = error.without_snippet().to_string();
    let clause = said.split([':', '`', '"', '\'', '@', '\n']).next().unwrap_or_default();
    let clause = clause.split(" at line ").next().unwrap_or_default().trim();
    clause.chars().filter(|c| !c.is_control()).take(120).collect()
}
