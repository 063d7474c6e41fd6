//! `review --format html` on the real example, and `--output`.

mod common;

use std::path::Path;

use common::{folder, onethread, repository, stderr, stdout};

fn page() -> String {
    let output = onethread(&repository(), &["review", "examples/kubernetes", "--format", "html"]);
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

#[test]
fn the_page_stands_alone_and_is_no_larger_than_a_photograph() {
    let html = page();
    assert!(html.len() < 1_400_000, "{} bytes", html.len());
    for bad in ["<script", "http:", "https:", "src=", "<link", "<iframe", "@import"] {
        assert!(!html.contains(bad), "{bad}");
    }
    assert_eq!(html.matches("<details class=\"one\">").count(), 129);
    assert_eq!(html, page(), "the same bytes every time");
}

#[test]
fn the_first_screen_carries_the_answer() {
    let html = page();
    let first = html.split("<nav").next().expect("a first screen");
    for said in [
        "One leader, one thread: confirmed for none of 129",
        "57 of 129 (44 %) have a leader with another initiative.",
        "initiatives change leader",
        "Ask the leader:",
    ] {
        assert!(first.contains(said), "{said}");
    }
    for said in [
        "from filing: median 88 days",
        "so the median of 121 days over all is no estimate",
        "median 100 days",
        "median 903 days",
        "median 697 days",
    ] {
        assert!(html.contains(said), "{said}");
    }
    assert!(html.contains("10 approvers hold 57 %"));
}

#[test]
fn a_wiki_gets_the_same_brief_as_a_terminal() {
    let output = onethread(&repository(), &["review", "examples/harbour-market", "--format", "markdown"]);
    let markdown = stdout(&output);
    assert!(markdown.starts_with("# Harbour Market"), "{markdown}");
    for said in ["**One leader, one thread: 3 of 14;", "\n## Needs a decision, and whose\n", "\n1. ", "| ---: |"] {
        assert!(markdown.contains(said), "{said}: {markdown}");
    }
    assert!(!markdown.contains("## How computed"), "a brief holds no method");
}

/// The words of the trade, and the example's own, are on the page only where figures are explained, or in its files.
#[test]
fn the_page_speaks_plain_words() {
    let html = page().to_lowercase();
    let (before, method) = html.split_once("<section id=\"method\"").expect("the section");
    for word in ["censored", "null model", "kaplan", "delayed entry", "number at risk"] {
        assert!(!before.contains(word), "{word}");
        assert!(word == "null model" || method.contains(word), "{word} is explained");
    }
}

#[test]
fn a_file_is_replaced_as_a_whole() {
    let folder = folder(&[("report.html", b"before")]);
    let path = folder.path().join("report.html");
    let path = path.to_str().expect("a path");
    let output = onethread(&repository(), &["review", "examples/kubernetes", "--format", "html", "-o", path]);
    assert!(output.status.success() && stdout(&output).is_empty(), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(path).expect("the file"), page());
    assert_eq!(names(folder.path()), ["report.html"], "no draft is left behind");
}

#[test]
fn text_and_json_can_go_to_a_file_too() {
    let folder = folder(&[]);
    for (format, begin) in [("text", "Kubernetes"), ("json", "{")] {
        let path = folder.path().join(format);
        let path = path.to_str().expect("a path");
        let output = onethread(&repository(), &["review", "examples/kubernetes", "--format", format, "--output", path]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(std::fs::read_to_string(path).expect("the file").starts_with(begin));
    }
}

#[test]
fn what_cannot_be_written_is_said_and_leaves_nothing() {
    let folder = folder(&[("there/keep", b"")]);
    for (path, why) in [("there", "it is a folder"), ("missing/report.html", "there is no such folder")] {
        let target = folder.path().join(path);
        let output =
            onethread(&repository(), &["review", "examples/kubernetes", "-o", target.to_str().expect("a path")]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    }
    assert_eq!(names(folder.path()), ["there"]);
}

#[test]
fn one_initiative_has_no_page_of_its_own() {
    let id = "5517-dra-node-allocatable-resources";
    let output = onethread(&repository(), &["review", "examples/kubernetes", "--format", "html", "--initiative", id]);
    assert!(!output.status.success() && stderr(&output).contains("leave out --initiative"), "{}", stderr(&output));
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect()
}
