//! `SC103`: a component that nobody owns.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Found, Level, Need, Rule, subject};
use crate::measure::owners::{Observed, Owner};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "SC103",
    name: "component-unowned",
    title: "A part of the product belongs to nobody",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("component_unowned.md"),
    needs: &[Need::Entries("component")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let world = context.world;
    let observed = Observed::of(world);
    let mut found = Found::default();
    for component in world.inputs.org.components.values() {
        found.looked_at += 1;
        let owned = |path: &str| !matches!(observed.owner(super::folder(path)), Owner::Nobody);
        let by_evidence = !component.paths.is_empty() && component.paths.iter().all(|path| owned(&path.value));
        if component.owner.is_some() || by_evidence || owned(&component.id.value) {
            continue;
        }
        let id = &component.id.value;
        let mut finding = context
            .finding(subject("component", id), format!("{id} belongs to nobody"), Spot::Span(component.id.span))
            .label("no `owner`")
            .note("what belongs to nobody is changed by everybody, and mended by whoever is woken up");
        let claims = world
            .live()
            .filter(|one| one.scope.iter().any(|piece| piece.value.kind == "component" && piece.value.id == *id));
        let claims: Vec<_> = claims.flat_map(|one| world.own_teams(one)).collect();
        finding = match claims.as_slice() {
            [one] => finding.help(format!("`{one}` claims it in its scope: if it has it, `owner = \"{one}\"`")),
            _ => finding.help("name the team that is called when it breaks: `owner = \"...\"`"),
        };
        if !component.paths.is_empty() {
            let paths = plural(component.paths.len(), "path", "paths");
            finding = finding.help(format!("if no team takes it, delete it: {paths} of code that nobody needs"));
        }
        found.push(finding);
    }
    found
}
