//! Markdown: the summary of a job, a comment on a change, a page to send.

use super::{CheckReport, Item};
use crate::encode::markdown::text as escape;

/// All findings as a page, the worst first.
pub fn markdown(report: &CheckReport<'_>) -> String {
    let name = report.organization.map_or_else(String::new, |name| format!(" of {}", escape(name)));
    let mut page = format!("# Check{name}, as of {}\n\n{}.\n", report.checked.day, capital(&report.summary()));
    let items = report.worst_first();
    if !items.is_empty() {
        page.push_str("\n| | What | Where | Fix |\n|---|---|---|---|\n");
    }
    for item in &items {
        page.push_str(&row(report, item));
    }
    if let Some(since) = report.since.filter(|since| !since.lost.is_empty()) {
        page.push_str(&format!("\nGone since {}:\n\n", escape(&since.revision)));
        for (code, subject, message) in &since.lost {
            page.push_str(&format!("- {code} {}: {}\n", escape(subject), escape(message)));
        }
    }
    for remark in report.remarks() {
        page.push_str(&format!("\n{}.\n", escape(&capital(&remark))));
    }
    page
}

fn row(report: &CheckReport<'_>, item: &Item<'_>) -> String {
    let region = report.region(&item.diagnostic.primary.spot);
    let line = region.start.map_or_else(String::new, |(line, _)| format!(":{line}"));
    let why: Vec<String> = item.diagnostic.notes.iter().map(|note| escape(note)).collect();
    let why = if why.is_empty() { String::new() } else { format!("<br>{}", why.join("<br>")) };
    let help: Vec<String> = item.diagnostic.help.iter().map(|help| escape(help)).collect();
    format!(
        "| {} {} | {}{why} | {}{line} | {} |\n",
        item.level.key(),
        item.code,
        escape(&item.diagnostic.message),
        escape(&region.path),
        help.join("<br>")
    )
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
