//! What became of each source: every record is accounted for.

use onethread_model::Day;
use onethread_model::facts::SourceReport;

use super::paint::{Look, Page, pad, right};
use crate::Style;
use onethread_core::words::thousands;

/// Rejects and remarks shown for each source unless all are asked for.
const SHOWN_MAX: usize = 5;

/// Most files of a source that have rows of their own; ownership may stand in a file of each folder.
const FILES_MAX: usize = 20;

/// Columns of counts are so wide at least: the longest heading and two blanks.
const COUNT_WIDTH_MIN: usize = 10;

/// A file of evidence, as the import report shows it.
#[derive(Clone, Copy, Debug)]
pub struct SourceEvidence<'a> {
    /// What became of its records.
    pub report: &'a SourceReport,
    /// First and last day of its facts.
    pub days: Option<[Day; 2]>,
    /// Where its facts are kept.
    pub kept: Kept<'a>,
}

/// Where facts are kept between runs.
#[derive(Clone, Copy, Debug)]
pub enum Kept<'a> {
    /// Nowhere: the file is read each time.
    InMemory {
        /// Why, as a clause.
        why: &'a str,
    },
    /// In the store.
    Stored {
        /// The day of the import that read the file last.
        imported: Day,
        /// Number of segments.
        segments: usize,
        /// Their size in bytes.
        bytes: u64,
        /// Their folder.
        folder: &'a str,
    },
}

/// The whole import report; ages are shown as of `day`.
pub fn evidence(sources: &[SourceEvidence<'_>], day: Day, style: Style, all: bool) -> String {
    let mut page = Page::new(style);
    if sources.is_empty() {
        let says = "No source of evidence is named. Add one to onethread.toml, as in [source.initiatives] with `file` \
                    and `table`.";
        page.wrapped("", "", says, "");
        return page.finish();
    }
    let reports: Vec<&SourceReport> = sources.iter().map(|source| source.report).collect();
    table(&mut page, &reports);
    for source in sources {
        let shown = if all { usize::MAX } else { SHOWN_MAX };
        page.heading(&label(source.report, &reports));
        page.wrapped(" facts: ", "   ", &coverage(source, day), "");
        page.wrapped(" kept: ", "   ", &kept(source.kept), "");
        details(&mut page, source.report, shown);
    }
    page.finish()
}

/// How old the facts are, and how many records became facts.
fn coverage(source: &SourceEvidence<'_>, day: Day) -> String {
    let SourceReport { read, kept, .. } = source.report;
    let records = match (read, kept) {
        (0, _) => "it has no record".to_owned(),
        (read, kept) if read == kept => "every record is kept".to_owned(),
        // Cut and not rounded, so that 100 % is all.
        (read, kept) => format!("{:.1} % of records are kept", (kept * 1_000 / read) as f64 / 10.0),
    };
    let Some([first, last]) = source.days else { return format!("none; {records}") };
    let age = match day.days_since(last) {
        0 => format!("the newest of {day} itself"),
        1 => format!("the newest 1 day before {day}"),
        age if age > 0 => format!("the newest {} days before {day}", thousands(age.unsigned_abs().into())),
        age => format!("the newest {} days after {day}", thousands(age.unsigned_abs().into())),
    };
    format!("{first} to {last}, {age}; {records}")
}

fn kept(kept: Kept<'_>) -> String {
    match kept {
        Kept::InMemory { why } => format!("in memory only: {why}"),
        Kept::Stored { imported, segments, bytes, folder } => {
            let segments = if segments == 1 { "1 segment".to_owned() } else { format!("{segments} segments") };
            format!("imported on {imported}; {segments}, {} in {folder}", size(bytes))
        }
    }
}

/// A number of bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{} bytes", thousands(bytes.into())),
        10_000..1_000_000 => format!("{} kB", bytes / 1_000),
        bytes => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A file as it is shown: by its path, with the part of its source where several parts read it.
fn label(source: &SourceReport, all: &[&SourceReport]) -> String {
    let is_part = |other: &&&SourceReport| other.path == source.path && other.name != source.name;
    match source.name.split_once('.').filter(|_| all.iter().find(is_part).is_some()) {
        Some((_, part)) => format!("{} ({part})", source.path),
        None => source.path.to_string(),
    }
}

fn table(page: &mut Page, sources: &[&SourceReport]) {
    let name = sources.iter().map(|source| label(source, sources).len()).max().unwrap_or(0).clamp(6, 40) + 2;
    // The largest number that can stand there is that of all records together.
    let all: usize = sources.iter().map(|source| source.read).sum();
    let width = (thousands(all as u128).len() + 2).max(COUNT_WIDTH_MIN);
    let heads = ["read", "kept", "left out", "rejected"].map(|head| right(head, width));
    let header = format!("  {}{}", pad("source", name), heads.concat());
    page.line(&[(Look::Dim, &(header + "  table"))]);
    for files in sources.chunk_by(|one, other| one.name == other.name) {
        let many = format!("{}: {} files", files.first().map_or("", |source| source.name.as_str()), files.len());
        let rows: Vec<(String, &[&SourceReport])> = match files.len() {
            0..=FILES_MAX => {
                files.iter().map(|source| (label(source, sources), std::slice::from_ref(source))).collect()
            }
            _ => vec![(many, files)],
        };
        for (path, files) in rows {
            let sum = |count: fn(&SourceReport) -> usize| files.iter().map(|source| count(source)).sum::<usize>();
            let left_out = sum(|source| source.skipped.values().sum());
            let counts =
                [sum(|source| source.read), sum(|source| source.kept), left_out, sum(|source| source.rejects.len())];
            let counts = counts.map(|count| right(&thousands(count as u128), width)).concat();
            let row = format!("  {}{counts}  {}", pad(&path, name), files.first().map_or("", |source| source.table));
            page.line(&[(Look::Plain, &row)]);
        }
    }
}

fn details(page: &mut Page, source: &SourceReport, shown: usize) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn age_coverage_and_store_are_told() {
        let report = SourceReport {
            path: "data/events.csv".into(),
            table: "initiative_event",
            read: 200_000,
            kept: 199_999,
            ..SourceReport::default()
        };
        let days = Some([day("2018-12-01"), day("2026-07-22")]);
        let folder = ".onethread/evidence/events";
        let kept = Kept::Stored { imported: day("2026-07-23"), segments: 3, bytes: 2_595_465, folder };
        let source = SourceEvidence { report: &report, days, kept };
        let style = Style { color: false, width: 80 };
        let text = evidence(&[source], day("2026-07-24"), style, false);
        let expected = [
            "",
            "data/events.csv",
            " facts: 2018-12-01 to 2026-07-22, the newest 2 days before 2026-07-24; 99.9 % of",
            "   records are kept",
            " kept: imported on 2026-07-23; 3 segments, 2.6 MB in .onethread/evidence/events",
            "",
        ]
        .join("\n");
        assert!(text.ends_with(&expected), "{text}");
        assert!(text.lines().all(|line| line.len() <= 80), "{text}");

        let none = SourceReport { read: 0, kept: 0, ..report.clone() };
        let why = "it is small enough to be read again each time";
        let source = SourceEvidence { report: &none, days: None, kept: Kept::InMemory { why } };
        let text = evidence(&[source], day("2026-07-24"), style, false);
        assert!(text.ends_with(&format!(" facts: none; it has no record\n kept: in memory only: {why}\n")), "{text}");
        let ahead = Some([day("2026-08-01"); 2]);
        let source = SourceEvidence { report: &report, days: ahead, kept: Kept::InMemory { why } };
        assert!(evidence(&[source], day("2026-07-24"), style, false).contains("the newest 8 days after 2026-07-24"));
    }
}
