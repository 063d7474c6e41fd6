//! `DP111`: an initiative needs one that is over.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Found, Level, Need, Rule, subject};

pub(super) const RULE: Rule = Rule {
    code: "DP111",
    name: "needs-ended-initiative",
    title: "An initiative needs something from one that is over",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("needs_ended_initiative.md"),
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let world = context.world;
    let mut found = Found::default();
    for (initiative, dependency) in super::declared(world) {
        let on = &dependency.on.value;
        let Some(other) = world.initiative(&on.id).filter(|_| on.kind == "initiative") else { continue };
        found.looked_at += 1;
        if other.live {
            continue;
        }
        let mut finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!("{} needs {}, which is over", initiative.id, other.id),
                Spot::Span(dependency.on.span),
            )
            .about(super::which(dependency))
            .label("nobody works on it");
        if let Some(ended) = world.inputs.org.initiatives.get(&other.id).and_then(|written| written.ended.as_ref()) {
            finding = finding.related(Spot::Span(ended.span), "ended here");
        }
        let finding = finding
            .help("if it was delivered, end the dependency with `until`")
            .help("if it was not, name the team that has the work now");
        found.push(finding);
    }
    found
}
