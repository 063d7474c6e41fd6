//! `TM104`: people left their function's line, and nobody keeps the standards of their discipline.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::diagnostic::Spot;
use onethread_model::org::{Function, WishedForm};
use onethread_model::source::At;

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::World;
use crate::words::{join, plural};

pub(super) const RULE: Rule = Rule {
    code: "TM104",
    name: "craft-without-mentor",
    title: "A discipline whose people report elsewhere has no standards owner",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("craft_without_mentor.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("function"), Need::Entries("person")],
    options: &[],
    check,
};

/// A discipline, and who does it under a single-threaded owner.
#[derive(Default)]
struct Craft<'w> {
    people: BTreeSet<&'w str>,
    initiatives: BTreeSet<&'w str>,
    first: Option<&'w At<String>>,
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let org = context.world.inputs.org;
    let mut found = RuleOutcome::default();
    for (name, craft) in crafts(context.world) {
        let entry = org.function_named(&name);
        found.evaluated += 1;
        if entry.is_none_or(|entry| entry.standard_owner.is_none()) {
            found.findings.extend(finding(context, &name, &craft, entry));
        }
    }
    found
}

/// Disciplines of the members of initiatives whose people report to the leader, by wish.
fn crafts<'w>(world: &'w World<'_>) -> BTreeMap<String, Craft<'w>> {
    let org = world.inputs.org;
    let mut crafts: BTreeMap<String, Craft<'w>> = BTreeMap::new();
    for initiative in world.live() {
        if initiative.wished.as_ref().is_none_or(|form| form.value != WishedForm::Sto) {
            continue;
        }
        for member in world.people.members(initiative).unwrap_or_default() {
            let Some((id, person)) = org.people.get_key_value(&member.value) else { continue };
            let Some(function) = &person.function else { continue };
            let craft = crafts.entry(function.value.trim().to_lowercase().replace(' ', "-")).or_default();
            craft.people.insert(id);
            craft.initiatives.insert(&initiative.id);
            craft.first.get_or_insert(function);
        }
    }
    crafts
}

fn finding(context: &Context<'_>, name: &str, craft: &Craft<'_>, entry: Option<&Function>) -> Option<Finding> {
    let n = craft.people.len();
    let initiatives: Vec<&str> = craft.initiatives.iter().copied().collect();
    let (spot, label) = match entry {
        Some(entry) => (entry.id.span, "no `standard-owner`"),
        None => (craft.first?.span, "a discipline that no `function` describes"),
    };
    let people = plural(n, "person", "people");
    let message = format!("{name} has no standards owner for {people} who report elsewhere");
    let mut finding = context
        .finding(subject("function", name), message, Spot::Span(spot))
        .label(label)
        .number(Number::as_of_day(
            "people_without_mentor",
            n as f64,
            n,
            format!("{people} of {name} report, or will report, to the leaders of {}", join(&initiatives)),
        ))
        .note("nobody is named who keeps the standard of the discipline")
        .help(format!("name a mentor for the discipline: `standard-owner` in `[function.{name}]`"));
    finding = match entry.and_then(|entry| entry.head.as_ref()) {
        Some(head) => finding.related(Spot::Span(head.span), "leads the function").who(format!("the head of {name}")),
        None => finding.who(format!("the person responsible for {name}")),
    };
    Some(finding)
}
