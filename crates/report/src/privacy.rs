//! What a folder holds about people, for a works council: a [`PrivacyReport`] as text, a page or Markdown.

use onethread_core::privacy::{HeldItem, HeldSource, PrivacyReport};
use onethread_core::words::{long_day, plural, thousands};
use onethread_model::agreement::Touches;

use crate::Style;
use crate::document::{Block, Cell, Column, Depth, Document, Point, Points, Prose, Section, Table};
use crate::document::{html, judges_nobody, made_by, markdown, text};

/// The report as text for a terminal.
pub fn to_text(report: &PrivacyReport, style: Style) -> String {
    text::text(&document(report), style, Depth::Whole)
}

/// The report as an HTML page that stands alone.
pub fn to_html(report: &PrivacyReport) -> String {
    html::page(&document(report), Depth::Whole)
}

/// The report as Markdown.
pub fn to_markdown(report: &PrivacyReport) -> String {
    markdown::markdown(&document(report), Depth::Whole)
}

fn document(report: &PrivacyReport) -> Document<'static> {
    let name = report.organization.clone().unwrap_or_else(|| "This organization".to_owned());
    let day = long_day(report.as_of);
    let sections = [
        agreement(report),
        held(report),
        listed("purposes", "What it is for", &report.purposes),
        listed("never", "What is never done", &report.never),
        listed("dropped", "What is dropped when a source is read", &report.dropped),
        items(report),
        assessment(report),
    ];
    Document {
        kicker: "Privacy",
        title: format!("{name}: data about people, as of {}", report.as_of),
        name: format!("{name}: data about people"),
        when: format!("{day} \u{b7} {}", report.agreement.words()),
        is_wide: true,
        sections: sections.into_iter().flatten().collect(),
        closing: vec![judges_nobody("data and agreements"), made_by(&day)],
    }
}

fn agreement(report: &PrivacyReport) -> Option<Section<'static>> {
    let agreement = &report.agreement;
    let off = report.items.iter().filter(|one| one.item.is_strictly_on && !one.terms.is_on).count();
    let mut blocks = vec![Block::paragraph(format!("{}.", agreement.words()))];
    blocks.push(Block::paragraph(match off {
        0 => "Nothing is switched off.".to_owned(),
        off => format!("{} switched off, and in no output.", plural(off, "item is", "items are")),
    }));
    let draft = Prose::new("A file with everything that can be agreed on: ").code("onethread privacy draft").text(".");
    blocks.push(Block::Paragraph(draft));
    Section::new("agreement", "The agreement in force", Depth::Brief, blocks)
}

fn listed(anchor: &'static str, heading: &str, all: &[&str]) -> Option<Section<'static>> {
    let points = all.iter().map(|one| Point::new(Prose::sentence(one))).collect();
    Section::new(anchor, heading, Depth::Brief, vec![Block::Points(Points::plain(points))])
}

/// Sources and files, with their columns and fields that are about people.
fn held(report: &PrivacyReport) -> Option<Section<'static>> {
    let source = |one: &HeldSource| {
        vec![
            Cell::from(one.name.clone()),
            Cell::from(one.table),
            Cell::from(thousands(one.facts as u128)),
            Cell::from(one.people_columns.join(", ")),
            Cell::from(one.team_columns.join(", ")),
            Cell::from(one.pseudonyms),
            Cell::from(match (one.is_on, one.retention_days) {
                (false, _) => "switched off".to_owned(),
                (true, Some(days)) => format!("{days} days"),
                (true, None) => "no limit agreed".to_owned(),
            }),
        ]
    };
    let sources = Table {
        label: "Sources of evidence".to_owned(),
        columns: vec![
            Column::words("source"),
            Column::words("table"),
            Column::numbers("facts"),
            Column::words("people in"),
            Column::words("teams in"),
            Column::words("people are called by"),
            Column::words("kept for"),
        ],
        rows: report.sources.iter().map(source).collect(),
        rows_max: usize::MAX,
    };
    let entries = report.entries.iter().map(|one| {
        let entries = thousands(one.entries as u128);
        vec![Cell::from(one.kind), Cell::from(entries), Cell::from(one.fields.join(", "))]
    });
    let entries = Table {
        label: "The organization's files".to_owned(),
        columns: vec![Column::words("entries"), Column::numbers("how many"), Column::words("fields about people")],
        rows: entries.collect(),
        rows_max: usize::MAX,
    };
    Section::new("held", "What is held", Depth::Brief, vec![Block::Table(sources), Block::Table(entries)])
}

fn items(report: &PrivacyReport) -> Option<Section<'static>> {
    let row = |one: &HeldItem| {
        vec![
            Cell::from(format!("{} {}", one.item.kind, one.item.key)),
            Cell::from(one.item.title.clone()),
            Cell::from(if one.item.touches == Touches::People { "people" } else { "groups" }),
            Cell::from(if one.terms.is_on { "on" } else { "off" }),
            Cell::from(one.terms.smallest_group.to_string()),
            Cell::from(one.terms.retention_days.map_or_else(String::new, |days| format!("{days} days"))),
            Cell::from(one.terms.names.unwrap_or_default()),
            Cell::from(one.terms.valid_until.map_or_else(String::new, |day| day.to_string())),
        ]
    };
    let table = Table {
        label: "What touches people".to_owned(),
        columns: vec![
            Column::words("item"),
            Column::words("what it is"),
            Column::words("touches"),
            Column::words("now"),
            Column::numbers("smallest group"),
            Column::words("kept for"),
            Column::words("called by"),
            Column::words("until"),
        ],
        rows: report.items.iter().map(row).collect(),
        rows_max: usize::MAX,
    };
    let heading = "Everything that touches a person or a group under five";
    Section::new("items", heading, Depth::Full, vec![Block::Table(table)])
}

fn assessment(report: &PrivacyReport) -> Option<Section<'static>> {
    let parts = [
        ("necessity", "Necessity"),
        ("risk", "Risks"),
        ("measure", "Measures"),
        ("law", "Points of law, to be checked by someone who knows it"),
    ];
    let mut blocks = vec![Block::paragraph("A draft to work on, and no legal advice.".to_owned())];
    for (part, heading) in parts {
        let points = report.assessment.iter().filter(|point| point.part == part);
        let points: Vec<Point> = points.map(|point| Point::new(Prose::sentence(point.says))).collect();
        blocks.extend(Block::points(points).map(|block| block.under(heading)));
    }
    Section::new("assessment", "Draft of an assessment", Depth::Full, blocks)
}
