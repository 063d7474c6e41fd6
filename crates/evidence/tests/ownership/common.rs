//! What tests of ownership files share: answers as short texts.

use onethread_evidence::importers::ownership::{OwnerKind, OwnershipRules, Standing, State};

/// Who owns a path: names with spaces between, `?` before those who need not agree and `^` before those from a folder
/// above; `-` where a rule says nobody, nothing where no rule matches.
pub(crate) fn answer(rules: &OwnershipRules, path: &str) -> String {
    let answer = rules.owners_of(path.as_bytes());
    let owners = rules.owners(&answer).map(|(owner, standing)| {
        let standing = match standing {
            Standing::Required => "",
            Standing::Optional => "?",
            Standing::Inherited => "^",
        };
        let at = match owner.kind {
            OwnerKind::Role => "@@",
            OwnerKind::Person | OwnerKind::Team => "@",
            OwnerKind::Address => "",
        };
        format!("{standing}{at}{}", owner.name)
    });
    match rules.state(&answer) {
        State::NeverMatched => String::new(),
        State::UnownedByRule => "-".to_owned(),
        State::Owned => owners.collect::<Vec<_>>().join(" "),
    }
}

/// Problems as `line:column code`.
pub(crate) fn problems(rules: &OwnershipRules) -> Vec<String> {
    let text = |problem: &onethread_evidence::importers::ownership::Problem| {
        format!("{}:{} {}", problem.at.line, problem.at.column, problem.code)
    };
    rules.problems.iter().map(text).collect()
}

/// Checks the owners of several paths.
#[track_caller]
pub(crate) fn check(rules: &OwnershipRules, expected: &[(&str, &str)]) {
    let found: Vec<(&str, String)> = expected.iter().map(|(path, _)| (*path, answer(rules, path))).collect();
    let expected: Vec<(&str, String)> = expected.iter().map(|(path, owners)| (*path, (*owners).to_owned())).collect();
    assert_eq!(found, expected);
}
