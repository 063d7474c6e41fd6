//! `ST117`: work has begun before it was agreed what it is for.

use onethread_model::org::WishedForm;

use super::threads;
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::review::criteria::charter::{Part, at_work, parts};
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "ST117",
    name: "missing-charter",
    title: "Work has begun without a complete charter",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("missing_charter.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("initiative")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for initiative in threads(world) {
        let Some(parts) = parts(initiative, world) else { continue };
        let Some((begun, place)) = at_work(initiative, world) else { continue };
        found.evaluated += 1;
        let missing: Vec<&Part> = parts.iter().filter(|part| part.written.is_none()).collect();
        let is_stl = initiative.wished.as_ref().is_some_and(|form| form.value == WishedForm::Stl);
        // What alone is missing and has a rule of its own is left to that rule.
        let left = missing.iter().filter(|part| match part.field {
            "scope" => false,
            "decision-rights" => !is_stl,
            _ => true,
        });
        if left.count() == 0 {
            continue;
        }
        let id = &initiative.id;
        let words: Vec<&str> = missing.iter().map(|part| part.words).collect();
        let fields: Vec<String> = missing.iter().map(|part| format!("`{}`", part.field)).collect();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let written = parts.len() - missing.len();
        let finding = context
            .finding(
                subject("initiative", id),
                format!("{id} has begun without {}", join(&words)),
                context.initiative_spot(initiative),
            )
            .label(format!("no {}", fields.join(", no ")))
            .related(context.spot(&place), begun)
            .number(Number::as_of_day(
                "charter_parts",
                written as f64,
                parts.len(),
                format!("{written} of {} parts of a charter are written down", parts.len()),
            ))
            .note("what a charter states is not agreed yet")
            .help(format!("agree on {} and add {}", join(&words), join(&fields)));
        found.push(finding);
    }
    found
}
