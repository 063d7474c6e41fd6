//! What a shell is offered for the word at hand, asked for as the script of `onethread completions bash` does.

#![cfg(unix)]

mod common;

use std::process::Command;

use common::{folder, repository};

/// What is offered for the last of these words.
fn offered(words: &[&str], folder: &std::path::Path) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_onethread"))
        .current_dir(folder)
        .env("ONETHREAD_COMPLETE", "bash")
        .env("_CLAP_IFS", "\n")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .args(["--", "onethread"])
        .args(words)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{words:?}: {}", common::stderr(&output));
    common::stdout(&output).lines().map(str::to_owned).collect()
}

#[test]
fn subjects_pages_rules_and_ids_are_offered() {
    let shop = repository().join("examples/first-thread");
    let first = |words: &[&str]| offered(words, &shop);
    assert!(first(&["rev"]).contains(&"review".to_owned()));
    assert_eq!(first(&["show", "dep"]), ["dependencies"]);
    assert!(first(&["show", ""]).contains(&"all".to_owned()));
    assert!(first(&["explain", "ST10"]).contains(&"ST101".to_owned()));
    assert_eq!(first(&["explain", "capab"]), ["capable"]);
    assert!(first(&["check", "--select", "S"]).contains(&"ST".to_owned()));
    for command in ["review", "ask", "show"] {
        assert_eq!(first(&[command, "--initiative", "re"]), ["returns"], "{command}");
    }
    assert_eq!(first(&["attest", "--by", "chief"]), ["chief-executive"]);
    assert_eq!(first(&["attest", "--criterion", "cap"]), ["capable"]);
    assert_eq!(first(&["review", "--format", "js"]), ["json"]);
    // From elsewhere, the folder that stands among the words counts.
    let from = repository();
    assert_eq!(offered(&["review", "examples/first-thread", "--initiative", "re"], &from), ["returns"]);
    let empty = folder(&[]);
    assert!(offered(&["review", "--initiative", ""], empty.path()).is_empty());
    assert_eq!(std::fs::read_dir(empty.path()).expect("a folder").count(), 0, "nothing is written");
}

#[test]
fn a_what_if_is_completed_word_by_word() {
    let shop = repository().join("examples/first-thread");
    let next = |typed: &str| offered(&["what-if", typed], &shop);
    assert_eq!(next("app"), ["appoint"]);
    assert_eq!(next("appoint chief"), ["appoint chief-executive"]);
    assert_eq!(next("appoint chief-executive t"), ["appoint chief-executive to"]);
    assert_eq!(next("appoint chief-executive to lo"), ["appoint chief-executive to loyalty"]);
    assert_eq!(next("appoint chief-executive to loyalty; rel"), ["appoint chief-executive to loyalty; release"]);
    assert_eq!(next("move component ret"), ["move component returns-api"]);
    assert_eq!(next("move component returns-api to pay"), ["move component returns-api to payments"]);
    assert!(next("appoint chief-executive for ").is_empty());
    assert!(next("nonsense ").is_empty());
}

#[test]
fn an_act_is_completed_by_ids_and_the_words_of_its_phrase() {
    let shop = repository().join("examples/first-thread");
    let next = |words: &[&str]| offered(words, &shop);
    assert_eq!(next(&["appo"]), ["appoint"]);
    assert_eq!(next(&["appoint", "chief"]), ["chief-executive"]);
    assert_eq!(next(&["appoint", "chief-executive", "t"]), ["to"]);
    assert_eq!(next(&["appoint", "chief-executive", "to", "lo"]), ["loyalty"]);
    assert_eq!(next(&["appoint", "chief-executive", "lo"]), ["loyalty"]);
    assert_eq!(next(&["appoint", "--initiative", "re"]), ["returns"]);
    assert_eq!(next(&["plan-dependency", "--action", "del"]), ["delegate-approval"]);
}
