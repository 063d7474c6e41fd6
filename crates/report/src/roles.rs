//! Roles and hiring as a document: what each team needs and has, a table by role, and who moves or is hired.

use onethread_core::plan::hiring::{HiringStep, Placement, RoleRow, RolesPlan, TeamRoles, TeamState};
use onethread_core::words::{agreeing, capital, long_day, plural};

use crate::document::{Block, Cell, Column, Depth, Document, Point, Prose, Section, Table};
use crate::document::{html, judges_nobody, made_by, markdown, text};
use crate::{Style, agreement_words};

/// The plan of roles as text for a terminal.
pub fn to_text(found: &RolesPlan, style: Style) -> String {
    text::text(&document(found), style, Depth::Whole)
}

/// The plan of roles as an HTML page that stands alone, and prints on one.
pub fn to_html(found: &RolesPlan) -> String {
    html::page(&document(found), Depth::Brief)
}

/// The plan of roles as Markdown.
pub fn to_markdown(found: &RolesPlan) -> String {
    markdown::markdown(&document(found), Depth::Whole)
}

fn document(found: &RolesPlan) -> Document<'static> {
    let (day, name) = (long_day(found.as_of), found.organization.clone());
    let name = name.unwrap_or_else(|| "This organization".to_owned());
    let sections = [
        Section::new("answer", "", Depth::Brief, vec![Block::Lede(Prose::literal(&found.says))]),
        placements(found),
        by_role(found),
        teams(found),
        steps(found),
        lines("not-known", "Not known", found.not_known.iter().map(|one| capital(one))),
        lines("next", "Next", found.next.iter().cloned()),
    ];
    Document {
        kicker: "Plan",
        title: format!("{name}: roles and hiring, as of {day}"),
        name: format!("{name}: roles and hiring"),
        when: match agreement_words(&found.agreement) {
            Some(words) => format!("{day} \u{b7} nothing is written \u{b7} {words}"),
            None => format!("{day} \u{b7} nothing is written"),
        },
        is_wide: true,
        sections: sections.into_iter().flatten().collect(),
        closing: vec![judges_nobody("roles that teams need and have"), made_by(&day)],
    }
}

fn lines(anchor: &'static str, heading: &str, all: impl Iterator<Item = String>) -> Option<Section<'static>> {
    let blocks = all.map(|line| Block::Paragraph(Prose::literal(&line))).collect();
    Section::new(anchor, heading, Depth::Brief, blocks)
}

/// Who moves and who is hired, in the order of the teams.
fn placements(found: &RolesPlan) -> Option<Section<'static>> {
    let plan = found.plan.as_ref()?;
    let point = |one: &Placement| {
        let people = plural(one.people, "person", "people");
        let how = match (one.is_hire, &one.from) {
            (true, _) => format!("hire {people}"),
            (false, Some(from)) => format!("move {people} from {from}, which has more than it needs"),
            (false, None) => format!("move {people} of whom no other work is stated"),
        };
        Point::new(
            Prose::default().strong(&one.name).text(":").then(Prose::literal(&format!("{how} for {}", one.role))),
        )
    };
    let mut blocks: Vec<Block<'static>> =
        Block::points(plan.placements.iter().map(point).collect()).into_iter().collect();
    if !plan.left.is_empty() {
        let named = |id: &String| found.initiatives.iter().find(|one| one.id == *id).map(|one| one.name.as_str());
        let left: Vec<&str> = plan.left.iter().filter_map(named).collect();
        blocks.push(Block::Paragraph(Prose::literal(&format!(
            "{} incomplete: {}.",
            agreeing(left.len(), "Stays", "Stay"),
            left.join(", ")
        ))));
    }
    let order = if found.is_ordered { "the director's order decides" } else { "no order is stated: ids decide" };
    blocks.push(Block::fine(format!(
        "The most teams, and where several sets are as many {order}. A move leaves no gap elsewhere."
    )));
    Section::new("hires", "Hire or move", Depth::Brief, blocks)
}

fn by_role(found: &RolesPlan) -> Option<Section<'static>> {
    let row = |row: &RoleRow| {
        vec![
            Cell::from(Prose::literal(&row.role)),
            Cell::from(row.work.unwrap_or("not shown")),
            Cell::from(row.needed_fte.to_string()),
            Cell::from(between(row.there_fte_min, row.there_fte_max)),
            Cell::from(row.people_missing.to_string()),
            Cell::from(row.moves.to_string()),
            Cell::from(row.hires.to_string()),
            Cell::from(row.standard.words()),
        ]
    };
    let rows: Vec<Vec<Cell>> = found.roles.iter().map(row).collect();
    let columns = vec![
        Column::words("role"),
        Column::words("work"),
        Column::numbers("needed"),
        Column::numbers("there"),
        Column::numbers("missing"),
        Column::numbers("move"),
        Column::numbers("hire"),
        Column::words("standard"),
    ];
    table("roles", "By role", columns, rows)
}

/// What each team needs and has, for those that say what they need; the others are counted by why nothing is shown.
fn teams(found: &RolesPlan) -> Option<Section<'static>> {
    let point = |one: &TeamRoles| {
        let rank = one.rank.map(|rank| format!(" (rank {rank})")).unwrap_or_default();
        let state = match (one.state, &one.why, one.is_completed) {
            (TeamState::Complete, ..) => "complete".to_owned(),
            (TeamState::Incomplete, _, true) => "incomplete; the plan completes it".to_owned(),
            (TeamState::Incomplete, ..) => "incomplete".to_owned(),
            (TeamState::NotShown, why, _) => format!("not shown: {}", why.clone().unwrap_or_default()),
        };
        let roles = one.roles.iter().map(|role| {
            let there = between(role.there_fte_min, role.there_fte_max);
            format!("{} {there} of {}", role.role, role.needed_fte)
        });
        let roles = format!("There of needed, in FTE: {}.", roles.collect::<Vec<_>>().join(", "));
        let doing = [
            (one.builders, "build", "builds"),
            (one.coordinators, "coordinate", "coordinates"),
            (one.approving, "approve", "approves"),
            (one.undeclared, "of whom it is not shown", "of whom it is not shown"),
        ];
        let doing = doing.iter().filter(|(n, ..)| *n > 0);
        let doing = doing.map(|(n, many, one)| format!("{n} {}", agreeing(*n, one, many))).collect::<Vec<_>>();
        let doing = if doing.is_empty() { String::new() } else { format!("Positions: {}.", doing.join(", ")) };
        let says = Prose::default().strong(&one.name).text(&format!("{rank}: {state}"));
        let places = one.roles.first().map(|role| &role.place);
        Point::new(says).more(Prose::literal(&roles)).more(Prose::literal(&doing)).at(places)
    };
    let stated = |one: &&TeamRoles| !one.roles.is_empty();
    let points = found.initiatives.iter().filter(stated).map(point).collect();
    let silent = found.initiatives.iter().filter(|one| one.roles.is_empty()).count();
    let silent = (silent > 0).then(|| {
        let says = plural(silent, "initiative does", "initiatives do");
        Block::fine(format!("{says} not state which roles the work needs: `needs` says it."))
    });
    let blocks = Block::points(points).into_iter().chain(silent).collect();
    Section::new("teams", "By initiative", Depth::Brief, blocks)
}

fn steps(found: &RolesPlan) -> Option<Section<'static>> {
    let row = |step: &HiringStep| {
        let named = |id: &String| found.initiatives.iter().find(|one| one.id == *id).map(|one| one.name.as_str());
        let names: Vec<&str> = step.completes.iter().filter_map(named).collect();
        vec![
            Cell::from(step.hires.to_string()),
            Cell::from(step.moves.to_string()),
            Cell::from(names.len().to_string()),
            Cell::from(Prose::literal(&names.join(", "))),
        ]
    };
    let rows: Vec<Vec<Cell>> = found.steps.iter().map(row).collect();
    let columns =
        vec![Column::numbers("hires"), Column::numbers("moves"), Column::numbers("teams"), Column::words("completed")];
    table("steps", "How many hires complete how many teams", columns, rows)
}

fn table(
    anchor: &'static str,
    heading: &'static str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
) -> Option<Section<'static>> {
    if rows.is_empty() {
        return None;
    }
    let table = Table { label: heading.to_owned(), columns, rows, rows_max: usize::MAX };
    Section::new(anchor, heading, Depth::Brief, vec![Block::Table(table)])
}

/// `2.5`, or `2 to 3`.
fn between(low: f64, high: f64) -> String {
    if low == high { low.to_string() } else { format!("{low} to {high}") }
}
