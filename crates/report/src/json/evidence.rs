//! Sources of evidence as JSON: what `onethread evidence --format json` prints.

use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, PlacedDiagnostic};
use onethread_model::facts::SourceReport;
use onethread_model::source::Sources;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::schema_of;
use crate::text::{Kept, SourceEvidence};

/// Version of the schema: major, minor.
pub const SCHEMA_VERSION: &str = "1.0";

/// What became of every record of every source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvidenceJson<'e> {
    /// Version of this schema.
    pub schema_version: &'static str,
    /// The day from which ages count, `YYYY-MM-DD`.
    pub as_of: String,
    /// Every file of evidence, in the order of the settings.
    pub files: Vec<EvidenceFileJson<'e>>,
    /// What is wrong with settings, the organization's files and evidence.
    pub diagnostics: Vec<PlacedDiagnostic>,
}

/// A file of evidence.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvidenceFileJson<'e> {
    /// What became of its records.
    #[serde(flatten)]
    pub report: &'e SourceReport,
    /// The first day of its facts, `YYYY-MM-DD`; absent where it has none.
    pub first_day: Option<String>,
    /// The last day of its facts, `YYYY-MM-DD`.
    pub last_day: Option<String>,
    /// Days from its last fact to `as_of`.
    pub age_days: Option<i64>,
    /// Where its facts are kept between runs; absent where it is read each time.
    pub stored: Option<StoredJson<'e>>,
    /// Why it is read each time, as a clause.
    pub not_stored: Option<&'e str>,
}

/// Where the facts of a file are kept between runs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StoredJson<'e> {
    /// The folder of their Parquet segments, from the folder of `onethread.toml` on.
    pub folder: &'e str,
    /// Number of segments.
    pub segments: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// The day of the import that read the file last, `YYYY-MM-DD`.
    pub imported: String,
}

/// Sources as a value, on a day.
pub fn evidence<'e>(
    files: &[SourceEvidence<'e>],
    day: Day,
    diagnostics: &[Diagnostic],
    texts: &Sources,
) -> EvidenceJson<'e> {
    EvidenceJson {
        schema_version: SCHEMA_VERSION,
        as_of: day.to_string(),
        files: files.iter().map(|file| file_json(file, day)).collect(),
        diagnostics: diagnostics.iter().map(|one| PlacedDiagnostic::of(one, texts)).collect(),
    }
}

fn file_json<'e>(file: &SourceEvidence<'e>, day: Day) -> EvidenceFileJson<'e> {
    let (stored, not_stored) = match file.kept {
        Kept::InMemory { why } => (None, Some(why)),
        Kept::Stored { imported, segments, bytes, folder } => {
            (Some(StoredJson { folder, segments, bytes, imported: imported.to_string() }), None)
        }
    };
    EvidenceFileJson {
        report: file.report,
        first_day: file.days.map(|[first, _]| first.to_string()),
        last_day: file.days.map(|[_, last]| last.to_string()),
        age_days: file.days.map(|[_, last]| day.days_since(last)),
        stored,
        not_stored,
    }
}

/// The JSON Schema of sources.
pub fn schema() -> Value {
    schema_of::<EvidenceJson<'_>>("Onethread evidence", SCHEMA_VERSION)
}
