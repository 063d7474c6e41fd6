//! Where the folder is that holds the settings, and the repository around it.

use std::path::{Path, PathBuf};

use onethread_files::{FailureKind, Outside, Root, Typed, repository_around};
use onethread_model::config::SETTINGS;
use onethread_model::diagnostic::nearest;

use crate::{Allowance, ORGANIZATION, WorkspaceError};

/// The folder that is named, which may not exist yet; for `.`, as [`root`] finds it.
///
/// # Errors
/// When the path is no folder, or the user's own configuration cannot be read.
pub fn root_as_named(path: &Path, allowance: &Allowance) -> Result<Root, WorkspaceError> {
    match path.exists() && (path == Path::new(".") || !path.is_dir()) {
        true => root(path, allowance),
        false => Ok(Root::new(path, allowance.outside(path)?)),
    }
}

/// The folder that holds the settings: the one named, or the nearest above it within the same repository.
///
/// # Errors
/// When the path is no folder, or the user's own configuration cannot be read.
pub fn root(path: &Path, allowance: &Allowance) -> Result<Root, WorkspaceError> {
    let folder = find(path)?;
    let outside = allowance.outside(&folder)?;
    Ok(Root::new(&folder, outside))
}

fn find(path: &Path) -> Result<PathBuf, WorkspaceError> {
    if !path.is_dir() {
        let shown = path.display();
        let what =
            if path.exists() { format!("{shown} is not a folder") } else { format!("there is no folder {shown}") };
        let names = Typed::new(path, &Outside::none()).map(|typed| typed.siblings()).unwrap_or_default();
        let written = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let help = match nearest(written, names.iter().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "name a folder that holds onethread.toml or org/".to_owned(),
        };
        return Err(WorkspaceError::new(FailureKind::NotFound, what, help));
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for folder in absolute.ancestors() {
        if folder.join(SETTINGS).is_file() || (folder == absolute && folder.join(ORGANIZATION).is_dir()) {
            return Ok(folder.to_owned());
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Ok(absolute)
}

/// The root of the repository that a folder lies in, and the folder as that names it: empty, or with `/` at its end.
pub(crate) fn repository_of(root: &Path) -> Option<(PathBuf, String)> {
    let top = repository_around(root)?;
    let parts = root.strip_prefix(&top).ok()?.components();
    let below = parts.map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect();
    Some((top, below))
}
