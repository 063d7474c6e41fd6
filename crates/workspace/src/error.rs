//! What keeps a folder from being read, or from being read as it was.

use std::fmt;

/// Why a folder cannot be read: what is wrong, and what helps. Texts may hold names of files as they are on disk, which
/// are not safe to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceError {
    /// The kind, for those who act on it.
    pub kind: WorkspaceErrorKind,
    /// What is wrong, as a clause without a full stop.
    pub what: String,
    /// What helps, as a clause without a full stop.
    pub help: String,
}

/// The kinds of what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkspaceErrorKind {
    /// There is no such folder.
    NoFolder,
    /// The key that makes pseudonyms can neither be read nor be made.
    NoKey,
    /// The day lies ahead.
    DayAhead,
    /// The folder lies in no git repository.
    NoRepository,
    /// The organization's files lie outside the folder of the settings.
    FilesOutside,
    /// The repository has no such revision, or it cannot be read.
    NoRevision,
}

impl WorkspaceError {
    pub(crate) fn new(kind: WorkspaceErrorKind, what: impl Into<String>, help: impl Into<String>) -> WorkspaceError {
        WorkspaceError { kind, what: what.into(), help: help.into() }
    }
}

impl fmt::Display for WorkspaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.what, self.help)
    }
}

impl std::error::Error for WorkspaceError {}
