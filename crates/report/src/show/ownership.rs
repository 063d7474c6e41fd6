//! `show ownership`: who owns each component, and which teams change it.

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use onethread_core::measure::World;
use onethread_core::measure::change_log::WINDOW_DAYS;
use onethread_core::measure::groups::NOBODY_KNOWN;
use onethread_core::measure::measures::component_ownership::{
    ComponentOwnership, ComponentWork, OwnedBy, component_ownership,
};
use onethread_core::measure::measures::ownership_coverage::ownership_coverage;
use onethread_core::measure::measures::required_coordination::{PAIR_SHARE_MIN, required_coordination};
use onethread_core::words::{interval, join, percent, plural, thousands};

pub(super) const SUBJECT: Subject =
    Subject::plain("ownership", "who owns each component, and which teams change it", "component-ownership", sheet);

const COLUMNS: &[Column] = &[
    Column::new("component", "component", Type::Text, "The component, or the part of a repository."),
    Column::new("owner", "owner", Type::Text, "The team that owns it; groups under five have no name here."),
    Column::new(
        "change_sets",
        "changes",
        Type::Count,
        "Changes that touch it; commits that belong together are one change.",
    ),
    Column::new(
        "most",
        "most paths",
        Type::Text,
        "The team that is an owner of most of the paths that changed, of how many.",
    ),
    Column::new(
        "owner_share",
        "by its owner",
        Type::ShareEstimate,
        "The share that the owner had a part in, of those whose team is known, with the 95 % interval; 0 to 1.",
    ),
    Column::new("teams", "teams", Type::Count, "Teams of at least five people that changed it."),
    Column::new(
        "effective_teams",
        "as many as",
        Type::Number(1),
        "The effective number of teams: how many equal ones would be as spread out; 1 and more.",
    ),
    Column::new("major_outside", "major others", Type::Count, "Other teams with at least 5 % of its changes."),
    Column::new("minor_outside", "minor others", Type::Count, "Other teams with less."),
    Column::new(
        "largest_share",
        "largest share",
        Type::Share,
        "The share of the team that changed it most: the risk of the component when that team goes; 0 to 1.",
    ),
    Column::new("inverse_simpson", "inverse Simpson", Type::Number(1), "The effective number of order 2; 1 and more."),
    Column::new("teams_for_half", "teams for half", Type::Count, "The fewest teams that together made half of it."),
    Column::new("known", "of known teams", Type::Count, "Change-sets of which it is known which teams made them."),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let days = asked.over_days.unwrap_or(WINDOW_DAYS);
    let found = component_ownership(world, days);
    let own: Option<Vec<&str>> =
        asked.initiative.as_ref().map(|id| world.teams_on(id).map(|team| team.id.value.as_str()).collect());
    let is_wanted = |one: &&ComponentWork| match (&own, &one.owner) {
        (None, _) => true,
        (Some(own), Some(owner)) => own.contains(&owner.as_str()),
        (Some(_), None) => false,
    };
    let from = world.day.plus_days(1 - i32::try_from(days).unwrap_or(i32::MAX));
    Sheet {
        finding: finding(&found),
        window: Some((from, world.day)),
        columns: COLUMNS.to_vec(),
        rows: found.components.iter().filter(is_wanted).map(|one| row(one, found.knows_members)).collect(),
        notes: notes(world, &found, days),
        empty: Some("no change on record touches a component or a part that is worked on by itself".to_owned()),
        ..Sheet::default()
    }
}

/// What stands where it is not known who is on which team.
const NOT_KNOWN: &str = "not known";

fn row(one: &ComponentWork, knows_members: bool) -> Row {
    let why = || one.refused.clone().unwrap_or_default();
    let share = one.owner_share.map(|share| Cell::Estimate(share, one.owner_share_low, one.owner_share_high));
    let no_share = match (&one.owner, one.by_owner) {
        (None, _) => String::new(),
        (Some(_), None) if !knows_members => NOT_KNOWN.to_owned(),
        (Some(_), None) => "group under five, or of an unknown number".to_owned(),
        _ => why(),
    };
    // Of none it is known who made it: that is no number of teams.
    let of_known = |count: usize| Cell::or_missing((one.of_known_teams > 0).then(|| Cell::count(count)), NOT_KNOWN);
    let number = |value: Option<f64>| Cell::or_missing(value.map(Cell::Number), why());
    let cells = vec![
        Cell::text(&one.component),
        Cell::or_missing(one.owner.as_ref().map(|owner| Cell::text(owner.as_str())), not_one(one)),
        Cell::count(one.change_sets),
        most(one),
        Cell::or_missing(share, no_share),
        of_known(one.teams),
        number(one.effective_teams),
        of_known(one.major_outside),
        of_known(one.minor_outside),
        number(one.largest_share),
        number(one.inverse_simpson),
        Cell::or_missing(one.teams_for_half.map(Cell::count), why()),
        Cell::count(one.of_known_teams),
    ];
    let about = std::iter::once(format!("component:{}", one.component))
        .chain(one.owner.iter().filter(|team| !team.is_sum()).map(|team| format!("team:{team}")));
    let behind = one.behind.iter();
    let behind: Vec<Behind> =
        behind.map(|one| Behind { day: one.day, what: one.what.clone(), place: Some(one.place.clone()) }).collect();
    let mut row = Row::new(about.collect(), cells).behind(behind);
    row.behind_all = one.change_sets;
    row
}

/// What stands where no one team owns a component.
fn not_one(one: &ComponentWork) -> &'static str {
    match one.owned_by {
        OwnedBy::Team => "",
        OwnedBy::Several => "several teams",
        OwnedBy::Persons => "persons",
        OwnedBy::Nobody if one.owned_paths > 0 => "mostly nobody",
        OwnedBy::Nobody => "nobody",
    }
}

/// The team that has most of a component, and how much; of what nobody has, how much anyone does.
fn most(one: &ComponentWork) -> Cell {
    let of = |paths: usize| format!("{} of {}", thousands(paths as u128), thousands(one.paths as u128));
    let team = one.most.as_ref().filter(|team| !team.is_sum() && one.most_paths > 0);
    Cell::or_missing(team.map(|team| Cell::text(format!("{team}, {}", of(one.most_paths)))), "no one team")
}

fn finding(found: &ComponentOwnership) -> String {
    let told: Vec<f64> = found.components.iter().filter_map(|one| one.owner_share).collect();
    let mut text = match found.components.len() {
        0 => return String::new(),
        n => {
            let of_one = n - found.of_several - found.of_persons - found.unowned;
            let parts = [
                (of_one, "of one team"),
                (found.of_several, "of several teams"),
                (found.of_persons, "of persons"),
                (found.unowned, "of nobody"),
            ];
            let parts: Vec<String> = parts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, whose)| format!("{} {whose}", thousands(*count as u128)))
                .collect();
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            format!("{}: {}.", plural(n, "component", "components"), join(&parts))
        }
    };
    if !told.is_empty() {
        let less = told.iter().filter(|share| **share < 0.5).count();
        text += &format!(" In {less} of {} the owner had a part in less than half of the changes.", told.len());
    }
    text
}

fn notes(world: &World<'_>, found: &ComponentOwnership, days: i64) -> Vec<String> {
    let sets = plural(found.in_components, "change", "changes");
    let mut notes = vec![match found.knows_members {
        true => format!(
            "Of {sets} in components, it is known of {} which teams of at least five people made them.",
            thousands(found.of_known_teams as u128)
        ),
        false => format!("Which teams made the {sets} in components is not known: {NOBODY_KNOWN}."),
    }];
    notes.extend(found.aside.words().map(|words| format!("{words}.")));
    let required = required_coordination(world, days);
    if let (Some(share), Some(alike)) = (required.across_share, required.without_boundaries) {
        let interval = match (required.low, required.high) {
            (Some(low), Some(high)) => format!(" ({})", interval(&percent(low), &percent(high))),
            _ => String::new(),
        };
        let difference = match required.is_clearly_less {
            true => "",
            false => ", from which it does not clearly differ",
        };
        notes.push(format!(
            "Of the coordination that {} in {} require, {}{interval} is between teams; it would be {} if every team worked \
             everywhere alike{difference} (required coordination). For {} it is at least {} of what the work of one of the \
             two requires; {} declared.",
            plural(required.change_sets, "change", "changes"),
            plural(required.components, "component", "components"),
            percent(share),
            percent(alike),
            plural(required.required_pairs, "pair of teams", "pairs of teams"),
            percent(PAIR_SHARE_MIN),
            plural(required.declared_pairs, "of these is", "of these are"),
        ));
    }
    if days == WINDOW_DAYS {
        let coverage = ownership_coverage(world);
        if let Some(share) = coverage.unowned_share {
            let folders: Vec<String> =
                coverage.unowned_folders.iter().map(|one| format!("{} ({})", one.folder, one.touches)).collect();
            let where_it_is =
                if folders.is_empty() { String::new() } else { format!(", most of it in {}", folders.join(", ")) };
            notes.push(format!(
                "{} of {} ({}) are to files of nobody, by the rules of today{where_it_is}.",
                thousands(coverage.unowned as u128),
                plural(coverage.touches, "change to a file", "changes to files"),
                percent(share)
            ));
        }
    }
    notes
}
