//! `show inside`: what teams finish by themselves.

use super::sheet::{Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use crate::finished::picture;
use onethread_core::measure::World;
use onethread_core::measure::change_log::WINDOW_DAYS;
use onethread_core::measure::measures::finished_inside::{
    FINISHED_MIN, Finished, FinishedInside, TeamFinished, finished_inside,
};
use onethread_core::words::{plural, thousands};

pub(super) const SUBJECT: Subject =
    Subject::plain("inside", "what share of changes and reviews teams finish by themselves", "finished-inside", sheet);

const COLUMNS: &[Column] = &[
    Column::new("team", "team", Type::Text, "The team, of at least five people."),
    Column::new("period", "period", Type::Text, "The whole window, or a quarter as far as the window holds it."),
    Column::new(
        "changes_inside",
        "changes inside",
        Type::ShareEstimate,
        "The share of its change-sets that no other team had a part in, with the 95 % interval; 0 to 1.",
    ),
    Column::new(
        "changes_by_chance",
        "by chance",
        Type::Share,
        "What it would be if they were dealt out among all; 0 to 1.",
    ),
    Column::new("changes", "changes", Type::Count, "Change-sets that it had a part in."),
    Column::new(
        "reviews_inside",
        "reviews inside",
        Type::ShareEstimate,
        "The share of reviews for its initiatives that it gave itself, with the 95 % interval; 0 to 1.",
    ),
    Column::new(
        "reviews_by_chance",
        "by chance",
        Type::Share,
        "What it would be if they were dealt out among all; 0 to 1.",
    ),
    Column::new("reviews", "reviews", Type::Count, "Reviews asked for its initiatives, of a known team."),
    Column::new(
        "reviews_unknown",
        "team not known",
        Type::Count,
        "Reviews asked for its initiatives, of a team not known.",
    ),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let days = asked.over_days.unwrap_or(WINDOW_DAYS);
    let found = finished_inside(world, days);
    let own: Option<Vec<&str>> =
        asked.initiative.as_ref().map(|id| world.teams_on(id).map(|team| team.id.value.as_str()).collect());
    let is_wanted = |one: &&TeamFinished| own.as_ref().is_none_or(|own| own.contains(&one.team.as_str()));
    let rows = |one: &TeamFinished| {
        let whole = row(&one.team, format!("{days} days"), &one.changes, &one.reviews);
        let quarters = one.quarters.iter().map(|at| row(&one.team, at.quarter.clone(), &at.changes, &at.reviews));
        std::iter::once(whole).chain(quarters).collect::<Vec<Row>>()
    };
    let from = world.day.plus_days(1 - i32::try_from(days).unwrap_or(i32::MAX));
    Sheet {
        finding: finding(&found),
        window: Some((from, world.day)),
        columns: COLUMNS.to_vec(),
        rows: found.teams.iter().filter(is_wanted).flat_map(rows).collect(),
        notes: notes(&found),
        empty: Some(found.refused.clone().unwrap_or_else(|| "no such team of at least five people".to_owned())),
        pictures: picture(&found).into_iter().collect(),
    }
}

fn row(team: &str, period: String, changes: &Finished, reviews: &Finished) -> Row {
    let why = |one: &Finished| match one.unknown {
        0 => format!("{}; at least {FINISHED_MIN} required", one.n),
        unknown => format!("of {unknown} the team is not known"),
    };
    let share =
        |one: &Finished| Cell::or_missing(one.share.map(|share| Cell::Estimate(share, one.low, one.high)), why(one));
    let by_chance = |one: &Finished| Cell::or_missing(one.by_chance.map(Cell::Number), why(one));
    let cells = vec![
        Cell::text(team),
        Cell::Text(period),
        share(changes),
        by_chance(changes),
        Cell::count(changes.n),
        share(reviews),
        by_chance(reviews),
        Cell::count(reviews.n),
        Cell::count(reviews.unknown),
    ];
    Row::new(vec![format!("team:{team}")], cells)
}

fn finding(found: &FinishedInside) -> String {
    let known: Vec<&Finished> = found.teams.iter().map(|one| &one.changes).filter(|one| one.share.is_some()).collect();
    if known.is_empty() {
        return String::new();
    }
    let most = known.iter().filter(|one| one.share.is_some_and(|share| share > 0.5)).count();
    format!(
        "{most} of {} finished more than half of their changes by themselves.",
        plural(known.len(), "team of at least five people", "teams of at least five people")
    )
}

fn notes(found: &FinishedInside) -> Vec<String> {
    vec![
        format!(
            "{} and {} of known teams and owners; teams of fewer than five people on the day have no row.",
            plural(found.changes, "change-set", "change-sets"),
            plural(found.reviews, "review", "reviews")
        ),
        format!(
            "Inside: no other team made it, or owns or reviews any of it. By chance: the share of all that stays within the \
             team, whichever team it came from. Intervals take spells of weeks as one piece of evidence. At least {} required.",
            thousands(FINISHED_MIN as u128)
        ),
    ]
}
