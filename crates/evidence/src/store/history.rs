//! What the store keeps of a git repository: facts up to a commit. It holds as long as the head descends from that
//! commit.

use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Facts, SourceReport};
use onethread_model::source::At;

use super::manifest::{Resume, StoredFile, StoredReport};
use super::source::{Part, SourceStore};
use super::{FileState, Work};
use crate::importers::git::Persons;

/// The state of a repository on which the facts depend, besides the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HistoryState {
    /// The full id of the head.
    pub(crate) head: String,
    /// A hash of the name of the repository, and of the commits whose parents were cut off.
    pub(crate) cut: String,
    /// The id of the mailmap that was followed; empty when there is none.
    pub(crate) mailmap: String,
    /// Ids of people by pseudonyms of what identifies them.
    pub(crate) people: std::collections::BTreeMap<String, (u8, String)>,
    /// The number that the next record gets.
    pub(crate) next: u32,
}

impl HistoryState {
    /// What a manifest says of a repository; `None` when it says something else.
    fn of(stored: &StoredFile) -> Option<HistoryState> {
        let Resume { line, columns } = stored.resume.as_ref()?;
        let [cut, mailmap, people @ ..] = columns.as_slice() else { return None };
        let (cut, mailmap, people) = (cut.clone(), mailmap.clone(), Persons::read(people)?);
        Some(HistoryState { head: stored.sha256.clone(), cut, mailmap, people, next: *line })
    }
}

/// What is stored of a repository and was not loaded yet.
pub(crate) struct StoredHistory {
    stored: StoredFile,
    /// The state that it is of.
    pub(crate) state: HistoryState,
}

impl SourceStore<'_> {
    /// What is stored of a repository, the newest first.
    pub(crate) fn histories(&self, file: &At<String>) -> Vec<StoredHistory> {
        let all = self.stored(&file.value).into_iter();
        all.filter_map(|stored| Some(StoredHistory { state: HistoryState::of(&stored)?, stored })).collect()
    }

    /// Adds to the facts and the report what is stored of a repository; `None` when it is refused.
    pub(crate) fn load_history(
        &mut self,
        history: StoredHistory,
        facts: &mut Facts,
        report: &mut SourceReport,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Part> {
        let before = self.row_counts(facts);
        if let Err(refusal) = self.load_all(&history.stored, facts) {
            self.tell(vec![refusal], false, &report.path, diagnostics);
            return None;
        }
        history.stored.report.restore(report);
        Some(Part { start: Some(history.stored), stamp: None, rows: self.rows_since(&before, facts) })
    }

    /// Takes back what was loaded of a repository, and begins anew.
    pub(crate) fn unload_history(&self, part: Option<Part>, facts: &mut Facts) -> Part {
        if let Some(part) = part {
            let before: Vec<usize> = part.rows.iter().map(|[first, _]| *first).collect();
            self.truncate(&before, facts);
        }
        Part { start: None, stamp: None, rows: self.rows_since(&self.row_counts(facts), facts) }
    }

    /// Leaves what was loaded of a repository as it is stored.
    pub(crate) fn pass_history(&mut self, file: &At<String>, part: Part) -> FileState {
        match part.start {
            Some(stored) => {
                let state = self.state(&stored, Work::None);
                self.files.push(stored);
                state
            }
            None => {
                self.pass(file);
                FileState::InMemory { why: "nothing was stored of it".to_owned() }
            }
        }
    }

    /// Keeps what an import made of a repository.
    pub(crate) fn keep_history(
        &mut self,
        file: &At<String>,
        part: Part,
        state: HistoryState,
        facts: &Facts,
        report: &SourceReport,
    ) -> FileState {
        let work = if part.start.is_some() { Work::Tail } else { Work::Whole };
        let columns = [state.cut, state.mailmap].into_iter().chain(Persons::lines(&state.people)).collect();
        let stored = StoredFile {
            path: file.value.clone(),
            bytes: 0,
            sha256: state.head,
            stamp: None,
            imported: self.store.today.to_string(),
            resume: Some(Resume { line: state.next, columns }),
            segments: part.start.as_ref().map_or_else(Vec::new, |start| start.segments.clone()),
            report: StoredReport::of(report),
            diagnostics: Vec::new(),
        };
        self.keep_stored(file, Ok(stored), &part, work, facts)
    }
}
