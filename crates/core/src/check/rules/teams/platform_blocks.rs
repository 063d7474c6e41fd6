//! `TM105`: most of those who use a platform wait for its team.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::diagnostic::Spot;
use onethread_model::record::Reference;
use onethread_model::source::Place;

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, subject};
use crate::measure::World;
use crate::measure::majority::is_majority;
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "TM105",
    name: "platform-blocks",
    title: "Most users of a platform are blocked by its team",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("platform_blocks.md"),
    needs: &[Need::Live, Need::Entries("team")],
    options: &[RuleOption {
        key: "users-min",
        default: Setting::Count(3),
        doc: "Minimum number of initiatives that use it with a stated effect.",
    }],
    check,
};

/// What a dependency does, the worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    Fine,
    Slows,
    Blocks,
}

/// Initiatives that need something of a team: what that does to them, and where it is said.
type Users = BTreeMap<String, (Effect, Place)>;

/// More places than these help nobody to find the first one.
const RELATED_MAX: usize = 3;

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, org) = (context.world, context.world.inputs.org);
    let users_min = context.options.count("users-min") as usize;
    let busy: BTreeSet<&str> =
        org.teams.values().filter(|team| !team.initiatives.is_empty()).map(|team| team.id.value.as_str()).collect();
    let platforms: BTreeSet<&str> =
        org.platforms.values().filter_map(|platform| platform.team.as_ref()).map(|team| team.value.as_str()).collect();
    let with_team = world.live().filter_map(|initiative| initiative.team.as_ref().map(|team| team.value.as_str()));
    let busy: BTreeSet<&str> = busy.into_iter().chain(with_team).collect();
    let mut found = RuleOutcome::default();
    for (team, users) in users(world) {
        // A team that has an initiative of its own is a neighbor, unless it says that it offers a platform.
        if users.len() < users_min || (busy.contains(team.as_str()) && !platforms.contains(team.as_str())) {
            continue;
        }
        let Some(written) = org.teams.get(&team) else { continue };
        found.evaluated += 1;
        let blocked = users.values().filter(|(effect, _)| *effect == Effect::Blocks).count();
        if is_majority(blocked, users.len()) {
            found.push(finding(context, &team, Spot::Span(written.id.span), (&users, blocked)));
        }
    }
    found
}

/// Who uses each team, as declared and as seen. The worst effect counts; without a stated one nothing is known.
fn users(world: &World<'_>) -> BTreeMap<String, Users> {
    let mut all: BTreeMap<String, Users> = BTreeMap::new();
    let mut uses = |team: &str, initiative: &str, effect: Option<&str>, place: Place| {
        let effect = match effect {
            Some("blocking") => Effect::Blocks,
            Some("slowing") => Effect::Slows,
            Some("ok") => Effect::Fine,
            _ => return,
        };
        let known =
            all.entry(team.to_owned()).or_default().entry(initiative.to_owned()).or_insert((effect, place.clone()));
        if effect > known.0 {
            *known = (effect, place);
        }
    };
    for initiative in world.live() {
        for dependency in &initiative.dependencies {
            if let Some(team) = supplier(&dependency.on, world) {
                uses(team, &initiative.id, dependency.effect.as_deref(), dependency.place.clone());
            }
        }
        for row in world.observed_dependencies_of(&initiative.id) {
            let effect = row.effect.map(|effect| world.facts.text(effect));
            uses(world.facts.text(row.on), &initiative.id, effect, world.facts.place(row.at));
        }
    }
    all
}

/// The team behind what is needed.
fn supplier<'w>(on: &'w Reference, world: &'w World<'_>) -> Option<&'w str> {
    match on.kind.as_str() {
        "team" => Some(&on.id),
        "component" => world.inputs.org.components.get(&on.id)?.owner.as_ref().map(|owner| owner.value.as_str()),
        _ => None,
    }
}

fn finding(context: &Context<'_>, team: &str, spot: Spot, (users, blocked): (&Users, usize)) -> Finding {
    let n = users.len();
    let waiting: Vec<(&str, &Place)> = users
        .iter()
        .filter(|(_, (effect, _))| *effect == Effect::Blocks)
        .map(|(id, (_, place))| (id.as_str(), place))
        .collect();
    let names: Vec<&str> = waiting.iter().map(|(id, _)| *id).collect();
    let mut finding = context
        .finding(subject("team", team), format!("{blocked} of {n} initiatives that use {team} are blocked by it"), spot)
        .label("everybody's supplier");
    for (id, place) in waiting.iter().take(RELATED_MAX) {
        finding = finding.related(context.spot(place), format!("{id} is blocked"));
    }
    for platform in context.world.inputs.org.platforms.values() {
        let is_its = platform.team.as_ref().is_some_and(|of| of.value == team);
        if let Some(by_request) = platform.self_service.as_ref().filter(|at| is_its && !at.value) {
            finding = finding.related(Spot::Span(by_request.span), "offered by asking the team");
        }
    }
    finding
        .number(Number::as_of_day(
            "blocked_users",
            blocked as f64,
            n,
            format!("{blocked} of {n} are blocked: {}", join(&names)),
        ))
        .note("a platform is meant to be used without asking its team")
        .help(format!(
            "offer what is asked for most as self-service; until then let the blocked teams change the code of {team}"
        ))
}
