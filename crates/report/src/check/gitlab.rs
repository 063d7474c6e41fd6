//! The code quality report of GitLab: a JSON array, shown at the lines of a merge request.

use serde::Serialize;

use super::{CheckReport, printable_json};
use crate::inert::inert;
use onethread_core::check::Level;

/// A finding as GitLab reads it.
#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    /// Must differ for every issue of a report.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// Each finding as an issue.
///
/// # Errors
/// None that these types can cause.
pub fn gitlab(report: &CheckReport<'_>) -> Result<String, serde_json::Error> {
    let mut seen = std::collections::BTreeMap::new();
    let issues: Vec<Issue> = report
        .items()
        .map(|item| {
            let region = report.region(&item.diagnostic.primary.spot);
            // A defect that is there twice in a file is reported twice, under two fingerprints.
            let times = seen.entry(item.fingerprint.clone()).and_modify(|times| *times += 1).or_insert(0);
            let again = if *times > 0 { format!("-{times}") } else { String::new() };
            let lines: Vec<String> = item.lines().iter().map(|line| inert(line).into_owned()).collect();
            Issue {
                description: format!("{}: {}", item.code, lines.join("; ")),
                check_name: item.code.to_owned(),
                fingerprint: format!("{}{again}", item.fingerprint),
                severity: match item.level {
                    Level::Error => "major",
                    Level::Warning => "minor",
                    Level::Info => "info",
                },
                location: Location {
                    path: region.path,
                    lines: Lines { begin: region.start.map_or(1, |(line, _)| line) },
                },
            }
        })
        .collect();
    Ok(printable_json(serde_json::to_string_pretty(&issues)?))
}
