//! A plan: the few changes that are worth making, what to leave, and what cannot be known, on one page.

use onethread_core::plan::Plan;
use onethread_core::words::long_day;

use crate::document::{Block, Depth, Document, Section, html, judges_nobody, markdown, text};
use crate::{Style, agreement_words};

/// The plan as text for a terminal.
pub fn to_text(plan: &Plan, style: Style, depth: Depth) -> String {
    text::text(&document(plan), style, depth)
}

/// The plan as an HTML page that stands alone.
pub fn to_html(plan: &Plan) -> String {
    html::page(&document(plan), Depth::Brief)
}

/// The plan as Markdown.
pub fn to_markdown(plan: &Plan, depth: Depth) -> String {
    markdown::markdown(&document(plan), depth)
}

fn document(plan: &Plan) -> Document<'static> {
    let day = long_day(plan.as_of);
    let blocks = plan.rows.iter().map(|row| Block::paragraph(row.says.clone())).collect();
    Document {
        kicker: "Plan",
        name: plan.organization.clone().unwrap_or_else(|| "This organization".to_owned()),
        when: match agreement_words(&plan.agreement) {
            Some(words) => format!("{day} \u{b7} {words}"),
            None => day.clone(),
        },
        title: format!("Plan, as of {day}"),
        is_wide: false,
        sections: Section::new("changes", "", Depth::Brief, blocks).into_iter().collect(),
        closing: vec![judges_nobody("how initiatives are set up")],
    }
}
