//! `SC113`: a rule of an ownership file decides nothing.

use std::collections::BTreeSet;

use onethread_model::facts::FactKind;

use crate::check::{Context, Finding, Level, Need, Rule, RuleOutcome, Touches};

pub(super) const RULE: Rule = Rule {
    code: "SC113",
    name: "ownership-rule-idle",
    title: "A rule of an ownership file decides nothing",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("ownership_rule_idle.md"),
    touches: Touches::Nobody,
    needs: &[Need::Facts(FactKind::Ownership)],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let facts = context.world.facts;
    let mut seen = BTreeSet::new();
    let mut found = RuleOutcome { evaluated: facts.ownerships().count(), ..RuleOutcome::default() };
    for rule in facts.idle_rules() {
        let (place, pattern) = (facts.place(rule.at), facts.text(rule.pattern));
        // A line may give several rules, and is one to whoever reads it.
        if seen.insert((place.clone(), pattern)) {
            let says = explained(facts.text(rule.reason));
            let finding =
                context.finding("organization".to_owned(), format!("`{pattern}` {}", says[0]), context.spot(&place));
            found.findings.push(about(finding, pattern, says));
        }
    }
    found
}

fn about(finding: Finding, pattern: &str, [_, note, help]: [&str; 3]) -> Finding {
    finding.about(pattern).label("this rule").note(note).help(help)
}

/// What is wrong, what follows, and what to do.
fn explained(reason: &str) -> [&'static str; 3] {
    match reason {
        "letter-case" => [
            "matches no file because it is written in another case of letters",
            "the files that it means have the owners of other rules, or none",
            "write the pattern in the letters of the path",
        ],
        "gone" => [
            "matched files a year ago and matches none today",
            "what moved or was renamed has the owners of other rules, or none",
            "name the path where the files are now, or remove the rule",
        ],
        "overridden" => [
            "decides nothing: later rules match all of its files",
            "its owners own none of these files",
            "move the rule below those that override it, or remove it",
        ],
        _ => ["matches no file", "its owners own nothing by it", "correct the path, or remove the rule"],
    }
}
