//! `DP106`: several teams write to one data store.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::diagnostic::Spot;
use onethread_model::org::Component;
use onethread_model::source::At;

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::{Cited, Initiative};
use crate::words::join;
use onethread_model::record::Reference;

pub(super) const RULE: Rule = Rule {
    code: "DP106",
    name: "shared-data-store",
    title: "Several teams write to one data store",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("shared_data_store.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("component")],
    options: &[],
    check,
};

/// A component whose owner is known, and where it says that it writes.
struct Writer<'w> {
    component: &'w Component,
    team: &'w str,
    store: &'w At<String>,
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut stores: BTreeMap<&str, Vec<Writer<'_>>> = BTreeMap::new();
    for component in world.inputs.org.components.values() {
        let Some(owner) = &component.owner else { continue };
        for store in &component.writes {
            stores.entry(store.value.trim()).or_default().push(Writer { component, team: &owner.value, store });
        }
    }
    let mut claims: BTreeMap<&str, (&Initiative, &Cited<Reference>)> = BTreeMap::new();
    for initiative in world.live() {
        for piece in initiative.scope.iter().filter(|piece| piece.value.kind == "data") {
            claims.entry(piece.value.id.trim()).or_insert((initiative, piece));
        }
    }
    let mut found = RuleOutcome { evaluated: stores.len(), ..RuleOutcome::default() };
    for (store, writers) in &stores {
        found.findings.extend(finding(context, store, writers, claims.get(store).copied()));
    }
    found
}

fn finding(
    context: &Context<'_>,
    store: &str,
    writers: &[Writer<'_>],
    claim: Option<(&Initiative, &Cited<Reference>)>,
) -> Option<Finding> {
    let own = claim.map(|(initiative, _)| context.world.own_teams(initiative)).unwrap_or_default();
    let teams: BTreeSet<&str> = writers.iter().map(|writer| writer.team).chain(own.iter().copied()).collect();
    if teams.len() < 2 {
        return None;
    }
    // The one too many is not of the initiative that claims the store; where nobody claims it, the last one.
    let guest = writers.iter().rev().find(|writer| !own.contains(writer.team))?;
    let names: Vec<&str> = teams.iter().copied().collect();
    let mut finding = context
        .finding(
            subject("component", &guest.component.id.value),
            match claim {
                Some((initiative, _)) if !own.is_empty() => {
                    format!("{} writes to {store}, which belongs to {}", guest.team, initiative.id)
                }
                _ => format!("{} teams write to {store}: {}", names.len(), join(&names)),
            },
            Spot::Span(guest.store.span),
        )
        .about(store)
        .label(format!("{} writes here", guest.team));
    if let Some((initiative, piece)) = claim {
        finding = finding.related(context.spot(&piece.place), format!("claimed by {}", initiative.id));
    }
    for writer in writers.iter().filter(|writer| writer.component.id.value != guest.component.id.value) {
        finding = finding.related(Spot::Span(writer.store.span), format!("{} writes here too", writer.team));
    }
    let finding = finding
        .number(Number {
            name: "writing_teams",
            value: teams.len() as f64,
            n: writers.len(),
            window: None,
            says: format!("{} teams, by the components that say what they write", teams.len()),
        })
        .who(format!("teams {}", join(&names)))
        .note("no team can change the schema of a shared store alone")
        .help(format!("let one team own {store}, and give the others an API or an event"));
    Some(finding)
}
