//! A folder on disk as a value: settings, the organization's files and evidence.
//!
//! 1. [`root`] finds the folder that holds the settings.
//! 2. [`Folder::read`] reads all of it into a [`Snapshot`](onethread_core::measure::Snapshot). What is wrong inside the
//!    folder is a diagnostic; what keeps it from being read at all is a [`WorkspaceError`].
//! 3. [`Folder::at`] gives the organization as a git revision has it, [`Folder::files_on`] that of an earlier day.
//!
//! Nothing here prints: whoever wants to show progress hands in what is called with it.

mod agreement;
mod error;
mod folder;
mod revision;
mod root;
mod texts;

use onethread_model::Day;

pub use error::{WorkspaceError, WorkspaceErrorKind};
pub use folder::Folder;
pub use onethread_evidence::{Progress, Reading};
pub use onethread_model::config::{ORGANIZATION, SETTINGS};
pub use revision::{FilesOn, Revision};
pub use root::{root, root_as_named};

/// Today in UTC, or the day that SOURCE_DATE_EPOCH names, so that a run can be repeated.
pub fn today() -> Day {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse::<i64>().ok());
    let seconds = fixed.unwrap_or_else(|| jiff::Timestamp::now().as_second());
    Day::from_epoch_days(i32::try_from(seconds.div_euclid(86_400)).unwrap_or(i32::MAX))
}
