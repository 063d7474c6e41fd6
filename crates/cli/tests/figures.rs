//! Each percentage, median or half that the program prints of its examples stands with a count of what it is of, in every
//! command that reports.

mod common;
#[path = "../../core/tests/figures/mod.rs"]
mod sentences;

use std::collections::BTreeSet;

use common::{json, onethread, repository, stdout};
use sentences::{figures, without_count};
use serde_json::Value;

const EXAMPLES: [&str; 2] = ["examples/harbour-market", "examples/kubernetes"];

/// Every text of a value, its columns and headings aside.
fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.contains(' ') => drop(found.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => {
            fields.iter().filter(|(key, _)| *key != "columns").for_each(|(_, field)| texts(field, found));
        }
        _ => {}
    }
}

#[test]
fn each_figure_that_is_printed_says_of_how_many_it_is() {
    let (mut wrong, mut read) = (BTreeSet::new(), 0);
    let mut look = |text: &str, of: &str| {
        read += figures(text);
        wrong.extend(without_count(text).into_iter().map(|sentence| format!("{of}: {sentence}")));
    };
    for example in EXAMPLES {
        for args in [&["review", example, "--full"][..], &["review", example, "--threats"]] {
            let printed = onethread(&repository(), &[args, &["--format", "markdown"]].concat());
            look(&stdout(&printed), &args.join(" "));
        }
        let printed = onethread(&repository(), &["check", example, "--exit-zero", "--all", "--format", "markdown"]);
        look(&stdout(&printed), "check");
        for args in [&["review", example][..], &["show", "all", example]] {
            let mut found = BTreeSet::new();
            texts(&json(&repository(), &[args, &["--format", "json"]].concat()), &mut found);
            found.iter().for_each(|text| look(text, &args.join(" ")));
        }
    }
    assert!(read > 100, "only {read} figures: nothing is read");
    assert!(wrong.is_empty(), "of how many are these?\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}
