//! `show asked`: which team is asked by how many live initiatives.

use maud::Markup;

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use crate::charts::levels::{LevelsChart, LevelsRow, levels};
use crate::charts::palette::{Fill, Pattern};
use crate::charts::stacked::Series;
use onethread_core::measure::World;
use onethread_core::measure::measures::asked_teams::{ASKED_MIN, ASKED_SHARE, AskedTeam, AskedTeams, asked_teams};
use onethread_core::words::{agreeing, percent, plural, thousands};

pub(super) const SUBJECT: Subject =
    Subject::plain("asked", "which team is asked by how many initiatives", "asked-teams", sheet);

/// Teams that are drawn; those that most ask.
const TEAMS_MAX: usize = 20;

const COLUMNS: &[Column] = &[
    Column::new(
        "team",
        "team",
        Type::Text,
        "Who is asked; with its kind, such as `function:legal`, where it is no team.",
    ),
    Column::new("initiatives", "asked by", Type::Count, "Live initiatives that declare to need it."),
    Column::new("share", "share", Type::Share, "Their share of `of`; 0 to 1."),
    Column::new("of", "of", Type::Count, "Live initiatives whose own team it is not."),
    Column::new(
        "by_chance",
        "by chance",
        Type::Number(1),
        "How many would ask it if each asked as many teams as it does, drawn at random from all.",
    ),
    Column::new("by_many", "many", Type::YesNo, "Whether it is asked by many, and by more than such a draw gives."),
    Column::new("blocking", "blocking", Type::Count, "Of those that declare it, how many say that it blocks them."),
    Column::new(
        "shown",
        "shown",
        Type::Count,
        "Live initiatives of which evidence shows beyond doubt that they need it, declared or not; of teams of at least \
         five people.",
    ),
    Column::new("outside", "outside", Type::YesNo, "Whether it is outside the roster."),
    Column::new("sizes", "size of the ask", Type::Text, "How much is asked for, where that is stated, and by whom."),
    Column::new("asked_by", "by", Type::Text, "The initiatives that declare it."),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let found = asked_teams(world);
    let is_wanted =
        |one: &&AskedTeam| asked.initiative.as_ref().is_none_or(|id| one.asked_by.iter().any(|own| own == id));
    Sheet {
        finding: finding(&found),
        columns: COLUMNS.to_vec(),
        rows: found.asked.iter().filter(is_wanted).map(row).collect(),
        notes: notes(&found),
        empty: Some("no live initiative declares that it needs another team, and no evidence shows it".to_owned()),
        pictures: picture(&found).into_iter().collect(),
        ..Sheet::default()
    }
}

fn row(one: &AskedTeam) -> Row {
    let sizes: Vec<String> = one.sizes.iter().map(|(initiative, size)| format!("{size} ({initiative})")).collect();
    let text = |all: &[String], between: &str, why: &str| {
        Cell::or_missing((!all.is_empty()).then(|| Cell::text(all.join(between))), why)
    };
    let cells = vec![
        Cell::text(&one.team),
        Cell::count(one.initiatives),
        Cell::Number(one.share),
        Cell::count(one.of),
        Cell::Number(one.by_chance),
        Cell::YesNo(one.by_many),
        Cell::count(one.blocking),
        Cell::or_missing(one.shown.map(Cell::count), "under five people, or unknown"),
        Cell::YesNo(one.outside),
        text(&sizes, "; ", "not stated"),
        text(&one.asked_by, ", ", "nobody declares it"),
    ];
    let team = if one.team.contains(':') { one.team.clone() } else { format!("team:{}", one.team) };
    let about = std::iter::once(team).chain(one.asked_by.iter().map(|id| format!("initiative:{id}"))).collect();
    let behind = one.asked_by.iter().zip(&one.places);
    let behind =
        behind.map(|(id, place)| Behind { day: None, what: format!("{id} declares it"), place: Some(place.clone()) });
    Row::new(about, cells).behind(behind.collect())
}

fn finding(found: &AskedTeams) -> String {
    let Some(first) = found.asked.first().filter(|one| one.initiatives > 0) else { return String::new() };
    let ask = agreeing(first.initiatives, "asks", "ask");
    let most = format!(
        "{} of {} live initiatives ({}) {ask} {}",
        thousands(first.initiatives as u128),
        thousands(first.of as u128),
        percent(first.share),
        first.team
    );
    match found.asked.iter().filter(|one| one.by_many).count() {
        0 => {
            format!("{most}; no team is asked by more, and none by many beyond what a draw among teams gives.")
        }
        1 => format!("{most}: one team is asked by many."),
        many => format!("{most}; no team is asked by more, and {many} are asked by many."),
    }
}

fn notes(found: &AskedTeams) -> Vec<String> {
    vec![
        format!(
            "{} of {} {} another team for something; {} of an initiative and a team, {} could be asked.",
            thousands(found.initiatives_asking as u128),
            plural(found.live, "live initiative", "live initiatives"),
            agreeing(found.initiatives_asking, "asks", "ask"),
            plural(found.asks, "pair", "pairs"),
            plural(found.teams, "team", "teams"),
        ),
        format!(
            "A team is asked by many when at least {} of all initiatives ask it, {ASKED_MIN} or more, and more than would if each \
             asked as many teams drawn at random; one in twenty of such draws has a team asked as often.",
            percent(ASKED_SHARE)
        ),
        "What initiatives declare is counted as written; people are never counted, and neither is an initiative's own team."
            .to_owned(),
    ]
}

/// The initiatives that ask each team, by whether they say that it blocks them; none where nobody asks.
fn picture(found: &AskedTeams) -> Option<Markup> {
    let asked: Vec<&AskedTeam> = found.asked.iter().filter(|one| one.initiatives > 0).collect();
    let drawn = &asked[..asked.len().min(TEAMS_MAX)];
    let row = |one: &&AskedTeam| LevelsRow {
        name: one.team.clone(),
        note: format!("{} of {}", percent(one.share), thousands(one.of as u128)),
        sums: [one.blocking, one.initiatives - one.blocking].map(|count| count as i64).to_vec(),
    };
    let series = |name: &str, color, pattern| Series { name: name.to_owned(), fill: Fill { color, pattern } };
    let more = match asked.len() - drawn.len() {
        0 => String::new(),
        rest => format!(" {} not drawn.", plural(rest, "more team is", "more teams are")),
    };
    (!drawn.is_empty()).then(|| {
        levels(&LevelsChart {
            id: "asked".to_owned(),
            title: "Live initiatives that ask each team".to_owned(),
            caption: format!("{}{more}", finding(found)),
            series: vec![
                series("say that it blocks them", "c-vermilion", Pattern::Hatch),
                series("ask without that", "c-blue", Pattern::Solid),
            ],
            rows: drawn.iter().map(row).collect(),
            unit: "initiatives",
        })
    })
}
