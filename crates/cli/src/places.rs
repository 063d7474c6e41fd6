//! Folders and files of a run: what a person allowed, what was typed, and the right to write.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use onethread_model::diagnostic::Spot;
use onethread_report::inert::inert;
use onethread_workspace::files::{ALLOW_VARIABLE, FailureKind, FileFailure, Root, Typed, Writing};
use onethread_workspace::{Allowance, Folder, WorkspaceError};

use crate::output::{self, Failure};

/// Most bytes of a file that is edited.
pub(crate) const EDITED_BYTES_MAX: u64 = 64 << 20;

/// What may be opened outside of a folder, set once at the start: every place that opens one would have to pass it on.
static ALLOWANCE: OnceLock<Allowance> = OnceLock::new();

/// Takes over what the command line and the environment allow.
pub(crate) fn set_up(typed: &[PathBuf]) {
    let variable = std::env::var_os(ALLOW_VARIABLE);
    // Nothing else sets it.
    let _ = ALLOWANCE.set(Allowance::new(typed, variable.as_deref()));
}

/// What may be opened outside of a folder.
pub(crate) fn allowance() -> &'static Allowance {
    ALLOWANCE.get_or_init(Allowance::none)
}

/// The folder that holds the settings.
///
/// # Errors
/// When the path is no folder.
pub(crate) fn root(path: &Path) -> Result<Root, Failure> {
    Ok(onethread_workspace::root(path, allowance())?)
}

/// The folder that is named, which may not exist yet.
///
/// # Errors
/// When the path is no folder.
pub(crate) fn root_as_named(path: &Path) -> Result<Root, Failure> {
    Ok(onethread_workspace::root_as_named(path, allowance())?)
}

/// A path that a person typed.
///
/// # Errors
/// When a link of a tree leads it elsewhere.
pub(crate) fn typed(path: &Path) -> Result<Typed, Failure> {
    Ok(Typed::new(path, allowance().typed())?)
}

/// Looks that all files of the organization could be read: what is written from less than all would be wrong.
///
/// # Errors
/// Which could not.
pub(crate) fn check_whole(folder: &Folder) -> Result<(), Failure> {
    const UNREAD: [&str; 3] = ["unreadable-file", "outside-the-folder", "too-much"];
    let unread = folder.diagnostics.iter().find_map(|one| match &one.primary.spot {
        Spot::Path(path) if UNREAD.contains(&one.code) => Some((path, one)),
        _ => None,
    });
    let Some((path, diagnostic)) = unread else { return Ok(()) };
    let what = format!("nothing was written, because {path} was not read: {}", diagnostic.message);
    let failure = FileFailure { hints: diagnostic.help.clone(), ..FileFailure::new(FailureKind::Broken, what) };
    Err(failure.into())
}

/// The right to write into a folder.
///
/// # Errors
/// That another run has it for too long, or the folder cannot be written.
pub(crate) fn writing(root: &Root) -> Result<Writing, Failure> {
    let waits = || output::say("waiting for another run that writes here: it holds .onethread/lock\n");
    Ok(root.writing(&mut { waits })?)
}

/// The right to write beside a folder: none is needed where that cannot be written itself, as in a read-only checkout.
///
/// # Errors
/// That another run has it for too long.
pub(crate) fn writing_beside(root: &Root) -> Result<Option<Writing>, Failure> {
    match writing(root) {
        Ok(writing) => Ok(Some(writing)),
        Err(failure) if failure.kind == FailureKind::Busy => Err(failure),
        Err(_) => Ok(None),
    }
}

/// Allows places outside of a folder for good, because a person typed them, and says so in a sentence; where it was said
/// already, there is nothing to say.
///
/// # Errors
/// When the user's own configuration cannot be written.
pub(crate) fn remember(root: &Root, places: &[PathBuf]) -> Result<String, Failure> {
    if places.is_empty() {
        return Ok(String::new());
    }
    let Some(file) = allowance().remember(root.path(), places).map_err(|error: WorkspaceError| {
        let kept = Failure::from(error);
        kept.hint("nothing was written; --allow-outside allows it for one run")
    })?
    else {
        return Ok(String::new());
    };
    Ok(format!("Allowed from this folder, in your own {}: {}\n", at_home(&file), listed(places)))
}

/// Places as a person would type them, parted by commas.
pub(crate) fn listed(places: &[PathBuf]) -> String {
    let all: Vec<String> = places.iter().map(|place| onethread_workspace::files::quoted(place)).collect();
    inert(&all.join(", ")).into_owned()
}

/// A path below the home folder as people write it.
fn at_home(path: &Path) -> String {
    let home = std::env::home_dir().and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned));
    let text = home.map_or_else(|| path.display().to_string(), |rest| format!("~/{}", rest.display()));
    inert(&text).into_owned()
}
