//! `DC110`: decisions do not state whether they are reversible.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::org::Decision;

use super::{cases, window};
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DC110",
    name: "door-unstated",
    title: "Decisions do not state whether they are reversible",
    level: Level::Info,
    opt_in: false,
    page: include_str!("door_unstated.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("decision")],
    options: &[],
    check,
};

/// So many others are shown beside the newest.
const SHOWN: usize = 2;

/// The decisions of an initiative that count: how many there are, and those that do not say.
#[derive(Default)]
struct Doors<'c> {
    n: usize,
    unstated: Vec<(Day, &'c Decision)>,
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    let (from, _) = window(context);
    let mut all: BTreeMap<&str, Doors<'_>> = BTreeMap::new();
    for case in cases(context) {
        let (Some(written), Some(initiative)) = (case.written, case.initiative) else { continue };
        let Some(day) = case.known.decided.or(case.known.opened) else { continue };
        // An open one counts whatever its age: how long it may be open depends on the answer.
        if case.known.decided.is_some() && day < from {
            continue;
        }
        found.evaluated += 1;
        let doors = all.entry(&initiative.id).or_default();
        doors.n += 1;
        if case.known.reversible.is_none() {
            doors.unstated.push((day, written));
        }
    }
    for (initiative, mut doors) in all {
        doors.unstated.sort_by_key(|(day, written)| (std::cmp::Reverse(*day), &written.id.value));
        found.findings.extend(finding(context, initiative, &doors));
    }
    found
}

fn finding(context: &Context<'_>, initiative: &str, doors: &Doors<'_>) -> Option<Finding> {
    let ((_, newest), others) = doors.unstated.split_first()?;
    let message = match doors.unstated.len() {
        1 => format!("1 decision of {initiative} does not state whether it is reversible"),
        many => format!("{many} decisions of {initiative} do not state whether they are reversible"),
    };
    let label = if others.is_empty() { "this one" } else { "the newest of them" };
    let mut finding =
        context.finding(subject("initiative", initiative), message, Spot::Span(newest.id.span)).label(label);
    for (_, other) in others.iter().take(SHOWN) {
        finding = finding.related(Spot::Span(other.id.span), "another one");
    }
    let number = Number {
        name: "doors_unstated",
        value: doors.unstated.len() as f64,
        n: doors.n,
        window: Some(window(context)),
        says: format!(
            "{} of {}",
            doors.unstated.len(),
            plural(doors.n, "decision that counts", "decisions that count")
        ),
    };
    Some(
        finding
            .number(number)
            .note("the leader makes reversible decisions fast, and hard-to-reverse ones take longer; without the statement neither rule applies")
            .help("add `reversible = true` where reversing it costs less than waiting, else `reversible = false`"),
    )
}
