//! For people at a terminal: findings with the lines that they speak of, then what is to be said about all of them.
//!
//! Where one rule finds the same in many places, the first ones are shown whole and the others are listed: whoever has
//! read three of them knows the fourth, and looks for what else there is.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::{CheckReport, Item};
use crate::Style;
use crate::diagnostics::{cut, render_with};
use crate::inert::inert;
use crate::text::paint::Page;
use onethread_core::check::{Finding, Level};

/// So many findings are laid out at a time, in pieces by all threads.
const BATCH: usize = 2048;

/// So many findings of one rule are shown whole.
const WHOLE_MAX: usize = 3;
/// With so many more, they are shown whole as well.
const SPARED: usize = 2;
/// So many of the others are listed, a line each.
const LISTED_MAX: usize = 10;

/// The findings in the look of a compiler; `all` of them whole, however often a rule says the same.
pub fn text(report: &CheckReport<'_>, style: Style, all: bool) -> String {
    let (whole, others) = parted(&report.checked.findings, all);
    let rendered = |item: Item<'_>| {
        let explain = item.finding.map(|finding| format!("onethread explain {}", finding.rule.code));
        render_with(&item.diagnostic, report.sources, style, explain.as_deref()) + "\n"
    };
    let mut out: String = report.input().map(rendered).collect();
    for batch in whole.chunks(BATCH) {
        let pieces =
            batch.par_chunks(BATCH / 32).map(|piece| piece.iter().map(|one| Item::of(one)).map(rendered).collect());
        out.extend(pieces.collect::<Vec<String>>());
    }
    let mut page = Page::new(style);
    closing(report).lines().for_each(|line| page.wrapped("", "  ", line, ""));
    not_evaluated(report).iter().for_each(|line| page.wrapped("  ", "    ", line, ""));
    out + &listed(report, &others) + &page.finish()
}

/// Findings to be shown whole, the worst first, and those that say the same as others of their rule.
fn parted(findings: &[Finding], all: bool) -> (Vec<&Finding>, Vec<&Finding>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for finding in findings {
        *counts.entry(finding.rule.code).or_default() += 1;
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut worst_first: Vec<&Finding> = findings.iter().collect();
    worst_first.sort_by_key(|finding| finding.level);
    worst_first.into_iter().partition(|finding| {
        let code = finding.rule.code;
        let seen = seen.entry(code).or_default();
        *seen += 1;
        all || *seen <= WHOLE_MAX || counts.get(code).is_none_or(|count| *count <= WHOLE_MAX + SPARED)
    })
}

/// The others by rule, the worst first, a line each.
fn listed(report: &CheckReport<'_>, others: &[&Finding]) -> String {
    let mut by_rule: BTreeMap<(Level, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in others {
        by_rule.entry((finding.level, finding.rule.code)).or_default().push(finding);
    }
    let mut out = String::new();
    for ((level, code), findings) in by_rule {
        let title = findings.first().map_or("", |finding| finding.rule.title);
        let count = findings.len();
        out.push_str(&format!("{}[{code}]: {count} more like those above: {title}\n", level.key()));
        for finding in findings.iter().take(LISTED_MAX) {
            let place = super::concise::place(report, &finding.primary.spot);
            out.push_str(&format!("  {place}: {}\n", inert(cut(&finding.message))));
        }
        if let Some(rest) = count.checked_sub(LISTED_MAX).filter(|rest| *rest > 0) {
            out.push_str(&format!("  and {rest} more (--all, or --format concise)\n"));
        }
        out.push('\n');
    }
    out
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
