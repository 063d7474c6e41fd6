//! What keeps a folder from being read, or from being read as it was.

use std::fmt;

use onethread_files::{FailureKind, FileFailure};

/// Why something cannot be done with a folder. Texts may hold names of files as they are on disk, which are not safe to
/// print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceError {
    /// The kind, for those who act on it.
    pub kind: FailureKind,
    /// What is wrong, as a clause without a full stop.
    pub what: String,
    /// What helps, each as a clause without a full stop; the best first.
    pub hints: Vec<String>,
}

impl WorkspaceError {
    pub(crate) fn new(kind: FailureKind, what: impl Into<String>, hint: impl Into<String>) -> WorkspaceError {
        WorkspaceError { kind, what: what.into(), hints: vec![hint.into()] }
    }

    /// The same, with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> WorkspaceError {
        self.hints.push(hint.into());
        self
    }
}

impl From<FileFailure> for WorkspaceError {
    fn from(failure: FileFailure) -> WorkspaceError {
        WorkspaceError { kind: failure.kind, what: failure.what, hints: failure.hints }
    }
}

impl fmt::Display for WorkspaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.hints.iter().try_for_each(|hint| write!(f, "; {hint}"))
    }
}

impl std::error::Error for WorkspaceError {}
