//! `TN105`: two tenets say the opposite of each other.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::source::At;

use super::{ORGANIZATION, letters, owners, sides};
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches};

pub(super) const RULE: Rule = Rule {
    code: "TN105",
    name: "tenet-reversed",
    title: "Two tenets contradict each other",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("tenet_reversed.md"),
    touches: Touches::Nobody,
    needs: &[Need::Any(&[Need::Entries("organization"), Need::Entries("initiative")])],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    let both = |tenet: &str| sides(tenet).map(|(a, b)| (letters(a), letters(b)));
    let of_all: BTreeMap<(String, String), (usize, &At<String>)> =
        world.inputs.org.tenets.iter().zip(1..).filter_map(|(at, n)| Some((both(&at.value)?, (n, at)))).collect();
    for owner in owners(world) {
        let mut own: BTreeMap<(String, String), (usize, &At<String>)> = BTreeMap::new();
        let mut judged = false;
        for (tenet, number) in owner.tenets.iter().zip(1..) {
            let Some((first, second)) = both(&tenet.value) else { continue };
            judged = true;
            let reversed = (second.clone(), first.clone());
            own.insert((first, second), (number, tenet));
            let (whose, (other, at)) = match (own.get(&reversed), of_all.get(&reversed)) {
                (Some(known), _) => (owner.name.as_str(), known),
                (None, Some(known)) if owner.id != ORGANIZATION => ("the organization", known),
                _ => continue,
            };
            let message = format!("tenet {number} of {} contradicts tenet {other} of {whose}", owner.name);
            let finding = context
                .finding(owner.subject.clone(), message, Spot::Span(tenet.span))
                .about(format!("{number} {other} {whose}"))
                .label("puts first what the other puts second")
                .related(Spot::Span(at.span), "the other way round")
                .note("a decision by one of them can be overruled with the other")
                .help("decide which of them holds here; an exception from the organization's says for whom and why");
            found.push(finding);
        }
        found.evaluated += usize::from(judged);
    }
    found
}
