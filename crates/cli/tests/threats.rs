//! What could be wrong with a report is reported with its own numbers.

mod common;

use common::{json, onethread, repository, stdout};
use serde_json::Value;

fn threat<'j>(all: &'j Value, key: &str) -> Option<&'j Value> {
    all.as_array().expect("a list").iter().find(|one| one["key"] == key)
}

/// Figures of the public data set: 649 proposals with a creation date, 444 followed to stable of which 239 got there,
/// 72 live ones without a visible second thread.
#[test]
fn numbers_are_those_of_the_report() {
    let all = json(&repository(), &["review", "examples/kubernetes", "--threats", "--format", "json"]);
    let numbers = |key: &str| threat(&all, key).map(|one| (one["affected"].as_u64(), one["of"].as_u64()));
    assert_eq!(numbers("unfinished"), Some((Some(444 - 239), Some(444))));
    assert_eq!(numbers("one-sided"), Some((Some(72), Some(129))));
    assert_eq!(numbers("late-entry").map(|(_, of)| of), Some(Some(649)));
    let review = json(&repository(), &["review", "examples/kubernetes", "--format", "json"]);
    assert_eq!(review["threats"], all, "the report says the same");
}

#[test]
fn an_earlier_day_reads_undated_fields_as_now_and_says_so() {
    let read = |day: &[&str]| {
        let args = [&["review", "examples/harbour-market", "--threats", "--format", "json"], day].concat();
        json(&repository(), &args)
    };
    assert!(threat(&read(&[]), "undated").is_none());
    let earlier = read(&["--as-of", "2026-03-31"]);
    let undated = threat(&earlier, "undated").expect("told");
    assert!(undated["says"].as_str().is_some_and(|says| says.contains("2026-03-31")), "{undated}");
}

#[test]
fn what_was_looked_for_and_not_found_is_told_too() {
    let text = stdout(&onethread(&repository(), &["review", "examples/first-thread", "--threats"]));
    let (found, not_found) = text.split_once("Looked for, and not found here").expect("both parts");
    assert!(found.contains("Percentages of few say little. There are 6 live initiatives"), "{text}");
    assert!(not_found.contains("A shortened history has no beginning"), "{text}");
}
