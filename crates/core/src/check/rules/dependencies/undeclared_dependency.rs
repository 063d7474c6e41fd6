//! `DP101`: evidence shows a dependency that nobody declared.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::edit::Edit;
use onethread_model::facts::{Dependency, FactKind};
use onethread_model::record::{Record, Value};

use crate::check::{Context, Finding, Found, Level, Need, Number, Rule, subject};
use crate::measure::Initiative;
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "DP101",
    name: "undeclared-dependency",
    title: "An initiative needs a team that it does not name",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("undeclared_dependency.md"),
    needs: &[Need::Live, Need::Facts(FactKind::Dependency)],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let world = context.world;
    let mut found = Found::default();
    for initiative in world.live() {
        let mut seen: BTreeMap<&str, Vec<&Dependency>> = BTreeMap::new();
        for row in world.observed_dependencies_of(&initiative.id) {
            seen.entry(world.facts.text(row.on)).or_default().push(row);
        }
        found.looked_at += seen.len();
        let own = world.teams_on(&initiative.id).map(|team| team.id.value.as_str());
        let declared = initiative.dependencies.iter().filter(|d| matches!(d.on.kind.as_str(), "team" | "function"));
        let named: BTreeSet<&str> = declared
            .map(|dependency| dependency.on.id.as_str())
            .chain(initiative.team.as_ref().map(|team| team.value.as_str()))
            .chain(own)
            .collect();
        for (team, rows) in seen.into_iter().filter(|(team, _)| !named.contains(team)) {
            found.push(finding(context, initiative, team, &rows));
        }
    }
    found
}

fn finding(context: &Context<'_>, initiative: &Initiative, team: &str, rows: &[&Dependency]) -> Finding {
    let facts = context.world.facts;
    let classes: BTreeSet<&str> = rows.iter().map(|row| facts.text(row.class)).collect();
    let classes: Vec<&str> = classes.into_iter().collect();
    let mut finding = context
        .finding(
            subject("initiative", &initiative.id),
            format!("{} depends on {team}, and does not say so", initiative.id),
            context.initiative_spot(initiative),
        )
        .about(subject("team", team))
        .label(format!("needs {team}: {}", join(&classes)))
        .number(Number {
            name: "observed_dependencies",
            value: rows.len() as f64,
            n: rows.len(),
            window: None,
            says: format!("seen as {}", join(&classes)),
        })
        .note("what is not written down is not planned away")
        .help(format!("declare it, and say whether it blocks; or write down why {team} is not needed"));
    if let Some(first) = rows.first() {
        finding = finding.related(context.spot(&facts.place(first.at)), "seen here");
    }
    match (context.world.inputs.org.initiatives.get(&initiative.id), classes.as_slice()) {
        (Some(written), [class]) => {
            let entry = Record::of([("on", Value::reference("team", team)), ("class", Value::text(*class))]);
            let edit = Edit::add("initiative", &initiative.id, "dependency", Value::Table(entry));
            finding.unsafe_fix(format!("declare the dependency on {team}"), vec![(written.id.span.file, edit)])
        }
        _ => finding,
    }
}
