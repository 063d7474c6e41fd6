//! The manifest of a source: which segments hold its facts, and what became of every record.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::config::SourceConfig;
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::facts::{FACTS_VERSION, Reject, SourceReport};
use onethread_model::source::{At, Place, Span};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::input::{Stamp, hex};

/// Version of the manifest and of the way segments are written.
const FORMAT: u32 = 1;

/// Most bytes of a manifest.
pub(super) const MANIFEST_BYTES_MAX: u64 = 64 << 20;

/// The diagnostics of an import that a manifest can keep: those that say something of the file as it is. After any
/// other one, nothing is stored.
const CODES: &[&str] = &["duplicate-column", "empty-file", "missing-column"];

/// What a manifest says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Name of the source in the settings.
    pub(super) source: String,
    /// Hash of what the import depends on besides the files.
    pub(super) settings: String,
    /// The files of the source.
    pub(super) files: Vec<StoredFile>,
}

/// A file of the source, as imported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StoredFile {
    pub(super) path: String,
    /// Size and hash of all of it.
    pub(super) bytes: u64,
    pub(super) sha256: String,
    /// Spares hashing the file when it is still the same.
    pub(super) stamp: Option<Stamp>,
    /// The day of the last import, as `YYYY-MM-DD`.
    pub(super) imported: String,
    /// Where an import of what comes after its end can go on; absent when its end is the middle of a record.
    pub(super) resume: Option<Resume>,
    pub(super) segments: Vec<Segment>,
    pub(super) report: StoredReport,
    pub(super) diagnostics: Vec<StoredDiagnostic>,
}

/// What an importer has to know to go on after the end of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Resume {
    /// The line that would come next, from 1 for CSV; lines so far for JSON Lines.
    pub(crate) line: u32,
    /// The columns that records brought so far, for JSON Lines.
    pub(crate) columns: Vec<String>,
}

/// A Parquet file with some of the facts of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Segment {
    pub(super) number: u64,
    pub(super) table: String,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl Segment {
    /// Its name in the folder of the source. It is made from numbers alone, so that no manifest can lead elsewhere.
    pub(super) fn file_name(&self) -> String {
        let digits: String = self.sha256.chars().filter(char::is_ascii_hexdigit).take(16).collect();
        format!("segment-{:06}-{digits}.parquet", self.number)
    }
}

/// Why a manifest cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    /// A later program wrote it; a clause says so.
    Newer(String),
    /// An earlier program wrote it, so that its source is imported again.
    Older,
    /// It is not what was written, as a clause says.
    Damaged(String),
}

#[derive(Deserialize)]
struct Versions {
    onethread_evidence: u32,
    facts: u32,
}

#[derive(Serialize, Deserialize)]
struct Envelope<'a> {
    onethread_evidence: u32,
    facts: u32,
    sha256: String,
    #[serde(borrow)]
    manifest: &'a RawValue,
}

impl Manifest {
    /// The manifest as a file: versions, the hash of what follows, and that.
    ///
    /// # Errors
    /// Never, for values that come from an import.
    pub(super) fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let manifest = serde_json::value::to_raw_value(self)?;
        let sha256 = hex(&Sha256::digest(manifest.get()));
        let envelope = Envelope { onethread_evidence: FORMAT, facts: FACTS_VERSION, sha256, manifest: &manifest };
        let mut bytes = serde_json::to_vec(&envelope)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads a manifest of this source.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub(super) fn from_bytes(bytes: &[u8], source: &str) -> Result<Manifest, Unusable> {
        let damaged = |why: &str| Unusable::Damaged(why.to_owned());
        let versions: Versions = serde_json::from_slice(bytes).map_err(|_| damaged("it is no whole manifest"))?;
        let Versions { onethread_evidence: format, facts } = versions;
        if format > FORMAT || facts > FACTS_VERSION {
            let why = format!("a later onethread wrote it, in version {format}.{facts}; this one reads up to");
            return Err(Unusable::Newer(format!("{why} {FORMAT}.{FACTS_VERSION}")));
        }
        if format < FORMAT || facts < FACTS_VERSION {
            return Err(Unusable::Older);
        }
        let envelope: Envelope<'_> = serde_json::from_slice(bytes).map_err(|_| damaged("it is no whole manifest"))?;
        if hex(&Sha256::digest(envelope.manifest.get())) != envelope.sha256 {
            return Err(damaged("its checksum differs"));
        }
        let manifest: Manifest = serde_json::from_str(envelope.manifest.get())
            .map_err(|_| damaged("it does not say what a manifest says"))?;
        if manifest.source != source {
            return Err(damaged("it belongs to another source"));
        }
        Ok(manifest)
    }

    /// The names of all segments.
    pub(super) fn segment_names(&self) -> impl Iterator<Item = String> {
        self.files.iter().flat_map(|file| &file.segments).map(Segment::file_name)
    }
}

impl StoredFile {
    /// The day of the last import, when the manifest says one.
    pub(super) fn day(&self) -> Option<Day> {
        Day::parse(&self.imported).ok()
    }
}

/// A [`SourceReport`], without what the settings say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StoredReport {
    read: usize,
    kept: usize,
    facts: usize,
    skipped: BTreeMap<String, usize>,
    /// Line and reason.
    rejects: Vec<(usize, String)>,
    /// Field, word and how often.
    unknown_words: Vec<(String, String, usize)>,
    unread_columns: Vec<String>,
    remarks: BTreeMap<String, usize>,
}

impl StoredReport {
    pub(super) fn of(report: &SourceReport) -> StoredReport {
        let word = |((field, word), count): (&(String, String), &usize)| (field.clone(), word.clone(), *count);
        StoredReport {
            read: report.read,
            kept: report.kept,
            facts: report.facts,
            skipped: report.skipped.clone(),
            rejects: report.rejects.iter().map(|reject| (reject.place.line, reject.reason.clone())).collect(),
            unknown_words: report.unknown_words.iter().map(word).collect(),
            unread_columns: report.unread_columns.clone(),
            remarks: report.remarks.clone(),
        }
    }

    /// Fills in a report that has name, path and table.
    pub(super) fn restore(&self, report: &mut SourceReport) {
        let place = |line| Place { path: report.path.clone(), line, column: None };
        let reject = |(line, reason): &(usize, String)| Reject { place: place(*line), reason: reason.clone() };
        report.rejects = self.rejects.iter().map(reject).collect();
        (report.read, report.kept, report.facts) = (self.read, self.kept, self.facts);
        report.skipped = self.skipped.clone();
        let words = self.unknown_words.iter();
        report.unknown_words = words.map(|(field, word, count)| ((field.clone(), word.clone()), *count)).collect();
        report.unread_columns = self.unread_columns.clone();
        report.remarks = self.remarks.clone();
    }
}

/// A diagnostic that points at a setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StoredDiagnostic {
    code: String,
    is_error: bool,
    message: String,
    /// The setting, as in `columns.initiative`.
    setting: String,
    label: String,
    notes: Vec<String>,
    help: Vec<String>,
}

impl StoredDiagnostic {
    /// The diagnostic as a manifest keeps it; `None` when a manifest cannot.
    pub(super) fn of(diagnostic: &Diagnostic, source: &SourceConfig, file: &At<String>) -> Option<StoredDiagnostic> {
        let Spot::Span(span) = diagnostic.primary.spot else { return None };
        let (setting, _) = settings(source, file).into_iter().find(|(_, at)| *at == span)?;
        let keeps =
            CODES.contains(&diagnostic.code) && diagnostic.related.is_empty() && diagnostic.severity != Severity::Note;
        keeps.then(|| StoredDiagnostic {
            code: diagnostic.code.to_owned(),
            is_error: diagnostic.severity == Severity::Error,
            message: diagnostic.message.clone(),
            setting,
            label: diagnostic.primary.text.clone(),
            notes: diagnostic.notes.clone(),
            help: diagnostic.help.clone(),
        })
    }

    /// The diagnostic, pointing at the setting where it stands now; `None` when there is no such setting.
    pub(super) fn restore(&self, source: &SourceConfig, file: &At<String>) -> Option<Diagnostic> {
        let code = CODES.iter().find(|code| **code == self.code)?;
        let (_, span) = settings(source, file).into_iter().find(|(setting, _)| *setting == self.setting)?;
        let severity = if self.is_error { Severity::Error } else { Severity::Warning };
        let mut diagnostic = Diagnostic::new(severity, code, self.message.clone(), Spot::Span(span));
        diagnostic.primary.text.clone_from(&self.label);
        diagnostic.notes.clone_from(&self.notes);
        diagnostic.help.clone_from(&self.help);
        Some(diagnostic)
    }
}

/// The settings that diagnostics of an import point at.
fn settings(source: &SourceConfig, file: &At<String>) -> Vec<(String, Span)> {
    let mut all = vec![("file".to_owned(), file.span), ("name".to_owned(), source.name.span)];
    let maps = [("columns", &source.columns), ("fields", &source.fields), ("constants", &source.constants)];
    for (name, map) in maps {
        all.extend(map.iter().map(|(ours, theirs)| (format!("{name}.{ours}"), theirs.span)));
    }
    all
}
