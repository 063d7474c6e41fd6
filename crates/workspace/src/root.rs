//! Where the folder is that holds the settings, and the repository around it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use onethread_model::config::SETTINGS;
use onethread_model::diagnostic::nearest;

use crate::{ORGANIZATION, WorkspaceError, WorkspaceErrorKind};

/// The folder that is named, which may not exist yet; for `.`, as [`root`] finds it.
///
/// # Errors
/// When the path is no folder.
pub fn root_as_named(path: &Path) -> Result<PathBuf, WorkspaceError> {
    match path.exists() && (path == Path::new(".") || !path.is_dir()) {
        true => root(path),
        false => Ok(std::path::absolute(path).unwrap_or_else(|_| path.to_owned())),
    }
}

/// The folder that holds the settings: the one named, or the nearest above it within the same repository.
///
/// # Errors
/// When the path is no folder.
pub fn root(path: &Path) -> Result<PathBuf, WorkspaceError> {
    if !path.is_dir() {
        let shown = path.display();
        let what =
            if path.exists() { format!("{shown} is not a folder") } else { format!("there is no folder {shown}") };
        let siblings = path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
        let names: BTreeSet<String> = siblings
            .and_then(|parent| std::fs::read_dir(parent).ok())
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        let written = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let help = match nearest(written, names.iter().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "name a folder that holds onethread.toml or org/".to_owned(),
        };
        return Err(WorkspaceError::new(WorkspaceErrorKind::NoFolder, what, help));
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
    let top = root.ancestors().find(|folder| folder.join(".git").exists())?;
    let parts = root.strip_prefix(top).ok()?.components();
    let below = parts.map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect();
    Some((top.to_owned(), below))
}
