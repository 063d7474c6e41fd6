//! `DC111`: the day to look at the adoption of a package again has passed, and evidence does not show that it was
//! carried out.

use std::collections::BTreeSet;

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::facts::{FactKind, Link, PackageUse};
use onethread_model::org::Decision;
use onethread_model::record::Reference;
use onethread_model::source::At;

use super::cases;
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches};
use crate::measure::World;
use crate::measure::change_sets::Bounds;
use crate::measure::removed::gone_since;
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DC111",
    name: "adoption-overdue",
    title: "The adoption of a package is past its review day, and evidence does not show it",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("adoption_overdue.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("decision"), Need::Facts(FactKind::PackageUse)],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (mut found, world) = (RuleOutcome::default(), context.world);
    // What manifests said before that day says nothing of it.
    let Some(observed) = world.facts.packages().map(|row| row.observed).max() else { return found };
    for case in cases(context) {
        let Some(written) = case.written.filter(|_| case.known.decided.is_some()) else { continue };
        let (Some(package), Some(revisit)) = (&written.adopts, &written.revisit) else { continue };
        if case.known.reversed.is_some() {
            continue;
        }
        found.evaluated += 1;
        if revisit.value >= world.day || observed < revisit.value {
            continue;
        }
        let Some((what, seen)) = lacking(package, written, revisit.value, world) else { continue };
        let (id, days) = (case.known.id, world.day.days_since(revisit.value));
        let message = format!("`{id}` was to be carried out by {}, and {what}", revisit.value);
        let mut finding = case
            .finding(context, message, Spot::Span(package.span))
            .label("not carried out")
            .related(Spot::Span(revisit.span), format!("{} ago", plural(days.unsigned_abs() as usize, "day", "days")))
            .number(seen);
        if let Some(expected) = &written.expected {
            finding = finding.related(Spot::Span(expected.span), "expected of it");
        }
        found.push(
            finding
                .help("carry it out, or give up on it: `reversed` with its day, and why under `actual`")
                .help("if it takes longer, set a new day under `revisit`"),
        );
    }
    found
}

/// What of an adoption is not carried out, and how that is seen; nothing where all of it is.
fn lacking(package: &At<String>, written: &Decision, revisit: Day, world: &World<'_>) -> Option<(String, Number)> {
    let facts = world.facts;
    let seen = |name, value: usize, n, says| Number { name, value: value as f64, n, window: None, says };
    let direct: Vec<&PackageUse> = facts.packages().filter(|row| facts.text(row.reach) == "direct").collect();
    let package = &package.value;
    if direct.iter().all(|row| facts.text(row.package) != package) {
        let asked = plural(direct.len(), "dependency of manifests", "dependencies of manifests");
        let says = format!("none of {asked} asks for it");
        return Some((format!("no manifest asks for {package}"), seen("asked_for", 0, direct.len(), says)));
    }
    let component = &written.replaces.as_ref()?.value;
    let bounds = Bounds::of([&Reference { kind: "component".to_owned(), id: component.clone() }], world.inputs);
    let links: Vec<&Link> = facts.links().filter(|row| !bounds.holds(facts.text(row.component))).collect();
    let users = links.iter().filter(|row| bounds.holds(facts.text(row.on)));
    let users: BTreeSet<&str> = users.map(|row| facts.text(row.component)).collect();
    if let Some(first) = users.first() {
        let parts = plural(users.len(), "part is", "parts are");
        let says = format!("first {first}; of {} of other parts", plural(links.len(), "link", "links"));
        let what = format!("{parts} still built with {component}");
        return Some((what, seen("parts", users.len(), links.len(), says)));
    }
    if gone_since(&bounds, world).is_some() {
        return None;
    }
    let held = bounds.held(world);
    let touches = facts.touches().filter(|touch| touch.day > revisit && held.contains(&touch.component));
    let changes: BTreeSet<&str> = touches.map(|touch| facts.text(touch.change)).collect();
    let all = facts.changes().filter(|change| change.day > revisit).count().max(changes.len());
    let says = format!("of {} after {revisit} in all", plural(all, "change", "changes"));
    let what =
        format!("{component} is still there and was changed since by {}", plural(changes.len(), "change", "changes"));
    let number =
        Number { window: Some((revisit.plus_days(1), world.day)), ..seen("changes", changes.len(), all, says) };
    (!changes.is_empty()).then_some((what, number))
}
