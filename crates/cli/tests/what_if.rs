//! `onethread what-if` on Harbour Market: what each move alters, what it costs, and that nothing is written.

mod common;

use std::fs;
use std::path::Path;

use common::{json, onethread, repository, stderr, stdout};

const FOLDER: &str = "examples/harbour-market";

/// A move in words; lines that the page has to hold; words that it must not hold.
const PLANTED: &[(&str, &[&str], &[&str])] = &[
    // Loyalty has no leader.
    (
        "appoint loyalty-engineer-1 to loyalty, full time",
        &[
            "no leader -> split",
            "only job this is? no -> yes",
            "leaders 11 -> 12",
            "disappears: 1 of 14 has no leader: loyalty",
        ],
        &["no longer live"],
    ),
    // The leader of returns leads nothing else.
    (
        "release returns-manager from returns",
        &[
            "(STO) -> no leader",
            "STO 2 -> 1",
            "1 initiative loses its leader",
            "2 of 14 have no leader: loyalty and returns",
        ],
        &["agreement"],
    ),
    // Checkout and payments pass other gates too, so that no answer turns.
    ("remove gate architecture-board-money", &["evidence: 6 -> 5", "1 agreement"], &["->  yes", "no -> yes"]),
    // Touches of the last year were made while checkout owned the basket.
    (
        "move component basket to payments-core",
        &["2 agreements", "owners held what they own over the whole window"],
        &["loses its leader"],
    ),
];

/// Every file below a folder that git would see, with its text.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).expect("a file")));
        }
    }
    found.sort();
    found
}

#[test]
fn planted_moves_alter_what_they_have_to() {
    let before = files(&repository().join(FOLDER));
    for (phrase, lines, never) in PLANTED {
        let output = onethread(&repository(), &["what-if", phrase, FOLDER]);
        let page = stdout(&output);
        assert!(output.status.success(), "{phrase}: {}", stderr(&output));
        for line in *lines {
            assert!(page.contains(line), "{phrase}: no \"{line}\" in\n{page}");
        }
        for line in *never {
            assert!(!page.contains(line), "{phrase}: \"{line}\" in\n{page}");
        }
    }
    assert!(files(&repository().join(FOLDER)) == before, "a what-if wrote a file");
}

#[test]
fn its_json_keeps_to_its_schema() {
    let schema = json(&repository(), &["schema", "what-if"]);
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for (phrase, ..) in PLANTED {
        let said = json(&repository(), &["what-if", phrase, FOLDER, "--format", "json"]);
        let errors: Vec<String> = validator.iter_errors(&said).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{phrase}: {errors:?}");
    }
}

#[test]
fn what_cannot_be_understood_names_what_is_near() {
    for (phrase, said) in [
        ("apoint ines to returns", "did you mean `appoint`?"),
        ("appoint loyalty-lead to loyaltie", "did you mean `loyalty`?"),
        ("remove gate architecture-bord", "did you mean `architecture-board"),
        ("move component baskets to payments-core", "did you mean `basket`?"),
        ("move component basket to payments-cor", "did you mean `payments-core`?"),
        ("charter initiative = payouts, missing = purpose", "`charter` does not say purpose"),
    ] {
        let output = onethread(&repository(), &["what-if", phrase, FOLDER]);
        assert_eq!(output.status.code(), Some(2), "{phrase}: {}", stdout(&output));
        assert!(stderr(&output).contains(said), "{phrase}: no \"{said}\" in {}", stderr(&output));
    }
}
