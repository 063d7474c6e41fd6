//! For people at a terminal: each finding with the line that it speaks of, then what is to be said about all of them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{CheckReport, Item};
use crate::report::Style;
use crate::report::diagnostics::render_with;
use crate::report::inert::inert;
use crate::report::text::paint::Page;

/// So many findings are laid out at a time, in pieces by all threads.
const BATCH: usize = 2048;

/// The findings in the look of a compiler.
pub fn text(report: &CheckReport<'_>, style: Style) -> String {
    let rendered = |item: Item<'_>| {
        let explain = item.finding.map(|finding| format!("onethread explain {}", finding.rule.code));
        render_with(&item.diagnostic, report.sources, style, explain.as_deref()) + "\n"
    };
    let mut out: String = report.input().map(rendered).collect();
    for batch in report.checked.findings.chunks(BATCH) {
        let pieces = batch.par_chunks(BATCH / 32).map(|piece| piece.iter().map(Item::of).map(rendered).collect());
        out.extend(pieces.collect::<Vec<String>>());
    }
    let mut page = Page::new(style);
    closing(report).lines().for_each(|line| page.wrapped("", "  ", line, ""));
    not_evaluated(report).iter().for_each(|line| page.wrapped("  ", "    ", line, ""));
    out + &page.finish()
}

/// Rules that could not judge anything, by what is missing.
fn not_evaluated(report: &CheckReport<'_>) -> Vec<String> {
    let mut by_missing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in report.checked.not_evaluated.iter().filter(|one| !one.rule.reads_findings()) {
        by_missing.entry(&one.missing).or_default().push(one.rule.code);
    }
    by_missing.iter().map(|(missing, codes)| format!("{missing}: {}", codes.join(", "))).collect()
}

/// What stands below all findings.
pub(super) fn closing(report: &CheckReport<'_>) -> String {
    let mut out = format!("{}\n", report.summary());
    for (code, subject, message) in report.since.iter().flat_map(|since| &since.lost) {
        out.push_str(&format!("gone: {code} {}: {}\n", inert(subject), inert(message)));
    }
    for remark in report.remarks() {
        out.push_str(&format!("{}\n", inert(&remark)));
    }
    out
}
