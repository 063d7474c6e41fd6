//! Lines of reporting that run in a circle.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onethread_model::diagnostic::{Diagnostic, Severity};
use onethread_model::record::short;

use super::Work;
use crate::spreadsheet::entries::{EntryKind, Said};

impl Work<'_> {
    /// Takes out the lines of everybody whose managers lead back to them.
    pub(super) fn break_circles(&mut self) {
        let lines: BTreeMap<String, String> = self
            .entries
            .all
            .iter()
            .filter_map(|(key, fields)| match fields.get("reports-to") {
                Some(Said::Id(manager)) if key.kind == EntryKind::Person => Some((key.id.clone(), manager.clone())),
                _ => None,
            })
            .collect();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let mut circles: Vec<Vec<&str>> = Vec::new();
        for start in lines.keys() {
            let mut path: Vec<&str> = Vec::new();
            let mut here = start.as_str();
            let mut places: HashMap<&str, usize> = HashMap::new();
            while !done.contains(here) {
                if let Some(first) = places.get(here) {
                    circles.push(path[*first..].to_vec());
                    break;
                }
                places.insert(here, path.len());
                path.push(here);
                match lines.get(here) {
                    Some(manager) => here = manager,
                    None => break,
                }
            }
            done.extend(path);
        }
        for circle in circles {
            let shown: Vec<String> = circle.iter().take(6).map(|id| short(id)).collect();
            let what = format!("these people report to each other in a cycle: {}", shown.join(", "));
            let spot = onethread_model::diagnostic::Spot::Path("the roster".to_owned());
            let report = Diagnostic::new(Severity::Error, "reporting-circle", what, spot);
            self.diagnostics.push(
                report
                    .note("none of their lines was written; everybody else's was")
                    .help("correct the manager of one of them, and run this again"),
            );
            for id in circle {
                self.entries.entry(EntryKind::Person, id).remove("reports-to");
            }
        }
    }
}
