//! `DP104`: the team that is waited for is to end the wait.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};

pub(super) const RULE: Rule = Rule {
    code: "DP104",
    name: "plan-owned-by-provider",
    title: "The plan to remove a dependency is owned by the team that is depended on",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("plan_owned_by_provider.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for (initiative, dependency) in super::declared(world) {
        let Some(owner) = dependency.plan.as_ref().and_then(|plan| plan.owner.as_ref()) else { continue };
        let Some(supplier) = super::supplier(&dependency.on.value, world) else { continue };
        found.evaluated += 1;
        let own = world.own_teams(initiative);
        if owner.value != supplier || own.contains(supplier) {
            continue;
        }
        let on = super::called(&dependency.on.value);
        let help = match own.first() {
            Some(team) => format!("make `{team}` the owner, and let it choose an action that it can take itself"),
            None => {
                format!("make the team of {} the owner, and let it choose an action it can take itself", initiative.id)
            }
        };
        let finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!(
                    "{} waits for {on}, and {supplier} itself owns the plan to remove the dependency",
                    initiative.id
                ),
                Spot::Span(owner.span),
            )
            .about(super::which(dependency))
            .label("the team that is waited for")
            .related(Spot::Span(dependency.on.span), format!("{} needs this", initiative.id))
            .note("the team that has a dependency owns its removal")
            .help(help);
        found.push(finding);
    }
    found
}
