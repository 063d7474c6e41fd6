//! `DP115`: many teams work in one team's code, and no self-service is planned.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;

use crate::check::{Context, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "DP115",
    name: "away-work-no-self-service",
    title: "Many teams have to work in one team's code, and no self-service is planned",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("away_work_no_self_service.md"),
    touches: Touches::Groups,
    needs: &[Need::Any(&[Need::Facts(FactKind::Touch), Need::Entries("dependency")])],
    options: &[
        RuleOption {
            key: "teams-min",
            default: Setting::Count(3),
            doc: "Guest teams from which on the host serves all of them.",
        },
        RuleOption {
            key: "changes-min",
            default: Setting::Count(24),
            doc: "Changes within a year, made without the host, that make a team a guest.",
        },
    ],
    check,
};

/// Teams that work in the code of one host.
#[derive(Default)]
struct Guests<'w> {
    teams: BTreeSet<&'w str>,
    spots: Vec<(&'w str, Spot)>,
    changes: usize,
    of: usize,
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let (teams_min, changes_min) =
        (context.options.count("teams-min") as usize, context.options.count("changes-min") as usize);
    let mut hosts: BTreeMap<&str, Guests<'_>> = BTreeMap::new();
    for (initiative, dependency, _) in super::planned_by(world, "away-team") {
        let Some(host) = super::supplier(&dependency.on.value, world) else { continue };
        let guests = hosts.entry(host).or_default();
        for team in world.own_teams(initiative).into_iter().filter(|team| *team != host) {
            guests.teams.insert(team);
            guests.spots.push((team, Spot::Span(dependency.on.span)));
        }
    }
    let away = world.away_work();
    for pair in away.pairs.iter().filter(|pair| pair.alone >= changes_min) {
        let guests = hosts.entry(&pair.host).or_default();
        guests.changes += pair.alone;
        guests.of = guests.of.max(pair.of);
        if guests.teams.insert(&pair.team)
            && let Some(behind) = pair.behind.first()
        {
            guests.spots.push((&pair.team, context.spot(&behind.place)));
        }
    }
    let served = self_service(context);
    let mut found = RuleOutcome { evaluated: hosts.len(), ..RuleOutcome::default() };
    for (host, guests) in
        hosts.iter().filter(|(host, guests)| guests.teams.len() >= teams_min && !served.contains(*host))
    {
        let names: Vec<&str> = guests.teams.iter().copied().collect();
        let own = world.inputs.org.teams.get(*host).map(|team| Spot::Span(team.id.span));
        let Some(spot) = own.or_else(|| guests.spots.first().map(|(_, spot)| spot.clone())) else { continue };
        let mut finding = context
            .finding(
                subject("team", host),
                format!("{} teams work in the code of {host}, and no self-service is planned", names.len()),
                spot,
            )
            .label(join(&names));
        for (team, spot) in &guests.spots {
            finding = finding.related(spot.clone(), format!("{team} works there"));
        }
        if guests.changes > 0 {
            let days = i32::try_from(away.window_days).unwrap_or(i32::MAX);
            finding = finding.number(Number {
                name: "changes_without_the_owner",
                value: guests.changes as f64,
                n: guests.of,
                window: Some((world.day.plus_days(1 - days), world.day)),
                says: format!("{} changes made without {host}, of all that touch what it owns", guests.changes),
            });
        }
        let finding = finding.note("one interface could serve all of them").help(format!(
            "plan what guests come for as self-service: `action = \"self-service\"`, or a platform of {host}"
        ));
        found.push(finding);
    }
    found
}

/// Teams that offer something for self-service, or with whom it is planned.
fn self_service<'w>(context: &Context<'w>) -> BTreeSet<&'w str> {
    let world = context.world;
    let offered = world.inputs.org.platforms.values();
    let offered = offered.filter(|platform| platform.self_service.as_ref().is_some_and(|own| own.value));
    let offered = offered.filter_map(|platform| platform.team.as_ref()).map(|team| team.value.as_str());
    let planned = super::planned_by(world, "self-service");
    let planned = planned.filter_map(|(_, dependency, _)| super::supplier(&dependency.on.value, world));
    offered.chain(planned).collect()
}
