//! SARIF 2.1.0, as code scanning on forges reads it. Only what such a forge shows is written.

use std::collections::BTreeMap;

use serde::Serialize;

use super::fixes::{Change, FixOf, fixes};
use super::{CheckReport, Item, Region, printable_json};
use crate::inert::inert_lines;
use onethread_core::check::{Level, Rule, family_of};
use onethread_model::reference::SITE;

/// More results of a run are refused by GitHub.
pub const RESULTS_MAX: usize = 25_000;
/// More related places of a result are not shown by GitHub.
const RELATED_MAX: usize = 100;

/// A SARIF file, and how many results were cut because a forge would refuse more.
pub struct Sarif {
    /// The file.
    pub text: String,
    /// Results that are not in it; the worst are.
    pub cut: usize,
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    automation_details: Details,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<ResultOf<'a>>,
}

#[derive(Serialize)]
struct Details {
    id: &'static str,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    name: &'a str,
    short_description: Words,
    full_description: Words,
    help_uri: String,
    help: Help<'a>,
    default_configuration: Configuration,
    properties: Properties,
}

/// What viewers filter and sort by.
#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 2],
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

#[derive(Serialize)]
struct Words {
    text: String,
}

#[derive(Serialize)]
struct Help<'a> {
    text: String,
    markdown: &'a str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Words,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultOf<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Words,
    locations: [LocationOf; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<LocationOf>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixObject>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject {
    description: Words,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: Artifact,
    replacements: Vec<Replaced>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replaced {
    deleted_region: RegionOf,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Words>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LocationOf {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Words>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<RegionOf>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RegionOf {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

/// The findings as SARIF.
///
/// # Errors
/// None that these types can cause.
pub fn sarif(report: &CheckReport<'_>) -> Result<Sarif, serde_json::Error> {
    limited(report, RESULTS_MAX)
}

fn limited(report: &CheckReport<'_>, max: usize) -> Result<Sarif, serde_json::Error> {
    let mut items = report.worst_first();
    let cut = items.len().saturating_sub(max);
    items.truncate(max);
    let rules = descriptors(report, &items);
    let index: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(at, rule)| (rule.id, at)).collect();
    let mut fixes = fixes(report, &items);
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let mut results: Vec<ResultOf<'_>> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let time = times.entry(&item.fingerprint).or_default();
        *time += 1;
        results.push(result(item, *time, &index, fixes.remove(&at), report));
    }
    let notification = |level, text: String| Notification { level, message: Words { text } };
    let mut notifications: Vec<Notification> =
        report.remarks().into_iter().map(|text| notification("note", text)).collect();
    if cut > 0 {
        let text = format!("{cut} results were left out: a forge takes {max} of one run; the worst are here");
        notifications.insert(0, notification("warning", text));
    }
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "Onethread",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: SITE,
                    rules,
                },
            },
            automation_details: Details { id: "onethread/check/" },
            invocations: [Invocation { execution_successful: true, tool_execution_notifications: notifications }],
            // Columns are counted in characters.
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    let text = serde_json::to_string_pretty(&log)?;
    Ok(Sarif { text: printable_json(text), cut })
}

/// Rules that were run, and kinds of defects that were met, each once.
fn descriptors<'a>(report: &CheckReport<'a>, items: &[Item<'a>]) -> Vec<Descriptor<'a>> {
    let ran = report.checked.evaluated.iter().map(|(rule, _)| *rule);
    let mut all: BTreeMap<&str, Descriptor<'_>> = BTreeMap::new();
    for rule in ran.chain(report.checked.findings.iter().map(|finding| finding.rule)) {
        all.entry(rule.code).or_insert_with(|| of_rule(rule));
    }
    for item in items.iter().filter(|item| item.finding.is_none()) {
        all.entry(item.code).or_insert_with(|| of_defect(item));
    }
    all.into_values().collect()
}

fn of_rule(rule: &'static Rule) -> Descriptor<'static> {
    let family = family_of(rule);
    let about = first_paragraph(rule.page);
    Descriptor {
        id: rule.code,
        name: rule.name,
        short_description: Words { text: rule.title.to_owned() },
        help_uri: format!("{SITE}/rules/{}", rule.code),
        help: Help { text: format!("{about}\n\nThe whole page: onethread explain {}", rule.code), markdown: rule.page },
        full_description: Words { text: about },
        default_configuration: Configuration { level: level(rule.level) },
        properties: properties(family.map_or("rule", |family| family.folder), rule.level),
    }
}

fn of_defect<'a>(item: &Item<'a>) -> Descriptor<'a> {
    const DEFECT: &str = "A file is not as expected: the message says what, where and how to fix it.";
    Descriptor {
        id: item.code,
        name: item.code,
        short_description: Words { text: defect_title(item.code) },
        full_description: Words { text: DEFECT.to_owned() },
        help_uri: format!("{SITE}/input/{}", item.code),
        help: Help { text: DEFECT.to_owned(), markdown: DEFECT },
        default_configuration: Configuration { level: level(item.level) },
        properties: properties("input", item.level),
    }
}

fn properties(about: &'static str, level: Level) -> Properties {
    // The words of GitHub, which sorts by them.
    let severity = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "recommendation",
    };
    Properties { tags: ["onethread", about], severity }
}

fn defect_title(code: &str) -> String {
    format!("A file is not as expected: {}", code.replace('-', " "))
}

/// What a page says first under its first heading below the title, in one line.
fn first_paragraph(page: &str) -> String {
    let below = page.lines().skip_while(|line| !line.starts_with("## ")).skip(1).skip_while(|line| line.is_empty());
    below.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn result<'a>(
    item: &Item<'a>,
    time: usize,
    index: &BTreeMap<&str, usize>,
    fix: Option<FixOf<'_>>,
    report: &CheckReport<'_>,
) -> ResultOf<'a> {
    let related = item.related().iter().take(RELATED_MAX).enumerate().map(|(at, label)| LocationOf {
        id: Some(at + 1),
        physical_location: physical(report.region(&label.spot)),
        message: Some(words(&label.text)).filter(|words| !words.text.is_empty()),
    });
    // Both names: what GitHub reads, with which one it is of several that are alike; and ours, which says how it is
    // made.
    let hash = format!("{}:{time}", item.fingerprint);
    let fingerprints = [("onethread/v1", item.fingerprint.clone()), ("primaryLocationLineHash", hash)];
    ResultOf {
        rule_id: item.code,
        rule_index: index.get(item.code).copied().unwrap_or(0),
        level: level(item.level),
        // Viewers group by the rule and show the first words: what is alike comes first.
        message: words(&format!("{}: {}", title(item), item.lines().join("\n"))),
        locations: [LocationOf {
            id: None,
            physical_location: physical(report.region(&item.diagnostic.primary.spot)),
            message: None,
        }],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from(fingerprints),
        fixes: fix.map(fix_object).into_iter().collect(),
    }
}

/// What results of one kind have in common, in a few words.
fn title(item: &Item<'_>) -> String {
    item.finding.map_or_else(|| defect_title(item.code), |finding| finding.rule.title.to_owned())
}

/// New text for pieces of files. What a person has to look at afterwards says so, because the form has no field for it.
fn fix_object(FixOf { fix, changes }: FixOf<'_>) -> FixObject {
    let warning = if fix.safe { "" } else { " (unsafe: look at what it changed)" };
    let description = words(&format!("{}{warning}", fix.says));
    let mut by_path: BTreeMap<String, Vec<Replaced>> = BTreeMap::new();
    for Change { region, text } in changes {
        let path = region.path.clone();
        let Some(deleted_region) = region_of(&region) else { continue };
        let inserted_content = (!text.is_empty()).then_some(Words { text });
        by_path.entry(path).or_default().push(Replaced { deleted_region, inserted_content });
    }
    let change =
        |(path, replacements): (String, _)| ArtifactChange { artifact_location: artifact(&path), replacements };
    FixObject { description, artifact_changes: by_path.into_iter().map(change).collect() }
}

fn words(text: &str) -> Words {
    Words { text: inert_lines(text).into_owned() }
}

fn physical(region: Region) -> Physical {
    Physical { artifact_location: artifact(&region.path), region: region_of(&region) }
}

fn artifact(path: &str) -> Artifact {
    Artifact { uri: uri(path), uri_base_id: "%SRCROOT%" }
}

fn region_of(region: &Region) -> Option<RegionOf> {
    region.start.map(|(start_line, start_column)| RegionOf {
        start_line,
        start_column,
        end_line: region.end.map(|(line, _)| line),
        end_column: region.end.map(|(_, column)| column),
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// A path as a relative reference: what a URI does not allow is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    if out.is_empty() { ".".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onethread_core::check::Checked;
    use onethread_model::Day;
    use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
    use onethread_model::source::Sources;

    #[test]
    fn what_a_forge_would_refuse_is_cut_and_said() {
        let checked = Checked::empty(Day::parse("2026-06-30").expect("a day"));
        let make = |severity, at: usize| {
            Diagnostic::new(severity, "unknown-key", format!("defect {at}"), Spot::Path("org/a b.toml".to_owned()))
        };
        let mut diagnostics: Vec<Diagnostic> = (0..3).map(|at| make(Severity::Note, at)).collect();
        diagnostics.push(make(Severity::Error, 3));
        let sources = Sources::default();
        let report = CheckReport {
            organization: None,
            checked: &checked,
            diagnostics: &diagnostics,
            agreement: &Default::default(),
            sources: &sources,
            prefix: "shop/",
            since: None,
        };
        let whole = limited(&report, 4).expect("SARIF");
        assert_eq!(whole.cut, 0);
        assert!(whole.text.contains("\"uri\": \"shop/org/a%20b.toml\""), "{}", whole.text);
        let cut = limited(&report, 2).expect("SARIF");
        assert_eq!(cut.cut, 2);
        assert!(cut.text.contains("2 results were left out"), "{}", cut.text);
        assert!(cut.text.contains("defect 3") && cut.text.contains("defect 0") && !cut.text.contains("defect 1"));
    }
}
