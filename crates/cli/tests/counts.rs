//! Law: a count that is printed in two places is the same in both: text, JSON, `--threats`, `show dependencies` and
//! `check`, for both examples.

mod common;

use std::path::Path;

use common::{json, onethread, stdout};
use serde_json::Value;

fn number(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default()
}

/// The words of a text, with one blank between two of them.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number that stands before some words, and the one before that.
fn before<'t>(text: &'t str, words: &str) -> Vec<&'t str> {
    let at = text.find(words).unwrap_or_else(|| panic!("`{words}` is nowhere in {text}"));
    text[..at].rsplit(' ').filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).take(2).collect()
}

fn law(name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let text = |args: &[&str]| in_one_line(&stdout(&onethread(&root, args)));
    let review = json(&root, &["review", ".", "--format", "json"]);
    let (brief, threats) = (text(&["review", "."]), text(&["review", ".", "--threats"]));
    let count = |value: &Value| value.as_u64().expect("a count") as usize;
    let (asked, open) = (count(&review["questions"]["asked"]), count(&review["questions"]["open"]));
    for (says, words) in [(&brief, " questions ("), (&threats, " answers (")] {
        let found: Vec<usize> = before(says, words).into_iter().map(number).collect();
        assert_eq!(found, [asked, open], "{name}: {words}");
    }
    let initiatives = review["initiatives"].as_array().expect("initiatives");
    let verdicts = || initiatives.iter().flat_map(|one| one["criteria"].as_array().into_iter().flatten());
    let not_shown = verdicts().filter(|one| one["answer"] == "not-shown").count();
    assert_eq!(not_shown, open + count(&review["questions"]["not_asked"]), "{name}: open answers one by one");

    // Three changes are shown, what is left is counted, and so is paperwork.
    let moves = review["moves"].as_array().expect("moves");
    let paper = moves.iter().filter(|one| one["is_paperwork"] == true).count();
    let counted = |left: usize, words: &str| left == 0 || brief.contains(&format!("{left} more {words}"));
    assert!(counted((moves.len() - paper).saturating_sub(3), "change"), "{name}: {brief}");
    assert!(counted(paper.saturating_sub(1), "of this kind"), "{name}: {brief}");

    // Who is needed and not declared: the criterion, the rule, and the register.
    let declares = |one: &&Value| one["change"] == "declare-dependency";
    let fails = |one: &&Value| one["criterion"] == "dependencies-known" && one["answer"] == "fails";
    let failing: Vec<&Value> = verdicts().filter(fails).collect();
    let changes: usize =
        failing.iter().map(|one| one["would_change"].as_array().into_iter().flatten().filter(declares).count()).sum();
    let found = json(&root, &["check", ".", "--select", "DP101", "--format", "json", "--exit-zero"]);
    assert_eq!(found["findings"].as_array().map_or(0, Vec::len), changes, "{name}: rule and criterion");
    let about = review["findings"].as_array().into_iter().flatten().find(|one| one["key"] == "undeclared-dependencies");
    let about = about.and_then(|one| one["initiatives"].as_array()).map_or(0, Vec::len);
    assert_eq!(about, failing.len(), "{name}: finding and criterion");
    let register = json(&root, &["show", "dependencies", ".", "--format", "json"]);
    let word = |row: &Value, key: &str| row[key].as_str().expect("a word").to_owned();
    let undeclared: std::collections::BTreeSet<(String, String)> = register["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| row["declared"] == false && row["shows_need"] == true)
        .map(|row| (word(row, "needs"), word(row, "on")))
        .collect();
    let of_initiatives = undeclared.iter().filter(|(needs, _)| !needs.starts_with("team:")).count();
    assert_eq!(of_initiatives, changes, "{name}: register and criterion: {undeclared:#?}");
    let said = text(&["show", "dependencies", "."]);
    let said = before(&said, " seen and not declared").first().map(|n| number(n));
    assert_eq!(said, Some(undeclared.len()), "{name}: the sentence of the register");
}

#[test]
fn what_is_printed_twice_is_the_same() {
    law("harbour-market");
    law("kubernetes");
}
