//! Tests of the model at its boundaries: files in, values and diagnostics out.

mod config;
mod edit;
mod edit_laws;
mod edits_of_files;
mod governance;
mod moves;
mod organization;
mod properties;
mod reference;
mod syntax;

use std::sync::Arc;

use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::org::{self, Org};
use onethread_model::source::{FileId, Sources};

/// Loads an organization from files, given as path and text.
fn load(files: &[(&str, &str)]) -> (Org, Vec<String>) {
    let mut sources = Sources::default();
    let ids: Vec<FileId> = files.iter().map(|(path, text)| sources.add(*path, *text)).collect();
    let mut diagnostics = Vec::new();
    let org = org::load(&sources, &ids, &mut diagnostics);
    (org, lines(&sources, diagnostics))
}

/// Diagnostics as compact lines, by place: `error[code] path:line:col message (label) + related | note | help`.
fn lines(sources: &Sources, mut diagnostics: Vec<Diagnostic>) -> Vec<String> {
    diagnostics.sort_by_key(|d| match &d.primary.spot {
        Spot::Span(span) => (span.file, span.start),
        Spot::Record(_) | Spot::Path(_) => (FileId(u32::MAX), 0),
    });
    diagnostics.iter().map(|diagnostic| line(sources, diagnostic)).collect()
}

fn line(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let place = |spot: &Spot| match spot {
        Spot::Span(span) => sources.place(*span).to_string(),
        Spot::Record(place) => place.to_string(),
        Spot::Path(path) => path.clone(),
    };
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut line =
        format!("{severity}[{}] {} {}", diagnostic.code, place(&diagnostic.primary.spot), diagnostic.message);
    if !diagnostic.primary.text.is_empty() {
        line += &format!(" ({})", diagnostic.primary.text);
    }
    for related in &diagnostic.related {
        line += &format!(" + {} {}", place(&related.spot), related.text);
    }
    for text in diagnostic.notes.iter().chain(&diagnostic.help) {
        line += &format!(" | {text}");
    }
    line
}

/// Compares compact lines with the expected ones, one a line; indentation and empty lines do not count.
#[track_caller]
fn assert_lines(found: &[String], expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert!(found == expected, "found:\n{}\n\nexpected:\n{}\n", found.join("\n"), expected.join("\n"));
}

/// All that an organization says, without places; lists that have no order of their own are sorted.
fn dump(org: &Org) -> String {
    fn sort<T: std::fmt::Debug>(items: &mut [T]) {
        items.sort_by_cached_key(|item| without_spans(&format!("{item:?}")));
    }
    let mut org = org.clone();
    sort(Arc::make_mut(&mut org.allocations).as_mut_slice());
    sort(Arc::make_mut(&mut org.attestations).as_mut_slice());
    sort(Arc::make_mut(&mut org.waivers).as_mut_slice());
    sort(Arc::make_mut(&mut org.outside_dependencies).as_mut_slice());
    for initiative in Arc::make_mut(&mut org.initiatives).values_mut() {
        sort(&mut initiative.dependencies);
        sort(&mut initiative.metrics);
    }
    without_spans(&format!("{org:#?}"))
}

fn without_spans(debug: &str) -> String {
    let mut rest = debug;
    let mut out = String::new();
    while let Some((before, behind)) = rest.split_once("span: Span {") {
        out += before.trim_end();
        rest = behind.split_once('}').map_or("", |(_, behind)| behind);
    }
    out + rest
}
