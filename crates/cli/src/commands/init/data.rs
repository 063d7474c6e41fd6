//! What would be written, as data.

use onethread_core::measure::measures::candidates::Candidate;
use onethread_evidence::spreadsheet::{EntryKey, Said, Sheet, Table, TableColumn};
use onethread_model::diagnostic::{Diagnostic, PlacedDiagnostic};
use onethread_model::source::Sources;
use onethread_report::json::init::{
    CandidateJson, ColumnJson, ConflictJson, FileJson, InitJson, SCHEMA_VERSION, SheetJson,
};
use onethread_workspace::SETTINGS;

use super::repository::Draft;
use super::{Plan, show};

/// What an import of spreadsheets would write.
pub(super) fn of_plan(plan: &Plan) -> InitJson {
    let settings = plan.settings.iter().map(|(_, text)| (SETTINGS.to_owned(), text));
    let files = plan.written.files.iter().map(|(path, text)| (path.clone(), text)).chain(settings);
    let file = |(path, text): (String, &String)| FileJson {
        is_new: plan.folder.sources.find(&path).is_none(),
        path,
        text: text.clone(),
    };
    let words = |said: &Option<Said>| said.as_ref().map(|said| said.words());
    let conflicts = plan.comparison.conflicts.iter().map(|conflict| ConflictJson {
        entry: entry(&conflict.key),
        field: conflict.field,
        file: words(&conflict.file),
        sheet: words(&conflict.sheet),
    });
    let mut files: Vec<FileJson> = files.map(file).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    InitJson {
        schema_version: SCHEMA_VERSION,
        files,
        sheets: plan.sheets.iter().map(|(sheet, table)| sheet_json(sheet, table)).collect(),
        remembered: plan.said.words().iter().map(|words| plan.proposal.mask.hide(words)).collect(),
        many_gone: (!plan.losses.is_empty()).then(|| show::losses(plan)),
        choices: plan.proposal.choices.clone(),
        refused: plan.written.refused.clone(),
        unknown: plan.proposal.unknown.clone(),
        conflicts: conflicts.collect(),
        gone: plan.comparison.gone.iter().map(entry).collect(),
        candidates: Vec::new(),
        diagnostics: diagnostics(&plan.diagnostics, &Sources::default()),
    }
}

/// What a draft from a repository would write.
pub(super) fn of_drafts(
    drafts: &[Draft],
    candidates: &[Candidate],
    found: &[Diagnostic],
    sources: &Sources,
) -> InitJson {
    let file = |draft: &Draft| FileJson { path: draft.path.clone(), is_new: !draft.changes, text: draft.text.clone() };
    let mut files: Vec<FileJson> = drafts.iter().map(file).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let candidate =
        |one: &Candidate| CandidateJson { id: one.id.clone(), what: one.what.clone(), because: one.because() };
    let unknown = ["who leads what", "who reports to whom", "shares of time", "decisions", "metrics"];
    InitJson {
        schema_version: SCHEMA_VERSION,
        files,
        sheets: Vec::new(),
        remembered: Vec::new(),
        many_gone: None,
        choices: Vec::new(),
        refused: Vec::new(),
        unknown: unknown.map(str::to_owned).to_vec(),
        conflicts: Vec::new(),
        gone: Vec::new(),
        candidates: candidates.iter().map(candidate).collect(),
        diagnostics: diagnostics(found, sources),
    }
}

fn sheet_json(sheet: &Sheet, table: &Table) -> SheetJson {
    let column = |column: &TableColumn| ColumnJson {
        header: column.header.clone(),
        read_as: column.says.map(|says| says.words().word),
    };
    SheetJson {
        title: sheet.title(),
        lists: table.kind.word(),
        rows: table.rows(sheet).count(),
        columns: table.columns.iter().map(column).collect(),
    }
}

fn entry(key: &EntryKey) -> String {
    format!("{} {}", key.kind.name(), key.id)
}

fn diagnostics(found: &[Diagnostic], sources: &Sources) -> Vec<PlacedDiagnostic> {
    found.iter().map(|one| PlacedDiagnostic::of(one, sources)).collect()
}
