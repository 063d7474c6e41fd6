//! `show machine-changes`: what bots and coding agents change, and which teams have to review it.

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use onethread_core::measure::World;
use onethread_core::measure::change_log::WINDOW_DAYS;
use onethread_core::measure::measures::machine_changes::{
    CHANGES_MIN, ComponentMachines, MachineChanges, machine_changes,
};
use onethread_core::words::{plural, thousands};

pub(super) const SUBJECT: Subject = Subject::plain(
    "machine-changes",
    "what bots and coding agents change, and who reviews it",
    "machine-changes",
    sheet,
);

const COLUMNS: &[Column] = &[
    Column::new("component", "component", Type::Text, "The component of the organization's files."),
    Column::new(
        "changes",
        "changes",
        Type::Count,
        "Changes of which it is known who made them: a person or a machine.",
    ),
    Column::new("bots", "by bots", Type::Count, "Of these, those that bots made."),
    Column::new("agents", "by agents", Type::Count, "Those that coding agents made."),
    Column::new(
        "assisted",
        "with agents",
        Type::Count,
        "Those that people made with a coding agent, as their messages say: the least it can be.",
    ),
    Column::new(
        "owner",
        "owner",
        Type::Text,
        "The team that owns it, and so has to review; groups under five have no name here.",
    ),
    Column::new(
        "reviewed_by",
        "asked for reviews",
        Type::Text,
        "Teams of at least five people that sources say were asked, with how often.",
    ),
    Column::new("bot_share", "bots, share", Type::Share, "The share that bots made; 0 to 1."),
    Column::new(
        "agent_share",
        "agents, share",
        Type::Share,
        "The share that coding agents made or had a part in; 0 to 1.",
    ),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let days = asked.over_days.unwrap_or(WINDOW_DAYS);
    let found = machine_changes(world, days);
    let own: Option<Vec<&str>> =
        asked.initiative.as_ref().map(|id| world.teams_on(id).map(|team| team.id.value.as_str()).collect());
    let is_wanted = |one: &&ComponentMachines| match (&own, &one.owner) {
        (None, _) => true,
        (Some(own), Some(owner)) => own.contains(&owner.as_str()),
        (Some(_), None) => false,
    };
    Sheet {
        finding: finding(&found),
        window: Some((world.day.plus_days(1 - i32::try_from(days).unwrap_or(i32::MAX)), world.day)),
        columns: COLUMNS.to_vec(),
        rows: found.components.iter().filter(is_wanted).map(row).collect(),
        notes: notes(&found),
        empty: Some(found.refused.unwrap_or_else(|| "none of these changes touches a component".to_owned())),
        ..Sheet::default()
    }
}

fn row(one: &ComponentMachines) -> Row {
    let share = |share: Option<f64>| Cell::or_missing(share.map(Cell::Number), format!("under {CHANGES_MIN} changes"));
    let reviews: Vec<String> = one.reviews.iter().map(|of| format!("{} {}", of.team, of.reviews)).collect();
    let cells = vec![
        Cell::text(&one.component),
        Cell::count(one.all.changes),
        Cell::count(one.all.bots),
        Cell::count(one.all.agents),
        Cell::count(one.all.assisted),
        Cell::or_missing(one.owner.as_ref().map(|owner| Cell::text(owner.as_str())), "no one team"),
        Cell::or_missing((!reviews.is_empty()).then(|| Cell::text(reviews.join(", "))), "none on record"),
        share(one.all.bot_share),
        share(one.all.agent_share),
    ];
    let teams = one.owner.iter().chain(one.reviews.iter().map(|of| &of.team)).filter(|team| !team.is_sum());
    let mut about = vec![format!("component:{}", one.component)];
    about.extend(teams.map(|team| format!("team:{team}")));
    about.dedup();
    let behind = one.behind.iter();
    let behind = behind.map(|one| Behind { day: one.day, what: one.what.clone(), place: Some(one.place.clone()) });
    let mut row = Row::new(about, cells).behind(behind.collect());
    row.behind_all = one.all.bots + one.all.agents;
    row
}

fn finding(found: &MachineChanges) -> String {
    let all = &found.all;
    if all.changes == 0 {
        return String::new();
    }
    format!(
        "Of {}, bots made {} and coding agents {}; people made {} with one.",
        plural(all.changes, "change", "changes"),
        thousands(all.bots as u128),
        thousands(all.agents as u128),
        thousands(all.assisted as u128)
    )
}

fn notes(found: &MachineChanges) -> Vec<String> {
    if found.all.changes == 0 {
        return Vec::new();
    }
    vec![
        "Each change counts once in each component that it touches; what lies outside of all components counts in the \
         whole alone."
            .to_owned(),
        "These are all changes on record and no sample, so that there is no interval.".to_owned(),
        "Changes that people made with an agent are counted, and not listed one by one.".to_owned(),
        "Of teams of fewer than five people, and of those of an unknown number, no reviews are counted.".to_owned(),
    ]
}
