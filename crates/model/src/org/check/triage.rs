//! What is wrong with the input of the triage of leaders: statements that say nothing, and those that cannot count.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::org::{Org, Triage, TriageConstraint};
use crate::record::short;
use crate::source::{At, Span};

/// Reports them.
pub(super) fn check(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    let Some(triage) = &org.triage else { return };
    named_twice(triage, diagnostics);
    for leader in &triage.leaders {
        if leader.able_by.as_ref().is_some_and(|by| by.value == leader.person.value) {
            let what = format!("`{}` says of themself to be able to lead", short(&leader.person.value));
            let span = leader.able_by.as_ref().map_or(leader.person.span, |by| by.span);
            diagnostics.push(
                Diagnostic::warning("attests-for-themself", what, span)
                    .label("does not count")
                    .help("name another position that says so in `able-by`"),
            );
        }
    }
    for constraint in &triage.constraints {
        if let Some((what, help)) = says_nothing(constraint) {
            diagnostics.push(Diagnostic::warning("constraint-without-effect", what, constraint.span).help(help));
        }
        role_nobody_has(constraint, org, diagnostics);
    }
}

/// The order is a list in which each initiative has one place.
fn named_twice(triage: &Triage, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for at in &triage.order {
        let Some(earlier) = first.get(at.value.as_str()) else {
            first.insert(&at.value, at.span);
            continue;
        };
        let what = format!("`{}` is in the order twice", short(&at.value));
        diagnostics.push(
            Diagnostic::warning("duplicate-id", what, at.span)
                .label("the first place counts")
                .related(*earlier, "first named here")
                .help("keep one of the two"),
        );
    }
}

/// Why a constraint limits nothing, and what to write.
fn says_nothing(constraint: &TriageConstraint) -> Option<(&'static str, &'static str)> {
    let of_leader = constraint.role.is_some() || constraint.skill.is_some();
    match (&constraint.initiative, of_leader, constraint.not_together.len()) {
        (None, true, _) => Some((
            "this constraint does not say of which initiative's leader it asks this",
            "add `initiative = \"...\"`",
        )),
        (_, _, 1) => Some((
            "this constraint names one, and so nothing that does not go together",
            "name at least two people or initiatives in `not-together`",
        )),
        (Some(_), false, 0) | (None, false, 0) => {
            Some(("this constraint limits nothing", "add `role` or `skill` beside `initiative`, or `not-together`"))
        }
        _ => None,
    }
}

/// A role that is the function of nobody, where functions of people are written.
fn role_nobody_has(constraint: &TriageConstraint, org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    let Some(role) = &constraint.role else { return };
    let mut functions: Vec<&At<String>> = org.people.values().filter_map(|one| one.function.as_ref()).collect();
    if functions.is_empty() || functions.iter().any(|one| crate::org::same_function(&one.value, &role.value)) {
        return;
    }
    functions.sort_by(|a, b| a.value.cmp(&b.value));
    functions.dedup_by(|a, b| a.value == b.value);
    let what = format!("nobody's function is `{}`", short(&role.value));
    let unknown = Diagnostic::warning("unknown-reference", what, role.span).label("nobody can fill it");
    diagnostics.push(unknown.suggest(&role.value, functions.iter().map(|one| one.value.as_str())));
}
