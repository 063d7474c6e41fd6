//! `TN106`: a tenet that states no trade-off.

use onethread_model::diagnostic::Spot;

use super::{OVER, owners};
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches};

pub(super) const RULE: Rule = Rule {
    code: "TN106",
    name: "tenet-breaks-no-tie",
    title: "A tenet states no trade-off",
    level: Level::Info,
    // A judgement of text by its words: too often wrong.
    opt_in: true,
    page: include_str!("tenet_breaks_no_tie.md"),
    touches: Touches::Nobody,
    needs: &[Need::Any(&[Need::Entries("organization"), Need::Entries("initiative")])],
    options: &[],
    check,
};

/// Other words by which a tenet chooses, in small letters, with blanks around them.
const CHOOSES: &[&str] =
    &[" not ", " never ", " no ", " even ", " than ", " without ", " unless ", " although ", " beats ", " first "];

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for owner in owners(context.world) {
        for (tenet, number) in owner.tenets.iter().zip(1..) {
            found.evaluated += 1;
            let words = tenet.value.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
            let text = format!(" {} ", words.collect::<Vec<_>>().join(" ").to_lowercase());
            if OVER.iter().chain(CHOOSES).any(|word| text.contains(word)) {
                continue;
            }
            let message = format!("tenet {number} of {} states no trade-off", owner.name);
            let finding = context
                .finding(owner.subject.clone(), message, Spot::Span(tenet.span))
                .about(number.to_string())
                .label("who would say the opposite?")
                .note("a tenet that nobody would dispute settles no dispute")
                .help("say what you give up for it: \"this over that\"");
            found.push(finding);
        }
    }
    found
}
