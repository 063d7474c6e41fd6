//! `DP101`: evidence shows a dependency that nobody declared.

use std::collections::BTreeMap;

use onethread_model::edit::Edit;
use onethread_model::facts::FactKind;
use onethread_model::record::{Record, Value};

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::Initiative;
use crate::measure::register::{Class, Figures, Seen};
use crate::words::{join, plural};

pub(super) const RULE: Rule = Rule {
    code: "DP101",
    name: "undeclared-dependency",
    title: "An initiative depends on a team that it has not declared",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("undeclared_dependency.md"),
    touches: Touches::Groups,
    needs: &[
        Need::Live,
        Need::Any(&[
            Need::Facts(FactKind::Dependency),
            Need::Facts(FactKind::Link),
            Need::Facts(FactKind::ReviewAsked),
            Need::Facts(FactKind::Touch),
            Need::Facts(FactKind::InitiativeEvent),
            Need::Facts(FactKind::InitiativeSnapshot),
        ]),
    ],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for initiative in world.live() {
        for entry in world.needs().of_initiative(initiative) {
            let Some(team) = entry.on.strip_prefix("team:") else { continue };
            let mut shown: BTreeMap<Class, Vec<&Seen>> = BTreeMap::new();
            for seen in entry.needed() {
                shown.entry(seen.class).or_default().push(seen);
            }
            found.evaluated += usize::from(!shown.is_empty());
            if entry.is_undeclared() {
                found.push(finding(context, initiative, team, &shown));
            }
        }
    }
    found
}

fn finding(context: &Context<'_>, initiative: &Initiative, team: &str, shown: &BTreeMap<Class, Vec<&Seen>>) -> Finding {
    let classes: Vec<&str> = shown.keys().map(|class| class.key()).collect();
    let mut finding = context
        .finding(
            subject("initiative", &initiative.id),
            format!("{} depends on {team} and has not declared it", initiative.id),
            context.initiative_spot(initiative),
        )
        .about(subject("team", team))
        .label(format!("needs {team}: {}", join(&classes)));
    for seen in shown.values() {
        if let Some(behind) = seen.iter().find_map(|seen| seen.behind.first()) {
            finding = finding.related(context.spot(&behind.place), behind.what.clone());
        }
        if let Some(number) = number(context, seen, team) {
            finding = finding.number(number);
        }
    }
    let finding = finding
        .note("an undeclared dependency has no owner, no action and no date")
        .help(format!("declare it and state whether it blocks, or record why {team} is not needed"));
    match (context.world.inputs.org.initiatives.get(&initiative.id), classes.as_slice()) {
        (Some(written), [class]) => {
            let entry = Record::of([("on", Value::reference("team", team)), ("class", Value::text(*class))]);
            let edit = Edit::add(
                context.file(written.id.span),
                "initiative",
                &initiative.id,
                "dependency",
                Value::Table(entry),
            );
            finding.unsafe_fix(format!("declare the dependency on {team}"), vec![edit])
        }
        _ => finding,
    }
}

/// What one class shows, in a number.
/// How much shows it; nothing where the team is a group under five.
fn number(context: &Context<'_>, seen: &[&Seen], team: &str) -> Option<Number> {
    let shown: Vec<&Figures> = seen.iter().filter_map(|seen| seen.shown.as_ref()).collect();
    let first = shown.first()?;
    let (n, day) = (shown.iter().map(|shown| shown.n).sum::<usize>(), context.world.day);
    let days = i32::try_from(context.world.needs().window_days).unwrap_or(i32::MAX);
    let year = Some((day.plus_days(1 - days), day));
    let (name, says, window) = match seen.first().map(|seen| (seen.class, *seen)) {
        Some((Class::Evolutionary, _)) => {
            let times = first.risk.as_ref().map_or(1.0, |risk| risk.low);
            let changes = plural(n, "change touches", "changes touch");
            (
                "changed_together",
                format!("{changes} both, at least {times:.1} times as many as expected by chance"),
                year,
            )
        }
        Some((_, named)) if named.is_of_named_approvers() => {
            ("approvers", format!("{} office in {team}", plural(n, "approver holds", "approvers hold")), None)
        }
        Some((Class::Review, _)) => {
            ("asked_for", format!("{} of {team} asked for", plural(n, "review", "reviews")), year)
        }
        Some((Class::Approval, _)) => {
            ("asked_for", format!("{} of {team} asked for", plural(n, "approval", "approvals")), year)
        }
        _ => ("observed_dependencies", "seen as structural".to_owned(), None),
    };
    Some(Number { name, value: n as f64, n, window, says })
}
