//! `DP114`: a team works in what another team owns, and no agreement says how or how long.

use std::collections::BTreeSet;

use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::measure::register::away::AwayPair;
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DP114",
    name: "away-work-unagreed",
    title: "A team repeatedly changes another team's code without agreed terms",
    level: Level::Info,
    opt_in: false,
    page: include_str!("away_work_unagreed.md"),
    touches: Touches::Groups,
    needs: &[Need::Facts(FactKind::Touch)],
    options: &[RuleOption {
        key: "changes-min",
        default: Setting::Count(24),
        doc: "Changes within a year, made without the owners, at which the work counts as regular.",
    }],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let changes_min = context.options.count("changes-min") as usize;
    // Whoever has an agreement with whom: terms of a plan, whatever the action.
    let mut agreed: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (initiative, dependency) in super::declared(world) {
        let plan = dependency.plan.as_ref();
        let is_away = plan.and_then(|plan| plan.action.as_ref()).is_some_and(|one| one.value == "away-team");
        if let Some(host) = super::supplier(&dependency.on.value, world)
            && (is_away || plan.is_some_and(|plan| plan.has_terms()))
        {
            agreed.extend(world.own_teams(initiative).into_iter().map(|guest| (guest, host)));
        }
    }
    let away = world.away_work();
    let mut found = RuleOutcome::default();
    for pair in &away.pairs {
        found.evaluated += 1;
        if pair.alone >= changes_min && !agreed.contains(&(pair.team.as_str(), pair.host.as_str())) {
            found.push(finding(context, pair, away.window_days));
        }
    }
    found
}

fn finding(context: &Context<'_>, pair: &AwayPair, window_days: i64) -> Finding {
    let (world, guest, host) = (context.world, &pair.team, &pair.host);
    let first = pair.behind.first();
    let described = world.inputs.org.teams.get(guest).map(|team| Spot::Span(team.id.span));
    let spot = described.or_else(|| first.map(|behind| context.spot(&behind.place)));
    let alone = plural(pair.alone, "change", "changes");
    let mut finding = context
        .finding(
            subject("team", guest),
            format!("{guest} made {alone} to the code of {host} without agreed terms"),
            spot.unwrap_or_else(|| Spot::Path("org".to_owned())),
        )
        .about(subject("team", host))
        .label(format!("works in the code of {host}"));
    if let Some(behind) = first {
        finding = finding.related(context.spot(&behind.place), format!("the latest: {}", behind.what));
    }
    let days = i32::try_from(window_days).unwrap_or(i32::MAX);
    finding
        .number(Number {
            name: "changes_without_the_owner",
            value: pair.alone as f64,
            n: pair.of,
            window: Some((world.day.plus_days(1 - days), world.day)),
            says: format!("{alone} made without {host}, of all that touch what it owns"),
        })
        .note("two teams change the code, and who answers for which part is not stated")
        .help(format!(
            "write it down as a dependency of the initiative: `on = \"team:{host}\"`, with a plan whose action is \
             `away-team`, an `agreement` and a last day"
        ))
        .help("if the guests know the code better by now, move its ownership to them")
}
