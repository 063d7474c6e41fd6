//! Why something changed: what was written about an initiative between two days, in the order in which it happened.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::facts::Symbol;
use onethread_model::source::At;
use rustc_hash::FxHashMap;

use super::verdict::Evidence;
use crate::measure::World;

/// Registry fields whose changes explain a verdict. A new version of the entry says nothing by itself.
const FIELDS: &[&str] = &["ended", "leader", "participants", "people", "stage", "status", "team"];

/// What was written about some initiatives after `since` and up to the day of the world, each with its day and place.
pub(super) fn why(world: &World<'_>, ids: BTreeSet<&str>, since: Day) -> BTreeMap<String, Vec<Evidence>> {
    let mut dated = registry(world, &ids, since);
    for id in &ids {
        dated.entry(id).or_default().extend(organization(world, id, since));
    }
    let told = |(id, mut dated): (&str, Vec<(Day, Evidence)>)| {
        dated.sort_by(|a, b| (a.0, &a.1.place, &a.1.says).cmp(&(b.0, &b.1.place, &b.1.says)));
        (id.to_owned(), dated.into_iter().map(|(_, evidence)| evidence).collect())
    };
    dated.into_iter().map(told).collect()
}

fn registry<'i>(world: &World<'_>, ids: &BTreeSet<&'i str>, since: Day) -> BTreeMap<&'i str, Vec<(Day, Evidence)>> {
    let facts = world.facts;
    let symbols: FxHashMap<Symbol, &str> = ids.iter().filter_map(|id| Some((facts.symbols().find(id)?, *id))).collect();
    let mut found: BTreeMap<&str, Vec<(Day, Evidence)>> = BTreeMap::new();
    for event in facts.initiative_events().filter(|event| event.day > since) {
        let Some(id) = symbols.get(&event.initiative) else { continue };
        let evidence = {
            let field = facts.text(event.field);
            let told = FIELDS.contains(&field) || field.starts_with("target.") || field.starts_with("shipped.");
            // People are counted and not named: who they are is on the record.
            let value = match field {
                "people" | "leader" => format!("{} named", event.value.len()),
                _ => event.value.iter().map(|value| facts.text(*value)).collect::<Vec<_>>().join(", "),
            };
            let value = if value.is_empty() { "removed".to_owned() } else { value };
            let says = format!("{}: {} {value}", event.day, field.replace('.', " "));
            told.then(|| (event.day, Evidence { says, place: Some(facts.place(event.at)) }))
        };
        found.entry(id).or_default().extend(evidence);
    }
    found
}

fn organization(world: &World<'_>, id: &str, since: Day) -> Vec<(Day, Evidence)> {
    let org = world.inputs.org;
    let mut dated = Vec::new();
    let mut add = |day: Option<&At<Day>>, says: &str| {
        if let Some(day) = day.filter(|day| day.value > since && day.value <= world.day) {
            let place = Some(world.inputs.sources.place(day.span));
            dated.push((day.value, Evidence { says: format!("{}: {says}", day.value), place }));
        }
    };
    if let Some(initiative) = org.initiatives.get(id) {
        add(initiative.idea.as_ref(), "the idea was recorded");
        add(initiative.committed.as_ref(), "it was committed to");
        let first = initiative.first_value().map(|value| value.on.span);
        for value in &initiative.value {
            let which =
                if Some(value.on.span) == first { "first value for a customer" } else { "value for a customer" };
            add(Some(&value.on), which);
        }
        add(initiative.ended.as_ref(), "it ended");
    }
    for allocation in org.allocations.iter().filter(|allocation| allocation.initiative.value == id) {
        let percent = crate::words::percent(allocation.share.value);
        add(allocation.from.as_ref(), &format!("a person was allocated {percent} to it"));
        add(allocation.until.as_ref(), &format!("a person's allocation of {percent} to it ended"));
    }
    for dependency in org.dependencies_of(id) {
        add(dependency.from.as_ref(), &format!("a dependency on {} began", dependency.on.value));
        add(dependency.until.as_ref(), &format!("the dependency on {} ended", dependency.on.value));
    }
    for gate in org.gates.values().filter(|gate| gate.applies_to.iter().any(|to| to.value == id)) {
        add(gate.from.as_ref(), &format!("approval gate `{}` was added", gate.id.value));
        add(gate.until.as_ref(), &format!("approval gate `{}` was removed", gate.id.value));
    }
    for gate in org.gates.values() {
        let turns = [(&gate.lifted, "was lifted"), (&gate.also_before, "was added")];
        for (dated, became) in turns {
            let own = dated.iter().filter(|(to, _)| to.value == id);
            own.for_each(|(_, from)| add(Some(from), &format!("approval gate `{}` {became}", gate.id.value)));
        }
    }
    for decision in org.decisions_of(id) {
        let title = decision.title.as_ref().map_or(&decision.id.value, |title| &title.value);
        add(decision.decided.as_ref(), &format!("decided: {title}"));
        add(decision.reversed.as_ref(), &format!("reversed: {title}"));
    }
    for attestation in org.attestations.iter().filter(|attestation| attestation.initiative.value == id) {
        let answer = if attestation.holds { "holds" } else { "fails" };
        add(Some(&attestation.on), &format!("attested: {} {answer}", attestation.criterion.value));
    }
    for one in org.nobody_knows.iter().filter(|one| one.initiative.value == id) {
        add(Some(&one.on), &format!("asked: nobody knows {}", one.criterion.value));
    }
    dated
}
