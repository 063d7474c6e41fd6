//! Files and settings in, text out: every test here is a table of what was read.

use std::fs;
use std::path::Path;

use onethread_evidence::{Gathering, People, Pseudonyms, gather};
use onethread_model::Day;
use onethread_model::config::{Config, load};
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::facts::{FACT_KINDS, Facts, SourceReport};
use onethread_model::source::Sources;

/// What came of a folder.
pub(crate) struct Gathered {
    pub(crate) facts: Facts,
    pub(crate) diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

/// Gathers from a folder; the settings must be without fault.
pub(crate) fn gather_in(root: &Path, settings: &str) -> Gathered {
    let mut sources = Sources::default();
    let file = sources.add("onethread.toml", settings);
    let mut faults = Vec::new();
    let config: Config = load(&sources, file, &mut faults);
    assert!(faults.is_empty(), "{faults:#?}");
    let mut people = People::new();
    people.add("ines", "ines");
    people.add("Ines Grau", "ines");
    let pseudonyms = Pseudonyms::from_key([7; 32]);
    let root = onethread_files::Root::new(root, onethread_files::Outside::none());
    let gathering = Gathering { root: &root, config: &config, people: &people, pseudonyms: &pseudonyms };
    let (facts, diagnostics) = gather(&gathering, &mut |_| {});
    for report in &facts.sources {
        let skipped: usize = report.skipped.values().sum();
        assert_eq!(report.read, report.kept + skipped + report.rejects.len(), "{report:#?}");
    }
    let made: usize = facts.sources.iter().map(|report| report.facts).sum();
    assert_eq!(made, FACT_KINDS.iter().map(|schema| facts.rows(schema.kind)).sum::<usize>());
    Gathered { facts, diagnostics, sources }
}

/// Gathers from these files.
pub(crate) fn gather_files(files: &[(&str, &[u8])], settings: &str) -> Gathered {
    let root = tempfile::tempdir().expect("folder");
    for (name, bytes) in files {
        fs::write(root.path().join(name), bytes).expect("file");
    }
    gather_in(root.path(), settings)
}

impl Gathered {
    /// All import reports.
    pub(crate) fn reports(&self) -> String {
        self.facts.sources.iter().map(report_text).collect()
    }

    /// Diagnostics as `severity code line "what it points at": message | notes | help`.
    pub(crate) fn problems(&self) -> Vec<String> {
        let problem = |diagnostic: &Diagnostic| {
            let severity = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let Spot::Span(span) = diagnostic.primary.spot else { panic!("no span: {diagnostic:?}") };
            let text = &self.sources.get(span.file).expect("a file").text;
            let mut line =
                format!("{severity} {} `{}`: {}", diagnostic.code, &text[span.start..span.end], diagnostic.message);
            for more in diagnostic.notes.iter().chain(&diagnostic.help) {
                line += &format!(" | {more}");
            }
            line
        };
        self.diagnostics.iter().map(problem).collect()
    }

    /// All facts known on 2026-07-24, without the source they came from.
    pub(crate) fn rows(&self) -> Vec<String> {
        self.rows_on("2026-07-24")
    }

    /// All facts known on a day. What ends later is shown without its end.
    pub(crate) fn rows_on(&self, day: &str) -> Vec<String> {
        let known = self.facts.as_of(Day::parse(day).expect("a day"));
        let text = |symbol| known.text(symbol);
        let list = |symbols: &[_]| symbols.iter().map(|symbol| known.text(*symbol)).collect::<Vec<_>>().join(";");
        let until = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let mut rows = Vec::new();
        for e in known.initiative_events() {
            rows.push(format!("{} {} {} = {}", e.day, text(e.initiative), text(e.field), list(&e.value)));
        }
        for s in known.initiative_snapshots() {
            rows.push(format!("{} {} {} = {}", s.observed, text(s.initiative), text(s.field), list(&s.value)));
        }
        for m in known.memberships() {
            let role = m.role.map(text).unwrap_or_default();
            rows.push(format!(
                "{} {} [{role}] {}..{}",
                text(m.person),
                text(m.team),
                m.from,
                until(known.known(m.until))
            ));
        }
        for a in known.allocations() {
            rows.push(format!(
                "{} {} {} {}..{}",
                text(a.person),
                text(a.initiative),
                a.share.get(),
                a.from,
                until(known.known(a.until))
            ));
        }
        for r in known.releases() {
            rows.push(format!("{} {}", r.day, text(r.release)));
        }
        rows
    }
}

/// An import report as text.
fn report_text(report: &SourceReport) -> String {
    let mut text = format!("{}: {} read, {} kept as {} fact", report.name, report.read, report.kept, report.facts);
    text += if report.facts == 1 { "" } else { "s" };
    let skipped: usize = report.skipped.values().sum();
    if skipped > 0 {
        text += &format!(", {skipped} skipped");
    }
    if !report.rejects.is_empty() {
        text += &format!(", {} rejected", report.rejects.len());
    }
    text.push('\n');
    for reject in &report.rejects {
        assert_eq!(reject.place.path, report.path);
        text += &format!("  line {}: {}\n", reject.place.line, reject.reason);
    }
    for (reason, count) in report.skipped.iter().chain(&report.remarks) {
        text += &format!("  {count} x {reason}\n");
    }
    for ((field, word), count) in &report.unknown_words {
        text += &format!("  {count} x {field} `{word}` is not in the settings\n");
    }
    if !report.unread_columns.is_empty() {
        text += &format!("  unread: {}\n", report.unread_columns.join(", "));
    }
    text
}
