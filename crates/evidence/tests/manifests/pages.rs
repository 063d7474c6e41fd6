//! The examples and limits of the pages, through the door that every source passes.

use std::fs;

use onethread_evidence::importers::IMPORTERS;
use onethread_evidence::importers::manifests::limits;
use onethread_evidence::{Gathering, People, Pseudonyms, gather};
use onethread_model::Day;
use onethread_model::config::load;
use onethread_model::facts::{Facts, SourceReport, Symbol};
use onethread_model::source::Sources;

/// The fenced blocks whose info string begins so, with the rest of it.
fn blocks<'p>(page: &'p str, begins: &str) -> Vec<(&'p str, &'p str)> {
    let start = format!("```{begins}");
    let mut found = Vec::new();
    for piece in page.split("\n\n") {
        if let Some(rest) = piece.strip_prefix(&start) {
            // A block may hold empty lines: it ends at its own fence.
            let at = page.len() - page[page.find(piece).expect("it is there")..].len() + start.len();
            let rest_of_page = &page[at..];
            let (info, body) = rest_of_page.split_once('\n').expect("a line");
            let body = body.split_once("```").expect("an end").0;
            assert!(rest.starts_with(info));
            found.push((info.trim(), body));
        }
    }
    found
}

fn rows(facts: &Facts) -> Vec<String> {
    let known = facts.as_of(Day::from_ymd(9999, 1, 1).expect("a day"));
    let of = |symbol: Option<Symbol>| symbol.map_or("-", |symbol| known.text(symbol));
    let packages = known.packages().map(|row| {
        let (component, package, reach) = (known.text(row.component), known.text(row.package), known.text(row.reach));
        let stated = row.license.map(|license| known.text(license).to_owned());
        let stated = stated.into_iter().chain(row.published.map(|day| day.to_string()));
        let stated: String = stated.map(|text| format!(" {text}")).collect();
        format!("package {component} {package} {} {} {reach} {}{stated}", of(row.version), of(row.origin), of(row.kind))
    });
    let links = known.links().map(|row| {
        format!("link {} {} {} {}", known.text(row.component), known.text(row.on), of(row.package), of(row.kind))
    });
    let mut rows: Vec<String> = packages.chain(links).collect();
    rows.sort();
    rows
}

fn report_text(report: &SourceReport) -> String {
    let facts = if report.facts == 1 { "fact" } else { "facts" };
    let path = report.path.trim_start_matches("repository/");
    let mut text = format!("{path}: {} read, {} kept as {} {facts}", report.read, report.kept, report.facts);
    let skipped: usize = report.skipped.values().sum();
    if skipped > 0 {
        text += &format!(", {skipped} skipped");
    }
    if !report.rejects.is_empty() {
        text += &format!(", {} rejected", report.rejects.len());
    }
    text.push('\n');
    for reject in &report.rejects {
        text += &format!("  line {}: {}\n", reject.place.line, reject.reason);
    }
    for (reason, count) in report.skipped.iter().chain(&report.remarks) {
        text += &format!("  {count} x {reason}\n");
    }
    text
}

#[test]
fn the_examples_of_the_pages_are_true() {
    for name in ["cargo", "npm"] {
        let page = IMPORTERS.iter().find(|importer| importer.key == name).expect("the importer").page;
        let root = tempfile::tempdir().expect("a folder");
        for (path, text) in blocks(page, "text ") {
            let path = root.path().join("repository").join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let settings = blocks(page, "toml onethread.toml")[0].1;
        let written = settings.lines().find(|line| line.starts_with("file")).expect("a file");
        let mut sources = Sources::default();
        let file = sources.add("onethread.toml", settings.replace(written, "file = \"repository\""));
        let mut faults = Vec::new();
        let config = load(&sources, file, &mut faults);
        assert!(faults.is_empty(), "{faults:#?}");
        let (people, pseudonyms) = (People::new(), Pseudonyms::from_key([7; 32]));
        let root = onethread_files::Root::new(root.path(), onethread_files::Outside::none());
        let gathering = Gathering { root: &root, config: &config, people: &people, pseudonyms: &pseudonyms };
        let (facts, diagnostics) = gather(&gathering, &mut |_| {});
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        assert_eq!(rows(&facts).join("\n") + "\n", blocks(page, "rows")[0].1, "{name}");
        let reports: String = facts.sources.iter().map(report_text).collect();
        assert_eq!(reports, blocks(page, "report")[0].1, "{name}");
    }
}

#[test]
fn the_limits_of_the_pages_are_true() {
    let grouped = |number: usize| {
        let digits = number.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).expect("digits")).collect();
        groups.join(",")
    };
    let rows = [
        ("a manifest", format!("{} MiB", limits::MANIFEST_BYTES_MAX >> 20)),
        ("a lockfile", format!("{} MiB", limits::LOCK_BYTES_MAX >> 20)),
        ("manifests of a repository", grouped(limits::MANIFESTS_MAX)),
        ("packages of a lockfile", grouped(limits::RECORDS_MAX)),
        ("patterns of members of a workspace", grouped(limits::PATTERNS_MAX)),
        ("the name of a package", format!("{} bytes", limits::NAME_BYTES_MAX)),
        ("a license", format!("{} bytes", limits::LICENSE_BYTES_MAX)),
        ("packages within packages, in version 1", limits::DEPTH_MAX.to_string()),
    ];
    for name in ["cargo", "npm"] {
        let page = IMPORTERS.iter().find(|importer| importer.key == name).expect("the importer").page;
        let table = page.split_once("## Limits").expect("limits").1;
        for line in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| what")) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let known = rows.iter().find(|(what, _)| *what == cells[1]).unwrap_or_else(|| panic!("{name}: {line}"));
            assert_eq!(known.1, cells[2], "{name}: {line}");
        }
    }
}
