//! For editors and pipes: a finding is a line, `path:line:column: level[CODE] message`.

use onethread_model::diagnostic::Spot;

use super::{CheckReport, text};
use crate::inert::inert;

/// A line for each finding, then what is to be said about all of them.
pub fn concise(report: &CheckReport<'_>) -> String {
    let mut out = String::new();
    for item in report.items() {
        let place = place(report, &item.diagnostic.primary.spot);
        out.push_str(&format!("{place}: {}[{}] {}\n", item.level.key(), item.code, inert(&item.diagnostic.message)));
    }
    out + &text::closing(report)
}

/// A place as editors read it: `path:line:column`.
pub(super) fn place(report: &CheckReport<'_>, spot: &Spot) -> String {
    let region = report.region(spot);
    let mut place = inert(&region.path).into_owned();
    if let Some((line, column)) = region.start {
        place.push_str(&format!(":{line}"));
        place.push_str(&column.map_or_else(String::new, |column| format!(":{column}")));
    }
    place
}
