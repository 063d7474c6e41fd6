//! `show separability`: how much of what changes stays within a team or an initiative.

use super::coupling::{behind, window};
use super::sheet::{Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use onethread_core::measure::World;
use onethread_core::measure::change_log::PATHS_MAX;
use onethread_core::measure::change_log::WINDOW_DAYS;
use onethread_core::measure::cochange::{CochangeMatrix, Level};
use onethread_core::measure::containment::Containment;
use onethread_core::measure::groups::NOBODY_KNOWN;
use onethread_core::measure::measures::propagation_cost::{Position, Reach, propagation_cost};
use onethread_core::measure::measures::separability::{
    InitiativeSeparability, Separability, TeamSeparability, separability_of,
};
use onethread_core::words::{percent, plural, thousands};

pub(super) const SUBJECT: Subject = Subject::plain(
    "separability",
    "how much of what changes stays within a team or an initiative",
    "separability",
    sheet,
);

const COLUMNS: &[Column] = &[
    Column::new("what", "what", Type::Text, "A team by what it owns, or an initiative by its scope."),
    Column::new("change_sets", "change-sets", Type::Count, "Change-sets that touch it, or name it."),
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
    Column::new(
        "coupled_with",
        "coupled with",
        Type::Text,
        "Teams, or initiatives, it changes together with beyond chance.",
    ),
    Column::new(
        "conductance",
        "conductance",
        Type::Number(2),
        "The share of its ties that lead out; 0 when none does.",
    ),
    Column::new(
        "modularity",
        "modularity",
        Type::Number(3),
        "A team's part of the modularity of all teams; what an initiative's scope adds against all the rest.",
    ),
    Column::new("asked", "asked others", Type::Count, "Reviews and approvals it asked of other teams."),
    Column::new("waited_days", "waited, days", Type::Days, "Days waited for them so far: at least so many."),
    Column::new("z", "z", Type::Number(1), "Inside less by chance, in standard deviations of draws."),
    Column::new("paths", "paths", Type::Count, "Paths of it that changed."),
    Column::new("named", "naming it", Type::Count, "Of its change-sets, those that name it. Of initiatives only."),
    Column::new("elsewhere", "elsewhere", Type::Count, "Of these, those that touch nothing of its scope."),
    Column::new("teams", "teams", Type::Count, "Teams that own what its change-sets touch. Of initiatives only."),
    Column::new("reaches", "reaches", Type::Count, "Others of its kind that it needs directly or through others."),
    Column::new("reached_by", "reached by", Type::Count, "Others of its kind that need it so."),
    Column::new(
        "role",
        "role",
        Type::Text,
        "Where it stands towards the core of those that need each other: core, shared, control or peripheral.",
    ),
];

/// What a row says of a team or of an initiative alike.
struct Told<'t> {
    id: String,
    inside: &'t Containment,
    paths: usize,
    crossing: &'t [u32],
    coupled_with: &'t [String],
    conductance: Option<f64>,
    modularity: Option<f64>,
    /// Change-sets that name an initiative, those of them that are elsewhere, and teams that they touch.
    named: Option<[usize; 3]>,
    position: Option<Position>,
    asked: usize,
    waited_days_min: i64,
}

impl<'t> From<&'t TeamSeparability> for Told<'t> {
    fn from(team: &'t TeamSeparability) -> Told<'t> {
        Told {
            id: format!("team:{}", team.team),
            inside: &team.inside,
            paths: team.paths,
            crossing: &team.crossing,
            coupled_with: &team.coupled_with,
            conductance: team.conductance,
            modularity: Some(team.modularity),
            named: None,
            position: team.position,
            asked: team.asked,
            waited_days_min: team.waited_days_min,
        }
    }
}

impl<'t> From<&'t InitiativeSeparability> for Told<'t> {
    fn from(initiative: &'t InitiativeSeparability) -> Told<'t> {
        Told {
            id: format!("initiative:{}", initiative.initiative),
            inside: &initiative.inside,
            paths: initiative.paths,
            crossing: &initiative.crossing,
            coupled_with: &initiative.coupled_with,
            conductance: initiative.conductance,
            modularity: initiative.modularity,
            named: Some([initiative.named, initiative.elsewhere, initiative.teams]),
            position: initiative.position,
            asked: initiative.asked,
            waited_days_min: initiative.waited_days_min,
        }
    }
}

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let window_days = asked.over_days.unwrap_or(WINDOW_DAYS);
    let paths = &*world.cochange(Level::Path, window_days);
    let found = separability_of(paths, world);
    let mut rows: Vec<(usize, Row)> = Vec::new();
    for team in found.teams.iter().filter(|_| asked.initiative.is_none()) {
        rows.push((team.crossing.len(), row(&team.into(), paths, world)));
    }
    let wanted = |id: &str| asked.initiative.as_deref().is_none_or(|wanted| wanted == id);
    for initiative in found.initiatives.iter().filter(|initiative| wanted(&initiative.initiative)) {
        rows.push((initiative.crossing.len(), row(&initiative.into(), paths, world)));
    }
    rows.sort_by_key(|(crossing, _)| std::cmp::Reverse(*crossing));
    Sheet {
        finding: finding(&found),
        window: window(paths, world),
        columns: COLUMNS.to_vec(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        notes: notes(&found, world),
        empty: Some(
            found
                .refused
                .clone()
                .unwrap_or_else(|| "no initiative has a scope that names code, and no change names any".to_owned()),
        ),
        ..Sheet::default()
    }
}

fn row(told: &Told<'_>, paths: &CochangeMatrix, world: &World<'_>) -> Row {
    let inside = told.inside;
    let is_bounded = told.named.is_none() || told.paths > 0;
    let why = inside.refused().unwrap_or_else(|| "chance keeps everything".to_owned());
    let short = match inside.share {
        _ if !is_bounded => "no code in scope".to_owned(),
        None => "too few".to_owned(),
        Some(_) => why,
    };
    let number = |value: Option<f64>| Cell::or_missing(value.map(Cell::Number), short.clone());
    let share = inside.share.map(|share| Cell::Estimate(share, inside.low, inside.high));
    let count = |value: Option<usize>, why: &str| Cell::or_missing(value.map(Cell::count), why);
    let named = |at: usize| count(told.named.map(|named| named[at]), "for initiatives");
    let unknown = "no need on record";
    let role = match told.position {
        None => Cell::Missing(unknown.to_owned()),
        Some(position) => Cell::or_missing(position.role.map(Cell::text), "no core"),
    };
    let cells = vec![
        Cell::text(&told.id),
        Cell::count(inside.change_sets),
        Cell::or_missing(share, short.clone()),
        number(inside.by_chance),
        number(inside.beyond_chance),
        number(inside.p),
        Cell::text(told.coupled_with.join(", ")),
        Cell::or_missing(told.conductance.map(Cell::Number), "no ties"),
        Cell::or_missing(told.modularity.map(Cell::Number), "no code in scope changed"),
        Cell::count(told.asked),
        Cell::Number(told.waited_days_min as f64),
        Cell::or_missing(inside.z.map(Cell::Number), "all draws alike"),
        Cell::count(told.paths),
        named(0),
        named(1),
        named(2),
        count(told.position.map(|position| position.reaches), unknown),
        count(told.position.map(|position| position.reached_by), unknown),
        role,
    ];
    Row::new(vec![told.id.clone()], cells).behind(behind(paths, told.crossing, &[], world))
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
        // Without a row for any team, nothing was looked at.
        (None, Some(modularity)) if found.teams.is_empty() => format!(
            "Of no team it is shown how much stays inside it; all that teams own together: modularity {modularity:.2}."
        ),
        (None, Some(modularity)) => format!(
            "No change-set of {} crosses to another one: modularity {modularity:.2}.",
            plural(found.teams.len(), "team with a row", "teams with a row")
        ),
        _ => found.refused.as_ref().map_or_else(String::new, |why| format!("Nothing is shown of teams: {why}.")),
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
    if found.bots > 0 {
        notes.push(format!("{} by bots left out.", plural(found.bots, "change", "changes")));
    }
    if found.unknown_teams > 0 {
        let teams = plural(found.unknown_teams, "team has", "teams have");
        let why = match world.team_members_known() {
            false => NOBODY_KNOWN,
            true => "it is not known how many people are on them",
        };
        notes.push(format!("{teams} no row: {why}."));
    }
    if found.small_teams > 0 {
        let small = plural(found.small_teams, "team has", "teams have");
        notes.push(format!("{small} fewer than five people and no row."));
    }
    notes.push(
        "Inside: intervals take spells of weeks as one piece of evidence. By chance: 399 times as many paths, changed about as often, drawn from all. \
         At least 30 change-sets over 8 weeks are required."
            .to_owned(),
    );
    let reached = propagation_cost(world);
    notes.extend(reach_words("teams", &reached.teams));
    notes.extend(reach_words("initiatives, and teams of none or several,", &reached.initiatives));
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
