//! What `onethread init` would write, as JSON: what `onethread init --dry-run --format json` prints.

use onethread_model::diagnostic::PlacedDiagnostic;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::schema_of;

/// Version of the schema: major, minor.
pub const SCHEMA_VERSION: &str = "1.1";

/// What would be written, and what it rests on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InitJson {
    /// Version of this schema.
    pub schema_version: &'static str,
    /// The files that would be written, in alphabetical order. What the program keeps for itself in `.onethread/` is not
    /// among them.
    pub files: Vec<FileJson>,
    /// The spreadsheets, and how their columns are read; empty for a draft from a repository.
    pub sheets: Vec<SheetJson>,
    /// What people said of the spreadsheets, now and at earlier imports, a phrase each.
    pub remembered: Vec<String>,
    /// How much is gone where that is more than a fifth of what the last import knew: then writing needs `--many-gone`.
    pub many_gone: Option<String>,
    /// What was chosen and why, in sentences without a full stop.
    pub choices: Vec<String>,
    /// What could not be written and why, in sentences without a full stop.
    pub refused: Vec<String>,
    /// What neither the spreadsheets nor the repository say, in clauses.
    pub unknown: Vec<String>,
    /// Values that both a file and a spreadsheet changed.
    pub conflicts: Vec<ConflictJson>,
    /// Entries, as `kind id`, that the files keep although the spreadsheets list them no more.
    pub gone: Vec<String>,
    /// Initiatives that a repository suggests; `--accept` writes them.
    pub candidates: Vec<CandidateJson>,
    /// What is odd in the input.
    pub diagnostics: Vec<PlacedDiagnostic>,
}

/// A file that would be written.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FileJson {
    /// Its path, from the folder of `onethread.toml` on.
    pub path: String,
    /// Whether there is none of that name yet.
    pub is_new: bool,
    /// Its whole text afterwards.
    pub text: String,
}

/// A sheet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetJson {
    /// The file, and the name of the sheet where it has several.
    pub title: String,
    /// What it lists: `roster`, `initiatives` or `asks`.
    pub lists: &'static str,
    /// Rows with anything in them, without the header.
    pub rows: usize,
    /// Its columns, from the left.
    pub columns: Vec<ColumnJson>,
}

/// A column of a sheet. Its values are left out: they are names of people.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ColumnJson {
    /// Its header.
    pub header: String,
    /// What it is read as, such as `team`; absent where it is not read.
    pub read_as: Option<&'static str>,
}

/// A value that both a file and a spreadsheet changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConflictJson {
    /// The entry, as `kind id`.
    pub entry: String,
    /// Which of its values.
    pub field: &'static str,
    /// What the file says; absent where it was taken out.
    pub file: Option<String>,
    /// What the spreadsheets say; absent where they no longer say anything.
    pub sheet: Option<String>,
}

/// An initiative that a repository suggests.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CandidateJson {
    /// An id for it.
    pub id: String,
    /// The key that changes carry, or the folder.
    pub what: String,
    /// What speaks for it.
    pub because: String,
}

/// The JSON Schema of what would be written.
pub fn schema() -> Value {
    schema_of::<InitJson>("Onethread init", SCHEMA_VERSION)
}
