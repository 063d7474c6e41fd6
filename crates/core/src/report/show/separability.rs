//! `show separability`: how much of what changes stays within a team or an initiative.

use super::coupling::{behind, window};
use super::sheet::{Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use crate::measure::World;
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::inside::{Inside, PATHS_MAX};
use crate::measure::measures::propagation_cost::{Reach, propagation_cost};
use crate::measure::measures::separability::{Separability, separability_of};
use crate::measure::together::{Level, Together};
use crate::words::{percent, plural, thousands};

pub(super) const SUBJECT: Subject = Subject::plain(
    "separability",
    "how much of what changes stays within a team or an initiative",
    "separability",
    sheet,
);

const COLUMNS: &[Column] = &[
    Column::new("what", "what", Type::Text, "A team by what it owns, or an initiative by its scope."),
    Column::new("change_sets", "change-sets", Type::Count, "Change-sets that touch it."),
    Column::new(
        "inside_share",
        "inside",
        Type::ShareEstimate,
        "The share of these that touch nothing else, with the 95 % interval; 0 to 1.",
    ),
    Column::new(
        "by_chance_share",
        "by chance",
        Type::Share,
        "The mean share of as many paths drawn at random, changed about as often; 0 to 1.",
    ),
    Column::new(
        "beyond_chance",
        "beyond",
        Type::Number(2),
        "Of what chance would let out, the part that stays inside: 1 for all, 0 as by chance, below for less.",
    ),
    Column::new("p", "p", Type::Number(4), "The share of draws that keep as much inside, 0 to 1."),
    Column::new("coupled_with", "coupled with", Type::Text, "Teams it changes together with beyond chance."),
    Column::new(
        "conductance",
        "conductance",
        Type::Number(2),
        "The share of its ties that lead out; 0 when none does. Of teams only.",
    ),
    Column::new("modularity", "modularity", Type::Number(3), "Its part of the modularity of all teams."),
    Column::new("asked", "asked others", Type::Count, "Reviews and approvals it asked of other teams."),
    Column::new("waited_days", "waited, days", Type::Days, "Days waited for them so far: at least so many."),
    Column::new("z", "z", Type::Number(1), "Inside less by chance, in standard deviations of draws."),
    Column::new("paths", "paths", Type::Count, "Paths of it that changed."),
];

/// What a row says of a team or of an initiative alike.
struct Told<'t> {
    id: String,
    inside: &'t Inside,
    paths: usize,
    crossing: &'t [u32],
    asked: usize,
    waited_days_min: i64,
}

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let window_days = asked.over_days.unwrap_or(WINDOW_DAYS);
    let own = (window_days != WINDOW_DAYS).then(|| Together::of(world, Level::Path, window_days));
    let paths = own.as_ref().unwrap_or_else(|| world.paths());
    let found = separability_of(paths, world);
    let mut rows: Vec<(usize, Row)> = Vec::new();
    for team in found.teams.iter().filter(|_| asked.initiative.is_none()) {
        let told = Told {
            id: format!("team:{}", team.team),
            inside: &team.inside,
            paths: team.paths,
            crossing: &team.crossing,
            asked: team.asked,
            waited_days_min: team.waited_days_min,
        };
        let conductance = Cell::or_missing(team.conductance.map(Cell::Number), "no ties");
        let of_team = [Cell::text(team.coupled_with.join(", ")), conductance, Cell::Number(team.modularity)];
        rows.push((team.crossing.len(), row(&told, of_team, paths, world)));
    }
    let wanted = |id: &str| asked.initiative.as_deref().is_none_or(|wanted| wanted == id);
    for initiative in found.initiatives.iter().filter(|initiative| wanted(&initiative.initiative)) {
        let told = Told {
            id: format!("initiative:{}", initiative.initiative),
            inside: &initiative.inside,
            paths: initiative.paths,
            crossing: &initiative.crossing,
            asked: initiative.asked,
            waited_days_min: initiative.waited_days_min,
        };
        let missing = || Cell::Missing("for teams".to_owned());
        rows.push((initiative.crossing.len(), row(&told, [missing(), missing(), missing()], paths, world)));
    }
    rows.sort_by_key(|(crossing, _)| std::cmp::Reverse(*crossing));
    Sheet {
        finding: finding(&found),
        window: window(paths, world),
        columns: COLUMNS.to_vec(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        notes: notes(&found, world),
        empty: Some(found.refused.clone().unwrap_or_else(|| "no initiative has a scope that names code".to_owned())),
        ..Sheet::default()
    }
}

fn row(told: &Told<'_>, of_team: [Cell; 3], paths: &Together, world: &World<'_>) -> Row {
    let inside = told.inside;
    let why = inside.refused().unwrap_or_else(|| "chance keeps everything".to_owned());
    let short = if inside.share.is_none() { "too few".to_owned() } else { why };
    let number = |value: Option<f64>| Cell::or_missing(value.map(Cell::Number), short.clone());
    let share = inside.share.map(|share| Cell::Estimate(share, inside.low, inside.high));
    let [coupled, conductance, modularity] = of_team;
    let cells = vec![
        Cell::text(&told.id),
        Cell::count(inside.change_sets),
        Cell::or_missing(share, short.clone()),
        number(inside.by_chance),
        number(inside.beyond_chance),
        number(inside.p),
        coupled,
        conductance,
        modularity,
        Cell::count(told.asked),
        Cell::Number(told.waited_days_min as f64),
        Cell::or_missing(inside.z.map(Cell::Number), "all draws alike"),
        Cell::count(told.paths),
    ];
    Row::new(vec![told.id.clone()], cells).behind(behind(paths, told.crossing, world))
}

fn finding(found: &Separability) -> String {
    let crossing = found.teams.iter().max_by_key(|team| team.crossing.len()).filter(|team| !team.crossing.is_empty());
    match (crossing, found.modularity) {
        (Some(team), Some(modularity)) => format!(
            "Most change-sets that cross touch {}: {} of {}. All teams together: modularity {modularity:.2}.",
            team.team,
            thousands(team.crossing.len() as u128),
            plural(team.inside.change_sets, "change-set", "change-sets"),
        ),
        (None, Some(modularity)) => format!("No change-set crosses teams: modularity {modularity:.2}."),
        _ => found.refused.as_ref().map_or_else(String::new, |why| format!("Nothing is told of teams: {why}.")),
    }
}

fn notes(found: &Separability, world: &World<'_>) -> Vec<String> {
    let mut notes = vec![format!(
        "{}, {} of more than {PATHS_MAX} paths left out; {} of {} touches are of paths that no one team is known to own.",
        plural(found.change_sets, "change-set", "change-sets"),
        thousands(found.huge as u128),
        thousands(found.unowned as u128),
        thousands(found.touches as u128),
    )];
    if found.programs > 0 {
        notes.push(format!("{} by programs left out.", plural(found.programs, "change", "changes")));
    }
    if found.small_teams > 0 {
        let small = plural(found.small_teams, "team has", "teams have");
        notes.push(format!("{small} fewer than five people and no row."));
    }
    notes.push(
        "Inside: intervals draw whole weeks. By chance: 399 times as many paths, changed about as often, drawn from all. \
         30 change-sets over 8 weeks are the fewest that are told."
            .to_owned(),
    );
    let reached = propagation_cost(world);
    notes.extend(reach_words("teams", &reached.teams));
    notes.extend(reach_words("components", &reached.components));
    notes
}

/// How far a change can reach, in a sentence; none where nothing is known.
fn reach_words(what: &str, reach: &Reach) -> Option<String> {
    let cost = reach.cost?;
    let range = match (reach.matched_low, reach.matched_high) {
        (Some(low), Some(high)) => {
            format!("; random graphs of as many needs: {} to {}", percent(low), percent(high))
        }
        _ => String::new(),
    };
    let core = match reach.core.len() {
        0 => "none need each other in a circle".to_owned(),
        n => format!("the largest circle of needs has {}", thousands(n as u128)),
    };
    Some(format!(
        "Of {} {what} with {}, the average one reaches {} of all directly or through others (propagation cost){range}; \
         {core}.",
        thousands(reach.n as u128),
        plural(reach.needs, "need on record", "needs on record"),
        percent(cost),
    ))
}
