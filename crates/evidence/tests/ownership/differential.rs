//! Matching against the programs whose rules the dialects follow. The scripts that made the files stand beside them.

use onethread_evidence::importers::codeowners::parse_as;
use onethread_evidence::importers::ownership::Dialect;

use crate::common::answer;

/// Checks every line of a file: pattern, path, and whether they match.
fn check(dialect: Dialect, golden: &str) {
    let mut wrong = Vec::new();
    let mut last = ("", None);
    for line in golden.lines() {
        let mut cells = line.split('\t');
        let (Some(pattern), Some(path), Some(expected)) = (cells.next(), cells.next(), cells.next()) else {
            panic!("three cells: {line}");
        };
        if last.0 != pattern {
            last = (pattern, Some(parse_as(dialect, "a test", "CODEOWNERS", format!("{pattern} @o\n").as_bytes())));
        }
        let found = answer(last.1.as_ref().expect("rules"), path) == "@o";
        if found != (expected == "1") {
            wrong.push(line);
        }
    }
    assert_eq!(wrong, Vec::<&str>::new(), "{} of {}", wrong.len(), golden.lines().count());
}

/// Ruby 3.1, `File.fnmatch?` with the flags of GitLab.
#[test]
fn gitlab_matches_as_fnmatch_does() {
    check(Dialect::GitLab, include_str!("golden/fnmatch.tsv"));
}

/// Git 2.39, `git check-ignore`, where the rules coincide.
#[test]
fn github_and_bitbucket_match_as_gitignore_does() {
    check(Dialect::GitHub, include_str!("golden/gitignore.tsv"));
    check(Dialect::Bitbucket, include_str!("golden/gitignore.tsv"));
}
