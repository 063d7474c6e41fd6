//! `show areas`: where code is worked on, and whose it is; and what other subjects show where no team owns code.

use super::coupling::behind;
use super::sheet::{Cell, Column, Row, Sheet, Type};
use super::{Asked, Level, Subject};
use onethread_core::measure::World;
use onethread_core::measure::change_log::WINDOW_DAYS;
use onethread_core::measure::cochange;
use onethread_core::measure::measures::areas::{Area, AreaMap, areas_alone};
use onethread_core::measure::measures::change_coupling::{CoupledPair, coupling_of};
use onethread_core::words::{plural, thousands};

pub(super) const SUBJECT: Subject =
    Subject::plain("areas", "where people work, whose code it is, and what bots change", "areas", sheet);

const COLUMNS: &[Column] = &[
    Column::new("area", "area", Type::Text, "The component, or the folder that is worked on by itself."),
    Column::new("change_sets", "changes", Type::Count, "Change-sets of people that touch it."),
    Column::new("people", "people", Type::Count, "Their authors; at least five. Co-authors are in no column."),
    Column::new("changes_by_bots", "by bots", Type::Count, "Changes that bots made in it."),
    Column::new("teams", "teams", Type::Count, "Teams that own something that changed in it, alone or beside others."),
    Column::new(
        "most",
        "most paths",
        Type::Text,
        "The team that is an owner of most of the paths that changed in it, alone or beside others.",
    ),
    Column::new("most_paths", "its paths", Type::Count, "Of how many of them it is."),
    Column::new("paths", "paths", Type::Count, "Paths that changed in it."),
    Column::new("without_team", "without one team", Type::Count, "Of these, those that no one team owns alone."),
    Column::new("of_several", "of several", Type::Count, "Of these, those of several teams."),
    Column::new("unowned", "of nobody", Type::Count, "Of those without one team, those that nobody owns."),
];

fn sheet(world: &World<'_>, _: &Asked) -> Sheet {
    let map = areas_alone(world);
    let row = |one: &Area| {
        let most = one.most.as_ref().filter(|team| !team.is_sum());
        let cells = vec![
            Cell::text(&one.area),
            Cell::count(one.change_sets),
            Cell::count(one.people),
            Cell::count(one.changes_by_bots),
            Cell::count(one.owners.len()),
            Cell::or_missing(most.map(|team| Cell::text(team.as_str())), "no one team"),
            Cell::or_missing(most.map(|_| Cell::count(one.most_paths)), ""),
            Cell::count(one.paths),
            Cell::count(one.without_team),
            Cell::count(one.of_several),
            Cell::count(one.unowned()),
        ];
        let about = std::iter::once(format!("component:{}", one.area));
        Row::new(
            about.chain(one.owners.iter().filter(|team| !team.is_sum()).map(|team| format!("team:{team}"))).collect(),
            cells,
        )
    };
    let days = i32::try_from(map.window_days).unwrap_or(i32::MAX);
    Sheet {
        finding: finding(&map),
        window: Some((world.day.plus_days(1 - days), world.day)),
        columns: COLUMNS.to_vec(),
        rows: map.areas.iter().map(row).collect(),
        notes: notes(&map),
        empty: Some("no change on record touches an area in which at least five people work".to_owned()),
        ..Sheet::default()
    }
}

fn finding(map: &AreaMap) -> String {
    let who = map.people.map_or_else(|| "fewer than five people".to_owned(), |n| plural(n, "person", "people"));
    format!(
        "{} by {who}; {} of them touch several of {}.",
        plural(map.change_sets, "change", "changes"),
        thousands(map.crossing as u128),
        plural(map.areas.len() + map.small, "area", "areas")
    )
}

fn notes(map: &AreaMap) -> Vec<String> {
    let mut notes = Vec::new();
    if map.small > 0 {
        let areas =
            plural(map.small, "area that fewer than five people changed", "areas that fewer than five people changed");
        notes.push(format!("Left out: {areas}."));
    }
    if map.changes_by_bots > 0 {
        notes.push(format!(
            "{} in no other column than that of bots.",
            plural(map.changes_by_bots, "change by a bot is", "changes by bots are")
        ));
    }
    notes.push(
        "People are authors: one person under several names and addresses counts once, where `.mailmap`, the same name or the \
         same handle of a forge joins them."
            .to_owned(),
    );
    if let Some(more) = map.only_coauthors {
        notes.push(format!("{} more are named as co-authors alone.", thousands(more as u128)));
    }
    notes.push("A change that touches two areas counts in both.".to_owned());
    notes.push("What changes together: `onethread show coupling --level component`.".to_owned());
    notes
}

/// Whether fewer teams than so many are known to own what changed, so that components are looked at instead.
pub(super) fn lacks_teams(world: &World<'_>, days: i64, teams_min: usize) -> bool {
    (world.cochange(cochange::Level::Team, days).incidence.items() as usize) < teams_min
}

/// What is said where components stand in for teams.
pub(super) const INSTEAD: &str = "Too few teams are known to own what changed, so these are components, or folders that are \
                                  mostly changed alone; `--level team` asks for teams all the same.";

/// What is asked, with the level at which there is something to see, and whether that is not the usual one.
pub(super) fn at_a_level(subject: &Subject, world: &World<'_>, asked: &Asked) -> (Asked, bool) {
    let days = asked.over_days.unwrap_or(WINDOW_DAYS);
    let falls = asked.level.is_none() && subject.teams_min.is_some_and(|min| lacks_teams(world, days, min));
    let level = if falls { Level::Component } else { asked.level() };
    (Asked { level: Some(level), ..asked.clone() }, falls)
}

/// Rows of `show dependencies` for components that change together, each side in turn: which of them needs the other, nobody
/// can say.
pub(super) fn between_components(world: &World<'_>, days: i64, columns: &[Column]) -> Vec<Row> {
    let together = world.cochange(cochange::Level::Component, days);
    let coupling = coupling_of(&together, world, false);
    let both = |pair: &CoupledPair| {
        [(&pair.one, &pair.other, pair.of_one), (&pair.other, &pair.one, pair.of_other)].map(|(one, other, of)| {
            let cell = |column: &Column| match column.key {
                "needs" => Cell::text(format!("component:{one}")),
                "on" => Cell::text(format!("component:{other}")),
                "declared" | "shows_need" => Cell::YesNo(false),
                "shown_by" => Cell::text(format!("co-changes {}", thousands(pair.change_sets as u128))),
                "share" => Cell::Estimate(pair.change_sets as f64 / of.max(1) as f64, None, None),
                "risk_ratio" => Cell::Number(pair.risk_ratio),
                "risk_ratio_low" => Cell::Number(pair.risk_ratio_low),
                "first" => Cell::or_missing(pair.first.map(Cell::Day), ""),
                "last" => Cell::or_missing(pair.last.map(Cell::Day), ""),
                "evolutionary" => Cell::count(pair.change_sets),
                _ => Cell::Missing(String::new()),
            };
            let about = [one, other].map(|name| format!("component:{name}"));
            let row = Row::new(about.to_vec(), columns.iter().map(cell).collect());
            row.behind(behind(&together, &pair.sets, &[&pair.one, &pair.other], world))
        })
    };
    coupling.pairs.iter().flat_map(both).collect()
}
