//! `agreement.toml` of a folder: read before everything that it is about.

use std::path::Path;

use onethread_core::agreed::items;
use onethread_files::Root;
use onethread_model::agreement::{self, AGREEMENT};
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::facts::{FACT_KINDS, Facts};
use onethread_model::source::Span;

use crate::texts::read_text;
use crate::{Folder, today};

impl Folder {
    /// Reads what is agreed about people, and says what it loosens. It holds as of today, or of the last day of the
    /// evidence where that is earlier.
    pub(crate) fn read_agreement(&mut self, root: &Root) {
        if root.is_free(AGREEMENT) {
            return;
        }
        let Some(file) = self.add_text(read_text(root, Path::new(AGREEMENT))) else { return };
        let last = self.config.data_cut.map_or_else(today, |last| last.min(today()));
        let agreement = agreement::load(&self.snapshot.sources, file, &items(), last, &mut self.diagnostics);
        for says in &agreement.loosened {
            let message = format!("the agreement loosens: {says}");
            let span = Span { file, start: 0, end: 0 };
            self.diagnostics.push(Diagnostic::new(Severity::Note, "agreement-loosens", message, Spot::Span(span)));
        }
        let snapshot = std::mem::take(&mut self.snapshot);
        self.snapshot = snapshot.with_agreement(agreement);
    }

    /// Drops tables that the agreement switches off, and rows that are older than it lets them be kept.
    pub(crate) fn forget(&self, facts: &mut Facts, diagnostics: &mut Vec<Diagnostic>) {
        let agreement = &self.snapshot.agreement;
        let last = self.config.data_cut.map_or_else(today, |last| last.min(today()));
        for table in FACT_KINDS {
            let (why, dropped) = match agreement.retention_days(table.kind) {
                _ if !agreement.reads(table.kind) => {
                    let rows = facts.rows(table.kind);
                    facts.truncate(table.kind, 0);
                    ("the agreement switches the table off".to_owned(), rows)
                }
                Some(days) => {
                    let from = last.plus_days(-i32::try_from(days).unwrap_or(i32::MAX));
                    let rows = facts.forget_before(table.kind, from);
                    (format!("older than the {days} days that the agreement lets them be kept"), rows)
                }
                None => continue,
            };
            if dropped > 0 {
                let message = format!("{dropped} records of `{}` dropped: {why}", table.name);
                let spot = Spot::Path(AGREEMENT.to_owned());
                diagnostics.push(Diagnostic::new(Severity::Note, "records-dropped", message, spot));
            }
        }
    }
}
