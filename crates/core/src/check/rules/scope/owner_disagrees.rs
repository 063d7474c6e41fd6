//! `SC104`: the organization's files and the files of owners name different teams.

use std::collections::BTreeSet;

use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};
use crate::measure::owners::Owner;
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "SC104",
    name: "owner-disagrees",
    title: "Two sources name different owners of the same code",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("owner_disagrees.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("component"), Need::Facts(FactKind::Ownership)],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, org) = (context.world, context.world.inputs.org);
    let observed = &world.owners().observed;
    let mut found = RuleOutcome::default();
    for component in org.components.values() {
        let Some(owner) = &component.owner else { continue };
        for path in &component.paths {
            let Owner::Teams(claim) = observed.owner(super::folder(&path.value)) else { continue };
            let names: BTreeSet<&str> = claim.named.iter().map(|team| world.facts.text(*team)).collect();
            // A name that no file of the organization knows may be the same team under another name.
            if !names.iter().all(|name| org.teams.contains_key(*name)) {
                continue;
            }
            found.evaluated += 1;
            if names.contains(owner.value.as_str()) {
                continue;
            }
            let listed: Vec<&str> = names.iter().copied().collect();
            let finding = context
                .finding(
                    subject("component", &component.id.value),
                    format!(
                        "{} is said to belong to {}, and its file of owners says {}",
                        path.value,
                        owner.value,
                        join(&listed)
                    ),
                    Spot::Span(owner.span),
                )
                .about(super::folder(&path.value))
                .label("not the owner in the ownership file")
                .related(Spot::Span(path.span), "owned by others there")
                .note("reviews go to the owner in the ownership file; plans go to the owner stated here")
                .help("ask both teams who is called when it breaks, and fix the file that is wrong");
            found.push(finding);
        }
    }
    found
}
