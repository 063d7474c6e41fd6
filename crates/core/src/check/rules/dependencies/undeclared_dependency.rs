//! `DP101`: evidence shows a dependency that nobody declared.

use std::collections::BTreeMap;

use onethread_model::edit::Edit;
use onethread_model::facts::FactKind;
use onethread_model::org::Dependency;
use onethread_model::record::{Record, Value};

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, subject};
use crate::measure::Initiative;
use crate::measure::register::{Class, Seen};
use crate::words::{join, plural};

pub(super) const RULE: Rule = Rule {
    code: "DP101",
    name: "undeclared-dependency",
    title: "An initiative depends on a team that it has not declared",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("undeclared_dependency.md"),
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
    options: &[
        RuleOption {
            key: "reviews-min",
            default: Setting::Count(12),
            doc: "Reviews and approvals within a year at which they count as a dependency.",
        },
        RuleOption {
            key: "together-min",
            default: Setting::Share(0.2),
            doc: "The share of an initiative's changes that touch the other team's code, at which they count.",
        },
        RuleOption {
            key: "approvers",
            default: Setting::Flag(false),
            doc: "Whether a named approver counts who holds an office in one other team; the approval may have another reason.",
        },
    ],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let limits = Limits {
        reviews: context.options.count("reviews-min") as usize,
        together: context.options.share("together-min"),
        approvers: context.options.flag("approvers"),
    };
    // What is said to be over is reported as that, and not as unknown.
    let mut over: BTreeMap<(&str, &str), Vec<&Dependency>> = BTreeMap::new();
    for (initiative, dependency) in super::written(world) {
        if let Some(team) = super::supplier(&dependency.on.value, world)
            && dependency.until.as_ref().is_some_and(|until| until.value <= world.day)
        {
            over.entry((&initiative.id, team)).or_default().push(dependency);
        }
    }
    let mut found = RuleOutcome::default();
    for initiative in world.live() {
        for entry in world.register().of_initiative(initiative) {
            let Some(team) = entry.on.strip_prefix("team:") else { continue };
            let mut shown: BTreeMap<Class, Vec<&Seen>> = BTreeMap::new();
            let over = over.get(&(initiative.id.as_str(), team)).map_or(&[][..], Vec::as_slice);
            let is_over = |seen: &Seen| over.iter().any(|dependency| super::is_of(dependency, seen.class));
            for seen in entry.seen.iter().filter(|seen| shows(seen, &limits) && !is_over(seen)) {
                shown.entry(seen.class).or_default().push(seen);
            }
            found.evaluated += usize::from(!shown.is_empty());
            if shown.is_empty() {
                continue;
            }
            if !entry.declared {
                found.push(finding(context, initiative, team, &shown));
            }
        }
    }
    found
}

/// From which on evidence counts.
struct Limits {
    reviews: usize,
    together: f64,
    approvers: bool,
}

/// Whether it can be nothing but a need: people in common and releases on one day can have other reasons, and so can
/// changes together that are no more frequent than chance would have them.
fn shows(seen: &Seen, limits: &Limits) -> bool {
    match seen.class {
        Class::Structural => seen.reliable,
        Class::Approval if is_named(seen) => limits.approvers,
        Class::Review | Class::Approval => seen.reliable && seen.n >= limits.reviews,
        Class::Evolutionary => {
            let share = seen.strength.as_ref().map_or(0.0, |strength| strength.share);
            seen.reliable && seen.risk.as_ref().is_some_and(|risk| risk.low > 1.0) && share >= limits.together
        }
        Class::SharedPerson | Class::SharedRelease => false,
    }
}

/// Whether it is an approver who is named, and not what was asked for on some days.
fn is_named(seen: &Seen) -> bool {
    seen.class == Class::Approval && seen.first.is_none()
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
        finding = finding.number(number(context, seen, team));
    }
    let finding = finding
        .note("nobody plans to remove an undeclared dependency")
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
fn number(context: &Context<'_>, seen: &[&Seen], team: &str) -> Number {
    let (n, day) = (seen.iter().map(|seen| seen.n).sum::<usize>(), context.world.day);
    let days = i32::try_from(context.world.register().window_days).unwrap_or(i32::MAX);
    let year = Some((day.plus_days(1 - days), day));
    let (name, says, window) = match seen.first().map(|seen| (seen.class, *seen)) {
        Some((Class::Evolutionary, seen)) => {
            let times = seen.risk.as_ref().map_or(1.0, |risk| risk.low);
            let changes = plural(n, "change touches", "changes touch");
            (
                "changed_together",
                format!("{changes} both, at least {times:.1} times as many as expected by chance"),
                year,
            )
        }
        Some((_, named)) if is_named(named) => {
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
    Number { name, value: n as f64, n, window, says }
}
