//! `TN102`: tenets whose order is not clear.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::edit::Edit;
use onethread_model::record::Value;
use onethread_model::source::At;

use super::{ORGANIZATION, Owner, letters, owners};
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches};

pub(super) const RULE: Rule = Rule {
    code: "TN102",
    name: "tenets-unordered",
    title: "The order of tenets is not clear",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("tenets_unordered.md"),
    touches: Touches::Nobody,
    needs: &[Need::Any(&[Need::Entries("organization"), Need::Entries("initiative")])],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for owner in owners(context.world) {
        found.evaluated += 1;
        let n = owner.tenets.len();
        let Some((label, message, at, other)) = misnumbered(&owner).or_else(|| twice(&owner)) else { continue };
        let mut finding = context.finding(owner.subject, message, Spot::Span(at.span)).label(label).number(
            Number::as_of_day("tenets", n as f64, n, format!("{n} tenets, and the list gives each of them its number")),
        );
        if let Some(other) = other {
            finding = finding.related(Spot::Span(other.span), "first written here");
        }
        finding = finding
            .note("where two tenets conflict the first one wins, so each needs one position")
            .help("list them in order of priority, each once and without numbers: decisions cite the position");
        // A citation names a tenet by its place, which moves when another one goes.
        if let Some(other) = other
            && other.value == at.value
            && context.world.decisions_citing(owner.id).next().is_none()
        {
            let (kind, id) = if owner.id == ORGANIZATION { (ORGANIZATION, "") } else { ("initiative", owner.id) };
            let file = context.file(at.span);
            let tenet = Value::text(at.value.as_str());
            finding = finding.unsafe_fix("remove the second one", vec![Edit::once(file, kind, id, "tenets", tenet)]);
        }
        found.push(finding);
    }
    found
}

type Unclear<'w> = (String, String, &'w At<String>, Option<&'w At<String>>);

/// The first tenet that begins with another number than its own.
fn misnumbered<'w>(owner: &Owner<'w>) -> Option<Unclear<'w>> {
    let name = &owner.name;
    owner.tenets.iter().enumerate().find_map(|(index, tenet)| {
        let (number, place) = (number(&tenet.value)?, index + 1);
        let message = format!("tenet {place} of {name} is numbered {number}");
        (number != place).then(|| (format!("is at position {place}"), message, tenet, None))
    })
}

/// The first tenet that was written before.
fn twice<'w>(owner: &Owner<'w>) -> Option<Unclear<'w>> {
    let mut seen: BTreeMap<String, (usize, &At<String>)> = BTreeMap::new();
    for (index, tenet) in owner.tenets.iter().enumerate() {
        let letters = letters(&tenet.value);
        let place = index + 1;
        if let Some((first, other)) = seen.get(&letters).filter(|_| !letters.is_empty()) {
            let message = format!("tenets {first} and {place} of {} are the same", owner.name);
            return Some(("written before".to_owned(), message, tenet, Some(other)));
        }
        seen.insert(letters, (place, tenet));
    }
    None
}

/// The number that a text begins with, when a sign ends it: `2. `, `2) `, `2: `.
fn number(tenet: &str) -> Option<usize> {
    let tenet = tenet.trim_start().trim_start_matches(['#', '(']);
    let digits = tenet.find(|c: char| !c.is_ascii_digit())?;
    let after = tenet.get(digits..)?;
    let ends = after.starts_with(['.', ')', ':']) && after[1..].starts_with(char::is_whitespace);
    tenet.get(..digits)?.parse().ok().filter(|_| ends)
}
