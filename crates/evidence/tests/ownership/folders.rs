//! OWNERS files: the examples of the guide of kubernetes/community, and its rules as cases.

use onethread_evidence::importers::owners::parse;
use onethread_evidence::importers::ownership::{Line, OwnershipRules};

use crate::common::{check, problems};

fn rules(files: &[(&str, &str)]) -> OwnershipRules {
    parse(files)
}

#[test]
fn the_examples_of_the_guide() {
    let rules = rules(&[
        (
            "OWNERS",
            "approvers:\n  - alice\n  - bob     # this is a comment\nreviewers:\n  - carol\n  - david   # this is another comment\n  - sig-foo # this is an alias\nemeritus_approvers:\n- david    # 2018-05-02\n- emily    # 2019-01-05\n",
        ),
        ("OWNERS_ALIASES", "aliases:\n  sig-foo:\n    - david\n    - erin\n  sig-bar:\n    - bob\n    - frank\n"),
        ("a/OWNERS", "approvers: [SIG-Bar]\n"),
    ]);
    assert_eq!(problems(&rules), Vec::<String>::new());
    check(&rules, &[("x", "@alice @bob"), ("OWNERS", "@alice @bob"), ("a/b/c", "@sig-bar ^@alice ^@bob")]);
    let members: Vec<&str> = rules.aliases["sig-bar"].iter().map(|owner| owner.name.as_str()).collect();
    assert_eq!(members, ["bob", "frank"]);
    let file = &rules.files[1];
    assert_eq!(file.path, "OWNERS");
    let other = |why| Line::Other(why);
    let expected = [
        other("key"),
        Line::Rule,
        Line::Rule,
        other("key"),
        other("reviewer, who cannot approve"),
        other("reviewer, who cannot approve"),
        other("reviewer, who cannot approve"),
        other("key"),
        other("emeritus, who no longer approves"),
        other("emeritus, who no longer approves"),
    ];
    assert_eq!(file.lines, expected);
    assert_eq!((rules.rules[0].at.line, rules.rules[0].at.column), (2, 5));
}

#[test]
fn filters_are_regular_expressions_over_the_path_from_their_folder() {
    let text = "filters:\n  \".*\":\n    labels:\n    - re/all\n    approvers: [alice]\n  \"\\\\.go$\":\n    labels:\n    - re/go\n    approvers: [gopher]\n  \"^docs/\":\n    approvers: [writer]\n";
    let rules = rules(&[("sub/OWNERS", text)]);
    assert_eq!(problems(&rules), Vec::<String>::new());
    check(
        &rules,
        &[
            ("sub/a.c", "@alice"),
            ("sub/x/a.go", "@alice @gopher"),
            ("sub/docs/a", "@alice @writer"),
            ("sub/x/docs/a", "@alice"),
            ("a.go", ""),
        ],
    );
    // Keys beside filters are invalid: the filters are not read.
    let both = self::rules(&[("OWNERS", "labels:\n- re/all\nfilters:\n  \"\\\\.go$\":\n    labels:\n    - re/go\n")]);
    assert_eq!(problems(&both), ["4:3 keys-beside-filters"]);
    let lookaround =
        self::rules(&[("OWNERS", "filters:\n  \"a(?=b)\":\n    approvers: [x]\n  \".*\":\n    approvers: [y]\n")]);
    assert_eq!(problems(&lookaround), ["2:3 refused-filter"]);
    assert!(lookaround.problems[0].message.contains("look-around"), "{}", lookaround.problems[0].message);
    check(&lookaround, &[("ab", "@y")]);
}

#[test]
fn a_folder_may_stop_those_above() {
    let rules = rules(&[
        ("a/OWNERS", "approvers: [top]\n"),
        ("a/deep/nested/OWNERS", "options:\n  no_parent_owners: true\napprovers: [nested]\n"),
        ("a/deep/nested/bit/OWNERS", "reviewers: [only-reviews]\n"),
        ("a/closed/OWNERS", "options: {no_parent_owners: true}\n"),
    ]);
    check(
        &rules,
        &[
            ("a/x", "@top"),
            ("a/deep/x", "@top"),
            ("a/deep/nested/x", "@nested"),
            ("a/deep/nested/bit/of/code", "@nested"),
            ("a/closed/x", ""),
            ("b", ""),
        ],
    );
}

#[test]
fn what_is_no_owners_file_is_refused_with_its_place() {
    for (text, place) in [
        ("approvers:\n- a\napprovers:\n- b\n", "3:1"),
        ("approvers: alice\n", "1:12"),
        ("approvers:\n  - a\n - b\n", "3:2"),
        ("- a\n", "1:1"),
    ] {
        let rules = rules(&[("OWNERS", text), ("b/OWNERS", "approvers: [x]\n")]);
        assert_eq!(problems(&rules), [format!("{place} unreadable-file")], "{text}: {:?}", rules.problems);
        check(&rules, &[("a", ""), ("b/c", "@x")]);
    }
    let rules = rules(&[("OWNERS", "approvers:\n- no\n- 'a b'\n- 42\n-\napprover: [x]\n")]);
    assert_eq!(problems(&rules), ["6:1 unknown-key", "3:3 malformed-owner"]);
    check(&rules, &[("x", "@no @42")]);
    check(&self::rules(&[("OWNERS", ""), ("a/OWNERS", "# nothing\n"), ("b/OWNERS", "approvers:\n")]), &[("b/x", "")]);
}
