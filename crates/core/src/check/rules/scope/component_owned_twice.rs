//! `SC102`: one path is described as two components of different teams.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::org::Component;
use onethread_model::source::At;

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};

pub(super) const RULE: Rule = Rule {
    code: "SC102",
    name: "component-owned-twice",
    title: "Two teams are stated as owners of the same code",
    level: Level::Error,
    opt_in: false,
    page: include_str!("component_owned_twice.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("component")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    let mut first: BTreeMap<String, (&Component, &At<String>, &At<String>)> = BTreeMap::new();
    for component in context.world.inputs.org.components.values() {
        let Some(owner) = &component.owner else { continue };
        for path in &component.paths {
            found.evaluated += 1;
            let Some((other, other_path, other_owner)) = first.get(&plain(&path.value)).copied() else {
                first.insert(plain(&path.value), (component, path, owner));
                continue;
            };
            if other_owner.value == owner.value {
                continue;
            }
            let finding = context
                .finding(
                    subject("component", &component.id.value),
                    format!("{} belongs to {} and to {}", path.value, other_owner.value, owner.value),
                    Spot::Span(path.span),
                )
                .about(plain(&path.value))
                .label(format!("{} has it as {}", owner.value, component.id.value))
                .related(Spot::Span(other_path.span), format!("{} has it as {}", other_owner.value, other.id.value))
                .who(format!("teams {} and {} together", other_owner.value, owner.value))
                .note("which of the two owners answers for it is not stated")
                .help("keep it in one of the two components; a part of it can have a path of its own, below this one");
            found.push(finding);
        }
    }
    found
}

/// The folder that a path stands for, however it is written.
fn plain(path: &str) -> String {
    let path = path.trim().trim_end_matches('*').trim_matches('/');
    path.split('/').filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/")
}
