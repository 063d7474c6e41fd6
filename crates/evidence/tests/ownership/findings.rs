//! Findings: each is planted in a small tree and found, and only where it was planted.

use std::collections::BTreeMap;

use onethread_evidence::importers::codeowners::parse;
use onethread_evidence::importers::ownership::findings::{
    Coverage, Effective, Overlap, Roster, Shadowed, TeamTouch, effective, findings,
};
use onethread_evidence::importers::{maintainers, owners};
use proptest::prelude::*;

const PATHS: &[&str] = &["a/x", "a/y", "b/x", "c", "docs/a.md", "generated/a"];

#[test]
fn coverage_dead_shadowed_and_gone_are_found_where_they_were_planted() {
    let text = "/a/ @team/one\n/gone/ @team/one\n/b/x @left\n/b/ @team/two\n/generated/\n*.md @team/one @stays\n";
    let rules = parse(".github/CODEOWNERS", text.as_bytes());
    let mut roster = Roster::default();
    roster.add_person("@Stays");
    roster.add_team("one");
    let found = findings(&rules, PATHS, Some(&["c", "c", "a/x"]), Some(&roster));
    assert_eq!(found.coverage, Coverage { owned: 4, unowned_by_rule: 1, never_matched: 1 });
    assert_eq!(found.changed, Some(Coverage { owned: 1, unowned_by_rule: 0, never_matched: 2 }));
    assert_eq!(found.dead, [1]);
    assert_eq!(found.shadowed, [Shadowed { rule: 2, by: 3, paths: 1 }]);
    assert_eq!(found.overlaps, []);
    let gone: Vec<(u32, u32)> = found.gone.iter().map(|at| (at.line, at.column)).collect();
    assert_eq!(gone, [(3, 6), (4, 5)]);
    assert_eq!(rules.place(found.gone[0]).to_string(), ".github/CODEOWNERS:3:6");
    let nothing: &[&str] = &[];
    assert_eq!(findings(&rules, nothing, None::<&[&str]>, None).coverage.share(), None);
}

#[test]
fn overlaps_are_rules_that_both_count_or_that_only_the_order_tells_apart() {
    let rules = parse(".github/CODEOWNERS", b"/docs/ @t/docs\n*.md @t/writers\n* @t/all\n");
    let paths = ["docs/a.md", "docs/b.txt", "c.md"];
    let pair = |rules, paths, both_count| Overlap { rules, paths, both_count };
    // What matches everything contains the others, and is no overlap.
    assert_eq!(findings(&rules, &paths, None::<&[&str]>, None).overlaps, [pair([0, 1], 1, false)]);
    let rules = parse(".gitlab/CODEOWNERS", b"[A]\n/docs/ @t/docs\n[B]\n*.md @t/writers\n");
    assert_eq!(findings(&rules, &paths, None::<&[&str]>, None).overlaps, [pair([0, 1], 1, true)]);
    let text = b"A\nS: Maintained\nF: docs/\n\nB\nS: Maintained\nF: docs/a.md\n\nREST\nF: *\n";
    let rules = maintainers::parse("MAINTAINERS", text, &|_| false);
    assert_eq!(findings(&rules, &paths, None::<&[&str]>, None).overlaps, [pair([0, 1], 1, true)]);
}

#[test]
fn one_person_who_approves_and_reviews_alone_is_found() {
    let files = [
        ("OWNERS", "approvers: [a]\nreviewers: [A]\n"),
        ("b/OWNERS", "approvers: [a]\nreviewers: [a, b]\n"),
        ("c/OWNERS", "approvers: [solo]\nreviewers: [b]\n"),
        ("d/OWNERS", "approvers: [a]\n"),
        ("OWNERS_ALIASES", "aliases:\n  solo: [b]\n"),
    ];
    let found = findings(&owners::parse(&files), PATHS, None::<&[&str]>, None);
    assert_eq!(found.alone, [0, 2]);
    assert_eq!((found.shadowed.len(), found.overlaps.len()), (0, 0));
}

#[test]
fn effective_ownership_is_told_of_teams_of_five_only() {
    let rules = parse(".github/CODEOWNERS", b"/a/ @shop/one\n/b/ @shop/two\n/c/ @shop/small\n");
    let touch = |change, path: &'static str, team| TeamTouch { change, path: path.as_bytes(), team };
    let touches = [
        touch("1", "a/x", Some("one")),
        touch("1", "a/y", Some("one")),
        touch("2", "a/x", Some("two")),
        touch("3", "a/x", Some("two")),
        touch("4", "a/x", Some("small")),
        touch("5", "a/x", None),
        touch("6", "b/x", Some("two")),
        touch("7", "c/x", Some("small")),
        touch("8", "none", Some("one")),
    ];
    let people = BTreeMap::from([("one".to_owned(), 5), ("two".to_owned(), 9), ("small".to_owned(), 4)]);
    let team_of = |name: &str| name.strip_prefix("shop/").map(str::to_owned);
    let found = effective(&rules, touches, &team_of, &people);
    let expected = [
        Effective { team: "one".to_owned(), changes: 3, own: 1, others: vec![("two".to_owned(), 2)], unknown: 2 },
        Effective { team: "two".to_owned(), changes: 1, own: 1, others: vec![], unknown: 0 },
    ];
    assert_eq!(found, expected);
    assert_eq!(found[0].share(), Some(1.0 / 3.0));
}

fn pattern() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["a", "b", "c", "*", "**", "a*", "?", "x.c", "*.c"]);
    (prop::collection::vec(name, 1..4), any::<bool>(), any::<bool>()).prop_map(|(names, root, folder)| {
        format!("{}{}{}", if root { "/" } else { "" }, names.join("/"), if folder { "/" } else { "" })
    })
}

fn path() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["a", "b", "c", "x.c", "ab"]), 1..5)
        .prop_map(|names| names.join("/"))
}

proptest! {
    /// Against the slow answer: each rule alone, from the last to the first.
    #[test]
    fn the_index_finds_the_last_rule_that_matches(
        patterns in prop::collection::vec((pattern(), any::<bool>()), 1..30),
        paths in prop::collection::vec(path(), 1..30),
        is_gitlab: bool,
    ) {
        let place = if is_gitlab { ".gitlab/CODEOWNERS" } else { ".github/CODEOWNERS" };
        let line = |(at, (pattern, has_owner)): (usize, &(String, bool))| {
            // GitLab has no rule without owner that says more than that.
            if *has_owner || is_gitlab { format!("{pattern} @o{at}\n") } else { format!("{pattern}\n") }
        };
        let lines: Vec<String> = patterns.iter().enumerate().map(line).collect();
        let rules = parse(place, lines.concat().as_bytes());
        let alone: Vec<_> = lines.iter().map(|line| parse(place, line.as_bytes())).collect();
        for path in &paths {
            let slow = alone.iter().rposition(|rules| !rules.owners_of(path.as_bytes()).claims.is_empty());
            let fast = rules.owners_of(path.as_bytes()).claims.first().map(|claim| claim.rule as usize);
            prop_assert_eq!(fast, slow, "{} in {:?}", path, lines);
            let all: Vec<usize> =
                (0..alone.len()).rev().filter(|at| !alone[*at].owners_of(path.as_bytes()).claims.is_empty()).collect();
            prop_assert_eq!(rules.matching(path.as_bytes()), all);
        }
        let found = findings(&rules, &paths, Some(&paths), None);
        prop_assert_eq!(Some(found.coverage), found.changed);
        prop_assert!(found.dead.iter().all(|rule| !found.shadowed.iter().any(|shadowed| shadowed.rule == *rule)));
    }
}
