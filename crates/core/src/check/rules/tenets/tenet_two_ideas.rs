//! `TN107`: a tenet with more than one idea.

use onethread_model::diagnostic::Spot;

use super::{OVER, owners};
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches};

pub(super) const RULE: Rule = Rule {
    code: "TN107",
    name: "tenet-two-ideas",
    title: "A tenet has more than one idea",
    level: Level::Info,
    // A judgement of text by its words: too often wrong.
    opt_in: true,
    page: include_str!("tenet_two_ideas.md"),
    touches: Touches::Nobody,
    needs: &[Need::Any(&[Need::Entries("organization"), Need::Entries("initiative")])],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for owner in owners(context.world) {
        for (tenet, number) in owner.tenets.iter().zip(1..) {
            found.evaluated += 1;
            let text = tenet.value.to_lowercase();
            let choices: usize = OVER.iter().map(|word| text.matches(word).count()).sum();
            if choices < 2 && !text.contains("; ") {
                continue;
            }
            let message = format!("tenet {number} of {} has more than one idea", owner.name);
            let finding = context
                .finding(owner.subject.clone(), message, Spot::Span(tenet.span))
                .about(number.to_string())
                .label("more than one choice in one tenet")
                .note("a citation does not show which half was used")
                .help("write one tenet for each idea, in order of priority");
            found.push(finding);
        }
    }
    found
}
