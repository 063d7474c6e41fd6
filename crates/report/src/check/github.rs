//! Annotations of GitHub Actions: workflow commands on standard output, which the forge shows at the lines of a change.

use super::CheckReport;
use crate::inert::inert;
use onethread_core::check::Level;

/// Each finding as a workflow command, the worst first: GitHub shows ten errors and ten warnings of a step, and the
/// summary of the job has all of them.
pub fn github(report: &CheckReport<'_>) -> String {
    let mut out = String::new();
    for item in report.worst_first() {
        let command = match item.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "notice",
        };
        let region = report.region(&item.diagnostic.primary.spot);
        let mut properties = format!("file={}", property(&region.path));
        let (line, column) = region.start.unwrap_or((1, None));
        properties.push_str(&format!(",line={line}"));
        if let Some((end_line, end_column)) = region.end {
            properties.push_str(&format!(",endLine={end_line}"));
            // A column over several lines would mean nothing.
            if let Some(column) = column.filter(|_| end_line == line) {
                properties.push_str(&format!(",col={column},endColumn={end_column}"));
            }
        }
        let mut lines = item.lines();
        let others = item.related().iter().map(|label| {
            let region = report.region(&label.spot);
            let line = region.start.map_or_else(String::new, |(line, _)| format!(":{line}"));
            format!("{}{line}: {}", region.path, label.text)
        });
        lines.splice(1..1, others);
        let lines: Vec<String> = lines.iter().map(|line| data(line)).collect();
        let title = property(&item.title());
        out.push_str(&format!("::{command} {properties},title={title}::{}\n", lines.join("%0A")));
    }
    out
}

/// Text of a command: nothing in it ends the line, and so nothing begins another command.
fn data(text: &str) -> String {
    inert(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command: nothing in it ends the property or the list of them.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
