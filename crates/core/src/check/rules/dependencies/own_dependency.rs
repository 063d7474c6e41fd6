//! `DP112`: an initiative declares a dependency on its own team.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};

pub(super) const RULE: Rule = Rule {
    code: "DP112",
    name: "own-dependency",
    title: "An initiative declares a dependency on its own team",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("own_dependency.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for (initiative, dependency) in super::declared(world) {
        let on = &dependency.on.value;
        // One initiative that needs another is about work, even where one team does both.
        let Some(supplier) = super::supplier(on, world).filter(|_| on.kind != "initiative") else { continue };
        found.evaluated += 1;
        if !world.own_teams(initiative).contains(supplier) {
            continue;
        }
        let what = match on.kind.as_str() {
            "team" => format!("its own team {}", on.id),
            _ => format!("{}, which its own {supplier} has", super::called(on)),
        };
        let mut finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!("{} declares a dependency on {what}", initiative.id),
                Spot::Span(dependency.on.span),
            )
            .about(super::which(dependency))
            .label("its own");
        if let Some(team) = initiative.team.as_ref().filter(|team| team.value == supplier) {
            finding = finding.related(context.spot(&team.place), "the team that has it");
        }
        let finding = finding
            .note("what a team supplies itself is not a dependency, and the entry distorts every count")
            .help("drop the entry; or if several teams work on it, name the one that is waited for");
        found.push(finding);
    }
    found
}
