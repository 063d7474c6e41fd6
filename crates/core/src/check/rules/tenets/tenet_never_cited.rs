//! `TN104`: no decision cites a tenet.

use onethread_model::diagnostic::Spot;
use onethread_model::org::Decision;

use super::{ORGANIZATION, Owner, owners};
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches};
use crate::measure::World;
use crate::review::criteria::tenets::{CITED_DAYS, cited, copy_of};
use crate::words::{join, plural};

pub(super) const RULE: Rule = Rule {
    code: "TN104",
    name: "tenet-never-cited",
    title: "No decision cites the tenet",
    level: Level::Info,
    opt_in: false,
    page: include_str!("tenet_never_cited.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("decision")],
    options: &[],
    check,
};

/// Among fewer decisions than this, or than two for each tenet, one may simply not have had its turn.
const DECISIONS_MIN: usize = 3;
/// More places than these help nobody to find the first one.
const RELATED_MAX: usize = 3;

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    let recent: Vec<&Decision> = world.inputs.org.decisions.values().filter(|one| is_recent(one, world)).collect();
    // Where decisions cite no tenets at all, nobody has the habit, and nothing follows for a single one.
    let citing = recent.iter().filter(|decision| !decision.cites.is_empty()).count();
    if citing == 0 {
        return found;
    }
    for owner in owners(world) {
        let n = match owner.id {
            ORGANIZATION => citing,
            id => world.written_decisions_of(id).filter(|one| is_recent(one, world)).count(),
        };
        if n < DECISIONS_MIN.max(2 * owner.tenets.len()) {
            continue;
        }
        found.evaluated += 1;
        let silent: Vec<usize> = cited(owner.id, owner.tenets.len(), world)
            .iter()
            .enumerate()
            .filter(|(index, by)| by.is_empty() && !is_copy(&owner, *index, world))
            .map(|(index, _)| index)
            .collect();
        found.findings.extend(finding(context, owner, &silent, n));
    }
    found
}

/// Whether a tenet is the organization's, word for word, which TN103 tells.
fn is_copy(owner: &Owner<'_>, index: usize, world: &World<'_>) -> bool {
    let tenet = owner.tenets.get(index);
    owner.id != ORGANIZATION && tenet.is_some_and(|at| copy_of(&at.value, &world.inputs.org.tenets).is_some())
}

fn is_recent(decision: &Decision, world: &World<'_>) -> bool {
    let days = decision.decided.as_ref().map(|at| world.day.days_since(at.value));
    days.is_some_and(|days| (0..CITED_DAYS).contains(&days))
}

fn finding(context: &Context<'_>, owner: Owner<'_>, silent: &[usize], n: usize) -> Option<Finding> {
    let (name, all) = (&owner.name, owner.tenets.len());
    let first = owner.tenets.get(*silent.first()?)?;
    let numbers: Vec<String> = silent.iter().map(|index| (index + 1).to_string()).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let message = match silent.len() {
        some if some == all => format!("no decision of the last year cites a tenet of {name}"),
        1 => format!("no decision of the last year cites tenet {} of {name}", join(&numbers)),
        _ => format!("no decision of the last year cites tenets {} of {name}", join(&numbers)),
    };
    let mut finding = context.finding(owner.subject, message, Spot::Span(first.span)).label("cited by none");
    for index in silent.iter().skip(1).take(RELATED_MAX) {
        finding = finding.related(Spot::Span(owner.tenets.get(*index)?.span), "nor this one");
    }
    let decisions = plural(n, "decision", "decisions");
    let finding = finding
        .number(Number::as_of_day(
            "uncited_tenets",
            silent.len() as f64,
            n,
            format!("{} of {all} uncited, in {decisions} of {CITED_DAYS} days", silent.len()),
        ))
        .note("a tenet that never settled a decision is not needed")
        .help("ask which decision it settled, and add it to the `cites` of that decision")
        .help("if there is none, drop the tenet or replace it with one that people use");
    Some(finding)
}
