//! `SC108`: parts of two teams change together.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::measure::cochange::Level as Of;
use crate::measure::majority::is_majority;
use crate::measure::measures::change_coupling::{CoupledPair, coupling_of};
use crate::words::{percent, plural};

pub(super) const RULE: Rule = Rule {
    code: "SC108",
    name: "coupled-across-teams",
    title: "Components of two teams change together",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("coupled_across_teams.md"),
    touches: Touches::Groups,
    needs: &[Need::Entries("component"), Need::Facts(FactKind::Touch)],
    options: &[RuleOption {
        key: "share-min",
        default: Setting::Share(0.2),
        doc: "The share of the changes of either component that touch both, at which they count as tightly coupled.",
    }],
    check,
};

/// Days of changes that are looked at.
const WINDOW_DAYS: i64 = 365;

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, org) = (context.world, context.world.inputs.org);
    let owners: BTreeMap<&str, &str> = org
        .components
        .values()
        .filter(|component| !component.paths.is_empty())
        .filter_map(|component| Some((component.id.value.as_str(), component.owner.as_ref()?.value.as_str())))
        .collect();
    if owners.is_empty() {
        return RuleOutcome::default();
    }
    let coupling = coupling_of(&world.cochange(Of::Component, WINDOW_DAYS), world, false);
    let share_min = context.options.share("share-min");
    let compared = usize::try_from(coupling.compared).unwrap_or(usize::MAX);
    let mut found = RuleOutcome { evaluated: compared, ..RuleOutcome::default() };
    for pair in &coupling.pairs {
        let (Some(one), Some(other)) = (owners.get(pair.one.as_str()), owners.get(pair.other.as_str())) else {
            continue;
        };
        let share = pair.change_sets as f64 / pair.of_one.min(pair.of_other).max(1) as f64;
        if one != other && share >= share_min {
            found.findings.extend(finding(context, pair, [one, other]));
        }
    }
    found
}

fn finding(context: &Context<'_>, pair: &CoupledPair, [one, other]: [&str; 2]) -> Option<Finding> {
    let (org, day) = (context.world.inputs.org, context.world.day);
    let spot = |id: &str| org.components.get(id).map(|component| Spot::Span(component.id.span));
    let days = i32::try_from(WINDOW_DAYS).unwrap_or(i32::MAX);
    let window = Some((day.plus_days(1 - days), day));
    let number = |part: &str, of: usize| Number {
        name: "share_of_changes",
        value: pair.change_sets as f64 / of.max(1) as f64,
        n: of,
        window,
        says: format!("{} of the changes of {part} touch both", percent(pair.change_sets as f64 / of.max(1) as f64)),
    };
    let mut finding = context
        .finding(
            subject("component", &pair.one),
            format!("{} of {one} and {} of {other} change together", pair.one, pair.other),
            spot(&pair.one)?,
        )
        .about(subject("component", &pair.other))
        .label(format!("{one} owns it"))
        .related(spot(&pair.other)?, format!("{other} owns it"));
    if let Some(shown) = pair.shown {
        let says = match shown.items {
            2 => format!("the newest change of both, of {}", shown.day()),
            _ => format!("one of several changes that belong together and touch both, of {}", shown.day()),
        };
        finding = finding.related(context.spot(&shown.place(context.world)), says);
    }
    let finding = finding
        .number(number(&pair.one, pair.of_one))
        .number(number(&pair.other, pair.of_other))
        .number(Number {
            name: "risk_ratio_low",
            value: pair.risk_ratio_low,
            n: pair.change_sets,
            window,
            says: format!(
                "{} touch both; {:.1} expected by chance, at least {:.1} times as many",
                plural(pair.change_sets, "change", "changes"),
                pair.expected,
                pair.risk_ratio_low
            ),
        })
        .who(format!("teams {one} and {other} together"))
        .note(
            "each such change touches what both teams own today, whoever owned it then; lists of exports do not count",
        )
        .help("find what makes them change together, and put it on one side behind an interface");
    // Where most work on either is by itself, one owner of both would be owner of too much.
    Some(match is_majority(pair.change_sets, pair.of_one.min(pair.of_other)) {
        true => finding.help(format!("or let one of the two teams own both: {} and {}", pair.one, pair.other)),
        false => finding,
    })
}
