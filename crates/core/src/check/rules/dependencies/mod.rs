//! What an initiative needs and cannot supply itself.

mod away_without_terms;
mod away_work_no_self_service;
mod away_work_unagreed;
mod blocking_unplanned;
mod collaboration_open_ended;
mod declared_unseen;
mod dependency_cycle;
mod duplicate_unreviewed;
mod effect_unstated;
mod ended_dependency_seen;
mod needs_ended_initiative;
mod outside_approval;
mod own_dependency;
mod plan_overdue;
mod plan_owned_by_provider;
mod shared_data_store;
mod undeclared_dependency;

use onethread_model::Day;
use onethread_model::edit::{Edit, EditOp};
use onethread_model::org::{Dependency, Plan};
use onethread_model::record::{Reference, Value};
use onethread_model::source::At;

use crate::check::Rule;
use crate::measure::register::Class;
use crate::measure::{Initiative, World};

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    undeclared_dependency::RULE,
    plan_overdue::RULE,
    blocking_unplanned::RULE,
    plan_owned_by_provider::RULE,
    dependency_cycle::RULE,
    shared_data_store::RULE,
    outside_approval::RULE,
    away_without_terms::RULE,
    duplicate_unreviewed::RULE,
    collaboration_open_ended::RULE,
    needs_ended_initiative::RULE,
    own_dependency::RULE,
    effect_unstated::RULE,
    away_work_unagreed::RULE,
    away_work_no_self_service::RULE,
    ended_dependency_seen::RULE,
    declared_unseen::RULE,
];

/// What live initiatives declare or declared in the organization's files, with whose it is.
fn written<'w>(world: &'w World<'_>) -> impl Iterator<Item = (&'w Initiative, &'w Dependency)> {
    let org = world.inputs.org;
    let inside = world.live().filter_map(|initiative| Some((initiative, org.initiatives.get(&initiative.id)?)));
    let inside = inside.flat_map(|(initiative, written)| written.dependencies.iter().map(move |one| (initiative, one)));
    let outside = org.outside_dependencies.iter();
    let outside = outside.filter_map(|(id, one)| Some((world.initiative(&id.value).filter(|found| found.live)?, one)));
    inside.chain(outside)
}

/// What live initiatives declare in the organization's files and holds on the day.
fn declared<'w>(world: &'w World<'_>) -> impl Iterator<Item = (&'w Initiative, &'w Dependency)> {
    let day = world.day;
    written(world).filter(move |(_, dependency)| dependency.holds_on(day))
}

/// Declared dependencies whose plan says this action.
fn planned_by<'w>(
    world: &'w World<'_>,
    action: &'static str,
) -> impl Iterator<Item = (&'w Initiative, &'w Dependency, &'w Plan)> {
    let planned = declared(world).filter_map(|(initiative, one)| Some((initiative, one, one.plan.as_ref()?)));
    planned.filter(move |(_, _, plan)| plan.action.as_ref().is_some_and(|written| written.value == action))
}

/// The team that supplies what is needed, where one is known.
fn supplier<'w>(on: &'w Reference, world: &'w World<'_>) -> Option<&'w str> {
    match on.kind.as_str() {
        "team" => Some(&on.id),
        "component" => Some(&world.inputs.org.components.get(&on.id)?.owner.as_ref()?.value),
        "initiative" => {
            let teams = world.own_teams(world.initiative(&on.id)?);
            if teams.len() == 1 { teams.first().copied() } else { None }
        }
        _ => None,
    }
}

/// What is needed, in words: `team payments`.
fn called(on: &Reference) -> String {
    format!("{} {}", on.kind, on.id)
}

/// Which dependency of an initiative it is: an initiative may need the same team in more than one way.
fn which(dependency: &Dependency) -> String {
    match &dependency.class {
        Some(class) => format!("{} {}", dependency.on.value, class.value),
        None => dependency.on.value.to_string(),
    }
}

/// An edit of a dependency, wherever it is written.
fn edit_of(initiative: &Initiative, dependency: &Dependency, world: &World<'_>, op: EditOp) -> Edit {
    let text = |at: &Option<At<String>>| at.as_ref().map(|at| Value::text(at.value.as_str()));
    let day = |at: &Option<At<Day>>| at.as_ref().map(|at| Value::Day(at.value));
    let mut matching = vec![
        ("on", Some(Value::Ref(dependency.on.value.clone()))),
        ("class", text(&dependency.class)),
        ("from", day(&dependency.from)),
        ("until", day(&dependency.until)),
    ];
    let file = world.inputs.sources.path(dependency.on.span.file);
    let inside = world.inputs.org.initiatives.get(&initiative.id);
    if inside.is_some_and(|one| one.dependencies.iter().any(|own| own.on.span == dependency.on.span)) {
        return Edit::new(file, "initiative", &initiative.id, op).inside("dependency", matching);
    }
    matching.push(("initiative", Some(Value::reference("initiative", initiative.id.as_str()))));
    Edit::new(file, "dependency", "", op).matching(matching)
}

/// Whether evidence of a class can be of a dependency: where it says what it is, only evidence of that.
fn is_of(dependency: &Dependency, class: Class) -> bool {
    dependency
        .class
        .as_ref()
        .is_none_or(|declared| matches!(declared.value.as_str(), "declared") || declared.value == class.key())
}
