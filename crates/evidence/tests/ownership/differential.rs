//! Matching against the tools whose rules the dialects follow. The scripts that made the files stand beside them.

use onethread_evidence::importers::codeowners::parse_as;
use onethread_evidence::importers::maintainers;
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

/// Perl 5.36, `get_maintainer.pl`: which sections speak for a path.
#[test]
fn maintainers_are_those_of_get_maintainer() {
    let golden = include_str!("golden/maintainers.tsv");
    let mut tree: Vec<&str> = Vec::new();
    let (mut rules, mut text, mut checked, mut wrong) = (None, String::new(), 0, Vec::new());
    for line in golden.lines() {
        let (kind, rest) = line.split_once('\t').expect("a kind");
        match kind {
            "tree" => tree = rest.split('\t').collect(),
            "file" => {
                text = rest.replace('\t', "\n");
                let is_folder = |path: &[u8]| {
                    let start = format!("{}/", String::from_utf8_lossy(path));
                    tree.iter().any(|known| known.starts_with(&start))
                };
                rules = Some(maintainers::parse("MAINTAINERS", text.as_bytes(), &is_folder));
            }
            _ => {
                let (path, expected) = rest.split_once('\t').expect("a path");
                let rules = rules.as_ref().expect("rules");
                let answer = rules.owners_of(path.as_bytes());
                let mut found: Vec<&str> = answer
                    .claims
                    .iter()
                    .map(|claim| rules.sections[rules.rules[claim.rule as usize].section as usize].name.as_str())
                    .collect();
                found.sort_unstable();
                checked += 1;
                if found.join(";") != expected {
                    wrong.push(format!("{path}: {found:?}, and not {expected}, of\n{text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {checked}, the first:\n{}", wrong.len(), wrong[0]);
}
