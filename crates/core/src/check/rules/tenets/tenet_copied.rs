//! `TN103`: an initiative's tenets are the organization's, word for word.

use onethread_model::diagnostic::Spot;
use onethread_model::source::At;

use super::{ORGANIZATION, Owner, owners};
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches};
use crate::review::criteria::tenets::copy_of;

pub(super) const RULE: Rule = Rule {
    code: "TN103",
    name: "tenet-copied",
    title: "Tenets are the organization's, word for word",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("tenet_copied.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("organization")],
    options: &[],
    check,
};

/// More places than these help nobody to find the first one.
const RELATED_MAX: usize = 3;

fn check(context: &Context<'_>) -> RuleOutcome {
    let originals = &context.world.inputs.org.tenets;
    let mut found = RuleOutcome::default();
    if originals.is_empty() {
        return found;
    }
    for owner in owners(context.world).filter(|owner| owner.id != ORGANIZATION) {
        found.evaluated += 1;
        let copies: Vec<(usize, &At<String>, &At<String>)> = owner
            .tenets
            .iter()
            .enumerate()
            .filter_map(|(index, tenet)| {
                Some((index + 1, tenet, originals.get(copy_of(&tenet.value, originals)?.checked_sub(1)?)?))
            })
            .collect();
        found.findings.extend(finding(context, owner, &copies));
    }
    found
}

fn finding(context: &Context<'_>, owner: Owner<'_>, copies: &[(usize, &At<String>, &At<String>)]) -> Option<Finding> {
    let (_, first, original) = copies.first()?;
    let (copied, n, id) = (copies.len(), owner.tenets.len(), owner.id);
    let message = if copied == n {
        format!("all tenets of {id} are the organization's, word for word")
    } else {
        format!("{copied} of {n} tenets of {id} are the organization's, word for word")
    };
    let mut finding = context
        .finding(owner.subject, message, Spot::Span(first.span))
        .label("a copy")
        .related(Spot::Span(original.span), "the organization's");
    for (number, copy, _) in copies.iter().skip(1).take(RELATED_MAX) {
        finding = finding.related(Spot::Span(copy.span), format!("tenet {number} is a copy too"));
    }
    finding = finding
        .number(Number::as_of_day("copied_tenets", copied as f64, n, format!("{copied} of {n} are copies")))
        .note("the organization's tenets apply here anyway; a copy adds nothing")
        .help(format!("remove the copies, and write what wins when priorities conflict in {id}"));
    let cited = context.world.decisions_citing(id).next().is_some();
    Some(if cited { finding.help("decisions cite tenets by their number: change these with it") } else { finding })
}
