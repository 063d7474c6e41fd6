//! What became of each source: every record is accounted for.

use onethread_model::facts::SourceReport;

use super::paint::{Look, Page, pad, right};
use crate::report::Style;
use crate::review::Review;
use crate::words::thousands;

/// Rejects and remarks shown for each source unless all are asked for.
const SHOWN_MAX: usize = 5;

/// A few lines at the end of a review.
pub(super) fn summary(page: &mut Page, review: &Review<'_>) {
    let sources = &review.world.inputs.facts.sources;
    page.heading("What this rests on");
    let files = review.world.inputs.sources.iter().count();
    if sources.is_empty() {
        page.line(&[(Look::Plain, &format!("  {files} organization files, no source of evidence"))]);
        return;
    }
    table(page, sources);
    let rejected: usize = sources.iter().map(|source| source.rejects.len()).sum();
    let words: usize = sources.iter().map(|source| source.unknown_words.len()).sum();
    if rejected + words > 0 {
        page.line(&[(
            Look::Dim,
            "  onethread evidence says which records were left out, and which words nobody explains",
        )]);
    }
}

/// The whole import report.
pub fn evidence(sources: &[SourceReport], style: Style, all: bool) -> String {
    let mut page = Page::new(style);
    if sources.is_empty() {
        let says = "No source of evidence is named. Add one to onethread.toml, as in [source.initiatives] with `file` \
                    and `table`.";
        page.wrapped("", "", says, "");
        return page.finish();
    }
    table(&mut page, sources);
    for source in sources {
        let shown = if all { usize::MAX } else { SHOWN_MAX };
        details(&mut page, source, shown);
    }
    page.finish()
}

fn table(page: &mut Page, sources: &[SourceReport]) {
    let name = sources.iter().map(|source| source.path.len()).max().unwrap_or(0).clamp(6, 40) + 2;
    let header =
        format!("  {}{}", pad("source", name), ["read", "kept", "left out", "rejected"].map(|h| right(h, 10)).concat());
    page.line(&[(Look::Dim, &(header + "  table"))]);
    for source in sources {
        let counts = [source.read, source.kept, source.skipped.values().sum(), source.rejects.len()];
        let counts = counts.map(|count| right(&thousands(count as u128), 10)).concat();
        let row = format!("  {}{counts}  {}", pad(&source.path, name), source.table);
        page.line(&[(Look::Plain, &row)]);
    }
}

fn details(page: &mut Page, source: &SourceReport, shown: usize) {
    let silent = source.skipped.is_empty()
        && source.rejects.is_empty()
        && source.unknown_words.is_empty()
        && source.remarks.is_empty()
        && source.unread_columns.is_empty();
    if silent {
        return;
    }
    page.heading(&source.path);
    for reject in source.rejects.iter().take(shown) {
        page.with_place(" rejected: ", "   ", &reject.reason, &reject.place.to_string());
    }
    if source.rejects.len() > shown {
        page.line(&[(Look::Dim, &format!(" and {} more rejected: --all", source.rejects.len() - shown))]);
    }
    for (reason, count) in &source.skipped {
        page.wrapped(" left out: ", "   ", &format!("{} records, because {reason}", thousands(*count as u128)), "");
    }
    for ((field, word), count) in &source.unknown_words {
        let says = format!(
            "{field} `{word}` stands in {} records, and no setting says what it means",
            thousands(*count as u128)
        );
        page.wrapped(" unknown word: ", "   ", &says, "");
    }
    for (remark, count) in &source.remarks {
        page.wrapped(" note: ", "   ", &format!("{remark} ({})", thousands(*count as u128)), "");
    }
    if !source.unread_columns.is_empty() {
        page.wrapped(" not read: ", "   ", &format!("columns {}", source.unread_columns.join(", ")), "");
    }
}
