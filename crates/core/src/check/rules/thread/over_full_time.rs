//! `ST112`: stated shares of time add up to more than a whole week.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::{Commitment, World};
use crate::words::{join, percent, plural};
use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;
use onethread_model::share::Thousandths;

pub(super) const RULE: Rule = Rule {
    code: "ST112",
    name: "over-full-time",
    title: "Stated shares add up to more than a whole week",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("over_full_time.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Facts(FactKind::Allocation)],
    options: &[],
    check,
};

/// A hundredth of a week beyond the contract is a rounded number and no promise.
const FULL: Thousandths = Thousandths(1010);
/// More places than these help nobody to find the first one.
const RELATED_MAX: usize = 4;

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut found = RuleOutcome::default();
    // People with the same initiatives are reported together, and none of them by name.
    let mut groups: BTreeMap<Vec<&str>, Vec<Vec<&Commitment>>> = BTreeMap::new();
    for initiative in world.live() {
        let members = world.people.members(initiative).unwrap_or_default();
        for person in members.iter().chain(initiative.leadership.leaders()) {
            if !seen.insert(person.value.clone()) {
                continue;
            }
            let shares = live_shares(&person.value, world);
            found.evaluated += usize::from(!shares.is_empty());
            let sum: Thousandths = shares.iter().map(|one| one.share).sum();
            // Where all of it is written in files, it was reported when they were read.
            let recorded = shares.iter().any(|one| matches!(context.spot(&one.place), Spot::Record(_)));
            if sum > FULL && recorded {
                let on = shares.iter().map(|one| one.initiative.as_str()).collect();
                groups.entry(on).or_default().push(shares);
            }
        }
    }
    for (on, people) in &groups {
        found.findings.extend(finding(context, on, people));
    }
    found
}

/// What someone is stated to give to live initiatives, in alphabetical order of these.
fn live_shares<'w>(person: &str, world: &'w World<'_>) -> Vec<&'w Commitment> {
    let is_live = |one: &&Commitment| world.initiative(&one.initiative).is_some_and(|initiative| initiative.live);
    let mut shares: Vec<&Commitment> = world.people.stated(person).iter().filter(is_live).collect();
    shares.sort_by(|a, b| a.initiative.cmp(&b.initiative));
    shares
}

fn finding(context: &Context<'_>, on: &[&str], people: &[Vec<&Commitment>]) -> Option<Finding> {
    let (first, n) = (people.first()?, people.len());
    let (last, others) = first.split_last()?;
    let sums = people.iter().map(|shares| shares.iter().map(|one| one.share).sum::<Thousandths>());
    let most = sums.max()?.share();
    let whose = plural(n, "person", "people");
    let message = format!("{whose} on {}: stated shares add up to {}", join(on), percent(most));
    let mut finding = context
        .finding(subject("initiative", on.first()?), message, context.spot(&last.place))
        .about(on.iter().skip(1).copied().collect::<Vec<_>>().join(" "))
        .label(format!("{} for {}", percent(last.share.share()), last.initiative));
    for other in others.iter().take(RELATED_MAX) {
        let says = format!("together with {} for {}", percent(other.share.share()), other.initiative);
        finding = finding.related(context.spot(&other.place), says);
    }
    let says = format!("shares of {whose} add up to more than a whole week, {} at most", percent(most));
    let finding = finding
        .number(Number::as_of_day("stated_shares_max", most, n, says))
        .note("one of the initiatives counts on time that does not exist")
        .help("ask which of the shares is true, and lower or end the others where they are kept");
    Some(finding)
}
