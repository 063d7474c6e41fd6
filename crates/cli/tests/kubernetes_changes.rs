//! Changes in the Kubernetes example: the figures of the data set, and what chance leaves of them.

mod common;

use common::{json, repository};
use serde_json::Value;

fn coupling(more: &[&str]) -> Value {
    let words = [&["show", "coupling", "examples/kubernetes", "--format", "json"], more].concat();
    json(&repository(), &words)
}

fn together(sheet: &Value, one: &str, other: &str) -> Option<u64> {
    let rows = sheet["rows"].as_array().expect("rows");
    let pair = rows.iter().find(|row| row["one"] == one && row["other"] == other)?;
    pair["change_sets"].as_u64()
}

/// The data set has 169 changes of api-machinery with etcd and 140 with auth, one of these a bulk change, and 57 with architecture: the most
/// coupled pairs by count. Architecture changes so often that 57 are no more than chance explains.
#[test]
fn counts_are_those_of_the_data_set_and_chance_explains_some() {
    let whole = coupling(&["--over", "2300"]);
    assert_eq!(together(&whole, "sig-api-machinery", "sig-etcd"), Some(169));
    assert_eq!(together(&whole, "sig-api-machinery", "sig-auth"), Some(140 - 1));
    assert_eq!(together(&whole, "sig-api-machinery", "sig-architecture"), None);
}

/// 8.5 to 11.4 % of the changes of a year touch what several groups own; 2022 and 2024 are the ends. Of the 845 and 72 of
/// 2024 one is a bulk change.
#[test]
fn a_tenth_of_changes_crosses_groups_every_year() {
    for (year, says) in [("2022", "747 changes, 85 of them"), ("2024", "844 changes, 71 of them")] {
        // 2024 has one day more than the others; the first one has no change.
        let sheet = coupling(&["--as-of", &format!("{year}-12-31"), "--over", "365"]);
        let notes = sheet["notes"].to_string();
        assert!(notes.contains(says), "{year}: {notes}");
    }
}
