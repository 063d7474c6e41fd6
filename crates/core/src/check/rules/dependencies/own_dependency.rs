//! `DP112`: an initiative declares to need its own team.

use onethread_model::diagnostic::Spot;
use onethread_model::edit::EditOp;

use crate::check::{Context, Found, Level, Need, Rule, subject};

pub(super) const RULE: Rule = Rule {
    code: "DP112",
    name: "own-dependency",
    title: "An initiative declares to depend on its own team",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("own_dependency.md"),
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let world = context.world;
    let mut found = Found::default();
    for (initiative, dependency) in super::declared(world) {
        let on = &dependency.on.value;
        // One initiative that needs another is about work, even where one team does both.
        let Some(supplier) = super::supplier(on, world).filter(|_| on.kind != "initiative") else { continue };
        found.looked_at += 1;
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
                format!("{} declares to need {what}", initiative.id),
                Spot::Span(dependency.on.span),
            )
            .about(super::which(dependency))
            .label("its own");
        if let Some(team) = initiative.team.as_ref().filter(|team| team.value == supplier) {
            finding = finding.related(context.spot(&team.place), "the team that has it");
        }
        let finding = finding
            .note("what a team can supply itself is no dependency, and counts against it in every number")
            .help("drop the entry; or if several teams work on it, name the one that is waited for");
        // Where several teams work on it, one of them may wait for another.
        found.push(match world.own_teams(initiative).len() {
            1 => {
                let edit = super::edit_of(initiative, dependency, world, EditOp::Drop);
                finding.unsafe_fix(format!("take the dependency on {} out", super::called(on)), vec![edit])
            }
            _ => finding,
        });
    }
    found
}
