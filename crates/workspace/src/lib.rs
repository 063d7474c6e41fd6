//! A folder on disk as a value: settings, the organization's files and evidence.
//!
//! 1. [`root`] finds the folder that holds the settings, and opens it with what a person allowed besides ([`Allowance`]).
//! 2. [`Folder::read`] reads all of it into a [`Snapshot`](onethread_core::measure::Snapshot). What is wrong inside the
//!    folder is a diagnostic; what keeps it from being read at all is a [`WorkspaceError`].
//! 3. [`Folder::at`] gives the organization as a git revision has it, [`Folder::files_on`] that of an earlier day.
//! 4. A [`Journal`] writes several files, all or none, and keeps what each of them was, so that it can be undone.
//! 5. A [`Watcher`] says which of all that changed, once it is still again.
//!
//! Nothing here prints: whoever wants to show progress hands in what is called with it.

mod agreement;
mod allowance;
mod branch;
mod clock;
mod error;
mod fingerprint;
mod folder;
mod journal;
mod patch;
mod printed_plan;
mod revision;
mod root;
mod texts;
mod watch;

pub use allowance::Allowance;
pub use clock::{clock, today};
pub use error::WorkspaceError;
pub use fingerprint::{FINGERPRINT_PARTS, fingerprint, moved_parts};
pub use folder::Folder;
pub use journal::{
    FileState, FileText, JOURNAL_BYTES_MAX, JOURNAL_ENTRIES_MAX, Journal, JournalEntry, Recovered, has_unfinished,
};
pub use onethread_evidence::importers::git::BranchPlan;
pub use onethread_evidence::{Progress, Reading};
/// The one way to files.
pub use onethread_files as files;
pub use onethread_model::config::{ORGANIZATION, SETTINGS};
pub use patch::{PATCH_BYTES_MAX, PatchError, Patched, apply_patch, git_patch};
pub use printed_plan::{PrintedPlan, PrintedRow, RowNameError, row_named};
pub use revision::{FilesOn, Revision};
pub use root::{root, root_as_named};
pub use watch::{Change, ChangeKind, ChangeSet, Watcher, Watching};
